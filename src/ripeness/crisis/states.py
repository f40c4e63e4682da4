"""The states of the crisis game and the outcomes that end it (MODEL.md, sections 6.1 and 6.7)."""

from dataclasses import dataclass
from functools import cache, cached_property
from itertools import product

import numpy as np

from ripeness.arrays import BoolArray, IntArray
from ripeness.case.model import Channel, Tension

TENSIONS: tuple[Tension, ...] = ("stalemate", "crisis", "war")
CHANNELS: tuple[Channel, ...] = ("none", "covert", "open")
STALEMATE, CRISIS, WAR = 0, 1, 2
SETTLED = -1
NO_CHANNEL, COVERT, OPEN = 0, 1, 2
NO_BARGAIN, STEP = -2, -1
LOW_TRUST, MID_TRUST, HIGH_TRUST = 0, 1, 2
WAR_PATHS = ("intention", "miscalculation", "miscommunication", "trigger")


@dataclass(frozen=True)
class StateSpace:
    """Live states first, then the outcomes; every array has one entry for each of them.

    `tension` is -1 in a settlement, in which nobody acts. `bargain` is the leadership that signed what is in force, -1
    with a small step, -2 with nothing; a settlement is in force like a bargain. Coordinates of outcomes mean nothing.
    """

    leaderships: int
    signatories: tuple[int, ...]
    has_talks: bool
    war_goes_on: bool
    is_live: BoolArray
    tension: IntArray
    channel: IntArray
    bargain: IntArray
    trust: IntArray
    leadership: IntArray
    _index: IntArray

    def __len__(self) -> int:
        return len(self.is_live)

    @cached_property
    def live(self) -> int:
        """How many live states there are."""
        return int(self.is_live.sum())

    @cached_property
    def is_settled(self) -> BoolArray:
        """Settlements."""
        return self.is_live & (self.tension == SETTLED)

    @cached_property
    def at_war(self) -> BoolArray:
        """Wars that go on."""
        return self.is_live & (self.tension == WAR)

    @cached_property
    def in_crisis(self) -> BoolArray:
        """Crises."""
        return self.is_live & (self.tension == CRISIS)

    @cached_property
    def in_stalemate(self) -> BoolArray:
        """Stalemates, which settlements are not."""
        return self.is_live & (self.tension == STALEMATE)

    @cached_property
    def moves_on(self) -> BoolArray:
        """Where the parties act: neither war nor settled, nor ended, but stalemate or crisis; in war, they may talk."""
        return self.in_stalemate | self.in_crisis

    @cached_property
    def with_step(self) -> BoolArray:
        """A small step is in force."""
        return self.moves_on & (self.bargain == STEP)

    @cached_property
    def with_signed(self) -> BoolArray:
        """A signed bargain is in force, which a settlement is not."""
        return self.moves_on & (self.bargain > STEP)

    def at(self, tension: int, channel: int, bargain: int, trust: int, leadership: int) -> int:
        """The index of a live state."""
        return int(self._index[tension - SETTLED, channel, bargain - NO_BARGAIN, trust, leadership])

    def war(self, path: str) -> int:
        """The index of the outcome: war by this path, decided."""
        return self.live + WAR_PATHS.index(path)

    @property
    def decided(self) -> int:
        """The index of the outcome: a war that went on and was decided."""
        return self.live + len(WAR_PATHS)

    def capitulation(self, loser: int, winner: int) -> int:
        """The index of the outcome: this party capitulates to that one (positions among the parties)."""
        pair = self.signatories.index(loser) * len(self.signatories) + self.signatories.index(winner)
        return self.live + len(WAR_PATHS) + self.war_goes_on + pair

    @cached_property
    def wars(self) -> tuple[int, ...]:
        """The outcomes that are wars for good."""
        return (*(self.war(path) for path in WAR_PATHS), *((self.decided,) if self.war_goes_on else ()))

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
            (self.tension if tension is None else tension) - SETTLED,
            self.channel if channel is None else channel,
            (self.bargain if bargain is None else bargain) - NO_BARGAIN,
            self.trust if trust is None else trust,
            self.leadership if leadership is None else leadership,
        ]
        return np.where(self.is_live & (target >= 0), target, np.arange(len(self)))

    @property
    def trust_up(self) -> IntArray:
        """The trust one up, at most high."""
        return np.minimum(self.trust + 1, HIGH_TRUST)

    @property
    def trust_down(self) -> IntArray:
        """The trust one down, at least low."""
        return np.maximum(self.trust - 1, 0)


@cache
def state_space(
    leaderships: int, signatories: tuple[int, ...], talks: bool = True, war_goes_on: bool = False
) -> StateSpace:
    """List the states for so many leaderships and these signatories (positions among the parties).

    Without talks there are no channels, no bargains and no settlements. What signed a bargain or a settlement is the
    leadership in office or one that it has come from, so its bits are among those of the one in office.

    >>> len(state_space(1, (0, 1))), state_space(2, (0, 1), talks=False).live
    (63, 12)
    """
    live: list[tuple[int, int, int, int, int]] = []
    channels = range(len(CHANNELS)) if talks else (NO_CHANNEL,)
    for leadership in range(leaderships):
        signers = [signer for signer in range(leaderships) if signer & ~leadership == 0] if talks else []
        bargains = (NO_BARGAIN, *((STEP, *signers) if talks else ()))
        live += [
            (tension, channel, bargain, trust, leadership)
            for tension, channel, bargain, trust in product(
                (STALEMATE, CRISIS), channels, bargains, range(HIGH_TRUST + 1)
            )
        ]
        if war_goes_on:
            live += [(WAR, channel, NO_BARGAIN, LOW_TRUST, leadership) for channel in channels]
        live += [(SETTLED, NO_CHANNEL, signer, LOW_TRUST, leadership) for signer in signers]
    outcomes = len(WAR_PATHS) + war_goes_on + len(signatories) ** 2
    columns = np.array(live + [(STALEMATE, NO_CHANNEL, NO_BARGAIN, LOW_TRUST, 0)] * outcomes, dtype=np.int64).T
    # every axis begins at the least of its coordinate
    index = np.full((len(TENSIONS) + 1, len(CHANNELS), leaderships + 2, HIGH_TRUST + 1, leaderships), -1)
    least = np.array([SETTLED, NO_CHANNEL, NO_BARGAIN, LOW_TRUST, 0])
    index[tuple(columns[:, : len(live)] - least[:, None])] = np.arange(len(live))
    tension, channel, bargain, trust, leadership = columns
    return StateSpace(
        leaderships=leaderships,
        signatories=signatories,
        has_talks=talks,
        war_goes_on=war_goes_on,
        is_live=np.arange(len(live) + outcomes) < len(live),
        tension=tension,
        channel=channel,
        bargain=bargain,
        trust=trust,
        leadership=leadership,
        _index=index,
    )
