"""The actions, one entry each: open when, to what it leads, with whose consent, at whose cost (MODEL.md, section 6.3).

To change an action, change its entry; to add one, add an entry here, its name to `ActionName` in `case.model`, and its
row to the specification. The game loops over the table and names none of them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from ripeness.arrays import BoolArray, FloatArray, IntArray
from ripeness.case.model import ActionName, Case, Party, Posture
from ripeness.crisis.outlook import Outlook
from ripeness.crisis.rules import Rules, once
from ripeness.crisis.states import COVERT, CRISIS, LOW_TRUST, NO_BARGAIN, NO_CHANNEL, OPEN, STALEMATE, StateSpace
from ripeness.crisis.steps import Move, Step, exclusive

Charge = Callable[[Rules], FloatArray]

# what is closed or barred acts as the first of the table
WAIT = 0


def _nothing(_rules: Rules, _mover: int) -> Sequence[Step]:
    return ()


def _anyone(_party: Party) -> bool:
    return True


@dataclass(frozen=True)
class Action:
    """Something that a signatory may do when it is its turn.

    Attributes
    ----------
    words
        What the mover does, as it follows its name in a sentence.
    open_when
        When it is open, in the words of the specification.
    is_open
        The same, (states,); outcomes do not count.
    open_to
        To which parties it is open at all.
    steps
        What it leads to, given the rules and the mover's place among the parties: steps, each from what the one before
        has left. What is certain is a step of chance 1. With consent, they are taken once all have accepted.
    consent
        Who has to accept it.
    mover_pays
        What it costs each party as the mover, accepted or not: (draws, parties, states).
    others_pay
        What it costs each other signatory once all have accepted: (draws, parties, states).
    leaning
        How any party leans to it whatever it is worth, where the case does not say: the weight of its odds.
    section
        Where the specification tells of it.
    """

    words: str
    open_when: str
    is_open: Callable[[StateSpace], BoolArray]
    open_to: Callable[[Party], bool] = _anyone
    steps: Callable[[Rules, int], Sequence[Step]] = _nothing
    consent: Literal["nobody", "all others"] = "nobody"
    mover_pays: Charge | None = None
    others_pay: Charge | None = None
    leaning: float = 1.0
    section: str = "6.3"

    @property
    def needs_consent(self) -> bool:
        """Whether anybody has to accept it."""
        return self.consent != "nobody"


# --- what actions lead to ---


def whoever(make: Callable[[Rules], Step]) -> Callable[[Rules, int], Sequence[Step]]:
    """One step, the same whoever moves."""
    return lambda rules, _mover: (make(rules),)


def certain(rules: Rules, target: IntArray, reaches: Mapping[str, str] | None = None) -> Step:
    """A step that leads every live state to its target."""
    return Step((Move(target, rules.chance(rules.space.is_live, np.ones(())), reaches or {}),))


def _trust(rules: Rules, trust: IntArray, rate: str) -> Step:
    s = rules.space
    return exclusive([Move(s.moved(trust=trust), rules.chance(s.moves_on, rules.rate(rate)))])


@once
def pressing(rules: Rules, mover: int) -> Sequence[Step]:
    """The others give in, or a crisis, war by miscalculation or their backing down; then trust may fall.

    The outcomes exclude each other; what they cost is in the second step.
    """
    s, view = rules.space, rules.outlook
    pressure = np.where(s.in_crisis, rules.rate("crisis_pressure"), 1.0)
    gives_in = [
        Move(
            rules.ending(s.capitulation(j, mover)),
            rules.chance(s.moves_on, view.capitulation[:, :, s.leadership, j] * pressure),
        )
        for j in s.signatories
        if j != mover
    ]
    miscalculated = rules.chance(s.in_crisis, np.clip(rules.rate("miscalculation") * rules.talks_calm(), 0.0, 1.0))
    backing_down = rules.chance(s.in_crisis, np.clip(rules.rate("backdown_rate"), 0.0, 1.0))
    scale = np.maximum(miscalculated + backing_down, 1.0)
    miscalculated, backing_down = miscalculated / scale, backing_down / scale
    cost = np.zeros((view.values.n, len(view.case.parties), len(s)))
    for j in s.signatories:
        if j == mover:
            cost[:, j] = -backing_down[:, j] * rules.rate("coercion_gain")[:, j]
        else:
            cost[:, j] = backing_down[:, j] * view.costs["audience_cost"][:, j, s.leadership]
    outcomes = rules.exclusive(
        [
            Move(s.moved(tension=CRISIS), rules.chance(s.in_stalemate, rules.rate("press_crisis") * rules.calm())),
            rules.outbreak("miscalculation", miscalculated),
            Move(s.moved(tension=STALEMATE), backing_down),
        ],
        cost,
    )
    return exclusive(gives_in), outcomes, _trust(rules, s.trust_down, "press_trust")


@once
def calming(rules: Rules) -> Step:
    """Out of a crisis, with its chance."""
    s = rules.space
    chance = rules.chance(s.in_crisis, rules.rate("deescalation") * rules.relief())
    return exclusive([Move(s.moved(tension=STALEMATE), chance)])


@once
def reassuring(rules: Rules) -> Step:
    """Trust one up, with its chance."""
    return _trust(rules, rules.space.trust_up, "reassurance")


@once
def going_covert(rules: Rules) -> Step:
    """To a covert channel."""
    return certain(rules, rules.space.moved(channel=COVERT), {"talks": "talks"})


@once
def going_open(rules: Rules) -> Step:
    """To open talks."""
    return certain(rules, rules.space.moved(channel=OPEN), {"talks": "talks"})


@once
def walking_out(rules: Rules) -> Step:
    """No channel, and trust one down."""
    s = rules.space
    return certain(rules, s.moved(channel=NO_CHANNEL, trust=s.trust_down))


@once
def reneging(rules: Rules) -> Step:
    """No bargain, and low trust; from a small step, one down."""
    s = rules.space
    return certain(rules, s.moved(bargain=NO_BARGAIN, trust=np.where(s.with_step, s.trust_down, LOW_TRUST)))


@once
def attacking(rules: Rules) -> Step:
    """War by intention."""
    certainly = rules.chance(rules.space.is_live, np.ones(()))
    return rules.exclusive([rules.outbreak("intention", certainly)])


# --- what actions cost ---


@once
def cost_of_backing_off(rules: Rules) -> FloatArray:
    """The audience's cost, half of it where there is a channel."""
    s = rules.space
    return rules.outlook.costs["audience_cost"][:, :, s.leadership] * np.where(s.channel == NO_CHANNEL, 1.0, 0.5)


