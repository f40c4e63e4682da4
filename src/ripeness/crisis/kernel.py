"""The crisis game for many draws, compiled: loops over what `rules` has laid out as arrays.

Nothing is decided here. Chances, targets, costs and flows come from the same rules as the plain game of `game`; the
kernels only carry values backward and probabilities forward. Draws go in blocks of `LANES`, side by side on the last
axis of every array: they share the targets, so that the innermost loops run over neighbouring numbers and the
compiler turns them into vector instructions. No draw meets another, so blocks and their order decide nothing.
"""

# The compiler infers the types of kernels at their first call; annotations would be ignored.
# pyright: basic, reportPrivateUsage=none

import hashlib
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from numba import config, njit  # type: ignore[import-untyped]

LANES = 32


def _cache_folder() -> Path:
    """Where compiled kernels are kept: keyed by this file's bytes, so that none outlives its source."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    try:
        base.mkdir(parents=True, exist_ok=True)
    except OSError:
        base = Path(tempfile.gettempdir())
    return base / "ripeness" / f"kernels-{hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:16]}"


if not _cache_folder().is_dir():
    print("ripeness: compiling its kernels, once; this takes about half a minute.", file=sys.stderr)
config.CACHE_DIR = str(_cache_folder())  # pyright: ignore[reportAttributeAccessIssue]

# never fast-math: it may reorder sums, and the same case must give the same bytes
_compiled: Any = njit(cache=True, error_model="numpy", nogil=True)
_inlined: Any = njit(cache=True, error_model="numpy", inline="always")

WAIT, PRESS, DEESCALATE, REASSURE, COVERT, OPEN, WALK_OUT, RENEGE, ATTACK = range(9)
ACTION_COUNT = 9
_SHIFTER = 6755399441055744.0  # 1.5 * 2^52: adding it leaves the nearest whole number in the low bits


@_inlined
def _exp(x):
    """Exponential of a number up to 0, to the last bit or two, -700 at the least; the library's has no vector form."""
    x = max(x, -700.0)
    shifted = x * 1.4426950408889634 + _SHIFTER
    whole = shifted - _SHIFTER
    r = x - whole * 0.693147180369123816490
    r = r - whole * 1.90821492927058770002e-10
    p = 1.0 / 6227020800.0
    p = p * r + 1.0 / 479001600.0
    p = p * r + 1.0 / 39916800.0
    p = p * r + 1.0 / 3628800.0
    p = p * r + 1.0 / 362880.0
    p = p * r + 1.0 / 40320.0
    p = p * r + 1.0 / 5040.0
    p = p * r + 1.0 / 720.0
    p = p * r + 1.0 / 120.0
    p = p * r + 1.0 / 24.0
    p = p * r + 1.0 / 6.0
    p = p * r + 0.5
    p = p * r + 1.0
    p = p * r + 1.0
    bits = (np.float64(shifted).view(np.int64) << 52) + (1023 << 52)
    return p * np.int64(bits).view(np.float64)


@_inlined
def _logistic(x):
    decayed = _exp(-abs(x))
    return (1.0 if x >= 0 else decayed) / (1.0 + decayed)


@_compiled
def _expect(value, out, bound, targets, moves, chance, viewer):
    """One step backward for one party: out = value + sum over moves of chance * (value at the target - value)."""
    for s in range(bound):
        for x in range(LANES):
            out[s, x] = value[s, x]
        for k in range(moves):
            t = targets[k, s]
            if t != s:
                for x in range(LANES):
                    out[s, x] += chance[k, viewer, s, x] * (value[t, x] - value[s, x])


@_compiled
def _push(mass, out, bound, targets, moves, chance, viewer):
    """One step forward: what moves leaves each state for its targets; `out` is added to. The rest stays."""
    for s in range(mass.shape[0]):
        for x in range(LANES):
            out[s, x] += mass[s, x]
    for s in range(bound):
        for k in range(moves):
            t = targets[k, s]
            if t != s:
                for x in range(LANES):
                    going = chance[k, viewer, s, x] * mass[s, x]
                    out[s, x] -= going
                    out[t, x] += going


