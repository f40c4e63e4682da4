"""A deal with one term exchanged: which deals differ from it in one issue, who gains, and which are open now."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ripeness.answer.reading import Reading


@dataclass(frozen=True)
class Swap:
    """Another option for one issue: what each party gains by it in flow a year, how many constraints fail, if any."""

    issue: str
    option: str
    gain: Mapping[str, float]
    fails: int

    @property
    def is_open(self) -> bool:
        """Whether all accept the deal that it makes."""
        return self.fails == 0

    @property
    def least_gain(self) -> float:
        """What whoever gains least by it gains."""
        return min(self.gain.values())


def swaps(reading: Reading, row: int) -> tuple[Swap, ...]:
    """All deals that differ in one issue from that of a row, among those looked at; the open ones first.

    Of those, and of the others, the kindest to whoever gains least comes first.
    """
    settlements, ground = reading.settlements, reading.zones.grounds[0]
    options, worth = settlements.options, ground.payoffs.utility[reading.draw]
    one_apart = np.flatnonzero(((options != options[row]).sum(axis=1) == 1) & settlements.is_deal)
    # the constraints are judged for deals alone
    place = np.cumsum(settlements.is_deal) - 1
    signing = reading.run.case.signatories
    found = [
        Swap(
            issue=settlements.issues[issue],
            option=str(settlements.option_names[issue][int(options[other, issue])]),
            gain={p: float(worth[ground.index(p), other] - worth[ground.index(p), row]) for p in signing},
            fails=int((~reading.satisfied[:, place[other]]).sum()),
        )
        for other in one_apart
        for issue in [int(np.flatnonzero(options[other] != options[row])[0])]
    ]
    return tuple(sorted(found, key=lambda swap: (not swap.is_open, -swap.least_gain, swap.issue, swap.option)))
