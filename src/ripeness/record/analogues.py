"""The crises of the record that are nearest to a case, what became of them, and what such nearness is worth.

Nearness is Gower's distance [Gower 1971]: the mean difference over the conditions that both sides have coded, each from
0 to 1 of its range in the record.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ripeness.arrays import BoolArray, FloatArray
from ripeness.case.model import Case
from ripeness.errors import InputError, Problem, UnknownNameError
from ripeness.record.crises import DAYS_A_MONTH, Crisis, Pair, crises
from ripeness.record.features import FEATURES, known_at_start
from ripeness.record.score import Score, paired, score
from ripeness.record.sources.store import Store

# Each with what it is and the values that it may have.
CODES: dict[str, tuple[str, float, float]] = {
    "gravity": (FEATURES["gravity"], 0, 6),
    "violent_trigger": (FEATURES["violent_trigger"], 0, 1),
    "protracted": (FEATURES["protracted"], 0, 1),
    "past_crises": ("crises of the two states begun in the 15 years before", 0, 50),
    "past_disputes": ("militarized disputes between them begun in the 15 years before", 0, 100),
    "parity": (FEATURES["parity"], 0, 0.5),
    "democracy": (FEATURES["democracy"], -10, 10),
    "new_leader": (FEATURES["new_leader"], 0, 1),
    "distance": ("how far apart the two are: 1 contiguous, 2 near neighbours, 3 distant", 1, 3),
    "great_power": ("the stronger's share of the world's capabilities in the year before", 0, 1),
}
# counts that are compared by the logarithm of one more
COUNTS = ("past_crises", "past_disputes")
FEWEST_IN_COMMON = 4
NEIGHBOURHOODS = (5, 10, 25, 50)
# labels of `forout` inferred by cross-tabulation with the documented actor-level `outfor`
ENDINGS = {
    1: "formal agreement",
    2: "semi-formal agreement",
    3: "tacit understanding",
    4: "unilateral act",
    5: "imposed",
    6: "other",
    7: "faded",
}


@dataclass(frozen=True)
class Coded:
    """One condition of a case: its value, NaN where not known, and what it rests on."""

    value: float
    basis: str


@dataclass(frozen=True)
class Record:
    """The crises with a principal pair, their codes (crises, conditions), NaN where not known, and how they ended."""

    of: tuple[Crisis, ...]
    codes: FloatArray
    ending: tuple[str, ...]

    def rows(self, chosen: BoolArray) -> "Record":
        """Some of them."""
        kept = np.flatnonzero(chosen)
        return Record(tuple(self.of[k] for k in kept), self.codes[kept], tuple(self.ending[k] for k in kept))

    def known_of(self, coded: Mapping[str, Coded]) -> "Record":
        """The same with only those conditions known that are known of a case: what its neighbours are found by."""
        unknown = np.array([np.isnan(coded[name].value) for name in CODES])
        return Record(self.of, np.where(unknown, np.nan, self.codes), self.ending)


@dataclass(frozen=True)
class Neighbour:
    """A crisis of the record, how far it is from the case, and on how many conditions that rests."""

    crisis: Crisis
    ending: str
    distance: float
    in_common: int


@dataclass(frozen=True)
class ScoredAgainst:
    """A score, and by how much less its Brier score is than the base rate's: the ends of the 95 % interval."""

    score: Score
    better: tuple[float, float]


@dataclass(frozen=True)
class Worth:
    """How well the nearest `k` crises of each would have forecast it, beside the base rate: war and agreement.

    `earlier` is the same with only crises that had begun before.
    """

    k: int
    war: ScoredAgainst
    agreement: ScoredAgainst
    earlier_war: ScoredAgainst
    earlier_agreement: ScoredAgainst


@dataclass(frozen=True)
class Analogues:
    """The nearest of so many crises; `agreement` and `war` are the shares of those that came to them.

    `to_nearest` are the distances of all crises to their own nearest by the conditions known of the case, infinite
    where too few of these are known of one.
    """

    codes: Mapping[str, Coded]
    crises: int
    agreement: float
    war: float
    nearest: tuple[Neighbour, ...]
    to_nearest: FloatArray

    @property
    def nearer(self) -> float:
        """The share of crises of the record whose nearest is at least as far as the case's."""
        known = self.to_nearest[np.isfinite(self.to_nearest)]
        return float((known >= self.nearest[0].distance).mean()) if self.nearest and len(known) else float("nan")


