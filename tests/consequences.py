"""Rules of the quiet case with given rates, and where steps lead from a state."""

from dataclasses import replace

import numpy as np

from builders import game_of, judged_at, quiet_case
from ripeness.crisis.states import NO_BARGAIN, NO_CHANNEL, STALEMATE

LOW, MID, HIGH = range(3)
CALM = {"tension": STALEMATE, "channel": NO_CHANNEL, "bargain": NO_BARGAIN, "trust": MID, "leadership": 0}
SUCCESSION = {"party": "ann", "date": "2024-03-01", "probability": 0.25}


def rules_of(dynamics, partial=True, wide=True, kept=True, **changes):
    """The rules of the quiet case with these rates, and these deals to be had whatever the acceptance says."""
    case = quiet_case({f"dynamics.{name}": value for name, value in dynamics.items()} | changes)
    rules = game_of(judged_at(case), 1).rules
    p = rules.prospects
    open_to = {"partial_open": partial, "wide_open": wide, "still_acceptable": kept}
    prospects = replace(p, **{name: np.full_like(getattr(p, name), yes) for name, yes in open_to.items()})
    return replace(rules, prospects=prospects)


def after(rules, *steps, **state):
    """Where the steps lead from a state: outcome, or what has changed of the state, with its probability."""
    s, start = rules.space, CALM | state
    mass = np.zeros((1, len(s)))
    mass[0, s.at(**start)] = 1.0
    for step in steps:
        mass = step.push(mass)
    named = {s.war(path): path for path in ("intention", "miscalculation", "miscommunication", "trigger")}
    named |= {s.settled(office): f"settled under {office}" for office in range(s.leaderships)}
    named |= {s.capitulation(j, m): f"{j} to {m}" for j in s.signatories for m in s.signatories}
    found = {}
    for at in map(int, np.flatnonzero(mass[0])):
        changed = {axis: int(getattr(s, axis)[at]) for axis in CALM if getattr(s, axis)[at] != start[axis]}
        found[named.get(at, to(**changed))] = float(mass[0, at])
    return found


def to(**changed):
    return tuple(sorted(changed.items()))


STAYS = to()
