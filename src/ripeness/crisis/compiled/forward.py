"""The forward pass of one block of draws, compiled: the probability of every state, by the analyst's chances.

Several passes go side by side: the first drops nothing, each other one counts and drops what it looks for. See `kernel`
for what the arrays hold.
"""

# pyright: basic, reportPrivateUsage=none

from ripeness.crisis.compiled import rows
from ripeness.crisis.compiled.backward import LEADS, STAYS, led_to, step_back
from ripeness.crisis.compiled.compiler import compiled


@compiled
def _act(out, mass, base, p, s, at, slot, weights, plan, moved, share, counted, count):
    """Add what the actions of a month make of the probability of a state in one pass; `moved` are the analyst's rows.

    `base` is where the rows of the pass begin, `count` where the numbers of the month.
    """
    rows.add_product(out, base + s, weights, at + slot[STAYS], mass, base + s)
    for kind in range(len(plan.action_of)):
        way = LEADS + kind
        if slot[way] < 0:
            continue
        if kind >= len(plan.moved_first):
            number = plan.certain_drops[kind - len(plan.moved_first), p]
            if number >= 0:
                rows.add_product(counted, count + number, weights, at + slot[way], mass, base + s)
            else:
                rows.add_product(out, base + led_to(kind, s, plan), weights, at + slot[way], mass, base + s)
        else:
            rows.product(share, 0, weights, at + slot[way], mass, base + s)
            for e in range(plan.moved_first[kind, s], plan.moved_last[kind, s]):
                number = plan.moved_drops[e, p]
                if number >= 0:
                    rows.add_product(counted, count + number, moved, plan.moved_at[e], share, 0)
                else:
                    rows.add_product(out, base + plan.moved_target[e], moved, plan.moved_at[e], share, 0)


@compiled
def _forth(mass, step, bound, plan, chance, stay, counted, count):
    """One step forward, in place, of all passes."""
    begin, end = plan.steps[step, 0], plan.steps[step, 1]
    looks = plan.looks[step]
    # against the order of the groups: what a state is about to get does not move on in the same step
    for g in range(end - 1, begin - 1, -1):
        s = plan.source[g]
        if s >= bound:
            continue
        for p in range(len(plan.alive)):
            if not plan.alive[p, s]:
                continue
            base, dropped = p * plan.states, False
            for e in range(plan.first[g], plan.last[g]):
                number = plan.drops[e, p]
                if number >= 0:
                    rows.add_product(counted, count + number, chance, plan.chance_at[e], mass, base + s)
                    dropped = True
                elif not looks:
                    rows.add_product(mass, base + plan.target[e], chance, plan.chance_at[e], mass, base + s)
            if dropped or not looks:
                rows.scale(mass, base + s, stay, plan.stay_at[g])


@compiled
def _ends(ends, analyst, variant, plan, drawn):
    """How likely a month ends in a crisis or a war, from each state that actions may lead to."""
    for s in range(len(ends)):
        rows.fill(ends, s, 1.0 if plan.ends[s] else 0.0)
    for place in range(plan.lengths[variant] - 1, -1, -1):
        step = plan.sequence[variant, place]
        if not plan.looks[step]:
            step_back(ends, 0, analyst, step, plan.live, plan, drawn)


@compiled
def _begin(plan, drawn, mass, found):
    """Where everything is at month 0; nothing is counted of it."""
    states = plan.states
    for row in range(len(mass)):
        rows.fill(mass, row, 0.0)
    for k in range(len(plan.starts)):
        s = plan.starts[k]
        rows.copy(found.masses, s, drawn.share, k)
        for p in range(len(plan.alive)):
            if plan.alive[p, s]:
                rows.copy(mass, p * states + s, drawn.share, k)


@compiled
def _act_all(acted, mass, later, month, plan, desk, moved, counted, count):
    """The actions of a month in all passes: of states in which a crisis can begin, or `later` of all others."""
    at, slot = month * plan.weights, plan.slots[plan.window[month]]
    for s in range(plan.bounds[month, 0]):
        if plan.is_calm[s] == later:
            continue
        for p in range(len(plan.alive)):
            if plan.alive[p, s]:
                _act(acted, mass, p * plan.states, p, s, at, slot[s], desk.weights, plan, moved, desk.few, counted,
                     count)  # fmt: skip


@compiled
def _begin_month(acted, counted, count, counters):
    """Nothing has moved yet, and what was counted so far stays."""
    for row in range(counters):
        rows.copy(counted, count + row, counted, count - counters + row)
    for row in range(len(acted)):
        rows.fill(acted, row, 0.0)


@compiled
def _stay_ended(acted, mass, plan):
    """What has ended stays so, in all passes."""
    for p in range(len(plan.alive)):
        for s in range(plan.live, plan.states):
            rows.add(acted, p * plan.states + s, mass, p * plan.states + s)


@compiled
def follow(plan, drawn, desk, found):
    """The probability of every state at the end of every month kept, and what else `Found` says of months."""
    parties, states, ends = drawn.discount.shape[0], plan.states, desk.ends
    chance = drawn.chance[parties * (len(drawn.chance) // (parties + 1)) :]
    stay = drawn.stay[parties * (len(drawn.stay) // (parties + 1)) :]
    moved = desk.moved[parties * plan.moved_rows :]
    counted, begun, mass, acted = found.counted, found.begun, desk.mass, desk.acted
    counters = len(counted) // (plan.keep_months + 1)
    _begin(plan, drawn, mass, found)
    last_variant = -1
    for month in range(plan.keep_months):
        variant, count = plan.bounds[month, 2], (month + 1) * counters
        if variant != last_variant:
            _ends(ends, parties, variant, plan, drawn)
            last_variant = variant
        _begin_month(acted, counted, count, counters)
        _act_all(acted, mass, False, month, plan, desk, moved, counted, count)
        rows.copy(begun, month + 1, begun, month)
        for s in range(states):
            rows.add_product(begun, month + 1, acted, s, ends, s)
        _act_all(acted, mass, True, month, plan, desk, moved, counted, count)
        _stay_ended(acted, mass, plan)
        mass, acted = acted, mass
        for place in range(plan.lengths[variant]):
            _forth(mass, plan.sequence[variant, place], plan.bounds[month, 1], plan, chance, stay, counted, count)
        for s in range(states):
            rows.copy(found.masses, (month + 1) * states + s, mass, s)