@once
def cost_of_reassuring(rules: Rules) -> FloatArray:
    """The cost of a sign of good will, as each party believes it."""
    return rules.rate("reassure_cost")[:, :-1]


@once
def cost_of_talking(rules: Rules) -> FloatArray:
    """The cost of being seen to talk."""
    return rules.outlook.costs["talk_cost"][:, :, rules.space.leadership]


def can_talk(s: StateSpace) -> BoolArray:
    """Where there is somebody to talk to: everywhere but in a settlement."""
    return s.moves_on | s.at_war


ACTIONS: dict[ActionName, Action] = {
    "wait": Action("waits", "always", lambda s: s.is_live),
    "press": Action("presses the others", "always", lambda s: s.moves_on, steps=pressing),
    "deescalate": Action(
        "de-escalates",
        "crisis",
        lambda s: s.in_crisis,
        steps=whoever(calming),
        mover_pays=cost_of_backing_off,
    ),
    "reassure": Action(
        "reassures the others",
        "always",
        lambda s: s.moves_on,
        steps=whoever(reassuring),
        mover_pays=cost_of_reassuring,
    ),
    "offer_covert": Action(
        "offers a covert channel",
        "channel none",
        lambda s: can_talk(s) & (s.channel == NO_CHANNEL),
        steps=whoever(going_covert),
        consent="all others",
    ),
    "offer_open": Action(
        "offers open talks",
        "channel not open",
        lambda s: can_talk(s) & (s.channel != OPEN),
        steps=whoever(going_open),
        consent="all others",
        mover_pays=cost_of_talking,
        others_pay=cost_of_talking,
    ),
    "walk_out": Action(
        "walks out of the talks",
        "channel not none",
        lambda s: can_talk(s) & (s.channel != NO_CHANNEL),
        steps=whoever(walking_out),
    ),
    "renege": Action(
        "reneges on the bargain",
        "bargain",
        lambda s: s.with_step | s.with_signed,
        steps=whoever(reneging),
    ),
    "attack": Action(
        "attacks",
        "crisis, m has `war`",
        lambda s: s.in_crisis,
        open_to=lambda party: party.war is not None,
        steps=whoever(attacking),
        leaning=0.1,
    ),
}


# --- who leans to what ---


def leanings(view: Outlook) -> FloatArray:
    """The weights of each party's actions in its choice, (draws, parties, actions)."""
    parties = view.case.parties.values()
    return np.stack(
        [
            np.stack([view.values(p.propensity.get(name), action.leaning) for name, action in ACTIONS.items()], axis=1)
            for p in parties
        ],
        axis=1,
    )


def leanings_to_accept(view: Outlook) -> FloatArray:
    """The weight of each party's accepting what is offered, (draws, parties)."""
    return view.values.stack((party.propensity.get("accept") for party in view.case.parties.values()), 1.0)


# --- who may take which ---

# what nobody does in months without talks
OFFERS: tuple[ActionName, ...] = tuple(name for name, action in ACTIONS.items() if action.needs_consent)


@dataclass(frozen=True)
class Conduct:
    """What one signatory may do in a month: `is_open` (actions, states), and its fixed policy (actions,), if any.

    What is closed or barred acts as waiting, with the weight that it has.
    """

    is_open: BoolArray
    policy: FloatArray | None = None

    @cached_property
    def somewhere(self) -> BoolArray:
        """Whether each action is open in any state, (actions,)."""
        return np.asarray(self.is_open.any(axis=1))


def in_months(posture: Posture, month: int) -> bool:
    """Whether a posture's bars and policies hold in a month."""
    start, end = posture.months or (0, np.inf)
    return start <= month < end


def conduct(case: Case, posture: Posture | None, space: StateSpace, party: str) -> Conduct:
    """What a party may do under a posture, or without one; an action that is barred acts as waiting."""
    barred = (*posture.bars.get(party, ()), *(OFFERS if posture.talks else ())) if posture else ()
    policy = posture.policy.get(party) if posture else None
    is_open = np.stack([action.is_open(space) & space.is_live for action in ACTIONS.values()])
    for a, (name, action) in enumerate(ACTIONS.items()):
        if (name in barred and a != WAIT) or not action.open_to(case.parties[party]):
            is_open[a] = False
    if policy is None:
        return Conduct(is_open)
    weights = np.array([policy.get(name, 0.0) for name in ACTIONS])
    return Conduct(is_open, weights / weights.sum())
