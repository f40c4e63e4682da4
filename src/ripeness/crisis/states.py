"""The states of the crisis game and the outcomes that end it (MODEL.md, section 6.1)."""

from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np

from ripeness.arrays import BoolArray, IntArray
from ripeness.case.model import Channel, Tension

TENSIONS: tuple[Tension, ...] = ("stalemate", "crisis")
CHANNELS: tuple[Channel, ...] = ("none", "covert", "open")
STALEMATE, CRISIS = 0, 1
NO_CHANNEL, COVERT, OPEN = 0, 1, 2
NO_BARGAIN = -1
HIGH_TRUST = 2
WAR_PATHS = ("intention", "miscalculation", "miscommunication", "trigger")


@dataclass(frozen=True)
class StateSpace:
    """Live states first, then the outcomes; every array has one entry for each of them.

    `bargain` is the leadership that signed the bargain in force, or -1. Coordinates of outcomes are of no meaning.
    """

    leaderships: int
    signatories: tuple[int, ...]
    is_live: BoolArray
    tension: IntArray
    channel: IntArray
    bargain: IntArray
    trust: IntArray
    leadership: IntArray
    _index: IntArray

    def __len__(self) -> int:
        return len(self.is_live)

    @property
    def live(self) -> int:
        """How many live states there are."""
        return int(self.is_live.sum())

    @property
    def has_talks(self) -> bool:
        """Whether there are channels and bargains at all."""
        return bool((self.channel != NO_CHANNEL).any())

    def at(self, tension: int, channel: int, bargain: int, trust: int, leadership: int) -> int:
        """The index of a live state."""
        return int(self._index[tension, channel, bargain, trust, leadership])

    def settled(self, leadership: int) -> int:
        """The index of the outcome: settled under this leadership."""
        return self.live + leadership

    def war(self, path: str) -> int:
        """The index of the outcome: war by this path."""
        return self.live + self.leaderships + WAR_PATHS.index(path)

    def capitulation(self, loser: int, winner: int) -> int:
        """The index of the outcome: this party capitulates to that one (positions among the parties)."""
        pair = self.signatories.index(loser) * len(self.signatories) + self.signatories.index(winner)
        return self.live + self.leaderships + len(WAR_PATHS) + pair

    def moved(
        self,
        tension: int | IntArray | None = None,
        channel: int | IntArray | None = None,
        bargain: int | IntArray | None = None,
        trust: int | IntArray | None = None,
        leadership: int | IntArray | None = None,
    ) -> IntArray:
        """Where each state leads when the coordinates given are replaced; outcomes stay.

        A state without such a neighbour stays, which no rule makes use of.
        """
        target = self._index[
            self.tension if tension is None else tension,
            self.channel if channel is None else channel,
            self.bargain if bargain is None else bargain,
            self.trust if trust is None else trust,
            self.leadership if leadership is None else leadership,
        ]
        here = np.arange(len(self))
        return np.where(self.is_live & (target >= 0), target, here)

    @property
    def trust_up(self) -> IntArray:
        """The trust one up, at most high."""
        return np.minimum(self.trust + 1, HIGH_TRUST)

    @property
    def trust_down(self) -> IntArray:
        """The trust one down, at least low."""
        return np.maximum(self.trust - 1, 0)


@cache
def state_space(leaderships: int, signatories: tuple[int, ...], talks: bool = True) -> StateSpace:
    """List the states for so many leaderships and these signatories (positions among the parties).

    Without talks there are no channels and no bargains. A bargain's signers are the leadership in office or one that
    it has come from, so their bits are among its bits.

    >>> len(state_space(1, (0, 1))), state_space(2, (0, 1), talks=False).live
    (45, 12)
    """
    bargains = (NO_BARGAIN, *range(leaderships)) if talks else (NO_BARGAIN,)
    channels = range(len(CHANNELS)) if talks else (NO_CHANNEL,)
    live = [
        (tension, channel, bargain, trust, leadership)
        for leadership, tension, channel, bargain, trust in product(
            range(leaderships), range(len(TENSIONS)), channels, bargains, range(HIGH_TRUST + 1)
        )
        if bargain == NO_BARGAIN or bargain & ~leadership == 0
    ]
    outcomes = leaderships + len(WAR_PATHS) + len(signatories) ** 2
    columns = np.array(live + [(STALEMATE, NO_CHANNEL, NO_BARGAIN, 0, 0)] * outcomes, dtype=np.int64).T
    # the bargain -1 takes the last place of its axis, as numpy reads a negative index
    index = np.full((len(TENSIONS), len(CHANNELS), leaderships + 1, HIGH_TRUST + 1, leaderships), -1)
    index[tuple(columns[:, : len(live)])] = np.arange(len(live))
    tension, channel, bargain, trust, leadership = columns
    return StateSpace(
        leaderships=leaderships,
        signatories=signatories,
        is_live=np.arange(len(live) + outcomes) < len(live),
        tension=tension,
        channel=channel,
        bargain=bargain,
        trust=trust,
        leadership=leadership,
        _index=index,
    )
