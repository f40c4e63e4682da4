"""The crisis game for many draws, compiled: loops over what `batch` has laid out as arrays.

Nothing is decided here. Chances, targets, costs and flows come from the same rules as the plain game of `game`; the
kernels only carry values backward and probabilities forward. Draws go in blocks of `LANES`, side by side on the last
axis of every array: they share the targets, so that the innermost loops run over neighbouring numbers (`rows`). No
draw meets another, so blocks and their order decide nothing.

A step is a list of groups, one for each state that may move: its `source` (groups,), its entries `first` to `last` with
their `target` (entries,), and the rows `chance` (entries) and `stay` (groups) of a viewer. `payer` and `payment` are
what it costs. `steps` says where the groups and payers of each begin and end.
"""

# pyright: basic, reportPrivateUsage=none

import numpy as np

from ripeness.crisis import rows
from ripeness.crisis.compiled import compiled

LANES = 64

WAIT, PRESS, DEESCALATE, REASSURE, COVERT, OPEN, WALK_OUT, RENEGE, ATTACK = range(9)
ACTION_COUNT = 9


@compiled
def _back(value, step, bound, steps, source, first, last, target, chance, stay, spare):
    """One step backward for one viewer: what is expected of each state below `bound`."""
    begin, end = steps[step, 0], steps[step, 1]
    for g in range(begin, end):
        s = source[g]
        if s < bound:
            rows.product(spare[g - begin], stay[g], value[s])
            for e in range(first[g], last[g]):
                rows.add_product(spare[g - begin], chance[e], value[target[e]])
    for g in range(begin, end):
        if source[g] < bound:
            rows.copy(value[source[g]], spare[g - begin])


@compiled
def _pay(value, step, bound, steps, payer, payment):
    """Take off what a step costs a party."""
    for k in range(steps[step, 2], steps[step, 3]):
        if payer[k] < bound:
            rows.subtract(value[payer[k]], payment[k])


@compiled
def _forth(mass, step, bound, steps, source, first, last, target, chance, stay, spare):
    """One step forward, by the analyst's chances."""
    begin, end = steps[step, 0], steps[step, 1]
    if begin == end:
        return
    begun = first[begin]
    for g in range(begin, end):
        s = source[g]
        if s < bound:
            for e in range(first[g], last[g]):
                rows.product(spare[e - begun], chance[e], mass[s])
            rows.scale(mass[s], stay[g])
    for g in range(begin, end):
        if source[g] < bound:
            for e in range(first[g], last[g]):
                rows.add(mass[target[e]], spare[e - begun])


@compiled
def _copied(out, values, bound):
    for s in range(bound):
        rows.copy(out[s], values[s])


@compiled
def _signs(signatories, party):
    found = False
    for k in range(signatories.shape[0]):
        found = found or signatories[k] == party
    return found


@compiled
def _accept(agreed, accepting, gain, s, after, channel, may_offer, signatories, sharpness, cost_talk):
    """How likely the others accept each mover's offer in a state, and what each party gains by it.

    `agreed` (movers, channels, lanes), `accepting` (movers, lanes) and `gain` (channels, parties, lanes).
    """
    movers = signatories.shape[0]
    for c in range(2):
        if not may_offer[c]:
            continue
        for i in range(after.shape[0]):
            rows.difference(gain[c, i], after[i, channel[c, s]], after[i, s])
        for k in range(movers):
            i = signatories[k]
            if c == 1:
                rows.difference(agreed[k, c], gain[c, i], cost_talk[i, s])
                rows.logistic(accepting[k], agreed[k, c], sharpness[i])
            else:
                rows.logistic(accepting[k], gain[c, i], sharpness[i])
        for j in range(movers):
            rows.fill(agreed[j, c], 1.0)
            for k in range(movers):
                if k != j:
                    rows.scale(agreed[j, c], accepting[k])


