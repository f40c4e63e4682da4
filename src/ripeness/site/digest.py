"""What the site keeps of a finished brief: the numbers and sentences that pages, feed and e-mail show."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import isfinite
from typing import Any, cast

from pydantic import TypeAdapter

from ripeness.case.direction import said
from ripeness.case.model import ID_PATTERN
from ripeness.findings.findings import FORMAT, Measure
from ripeness.site.wording import short

_FAMILY = FORMAT.rpartition(" ")[0]
_LONGEST_ID = 80
_LONGEST_WORD = 60
_READ = ("message", "since", "conditions", "funnel", "war", "postures")
_ODDS = ("war", "deal", "at_war")
_MOST_CAUSES = 3
_LEAST_MOVED = 0.0005


@dataclass(frozen=True)
class ConditionFound:
    """One of the conditions, and whether it holds for all at once."""

    key: str
    label: str
    holds: bool


@dataclass(frozen=True)
class StepFound:
    """What one step of the funnel asks for: how many deals are left after it, and how many satisfy it alone."""

    label: str
    left: int
    alone: int


@dataclass(frozen=True)
class Cause:
    """A change of the case since an earlier one: of what, from what to what, and the points it moved each number by."""

    what: str
    how: str
    deal: str
    war: str


@dataclass(frozen=True)
class Digest:
    """A brief in short. Dates are ISO; `made` is empty where the brief does not say when it was made.

    `war` and `deal` are probabilities by the end of the horizon (months), `at_war` that a war goes on then, where one
    may; `war_word` is what the chance of war is of, `at_war_word` what goes on. `together` says whether a deal that is
    more than a small step satisfies all conditions at once. `since` says what moved the numbers since an earlier case,
    and `causes` the changes that moved them most; empty where the brief was not compared.
    """

    case: str
    title: str
    region: str
    topics: tuple[str, ...]
    as_of: str
    made: str
    horizon: int
    draws: int
    computed: str
    answer: str
    binds: str
    opens: str
    war: Measure
    deal: Measure
    together: bool
    conditions: tuple[ConditionFound, ...]
    funnel: tuple[StepFound, ...] = ()
    at_war: Measure | None = None
    war_word: str = "war"
    at_war_word: str = "war"
    headline: str = ""
    summary: str = ""
    since: str = ""
    causes: tuple[Cause, ...] = ()

    @property
    def sentence(self) -> str:
        """The one sentence that stands for the brief: the analyst's headline, else the answer."""
        return self.headline or self.answer

    @property
    def date(self) -> str:
        """The day that the brief stands under: when it was made, else the day of its case."""
        return self.made or self.as_of


class NotABriefError(Exception):
    """A file holds something else, which is no fault."""


def shown_text(value: object) -> str:
    """A text of a file as all outputs show it; empty if it is no text. The same again changes nothing.

    >>> shown_text(" two\\n towns "), shown_text(None), shown_text(shown_text("a\\u202eb")) == shown_text("a\\u202eb")
    ('two towns', '', True)
    """
    return said(value) if isinstance(value, str) else ""


def is_id(value: object) -> bool:
    """Whether a value can be the id of a case: ids become names of files."""
    return isinstance(value, str) and len(value) <= _LONGEST_ID and re.fullmatch(ID_PATTERN, value) is not None


def digest_of(data: object) -> Digest:
    """The digest of a brief's plain data, as `Brief.to_dict` or a run's folder has it.

    Raises `NotABriefError` for data of another kind, and KeyError, TypeError or ValueError, which say what is missing
    or wrong, for a brief that cannot be read.
    """
    if not isinstance(data, dict):
        raise NotABriefError
    found = cast(dict[str, Any], data)
    inner = found.get("brief")
    if "made_for" in found and isinstance(inner, dict):
        found = cast(dict[str, Any], inner)
    kind = found.get("format")
    if not isinstance(kind, str) or not kind.startswith(_FAMILY):
        raise NotABriefError
    if kind != FORMAT:
        raise ValueError(f"is of the format {shown_text(kind)}, expected: {FORMAT}")
    return _digest(found)


