"""The crisis game for many draws, compiled: loops over what `batch` has laid out as arrays.

Nothing is decided here. Chances, targets, costs and flows come from the same rules as the plain game of `game`; the
kernels only carry values backward (`backward`) and probabilities forward (`forward`). A block of draws goes side by
side on the last axis of every array: they share the targets, so that the innermost loops run over neighbouring numbers
(`rows`). No draw meets another, so how draws are cut into blocks decides nothing.

An array of rows has shape (rows, lanes); where rows belong to parties or viewers, those of the first come first, and
the analyst is the last viewer.
"""

# pyright: basic, reportPrivateUsage=none

from typing import Any, NamedTuple

import numpy as np

from ripeness.crisis.compiled.backward import compose, solve
from ripeness.crisis.compiled.compiler import compiled
from ripeness.crisis.compiled.forward import follow

MOST_LANES = 128
_VECTOR = 8


def lanes_of(draws: int) -> int:
    """How many draws go side by side: what a processor adds up at once, or many times that.

    >>> [lanes_of(draws) for draws in (2, 64, 1000)]
    [8, 64, 128]
    """
    return min(-(-draws // _VECTOR) * _VECTOR, MOST_LANES)


class Plan(NamedTuple):
    """What draws share. Numbers and places only: int64, and bool where a name asks a question.

    What is drawn is kept once where it is the same for many: a name ending in `_at` says which row is whose.

    A step is a list of groups, one for each state that may move: its `source` (groups,), its entries `first` to `last`
    with their `target` (entries,). Groups stand in such an order that no state is a target once it was a source.
    `steps` (steps, 4) says where the groups and the payers of each begin and end, `sequence` (variants, most) which
    steps the months of a variant take, and `bounds` (months, 3) how many states there are before and after a month's
    events, and its variant. A step that only looks, `looks` (steps,), leads each state to itself.

    Forward there are passes: the first drops nothing, each other one counts and drops what it looks for where it first
    happens. `alive` (passes, states) says where a pass may have any probability, `drops` (entries, passes) under which
    number an entry is counted, -1 where it is not, and `moved_drops` and `certain_drops` (kinds, passes) the same of
    what actions lead to.

    What actions lead to has kinds: an action is of one kind for all movers, `is_alike` (actions,), or of one for each.
    `kind_of` (movers, actions) says which, -1 where nothing is done, and `action_of` (kinds,) the action. First come
    those with chances: states (kinds, states) have entries `moved_first` to `moved_last` with their `moved_target`,
    staying among them, and the row `moved_paid` of what it costs, or -1. Their rows are made of other rows: each
    product of `factors` (terms, most) is added to the row `into` of `moved_rows`, and `paid_factors` likewise, with the
    payment's row last. A factor is a row of chances, or -2 and less for one of `stay`; -1 is none. Then come those that
    are certain, with `certain_to` (kinds, states).

    The odds of what is closed are those of waiting: `waiting_at` (windows, states, movers) is the row of `waiting` with
    all their weights, `leaning` has those of (movers, actions), `accepting` of movers. A month's wars are worth
    `war_worth`, in the rows of `war_at` (months,); `wars` are their states.

    An action that others have to accept has a number, `offer_of` (actions,), or -1; `is_asked` (windows, states,
    actions) says where anybody may take it. `mover_pays` and `others_pay` (actions, states) are rows of `charge`, or
    -1.

    `slots` (windows, states, ways) is where, among the `weights` of a month, that of each way to leave or keep a state
    is found, or -1.
    """

    states: Any
    live: Any
    months: Any
    keep_months: Any
    starts: Any
    bounds: Any
    window: Any
    sequence: Any
    lengths: Any
    looks: Any
    steps: Any
    source: Any
    first: Any
    last: Any
    target: Any
    payer: Any
    chance_at: Any
    stay_at: Any
    payment_at: Any
    drops: Any
    moved_first: Any
    moved_last: Any
    moved_target: Any
    moved_at: Any
    moved_paid: Any
    moved_rows: Any
    paid_rows: Any
    into: Any
    factors: Any
    paid_into: Any
    paid_factors: Any
    moved_drops: Any
    kind_of: Any
    action_of: Any
    is_alike: Any
    certain_to: Any
    certain_drops: Any
    alive: Any
    waiting_at: Any
    wars: Any
    war_at: Any
    offer_of: Any
    is_asked: Any
    mover_pays: Any
    others_pay: Any
    is_open: Any
    has_policy: Any
    policy: Any
    signatories: Any
    slots: Any
    weights: Any
    is_calm: Any
    ends: Any
    bargain_at: Any
    trend_at: Any
    crisis_at: Any


class Drawn(NamedTuple):
    """What each draw has of its own, as rows.

    Of viewers: `chance`, `stay`. Of parties: `payment`, flows, `charge`, `sharpness`, `discount`, by state `outcomes`,
    and `war_worth` (of so many months). Of movers: `turn`, `waiting`, `leaning`, `accepting`. `share` of each start.
    """

    chance: Any
    stay: Any
    payment: Any
    turn: Any
    share: Any
    leaning: Any
    waiting: Any
    accepting: Any
    war_worth: Any
    sharpness: Any
    discount: Any
    outcomes: Any
    bargain_flow: Any
    trend_flow: Any
    crisis_flow: Any
    charge: Any


class Found(NamedTuple):
    """What comes out, as rows, all zero before.

    `value` of parties and states at month 0; `first_moves` of starts, movers and actions; by month, from 0 to the last
    kept: `masses` of the states, `counted`, what passes have found so far, and `begun`, crises so far without those at
    the start.
    """

    value: Any
    masses: Any
    counted: Any
    begun: Any
    first_moves: Any


class Desk(NamedTuple):
    """Rows to work on, which hold nothing before or after; kernels cannot make arrays themselves.

    `moved` and `paid` of viewers and parties: what actions lead to and cost. `weights` of months kept: of each way to
    leave or keep a state. Of parties: `value` after and `before` a month, of each state and then of what `backward`
    puts behind them; `worth` (actions,) says where in it that of an action is. The rest is for one state or one month.
    """

    moved: Any
    paid: Any
    weights: Any
    value: Any
    before: Any
    costs: Any
    agreed: Any
    gain: Any
    accepting: Any
    odds: Any
    share: Any
    worth: Any
    few: Any
    mass: Any
    acted: Any
    ends: Any


def desk(plan: Plan, parties: int, lanes: int) -> Desk:
    """A desk for the blocks of a game."""
    movers, actions = plan.kind_of.shape
    offers, with_chances = int(plan.offer_of.max()) + 1, len(plan.moved_first)
    rows = {
        "moved": (parties + 1) * len(plan.moved_target),
        "paid": parties * plan.paid_rows,
        "weights": max(plan.keep_months, 1) * plan.weights,
        **dict.fromkeys(("value", "before"), parties * (plan.states + with_chances + actions)),
        "costs": parties,
        "agreed": offers * movers,
        "gain": offers * movers + 1,
        "accepting": movers + 1,
        "odds": movers * actions,
        "share": movers,
        "few": 3,
        **dict.fromkeys(("mass", "acted"), len(plan.alive) * plan.states),
        "ends": plan.states,
    }
    worth = np.zeros(actions, dtype=np.int64)
    return Desk(worth=worth, **{name: np.empty((count, lanes)) for name, count in rows.items()})


@compiled
def solve_block(plan, drawn, desk, found):
    """Solve one block and, where months are kept, follow it forward; fills `found`."""
    compose(plan, drawn, desk)
    solve(plan, drawn, desk, found)
    if plan.keep_months > 0:
        follow(plan, drawn, desk, found)
