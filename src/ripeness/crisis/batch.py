"""Lays a crisis game out for the kernels: states that can be reached, steps as arrays, and what comes back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from ripeness.case.values import BoolArray, FloatArray, IntArray
from ripeness.crisis import kernel
from ripeness.crisis.actions import ACTIONS, WAIT, conduct, in_months
from ripeness.crisis.futures import Curves, Futures, region_cost
from ripeness.crisis.game import CrisisGame, Way, start_state
from ripeness.crisis.states import CRISIS, NO_BARGAIN, WAR_PATHS
from ripeness.crisis.step_rows import distinct, lanes, steps_as_rows, within
from ripeness.crisis.steps import Step
from ripeness.crisis.ways import ways_on


@dataclass(frozen=True)
class _Form:
    """What an action is made of, as far as the kernels care; `outcomes` are how many there may be in a state."""

    outcomes: Literal["none", "one", "many"] = "one"
    of_each_mover: bool = False
    needs_consent: bool = False
    mover_pays: bool = False
    others_pay: bool = False


# what the kernels take, in their order
_FORMS = {
    "wait": _Form("none"),
    "press": _Form("many", of_each_mover=True),
    "deescalate": _Form("many", mover_pays=True),
    "reassure": _Form("many", mover_pays=True),
    "offer_covert": _Form(needs_consent=True),
    "offer_open": _Form(needs_consent=True, mover_pays=True, others_pay=True),
    "walk_out": _Form(),
    "renege": _Form(),
    "attack": _Form(),
}
_PLACE = {name: place for place, name in enumerate(_FORMS)}
_MOVES = ("offer_covert", "offer_open", "walk_out", "renege")
# in the order of the kernels' ways
_WAYS_OF_ACTIONS = tuple(_PLACE[name] for name in ("deescalate", "reassure", *_MOVES, "attack"))


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


def _refuse_what_kernels_cannot(game: CrisisGame) -> None:
    """The kernels know nine actions by place and form, and would get any other wrong.

    Raises
    ------
    NotImplementedError
        If the table has an action that they cannot take.
    """
    if tuple(ACTIONS) != tuple(_FORMS):
        unknown = ", ".join(name for name in ACTIONS if name not in _FORMS) or "actions in another order"
        raise NotImplementedError(
            f"the compiled game does not know {unknown}, would be right: the plain game, or {', '.join(_FORMS)}"
        )
    of_first = game.ways[0]
    talking = of_first[_PLACE["offer_open"]]
    for way in (way for ways in game.ways for way in ways):
        found = _form_of(way, alike=way is of_first[_PLACE[way.name]])
        takes = _FORMS[way.name]
        # what may have many outcomes may have one, and what may be of each mover may be of all
        if takes.outcomes == "many":
            found = replace(found, outcomes="many", of_each_mover=takes.of_each_mover)
        if found != takes or way.others_pay is not (talking.mover_pays if takes.others_pay else None):
            raise NotImplementedError(
                f"the compiled game cannot take {way.name} as {found}, would be right: the plain game, or {takes}"
            )


def _form_of(way: Way, alike: bool) -> _Form:
    moves = [move for step in way.steps for move in step.moves]
    is_certain = len(moves) == 1 and all(step.cost is None for step in way.steps) and moves[0].is_certain
    return _Form(
        outcomes="none" if not way.steps else "one" if is_certain else "many",
        of_each_mover=not alike,
        needs_consent=way.needs_consent,
        mover_pays=way.mover_pays is not None,
        others_pay=way.others_pay is not None,
    )


def _target(game: CrisisGame, name: str) -> IntArray:
    """Where an action with one outcome leads each state."""
    return game.ways[0][_PLACE[name]].steps[0].moves[0].target


def _lay_out(game: CrisisGame, starts: list[int], keep_months: int) -> _Layout:
    _refuse_what_kernels_cannot(game)
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
    kinds = [ways[_PLACE["press"]].steps for ways in game.ways]
    kinds += [game.ways[0][_PLACE[name]].steps for name in ("deescalate", "reassure")]
    taken = [_numbered(steps, of_kind) for of_kind in kinds]
    is_open, has_policy, policy, window = _conducts(game)
    keep = _reachable(game, steps, is_open, starts)
    live = int(space.is_live[keep].sum())
    lengths = np.array([len(v) for v in variants])
    sequence = np.array([v + [0] * (lengths.max() - len(v)) for v in variants]).reshape(len(variants), -1)
    laid_out = steps_as_rows(view.known, steps, keep, viewers=len(game.case.parties) + 1, n=view.values.n)
    if laid_out.to_and_fro & {number for variant in variants for number in variant}:
        raise ValueError("an event moves states to and fro, would be right: two events, or a way of its own")
    shared = _flows_and_costs(game, keep)
    slots = _slots(is_open[..., keep])
    plan = kernel.Plan(
        states=len(keep),
        live=live,
        months=game.months,
        keep_months=keep_months,
        start=int(np.searchsorted(keep, starts[0])),
        war_outcome=int(np.searchsorted(keep, int(_target(game, "attack")[starts[0]]))),
        bounds=_bounds(game, keep, live, month_variant, whole=keep_months == 0),
        window=window,
        sequence=sequence,
        lengths=lengths,
        **laid_out.places,
        **ways_on(laid_out.places, taken, len(keep), live),
        channel=np.stack([within(keep, _target(game, name)[keep]) for name in _MOVES]),
        is_open=np.ascontiguousarray(np.moveaxis(is_open[..., keep], 2, 3)),
        has_policy=has_policy,
        policy=policy,
        signatories=np.array(space.signatories),
        slots=slots,
        weights=int(slots.max()) + 1,
        is_crisis=(space.is_live & (space.tension == CRISIS))[keep],
        ends=_ends(game)[keep],
        under_bargain=(space.is_live & (space.bargain != NO_BARGAIN))[keep],
        bargain_at=shared["bargain_flow"][1],
        trend_at=shared["trend_flow"][1],
        crisis_at=shared["crisis_flow"][1],
        deescalate_at=shared["cost_deescalate"][1],
        reassure_at=shared["cost_reassure"][1],
        talk_at=shared["cost_talk"][1],
    )
    drawn = kernel.Drawn(
        **laid_out.drawn,
        turn=lanes(game.turn),
        sharpness=lanes(game.sharpness[:, :, 0]),
        discount=lanes(view.discount),
        outcomes=lanes(game.outcome_values[:, :, keep]),
        **{name: rows for name, (rows, _) in shared.items()},
    )
    return _Layout(keep, plan, drawn)


def _flows_and_costs(game: CrisisGame, keep: IntArray) -> dict[str, tuple[FloatArray, IntArray]]:
    """Rows that states share, (blocks, parties, rows, lanes), and which each state's is; kept for games alike."""
    found: dict[str, tuple[FloatArray, IntArray]] = {}
    flows = zip(("bargain_flow", "trend_flow", "crisis_flow"), game.rules.flows, strict=True)
    paid = {"deescalate": "deescalate", "reassure": "reassure", "talk": "offer_open"}
    costs = ((f"cost_{name}", _charge(game, action)) for name, action in paid.items())
    for known, of_states in ((game.rules.known, flows), (game.rules.outlook.known, costs)):
        for name, each in of_states:
            key = ("laid out", name, keep.tobytes(), game.space.has_talks)
            if key not in known:
                rows, which = distinct(each[:, :, keep])
                known[key] = lanes(rows), which
            found[name] = known[key]
    return found


