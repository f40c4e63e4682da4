"""Lays a crisis game out for the kernels: states that can be reached, steps as arrays, and what comes back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np

from ripeness.arrays import BoolArray, FloatArray, IntArray
from ripeness.crisis.actions import ACTIONS, WAIT, conduct, in_months
from ripeness.crisis.compiled import kernel
from ripeness.crisis.compiled.step_rows import distinct, lanes, steps_as_rows, within
from ripeness.crisis.compiled.ways import ways_on
from ripeness.crisis.futures import (
    REACHED,
    REACHED_IN_WAR,
    Curves,
    Futures,
    crisis_or_war,
    curves_of,
    passes_of,
    region_cost,
)
from ripeness.crisis.game import CrisisGame, Way, start_states
from ripeness.crisis.states import NO_CHANNEL, WAR_PATHS
from ripeness.crisis.steps import Move, Step
from ripeness.settlements.memo import Itself

# the pass that drops nothing
WHOLE = "whole"
# what passes count, and for each pass that looks for something the numbers of what it counts
COUNTED = (*REACHED, *(f"war.{path}" for path in WAR_PATHS), "ceasefire")
COUNTERS = {
    name: {counted: number for number, counted in enumerate(COUNTED) if counted.partition(".")[0] == name}
    for name in (*REACHED, *REACHED_IN_WAR)
}


@dataclass(frozen=True)
class _Layout:
    """A game as the kernels read it. States are those kept, outcomes last; drawn rows are (blocks, ..., lanes)."""

    keep: IntArray
    passes: tuple[str, ...]
    plan: kernel.Plan
    drawn: kernel.Drawn


def solve_values(game: CrisisGame, starts: list[int]) -> FloatArray:
    """Values at month 0 of these states, (draws, parties, starts)."""
    layout = _lay_out(game, starts, keep_months=0)
    value = _run(game, layout)["value"]
    return _by_draw(game, value[:, :, np.searchsorted(layout.keep, starts)])


def solve_and_follow(game: CrisisGame, horizon: int) -> Futures:
    """The futures of a game, as `futures.follow` gives them, for every draw."""
    start_of = start_states(game)
    starts, which = np.unique(start_of, return_inverse=True)
    layout = _lay_out(game, starts.tolist(), keep_months=horizon, which=which)
    found = _run(game, layout)
    curves = _curves(game, layout, found, start_of)
    draws = np.arange(game.rules.outlook.values.n)
    value = _by_draw(game, found["value"][:, :, layout.plan.starts])
    first_moves = _by_draw(game, found["first_moves"])
    return Futures(curves, value[draws, :, which], first_moves[draws, which], region_cost(game, curves))


def _run(game: CrisisGame, layout: _Layout) -> dict[str, FloatArray]:
    """What the kernels find, (blocks, ..., lanes)."""
    n, parties, states = game.rules.outlook.values.n, len(game.case.parties), len(layout.keep)
    side_by_side, keep_months = kernel.lanes_of(n), layout.plan.keep_months
    blocks = -(-n // side_by_side)
    months = keep_months + 1 if keep_months else 0
    shapes = {
        "value": (parties, states),
        "masses": (months, states),
        "counted": (months, len(COUNTED)),
        "begun": (months,),
        "first_moves": (len(layout.plan.starts), len(game.space.signatories), len(ACTIONS)),
    }
    found = {name: np.zeros((blocks, *shape, side_by_side)) for name, shape in shapes.items()}
    desk = kernel.desk(layout.plan, parties, side_by_side)
    for block in range(blocks):
        kernel.solve_block(
            layout.plan,
            kernel.Drawn(*(_rows(each[block]) for each in layout.drawn)),
            desk,
            kernel.Found(**{name: _rows(each[block]) for name, each in found.items()}),
        )
    return found


def _by_draw(game: CrisisGame, blocks: FloatArray) -> FloatArray:
    """The draws first again, (draws, ...)."""
    return np.moveaxis(blocks, -1, 1).reshape(-1, *blocks.shape[1:-1])[: game.rules.outlook.values.n]


def _rows(block: FloatArray) -> FloatArray:
    """A block as rows, one after the other."""
    return block.reshape(-1, block.shape[-1])


@dataclass(frozen=True)
class _Kinds:
    """What actions lead to, each once for all who take it alike: first those with chances, then those certain."""

    with_chances: list[Way]
    certain: list[Way]

    @property
    def all(self) -> list[Way]:
        """In the order of their numbers."""
        return [*self.with_chances, *self.certain]


def _kinds(game: CrisisGame) -> _Kinds:
    ways = list(dict.fromkeys(way for of_mover in game.ways for way in of_mover if way.steps))
    return _Kinds([way for way in ways if not _is_certain(way)], [way for way in ways if _is_certain(way)])


def _is_certain(way: Way) -> bool:
    """Whether everybody is sure of where a way leads, at no cost on it."""
    return [(len(step.moves), step.cost) for step in way.steps] == [(1, None)] and way.steps[0].moves[0].is_certain


@dataclass(frozen=True)
class _Months:
    """The events of a game's months: its steps, which of them each variant of a month takes, and a month's variant."""

    steps: list[Step]
    variants: list[list[int]]
    of_month: IntArray

    @property
    def lengths(self) -> IntArray:
        """How many steps each variant has."""
        return np.array([len(variant) for variant in self.variants])

    @property
    def sequence(self) -> IntArray:
        """The steps of each variant, (variants, most)."""
        most = int(self.lengths.max())
        return np.array([v + [0] * (most - len(v)) for v in self.variants], dtype=np.int64).reshape(-1, most)


def _months(game: CrisisGame) -> _Months:
    steps: list[Step] = []
    variants: list[list[int]] = []
    of_month = np.zeros(game.months, dtype=np.int64)
    seen: dict[Itself, int] = {}
    for month in range(game.months):
        events = game.events(month)
        if Itself(events) not in seen:
            seen[Itself(events)] = len(variants)
            variants.append(_numbered(steps, events))
        of_month[month] = seen[Itself(events)]
    return _Months(steps, variants, of_month)


@dataclass(frozen=True)
class _Conduct:
    """What may be done outside (0) and inside (1) the posture's months, and which months are inside.

    `is_open` (windows, movers, actions, states), `has_policy` (windows, movers), `policy` (windows, movers, actions).
    """

    is_open: BoolArray
    has_policy: BoolArray
    policy: FloatArray
    window: IntArray


@dataclass(frozen=True)
class _Frame:
    """What a game's plan is laid out over: its steps and ways, the states kept, and the forward passes.

    `is_open` (windows, movers, actions, kept) of its conduct, and `counters`, what each pass counts.
    """

    months: _Months
    kinds: _Kinds
    conduct: _Conduct
    taken: list[list[int]]
    keep: IntArray
    passes: dict[str, BoolArray]

    @property
    def is_open(self) -> BoolArray:
        """Where each mover may take each action, over the states kept."""
        return self.conduct.is_open[..., self.keep]

    @property
    def counters(self) -> dict[str, Mapping[str, int]]:
        """The passes, each with the numbers of what it counts."""
        return {name: COUNTERS.get(name, {}) for name in self.passes}


def _frame(game: CrisisGame, starts: list[int], keep_months: int) -> _Frame:
    """Find the steps of months and actions, the states that anybody thinks can be reached, and the passes."""
    months, kinds, conduct_of = _months(game), _kinds(game), _conducts(game)
    taken = [_numbered(months.steps, way.steps) for way in kinds.with_chances]
    edges = _edges(game, months.steps, kinds.certain, conduct_of.is_open)
    keep = np.flatnonzero(_reached(game, edges, starts))
    everywhere = np.ones(len(game.space), dtype=bool)
    passes = {WHOLE: everywhere, **_passes(game, edges, starts if keep_months else [])}
    return _Frame(months, kinds, conduct_of, taken, keep, passes)


def _lay_out(game: CrisisGame, starts: list[int], keep_months: int, which: IntArray | None = None) -> _Layout:
    """Lay a game out that starts in these states, each draw in the one of them that `which` (draws,) says."""
    space, view, frame = game.space, game.rules.outlook, _frame(game, starts, keep_months)
    months, keep, is_open = frame.months, frame.keep, frame.is_open
    viewers = len(game.case.parties) + 1
    laid_out = steps_as_rows(game.rules.memo, months.steps, keep, viewers, view.values.n, frame.counters)
    if laid_out.to_and_fro & {number for variant in months.variants for number in variant}:
        raise ValueError("an event moves states to and fro, expected: two events, or a way of its own")
    live, flows = int(space.is_live[keep].sum()), _flows(game, keep)
    charges, slots = _charges(game, keep), _slots(is_open, frame.kinds, game)
    (war_worth, war_at), (waiting, waiting_at) = _war_worth(game), _waiting(game, is_open)
    plan = kernel.Plan(
        states=len(keep),
        live=live,
        months=game.months,
        keep_months=keep_months,
        starts=np.searchsorted(keep, starts),
        bounds=_bounds(game, keep, live, months.of_month, whole=keep_months == 0),
        window=frame.conduct.window,
        sequence=months.sequence,
        lengths=months.lengths,
        **laid_out.places,
        **ways_on(laid_out.places, frame.taken, len(keep), live),
        **_actions(game, frame.kinds, is_open),
        **_certain(frame.kinds, keep, frame.counters),
        alive=np.stack([of_pass[keep] for of_pass in frame.passes.values()]),
        waiting_at=waiting_at,
        wars=np.searchsorted(keep, space.wars),
        war_at=war_at,
        mover_pays=charges.of_movers,
        others_pay=charges.of_others,
        is_open=np.ascontiguousarray(np.moveaxis(is_open, 2, 3)),
        has_policy=frame.conduct.has_policy,
        policy=frame.conduct.policy,
        signatories=np.array(space.signatories),
        slots=slots,
        weights=int(slots.max()) + 1,
        is_calm=space.in_stalemate[keep],
        ends=crisis_or_war(space)[keep],
        **{f"{name}_at": which_row for name, (_, which_row) in flows.items()},
    )
    in_starts = np.zeros(view.values.n, dtype=np.int64) if which is None else which
    drawn = kernel.Drawn(
        **laid_out.drawn,
        **_of_parties(game, keep),
        share=lanes((in_starts[:, None] == np.arange(len(starts))).astype(float)),
        waiting=waiting,
        war_worth=war_worth,
        charge=charges.rows,
        **{f"{name}_flow": rows for name, (rows, _) in flows.items()},
    )
    return _Layout(keep, tuple(frame.passes), plan, drawn)


def _certain(kinds: _Kinds, keep: IntArray, counters: Mapping[str, Mapping[str, int]]) -> dict[str, IntArray]:
    """Where actions that are certain lead, and how passes count them: the fields of `kernel.Plan` for it."""
    moves = [way.steps[0].moves[0] for way in kinds.certain]
    to = [within(keep, move.target[keep]) for move in moves]
    drops = [[numbers.get(move.reaches.get(name, ""), -1) for name, numbers in counters.items()] for move in moves]
    return {
        "certain_to": np.array(to, dtype=np.int64).reshape(-1, len(keep)),
        "certain_drops": np.array(drops, dtype=np.int64).reshape(-1, len(counters)),
    }


def _of_parties(game: CrisisGame, keep: IntArray) -> dict[str, FloatArray]:
    """What parties and movers have of their own, as rows: the fields of `kernel.Drawn` for it."""
    signing = list(game.space.signatories)
    return {
        "turn": lanes(game.turn),
        "leaning": lanes(game.leanings[:, signing]),
        "accepting": lanes(game.leaning_to_accept[:, signing]),
        "sharpness": lanes(game.sharpness[:, :, 0]),
        "discount": lanes(game.rules.outlook.discount),
        "outcomes": lanes(game.rules.outcomes(game.capitulation, 0)[:, :, keep]),
    }


def _flows(game: CrisisGame, keep: IntArray) -> dict[str, tuple[FloatArray, IntArray]]:
    """Flows as rows that states share, and which each state's is."""
    named = zip(("bargain", "trend", "crisis"), game.rules.flows(), strict=True)
    return {name: _shared(game, each, keep) for name, each in named}