@compiled
def _worth(worth, i, m, s, after, pressed, calmed, assured, gain, agreed, channel, outcomes, war_outcome, is_open,
           cost_deescalate, cost_reassure, cost_talk, signs):  # fmt: skip
    """What each open action of m is worth to i, costs taken off: (actions, lanes)."""
    rows.copy(worth[WAIT], after[i, s])
    if is_open[PRESS, s]:
        rows.copy(worth[PRESS], pressed[i, s])
    if is_open[DEESCALATE, s]:
        rows.copy(worth[DEESCALATE], calmed[i, s])
        if i == m:
            rows.subtract(worth[DEESCALATE], cost_deescalate[i, s])
    if is_open[REASSURE, s]:
        rows.copy(worth[REASSURE], assured[i, s])
        if i == m:
            rows.subtract(worth[REASSURE], cost_reassure[i, s])
    if is_open[ATTACK, s]:
        rows.copy(worth[ATTACK], outcomes[i, war_outcome])
    for a, c in ((COVERT, 0), (OPEN, 1)):
        if is_open[a, s]:
            rows.product(worth[a], agreed[c], gain[c, i])
            rows.add(worth[a], after[i, s])
            if c == 1 and i == m:
                rows.subtract(worth[a], cost_talk[i, s])
            elif c == 1 and signs:
                # who accepts an open offer pays for talking, too
                rows.product(worth[ATTACK + 1], agreed[c], cost_talk[i, s])
                rows.subtract(worth[a], worth[ATTACK + 1])
    if is_open[WALK_OUT, s]:
        rows.copy(worth[WALK_OUT], after[i, channel[2, s]])
    if is_open[RENEGE, s]:
        rows.copy(worth[RENEGE], after[i, channel[3, s]])


@compiled
def _choose(chosen, worth, s, is_open, has_policy, policy, sharpness, top, total):
    """Logit choice, or the policy, (actions, lanes); what is closed or barred acts as waiting and is not written."""
    if has_policy:
        waiting = policy[WAIT]
        for a in range(1, ACTION_COUNT):
            if is_open[a, s]:
                rows.fill(chosen[a], policy[a])
            else:
                waiting += policy[a]
        rows.fill(chosen[WAIT], waiting)
        return
    rows.copy(top, worth[WAIT])
    waiting = 1.0
    for a in range(1, ACTION_COUNT):
        if is_open[a, s]:
            rows.largest(top, worth[a])
        else:
            waiting += 1.0
    rows.fill(total, 0.0)
    rows.weigh(chosen[WAIT], total, worth[WAIT], top, sharpness, waiting)
    for a in range(1, ACTION_COUNT):
        if is_open[a, s]:
            rows.weigh(chosen[a], total, worth[a], top, sharpness, 1.0)
    rows.invert(total)
    for a in range(1, ACTION_COUNT):
        if is_open[a, s]:
            rows.scale(chosen[a], total)
    rows.fill(top, waiting)
    rows.scale(chosen[WAIT], top)
    rows.scale(chosen[WAIT], total)


