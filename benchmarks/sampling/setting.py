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
from ripeness.case.model import TRUST_LEVELS
from ripeness.case.rates import RATES
from ripeness.crisis.game import BEYOND_HORIZON_MONTHS, CrisisGame, Equilibrium
from ripeness.crisis.outlook import DEFAULT_CAPITULATION, capitulation_flows, outlook
from ripeness.crisis.rules import Rules
from ripeness.crisis.states import CHANNELS, TENSIONS, state_space

# by tension, channel, bargain (the leadership that signed it, -1 being none), trust, leadership
Place = tuple[int, int, int, int, int]


@dataclass(frozen=True)
class Setting:
    """The numbers of one case under one posture, at the modes.

    Lists of chances are running totals. `choices[month][signatory][state]` are those of the actions,
    `agreed[month][action][signatory][state]` how likely the others accept. `partial_open` and `wide_open` go
    by phase, trust and leadership, `still_acceptable` by phase, trust, leadership and the one that signed.
    """

    horizon: int
    tension: int
    channel: int
    trust: int
    rate: Mapping[str, float]
    expectation_gap: float
    triggers: tuple[tuple[float, float], ...]
    arrivals: Mapping[int, tuple[tuple[int, float], ...]]
    first_arrival: int
    turns: tuple[float, ...]
    capitulation: tuple[float, ...]
    partial_open: list[list[list[bool]]]
    wide_open: list[list[list[bool]]]
    still_acceptable: list[list[list[list[bool]]]]
    place: Mapping[Place, int]
    choices: list[list[list[list[float]]]]
    agreed: list[dict[str, list[list[float]]]]


def game_of(under: PostureRun) -> CrisisGame:
    """The game of a case under a posture."""
    case, values, incumbents = under.case, under.values, under.zones.grounds[0]
    signing = tuple(incumbents.index(name) for name in case.signatories)
    rules = Rules(state_space(len(leaderships(case)), signing), outlook(case, values), under.signed.prospects)
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

    triggers: list[tuple[float, float]] = []
    for trigger in dynamics.triggers.values():
        often = float(values(trigger.rate)[0])
        at_once = rate["trigger_war"] if trigger.war is None else float(values(trigger.war)[0])
        triggers.append((often * at_once, often * (1.0 - at_once)))

    axes = (space.tension, space.channel, space.bargain, space.trust, space.leadership)
    coordinates: list[Place] = [tuple(at) for at in np.stack(axes, axis=1)[: space.live].tolist()]
    return Setting(
        horizon=case.horizon,
        tension=TENSIONS.index(dynamics.tension),
        channel=CHANNELS.index(dynamics.channel),
        trust=TRUST_LEVELS.index(dynamics.trust),
        rate=rate,
        expectation_gap=max(expected) - min(expected),
        triggers=tuple(triggers),
        arrivals=arrivals,
        first_arrival=case.horizon if earliest is None else earliest[1],
        turns=tuple(accumulate(each / sum(initiative) for each in initiative)),
        capitulation=tuple(float(values(dynamics.capitulation.get(n), DEFAULT_CAPITULATION)[0]) for n in names),
        partial_open=prospects.partial_open[0].tolist(),
        wide_open=prospects.wide_open[0].tolist(),
        still_acceptable=prospects.still_acceptable[0].tolist(),
        place={at: state for state, at in enumerate(coordinates)},
        choices=[np.moveaxis(play.chosen[0], 1, 2).cumsum(axis=2).tolist() for play in equilibrium.plays],
        agreed=[{name: of[0].tolist() for name, of in p.agreed.items()} for p in equilibrium.plays],
    )