@_compiled
def _copy(source, out, bound):
    for s in range(bound):
        for x in range(LANES):
            out[s, x] = source[s, x]


@_compiled
def _step_back(value, spare, bound, targets, moves, chance, costs, cost, party):
    """One step backward in place, its cost to the party taken off; `cost` is -1 for a step that costs nothing."""
    _expect(value, spare, bound, targets, moves, chance, party)
    if cost >= 0:
        for s in range(bound):
            for x in range(LANES):
                spare[s, x] -= costs[cost, party, s, x]
    _copy(spare, value, bound)


@_compiled
def _signs(signatories, party):
    found = False
    for k in range(signatories.shape[0]):
        found = found or signatories[k] == party
    return found


@_compiled
def _worths(worth, i, m, bound, after, pressed, calmed, assured, gain, agreed, channel, outcomes, war_outcome,
            cost_deescalate, cost_reassure, cost_talk, talks, signs):  # fmt: skip
    """What each action of m is worth to i, costs taken off: (states, actions, lanes)."""
    mine = 1.0 if i == m else 0.0
    for s in range(bound):
        for x in range(LANES):
            worth[s, WAIT, x] = after[i, s, x]
            worth[s, PRESS, x] = pressed[i, s, x]
            worth[s, DEESCALATE, x] = calmed[i, s, x] - mine * cost_deescalate[i, s, x]
            worth[s, REASSURE, x] = assured[i, s, x] - mine * cost_reassure[i, s, x]
            worth[s, ATTACK, x] = outcomes[i, war_outcome, x]
        if talks:
            out, back = channel[2, s], channel[3, s]
            for x in range(LANES):
                paying = 1.0 if i == m else (agreed[1, s, x] if signs else 0.0)
                worth[s, COVERT, x] = after[i, s, x] + agreed[0, s, x] * gain[0, i, s, x]
                worth[s, OPEN, x] = after[i, s, x] + agreed[1, s, x] * gain[1, i, s, x] - paying * cost_talk[i, s, x]
                worth[s, WALK_OUT, x] = after[i, out, x]
                worth[s, RENEGE, x] = after[i, back, x]


@_compiled
def _choose(chosen, worth, bound, is_open, has_policy, policy, sharpness, top, total):
    """Logit choice, or the policy, (states, actions, lanes); what is closed or barred acts as waiting."""
    for s in range(bound):
        if has_policy:
            for a in range(ACTION_COUNT):
                for x in range(LANES):
                    chosen[s, a, x] = policy[a]
        else:
            for x in range(LANES):
                top[x] = worth[s, WAIT, x]
                total[x] = 0.0
            closed = 0
            for a in range(1, ACTION_COUNT):
                if is_open[a, s]:
                    for x in range(LANES):
                        top[x] = max(top[x], worth[s, a, x])
                else:
                    closed += 1
            for a in range(ACTION_COUNT):
                if a == WAIT or is_open[a, s]:
                    for x in range(LANES):
                        chosen[s, a, x] = _exp(sharpness[x] * (worth[s, a, x] - top[x]))
                        total[x] += chosen[s, a, x]
            for x in range(LANES):
                total[x] += closed * chosen[s, WAIT, x]
            for a in range(ACTION_COUNT):
                if a == WAIT or is_open[a, s]:
                    for x in range(LANES):
                        chosen[s, a, x] /= total[x]
                else:
                    for x in range(LANES):
                        chosen[s, a, x] = -1.0
        wait = np.zeros(LANES)
        for a in range(1, ACTION_COUNT):
            if not is_open[a, s]:
                for x in range(LANES):
                    wait[x] += chosen[s, WAIT, x] if not has_policy else chosen[s, a, x]
                    chosen[s, a, x] = 0.0
        for x in range(LANES):
            chosen[s, WAIT, x] += wait[x]