def read_record(store: Store) -> Record:
    """The crises and their codes. Raises `InputError` where a data set is missing."""
    found, _ = crises(store)
    table = store.table("icb1", numbers=("geogrel",))
    row_of = {int(number): row for row, number in enumerate(table["crisno"])}
    rows = np.array([row_of[each.number] for each in found])
    forms = table.whole("forout")[rows].tolist()
    return Record(
        tuple(found), _codes(store, found, table["geogrel"][rows]), tuple(ENDINGS.get(f, "other") for f in forms)
    )


def code_case(case: Case, store: Store, pair: Pair | None, given: Mapping[str, float]) -> dict[str, Coded]:
    """A case's codes: from the case, from the record of its two states, or as given (NaN: not known).

    `pair` are the states' codes in the record, None where they have none. Raises `InputError` for what cannot be.
    """
    _refuse(given)
    found = dict.fromkeys(CODES, Coded(float("nan"), "not known; --code gives it"))
    if pair is not None:
        found |= _from_record(case, store, pair)
    strongest = sorted((case.parties[party].capability.mode for party in case.signatories), reverse=True)[:2]
    if sum(strongest) > 0:
        found["parity"] = Coded(strongest[1] / sum(strongest), "the capabilities of the two strongest signatories")
    in_crisis = case.dynamics.tension == "crisis"
    found["violent_trigger"] = Coded(float(in_crisis), f"the case begins in a {case.dynamics.tension}")
    return found | {name: Coded(value, "given") for name, value in given.items()}


def analogues(coded: Mapping[str, Coded], record: Record, case: Case, n: int) -> Analogues:
    """The `n` crises nearest to a case, of those that had ended before its date.

    Raises `InputError` where too few of its conditions are known to compare it with any.
    """
    over = [each.start + dt.timedelta(each.months * DAYS_A_MONTH) < case.as_of for each in record.of]
    before = record.rows(np.array(over, dtype=bool)).known_of(coded)
    values = _compared(np.array([[coded[name].value for name in CODES]]))
    if (~np.isnan(values)).sum() < FEWEST_IN_COMMON:
        need = f"fewer than {FEWEST_IN_COMMON} conditions are known of this case, expected: --code NAME=VALUE of"
        raise InputError(Problem("--code", f"{need} {', '.join(CODES)}"))
    if not before.of:
        raise InputError(Problem("as_of", f"no crisis of the record had ended before {case.as_of}"))
    scale = _ranges(before.codes)
    apart, in_common = gower(values, before.codes, scale)
    order = [int(k) for k in np.argsort(apart[0], kind="stable")[:n] if np.isfinite(apart[0, k])]
    among, _ = gower(before.codes, before.codes, scale)
    np.fill_diagonal(among, np.inf)
    return Analogues(
        codes=coded,
        crises=len(before.of),
        agreement=float(np.mean([each.agreement for each in before.of])),
        war=float(np.mean([each.war for each in before.of])),
        nearest=tuple(
            Neighbour(before.of[k], before.ending[k], float(apart[0, k]), int(in_common[0, k])) for k in order
        ),
        to_nearest=among.min(axis=1),
    )


def worth(record: Record, k: int) -> Worth:
    """Leave one out: what the share of war and of agreement among each crisis's nearest `k` would have scored.

    One success and one failure are added to the neighbours, as to the base rate that it is compared with.
    """
    apart, _ = gower(record.codes, record.codes, _ranges(record.codes))
    np.fill_diagonal(apart, np.inf)
    begun = np.array([each.start.toordinal() for each in record.of])
    earlier = np.where(begun[None, :] < begun[:, None], apart, np.inf)
    war = np.array([each.war for each in record.of], dtype=np.float64)
    agreement = np.array([each.agreement for each in record.of], dtype=np.float64)
    return Worth(
        k,
        _score_of(apart, war, k),
        _score_of(apart, agreement, k),
        _score_of(earlier, war, k),
        _score_of(earlier, agreement, k),
    )


