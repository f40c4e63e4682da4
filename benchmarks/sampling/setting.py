"""What every sampled run of one case shares: the analyst's numbers at the modes, and what the parties play.

What they play comes from our own backward induction, and which deals there are from our own acceptance: a sampler
cannot find either by running forward.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from ripeness.answer.pipeline import PostureRun
from ripeness.case.leadership import earliest_transition, leaderships
from ripeness.case.rates import RATES
from ripeness.crisis.game import BEYOND_HORIZON_MONTHS, CrisisGame, Equilibrium, start_states
from ripeness.crisis.outlook import DEFAULT_CAPITULATION, capitulation_flows, outlook
from ripeness.crisis.rules import Rules
from ripeness.crisis.states import state_space

# by tension (-1 in a settlement), channel, bargain (who signed it; -1 a step, -2 none), trust, leadership
Place = tuple[int, int, int, int, int]


@dataclass(frozen=True)
class FactorsInForce:
    """Factors on one rate or trigger of the deals that may be in force; bargains and settlements by who signed them."""

    step: float
    signed: tuple[float, ...]
    settled: tuple[float, ...]


@dataclass(frozen=True)
class Trigger:
    """A trigger; `war` is None where it is as the rate `trigger_war` has it."""

    name: str
    rate: float
    war: float | None
    collapse: float
    during: tuple[str, ...]


@dataclass(frozen=True)
class Setting:
    """The numbers of one case under one posture, at the modes.

    Lists of chances are running totals. `choices[month][signatory][state]` are those of the actions,
    `agreed[month][action][signatory][state]` how likely the others accept. `step_open`, `partial_open` and `wide_open`
    go by phase, trust and leadership, `signed_acceptable` by phase, trust, leadership and the one that signed,
    `settled_acceptable` the same without trust. `effects` go by rate, or by `triggers.NAME`.
    """

    horizon: int
    tension: int
    channel: int
    bargain: int
    trust: int
    rate: Mapping[str, float]
    expectation_gap: float
    effects: Mapping[str, FactorsInForce]
    triggers: tuple[Trigger, ...]
    arrivals: Mapping[int, tuple[tuple[int, float], ...]]
    first_arrival: int
    turns: tuple[float, ...]
    capitulation: tuple[float, ...]
    step_open: list[list[list[bool]]]
    partial_open: list[list[list[bool]]]
    wide_open: list[list[list[bool]]]
    signed_acceptable: list[list[list[list[bool]]]]
    settled_acceptable: list[list[list[bool]]]
    place: Mapping[Place, int]
    choices: list[list[list[list[float]]]]
    agreed: list[dict[str, list[list[float]]]]


def game_of(under: PostureRun) -> CrisisGame:
    """The game of a case under a posture."""
    case, values, incumbents = under.case, under.values, under.zones.grounds[0]
    signing = tuple(incumbents.index(name) for name in case.signatories)
    view = outlook(case, values)
    space = state_space(len(leaderships(case)), signing, war_goes_on=view.war_goes_on)
    rules = Rules(space, view, under.signed.prospects)
    surrender = capitulation_flows(case, incumbents.payoffs, values)
    return CrisisGame(case, rules, surrender, under.posture, case.horizon + BEYOND_HORIZON_MONTHS)


def setting_of(game: CrisisGame, equilibrium: Equilibrium) -> Setting:
    """Read a solved game's case; the rules of the process are `world`'s own."""
    case, space, values = game.case, game.space, game.rules.outlook.values
    dynamics, prospects = case.dynamics, game.rules.prospects
    names = [list(case.parties)[m] for m in space.signatories]
    parties = [case.parties[name] for name in names]
    rate = {name: float(values(dynamics.rate(name))[0]) for name in RATES}
    expected = [float(values(party.expects)[0]) for party in parties]
    initiative = [float(values(party.initiative)[0]) for party in parties]

    arrivals: dict[int, tuple[tuple[int, float], ...]] = {}
    for bit, transition in enumerate(case.transitions):
        month = case.transition_month(transition)
        arrivals[month] = (*arrivals.get(month, ()), (bit, float(values(transition.probability)[0])))
    earliest = earliest_transition(case)

    triggers = tuple(
        Trigger(
            name,
            float(values(of.rate)[0]),
            None if of.war is None else float(values(of.war)[0]),
            float(values(of.collapse)[0]),
            of.during,
        )
        for name, of in dynamics.triggers.items()
    )
    effects = {
        name: FactorsInForce(float(of.step[0]), tuple(of.signed[0].tolist()), tuple(of.settled[0].tolist()))
        for name, of in prospects.effects.items()
    }
    axes = (space.tension, space.channel, space.bargain, space.trust, space.leadership)
    start = int(start_states(game)[0])
    coordinates: list[Place] = [tuple(at) for at in np.stack(axes, axis=1)[: space.live].tolist()]
    return Setting(
        horizon=case.horizon,
        tension=int(space.tension[start]),
        channel=int(space.channel[start]),
        bargain=int(space.bargain[start]),
        trust=int(space.trust[start]),
        rate=rate,
        expectation_gap=max(expected) - min(expected),
        effects=effects,
        triggers=triggers,
        arrivals=arrivals,
        first_arrival=case.horizon if earliest is None else earliest[1],
        turns=tuple(accumulate(each / sum(initiative) for each in initiative)),
        capitulation=tuple(float(values(dynamics.capitulation.get(n), DEFAULT_CAPITULATION)[0]) for n in names),
        step_open=prospects.step_open[0].tolist(),
        partial_open=prospects.partial_open[0].tolist(),
        wide_open=prospects.wide_open[0].tolist(),
        signed_acceptable=prospects.signed_acceptable[0].tolist(),
        settled_acceptable=prospects.settled_acceptable[0].tolist(),
        place={at: state for state, at in enumerate(coordinates)},
        choices=[np.moveaxis(play.chosen[0], 1, 2).cumsum(axis=2).tolist() for play in equilibrium.plays],
        agreed=[{name: of[0].tolist() for name, of in p.agreed.items()} for p in equilibrium.plays],
    )