def _shared(game: CrisisGame, each: FloatArray, keep: IntArray) -> tuple[FloatArray, IntArray]:
    """Rows that states share, (blocks, parties, rows, lanes), and which each state's is; kept for games alike."""

    def laid_out() -> tuple[FloatArray, IntArray]:
        rows, which = distinct(each[:, :, keep])
        return lanes(rows), which

    return game.rules.memo.of(("flows", Itself(each), keep.tobytes()), laid_out)


@dataclass(frozen=True)
class _Charges:
    """Charges of all actions as rows, and which a state's is, (actions, states), or -1 where nothing is paid."""

    rows: FloatArray
    of_movers: IntArray
    of_others: IntArray


def _charges(game: CrisisGame, keep: IntArray) -> _Charges:
    n, parties = game.rules.outlook.values.n, len(game.case.parties)
    found, begin = [lanes(np.zeros((n, parties, 0)))], 0
    places = np.full((2, len(ACTIONS), len(keep)), -1)
    known: dict[Itself, IntArray] = {}
    for a, way in enumerate(game.ways[0]):
        for who, paid in enumerate((way.mover_pays, way.others_pay)):
            if paid is None:
                continue
            if Itself(paid) not in known:
                rows, which = _shared(game, paid, keep)
                known[Itself(paid)] = which + begin
                found.append(rows)
                begin += rows.shape[2]
            places[who, a] = known[Itself(paid)]
    return _Charges(np.concatenate(found, axis=2), *places)


