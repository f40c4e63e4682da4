"""The nine actions: when they are open, and how a posture narrows or dictates them (MODEL.md, section 6.3)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import get_args

import numpy as np

from ripeness.case.model import Action, Case, Posture
from ripeness.case.values import BoolArray, FloatArray
from ripeness.crisis.states import CRISIS, NO_BARGAIN, NO_CHANNEL, OPEN, StateSpace

ACTIONS: tuple[Action, ...] = get_args(Action)

OPEN_WHEN: dict[Action, Callable[[StateSpace], BoolArray]] = {
    "wait": lambda s: s.is_live,
    "press": lambda s: s.is_live,
    "deescalate": lambda s: s.tension == CRISIS,
    "reassure": lambda s: s.is_live,
    "offer_covert": lambda s: s.channel == NO_CHANNEL,
    "offer_open": lambda s: s.channel != OPEN,
    "walk_out": lambda s: s.channel != NO_CHANNEL,
    "renege": lambda s: s.bargain != NO_BARGAIN,
    "attack": lambda s: s.is_live,
}


@dataclass(frozen=True)
class Conduct:
    """What one signatory may do in a month: `is_open` (actions, states), and its fixed policy (actions,), if any."""

    is_open: BoolArray
    policy: FloatArray | None = None


def in_months(posture: Posture, month: int) -> bool:
    """Whether a posture's bars and policies hold in a month."""
    start, end = posture.months or (0, np.inf)
    return start <= month < end


def conduct(case: Case, posture: Posture | None, space: StateSpace, party: str) -> Conduct:
    """What a party may do under a posture, or without one; an action that is barred acts as waiting."""
    barred = posture.bars.get(party, ()) if posture else ()
    policy = posture.policy.get(party) if posture else None
    is_open = np.stack([OPEN_WHEN[action](space) & space.is_live for action in ACTIONS])
    for a, action in enumerate(ACTIONS):
        if (action in barred and action != "wait") or (action == "attack" and case.parties[party].war is None):
            is_open[a] = False
    if policy is None:
        return Conduct(is_open)
    weights = np.array([policy.get(action, 0.0) for action in ACTIONS])
    return Conduct(is_open, weights / weights.sum())
