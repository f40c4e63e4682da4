"""Which settlements an assessment has to look at: all of them, or, where they are too many, those that can matter.

An assessment asks of settlements only which of them solutions choose, and what capitulation gives. A search finds
these; everything else then runs on this **shortlist** as on a list, and comes to the same numbers. How many deals are
acceptable is not known then.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from ripeness.arrays import FloatArray, IntArray
from ripeness.bargaining.frontier import frontier
from ripeness.bargaining.search import Search
from ripeness.case.leadership import (
    NO_BELIEFS,
    as_imagined,
    beliefs_in_office,
    earliest_transition,
    in_office,
    leaderships,
)
from ripeness.case.model import TRUST_LEVELS, Beliefs, Case, Party
from ripeness.case.values import Values
from ripeness.errors import InputError, Problem
from ripeness.rules.solutions import DEFAULT
from ripeness.settlements.ground import Ground, ground
from ripeness.settlements.listing import RUNGS, Settlements, can_be_listed, list_settlements, settlements_at
from ripeness.settlements.space import space_of


def settlements_to_expect(case: Case, values: Values) -> Settlements:
    """What alternatives hang on: the best that each could take from one who gives in, and what waiting hopes for.

    Raises InputError for several draws of a case with too many settlements to list.
    """
    if can_be_listed(case):
        return list_settlements(case)
    _at_the_modes(case, values)
    return settlements_at(case, np.concatenate([_spoils(case, values), *_hoped_for(case, values)]))


def settlements_to_agree(
    case: Case,
    values: Values,
    reservations: Sequence[Sequence[FloatArray]],
    also: Iterable[Mapping[str, str]] = (),
) -> Settlements:
    """What zones and games hang on: the Nash deals of each rung, for each leadership, phase and trust.

    `reservations[leadership][phase]` is (draws, parties). Settlements asked for `also`, issue: option, are among them.
    Raises InputError for several draws of a case with too many settlements to list.
    """
    if can_be_listed(case):
        return list_settlements(case)
    _at_the_modes(case, values)
    names = [list(issue.options) for issue in case.issues.values()]
    asked = [
        [options.index(wanted.get(issue, options[0])) for issue, options in zip(case.issues, names, strict=True)]
        for wanted in also
    ]
    found = [_spoils(case, values), np.array(asked, dtype=np.int64).reshape(-1, len(names))]
    for office in leaderships(case):
        on = _ground(case, values, in_office(case, office), beliefs_in_office(case, office))
        searched: set[bytes] = set()
        for reservation in reservations[office]:
            if reservation.tobytes() in searched:
                continue
            searched.add(reservation.tobytes())
            for trust in range(len(TRUST_LEVELS)):
                for rung in RUNGS:
                    found.append(Search(on, trust, reservation, rung).shortlist([DEFAULT]).options)
    return settlements_at(case, np.concatenate(found))


def _at_the_modes(case: Case, values: Values) -> None:
    if values.n > 1:
        # says how many there are and how many may be
        try:
            list_settlements(case)
        except InputError as error:
            fault = "too many settlements for draws over the judgements' ranges"
            raise InputError(*error.problems, Problem("--draws", f"{fault}, expected: 0")) from None


def _ground(case: Case, values: Values, parties: Mapping[str, Party], beliefs: Mapping[str, Beliefs]) -> Ground:
    nothing = settlements_at(case, np.zeros((0, len(case.issues)), dtype=np.int64))
    return ground(case, values, nothing, parties, beliefs)


def _spoils(case: Case, values: Values) -> IntArray:
    """For each party the first of the allowed settlements that are best for it."""
    space = space_of(case, in_office(case, 0), values).of_allowed()
    return np.concatenate([frontier(space, compared=[i]).options for i in range(len(space.parties))])


def _hoped_for(case: Case, values: Values) -> list[IntArray]:
    """For each party the deal that it hopes for from the successor whom it imagines."""
    earliest = earliest_transition(case)
    if earliest is None or earliest[1] <= 0:
        return []
    bit, beliefs = earliest[0], beliefs_in_office(case, 0)
    trust, nothing = TRUST_LEVELS.index(case.dynamics.trust), np.zeros((1, len(case.parties)))
    found: list[IntArray] = []
    for name in case.parties:
        imagined = as_imagined(case, bit, beliefs.get(name, NO_BELIEFS).successor_terms)
        on = _ground(case, values, imagined, beliefs_in_office(case, 1 << bit))
        found.append(Search(on, trust, nothing).shortlist([DEFAULT]).options)
    return found
