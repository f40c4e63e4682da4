"""The futures of a game: every month's exact probabilities and what follows from them (MODEL.md, section 6.5)."""

from dataclasses import dataclass

import numpy as np

from ripeness.arrays import FloatArray
from ripeness.crisis.game import CrisisGame, Equilibrium, start_state
from ripeness.crisis.states import CRISIS, NO_BARGAIN, STALEMATE, WAR_PATHS

REGION_DISCOUNT: float = 0.9 ** (1.0 / 12.0)


@dataclass(frozen=True)
class Curves:
    """Probabilities at the end of each month, month 0 being the start: (draws, horizon + 1) each.

    `war` by path and `capitulation` by party (those who give in, summed over to whom) have an axis more, before the
    months. `bargain_ever` counts a bargain ever signed. `crises_begun` is expected, up to each month.
    """

    war: FloatArray
    settled: FloatArray
    capitulation: FloatArray
    bargain: FloatArray
    bargain_ever: FloatArray
    crisis: FloatArray
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


def follow(game: CrisisGame, equilibrium: Equilibrium, horizon: int) -> Futures:
    """The exact probability of every state at the end of every month up to the horizon."""
    space, values = game.space, game.rules.outlook.values
    start = start_state(game.case, space)
    # two copies of the states: no bargain signed yet, and one signed some time
    mass = np.zeros((2, values.n, len(space)))
    mass[0, :, start] = 1.0
    masses, begun = [mass], [np.full(values.n, float(space.tension[start] == CRISIS))]
    for month in range(horizon):
        mass, new_crises = _one_month(game, mass, equilibrium, month)
        masses.append(mass)
        begun.append(begun[-1] + new_crises)
    curves = _curves(game, np.stack(masses, axis=-1), np.stack(begun, axis=-1))
    return Futures(
        curves=curves,
        value=equilibrium.value[:, :, start],
        first_moves=equilibrium.plays[0].chosen[..., start],
        region_cost=region_cost(game, curves),
    )


def _one_month(
    game: CrisisGame, mass: FloatArray, equilibrium: Equilibrium, month: int
) -> tuple[FloatArray, FloatArray]:
    """The mass at the end of a month, and the crises begun: stalemate at its start, crisis or war at its end."""
    space = game.space
    calm = space.is_live & (space.tension == STALEMATE)
    groups = game.act(np.stack([np.where(calm, mass, 0.0), np.where(calm, 0.0, mass)]), equilibrium.plays[month])
    under_bargain = space.is_live & (space.bargain != NO_BARGAIN)
    for step in game.events(month):
        groups = step.push(groups)
        signed = np.where(under_bargain, groups[:, 0], 0.0)
        groups[:, 0] -= signed
        groups[:, 1] += signed
    in_crisis = space.is_live & (space.tension == CRISIS)
    wars = [space.war(path) for path in WAR_PATHS]
    from_calm = groups[0].sum(axis=0)
    return groups.sum(axis=0), from_calm[:, in_crisis].sum(axis=1) + from_calm[:, wars].sum(axis=1)


def _curves(game: CrisisGame, masses: FloatArray, begun: FloatArray) -> Curves:
    """Curves from the masses (signed or not, draws, states, months)."""
    space = game.space
    total = masses.sum(axis=0)
    in_crisis = space.is_live & (space.tension == CRISIS)
    under_bargain = space.is_live & (space.bargain != NO_BARGAIN)
    parties = range(len(game.case.parties))
    nobody = np.zeros_like(total[:, 0])
    gives_in = [
        np.sum([total[:, space.capitulation(j, m)] for m in space.signatories if m != j], axis=0)
        if j in space.signatories
        else nobody
        for j in parties
    ]
    return Curves(
        war=np.stack([total[:, space.war(path)] for path in WAR_PATHS], axis=1),
        settled=total[:, [space.settled(office) for office in range(space.leaderships)]].sum(axis=1),
        capitulation=np.stack(gives_in, axis=1),
        bargain=total[:, under_bargain].sum(axis=1),
        bargain_ever=masses[1].sum(axis=1),
        crisis=total[:, in_crisis].sum(axis=1),
        crises_begun=begun,
    )


def region_cost(game: CrisisGame, curves: Curves) -> FloatArray:
    """What the region pays, (draws,): crises within the horizon and wars for good, discounted at 10 % a year."""
    values, regional = game.rules.outlook.values, game.case.dynamics.regional
    months = curves.crisis.shape[1] - 1
    weight = np.full(months + 1, REGION_DISCOUNT).cumprod() / REGION_DISCOUNT
    crisis = (curves.crisis * weight)[:, :-1].sum(axis=1)
    at_war = curves.war.sum(axis=1)
    war = (at_war * weight)[:, :-1].sum(axis=1) + at_war[:, -1] * weight[-1] / (1.0 - REGION_DISCOUNT)
    return (values(regional.crisis) * crisis + values(regional.war) * war) / 12.0
