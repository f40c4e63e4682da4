"""Backward induction of one block of draws, compiled; see `kernel` for what the arrays hold."""

# pyright: basic, reportPrivateUsage=none

from ripeness.crisis import rows
from ripeness.crisis.compiled import compiled

WAIT, PRESS, DEESCALATE, REASSURE, COVERT, OPEN, WALK_OUT, RENEGE, ATTACK = range(9)
ACTION_COUNT = 9

# Ways to leave or keep a state in a month, whoever moves; pressing is one for each mover, and has an entry for staying.
STAYS, CALMS, ASSURES, GOES_COVERT, GOES_OPEN, WALKS_OUT, RENEGES, ATTACKS, PRESSES = range(9)

# Rows of each party behind those of its states: what is expected after calming down and reassuring, what the actions
# that are paid for are worth to the one that moves; what is expected after pressing, one for each mover.
CALMED, ASSURED, OWN_CALM, OWN_ASSURANCE, OWN_COVERT, OWN_OPEN, PRESSED = range(7)

_TOP, _TOTAL, _EXPECTED = range(3)


@compiled
def compose(plan, drawn, desk):
    """Chances and costs of what actions lead to, from the steps that they take."""
    parties = drawn.discount.shape[0]
    chance, stay, payment, moved, paid, part = drawn.chance, drawn.stay, drawn.payment, desk.moved, desk.paid, desk.few
    for row in range(len(moved)):
        rows.fill(moved, row, 0.0)
    for row in range(len(paid)):
        rows.fill(paid, row, 0.0)
    for v in range(parties + 1):
        for p in range(len(plan.into)):
            rows.fill(part, 0, 1.0)
            _multiply(part, plan.factors, p, plan.factors.shape[1], v, parties + 1, chance, stay)
            rows.add(moved, v * plan.moved_rows + plan.into[p], part, 0)
    for i in range(parties):
        for p in range(len(plan.paid_into)):
            depth = plan.paid_factors.shape[1] - 1
            rows.copy(part, 0, payment, i * (len(payment) // parties) + plan.paid_factors[p, depth])
            _multiply(part, plan.paid_factors, p, depth, i, parties + 1, chance, stay)
            rows.add(paid, i * plan.paid_rows + plan.paid_into[p], part, 0)


@compiled
def _multiply(part, factors, p, depth, v, viewers, chance, stay):
    for k in range(depth):
        f = factors[p, k]
        if f >= 0:
            rows.scale(part, 0, chance, v * (len(chance) // viewers) + f)
        elif f < -1:
            rows.scale(part, 0, stay, v * (len(stay) // viewers) - 2 - f)


@compiled
def step_back(value, base, v, step, bound, plan, drawn):
    """One step backward for one viewer, in place: what is expected of each state below `bound`."""
    viewers, chance, stay = drawn.discount.shape[0] + 1, drawn.chance, drawn.stay
    target, chance_at = plan.target, plan.chance_at
    chances, stays = v * (len(chance) // viewers), v * (len(stay) // viewers)
    for g in range(plan.steps[step, 0], plan.steps[step, 1]):
        if plan.source[g] < bound:
            s, e, end = base + plan.source[g], plan.first[g], plan.last[g]
            stays_at, at, to = stays + plan.stay_at[g], chances + chance_at[e], base + target[e]
            if end - e == 1:
                rows.mixed(value, s, stay, stays_at, chance, at, value, to)
            else:
                rows.mixed_of_two(value, s, stay, stays_at, chance, at, value, to, chance, chances + chance_at[e + 1],
                                  value, base + target[e + 1])  # fmt: skip
                for k in range(e + 2, end):
                    rows.add_product(value, s, chance, chances + chance_at[k], value, base + target[k])


@compiled
def _pay(value, base, i, step, bound, plan, drawn):
    """Take off what a step costs a party."""
    payments = i * (len(drawn.payment) // drawn.discount.shape[0])
    for k in range(plan.steps[step, 2], plan.steps[step, 3]):
        if plan.payer[k] < bound:
            rows.subtract(value, base + plan.payer[k], drawn.payment, payments + plan.payment_at[k])


@compiled
def _after_moving(value, base, row, begin, end, target, moved, of_viewer, moved_at):
    """What is expected of a state after an action that leads on with chances, in a row behind those of the states."""
    if end - begin == 1:
        rows.product(value, base + row, moved, of_viewer + moved_at[begin], value, base + target[begin])
        return
    rows.two_products(value, base + row, moved, of_viewer + moved_at[begin], value, base + target[begin], moved,
                      of_viewer + moved_at[begin + 1], value, base + target[begin + 1])  # fmt: skip
    for e in range(begin + 2, end - 1, 2):
        rows.add_two_products(value, base + row, moved, of_viewer + moved_at[e], value, base + target[e], moved,
                              of_viewer + moved_at[e + 1], value, base + target[e + 1])  # fmt: skip
    if (end - begin) % 2:
        e = end - 1
        rows.add_product(value, base + row, moved, of_viewer + moved_at[e], value, base + target[e])


@compiled
def _odds(odds, begin, few, value, worth, may, sharpness, m):
    """Odds of each open action, and their total; what is closed or barred acts as waiting. Worths are the mover's."""
    waiting = 1.0
    rows.copy(few, _TOP, value, worth[WAIT])
    left = -1
    for a in range(1, ACTION_COUNT):
        if not may[a]:
            waiting += 1.0
        elif left < 0:
            left = a
        else:
            rows.largest_of_two(few, _TOP, value, worth[left], value, worth[a])
            left = -1
    if left >= 0:
        rows.largest(few, _TOP, value, worth[left])
    rows.fill(few, _TOTAL, 0.0)
    rows.weigh(odds, begin + WAIT, value, worth[WAIT], few, _TOP, sharpness, m, few, _TOTAL, waiting)
    for a in range(1, ACTION_COUNT):
        if may[a]:
            rows.weigh(odds, begin + a, value, worth[a], few, _TOP, sharpness, m, few, _TOTAL, 1.0)


@compiled
def _dictated(odds, begin, few, may, policy):
    """The same where a policy dictates them."""
    waiting = policy[WAIT]
    for a in range(1, ACTION_COUNT):
        if may[a]:
            rows.fill(odds, begin + a, policy[a])
        else:
            waiting += policy[a]
    rows.fill(odds, begin + WAIT, waiting)
    rows.fill(few, _TOTAL, 1.0)


@compiled
def _agree(desk, value, each, s, c, plan, drawn, talks):
    """How likely the others accept each mover's offer of a channel in a state, and what each mover gains by it."""
    agreed, accepting, gain, movers = desk.agreed, desk.accepting, desk.gain, len(plan.signatories)
    for k in range(movers):
        m, row = plan.signatories[k], c * movers + k
        rows.difference(gain, row, value, m * each + plan.channel[c, s], value, m * each + s)
        if c == 1:
            rows.difference(accepting, movers, gain, row, drawn.cost_talk, m * talks + plan.talk_at[s])
            rows.logistic(accepting, k, accepting, movers, drawn.sharpness, m)
        else:
            rows.logistic(accepting, k, gain, row, drawn.sharpness, m)
    for j in range(movers):
        row, first = c * movers + j, 0 if j > 0 else 1
        rows.copy(agreed, row, accepting, first)
        for k in range(first + 1, movers):
            if k != j:
                rows.scale(agreed, row, accepting, k)


@compiled
def _worths(worth, desk, value, each, s, j, may, plan, drawn, talks):
    """Where each open action's worth to the mover is found."""
    m, movers = plan.signatories[j], len(plan.signatories)
    parties = drawn.discount.shape[0]
    own = m * each
    behind = own + plan.states
    worth[WAIT], worth[PRESS] = own + s, behind + PRESSED + j
    worth[DEESCALATE], worth[REASSURE] = behind + OWN_CALM, behind + OWN_ASSURANCE
    worth[COVERT], worth[OPEN] = behind + OWN_COVERT, behind + OWN_OPEN
    worth[WALK_OUT], worth[RENEGE] = own + plan.channel[2, s], own + plan.channel[3, s]
    worth[ATTACK] = own + plan.war_outcome
    if may[DEESCALATE]:
        row = m * (len(drawn.cost_deescalate) // parties) + plan.deescalate_at[s]
        rows.difference(value, worth[DEESCALATE], value, behind + CALMED, drawn.cost_deescalate, row)
    if may[REASSURE]:
        row = m * (len(drawn.cost_reassure) // parties) + plan.reassure_at[s]
        rows.difference(value, worth[REASSURE], value, behind + ASSURED, drawn.cost_reassure, row)
    if may[COVERT]:
        rows.plus_product(value, worth[COVERT], value, own + s, desk.agreed, j, desk.gain, j)
    if may[OPEN]:
        rows.difference(value, worth[OPEN], value, own + s, drawn.cost_talk, m * talks + plan.talk_at[s])
        rows.add_product(value, worth[OPEN], desk.agreed, movers + j, desk.gain, movers + j)


@compiled
def _weigh_ways(desk, kept, s, w, plan):
    """The weight of each way to leave or keep a state: the chances of all movers together, each in its turn."""
    weights, odds, share, movers = desk.weights, desk.odds, desk.share, len(plan.signatories)
    for a, way in (
        (WAIT, STAYS), (DEESCALATE, CALMS), (REASSURE, ASSURES), (WALK_OUT, WALKS_OUT), (RENEGE, RENEGES),
        (ATTACK, ATTACKS),
    ):  # fmt: skip
        if plan.slots[w, s, way] >= 0:
            row, before = kept + plan.slots[w, s, way], -1
            written = False
            for j in range(movers):
                if plan.is_open[w, j, s, a]:
                    at = j * ACTION_COUNT + a
                    if written:
                        rows.add_product(weights, row, odds, at, share, j)
                    elif before < 0:
                        before = j
                    else:
                        rows.two_products(weights, row, odds, before * ACTION_COUNT + a, share, before, odds, at,
                                          share, j)  # fmt: skip
                        written = True
            if not written:
                rows.product(weights, row, odds, before * ACTION_COUNT + a, share, before)
    for c, a in ((0, COVERT), (1, OPEN)):
        if plan.slots[w, s, GOES_COVERT + c] >= 0:
            row = kept + plan.slots[w, s, GOES_COVERT + c]
            rows.fill(weights, row, 0.0)
            for j in range(movers):
                if plan.is_open[w, j, s, a]:
                    rows.offer(weights, kept + plan.slots[w, s, STAYS], row, odds, j * ACTION_COUNT + a, share, j,
                               desk.agreed, c * movers + j)  # fmt: skip
    for j in range(movers):
        if plan.is_open[w, j, s, PRESS]:
            rows.product(weights, kept + plan.slots[w, s, PRESSES + j], odds, j * ACTION_COUNT + PRESS, share, j)


@compiled
def _charge(desk, s, w, plan, drawn, talks):
    """What actions of a state are expected to cost each party."""
    costs, odds, share, movers = desk.costs, desk.odds, desk.share, len(plan.signatories)
    parties = drawn.discount.shape[0]
    for i in range(parties):
        rows.fill(costs, i, 0.0)
    for j in range(movers):
        m, at, may = plan.signatories[j], j * ACTION_COUNT, plan.is_open[w, j, s]
        if may[DEESCALATE]:
            row = m * (len(drawn.cost_deescalate) // parties) + plan.deescalate_at[s]
            rows.add_product_of_three(costs, m, odds, at + DEESCALATE, share, j, drawn.cost_deescalate, row)
        if may[REASSURE]:
            row = m * (len(drawn.cost_reassure) // parties) + plan.reassure_at[s]
            rows.add_product_of_three(costs, m, odds, at + REASSURE, share, j, drawn.cost_reassure, row)
        if may[OPEN]:
            rows.add_product_of_three(costs, m, odds, at + OPEN, share, j, drawn.cost_talk,
                                      m * talks + plan.talk_at[s])  # fmt: skip
            # who accepts an open offer pays for talking, too
            for k in plan.signatories:
                if k != m:
                    rows.product(desk.few, _EXPECTED, odds, at + OPEN, share, j)
                    rows.add_product_of_three(costs, k, desk.few, _EXPECTED, desk.agreed, movers + j, drawn.cost_talk,
                                              k * talks + plan.talk_at[s])  # fmt: skip


@compiled
def _expect(desk, value, base, i, kept, s, w, plan):
    """What a party expects of a month that begins in a state, from the weights of its ways."""
    few, weights, movers = desk.few, desk.weights, len(plan.signatories)
    rows.product(few, _EXPECTED, weights, kept + plan.slots[w, s, STAYS], value, base + s)
    rows.subtract(few, _EXPECTED, desk.costs, i)
    left, left_to = -1, 0
    for way in range(1, PRESSES + movers):
        slot = plan.slots[w, s, way]
        if slot >= 0:
            to = base + plan.war_outcome
            if way in (CALMS, ASSURES):
                to = base + plan.states + CALMED + way - CALMS
            elif way < ATTACKS:
                to = base + plan.channel[way - GOES_COVERT, s]
            elif way >= PRESSES:
                to = base + plan.states + PRESSED + way - PRESSES
            if left < 0:
                left, left_to = slot, to
            else:
                rows.add_two_products(few, _EXPECTED, weights, kept + left, value, left_to, weights, kept + slot,
                                      value, to)  # fmt: skip
                left = -1
    if left >= 0:
        rows.add_product(few, _EXPECTED, weights, kept + left, value, left_to)


@compiled
def _begin(plan, drawn, desk, each):
    """After the last month: flows for good, outcomes as they are; outcomes before it, too."""
    parties = drawn.discount.shape[0]
    bargains, trends = len(drawn.bargain_flow) // parties, len(drawn.trend_flow) // parties
    for i in range(parties):
        for s in range(plan.states):
            row = i * each + s
            rows.copy(desk.before, row, drawn.outcomes, i * plan.states + s)
            if s < plan.live:
                rows.for_good(desk.value, row, drawn.bargain_flow, i * bargains + plan.bargain_at[s], drawn.trend_flow,
                              i * trends + plan.trend_at[s], drawn.discount, i, plan.months / 12.0)  # fmt: skip
            else:
                rows.copy(desk.value, row, drawn.outcomes, i * plan.states + s)


@compiled
def solve(plan, drawn, desk, found):
    """Values at month 0, and by month kept the weight of each way to leave or keep a state, movers taken together."""
    parties, movers = drawn.discount.shape[0], len(plan.signatories)
    each = len(desk.value) // parties
    bargains, trends = len(drawn.bargain_flow) // parties, len(drawn.trend_flow) // parties
    crises, talks = len(drawn.crisis_flow) // parties, len(drawn.cost_talk) // parties
    value, before, few, odds, worth = desk.value, desk.before, desk.few, desk.odds, desk.worth
    first, last, target, moved_at = plan.moved_first, plan.moved_last, plan.moved_target, plan.moved_at
    _begin(plan, drawn, desk, each)
    for month in range(plan.months - 1, -1, -1):
        bound, after_events, variant = plan.bounds[month, 0], plan.bounds[month, 1], plan.bounds[month, 2]
        w = plan.window[month]
        kept = month * plan.weights if month < plan.keep_months else 0
        for i in range(parties):
            for place in range(plan.lengths[variant] - 1, -1, -1):
                # of two transitions in one month the second acts on states that the first has brought
                step = plan.sequence[variant, place]
                step_back(value, i * each, i, step, after_events, plan, drawn)
                _pay(value, i * each, i, step, after_events, plan, drawn)
        for s in range(bound):
            for i in range(parties):
                base, of_viewer = i * each, i * plan.moved_rows
                for kind in range(movers + 2):
                    way = PRESSES + kind if kind < movers else (CALMS if kind == movers else ASSURES)
                    row = plan.states + (PRESSED + kind if kind < movers else (CALMED if kind == movers else ASSURED))
                    if plan.slots[w, s, way] >= 0:
                        _after_moving(value, base, row, first[kind, s], last[kind, s], target, desk.moved, of_viewer,
                                      moved_at)  # fmt: skip
                        if kind < movers and plan.moved_paid[kind, s] >= 0:
                            rows.subtract(value, base + row, desk.paid, i * plan.paid_rows + plan.moved_paid[kind, s])
            for c in range(2):
                if plan.slots[w, s, GOES_COVERT + c] >= 0:
                    _agree(desk, value, each, s, c, plan, drawn, talks)
            for j in range(movers):
                m, may, begin = plan.signatories[j], plan.is_open[w, j, s], j * ACTION_COUNT
                if plan.has_policy[w, j]:
                    _dictated(odds, begin, few, may, plan.policy[w, j])
                else:
                    _worths(worth, desk, value, each, s, j, may, plan, drawn, talks)
                    _odds(odds, begin, few, value, worth, may, drawn.sharpness, m)
                rows.quotient(desk.share, j, drawn.turn, j, few, _TOTAL)
                if month == 0 and s == plan.start:
                    for a in range(ACTION_COUNT):
                        if a == WAIT or may[a]:
                            rows.quotient(found.first_moves, begin + a, odds, begin + a, few, _TOTAL)
            _weigh_ways(desk, kept, s, w, plan)
            _charge(desk, s, w, plan, drawn, talks)
            for i in range(parties):
                _expect(desk, value, i * each, i, kept, s, w, plan)
                rows.flow(before, i * each + s, drawn.bargain_flow, i * bargains + plan.bargain_at[s],
                          drawn.trend_flow, i * trends + plan.trend_at[s], drawn.crisis_flow,
                          i * crises + plan.crisis_at[s], drawn.discount, i, few, _EXPECTED,
                          month / 12.0)  # fmt: skip
        value, before = before, value
    for i in range(parties):
        for s in range(plan.states):
            rows.copy(found.value, i * plan.states + s, value, i * each + s)
