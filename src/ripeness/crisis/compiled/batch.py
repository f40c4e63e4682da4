"""Lays a crisis game out for the kernels: states that can be reached, steps as arrays, and what comes back."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ripeness.arrays import BoolArray, FloatArray, IntArray
from ripeness.crisis.actions import ACTIONS, WAIT, conduct, in_months
from ripeness.crisis.compiled import kernel
from ripeness.crisis.compiled.step_rows import Known, distinct, lanes, steps_as_rows, within
from ripeness.crisis.compiled.ways import ways_on
from ripeness.crisis.futures import Curves, Futures, region_cost
from ripeness.crisis.game import CrisisGame, Way, start_state
from ripeness.crisis.states import CRISIS, NO_BARGAIN, WAR_PATHS
from ripeness.crisis.steps import Step


@dataclass(frozen=True)
class _Layout:
    """A game as the kernels read it. States are those kept, outcomes last; drawn rows are (blocks, ..., lanes)."""

    keep: IntArray
    plan: kernel.Plan
    drawn: kernel.Drawn


def solve_values(game: CrisisGame, starts: list[int]) -> FloatArray:
    """Values at month 0 of these states, (draws, parties, starts)."""
    layout = _lay_out(game, starts, keep_months=0)
    value = _run(game, layout)["value"]
    return _by_draw(game, value[:, :, np.searchsorted(layout.keep, starts)])


def solve_and_follow(game: CrisisGame, horizon: int) -> Futures:
    """The futures of a game, as `futures.follow` gives them, for every draw."""
    layout = _lay_out(game, [start_state(game.case, game.space)], keep_months=horizon)
    found = _run(game, layout)
    curves = _curves(game, layout, found)
    value = _by_draw(game, found["value"][:, :, layout.plan.start])
    return Futures(curves, value, _by_draw(game, found["first_moves"]), region_cost(game, curves))


def _run(game: CrisisGame, layout: _Layout) -> dict[str, FloatArray]:
    """What the kernels find, (blocks, ..., lanes)."""
    n, parties, states = game.rules.outlook.values.n, len(game.case.parties), len(layout.keep)
    side_by_side, keep_months = kernel.lanes_of(n), layout.plan.keep_months
    blocks = -(-n // side_by_side)
    months = keep_months + 1 if keep_months else 0
    shapes = {
        "value": (parties, states),
        "masses": (months, states),
        "never_signed": (months,),
        "begun": (months,),
        "first_moves": (len(game.space.signatories), len(ACTIONS)),
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


def _lay_out(game: CrisisGame, starts: list[int], keep_months: int) -> _Layout:
    space, view = game.space, game.rules.outlook
    steps: list[Step] = []
    variants: list[list[int]] = []
    month_variant = np.zeros(game.months, dtype=np.int64)
    seen: dict[int, int] = {}
    for month in range(game.months):
        events = game.events(month)
        if id(events) not in seen:
            seen[id(events)] = len(variants)
            variants.append(_numbered(steps, events))
        month_variant[month] = seen[id(events)]
    kinds = _kinds(game)
    taken = [_numbered(steps, way.steps) for way in kinds.with_chances]
    is_open, has_policy, policy, window = _conducts(game)
    keep = _reachable(game, steps, kinds.certain, is_open, starts)
    live = int(space.is_live[keep].sum())
    lengths = np.array([len(v) for v in variants])
    sequence = np.array([v + [0] * (lengths.max() - len(v)) for v in variants]).reshape(len(variants), -1)
    laid_out = steps_as_rows(view.known, steps, keep, viewers=len(game.case.parties) + 1, n=view.values.n)
    if laid_out.to_and_fro & {number for variant in variants for number in variant}:
        raise ValueError("an event moves states to and fro, would be right: two events, or a way of its own")
    flows, charges = _flows(game, keep), _charges(game, keep)
    slots = _slots(is_open[..., keep], kinds, game)
    plan = kernel.Plan(
        states=len(keep),
        live=live,
        months=game.months,
        keep_months=keep_months,
        start=int(np.searchsorted(keep, starts[0])),
        bounds=_bounds(game, keep, live, month_variant, whole=keep_months == 0),
        window=window,
        sequence=sequence,
        lengths=lengths,
        **laid_out.places,
        **ways_on(laid_out.places, taken, len(keep), live),
        **_actions(game, kinds, is_open[..., keep]),
        certain_to=np.array(
            [within(keep, way.steps[0].moves[0].target[keep]) for way in kinds.certain], dtype=np.int64
        ).reshape(-1, len(keep)),
        mover_pays=charges.of_movers,
        others_pay=charges.of_others,
        is_open=np.ascontiguousarray(np.moveaxis(is_open[..., keep], 2, 3)),
        has_policy=has_policy,
        policy=policy,
        signatories=np.array(space.signatories),
        slots=slots,
        weights=int(slots.max()) + 1,
        is_crisis=(space.is_live & (space.tension == CRISIS))[keep],
        ends=_ends(game)[keep],
        under_bargain=(space.is_live & (space.bargain != NO_BARGAIN))[keep],
        bargain_at=flows["bargain_flow"][1],
        trend_at=flows["trend_flow"][1],
        crisis_at=flows["crisis_flow"][1],
    )
    drawn = kernel.Drawn(
        **laid_out.drawn,
        turn=lanes(game.turn),
        sharpness=lanes(game.sharpness[:, :, 0]),
        discount=lanes(view.discount),
        outcomes=lanes(game.outcome_values[:, :, keep]),
        charge=charges.rows,
        **{name: rows for name, (rows, _) in flows.items()},
    )
    return _Layout(keep, plan, drawn)


def _flows(game: CrisisGame, keep: IntArray) -> dict[str, tuple[FloatArray, IntArray]]:
    """Flows as rows that states share, and which each state's is."""
    named = zip(("bargain_flow", "trend_flow", "crisis_flow"), game.rules.flows, strict=True)
    return {name: _shared(game.rules.known, game, name, each, keep) for name, each in named}


