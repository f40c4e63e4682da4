"""Backward induction of one block of draws, compiled; see `kernel` for what the arrays hold."""

# pyright: basic, reportPrivateUsage=none

from ripeness.crisis.compiled import rows
from ripeness.crisis.compiled.compiler import compiled

# The first action of the table: what closed ones act as.
WAIT = 0
# Ways to leave or keep a state in a month, whoever moves: staying, and behind it the kinds of `kernel.Plan`, of which
# those with chances have an entry for staying, too.
STAYS, LEADS = 0, 1

# Behind the rows of its states each party has one for each kind with chances, of what is expected after it; and one for
# each action, of what it is worth to the one that moves where there are charges or consent.

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
def _odds(odds, begin, few, value, worth, may, sharpness, m, leaning, waiting, w):
    """Odds of each open action, and their total; what is closed or barred acts as waiting. Worths are the mover's."""
    rows.copy(few, _TOP, value, worth[WAIT])
    left = -1
    for a in range(1, len(may)):
        if not may[a]:
            continue
        if left < 0:
            left = a
        else:
            rows.largest_of_two(few, _TOP, value, worth[left], value, worth[a])
            left = -1
    if left >= 0:
        rows.largest(few, _TOP, value, worth[left])
    rows.fill(few, _TOTAL, 0.0)
    rows.weigh(odds, begin + WAIT, value, worth[WAIT], few, _TOP, sharpness, m, few, _TOTAL, waiting, w)
    for a in range(1, len(may)):
        if may[a]:
            rows.weigh(odds, begin + a, value, worth[a], few, _TOP, sharpness, m, few, _TOTAL, leaning, begin + a)


@compiled
def _dictated(odds, begin, few, may, policy):
    """The same where a policy dictates them."""
    waiting = policy[WAIT]
    for a in range(1, len(may)):
        if may[a]:
            rows.fill(odds, begin + a, policy[a])
        else:
            waiting += policy[a]
    rows.fill(odds, begin + WAIT, waiting)
    rows.fill(few, _TOTAL, 1.0)


@compiled
def led_to(kind, s, plan):
    """Which row of a party holds what it expects once an action of a kind is taken; -1 is the kind of doing nothing."""
    if kind < 0:
        return s
    with_chances = len(plan.moved_first)
    return plan.states + kind if kind < with_chances else plan.certain_to[kind - with_chances, s]


@compiled
def _agree(desk, value, each, s, w, a, plan, drawn):
    """How likely the others accept what a mover offers in a state, and what each mover gains by its own offer."""
    agreed, accepting, gain, movers = desk.agreed, desk.accepting, desk.gain, len(plan.signatories)
    charges, first, paid = (
        len(drawn.charge) // drawn.discount.shape[0],
        plan.offer_of[a] * movers,
        plan.others_pay[a, s],
    )
    is_alike, answered = plan.is_alike[a], False
    for j in range(movers):
        if not is_alike and not plan.is_open[w, j, s, a]:
            continue
        if not answered:
            led = led_to(plan.kind_of[j, a], s, plan)
            for k in range(movers):
                m = plan.signatories[k]
                row = first + k if is_alike or k == j else len(gain) - 1
                rows.difference(gain, row, value, m * each + led, value, m * each + s)
                if paid >= 0:
                    rows.difference(accepting, movers, gain, row, drawn.charge, m * charges + paid)
                    rows.logistic(accepting, k, accepting, movers, drawn.sharpness, m, drawn.accepting, k)
                else:
                    rows.logistic(accepting, k, gain, row, drawn.sharpness, m, drawn.accepting, k)
            # what is the same whoever moves is answered alike
            answered = is_alike
        other = 0 if j > 0 else 1
        rows.copy(agreed, first + j, accepting, other)
        for k in range(other + 1, movers):
            if k != j:
                rows.scale(agreed, first + j, accepting, k)


@compiled
def _worths(worth, desk, value, each, s, j, may, plan, drawn):
    """Where each open action's worth to the mover is found."""
    m, movers, charges = plan.signatories[j], len(plan.signatories), len(drawn.charge) // drawn.discount.shape[0]
    own = m * each
    behind = own + plan.states + len(plan.moved_first)
    worth[WAIT] = own + s
    for a in range(1, len(may)):
        if may[a]:
            led, offer, paid = own + led_to(plan.kind_of[j, a], s, plan), plan.offer_of[a], plan.mover_pays[a, s]
            worth[a] = led if offer < 0 and paid < 0 else behind + a
            if offer < 0 and paid >= 0:
                rows.difference(value, behind + a, value, led, drawn.charge, m * charges + paid)
            if offer >= 0:
                row = offer * movers + j
                if paid >= 0:
                    rows.difference(value, behind + a, value, own + s, drawn.charge, m * charges + paid)
                    rows.add_product(value, behind + a, desk.agreed, row, desk.gain, row)
                else:
                    rows.plus_product(value, behind + a, value, own + s, desk.agreed, row, desk.gain, row)


