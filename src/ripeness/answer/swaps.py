"""From deal to deal: those that differ in one issue, who gains and who accepts, and the nearest that is open now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from ripeness.answer.reading import Reading
from ripeness.answer.result import Settlement
from ripeness.answer.zones import solve
from ripeness.arrays import BoolArray, IntArray
from ripeness.bargaining.acceptance import satisfied
from ripeness.settlements.ground import Ground
from ripeness.settlements.listing import settlements_at
from ripeness.settlements.space import space_of


@dataclass(frozen=True)
class Swap:
    """Another option for one issue: what each party gains by it in flow a year, who accepts, how many constraints fail.

    `least_gain` is what the signatory gains that gains least.
    """

    issue: str
    option: str
    gain: Mapping[str, float]
    least_gain: float
    accepts: tuple[str, ...]
    fails: int

    @property
    def is_open(self) -> bool:
        """Whether all accept the deal that it makes."""
        return self.fails == 0


def swaps(reading: Reading, settlement: Settlement) -> tuple[Swap, ...]:
    """All deals that differ in one issue from a settlement, deal or not; the open ones first.

    Of those, and of the others, the kindest to whoever gains least comes first.
    """
    case, here = reading.run.case, reading.options_of(settlement)
    on, holds = _judged(reading, _one_apart(reading, here))
    worth = on.payoffs.utility[reading.draw]
    # of the terms themselves, which may be excluded
    gain = worth - space_of(case, on.parties, reading.run.values).worth(here[None]).T
    signing = [on.index(party) for party in case.signatories]
    of_party = {p: [c.party == p for c in reading.constraints] for p in case.signatories}
    found: list[Swap] = []
    for row in np.flatnonzero(on.settlements.is_deal):
        options = on.settlements.options[row]
        issue = int(np.flatnonzero(options != here)[0])
        found.append(
            Swap(
                issue=on.settlements.issues[issue],
                option=on.settlements.option_names[issue][int(options[issue])],
                gain=dict(zip(case.parties, gain[:, row].tolist(), strict=True)),
                least_gain=float(gain[signing, row].min()),
                accepts=tuple(p for p, own in of_party.items() if holds[own, row].all()),
                fails=int((~holds[:, row]).sum()),
            )
        )
    return tuple(sorted(found, key=lambda swap: (not swap.is_open, -swap.least_gain, swap.issue, swap.option)))


def excluded(reading: Reading, settlement: Settlement) -> tuple[tuple[str, str], ...]:
    """The options, issue and option, that the linkages of the case exclude beside the other terms of a settlement."""
    here = reading.options_of(settlement)
    apart = _one_apart(reading, here)
    known = {each.tobytes() for each in settlements_at(reading.run.case, apart).options}
    names = reading.settlements
    places = ((int(np.flatnonzero(each != here)[0]), each) for each in apart if each.tobytes() not in known)
    return tuple((names.issues[k], names.option_names[k][int(each[k])]) for k, each in places)


def nearest_open(reading: Reading, settlement: Settlement) -> Settlement | None:
    """The acceptable deal that differs in the fewest issues; of several, the one that the model's solution chooses.

    Where there are too many deals to list, it is one of those looked at, or differs in one issue.
    """
    here, z = reading.options_of(settlement), reading.zones
    near = reading.settlements.options[z.at_start[reading.draw]]
    if not reading.is_listed:
        on, holds = _judged(reading, _one_apart(reading, here))
        near = np.concatenate([near, on.settlements.options[on.settlements.is_deal & holds.all(axis=0)]])
    if not len(near):
        return None
    far = (near != here).sum(axis=1)
    found = z.grounds[0].at(settlements_at(reading.run.case, near[far == far.min()]))
    every: BoolArray = np.ones((z.values.n, len(found.settlements)), dtype=bool)
    row = solve(found, every, z.reservations[0][z.start_phase])[reading.draw]
    return found.settlements.named(int(row))


def _one_apart(reading: Reading, here: IntArray) -> IntArray:
    """All settlements, allowed or not, that differ in one issue from this one, (settlements, issues)."""

    def others() -> Iterator[IntArray]:
        for k, names in enumerate(reading.settlements.option_names):
            for option in range(len(names)):
                if option != here[k]:
                    other = here.copy()
                    other[k] = option
                    yield other

    return np.array(list(others()), dtype=np.int64).reshape(-1, len(here))


def _judged(reading: Reading, options: IntArray) -> tuple[Ground, BoolArray]:
    """Those of some settlements that are allowed, and which constraints each satisfies, (constraints, settlements)."""
    z = reading.zones
    on = z.grounds[0].at(settlements_at(reading.run.case, options))
    reservation = z.reservations[0][z.start_phase]
    holds = [satisfied(on, c, z.start_trust, reservation)[reading.draw] for c in reading.constraints]
    return on, np.stack(holds)