def _shared(known: Known, game: CrisisGame, name: str, each: FloatArray, keep: IntArray) -> tuple[FloatArray, IntArray]:
    """Rows that states share, (blocks, parties, rows, lanes), and which each state's is; kept for games alike."""
    key = ("laid out", name, keep.tobytes(), game.space.has_talks)
    if key not in known:
        rows, which = distinct(each[:, :, keep])
        known[key] = lanes(rows), which
    return known[key]


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
    known: dict[int, IntArray] = {}
    for a, way in enumerate(game.ways[0]):
        for who, paid in enumerate((way.mover_pays, way.others_pay)):
            if paid is None:
                continue
            if id(paid) not in known:
                rows, which = _shared(game.rules.outlook.known, game, f"{way.name}, {who}", paid, keep)
                known[id(paid)] = which + begin
                found.append(rows)
                begin += rows.shape[2]
            places[who, a] = known[id(paid)]
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


def _conducts(game: CrisisGame) -> tuple[BoolArray, BoolArray, FloatArray, IntArray]:
    """What may be done outside (0) and inside (1) the posture's months, and which months are inside."""
    names = list(game.case.parties)
    may = [
        [conduct(game.case, posture, game.space, names[m]) for m in game.space.signatories]
        for posture in (None, game.posture)
    ]
    none = np.zeros(len(ACTIONS))
    return (
        np.stack([np.stack([each.is_open for each in row]) for row in may]),
        np.array([[each.policy is not None for each in row] for row in may]),
        np.stack([np.stack([none if each.policy is None else each.policy for each in row]) for row in may]),
        np.array([int(in_months(game.posture, month)) for month in range(game.months)]),
    )


def _reachable(
    game: CrisisGame, steps: list[Step], certain: list[Way], is_open: BoolArray, starts: list[int]
) -> IntArray:
    """States that anybody thinks can be reached from these, in order, and all outcomes."""
    space = game.space
    used = sorted({int(in_months(game.posture, month)) for month in range(game.months)})
    edges: list[tuple[IntArray, BoolArray]] = [(move.target, move.possible) for step in steps for move in step.moves]
    for way in certain:
        edges.append((way.steps[0].moves[0].target, np.asarray(_taken(is_open[used], way, game).any(axis=0))))
    reached = ~space.is_live
    reached[starts] = True
    while True:
        grown = reached.copy()
        for target, possible in edges:
            grown[target[reached & possible]] = True
        if (grown == reached).all():
            return np.flatnonzero(reached)
        reached = grown


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


def _ends(game: CrisisGame) -> IntArray:
    """1 for states in crisis and wars: where a month must end to have begun a crisis."""
    ends = (game.space.is_live & (game.space.tension == CRISIS)).astype(np.int64)
    ends[[game.space.war(path) for path in WAR_PATHS]] = 1
    return ends


def _curves(game: CrisisGame, layout: _Layout, found: dict[str, FloatArray]) -> Curves:
    space, keep, masses = game.space, layout.keep, found["masses"]
    place = {int(state): k for k, state in enumerate(keep)}
    live = space.is_live[keep]
    gives_in = np.zeros((len(masses), len(game.case.parties), masses.shape[1], masses.shape[3]))
    for j in space.signatories:
        for m in space.signatories:
            if j != m:
                gives_in[:, j] += masses[:, :, place[space.capitulation(j, m)]]
    settled = [place[space.settled(office)] for office in range(space.leaderships)]
    war = np.stack([masses[:, :, place[space.war(path)]] for path in WAR_PATHS], axis=1)

    def among(states: IntArray | BoolArray | list[int]) -> FloatArray:
        return _by_draw(game, masses[:, :, states].sum(axis=2))

    return Curves(
        war=_by_draw(game, war),
        settled=among(settled),
        capitulation=_by_draw(game, gives_in),
        bargain=among(live & (space.bargain[keep] != NO_BARGAIN)),
        # a difference of two numbers near 1 may come out a hair below 0
        bargain_ever=np.clip(1.0 - _by_draw(game, found["never_signed"]), 0.0, 1.0),
        crisis=among(live & (space.tension[keep] == CRISIS)),
        crises_begun=_by_draw(game, found["begun"]),
    )
