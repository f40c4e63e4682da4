"""The forward pass of one block of draws, compiled: the probability of every state, by the analyst's chances.

See `kernel` for what the arrays hold.
"""

# pyright: basic, reportPrivateUsage=none

from ripeness.crisis.compiled import rows
from ripeness.crisis.compiled.backward import LEADS, STAYS, led_to, step_back
from ripeness.crisis.compiled.compiler import compiled


@compiled
def _act(out, mass, s, at, slot, weights, plan, moved, share):
    """Add what the actions of a month make of the probability of a state; `moved` are the analyst's rows."""
    rows.add_product(out, s, weights, at + slot[STAYS], mass, s)
    for kind in range(len(plan.action_of)):
        way = LEADS + kind
        if slot[way] >= 0 and kind >= len(plan.moved_first):
            rows.add_product(out, led_to(kind, s, plan), weights, at + slot[way], mass, s)
        elif slot[way] >= 0:
            rows.product(share, 0, weights, at + slot[way], mass, s)
            for e in range(plan.moved_first[kind, s], plan.moved_last[kind, s]):
                rows.add_product(out, plan.moved_target[e], moved, plan.moved_at[e], share, 0)


@compiled
def _forth(mass, fresh, step, bound, plan, chance, stay):
    """One step forward, in place; what comes under a bargain is no longer fresh."""
    begin, end = plan.steps[step, 0], plan.steps[step, 1]
    # against the order of the groups: what a state is about to get does not move on in the same step
    for g in range(end - 1, begin - 1, -1):
        s = plan.source[g]
        if s < bound:
            is_fresh = not plan.under_bargain[s]
            for e in range(plan.first[g], plan.last[g]):
                t = plan.target[e]
                rows.add_product(mass, t, chance, plan.chance_at[e], mass, s)
                if is_fresh and not plan.under_bargain[t]:
                    rows.add_product(fresh, t, chance, plan.chance_at[e], fresh, s)
            rows.scale(mass, s, stay, plan.stay_at[g])
            if is_fresh:
                rows.scale(fresh, s, stay, plan.stay_at[g])


@compiled
def _ends(ends, analyst, variant, plan, drawn):
    """How likely a month ends in a crisis or a war, from each state that actions may lead to."""
    for s in range(len(ends)):
        rows.fill(ends, s, 1.0 if plan.ends[s] else 0.0)
    for place in range(plan.lengths[variant] - 1, -1, -1):
        step_back(ends, 0, analyst, plan.sequence[variant, place], plan.live, plan, drawn)


@compiled
def _begin(plan, desk, found):
    """Certainty of the state at the start."""
    for s in range(len(desk.ends)):
        rows.fill(desk.mass, s, 0.0)
        rows.fill(desk.fresh, s, 0.0)
    rows.fill(desk.mass, plan.start, 1.0)
    rows.fill(found.masses, plan.start, 1.0)
    rows.fill(found.begun, 0, 1.0 if plan.is_crisis[plan.start] else 0.0)
    rows.fill(desk.fresh, plan.start, 1.0)
    rows.fill(found.never_signed, 0, 1.0)


@compiled
def _act_all(acted, acted_fresh, mass, fresh, in_crisis, bound, at, slot, weights, plan, moved, share):
    """Add what actions make of all states in a crisis, or of all others."""
    for s in range(bound):
        if plan.is_crisis[s] == in_crisis:
            _act(acted, mass, s, at, slot[s], weights, plan, moved, share)
            if not plan.under_bargain[s]:
                _act(acted_fresh, fresh, s, at, slot[s], weights, plan, moved, share)


@compiled
def follow(plan, drawn, desk, found):
    """The probability of every state at the end of every month kept, and what else `Found` says of months."""
    parties = drawn.discount.shape[0]
    chance = drawn.chance[parties * (len(drawn.chance) // (parties + 1)) :]
    stay = drawn.stay[parties * (len(drawn.stay) // (parties + 1)) :]
    moved = desk.moved[parties * plan.moved_rows :]
    masses, never_signed, begun = found.masses, found.never_signed, found.begun
    weights, share, live, states = desk.weights, desk.few, plan.live, len(desk.ends)
    mass, fresh, acted, acted_fresh, ends = desk.mass, desk.fresh, desk.acted, desk.acted_fresh, desk.ends
    _begin(plan, desk, found)
    last_variant = -1
    for month in range(plan.keep_months):
        bound, after_events, variant = plan.bounds[month, 0], plan.bounds[month, 1], plan.bounds[month, 2]
        if variant != last_variant:
            _ends(ends, parties, variant, plan, drawn)
            last_variant = variant
        at, slot = month * plan.weights, plan.slots[plan.window[month]]
        for s in range(states):
            rows.fill(acted, s, 0.0)
            rows.fill(acted_fresh, s, 0.0)
        _act_all(acted, acted_fresh, mass, fresh, False, bound, at, slot, weights, plan, moved, share)
        rows.copy(begun, month + 1, begun, month)
        for s in range(states):
            rows.add_product(begun, month + 1, acted, s, ends, s)
        _act_all(acted, acted_fresh, mass, fresh, True, bound, at, slot, weights, plan, moved, share)
        for s in range(live, states):
            rows.add(acted, s, mass, s)
            rows.add(acted_fresh, s, fresh, s)
        mass, acted = acted, mass
        fresh, acted_fresh = acted_fresh, fresh
        for place in range(plan.lengths[variant]):
            _forth(mass, fresh, plan.sequence[variant, place], after_events, plan, chance, stay)
        for s in range(states):
            rows.copy(masses, (month + 1) * states + s, mass, s)
            rows.add(never_signed, month + 1, fresh, s)
