"""Lays a crisis game out for the kernels: states that can be reached, steps as arrays, and what comes back."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ripeness.case.values import BoolArray, FloatArray, IntArray
from ripeness.crisis import kernel
from ripeness.crisis.actions import ACTIONS, conduct, in_months
from ripeness.crisis.futures import Curves, Futures, region_cost
from ripeness.crisis.game import CrisisGame, start_state
from ripeness.crisis.states import CRISIS, NO_BARGAIN, WAR_PATHS
from ripeness.crisis.steps import Step

Known = dict[tuple[object, ...], Any]

_MOVES = ("covert", "open", "walk_out", "renege")
_MOVED_BY = {"covert": "offer_covert", "open": "offer_open", "walk_out": "walk_out", "renege": "renege"}


@dataclass(frozen=True)
class _Layout:
    """Steps side by side, and the months that use them. States are those kept, outcomes last."""

    keep: IntArray
    live: int
    arrays: dict[str, Any]


def solve_values(game: CrisisGame, starts: list[int]) -> FloatArray:
    """Values at month 0 of these states, (draws, parties, starts)."""
    layout = _lay_out(game, starts, keep_months=0)
    value = _run(game, layout, starts[0], keep_months=0)["value"]
    return value[:, :, np.searchsorted(layout.keep, starts)]


def solve_and_follow(game: CrisisGame, horizon: int) -> Futures:
    """The futures of a game, as `futures.follow` gives them, for every draw."""
    start = start_state(game.case, game.space)
    layout = _lay_out(game, [start], keep_months=horizon)
    found = _run(game, layout, start, keep_months=horizon)
    curves = _curves(game, layout, found)
    place = int(np.searchsorted(layout.keep, start))
    return Futures(curves, found["value"][:, :, place], found["first_moves"], region_cost(game, curves))


def _run(game: CrisisGame, layout: _Layout, start: int, keep_months: int) -> dict[str, FloatArray]:
    """Arrays with the draws first, filled by the kernels."""
    n, parties = game.rules.outlook.values.n, len(game.case.parties)
    blocks = -(-n // kernel.LANES)
    states, movers = len(layout.keep), len(game.space.signatories)
    months = keep_months + 1 if keep_months else 1
    shapes = {
        "value": (parties, states),
        "masses": (months, states),
        "never_signed": (months,),
        "begun": (months,),
        "first_moves": (movers, len(ACTIONS)),
    }
    found = {name: np.zeros((blocks, *shape, kernel.LANES)) for name, shape in shapes.items()}
    kernel.solve_many(
        live=layout.live,
        months=game.months,
        keep_months=keep_months,
        start=int(np.searchsorted(layout.keep, start)),
        **layout.arrays,
        **found,
    )
    return {name: np.moveaxis(a, -1, 1).reshape(blocks * kernel.LANES, *a.shape[1:-1])[:n] for name, a in found.items()}


def _lanes(draws: FloatArray) -> FloatArray:
    """Draws in blocks side by side, (blocks, ..., lanes); the last block is filled up with the last draw."""
    n = len(draws)
    blocks = -(-n // kernel.LANES)
    rows = np.minimum(np.arange(blocks * kernel.LANES), n - 1)
    return np.ascontiguousarray(np.moveaxis(draws[rows].reshape(blocks, kernel.LANES, *draws.shape[1:]), 1, -1))


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
    press = np.array([_numbered(steps, game.press[m]) for m in space.signatories])
    deescalate, reassure = _numbered(steps, [game.deescalate, game.reassure])
    is_open, has_policy, policy, window = _conducts(game)
    keep = _reachable(game, steps, is_open, starts)
    live = int(space.is_live[keep].sum())
    lengths = np.array([len(v) for v in variants])
    sequence = np.array([v + [0] * (lengths.max() - len(v)) for v in variants]).reshape(len(variants), -1)
    arrays = _steps_as_arrays(view.known, steps, keep, viewers=len(game.case.parties) + 1, n=view.values.n)
    channel = np.stack([_within(keep, game.channel_moves[name][keep]) for name in _MOVES])
    bargain, trend, crisis = game.rules.flows
    arrays |= {
        "sequence": sequence,
        "lengths": lengths,
        "bounds": _bounds(game, keep, live, month_variant, whole=keep_months == 0),
        "window": window,
        "press": press,
        "deescalate": deescalate,
        "reassure": reassure,
        "channel": channel,
        "is_open": np.ascontiguousarray(is_open[..., keep]),
        "has_policy": has_policy,
        "policy": policy,
        "signatories": np.array(space.signatories),
        "turn": _lanes(game.turn),
        "sharpness": _lanes(game.sharpness[:, :, 0]),
        "discount": _lanes(view.discount),
        "outcomes": _lanes(game.outcome_values[:, :, keep]),
        "bargain_flow": _lanes(bargain[:, :, keep]),
        "trend_flow": _lanes(trend[:, :, keep]),
        "crisis_flow": _lanes(crisis[:, :, keep]),
        **{f"cost_{name}": _lanes(cost[:, :, keep]) for name, cost in game.costs.items()},
        "war_outcome": int(np.searchsorted(keep, space.war("intention"))),
        "crisis_or_war": _ends(game)[keep],
        "crisis_of": (space.is_live & (space.tension == CRISIS))[keep].astype(np.int64),
        "under_bargain": (space.is_live & (space.bargain != NO_BARGAIN))[keep],
    }
    return _Layout(keep, live, arrays)


def _numbered(steps: list[Step], wanted: list[Step]) -> list[int]:
    """Places of steps among all, new ones added."""
    places: list[int] = []
    for step in wanted:
        known = next((k for k, each in enumerate(steps) if each is step), None)
        if known is None:
            known = len(steps)
            steps.append(step)
        places.append(known)
    return places


def _steps_as_arrays(known: Known, steps: list[Step], keep: IntArray, viewers: int, n: int) -> dict[str, Any]:
    """Steps as groups of entries, one group for each state that may move; see `kernel`."""
    found = [_kept(known, step, keep) for step in steps]
    groups, entries, pays = (np.cumsum([0, *counts]) for counts in zip(*(f.counts for f in found), strict=True))
    last = np.concatenate([f.last + begin for f, begin in zip(found, entries, strict=False)])
    nothing = np.zeros((n, viewers, 0))
    stays = [f.stay for f in found if f.stay is not None]
    chances = [f.chance for f in found if f.chance is not None]
    payments = [f.payment for f in found if f.payment is not None]
    return {
        "steps": np.stack([groups[:-1], groups[1:], pays[:-1], pays[1:]], axis=1),
        "source": np.concatenate([f.source for f in found]),
        "first": np.concatenate([[0], last[:-1]]).astype(np.int64)[: len(last)],
        "last": last,
        "target": np.concatenate([f.target for f in found]),
        "chance": _lanes(np.concatenate([nothing, *chances], axis=2)),
        "stay": _lanes(np.concatenate([nothing, *stays], axis=2)),
        "payer": np.concatenate([f.payer for f in found]),
        "payment": _lanes(np.concatenate([nothing[:, 1:], *payments], axis=2)),
        "most": max(len(f.target) for f in found),
    }


_NOTHING = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True)
class _StepArrays:
    """One step: groups with their `source`, where each ends among the entries, and what is drawn of them."""

    source: IntArray = field(default_factory=lambda: _NOTHING)
    last: IntArray = field(default_factory=lambda: _NOTHING)
    target: IntArray = field(default_factory=lambda: _NOTHING)
    payer: IntArray = field(default_factory=lambda: _NOTHING)
    chance: FloatArray | None = None
    stay: FloatArray | None = None
    payment: FloatArray | None = None

    @property
    def counts(self) -> tuple[int, int, int]:
        """How many groups, entries and states that pay."""
        return len(self.source), len(self.target), len(self.payer)


def _kept(known: Known, step: Step, keep: IntArray) -> _StepArrays:
    """The arrays of a step, laid out once for all games that take it over the same states."""
    key = ("laid out", id(step), keep.tobytes())
    if key not in known:
        # with the step itself, so that no other gets its identity
        known[key] = step, _step_as_arrays(step, keep)
    return known[key][1]


def _step_as_arrays(step: Step, keep: IntArray) -> _StepArrays:
    if not step.moves:
        return _StepArrays()
    targets = np.stack([_within(keep, move.target[keep]) for move in step.moves])
    chances = np.stack([move.chance[:, :, keep] for move in step.moves])
    moves, states = np.nonzero(chances.any(axis=(1, 2)) & (targets != np.arange(len(keep))))
    to = targets[moves, states]
    order = np.lexsort((moves, states))
    moves, states, to = moves[order], states[order], to[order]
    begins = np.flatnonzero(np.diff(states, prepend=-1))
    chance = np.moveaxis(chances[moves, :, :, states], 0, 2)
    # a sum of chances may exceed 1 by a rounding error
    stay = np.maximum(1.0 - np.add.reduceat(chance, begins, axis=2), 0.0) if len(begins) else chance
    payer, payment = _NOTHING, None
    if step.cost is not None:
        cost = step.cost[:, :, keep]
        payer = np.flatnonzero(cost.any(axis=(0, 1)))
        payment = cost[:, :, payer]
    return _StepArrays(states[begins], np.append(begins, len(states))[1:], to, payer, chance, stay, payment)


def _within(keep: IntArray, target: IntArray) -> IntArray:
    """Targets as places among the states kept; one that is not kept is never reached, and stands for staying."""
    place = np.minimum(np.searchsorted(keep, target), len(keep) - 1)
    return np.where(keep[place] == target, place, np.arange(len(target)))


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
    edges: list[tuple[IntArray, BoolArray]] = [
        (move.target, np.asarray(move.chance.any(axis=(0, 1)))) for step in steps for move in step.moves
    ]
    for name, action in _MOVED_BY.items():
        allowed = is_open[sorted(used)][:, :, ACTIONS.index(action)].any(axis=(0, 1))  # type: ignore[arg-type]
        edges.append((game.channel_moves[name], np.asarray(allowed)))
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


def _curves(game: CrisisGame, layout: _Layout, found: dict[str, Any]) -> Curves:
    space, keep = game.space, layout.keep
    masses = np.moveaxis(found["masses"], 1, 2)
    place = {int(state): k for k, state in enumerate(keep)}
    live = space.is_live[keep]
    gives_in = np.zeros((masses.shape[0], len(game.case.parties), masses.shape[2]))
    for j in space.signatories:
        for m in space.signatories:
            if j != m:
                gives_in[:, j] += masses[:, place[space.capitulation(j, m)]]
    settled = [place[space.settled(office)] for office in range(space.leaderships)]
    return Curves(
        war=np.stack([masses[:, place[space.war(path)]] for path in WAR_PATHS], axis=1),
        settled=masses[:, settled].sum(axis=1),
        capitulation=gives_in,
        bargain=masses[:, live & (space.bargain[keep] != NO_BARGAIN)].sum(axis=1),
        # a difference of two numbers near 1 may come out a hair below 0
        bargain_ever=np.clip(1.0 - found["never_signed"], 0.0, 1.0),
        crisis=masses[:, live & (space.tension[keep] == CRISIS)].sum(axis=1),
        crises_begun=found["begun"],
    )
