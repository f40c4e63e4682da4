"""The answer over many draws: shares, quantiles, and postures compared draw by draw (MODEL.md, section 8).

Everything is read off the tables of an ensemble: `outcomes`, whose rows are draws 0, 1, 2, … with the postures within
each, and curves.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ripeness.answer.answers import BEST
from ripeness.answer.result import NOISE
from ripeness.arrays import BoolArray, FloatArray
from ripeness.case.quantity import AS_IS
from ripeness.crisis.futures import REACHED
from ripeness.crisis.states import WAR_PATHS
from ripeness.ensemble.ensemble import SERIES, Table
from ripeness.ensemble.intervals import PROBABILITIES, Mean, Share, Spread, mean_of, quantiles_of, share_of, spread_of
from ripeness.rules.conditions import CONDITIONS
from ripeness.rules.constraints import TOLERANCE, Constraint
from ripeness.settlements.listing import RUNGS, Rung

QUANTITIES = (
    "war",
    *(f"war.{path}" for path in WAR_PATHS),
    "deal",
    "step",
    "bargain",
    "settled",
    *(f"{what}.ever" for what in REACHED),
    "bargain.life",
    "crisis_months",
    "at_war",
    "war_months",
    "decided",
    "ceasefire.ever",
)
# of which postures are compared draw by draw
COMPARED = (
    "war",
    *(f"war.{path}" for path in WAR_PATHS),
    "deal",
    "step",
    "bargain",
    "settled",
    "crisis_months",
    "at_war",
)

Sets = tuple[tuple[str, ...], ...]
Curves = Mapping[str, Mapping[str, FloatArray]]


@dataclass(frozen=True)
class Frequency:
    """A constraint, a set of them or a deal (names in order), and the share of all draws in which it turns up."""

    names: tuple[str, ...]
    share: Share


@dataclass(frozen=True)
class Why:
    """Why not and what must change, over the draws; the most frequent first.

    `necessary` are constraints in every correction set of a draw, `corrections` and `conflicts` the sets listed in it.
    A draw with a deal has the empty correction set alone.
    """

    necessary: tuple[Frequency, ...]
    corrections: tuple[Frequency, ...]
    conflicts: tuple[Frequency, ...]


@dataclass(frozen=True)
class ConditionShares:
    """How often each condition holds at the start.

    `holds` is of all constraints at once, `for_party` of one signatory's only, `together` of all conditions.
    """

    holds: Mapping[str, Share]
    for_party: Mapping[str, Mapping[str, Share]]
    together: Share


@dataclass(frozen=True)
class PostureAnswer:
    """What comes of one posture: quantities by name, curves by series, (5 quantiles, months from 0 to the horizon)."""

    deal_now: Share
    quantities: Mapping[str, Spread]
    curves: Mapping[str, FloatArray]


@dataclass(frozen=True)
class Paired:
    """A quantity under one posture less that under another in the same draw: mean, 5-95 %, how often lower and higher.

    Where two are equal, neither is lower.
    """

    posture: str
    against: str
    quantity: str
    difference: Mean
    q05: float
    median: float
    q95: float
    lower: Share
    higher: Share


@dataclass(frozen=True)
class Distribution:
    """The answer over `draws` draws; what is called `beyond` is of deals that are more than a small step.

    `rungs` are the shares of draws in which a deal of each rung is acceptable now. `hurting` is the share of draws in
    which each signatory expects worse than today without a deal, `convinced` that in which it expects nothing better
    than a deal, `ripe` that in which all are hurting and a deal beyond small steps is acceptable now.
    `best` is the best deal of a draw on the highest rung that has one. `in_force_at_start` is the share of draws in
    which a step or a signed bargain stands at the start.
    """

    draws: int
    deal_now: Share
    beyond_now: Share
    rungs: Mapping[Rung, Share]
    in_force_at_start: Share
    ripe: Share
    hurting: Mapping[str, Share]
    convinced: Mapping[str, Share]
    conditions: ConditionShares
    conditions_beyond: ConditionShares
    why: Why
    why_beyond: Why
    tightest: tuple[Frequency, ...]
    best: tuple[Frequency, ...]
    best_of: Mapping[Rung, tuple[Frequency, ...]]
    reservations: Mapping[str, Spread]
    reservations_as_analyst: Mapping[str, Spread]
    illusions: Mapping[str, Spread]
    postures: Mapping[str, PostureAnswer]
    paired: tuple[Paired, ...]

    def compared(self, posture: str, against: str = AS_IS, quantity: str = "war") -> Paired:
        """One posture against another; raises KeyError for names that it has not."""
        wanted = (posture, against, quantity)
        for pair in self.paired:
            if (pair.posture, pair.against, pair.quantity) == wanted:
                return pair
        raise KeyError(wanted)


def distribution(outcomes: Table, curves: NDArray[np.float32]) -> Distribution:
    """The answer over all draws of an ensemble.

    `outcomes` has columns of all draws from 0 on with the postures within each, `curves` shape (postures, series,
    months, draws), as `ensemble.chunk` gives them.
    """
    of_posture = zip(postures_of(outcomes), curves, strict=True)
    return summed_up(
        outcomes,
        {name: {series: quantiles_of(c) for series, c in zip(SERIES, of, strict=True)} for name, of in of_posture},
    )


def curves_of(table: Table) -> Curves:
    """Quantile curves by posture and series, (5 quantiles, months), from the table `curves` of a run."""
    quantiles = np.stack([amounts(table, f"q{100 * p:02.0f}") for p in PROBABILITIES])
    by_posture: dict[str, dict[str, FloatArray]] = {}
    for name in dict.fromkeys(map(str, table["posture"])):
        of_posture = table["posture"] == name
        by_posture[name] = {series: quantiles[:, of_posture & (table["series"] == series)] for series in SERIES}
    return by_posture


def summed_up(outcomes: Table, curves: Curves) -> Distribution:
    """The answer over all draws of an ensemble, from its outcomes and the quantiles of its curves."""
    names = postures_of(outcomes)
    by_posture = {name: _rows(outcomes, place, len(names)) for place, name in enumerate(names)}
    as_is = by_posture[AS_IS]
    parties = [c.removeprefix("reservation.").removesuffix(".believed") for c in outcomes if c.endswith(".believed")]
    believed = {party: amounts(as_is, f"reservation.{party}.believed") for party in parties}
    seen = {party: amounts(as_is, f"reservation.{party}.analyst") for party in parties}
    open_now = as_is["deal_now"] == 1
    hurting = np.stack([values < -NOISE for values in believed.values()])
    beyond = as_is["corrections_beyond"] == "-"
    best = {rung: as_is[column] for rung, column in BEST.items()}
    return Distribution(
        draws=len(open_now),
        deal_now=share_of(open_now),
        beyond_now=share_of(beyond),
        rungs={rung: share_of(best[rung] != "") for rung in RUNGS},
        in_force_at_start=share_of(amounts(as_is, "in_force_at_start") > 0),
        ripe=share_of(hurting.all(axis=0) & beyond),
        hurting={party: share_of(each) for party, each in zip(parties, hurting, strict=True)},
        convinced={party: share_of(values <= NOISE) for party, values in believed.items()},
        conditions=conditions_of(as_is["corrections"], parties),
        conditions_beyond=conditions_of(as_is["corrections_beyond"], parties),
        why=_why(as_is["corrections"], as_is["conflicts"]),
        why_beyond=_why(as_is["corrections_beyond"], as_is["conflicts_beyond"]),
        tightest=_frequencies(as_is["tightest"], _one),
        best=_frequencies(_highest(list(best.values())), _deal),
        best_of={rung: _frequencies(best[rung], _deal) for rung in RUNGS},
        reservations={party: spread_of(values) for party, values in believed.items()},
        reservations_as_analyst={party: spread_of(values) for party, values in seen.items()},
        illusions={party: spread_of(believed[party] - seen[party]) for party in parties},
        postures={name: _posture(by_posture[name], curves[name]) for name in names},
        paired=tuple(
            paired(by_posture[one], by_posture[other], one, other, quantity)
            for other in names
            for one in names
            if one != other
            for quantity in COMPARED
        ),
    )


def postures_of(outcomes: Table) -> tuple[str, ...]:
    """The postures of an outcomes table in their order: those of its first draw."""
    first = outcomes["draw"] == outcomes["draw"][0]
    return tuple(str(name) for name in outcomes["posture"][first])


def under(outcomes: Table, posture: str) -> Table:
    """The rows of one posture, one a draw; raises ValueError for a posture that is not there."""
    names = postures_of(outcomes)
    return _rows(outcomes, names.index(posture), len(names))


def deals_now(outcomes: Table) -> Share:
    """The share of draws in which a deal is open now, in the case as it is."""
    return share_of(under(outcomes, AS_IS)["deal_now"] == 1)


def sets_of(text: str) -> Sets:
    """The list of sets that a column of an outcomes table writes.

    >>> sets_of("face(us)+limit(iran) | red_line(iran,missiles)")
    (('face(us)', 'limit(iran)'), ('red_line(iran,missiles)',))
    >>> sets_of("-"), sets_of("")
    (((),), ())
    """
    return tuple(() if each == "-" else tuple(each.split("+")) for each in text.split(" | ")) if text else ()


def paired(one: Table, other: Table, posture: str, against: str, quantity: str) -> Paired:
    """A quantity in the rows of one posture less that in the rows of another, draw by draw."""
    difference = amounts(one, quantity) - amounts(other, quantity)
    low, _, median, _, high = quantiles_of(difference).tolist()
    lower, higher = share_of(difference < -TOLERANCE), share_of(difference > TOLERANCE)
    return Paired(posture, against, quantity, mean_of(difference), low, median, high, lower, higher)


def amounts(rows: Table, quantity: str) -> FloatArray:
    """A quantity in each of the rows: a column as numbers."""
    return rows[quantity].astype(np.float64)


def _rows(outcomes: Table, place: int, postures: int) -> Table:
    return {column: values[place::postures] for column, values in outcomes.items()}


def _highest(of_rungs: Sequence[NDArray[np.generic]]) -> NDArray[np.generic]:
    """The text of the last of some columns that has one, draw by draw."""
    found = of_rungs[0]
    for higher in of_rungs[1:]:
        found = np.where(higher != "", higher, found)
    return found


def _posture(rows: Table, curves: Mapping[str, FloatArray]) -> PostureAnswer:
    return PostureAnswer(
        deal_now=share_of(rows["deal_now"] == 1),
        quantities={quantity: spread_of(amounts(rows, quantity)) for quantity in QUANTITIES},
        curves=curves,
    )


def conditions_of(corrections: NDArray[np.generic], parties: Sequence[str]) -> ConditionShares:
    """What correction sets say: a deal satisfies some constraints where a set leaves all of them alone."""
    texts, which = np.unique(corrections, return_inverse=True)
    listed = [[list(map(Constraint.named, each)) for each in sets_of(str(text))] for text in texts]

    def some_deal(concerns: Callable[[Constraint], bool]) -> Share:
        satisfied = [any(not any(map(concerns, each)) for each in sets) for sets in listed]
        return share_of(np.array(satisfied)[which])

    def holds(condition: str, party: str | None = None) -> Share:
        return some_deal(lambda c: c.condition == condition and party in (None, c.party))

    return ConditionShares(
        holds={condition: holds(condition) for condition in CONDITIONS},
        for_party={party: {condition: holds(condition, party) for condition in CONDITIONS} for party in parties},
        together=some_deal(lambda _: True),
    )


def _why(corrections: NDArray[np.generic], conflicts: NDArray[np.generic]) -> Why:
    return Why(
        necessary=_frequencies(corrections, _in_every_set),
        corrections=_frequencies(corrections, sets_of),
        conflicts=_frequencies(conflicts, sets_of),
    )


def _in_every_set(text: str) -> Sets:
    sets = sets_of(text)
    common = set(sets[0]).intersection(*sets[1:]) if sets else set[str]()
    return tuple((name,) for name in sorted(common))


def _one(text: str) -> Sets:
    return ((text,),) if text else ()


def _deal(text: str) -> Sets:
    return (tuple(text.split(" ")),) if text else ()


def _frequencies(column: NDArray[np.generic], read: Callable[[str], Sets]) -> tuple[Frequency, ...]:
    """How often each of the sets that a text column lists turns up, the most frequent first, then by name."""
    numbers: dict[str, int] = {}
    which = np.array([numbers.setdefault(text, len(numbers)) for text in map(str, column)])
    found: dict[tuple[str, ...], list[int]] = {}
    for text, number in numbers.items():
        for names in read(text):
            found.setdefault(names, []).append(number)

    def holding(texts: list[int]) -> BoolArray:
        listed = np.zeros(len(numbers), dtype=bool)
        listed[texts] = True
        return listed[which]

    of = [Frequency(names, share_of(holding(texts))) for names, texts in found.items()]
    return tuple(sorted(of, key=lambda f: (-f.share.share, len(f.names), f.names)))
