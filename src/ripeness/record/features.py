"""What was known of each crisis when it began: the information that every forecaster of the back-test shares."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ripeness.arrays import BoolArray, FloatArray, IntArray
from ripeness.record.crises import Crisis, Pair, disputes, meetings
from ripeness.record.leaders import read_leaders
from ripeness.record.sources.store import Store

# Each with what it is. A crisis's gravity and whether it belongs to a protracted conflict were coded afterwards: that a
# war followed may have coloured them.
FEATURES: dict[str, str] = {
    "gravity": "gravity of the threat, 0 (economic) to 6 (existence)",
    "violent_trigger": "the trigger was violent, directly or by others",
    "protracted": "the crisis was part of a protracted conflict",
    "past_crises": "crises of the two states begun in the 15 years before, logarithm of one more",
    "past_disputes": "militarized disputes between them begun in the 15 years before, likewise",
    "parity": "the weaker's share of the two states' capabilities in the year before",
    "democracy": "the lower of the two states' Polity scores in the year before",
    "new_leader": "one of the two had a new leader within the year before",
}
SOURCES_USED = ("icb1", "icb2", "icbdy", "mids", "nmc", "archigos", "democracy")

_YEARS_BEFORE = 15
_YEAR = dt.timedelta(364)  # from the first day of a year to its last
_VIOLENT = (8, 9)
_GRAVEST = 6


@dataclass(frozen=True)
class Known:
    """Features (crises, features), NaN where not known; outcomes and the year of each crisis (crises,)."""

    features: FloatArray
    war: BoolArray
    agreement: BoolArray
    year: IntArray

    def __len__(self) -> int:
        return len(self.year)

    def rows(self, chosen: BoolArray) -> "Known":
        """Those of some crises."""
        return Known(self.features[chosen], self.war[chosen], self.agreement[chosen], self.year[chosen])

    def missing(self) -> dict[str, int]:
        """How many crises lack each feature."""
        return dict(zip(FEATURES, np.isnan(self.features).sum(axis=0).tolist(), strict=True))


@dataclass(frozen=True)
class Scale:
    """Mean and spread of each feature in the crises that a forecaster learns from, (features,) each."""

    mean: FloatArray
    spread: FloatArray

    def __call__(self, features: FloatArray) -> FloatArray:
        """Features in units of their spread about the mean; one that is not known is at the mean."""
        return np.nan_to_num((features - self.mean) / self.spread, nan=0.0)


def scale(features: FloatArray) -> Scale:
    """The scale of features (crises, features); one that is never known or never varies has the spread 1."""
    known = ~np.isnan(features)
    count = np.maximum(known.sum(axis=0), 1)
    mean = np.where(known, features, 0.0).sum(axis=0) / count
    spread = np.sqrt((np.where(known, features - mean, 0.0) ** 2).sum(axis=0) / count)
    return Scale(mean, np.where(spread > 0, spread, 1.0))


def known_at_start(store: Store, of: Sequence[Crisis]) -> Known:
    """The features of crises, each from what had happened before it began.

    What happened in the years before is known only where its source covers all of them.
    """
    power = _by_state_year(store, "nmc", "cinc")
    polity = _by_state_year(store, "democracy", "polity2")
    in_crisis, in_dispute = meetings(store), disputes(store)
    leaders = read_leaders(store)
    crisis_years, dispute_years = _covered(store, "icb1", "yrtrig"), _covered(store, "mids", "year")
    crises_of: dict[Pair, list[tuple[float, int]]] = {}
    for meeting in in_crisis:
        crises_of.setdefault(meeting.pair, []).append((meeting.start.toordinal(), meeting.crisis))
    rows: list[list[float]] = []
    for each in of:
        day, year = each.start.toordinal(), each.start.year
        a, b = (power.get((state, year - 1), np.nan) for state in each.pair)
        since = day - 365.25 * _YEARS_BEFORE
        crises = sum(since <= start < day and n != each.number for start, n in crises_of.get(each.pair, ()))
        fought = sum(year - _YEARS_BEFORE <= other < year for other in in_dispute.get(each.pair, ()))
        rows.append(
            [
                each.gravity if 0 <= each.gravity <= _GRAVEST else np.nan,
                each.trigger in _VIOLENT,
                each.protracted,
                np.log1p(crises) if _all_before(year, crisis_years) else np.nan,
                np.log1p(fought) if _all_before(year, dispute_years) else np.nan,
                min(a, b) / (a + b) if a + b > 0 else np.nan,
                min(polity.get((state, year - 1), np.nan) for state in each.pair)
                if all((state, year - 1) in polity for state in each.pair)
                else np.nan,
                leaders.came_in_either(each.pair, each.start - _YEAR, each.start),
            ]
        )
    return Known(
        np.array(rows, dtype=np.float64),
        np.array([each.war for each in of]),
        np.array([each.agreement for each in of]),
        np.array([each.start.year for each in of]),
    )


def _by_state_year(store: Store, name: str, column: str) -> dict[tuple[int, int], float]:
    table = store.table(name)
    rows = zip(table["ccode"], table["year"], table[column], strict=True)
    return {(int(state), int(year)): float(value) for state, year, value in rows if not np.isnan(value)}


def _covered(store: Store, name: str, column: str) -> tuple[int, int]:
    """The first and the last year of a source of events, between which it covers every year and every state."""
    years = store.table(name)[column]
    return int(np.nanmin(years)), int(np.nanmax(years))


def _all_before(year: int, covered: tuple[int, int]) -> bool:
    """Whether a source covers each of the years before one that are counted."""
    return covered[0] <= year - _YEARS_BEFORE and year - 1 <= covered[1]