def _actions(game: CrisisGame, kinds: _Kinds, is_open: BoolArray) -> dict[str, IntArray | BoolArray]:
    """Of which kind each action is, and which of them others have to accept: the fields of `kernel.Plan` for it."""
    place = {way: kind for kind, way in enumerate(kinds.all)}
    needs_consent = np.array([way.needs_consent for way in game.ways[0]])
    return {
        "kind_of": np.array([[place.get(way, -1) for way in ways] for ways in game.ways]),
        "action_of": np.array([_number_of(way) for way in place]),
        "is_alike": np.array([all(way is ways[0] for way in ways) for ways in zip(*game.ways, strict=True)]),
        "offer_of": np.where(needs_consent, needs_consent.cumsum() - 1, -1),
        "is_asked": np.ascontiguousarray(np.moveaxis(is_open.any(axis=1) & needs_consent[:, None], 1, 2)),
    }


def _number_of(way: Way) -> int:
    """The number of the action in the table."""
    return [*ACTIONS].index(way.name)


def _taken(is_open: BoolArray, way: Way, game: CrisisGame) -> BoolArray:
    """Where anybody may go a way, (windows, states), from what each mover may do."""
    a = _number_of(way)
    movers = [place for place, ways in enumerate(game.ways) if ways[a] is way]
    return np.asarray(is_open[:, movers, a].any(axis=1))