def _digest(data: Mapping[str, Any]) -> Digest:
    if not is_id(data["case"]):
        raise ValueError("case is no id of a case")
    findings = _findings(data)
    odds = _odds(findings)
    held = {
        key.removeprefix("conditions."): _measures(each)[key.replace("conditions", "holds", 1)].value is True
        for key, each in findings.items()
        if key.startswith("conditions.")
    }
    together = held.pop("together")
    conditions = tuple(
        ConditionFound(key, shown_text(findings[f"conditions.{key}"]["label"]), holds) for key, holds in held.items()
    )
    made, words = data.get("made"), data.get("words")
    computed = "/".join(str(data[name]) for name in ("case_sha256", "version", "seed", "draws"))
    return Digest(
        case=data["case"],
        title=shown_text(data["title"]) or data["case"],
        region=shown_text(data["region"]),
        topics=tuple(filter(None, map(shown_text, data["topics"]))),
        as_of=_day(data["as_of"]),
        made=_day(made) if made else "",
        horizon=int(data["horizon"]),
        draws=int(data["draws"]),
        computed=computed,
        answer=shown_text(data["answer"]),
        binds=shown_text(findings.get("message.binds", {}).get("text")),
        opens=shown_text(findings.get("message.opens", findings.get("message.change.1", {})).get("text")),
        war=_probability(odds["war"]),
        deal=_probability(odds["deal"]),
        together=together,
        conditions=conditions,
        funnel=_funnel(findings),
        at_war=_probability(odds["at_war"]) if "at_war" in odds else None,
        war_word=_word(words, "outbreak"),
        at_war_word=_word(words, "war"),
        headline=shown_text(data.get("headline")),
        summary=shown_text(data.get("summary")),
        since=shown_text(findings.get("since.most", findings.get("since.none", {})).get("text")),
        causes=_causes(findings),
    )


def _odds(findings: Mapping[str, Mapping[str, Any]]) -> dict[str, Measure]:
    """The chances by the horizon, each from the first finding that has it: the first screen comes before all others."""
    found: dict[str, Measure] = {}
    for key, finding in findings.items():
        if not key.startswith(("message.", "war.", "postures.")):
            continue
        for name, measure in _measures(finding).items():
            if name in _ODDS:
                found.setdefault(name, measure)
    return found


def _causes(findings: Mapping[str, Mapping[str, Any]]) -> tuple[Cause, ...]:
    """The changes that moved a deal or war, those that moved them most first, as a brief has them in order."""
    found: list[Cause] = []
    for key, finding in findings.items():
        if key.startswith("since.change."):
            deal, war = list(_measures(finding).values())[:2]
            if max(abs(deal.number), abs(war.number)) >= _LEAST_MOVED:
                found.append(Cause(shown_text(finding["label"]), shown_text(finding["text"]), deal.shown, war.shown))
    return tuple(found[:_MOST_CAUSES])


def _word(words: object, name: str) -> str:
    """What a brief calls war; a brief of before there were such words has none."""
    own = cast(Mapping[str, object], words).get(name) if isinstance(words, dict) else None
    return short(shown_text(own), _LONGEST_WORD) or "war"


def _findings(data: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        finding["key"]: finding
        for section in data["sections"]
        if section["key"] in _READ
        for block in section["blocks"]
        for finding in block["findings"]
    }


def _measures(finding: Mapping[str, Any]) -> dict[str, Measure]:
    wanted = ("name", "value", "unit", "low", "high")
    return {each["name"]: Measure(*(each[name] for name in wanted)) for each in finding["measures"]}


def _funnel(findings: Mapping[str, Mapping[str, Any]]) -> tuple[StepFound, ...]:
    """The steps of the funnel, all deals first; none in a brief that has no funnel."""
    found: list[StepFound] = []
    for finding in findings.values():
        counts = list(_measures(finding).values())[:2]
        if [each.name.split(".")[:2] for each in counts] == [["funnel", "left"], ["funnel", "alone"]]:
            found.append(StepFound(shown_text(finding["label"]), *map(_count, counts)))
    return tuple(found)


def _count(measure: Measure) -> int:
    value = measure.value
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(f"{shown_text(measure.name)} is no count")
    return value


def _probability(measure: Measure) -> Measure:
    for value in (measure.value, measure.low, measure.high):
        if isinstance(value, bool) or not isinstance(value, int | float | None):
            raise TypeError(f"{shown_text(measure.name)} is no number")
        if value is not None and not (isfinite(value) and 0 <= value <= 1):
            raise ValueError(f"{shown_text(measure.name)} is {value:g}, expected: 0 to 1")
    if measure.value is None:
        raise ValueError(f"{shown_text(measure.name)} is missing")
    return measure


def _day(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a date is no text")
    return dt.datetime.fromisoformat(value).date().isoformat()


@cache
def digests() -> TypeAdapter[Digest]:
    """What makes plain data of digests, and digests of plain data; raises ValueError for other data."""
    return TypeAdapter(Digest)