@_compiled
def _solve_block(
    value, outcomes, live, months, keep_months, sequence, lengths, bounds, window, targets, moves, chance, costs,
    cost_of, press, deescalate, reassure, channel, is_open, has_policy, policy, signatories, turn, sharpness, discount,
    bargain_flow, trend_flow, crisis_flow, cost_deescalate, cost_reassure, cost_talk, war_outcome, talks,
    chosen, agreed,
):  # fmt: skip
    """Backward induction of one block; fills `value` at month 0, (parties, states, lanes), and what is played."""
    parties, states = outcomes.shape[0], outcomes.shape[1]
    movers = signatories.shape[0]
    shape = (parties, states, LANES)
    after, other, pressed, spare = np.empty(shape), np.empty(shape), np.empty(shape), np.empty(shape)
    calmed, assured, expected = np.empty(shape), np.empty(shape), np.empty(shape)
    gain, accepting = np.zeros((2, parties, states, LANES)), np.zeros((2, movers, states, LANES))
    worth, total, top = np.empty((states, ACTION_COUNT, LANES)), np.empty(LANES), np.empty(LANES)
    for i in range(parties):
        for s in range(states):
            for x in range(LANES):
                end = bargain_flow[i, s, x] + trend_flow[i, s, x] * (months / 12.0)
                value[i, s, x] = end / (12.0 * (1.0 - discount[i, x])) if s < live else outcomes[i, s, x]
        for buffer in (other, spare, pressed, calmed, assured):
            _copy(outcomes[i], buffer[i], states)
    for month in range(months - 1, -1, -1):
        bound, variant, w = bounds[month, 0], bounds[month, 2], window[month]
        for i in range(parties):
            _copy(value[i], after[i], states)
            for place in range(lengths[variant] - 1, -1, -1):
                step = sequence[variant, place]
                # of two transitions in one month the second acts on states that the first has brought
                limit = bounds[month, 1]
                _step_back(after[i], other[i], limit, targets[step], moves[step], chance[step], costs, cost_of[step], i)
            _expect(after[i], calmed[i], bound, targets[deescalate], moves[deescalate], chance[deescalate], i)
            _expect(after[i], assured[i], bound, targets[reassure], moves[reassure], chance[reassure], i)
            for s in range(bound):
                for x in range(LANES):
                    expected[i, s, x] = 0.0
                if talks:
                    for c in range(2):
                        t = channel[c, s]
                        for x in range(LANES):
                            gain[c, i, s, x] = after[i, t, x] - after[i, s, x]
        if talks:
            for j in range(movers):
                i = signatories[j]
                for s in range(bound):
                    for x in range(LANES):
                        accepting[0, j, s, x] = _logistic(sharpness[i, x] * gain[0, i, s, x])
                        accepting[1, j, s, x] = _logistic(sharpness[i, x] * (gain[1, i, s, x] - cost_talk[i, s, x]))
        at = month if month < keep_months else 0
        for j in range(movers):
            m = signatories[j]
            if talks:
                for c in range(2):
                    for s in range(bound):
                        for x in range(LANES):
                            agreed[at, j, c, s, x] = 1.0
                        for k in range(movers):
                            if k != j:
                                for x in range(LANES):
                                    agreed[at, j, c, s, x] *= accepting[c, k, s, x]
            for i in range(parties):
                _copy(after[i], pressed[i], bound)
                for place in range(press.shape[1] - 1, -1, -1):
                    step = press[j, place]
                    _step_back(pressed[i], spare[i], bound, targets[step], moves[step], chance[step], costs,
                               cost_of[step], i)  # fmt: skip
            # the mover first, for it chooses; then what its choice is worth to everybody
            for turn_of in range(-1, parties):
                i = m if turn_of == -1 else turn_of
                signs = _signs(signatories, i)
                _worths(worth, i, m, bound, after, pressed, calmed, assured, gain, agreed[at, j], channel, outcomes,
                        war_outcome, cost_deescalate, cost_reassure, cost_talk, talks, signs)  # fmt: skip
                if turn_of == -1:
                    _choose(chosen[at, j], worth, bound, is_open[w, j], has_policy[w, j], policy[w, j], sharpness[m],
                            top, total)  # fmt: skip
                    continue
                for s in range(bound):
                    for x in range(LANES):
                        total[x] = 0.0
                    for a in range(ACTION_COUNT):
                        if a == WAIT or is_open[w, j, a, s]:
                            for x in range(LANES):
                                total[x] += chosen[at, j, s, a, x] * worth[s, a, x]
                    for x in range(LANES):
                        expected[i, s, x] += turn[j, x] * total[x]
        for i in range(parties):
            for s in range(bound):
                for x in range(LANES):
                    flow = bargain_flow[i, s, x] + trend_flow[i, s, x] * (month / 12.0) - crisis_flow[i, s, x]
                    value[i, s, x] = flow / 12.0 + discount[i, x] * expected[i, s, x]