def _slots(is_open: BoolArray, kinds: _Kinds, game: CrisisGame) -> IntArray:
    """Where the weight of each way to leave or keep a state is found, (windows, states, ways), or -1 if nobody may."""
    taken = np.stack([is_open[:, 0, WAIT], *(_taken(is_open, way, game) for way in kinds.all)], axis=2)
    numbers = np.cumsum(taken.reshape(len(taken), -1), axis=1).reshape(taken.shape) - 1
    return np.where(taken, numbers, -1)


def _numbered(steps: list[Step], wanted: Sequence[Step]) -> list[int]:
    """Places of steps among all, new ones added."""
    places: list[int] = []
    for step in wanted:
        known = next((k for k, each in enumerate(steps) if each is step), None)
        if known is None:
            known = len(steps)
            steps.append(step)
        places.append(known)
    return places


def _conducts(game: CrisisGame) -> _Conduct:
    names = list(game.case.parties)
    may = [
        [conduct(game.case, posture, game.space, names[m]) for m in game.space.signatories]
        for posture in (None, game.posture)
    ]
    none = np.zeros(len(ACTIONS))
    has_policy = np.array([[each.policy is not None for each in row] for row in may])
    # what is never taken must not decide what the others are set against
    never = (game.leanings[:, list(game.space.signatories)] == 0.0).all(axis=0)
    is_open = np.stack([np.stack([each.is_open for each in row]) for row in may])
    is_open = is_open & ~(never & ~has_policy[..., None])[..., None]
    return _Conduct(
        is_open,
        has_policy,
        np.stack([np.stack([none if each.policy is None else each.policy for each in row]) for row in may]),
        np.array([int(in_months(game.posture, month)) for month in range(game.months)]),
    )


@dataclass(frozen=True)
class _Edges:
    """All moves that states may make, as far as anybody in any draw thinks: from where, to where, by which move."""

    source: IntArray
    target: IntArray
    number: IntArray
    moves: list[Move]

    def without(self, name: str) -> "_Edges":
        """Those that a pass which looks for this does not drop."""
        left = ~self.reaching(name)
        return _Edges(self.source[left], self.target[left], self.number[left], self.moves)

    def reaching(self, name: str) -> BoolArray:
        """Which are dropped by a pass that looks for this, (edges,)."""
        return np.array([name in move.reaches for move in self.moves])[self.number]


def _edges(game: CrisisGame, steps: list[Step], certain: list[Way], is_open: BoolArray) -> _Edges:
    """All moves of a game."""
    used = sorted({int(in_months(game.posture, month)) for month in range(game.months)})
    moves = [(move, move.possible) for step in steps for move in step.moves]
    moves += [(way.steps[0].moves[0], _taken(is_open[used], way, game).any(axis=0)) for way in certain]
    sources = [np.flatnonzero(possible) for _, possible in moves]
    return _Edges(
        np.concatenate(sources),
        np.concatenate([move.target[source] for (move, _), source in zip(moves, sources, strict=True)]),
        np.repeat(np.arange(len(moves)), list(map(len, sources))),
        [move for move, _ in moves],
    )


