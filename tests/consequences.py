"""Rules of the quiet case with given rates, and where steps lead from a state."""

from dataclasses import replace

import numpy as np

from builders import game_of, judged_at, quiet_case
from ripeness.crisis.states import NO_BARGAIN, NO_CHANNEL, SETTLED, STALEMATE, WAR, WAR_PATHS
from ripeness.settlements.memo import Memo

LOW, MID, HIGH = range(3)
CALM = {"tension": STALEMATE, "channel": NO_CHANNEL, "bargain": NO_BARGAIN, "trust": MID, "leadership": 0}
AT_WAR = {"tension": WAR, "channel": NO_CHANNEL, "bargain": NO_BARGAIN, "trust": LOW}
AGREED = {"tension": SETTLED, "channel": NO_CHANNEL, "bargain": 0, "trust": LOW}
SUCCESSION = {"party": "ann", "date": "2024-03-01", "probability": 0.25}


def rules_of(dynamics, step=True, partial=True, wide=True, kept=True, **changes):
    """The rules of the quiet case with these rates, and these deals to be had whatever the acceptance says.

    A step is kept where it could be agreed on; what was signed or settled, where it is `kept`.
    """
    case = quiet_case({f"dynamics.{name}": value for name, value in dynamics.items()} | changes)
    rules = game_of(judged_at(case), 1).rules
    p = rules.prospects
    open_to = {"step_open": step, "partial_open": partial, "wide_open": wide}
    open_to |= dict.fromkeys(("signed_acceptable", "settled_acceptable"), kept)
    prospects = replace(p, **{name: np.full_like(getattr(p, name), yes) for name, yes in open_to.items()})
    # what is known is of the deals that the case has
    return replace(rules, prospects=prospects, memo=Memo())


def after(rules, *steps, **state):
    """Where the steps lead from a state, with its probability.

    By outcome, settlement or war that goes on, or by what has changed of the state.
    """
    s, start = rules.space, CALM | state
    mass = np.zeros((1, len(s)))
    mass[0, s.at(**start)] = 1.0
    for step in steps:
        mass = step.push(mass)
    named = {s.war(path): path for path in WAR_PATHS}
    named |= {s.decided: "decided"} if s.war_goes_on else {}
    named |= {s.capitulation(j, m): f"{j} to {m}" for j in s.signatories for m in s.signatories}
    found = {}
    for at in map(int, np.flatnonzero(mass[0])):
        place = {axis: int(getattr(s, axis)[at]) for axis in CALM}
        changed = {axis: here for axis, here in place.items() if here != start[axis]}
        name = to(**changed)
        if s.is_settled[at] and start["tension"] != SETTLED:
            name = f"settled under {place['bargain']}"
        if s.at_war[at] and start["tension"] != WAR:
            name = "war goes on"
        found[named.get(at, name)] = float(mass[0, at])
    return found


def to(**changed):
    return tuple(sorted(changed.items()))


STAYS = to()
