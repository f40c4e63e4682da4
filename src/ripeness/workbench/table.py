"""The deal table: a deal that is put together option by option, judged at once."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any

from ripeness.answer.pipeline import run
from ripeness.answer.reading import Reading
from ripeness.answer.swaps import swaps
from ripeness.case.model import Case
from ripeness.case.names import issue_in_words, option_in_words
from ripeness.errors import InputError, Problem
from ripeness.findings.gains import NOTHING
from ripeness.findings.why import judged_on
from ripeness.rules.constraints import Constraint
from ripeness.settlements.listing import can_be_listed

Moves = tuple[tuple[str, str], ...]
MOST_MOVES = 64
SHOWN_SWAPS = 40

# a hand moves from deal to deal of the same case, so its last readings are kept
_READINGS: OrderedDict[int, tuple[Case, Reading]] = OrderedDict()
_MOST_READINGS = 3


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
    """The deal judged, who accepts it, and the deals that differ in one term."""
    settlement = dict(moves)
    reading = _reading(case) if can_be_listed(case) else Reading(run(case, also=[settlement]))
    judged, row = judged_on(reading, settlement)
    slacks = {finding.key.removeprefix("why.constraint."): finding for finding in judged.constraints.blocks[0].findings}
    failing: dict[str, list[str]] = {party: [] for party in case.signatories}
    for name, finding in slacks.items():
        if not finding.measures[0].value:
            failing[Constraint.named(name).party].append(name)
    return {
        "why": judged.to_dict(),
        "accepts": {party: not names for party, names in failing.items()},
        "swaps": _swaps(case, reading, row) if reading.is_listed else None,
    }


def _reading(case: Case) -> Reading:
    if id(case) not in _READINGS:
        _READINGS[id(case)] = (case, Reading(run(case)))
        if len(_READINGS) > _MOST_READINGS:
            _READINGS.popitem(last=False)
    _READINGS.move_to_end(id(case))
    return _READINGS[id(case)][1]


def _swaps(case: Case, reading: Reading, row: int) -> Sequence[Mapping[str, Any]]:
    ground = reading.zones.grounds[0]
    most = {party: float(ground.best[0, ground.index(party)]) for party in case.signatories}
    return [
        {
            "issue": swap.issue,
            "option": swap.option,
            "label": f"{issue_in_words(case, swap.issue)}: {option_in_words(case, swap.issue, swap.option)}",
            # in parts of the most that a deal could give, where one could give anything
            "gain": {party: gain / most[party] if most[party] > NOTHING else gain for party, gain in swap.gain.items()},
            "fails": swap.fails,
        }
        for swap in swaps(reading, row)[:SHOWN_SWAPS]
    ]