@compiled
def _solve_block(
    value, outcomes, live, months, keep_months, sequence, lengths, bounds, window, steps, source, first, last, target,
    chance, stay, payer, payment, spare, press, deescalate, reassure, channel, is_open, has_policy, policy,
    signatories, turn, sharpness, discount, bargain_flow, trend_flow, crisis_flow, cost_deescalate, cost_reassure,
    cost_talk, war_outcome, chosen, agreed,
):  # fmt: skip
    """Backward induction of one block; fills `value` at month 0, (parties, states, lanes), and what is played."""
    parties, states, lanes = outcomes.shape
    movers = signatories.shape[0]
    pressed = np.empty((movers, parties, states, lanes))
    calmed, assured = np.empty((parties, states, lanes)), np.empty((parties, states, lanes))
    gain, accepting = np.empty((2, parties, lanes)), np.empty((movers, lanes))
    # one row more than there are actions, to work in
    worth, weight = np.empty((ACTION_COUNT + 1, lanes)), np.empty((ACTION_COUNT, lanes))
    top, total, expected = np.empty(lanes), np.empty(lanes), np.empty((parties, states, lanes))
    may_offer = np.zeros(2, dtype=np.bool_)
    for i in range(parties):
        for s in range(states):
            if s < live:
                rows.for_good(value[i, s], bargain_flow[i, s], trend_flow[i, s], discount[i], months / 12.0)
            else:
                rows.copy(value[i, s], outcomes[i, s])
        _copied(calmed[i], outcomes[i], states)
        _copied(assured[i], outcomes[i], states)
        for j in range(movers):
            _copied(pressed[j, i], outcomes[i], states)
    for month in range(months - 1, -1, -1):
        bound, after_events, variant = bounds[month, 0], bounds[month, 1], bounds[month, 2]
        w = window[month]
        at = month if month < keep_months else 0
        for i in range(parties):
            for place in range(lengths[variant] - 1, -1, -1):
                step = sequence[variant, place]
                # of two transitions in one month the second acts on states that the first has brought
                _back(value[i], step, after_events, steps, source, first, last, target, chance[i], stay[i], spare)
                _pay(value[i], step, after_events, steps, payer, payment[i])
            _copied(calmed[i], value[i], bound)
            _back(calmed[i], deescalate, bound, steps, source, first, last, target, chance[i], stay[i], spare)
            _copied(assured[i], value[i], bound)
            _back(assured[i], reassure, bound, steps, source, first, last, target, chance[i], stay[i], spare)
            for j in range(movers):
                _copied(pressed[j, i], value[i], bound)
                for place in range(press.shape[1] - 1, -1, -1):
                    step = press[j, place]
                    _back(pressed[j, i], step, bound, steps, source, first, last, target, chance[i], stay[i], spare)
                    _pay(pressed[j, i], step, bound, steps, payer, payment[i])
        for s in range(bound):
            for c, a in ((0, COVERT), (1, OPEN)):
                may_offer[c] = False
                for j in range(movers):
                    may_offer[c] = may_offer[c] or is_open[w, j, a, s]
            _accept(agreed[at, s], accepting, gain, s, value, channel, may_offer, signatories, sharpness, cost_talk)
            for i in range(parties):
                rows.fill(expected[i, s], 0.0)
            for j in range(movers):
                m = signatories[j]
                _worth(worth, m, m, s, value, pressed[j], calmed, assured, gain, agreed[at, s, j], channel, outcomes,
                       war_outcome, is_open[w, j], cost_deescalate, cost_reassure, cost_talk, True)  # fmt: skip
                _choose(chosen[at, s, j], worth, s, is_open[w, j], has_policy[w, j], policy[w, j], sharpness[m], top,
                        total)  # fmt: skip
                for a in range(ACTION_COUNT):
                    if a == WAIT or is_open[w, j, a, s]:
                        rows.product(weight[a], chosen[at, s, j, a], turn[j])
                # the mover first, for its worths are at hand
                for k in range(parties):
                    i = (m + k) % parties
                    if k > 0:
                        _worth(worth, i, m, s, value, pressed[j], calmed, assured, gain, agreed[at, s, j], channel,
                               outcomes, war_outcome, is_open[w, j], cost_deescalate, cost_reassure, cost_talk,
                               _signs(signatories, i))  # fmt: skip
                    for a in range(ACTION_COUNT):
                        if a == WAIT or is_open[w, j, a, s]:
                            rows.add_product(expected[i, s], weight[a], worth[a])
        for i in range(parties):
            for s in range(bound):
                rows.flow(value[i, s], bargain_flow[i, s], trend_flow[i, s], crisis_flow[i, s], discount[i],
                          expected[i, s], month / 12.0)  # fmt: skip