@_compiled
def _act(mass, out, part, spare, bound, targets, moves, chance, press, deescalate, reassure, channel, turn, war_outcome,
         chosen, agreed, viewer):  # fmt: skip
    """Mass after the actions of a month, added to `out`."""
    states = mass.shape[0]
    for j in range(turn.shape[0]):
        for s in range(states):
            for x in range(LANES):
                part[s, x] = turn[j, x] * mass[s, x] * chosen[j, s, PRESS, x] if s < bound else 0.0
        for place in range(press.shape[1]):
            step = press[j, place]
            for s in range(states):
                for x in range(LANES):
                    spare[s, x] = 0.0
            _push(part, spare, bound, targets[step], moves[step], chance[step], viewer)
            _copy(spare, part, states)
        for s in range(states):
            for x in range(LANES):
                out[s, x] += part[s, x]
        for s in range(bound):
            covert, opened, left, reneged = channel[0, s], channel[1, s], channel[2, s], channel[3, s]
            for x in range(LANES):
                share = turn[j, x] * mass[s, x]
                going_covert = share * chosen[j, s, COVERT, x] * agreed[j, 0, s, x]
                going_open = share * chosen[j, s, OPEN, x] * agreed[j, 1, s, x]
                tried = chosen[j, s, WAIT, x] + chosen[j, s, COVERT, x] + chosen[j, s, OPEN, x]
                tried += chosen[j, s, DEESCALATE, x] + chosen[j, s, REASSURE, x]
                out[s, x] += share * tried - going_covert - going_open
                out[covert, x] += going_covert
                out[opened, x] += going_open
                out[left, x] += share * chosen[j, s, WALK_OUT, x]
                out[reneged, x] += share * chosen[j, s, RENEGE, x]
                out[war_outcome, x] += share * chosen[j, s, ATTACK, x]
            for action, step in ((DEESCALATE, deescalate), (REASSURE, reassure)):
                for k in range(moves[step]):
                    t = targets[step, k, s]
                    for x in range(LANES):
                        going = chance[step, k, viewer, s, x] * turn[j, x] * mass[s, x] * chosen[j, s, action, x]
                        out[s, x] -= going
                        out[t, x] += going


