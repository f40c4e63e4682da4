"""Who breaks a deal, and when: a forward pass that counts what ends a deal in force by cause and by who did it.

As in the passes of section 6.5 of MODEL.md, a path is counted and dropped where a deal is first lost.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple

import numpy as np

from ripeness.arrays import BoolArray, FloatArray, IntArray
from ripeness.crisis.game import CrisisGame, Equilibrium, phase_of, start_states
from ripeness.crisis.states import StateSpace
from ripeness.crisis.steps import Move, Watch

# how a deal ends that nobody breaks: in time by itself, in a war, in somebody's giving in, by an event elsewhere
FADES, WAR, GIVES_IN, ELSEWHERE = "fades", "war", "gives in", "elsewhere"

# what a deal in force gives way to without being lost is itself or any later one
IN_FORCE = ("step", "bargain", "settled")


class Loss(NamedTuple):
    """How a deal ends: an action of the table or one of the above, by which party if by any, under which leadership."""

    how: str
    party: int | None
    office: int


@dataclass(frozen=True)
class Losses:
    """What becomes of the deals of one kind by the horizon, until each is lost for the first time: (draws,) each.

    `made` is the probability that one is ever in force, at the start or later; `lost` that it is then lost in a certain
    way. `months` are expected with it in force before that, at the beginning of a month, by the leadership in office.
    `by_month` is the probability, (draws, months), that one has been lost by each month's end, 0 being the start.
    """

    made: FloatArray
    lost: Mapping[Loss, FloatArray]
    months: Mapping[int, FloatArray]
    by_month: FloatArray

    @property
    def chance(self) -> FloatArray:
        """The probability that one which is made is lost by the horizon, 0 where none is made, (draws,)."""
        return self.part(self.by_month[:, -1])

    def part(self, lost: FloatArray) -> FloatArray:
        """A probability as a part of that of one being made, (draws,)."""
        return np.where(self.made > 0.0, lost / np.where(self.made > 0.0, self.made, 1.0), 0.0)

    def a_month(self, loss: Loss) -> FloatArray:
        """How likely it is lost this way in a month in which it is in force under this leadership, (draws,)."""
        at_risk = self.months.get(loss.office, np.zeros_like(self.made))
        return np.where(at_risk > 0.0, self.lost[loss] / np.where(at_risk > 0.0, at_risk, 1.0), 0.0)


# which states a move takes out of a deal in force of a kind, by where it takes them and the leadership in office
_Ways = list[tuple[int, str | None, int, IntArray]]


@dataclass(frozen=True)
class _Ends(Watch):
    """Counts where deals of some kinds are made, in the first passes, and where they end, in as many others.

    `doing` is what moves states now, and by whom, if by any.
    """

    kinds: tuple[str, ...] = IN_FORCE
    doing: list[tuple[str, int | None]] = field(default_factory=list[tuple[str, int | None]])
    lost: dict[tuple[str, Loss], FloatArray] = field(default_factory=dict[tuple[str, Loss], FloatArray])
    known: dict[int, _Ways] = field(default_factory=dict[int, _Ways])
    space: StateSpace | None = None

    def drop(self, moving: FloatArray, move: Move) -> None:
        """Count what is about to move into a deal or out of one in the pass that looks for it, and take it away."""
        super().drop(moving, move)
        if id(move) not in self.known:
            self.known[id(move)] = list(self._ends(move))
        doing, party = self.doing[-1]
        for place, end, office, states in self.known[id(move)]:
            ending = moving[len(self.kinds) + place][:, states]
            if ending.any():
                key = self.kinds[place], Loss(end or doing, party, office)
                self.lost[key] = self.lost.get(key, 0.0) + ending.sum(axis=1)
                moving[len(self.kinds) + place][:, states] = 0.0

    def _ends(self, move: Move) -> Iterator[tuple[int, str | None, int, IntArray]]:
        space = self.space
        assert space is not None
        to_war = space.at_war.copy()
        to_war[list(space.wars)] = True
        to_war, ended = to_war[move.target], ~space.is_live[move.target]
        by_end = ((WAR, to_war), (GIVES_IN, ended & ~to_war), (None, ~ended & ~to_war))
        for place, kind in enumerate(self.kinds):
            ends = move.possible & in_force(space, kind) & ~_goes_on(space, kind)[move.target]
            for (end, there), office in product(by_end, range(space.leaderships)):
                states = np.flatnonzero(ends & there & (space.leadership == office))
                if len(states):
                    yield place, end, office, states


def in_force(space: StateSpace, kind: str) -> BoolArray:
    """Where a deal of a kind is in force, (states,)."""
    return (space.with_step, space.with_signed, space.is_settled)[IN_FORCE.index(kind)]


def _goes_on(space: StateSpace, kind: str) -> BoolArray:
    """Where a deal of a kind is in force, or one that was built on it."""
    later = IN_FORCE[IN_FORCE.index(kind) :]
    return np.any([in_force(space, each) for each in later], axis=0)


def losses(
    game: CrisisGame, equilibrium: Equilibrium, horizon: int, kinds: tuple[str, ...] = IN_FORCE
) -> dict[str, Losses]:
    """What becomes of the deals of some kinds up to the horizon, by the analyst's chances."""
    space, n = game.space, game.rules.outlook.values.n
    watch = _Ends((*kinds, *(f"end of {kind}" for kind in kinds)), kinds=kinds, space=space)
    stands = {kind: in_force(space, kind) for kind in kinds}
    mass = np.zeros((len(watch.passes), n, len(space)))
    mass[:, np.arange(n), start_states(game)] = 1.0
    for place, kind in enumerate(kinds):
        watch.counted[kind] = mass[place][:, stands[kind]].sum(axis=1)
        mass[place][:, stands[kind]] = 0.0
    at_risk = [np.zeros((n, len(space))) for _ in kinds]
    by_month = [np.zeros((len(kinds), n))]
    for month in range(horizon):
        for place, kind in enumerate(kinds):
            at_risk[place] += np.where(stands[kind], mass[len(kinds) + place], 0.0)
        mass = _one_month(game, mass, equilibrium, month, watch)
        by_month.append(np.array([_all_lost(watch, kind, n) for kind in kinds]))
    return {
        kind: Losses(
            made=watch.counted[kind],
            lost={loss: amount for (of, loss), amount in watch.lost.items() if of == kind},
            months={o: at_risk[place][:, space.leadership == o].sum(axis=1) for o in range(space.leaderships)},
            by_month=np.stack([at[place] for at in by_month], axis=1),
        )
        for place, kind in enumerate(kinds)
    }


def _all_lost(watch: _Ends, kind: str, draws: int) -> FloatArray:
    return sum((amount for (of, _), amount in watch.lost.items() if of == kind), np.zeros(draws))


def _one_month(game: CrisisGame, mass: FloatArray, equilibrium: Equilibrium, month: int, watch: _Ends) -> FloatArray:
    """The mass of each pass at the end of a month."""
    space = game.space
    after = np.where(space.is_live, 0.0, mass)
    for place, way, going, staying in game.taken(mass, equilibrium.plays[month]):
        watch.doing[:] = [(way.name, space.signatories[place])]
        if staying is not None:
            after += staying
        after += way.push(going, watch)
    fading = game.rules.in_force(phase_of(game.case, month)) if space.has_talks else None
    for step in game.events(month):
        watch.doing[:] = [(FADES if step is fading else ELSEWHERE, None)]
        after = step.push(after, watch)
    return after