@compiled
def _acted(mass, from_calm, from_crisis, bound, steps, source, first, last, target, chance, stay, spare, press,
           deescalate, reassure, channel, turn, war_outcome, chosen, agreed, is_open, crisis_of, pressing, share,
           moving):  # fmt: skip
    """Mass after the actions of a month, added to what came from a stalemate or a crisis (which may be one)."""
    for j in range(turn.shape[0]):
        for group in range(2):
            for s in range(pressing.shape[1]):
                rows.fill(pressing[group, s], 0.0)
        for s in range(bound):
            group = crisis_of[s]
            out = from_crisis if group else from_calm
            rows.product(share, turn[j], mass[s])
            rows.add_product(out[s], share, chosen[s, j, WAIT])
            if is_open[j, PRESS, s]:
                rows.product(pressing[group, s], share, chosen[s, j, PRESS])
            for a in (DEESCALATE, REASSURE):
                if is_open[j, a, s]:
                    rows.add_product(out[s], share, chosen[s, j, a])
            for c, a in ((0, COVERT), (1, OPEN)):
                if is_open[j, a, s]:
                    rows.product(moving, share, chosen[s, j, a])
                    rows.add(out[s], moving)
                    rows.scale(moving, agreed[s, j, c])
                    rows.subtract(out[s], moving)
                    rows.add(out[channel[c, s]], moving)
            for c, a in ((2, WALK_OUT), (3, RENEGE)):
                if is_open[j, a, s]:
                    rows.add_product(out[channel[c, s]], share, chosen[s, j, a])
            if is_open[j, ATTACK, s]:
                rows.add_product(out[war_outcome], share, chosen[s, j, ATTACK])
        for a, step in ((DEESCALATE, deescalate), (REASSURE, reassure)):
            for g in range(steps[step, 0], steps[step, 1]):
                s = source[g]
                if s < bound and is_open[j, a, s]:
                    out = from_crisis if crisis_of[s] else from_calm
                    rows.product(share, turn[j], mass[s])
                    rows.scale(share, chosen[s, j, a])
                    for e in range(first[g], last[g]):
                        rows.product(moving, chance[e], share)
                        rows.subtract(out[s], moving)
                        rows.add(out[target[e]], moving)
        for group in range(2):
            for place in range(press.shape[1]):
                _forth(pressing[group], press[j, place], bound, steps, source, first, last, target, chance, stay, spare)
            out = from_crisis if group else from_calm
            for s in range(pressing.shape[1]):
                rows.add(out[s], pressing[group, s])