@compiled
def _weigh(desk, row, s, w, a, kind, plan):
    """The chances of all movers together to take an action of this kind, each in its turn."""
    weights, odds, share = desk.weights, desk.odds, desk.share
    movers, actions = plan.kind_of.shape
    before, written = -1, False
    for j in range(movers):
        if plan.is_open[w, j, s, a] and plan.kind_of[j, a] == kind:
            at = j * actions + a
            if written:
                rows.add_product(weights, row, odds, at, share, j)
            elif before < 0:
                before = j
            else:
                rows.two_products(weights, row, odds, before * actions + a, share, before, odds, at, share, j)
                written = True
    if not written:
        rows.product(weights, row, odds, before * actions + a, share, before)


@compiled
def _weigh_ways(desk, kept, s, w, plan):
    """The weight of each way to leave or keep a state."""
    weights, odds, share = desk.weights, desk.odds, desk.share
    movers, actions = plan.kind_of.shape
    stays = kept + plan.slots[w, s, STAYS]
    _weigh(desk, stays, s, w, WAIT, -1, plan)
    for a in range(1, actions):
        for j in range(movers):
            if plan.kind_of[j, a] < 0 and plan.is_open[w, j, s, a]:
                rows.add_product(weights, stays, odds, j * actions + a, share, j)
    for kind in range(len(plan.action_of)):
        slot, a = plan.slots[w, s, LEADS + kind], plan.action_of[kind]
        if slot >= 0 and plan.offer_of[a] < 0:
            _weigh(desk, kept + slot, s, w, a, kind, plan)
        elif slot >= 0:
            rows.fill(weights, kept + slot, 0.0)
            for j in range(movers):
                if plan.is_open[w, j, s, a] and plan.kind_of[j, a] == kind:
                    rows.offer(weights, stays, kept + slot, odds, j * actions + a, share, j, desk.agreed,
                               plan.offer_of[a] * movers + j)  # fmt: skip


@compiled
def _charge(desk, s, w, plan, drawn):
    """What actions of a state are expected to cost each party."""
    costs, odds, share, charge, parties = desk.costs, desk.odds, desk.share, drawn.charge, drawn.discount.shape[0]
    movers, actions = plan.kind_of.shape
    charges = len(charge) // parties
    for i in range(parties):
        rows.fill(costs, i, 0.0)
    for j in range(movers):
        m, may = plan.signatories[j], plan.is_open[w, j, s]
        for a in range(1, actions):
            if may[a]:
                paid, paid_by_others = plan.mover_pays[a, s], plan.others_pay[a, s]
                if paid >= 0:
                    rows.add_product_of_three(costs, m, odds, j * actions + a, share, j, charge, m * charges + paid)
                if paid_by_others >= 0:
                    for k in plan.signatories:
                        if k != m:
                            rows.product(desk.few, _EXPECTED, odds, j * actions + a, share, j)
                            rows.add_product_of_three(costs, k, desk.few, _EXPECTED, desk.agreed,
                                                      plan.offer_of[a] * movers + j, charge,
                                                      k * charges + paid_by_others)  # fmt: skip


@compiled
def _expect(desk, value, base, i, kept, s, w, plan):
    """What a party expects of a month that begins in a state, from the weights of its ways."""
    few, weights = desk.few, desk.weights
    rows.product(few, _EXPECTED, weights, kept + plan.slots[w, s, STAYS], value, base + s)
    rows.subtract(few, _EXPECTED, desk.costs, i)
    left, left_to = -1, 0
    for kind in range(len(plan.action_of)):
        slot = plan.slots[w, s, LEADS + kind]
        if slot >= 0:
            to = base + led_to(kind, s, plan)
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
def _declare_wars(value, each, month, plan, drawn):
    """A war that begins or is decided in this month is worth what the power of this month makes it."""
    parties = drawn.discount.shape[0]
    for i in range(parties):
        for s in plan.wars:
            rows.copy(value, i * each + s, drawn.war_worth, plan.war_at[month] * parties + i)