def _charge(game: CrisisGame, name: str) -> FloatArray:
    """What an action costs whoever takes it, (draws, parties, states)."""
    charge = game.ways[0][_PLACE[name]].mover_pays
    assert charge is not None, "its form says that it has one"
    return charge


def _slots(is_open: BoolArray) -> IntArray:
    """Where the weight of each way to leave or keep a state is found, (windows, states, ways), or -1 if nobody may."""
    by_action = np.asarray(is_open.any(axis=1))
    always = np.ones_like(by_action[:, 0])
    ways = np.stack([always, *(by_action[:, a] for a in _WAYS_OF_ACTIONS)], axis=2)
    taken = np.concatenate([ways, np.moveaxis(is_open[:, :, _PLACE["press"]], 1, 2)], axis=2)
    taken &= is_open[:, 0, WAIT, :, None]
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


def _reachable(game: CrisisGame, steps: list[Step], is_open: BoolArray, starts: list[int]) -> IntArray:
    """States that anybody thinks can be reached from these, in order, and all outcomes."""
    space = game.space
    used = {int(in_months(game.posture, month)) for month in range(game.months)}
    edges: list[tuple[IntArray, BoolArray]] = [(move.target, move.possible) for step in steps for move in step.moves]
    for name in _MOVES:
        allowed = is_open[sorted(used)][:, :, _PLACE[name]].any(axis=(0, 1))  # type: ignore[arg-type]
        edges.append((_target(game, name), np.asarray(allowed)))
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