@_compiled
def _follow_block(
    months, live, sequence, lengths, bounds, targets, moves, chance, press, deescalate, reassure, channel, turn,
    war_outcome, chosen, agreed, start, tension_of, under_bargain, masses, never_signed, begun,
):  # fmt: skip
    """The mass of every state at the end of every month, (months + 1, states, lanes), by the analyst's chances.

    `never_signed` is the part of it without any bargain so far, summed over states; `begun` the crises begun so far.
    """
    states = masses.shape[1]
    viewer = chance.shape[2] - 1
    shape = (states, LANES)
    mass, fresh, part, acted, out, spare = (
        np.zeros(shape), np.zeros(shape), np.zeros(shape), np.zeros(shape), np.zeros(shape), np.zeros(shape),
    )  # fmt: skip
    work, ends, before = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    for x in range(LANES):
        mass[start, x] = fresh[start, x] = masses[0, start, x] = never_signed[0, x] = 1.0
        begun[0, x] = 1.0 if tension_of[start] == 1 else 0.0
    last_variant = -1
    for month in range(months):
        variant, bound = bounds[month, 2], bounds[month, 0]
        if variant != last_variant:
            # how likely the month ends in a crisis or a war, from each state that actions may lead to
            for s in range(states):
                for x in range(LANES):
                    ends[s, x] = 1.0 if tension_of[s] == 1 else 0.0
            for place in range(lengths[variant] - 1, -1, -1):
                step = sequence[variant, place]
                _copy(ends, before, states)
                _expect(before, ends, live, targets[step], moves[step], chance[step], viewer)
            last_variant = variant
        for x in range(LANES):
            begun[month + 1, x] = begun[month, x]
        for tension in range(2):
            for s in range(states):
                for x in range(LANES):
                    part[s, x] = mass[s, x] if s < live and tension_of[s] == tension else 0.0
                    out[s, x] = 0.0
            _act(part, out, spare, work, bound, targets, moves, chance, press, deescalate, reassure, channel, turn,
                 war_outcome, chosen[month], agreed[month], viewer)  # fmt: skip
            for s in range(states):
                for x in range(LANES):
                    if tension == 0:
                        begun[month + 1, x] += out[s, x] * ends[s, x]
                        acted[s, x] = out[s, x]
                    else:
                        acted[s, x] += out[s, x]
        for s in range(states):
            for x in range(LANES):
                if s >= live:
                    acted[s, x] += mass[s, x]
                out[s, x] = fresh[s, x] if s >= live else 0.0
                fresh[s, x] = 0.0 if s >= live else fresh[s, x]
        _copy(acted, mass, states)
        _act(fresh, out, spare, work, bound, targets, moves, chance, press, deescalate, reassure, channel, turn,
             war_outcome, chosen[month], agreed[month], viewer)  # fmt: skip
        _copy(out, fresh, states)
        for place in range(lengths[variant]):
            step = sequence[variant, place]
            for s in range(states):
                for x in range(LANES):
                    out[s, x] = 0.0
                    part[s, x] = 0.0
            _push(mass, out, bounds[month, 1], targets[step], moves[step], chance[step], viewer)
            _push(fresh, part, bounds[month, 1], targets[step], moves[step], chance[step], viewer)
            _copy(out, mass, states)
            for s in range(states):
                for x in range(LANES):
                    fresh[s, x] = 0.0 if under_bargain[s] else part[s, x]
        for s in range(states):
            for x in range(LANES):
                masses[month + 1, s, x] = mass[s, x]
                never_signed[month + 1, x] += fresh[s, x]


@_compiled
def solve_many(
    value, outcomes, live, months, keep_months, sequence, lengths, bounds, window, targets, moves, chance, costs,
    cost_of, press, deescalate, reassure, channel, is_open, has_policy, policy, signatories, turn, sharpness, discount,
    bargain_flow, trend_flow, crisis_flow, cost_deescalate, cost_reassure, cost_talk, war_outcome, talks,
    start, tension_of, under_bargain, masses, never_signed, begun, first_moves,
):  # fmt: skip
    """Solve every block and, where months are kept, follow it forward; fills the last five and `value`."""
    movers, states = signatories.shape[0], outcomes.shape[2]
    kept = max(keep_months, 1)
    chosen = np.zeros((kept, movers, states, ACTION_COUNT, LANES))
    agreed = np.zeros((kept, movers, 2, states, LANES))
    for b in range(outcomes.shape[0]):
        _solve_block(
            value[b], outcomes[b], live, months, keep_months, sequence, lengths, bounds, window, targets, moves,
            chance[b], costs[b], cost_of, press, deescalate, reassure, channel, is_open, has_policy, policy,
            signatories, turn[b], sharpness[b], discount[b], bargain_flow[b], trend_flow[b], crisis_flow[b],
            cost_deescalate[b], cost_reassure[b], cost_talk[b], war_outcome, talks, chosen, agreed,
        )  # fmt: skip
        if keep_months > 0:
            for j in range(movers):
                for a in range(ACTION_COUNT):
                    for x in range(LANES):
                        first_moves[b, j, a, x] = chosen[0, j, start, a, x]
            _follow_block(
                keep_months, live, sequence, lengths, bounds, targets, moves, chance[b], press, deescalate, reassure,
                channel, turn[b], war_outcome, chosen, agreed, start, tension_of, under_bargain, masses[b],
                never_signed[b], begun[b],
            )  # fmt: skip