@compiled
def _before_events(value, each, month, plan, drawn):
    """Every party's values before the events of a month, in place."""
    after_events, variant = plan.bounds[month, 1], plan.bounds[month, 2]
    for i in range(drawn.discount.shape[0]):
        for place in range(plan.lengths[variant] - 1, -1, -1):
            # of two transitions in one month the second acts on states that the first has brought
            step = plan.sequence[variant, place]
            if not plan.looks[step]:
                step_back(value, i * each, i, step, after_events, plan, drawn)
                _pay(value, i * each, i, step, after_events, plan, drawn)


@compiled
def _lead(desk, value, each, s, w, plan, drawn):
    """What every party expects after each action with chances that somebody may take in a state."""
    first, last = plan.moved_first, plan.moved_last
    for i in range(drawn.discount.shape[0]):
        base, of_viewer = i * each, i * plan.moved_rows
        for kind in range(len(first)):
            if plan.slots[w, s, LEADS + kind] >= 0:
                _after_moving(value, base, plan.states + kind, first[kind, s], last[kind, s], plan.moved_target,
                              desk.moved, of_viewer, plan.moved_at)  # fmt: skip
                if plan.moved_paid[kind, s] >= 0:
                    rows.subtract(value, base + plan.states + kind, desk.paid,
                                  i * plan.paid_rows + plan.moved_paid[kind, s])  # fmt: skip


@compiled
def _first_moves(desk, found, s, w, j, plan):
    """What a mover does in month 0, where that is where a draw starts; from its odds and their total."""
    movers, actions = plan.kind_of.shape
    for k in range(len(plan.starts)):
        if s == plan.starts[k]:
            for a in range(actions):
                if a == WAIT or plan.is_open[w, j, s, a]:
                    rows.quotient(found.first_moves, (k * movers + j) * actions + a, desk.odds, j * actions + a,
                                  desk.few, _TOTAL)  # fmt: skip


@compiled
def _choose(desk, value, each, s, w, month, plan, drawn, found):
    """The odds of each mover's actions in a state, and its turn over their total."""
    odds, few, actions = desk.odds, desk.few, plan.kind_of.shape[1]
    for j in range(len(plan.signatories)):
        m, may, begin = plan.signatories[j], plan.is_open[w, j, s], j * actions
        if plan.has_policy[w, j]:
            _dictated(odds, begin, few, may, plan.policy[w, j])
        else:
            _worths(desk.worth, desk, value, each, s, j, may, plan, drawn)
            _odds(odds, begin, few, value, desk.worth, may, drawn.sharpness, m, drawn.leaning, drawn.waiting,
                  plan.waiting_at[w, s, j])  # fmt: skip
        rows.quotient(desk.share, j, drawn.turn, j, few, _TOTAL)
        if month == 0:
            _first_moves(desk, found, s, w, j, plan)


@compiled
def _value_before(desk, value, before, each, kept, s, w, month, plan, drawn):
    """What a state is worth to every party at the beginning of a month: its flow, and what is expected after it."""
    parties = drawn.discount.shape[0]
    bargains, trends = len(drawn.bargain_flow) // parties, len(drawn.trend_flow) // parties
    crises = len(drawn.crisis_flow) // parties
    for i in range(parties):
        _expect(desk, value, i * each, i, kept, s, w, plan)
        rows.flow(before, i * each + s, drawn.bargain_flow, i * bargains + plan.bargain_at[s], drawn.trend_flow,
                  i * trends + plan.trend_at[s], drawn.crisis_flow, i * crises + plan.crisis_at[s], drawn.discount, i,
                  desk.few, _EXPECTED, month / 12.0)  # fmt: skip


@compiled
def solve(plan, drawn, desk, found):
    """Values at month 0, and by month kept the weight of each way to leave or keep a state, movers taken together."""
    parties = drawn.discount.shape[0]
    each = len(desk.value) // parties
    value, before = desk.value, desk.before
    _begin(plan, drawn, desk, each)
    for month in range(plan.months - 1, -1, -1):
        w = plan.window[month]
        kept = month * plan.weights if month < plan.keep_months else 0
        _declare_wars(value, each, month, plan, drawn)
        _before_events(value, each, month, plan, drawn)
        for s in range(plan.bounds[month, 0]):
            _lead(desk, value, each, s, w, plan, drawn)
            for a in range(1, plan.kind_of.shape[1]):
                if plan.is_asked[w, s, a]:
                    _agree(desk, value, each, s, w, a, plan, drawn)
            _choose(desk, value, each, s, w, month, plan, drawn, found)
            _weigh_ways(desk, kept, s, w, plan)
            _charge(desk, s, w, plan, drawn)
            _value_before(desk, value, before, each, kept, s, w, month, plan, drawn)
        value, before = before, value
    for i in range(parties):
        for s in range(plan.states):
            rows.copy(found.value, i * plan.states + s, value, i * each + s)
