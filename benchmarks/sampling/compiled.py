"""The process sampled by compiled code: run after run through tables of chances.

The tables are the engine's own steps, so this one checks the sampling of them and sets the pace for `world`, which is
written from the specification. A step that can do nothing in a state draws nothing.
"""

# The compiler infers the types of kernels at their first call; annotations would be ignored.
# pyright: basic

from collections.abc import Iterable
from typing import Any

import numpy as np
from numba import njit  # type: ignore[import-untyped]

from ripeness.crisis.game import CrisisGame, Equilibrium, start_states
from ripeness.crisis.states import NO_CHANNEL
from ripeness.crisis.steps import Step

# what a run may ever have been in: the columns of `seen`
SEEN = ("talks", "step", "bargain", "settled")
_INCREMENT, _FIRST = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_30, _27, _31, _11, _UNIT = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11), 2.0**-53


@njit(inline="always")
def _uniform(stream):
    """The next uniform of [0, 1): SplitMix64 [Steele, Lea & Flood 2014]."""
    stream[0] += _INCREMENT
    z = stream[0]
    z = (z ^ (z >> _30)) * _FIRST
    z = (z ^ (z >> _27)) * _SECOND
    z = z ^ (z >> _31)
    return float(z >> _11) * _UNIT


@njit(inline="always")
def _taken(stream, s, step, targets, totals, moves):
    """The state after a step."""
    last = moves[step] - 1
    if last < 0 or totals[s, step, last] == 0.0:
        return s
    u = _uniform(stream)
    if u >= totals[s, step, last]:
        return s
    k = 0
    while u >= totals[s, step, k]:
        k += 1
    return targets[s, step, k]


@njit(error_model="numpy")
def sample(
    runs, stream, horizon, start, live, turns, choices, agreed, needs_consent, taken, steps_of,
    sequence, lengths, variant_of, targets, totals, moves, seen_as, in_stalemate, in_crisis, at_war, is_war,
    ends, seen, begun, crisis_months, war_months,
):  # fmt: skip
    """Sample runs; adds to `ends` (states,), where they are at the horizon, and fills one entry a run of the rest.

    `seen` (runs, kinds) says whether a run was ever in a state of each kind: those of the columns of `seen_as`.
    """
    for run in range(runs):
        s = start
        seen[run] |= seen_as[s]
        crises, months, fought = in_crisis[start], 0, 0
        for month in range(horizon):
            from_stalemate = in_stalemate[s]
            u, m = _uniform(stream), 0
            while u >= turns[m] and m < len(turns) - 1:
                m += 1
            u, a = _uniform(stream), 0
            while u >= choices[month, m, s, a] and a < choices.shape[3] - 1:
                a += 1
            if not needs_consent[a] or _uniform(stream) < agreed[month, a, m, s]:
                for place in range(steps_of[m, a]):
                    if s < live:
                        s = _taken(stream, s, taken[m, a, place], targets, totals, moves)
                seen[run] |= seen_as[s]
            variant = variant_of[month]
            for place in range(lengths[variant]):
                if s >= live:
                    break
                s = _taken(stream, s, sequence[variant, place], targets, totals, moves)
                seen[run] |= seen_as[s]
            if from_stalemate:
                crises += in_crisis[s] | is_war[s]
            months += in_crisis[s]
            fought += at_war[s]
            if s >= live:
                break
        ends[s] += 1
        begun[run], crisis_months[run], war_months[run] = crises, months, fought


def tables(game: CrisisGame, equilibrium: Equilibrium, horizon: int) -> dict[str, Any]:
    """The arguments of `sample` that a solved game decides."""
    space = game.space
    steps: list[Step] = []

    def numbers(wanted: Iterable[Step]) -> list[int]:
        found: list[int] = []
        for step in wanted:
            at = next((n for n, each in enumerate(steps) if each is step), len(steps))
            if at == len(steps):
                steps.append(step)
            found.append(at)
        return found

    variants: list[list[int]] = []
    variant_of = np.zeros(horizon, dtype=np.int64)
    for month in range(horizon):
        sequence = numbers(game.events(month))
        if sequence not in variants:
            variants.append(sequence)
        variant_of[month] = variants.index(sequence)
    taken = [[numbers(way.steps) for way in ways] for ways in game.ways]
    most_taken = max(len(steps_of) for ways in taken for steps_of in ways)
    never = np.zeros((len(space.signatories), len(space)))

    most = max(1, *(len(step.moves) for step in steps))
    targets = np.zeros((len(steps), most, len(space)), dtype=np.int64)
    chances = np.zeros((len(steps), most, len(space)))
    for n, step in enumerate(steps):
        for k, move in enumerate(step.moves):
            targets[n, k] = move.target
            # a move to where one is does nothing, and so needs no draw
            chances[n, k] = np.where(move.target == np.arange(len(space)), 0.0, move.chance[0, -1])
    longest = max(map(len, variants))
    plays = equilibrium.plays[:horizon]
    wars = space.at_war.astype(np.int64)
    wars[list(space.wars)] = 1
    kinds = (space.is_live & (space.channel != NO_CHANNEL), space.with_step, space.with_signed, space.is_settled)
    return {
        "horizon": horizon,
        "start": int(start_states(game)[0]),
        "live": space.live,
        "turns": game.turn[0].cumsum(),
        "choices": np.ascontiguousarray(np.stack([np.moveaxis(p.chosen[0], 1, 2).cumsum(axis=2) for p in plays])),
        "agreed": np.stack([[p.agreed[w.name][0] if w.needs_consent else never for w in game.ways[0]] for p in plays]),
        "needs_consent": np.array([way.needs_consent for way in game.ways[0]]),
        "taken": np.array([[n + [0] * (most_taken - len(n)) for n in ways] for ways in taken]),
        "steps_of": np.array([[len(n) for n in ways] for ways in taken]),
        "sequence": np.array([v + [0] * (longest - len(v)) for v in variants]),
        "lengths": np.array([len(v) for v in variants]),
        "variant_of": variant_of,
        # by state first: a run reads many steps of one state after another
        "targets": np.ascontiguousarray(np.moveaxis(targets, 2, 0)),
        "totals": np.ascontiguousarray(np.moveaxis(chances.cumsum(axis=1), 2, 0)),
        "moves": np.array([len(step.moves) for step in steps]),
        "seen_as": np.ascontiguousarray(np.stack(kinds, axis=1)),
        "in_stalemate": space.in_stalemate.astype(np.int64),
        "in_crisis": space.in_crisis.astype(np.int64),
        "at_war": space.at_war.astype(np.int64),
        "is_war": wars,
    }
