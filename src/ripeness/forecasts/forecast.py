"""A forecast: a yes-or-no question about the world, a probability, a date, and the rule that decides."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal, cast, get_args

from ripeness.case.read.document import is_printable

Outcome = Literal["yes", "no", "void"]

OUTCOMES: tuple[str, ...] = get_args(Outcome)
ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.:-]{0,119}")
ORIGIN = ("case", "run", "seed", "draws", "version", "changes")


@dataclass(frozen=True)
class Correction:
    """An outcome that was taken back, and why."""

    outcome: Outcome
    resolved: dt.date
    reason: str


@dataclass(frozen=True)
class Forecast:
    """One forecast of a register.

    Parameters
    ----------
    id, question, rule
        Its name; what is asked; what counts as yes, and who or what decides.
    probability
        Of yes, 0 to 1.
    made, horizon, recorded
        The day for which it was judged; the day by which it is decided; the day on which it entered the register.
    crowd
        A crowd's probability of the same on the day it was made, where there is one.
    origin
        What it was computed from: `case`, `run`, `seed`, `draws`, `version`, `changes`.
    outcome, resolved
        How it came out, and on which day that was known; void where the question proved to have no answer.
    """

    id: str
    question: str
    probability: float
    made: dt.date
    horizon: dt.date
    rule: str
    recorded: dt.date
    crowd: float | None = None
    origin: Mapping[str, object] = field(default_factory=dict[str, object])
    outcome: Outcome | None = None
    resolved: dt.date | None = None
    note: str | None = None
    corrections: tuple[Correction, ...] = ()

    @property
    def is_afterthought(self) -> bool:
        """Whether it was recorded when its horizon had passed or its outcome was known: no forecast then."""
        return self.recorded > self.horizon or (self.resolved is not None and self.recorded > self.resolved)

    def is_due(self, today: dt.date) -> bool:
        """Whether its horizon has passed without an outcome."""
        return self.outcome is None and self.horizon < today

    @property
    def group(self) -> str:
        """Forecasts of one case made for one day stand or fall together; any other stands alone."""
        case = self.origin.get("case")
        return f"{case} {self.made}" if case else self.id


def written(forecast: Forecast) -> dict[str, Any]:
    """A forecast as the register holds it, below its id; without what is not given."""
    said: dict[str, Any] = {}
    for each in fields(Forecast):
        value = getattr(forecast, each.name)
        if each.name == "id" or value is None or value in ((), {}):
            continue
        said[each.name] = (
            [vars(one) for one in forecast.corrections]
            if each.name == "corrections"
            else dict(cast(Mapping[str, object], value))
            if each.name == "origin"
            else value
        )
    return said


def problems_of(said: Mapping[str, object]) -> dict[str, str]:
    """What is wrong with a forecast's entry, by field."""
    known = {each.name for each in fields(Forecast)} - {"id"}
    found = {name: f"is unknown, expected: one of {', '.join(sorted(known))}" for name in said if name not in known}
    for name in ("question", "rule"):
        text = said.get(name)
        if not isinstance(text, str) or not text.strip():
            found[name] = "is missing, expected: a sentence"
    for name in ("probability", "crowd"):
        if name == "crowd" and said.get(name) is None:
            continue
        if not _is_probability(said.get(name)):
            found[name] = f"is {_shown(said.get(name))}, expected: a number from 0 to 1"
    for name in ("made", "horizon", "recorded"):
        if not _is_date(said.get(name)):
            found[name] = f"is {_shown(said.get(name))}, expected: a date such as 2026-03-31"
    made, horizon, recorded = said.get("made"), said.get("horizon"), said.get("recorded")
    if isinstance(made, dt.date) and isinstance(horizon, dt.date) and horizon < made:
        found.setdefault("horizon", f"{horizon} is before {made}, when it was made")
    if isinstance(made, dt.date) and isinstance(recorded, dt.date) and recorded < made:
        found.setdefault("made", f"{made} is after {recorded}, when it was recorded")
    return found | _wrong_outcome(said) | _wrong_more(said) | _unprintable(said)


def _wrong_outcome(said: Mapping[str, object]) -> dict[str, str]:
    outcome, resolved, made = said.get("outcome"), said.get("resolved"), said.get("made")
    found: dict[str, str] = {}
    if outcome is not None and outcome not in OUTCOMES:
        found["outcome"] = f"is {_shown(outcome)}, expected: {', '.join(OUTCOMES)}"
    if (outcome is None) != (resolved is None):
        found["outcome"] = "and resolved go together, expected: both or none"
    elif resolved is not None and not _is_date(resolved):
        found["resolved"] = f"is {_shown(resolved)}, expected: a date such as 2026-03-31"
    elif isinstance(resolved, dt.date) and isinstance(made, dt.date) and resolved < made:
        found["resolved"] = f"{resolved} is before {made}, when it was made"
    return found


def _wrong_more(said: Mapping[str, object]) -> dict[str, str]:
    found: dict[str, str] = {}
    origin, corrections, note = said.get("origin"), said.get("corrections"), said.get("note")
    if origin is not None and not (
        isinstance(origin, Mapping) and set(cast(Mapping[str, object], origin)) <= set(ORIGIN)
    ):
        found["origin"] = f"expected: a mapping of {', '.join(ORIGIN)}"
    if note is not None and not isinstance(note, str):
        found["note"] = "expected: a sentence"
    if corrections is not None:
        listed = cast(list[object], corrections) if isinstance(corrections, list | tuple) else [None]
        if not all(isinstance(one, Mapping) and _is_correction(cast(Mapping[str, object], one)) for one in listed):
            found["corrections"] = "expected: a list of outcome, resolved, reason"
    return found


def _unprintable(said: Mapping[str, object]) -> dict[str, str]:
    """Texts that no register can hold, such as a terminal's colours or bytes that are no UTF-8."""
    wrong = "holds a control character or is not UTF-8, expected: printable text"
    return {name: wrong for name, value in said.items() if not all(map(is_printable, _texts(value)))}


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in cast(Mapping[str, object], value).values():
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in cast(Iterable[object], value):
            yield from _texts(each)


def _is_correction(one: Mapping[str, object]) -> bool:
    right = set(one) == {"outcome", "resolved", "reason"} and one["outcome"] in OUTCOMES
    return right and _is_date(one["resolved"]) and isinstance(one["reason"], str)


def forecast_of(id: str, said: Mapping[str, object]) -> Forecast:
    """A forecast of an entry that has no problems."""
    given: dict[str, Any] = {name: value for name, value in said.items() if value is not None}
    given["probability"] = float(given["probability"])
    if "crowd" in given:
        given["crowd"] = float(given["crowd"])
    given["corrections"] = tuple(Correction(**one) for one in given.get("corrections", ()))
    return Forecast(id=id, **given)


def _is_probability(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1


def _is_date(value: object) -> bool:
    return isinstance(value, dt.date)


def _shown(value: object) -> str:
    return "missing" if value is None else str(value)