def gower(one: FloatArray, other: FloatArray, ranges: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Gower's distance of each row of one to each of the other, and how many conditions both have coded.

    (n, k), (m, k), (k,) to (n, m) twice; infinite where fewer than four conditions are in common.

    >>> a, b = np.array([[0.0, 1.0, 0.0, 2.0]]), np.array([[1.0, 1.0, 0.0, 4.0]])
    >>> gower(a, b, np.array([1.0, 1.0, 1.0, 4.0]))[0]
    array([[0.375]])
    """
    difference = np.abs(one[:, None, :] - other[None, :, :]) / ranges
    known = ~np.isnan(difference)
    count = known.sum(axis=2)
    # beyond the record's range the difference is no more than whole
    total = np.where(known, np.minimum(difference, 1.0), 0.0).sum(axis=2)
    return np.where(count >= FEWEST_IN_COMMON, total / np.maximum(count, 1), np.inf), count.astype(np.float64)


def _score_of(apart: FloatArray, happened: FloatArray, k: int) -> ScoredAgainst:
    """Only crises that have `k` others to be compared with are scored."""
    n = len(happened)
    nearest = np.argsort(apart, axis=1, kind="stable")[:, :k]
    asked = np.isfinite(np.take_along_axis(apart, nearest, axis=1)).all(axis=1) if k < n else np.zeros(n, dtype=bool)
    if not asked.any():
        raise InputError(Problem("--n", f"{k} is more than the crises that can be compared, expected: fewer"))
    forecast = (happened[nearest].sum(axis=1) + 1.0) / (k + 2.0)
    possible = np.isfinite(apart)
    base = (possible @ happened + 1.0) / (possible.sum(axis=1) + 2.0)
    of, y = forecast[asked], happened[asked]
    _, low, high = paired(of, base[asked], y)
    return ScoredAgainst(score(of, y), (low, high))


def _from_record(case: Case, store: Store, pair: Pair) -> dict[str, Coded]:
    met = [each for each in crises(store)[0] if each.pair == pair and each.start < case.as_of]
    today = Crisis(-1, case.title, case.as_of, pair, -1, -1, False, False, False, 0.0)
    table = store.table("icb1", numbers=("geogrel",))
    last = met[-1] if met else None
    where = [float("nan") if last is None else float(table["geogrel"][table["crisno"] == last.number][0])]
    row = dict(zip(CODES, _codes(store, [today], np.array(where))[0].tolist(), strict=True))
    for name in COUNTS:
        row[name] = float(np.expm1(row[name]))
    row["protracted"] = float("nan") if last is None else float(last.protracted)
    from_last = f"the last crisis of the two, {last.name} ({last.start.year})" if last else ""
    basis = {"protracted": from_last, "distance": from_last}
    known = {name for name in row if name not in ("gravity", "violent_trigger") and not np.isnan(row[name])}
    return {
        name: Coded(row[name], basis.get(name) or "the record of the two states") for name in CODES if name in known
    }


def _codes(store: Store, of: Sequence[Crisis], distance: FloatArray) -> FloatArray:
    table = store.table("nmc")
    rows = zip(table.whole("ccode").tolist(), table.whole("year").tolist(), table["cinc"].tolist(), strict=True)
    power = {(state, year): cinc for state, year, cinc in rows}
    strongest = [max(power.get((state, each.start.year - 1), np.nan) for state in each.pair) for each in of]
    return np.column_stack([known_at_start(store, of).features, distance, np.array(strongest)])


def _compared(codes: FloatArray) -> FloatArray:
    """Codes as they are compared: counts by the logarithm of one more, as the record's are."""
    return np.column_stack([np.log1p(codes[:, k]) if name in COUNTS else codes[:, k] for k, name in enumerate(CODES)])


def _ranges(codes: FloatArray) -> FloatArray:
    of_none = np.isnan(codes).all(axis=0)
    known = np.where(of_none, 0.0, codes)
    spread = np.nanmax(known, axis=0) - np.nanmin(known, axis=0)
    return np.where(spread > 0, spread, 1.0)


def _refuse(given: Mapping[str, float]) -> None:
    for name, value in given.items():
        if name not in CODES:
            raise UnknownNameError.among("condition", name, CODES, "--code")
        about, low, high = CODES[name]
        if not np.isnan(value) and not low <= value <= high:
            raise InputError(Problem("--code", f"{name}={value:g}, expected: {low:g} to {high:g} ({about})"))
