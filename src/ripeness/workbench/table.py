"""The deal table: a deal that is put together option by option, judged at once."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any

from ripeness.answer.fixes import fixes
from ripeness.answer.pipeline import run
from ripeness.answer.reading import Reading
from ripeness.answer.result import Settlement
from ripeness.answer.swaps import excluded, nearest_open, swaps
from ripeness.answer.zones import NO_DEAL
from ripeness.case.model import Case
from ripeness.case.names import move_in_words, moves_in_words, option_in_words
from ripeness.ensemble.wording import RUNG_NAMES
from ripeness.errors import InputError, Problem
from ripeness.findings.gains import best_of, payoff
from ripeness.findings.sides import sides
from ripeness.findings.why import EXCLUDED, judged_on, no_deal, refuse_unknown
from ripeness.settlements.listing import RUNGS, Rung

Moves = tuple[tuple[str, str], ...]
MOST_MOVES = 64

# a hand moves from deal to deal of the same case, so its last readings are kept, but for large ones
_READINGS: OrderedDict[int, tuple[Case, Reading]] = OrderedDict()
_MOST_READINGS, _MOST_SETTLEMENTS = 4, 1_000_000


def moves_from(text: str) -> Moves:
    """The options of an address: `nuclear.restored+sanctions.eased`. Raises `InputError`.

    >>> moves_from("nuclear.restored+sanctions.eased")
    (('nuclear', 'restored'), ('sanctions', 'eased'))
    """
    # an address says a plus for a blank
    parts = text.replace("+", " ").split()
    if len(parts) > MOST_MOVES:
        raise InputError(Problem("deal", f"has {len(parts)} options, expected: one an issue"))
    found: dict[str, str] = {}
    for part in parts:
        issue, dot, option = part.partition(".")
        if not dot:
            raise InputError(Problem("deal", f"{part[:80]!r} is no option, expected: issue.option"))
        found[issue] = option
    return tuple(found.items())


def deal(case: Case, moves: Moves) -> dict[str, Any]:
    """What lies on the table, judged, party by party, and the ways from there to other deals.

    `why` is what the command line says, None where `problem` says that this is no deal.
    """
    settlement = dict(moves)
    refuse_unknown(case, settlement)
    reading = _reading(case)
    found = reading.deal_of(settlement)
    is_deal = found is not None and bool(found[1].is_deal[0])
    return {
        "why": judged_on(reading, settlement).to_dict() if is_deal else None,
        "problem": None if is_deal else EXCLUDED if found is None else no_deal(case),
        "sides": [side.to_dict() for side in sides(case, found[0], best_of(reading))] if found and is_deal else [],
        "nearest": _nearest(reading, settlement),
        "starts": _starts(reading),
        "swaps": _swaps(reading, settlement),
        "excluded": excluded(reading, settlement),
    }


def what_would_fix(case: Case, moves: Moves) -> dict[str, Any]:
    """The levers which make each failing constraint of a deal hold, and those which open it together."""
    refuse_unknown(case, dict(moves))
    found = fixes(case, dict(moves))
    return {"by_constraint": found.by_constraint, "plans": [vars(plan) for plan in found.plans]}


def _reading(case: Case) -> Reading:
    if id(case) not in _READINGS:
        _READINGS[id(case)] = (case, Reading(run(case)))
    _READINGS.move_to_end(id(case))
    reading = _READINGS[id(case)][1]
    while len(_READINGS) > 1 and (len(_READINGS) > _MOST_READINGS or _kept_settlements() > _MOST_SETTLEMENTS):
        _READINGS.popitem(last=False)
    return reading


def _kept_settlements() -> int:
    return sum(len(reading.settlements) for _, reading in _READINGS.values())


def _nearest(reading: Reading, settlement: Settlement) -> Mapping[str, Any] | None:
    """The nearest open deal, with the issues in which it differs."""
    nearest = nearest_open(reading, settlement)
    if nearest is None:
        return None
    case, here = reading.run.case, reading.settlements
    now = {issue: settlement.get(issue, names[0]) for issue, names in zip(here.issues, here.option_names, strict=True)}
    changes = {issue: option for issue, option in nearest.items() if option != now[issue]}
    return {
        "settlement": nearest,
        "changes": [move_in_words(case, *change) for change in changes.items()],
        "of_all": reading.is_listed or len(changes) <= 1,
    }


def _starts(reading: Reading) -> Sequence[Mapping[str, Any]]:
    """The deal of each rung that the model's solution chooses among those that are open now."""
    z, case = reading.zones, reading.run.case
    chosen: list[tuple[Rung, int]] = [
        (rung, int(z.best(0, z.start_phase, z.start_trust, rung)[reading.draw])) for rung in RUNGS
    ]
    found = [(RUNG_NAMES[rung], reading.settlements.named(row)) for rung, row in chosen if row != NO_DEAL]
    return [
        {"rung": rung, "settlement": settlement, "label": moves_in_words(case, settlement)}
        for rung, settlement in found
    ]


def _swaps(reading: Reading, settlement: Settlement) -> Sequence[Mapping[str, Any]]:
    case, best = reading.run.case, best_of(reading)
    return [
        {
            "issue": swap.issue,
            "option": swap.option,
            "label": move_in_words(case, swap.issue, swap.option),
            "name": option_in_words(case, swap.issue, swap.option),
            "gain": swap.gain,
            "shown": {party: payoff("", gain, best[party]).shown for party, gain in swap.gain.items()},
            "accepts": swap.accepts,
            "fails": swap.fails,
        }
        for swap in swaps(reading, settlement)
    ]
