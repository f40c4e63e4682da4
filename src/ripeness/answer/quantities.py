"""What a run says a quantity is: the numbers that claims compare (MODEL.md, section 9)."""

from collections.abc import Callable

import numpy as np

from ripeness.answer.pipeline import PostureRun, Run
from ripeness.arrays import BoolArray, FloatArray
from ripeness.case.leadership import earliest_transition
from ripeness.case.quantity import Difference, Quantity
from ripeness.crisis.states import WAR_PATHS
from ripeness.settlements.listing import can_be_listed


def quantity_values(run: Run, asked: Quantity | Difference) -> FloatArray:
    """The quantity, or the difference of two, in each draw of the run, (draws,)."""
    if isinstance(asked, Difference):
        return quantity_values(run, asked.first) - quantity_values(run, asked.second)
    kind, _, _ = asked.name.partition(".")
    return KINDS[kind](run, run.under(asked.posture), asked)


def _month(under: PostureRun, asked: Quantity) -> int:
    """The month end that is asked for: the horizon, or the last before the earliest transition."""
    earliest = earliest_transition(under.case)
    if asked.when == "before" and earliest is not None:
        return min(max(earliest[1], 0), under.case.horizon)
    return under.case.horizon


def _phase(under: PostureRun, asked: Quantity) -> int:
    return {"": under.zones.start_phase, "before": 0, "after": 1}[asked.when]


def _party(run: Run, asked: Quantity) -> int:
    return list(run.case.parties).index(asked.party)


def _war(run: Run, under: PostureRun, asked: Quantity) -> FloatArray:
    at_end = under.futures.curves.war[:, :, _month(under, asked)]
    path = asked.name.partition(".")[2]
    return at_end[:, WAR_PATHS.index(path)] if path else at_end.sum(axis=1)


def _in_force(run: Run, under: PostureRun, asked: Quantity) -> FloatArray:
    """What is in force at a month end, or was ever reached by it, or how long a bargain lasts."""
    curves, month = under.futures.curves, _month(under, asked)
    kind, _, which = asked.name.partition(".")
    if which == "ever":
        return curves.ever[kind][:, month]
    if which == "life":
        return bargain_life(curves.bargain[:, : month + 1], curves.ever["bargain"][:, month])
    by_kind = {"step": curves.step, "bargain": curves.bargain, "settled": curves.settled}
    return by_kind[kind][:, month] if kind != "deal" else curves.bargain[:, month] + curves.settled[:, month]


def bargain_life(in_force: FloatArray, ever: FloatArray) -> FloatArray:
    """Expected months in force of those ever signed, (draws,), from the curve (draws, months); 0 where none is."""
    months = in_force[:, 1:].sum(axis=1)
    return np.divide(months, ever, out=np.zeros_like(months), where=ever > 0)


def _crisis_months(run: Run, under: PostureRun, asked: Quantity) -> FloatArray:
    return under.futures.curves.crisis[:, 1 : _month(under, asked) + 1].sum(axis=1)


def _capitulation(run: Run, under: PostureRun, asked: Quantity) -> FloatArray:
    return under.futures.curves.capitulation[:, _party(run, asked), _month(under, asked)]


def _value(run: Run, under: PostureRun, asked: Quantity) -> FloatArray:
    return under.futures.value[:, _party(run, asked)]


def _deals_now(run: Run, under: PostureRun, asked: Quantity) -> FloatArray:
    counted = _zone(under, asked).sum(axis=1).astype(float)
    # of settlements too many to list only some are looked at, which tells whether there is a deal, not how many
    return counted if can_be_listed(under.case) else np.where(counted > 0.0, np.nan, 0.0)


def _deal_now(run: Run, under: PostureRun, asked: Quantity) -> FloatArray:
    return _zone(under, asked).any(axis=1).astype(float)


def _zone(under: PostureRun, asked: Quantity) -> BoolArray:
    """Which are acceptable at the moment asked for, of those that ever are, (draws, rows)."""
    return under.zones.within[0][_phase(under, asked), under.zones.start_trust]


def _alternative(run: Run, under: PostureRun, asked: Quantity) -> FloatArray:
    i, which = _party(run, asked), asked.name.rpartition(".")[2]
    believed = run.alternatives
    by_name = {"never": believed.never[0], "attack": believed.attack, "wait": believed.wait}
    return by_name[which][:, i]


def _illusion(run: Run, under: PostureRun, asked: Quantity) -> FloatArray:
    i = _party(run, asked)
    return run.alternatives.at_start[:, i] - run.as_analyst.at_start[:, i]


KINDS: dict[str, Callable[[Run, PostureRun, Quantity], FloatArray]] = {
    "war": _war,
    **dict.fromkeys(("step", "bargain", "settled", "deal", "talks", "opening"), _in_force),
    "crisis_months": _crisis_months,
    "capitulation": _capitulation,
    "value": _value,
    "deals_now": _deals_now,
    "deal_now": _deal_now,
    "alternative": _alternative,
    "illusion": _illusion,
}