def _reached(game: CrisisGame, edges: _Edges, starts: list[int]) -> BoolArray:
    """States that can be reached from these by some moves, and all outcomes, (states,)."""
    reached = ~game.space.is_live
    reached[starts] = True
    known = -1
    while known != (known := int(reached.sum())):
        reached[edges.target[reached[edges.source]]] = True
    return reached


def _passes(game: CrisisGame, edges: _Edges, starts: list[int]) -> dict[str, BoolArray]:
    """The passes that look for something which may happen, each with the states in which it may have any probability.

    Settlements that nothing ends are counted by being there.
    """
    space, found = game.space, dict[str, BoolArray]()
    is_for_good = not bool((space.is_settled[edges.source] & ~space.is_settled[edges.target]).any())
    for name in passes_of(space) if starts else ():
        if name == "settled" and is_for_good:
            continue
        begin = [s for s in starts if name != "talks" or space.channel[s] == NO_CHANNEL]
        reached = _reached(game, edges.without(name), begin) & space.is_live
        if bool((reached[edges.source] & edges.reaching(name)).any()):
            found[name] = reached
    return found


def _war_worth(game: CrisisGame) -> tuple[FloatArray, IntArray]:
    """What a war for good that begins in a month is worth, (blocks, months * parties, lanes), and which is a month's.

    One for all months where nobody's share of power changes.
    """
    view = game.rules.outlook
    months = range(game.months) if (view.growth != view.growth[:, :1]).any() else range(1)
    worth = np.concatenate([view.for_good(view.war_flows(month)) for month in months], axis=1)
    return lanes(worth), np.arange(game.months) if len(months) > 1 else np.zeros(game.months, dtype=np.int64)


def _waiting(game: CrisisGame, is_open: BoolArray) -> tuple[FloatArray, IntArray]:
    """Weights of waiting, with those of all that acts as waiting, as rows, and which is whose in a state.

    The rows are (blocks, rows, lanes), their numbers (windows, states, movers).
    """
    weights = game.leanings[:, list(game.space.signatories)]
    # (windows, movers, actions, states) to (windows, states, movers, actions)
    closed = ~np.moveaxis(is_open, 3, 1)
    closed[..., WAIT] = True
    patterns, which = np.unique(closed.reshape(-1, closed.shape[-1]), axis=0, return_inverse=True)
    sums = np.einsum("dma,pa->dmp", weights, patterns.astype(float))
    of_pattern = cast(IntArray, which).reshape(closed.shape[:-1])
    places = of_pattern + np.arange(len(game.ways)) * len(patterns)
    return lanes(sums.reshape(len(sums), -1)), places


def _bounds(game: CrisisGame, keep: IntArray, live: int, variant: IntArray, whole: bool) -> IntArray:
    """By month: how many states before and after the leadership events, and the events' variant.

    States stand in the order of their leadership, so those of leaderships that may be in office are the first ones.
    """
    due = [game.case.transition_month(t) for t in game.case.transitions]
    office = game.space.leadership[keep[:live]]

    def states(limit: int) -> int:
        """How many states belong to leaderships that transitions up to a month may have brought."""
        most = sum(1 << bit for bit, month in enumerate(due) if month <= limit)
        return live if whole else int((office <= most).sum())

    rows = [(states(month - 1), states(month), variant[month]) for month in range(game.months)]
    return np.array(rows, dtype=np.int64)


def _curves(game: CrisisGame, layout: _Layout, found: dict[str, FloatArray], starts: IntArray) -> Curves:
    """The curves of every draw, each with its start (draws,)."""
    space, keep = game.space, layout.keep
    mass = np.zeros((game.rules.outlook.values.n, len(space), layout.plan.keep_months + 1))
    mass[:, keep] = np.moveaxis(_by_draw(game, found["masses"]), 1, 2)
    numbers = np.moveaxis(_by_draw(game, found["counted"]), 1, 2)
    counted = {name: numbers[:, number] for number, name in enumerate(COUNTED)}
    if "settled" not in layout.passes:
        counted["settled"] = mass[:, space.is_settled].sum(axis=1)
    counted["talks"] = counted["talks"] + (space.channel[starts] != NO_CHANNEL)[:, None]
    begun = _by_draw(game, found["begun"]) + space.in_crisis[starts][:, None]
    return curves_of(game, mass, counted, begun)
