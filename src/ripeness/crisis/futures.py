"""The futures of a game: every month's exact probabilities and what follows from them (MODEL.md, sections 6.5, 6.7)."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ripeness.arrays import BoolArray, FloatArray
from ripeness.crisis.game import CrisisGame, Equilibrium, start_states
from ripeness.crisis.states import NO_CHANNEL, WAR_PATHS, StateSpace
from ripeness.crisis.steps import Watch

REGION_DISCOUNT: float = 0.9 ** (1.0 / 12.0)

# What forward passes of their own look for, each dropping a path where it first happens.
REACHED = ("talks", "opening", "step", "bargain", "settled", "deal")
REACHED_IN_WAR = ("war", "ceasefire")
# the pass that drops nothing, split by where a month begins: in a stalemate, or not
_WHOLE = ("from a stalemate", "from elsewhere")


@dataclass(frozen=True)
class Curves:
    """Probabilities at the end of each month, month 0 being the start: (draws, horizon + 1) each.

    `war` by path, that one begins by then, and `capitulation` by party (those who give in, summed over to whom) have
    an axis more, before the months. `ever` says of each of `REACHED` whether it was reached by then, and of a ceasefire
    where war goes on. `at_war` is the probability of a war that goes on, `decided` that of one decided after it went
    on, `ended_in_war` that of any that is decided. `crises_begun` is expected, up to each month.
    """

    war: FloatArray
    step: FloatArray
    bargain: FloatArray
    settled: FloatArray
    capitulation: FloatArray
    ever: Mapping[str, FloatArray]
    crisis: FloatArray
    at_war: FloatArray
    decided: FloatArray
    ended_in_war: FloatArray
    crises_begun: FloatArray


@dataclass(frozen=True)
class Futures:
    """What a game comes to.

    `value` at the start is (draws, parties), `first_moves` (draws, signatories, actions), `region_cost` (draws,).
    """

    curves: Curves
    value: FloatArray
    first_moves: FloatArray
    region_cost: FloatArray


def passes_of(space: StateSpace) -> tuple[str, ...]:
    """The forward passes of a game that look for something."""
    return (*REACHED, *(REACHED_IN_WAR if space.war_goes_on else ()))


def follow(game: CrisisGame, equilibrium: Equilibrium, horizon: int) -> Futures:
    """The exact probability of every state at the end of every month up to the horizon."""
    space, n = game.space, game.rules.outlook.values.n
    start, draws = start_states(game), np.arange(n)
    watch = Watch((*_WHOLE, *passes_of(space)))
    mass = np.zeros((len(watch.passes), n, len(space)))
    mass[1:, draws, start] = 1.0
    in_talks = space.channel[start] != NO_CHANNEL
    mass[watch.passes.index("talks"), in_talks] = 0.0
    watch.counted["talks"] = in_talks.astype(float)
    begun = space.in_crisis[start].astype(float)
    masses, counts, all_begun = [_whole(mass)], [dict(watch.counted)], [begun]
    for month in range(horizon):
        mass = _one_month(game, mass, equilibrium, month, watch)
        begun = begun + mass[0][:, crisis_or_war(space)].sum(axis=1)
        masses.append(_whole(mass))
        counts.append(dict(watch.counted))
        all_begun.append(begun)
    found = dict.fromkeys(name for at in counts for name in at)
    nothing = np.zeros(n)
    counted = {name: np.stack([at.get(name, nothing) for at in counts], axis=-1) for name in found}
    curves = curves_of(game, np.stack(masses, axis=-1), counted, np.stack(all_begun, axis=-1))
    return Futures(
        curves=curves,
        value=equilibrium.value[draws, :, start],
        first_moves=equilibrium.plays[0].chosen[draws, ..., start],
        region_cost=region_cost(game, curves),
    )


def _whole(mass: FloatArray) -> FloatArray:
    """What the pass that drops nothing has in each state, (draws, states)."""
    return mass[0] + mass[1]


def _one_month(game: CrisisGame, mass: FloatArray, equilibrium: Equilibrium, month: int, watch: Watch) -> FloatArray:
    """The mass of each pass at the end of a month; that of the first is what was in a stalemate at its start."""
    mass, whole = mass.copy(), _whole(mass)
    mass[0] = np.where(game.space.in_stalemate, whole, 0.0)
    mass[1] = whole - mass[0]
    mass = game.act(mass, equilibrium.plays[month], watch)
    for step in game.events(month):
        mass = step.push(mass, watch)
    return mass


def crisis_or_war(space: StateSpace) -> BoolArray:
    """Where a month that began in a stalemate must end to have begun a crisis."""
    ends = space.in_crisis | space.at_war
    ends[list(space.wars)] = True
    return ends


def curves_of(game: CrisisGame, mass: FloatArray, counted: Mapping[str, FloatArray], begun: FloatArray) -> Curves:
    """Curves from masses (draws, states, months), what passes have counted and crises begun, (draws, months) each."""
    space, nobody = game.space, np.zeros_like(begun)
    gives_in = [
        np.sum([mass[:, space.capitulation(j, m)] for m in space.signatories if m != j], axis=0)
        if j in space.signatories
        else nobody
        for j in range(len(game.case.parties))
    ]
    begins = [
        counted.get(f"war.{path}", nobody) if space.war_goes_on else mass[:, space.war(path)] for path in WAR_PATHS
    ]
    sought = (*REACHED, *(("ceasefire",) if space.war_goes_on else ()))
    return Curves(
        war=np.stack(begins, axis=1),
        step=mass[:, space.with_step].sum(axis=1),
        bargain=mass[:, space.with_signed].sum(axis=1),
        settled=mass[:, space.is_settled].sum(axis=1),
        capitulation=np.stack(gives_in, axis=1),
        ever={name: counted.get(name, nobody) for name in sought},
        crisis=mass[:, space.in_crisis].sum(axis=1),
        at_war=mass[:, space.at_war].sum(axis=1),
        decided=mass[:, space.decided] if space.war_goes_on else nobody,
        ended_in_war=mass[:, list(space.wars)].sum(axis=1),
        crises_begun=begun,
    )


def region_cost(game: CrisisGame, curves: Curves) -> FloatArray:
    """What the region pays, (draws,), discounted at 10 % a year.

    Crises, and wars while they go on, within the horizon; wars that are decided for good.
    """
    values, regional = game.rules.outlook.values, game.case.dynamics.regional
    months = curves.crisis.shape[1] - 1
    weight = np.full(months + 1, REGION_DISCOUNT).cumprod() / REGION_DISCOUNT
    crisis = (curves.crisis * weight)[:, :-1].sum(axis=1)
    fought = (curves.at_war * weight)[:, :-1].sum(axis=1)
    for_good = curves.ended_in_war
    war = (for_good * weight)[:, :-1].sum(axis=1) + for_good[:, -1] * weight[-1] / (1.0 - REGION_DISCOUNT)
    return (values(regional.crisis) * crisis + values(regional.war) * (war + fought)) / 12.0