@compiled
def _follow_block(
    months, live, sequence, lengths, bounds, window, steps, source, first, last, target, chance, stay, spare, press,
    deescalate, reassure, channel, turn, war_outcome, chosen, agreed, is_open, start, crisis_or_war, crisis_of,
    under_bargain, masses, never_signed, begun,
):  # fmt: skip
    """The mass of every state at the end of every month, (months + 1, states, lanes), by the analyst's chances.

    `never_signed` is the part of it without any bargain so far, summed over states; `begun` the crises begun so far.
    """
    states, lanes = masses.shape[1], masses.shape[2]
    shape = (states, lanes)
    mass, fresh, ends = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    from_calm, from_crisis, from_fresh = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    pressing, share, moving = np.zeros((2, states, lanes)), np.zeros(lanes), np.zeros(lanes)
    for given in (mass[start], fresh[start], masses[0, start], never_signed[0]):
        rows.fill(given, 1.0)
    rows.fill(begun[0], 1.0 if crisis_of[start] else 0.0)
    last_variant = -1
    for month in range(months):
        bound, after_events, variant = bounds[month, 0], bounds[month, 1], bounds[month, 2]
        if variant != last_variant:
            # how likely the month ends in a crisis or a war, from each state that actions may lead to
            for s in range(states):
                rows.fill(ends[s], 1.0 if crisis_or_war[s] else 0.0)
            for place in range(lengths[variant] - 1, -1, -1):
                _back(ends, sequence[variant, place], live, steps, source, first, last, target, chance, stay, spare)
            last_variant = variant
        for s in range(states):
            for out in (from_calm, from_crisis, from_fresh):
                rows.fill(out[s], 0.0)
        _acted(mass, from_calm, from_crisis, bound, steps, source, first, last, target, chance, stay, spare, press,
               deescalate, reassure, channel, turn, war_outcome, chosen[month], agreed[month],
               is_open[window[month]], crisis_of, pressing, share, moving)  # fmt: skip
        _acted(fresh, from_fresh, from_fresh, bound, steps, source, first, last, target, chance, stay, spare, press,
               deescalate, reassure, channel, turn, war_outcome, chosen[month], agreed[month],
               is_open[window[month]], crisis_of, pressing, share, moving)  # fmt: skip
        rows.copy(begun[month + 1], begun[month])
        for s in range(states):
            rows.add_product(begun[month + 1], from_calm[s], ends[s])
            for all_of_it, acted in ((mass, from_calm), (fresh, from_fresh)):
                if s < live:
                    rows.copy(all_of_it[s], acted[s])
                else:
                    rows.add(all_of_it[s], acted[s])
            rows.add(mass[s], from_crisis[s])
        for place in range(lengths[variant]):
            step = sequence[variant, place]
            _forth(mass, step, after_events, steps, source, first, last, target, chance, stay, spare)
            _forth(fresh, step, after_events, steps, source, first, last, target, chance, stay, spare)
            for s in range(states):
                if under_bargain[s]:
                    rows.fill(fresh[s], 0.0)
        for s in range(states):
            rows.copy(masses[month + 1, s], mass[s])
            rows.add(never_signed[month + 1], fresh[s])


@compiled
def solve_many(
    value, outcomes, live, months, keep_months, sequence, lengths, bounds, window, steps, source, first, last, target,
    chance, stay, payer, payment, most, press, deescalate, reassure, channel, is_open, has_policy, policy,
    signatories, turn, sharpness, discount, bargain_flow, trend_flow, crisis_flow, cost_deescalate, cost_reassure,
    cost_talk, war_outcome, start, crisis_or_war, crisis_of, under_bargain, masses, never_signed, begun, first_moves,
):  # fmt: skip
    """Solve every block and, where months are kept, follow it forward; fills the last four and `value`."""
    movers, states, lanes = signatories.shape[0], outcomes.shape[2], outcomes.shape[3]
    kept = max(keep_months, 1)
    chosen = np.zeros((kept, states, movers, ACTION_COUNT, lanes))
    agreed = np.zeros((kept, states, movers, 2, lanes))
    spare = np.empty((most, lanes))
    analyst = chance.shape[1] - 1
    for b in range(outcomes.shape[0]):
        _solve_block(
            value[b], outcomes[b], live, months, keep_months, sequence, lengths, bounds, window, steps, source, first,
            last, target, chance[b], stay[b], payer, payment[b], spare, press, deescalate, reassure, channel, is_open,
            has_policy, policy, signatories, turn[b], sharpness[b], discount[b], bargain_flow[b], trend_flow[b],
            crisis_flow[b], cost_deescalate[b], cost_reassure[b], cost_talk[b], war_outcome, chosen, agreed,
        )  # fmt: skip
        if keep_months > 0:
            for j in range(movers):
                for a in range(ACTION_COUNT):
                    if a == WAIT or is_open[window[0], j, a, start]:
                        rows.copy(first_moves[b, j, a], chosen[0, start, j, a])
            _follow_block(
                keep_months, live, sequence, lengths, bounds, window, steps, source, first, last, target,
                chance[b, analyst], stay[b, analyst], spare, press, deescalate, reassure, channel, turn[b], war_outcome,
                chosen, agreed, is_open, start, crisis_or_war, crisis_of, under_bargain, masses[b], never_signed[b],
                begun[b],
            )  # fmt: skip
