"""The samples of crises (ICB) that claims are put to; a crisis without a principal pair of states is left out."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from ripeness.case.values import BoolArray, FloatArray
from ripeness.history.claims.comparing import Sample, thirds
from ripeness.history.crises import FULL_WAR, Crisis, Pair, crises
from ripeness.history.sources.store import Store

# labels of `forout` inferred by cross-tabulation with the documented actor-level `outfor`
FORMAL, SEMI_FORMAL, TACIT, UNILATERAL, IMPOSED = 1, 2, 3, 4, 5
ALL_SATISFIED, TENSION_ROSE, TENSION_FELL = 1, 1, 2
# of `mediate`, by `mednum`, the number of mediators: all crises of code 1 have none, all of code 4 one or more
NO_MEDIATION, MEDIATION = 1, 4
SERIOUS_CLASHES = 3
VIOLENT_TRIGGERS = (8, 9)
DAYS_OF_A_YEAR = 365


@dataclass(frozen=True)
class Crises:
    """The crises with a principal pair, and codes of each by name, (crises,), NaN where missing."""

    of: tuple[Crisis, ...]
    left_out: int
    codes: dict[str, FloatArray]
    parity: FloatArray
    leaders: dict[int, list[dt.date]]
    store: Store

    @property
    def last_leader(self) -> dt.date:
        """The end of the year in which the last leader on record came in."""
        return dt.date(max(came.year for dates in self.leaders.values() for came in dates), 12, 31)

    def sample(self, outcome: BoolArray, higher: FloatArray, **missing: int) -> Sample:
        """Crises whose group is known: 0 the lower, 1 the higher, NaN neither."""
        kept = ~np.isnan(higher)
        pairs = np.array([each.pair[0] * 1000 + each.pair[1] for each in self.of])
        said = {"no principal pair of states": self.left_out, **{k.replace("_", " "): v for k, v in missing.items()}}
        return Sample(outcome[kept], higher[kept] == 1.0, self._known_before()[kept], pairs[kept], said)

    def _known_before(self) -> FloatArray:
        gravity = np.array([each.gravity if 0 <= each.gravity <= 6 else np.nan for each in self.of], dtype=np.float64)
        violent = np.array([each.trigger in VIOLENT_TRIGGERS for each in self.of], dtype=np.float64)
        protracted = np.array([each.protracted for each in self.of], dtype=np.float64)
        year = np.array([each.start.year for each in self.of], dtype=np.float64)
        return np.column_stack([gravity, violent, protracted, year])

    @property
    def agreed(self) -> BoolArray:
        """Whether each ended by a formal or semi-formal agreement."""
        return np.array([each.agreement for each in self.of])


def read_crises(store: Store) -> Crises:
    """The crises and what is known of them. Raises `InputError` where a data set is missing."""
    found, excluded = crises(store)
    head = store.table("icb1", numbers=("exsat", "outesr"))
    row_of = {int(number): row for row, number in enumerate(head["crisno"])}
    rows = np.array([row_of[each.number] for each in found])
    codes = {name: head[name][rows] for name in ("forout", "viol", "mediate", "exsat", "outesr")}
    return Crises(tuple(found), excluded.without_pair, codes, parity_of(store, found), _leaders(store), store)


def _leaders(store: Store) -> dict[int, list[dt.date]]:
    """The days on which leaders came in, by state."""
    table = store.table("archigos")
    came: dict[int, list[dt.date]] = {}
    for state, start in zip(table.whole("gwcode").tolist(), table.texts["startdate"], strict=True):
        if start:
            came.setdefault(state, []).append(dt.date.fromisoformat(start[:10]))
    return came


def parity_of(store: Store, of: list[Crisis]) -> FloatArray:
    """The weaker's capabilities as a share of the stronger's in the year of the crisis, else the latest within five."""
    table = store.table("nmc")
    rows = zip(table.whole("ccode").tolist(), table.whole("year").tolist(), table["cinc"].tolist(), strict=True)
    power = {(state, year): cinc for state, year, cinc in rows if not np.isnan(cinc)}

    def latest(state: int, year: int) -> float:
        return next((power[state, y] for y in range(year, year - 6, -1) if (state, y) in power), np.nan)

    found: list[float] = []
    for each in of:
        low, high = sorted(latest(state, each.start.year) for state in each.pair)
        found.append(low / high if high > 0 else np.nan)
    return np.array(found)


def new_leader(on: Crises) -> Sample:
    """Agreement or tacit understanding, by whether a leader came in within the year before the crisis began."""
    return _by_leaders(on, lambda start, came: 0 < (start - came).days < DAYS_OF_A_YEAR, on.last_leader)


def successor_ahead(on: Crises) -> Sample:
    """The same, by whether one came in within the year after it began."""
    last = on.last_leader - dt.timedelta(DAYS_OF_A_YEAR)
    return _by_leaders(on, lambda start, came: 0 < (came - start).days <= DAYS_OF_A_YEAR, last)


def _by_leaders(on: Crises, counts: Callable[[dt.date, dt.date], bool], last: dt.date) -> Sample:
    higher = np.array(
        [
            float(any(counts(each.start, came) for state in each.pair for came in on.leaders.get(state, ())))
            if each.start <= last
            else np.nan
            for each in on.of
        ]
    )
    agreed = np.isin(on.codes["forout"], (FORMAL, SEMI_FORMAL, TACIT))
    return on.sample(agreed, higher, after_the_record_of_leaders=int(np.isnan(higher).sum()))


def election_ahead(on: Crises) -> Sample:
    """Agreement, by whether a national election of either state came within twelve months after the crisis began."""
    table = on.store.table("elections")
    months: dict[int, set[int]] = {}
    dates = zip(
        table.whole("ccode").tolist(), table["elec_year"], table["elec_month"], table.texts["type"], strict=True
    )
    for state, year, month, kind in dates:
        if kind in ("X", "L") and 1 <= month <= 12:
            months.setdefault(state, set()).add(int(year) * 12 + int(month) - 1)
    first, last = min(map(min, months.values())), max(map(max, months.values()))

    def soon(each: Crisis) -> float:
        now = each.start.year * 12 + each.start.month - 1
        if not first <= now <= last - 12:
            return np.nan
        return float(any(now < at <= now + 12 for state in each.pair for at in months.get(state, ())))

    higher = np.array([soon(each) for each in on.of])
    return on.sample(on.agreed, higher, outside_the_years_of_the_elections=int(np.isnan(higher).sum()))


def hurting(on: Crises) -> Sample:
    """Agreement, by whether there were serious clashes or war."""
    return on.sample(on.agreed, (on.codes["viol"] >= SERIOUS_CLASHES).astype(np.float64))


def all_satisfied(on: Crises) -> Sample:
    """All satisfied, by whether the crisis ended by agreement or was imposed or ended by a unilateral act."""
    form = on.codes["forout"]
    higher = np.where(np.isin(form, (UNILATERAL, IMPOSED)), 0.0, np.where(on.agreed, 1.0, np.nan))
    return on.sample(on.codes["exsat"] == ALL_SATISFIED, higher, other_or_faded=int(np.isnan(higher).sum()))


def satisfaction_lasts(on: Crises) -> Sample:
    """Tension risen again, by whether all were satisfied; crises too recent to tell are left out."""
    told = np.isin(on.codes["outesr"], (TENSION_ROSE, TENSION_FELL))
    higher = np.where(told, on.codes["exsat"] == ALL_SATISFIED, np.nan)
    return on.sample(on.codes["outesr"] == TENSION_ROSE, higher, too_recent_to_tell=int((~told).sum()))


def parity(on: Crises) -> Sample:
    """Agreement, by thirds of parity."""
    return _by_thirds_of_parity(on, on.agreed)


def domination(on: Crises) -> Sample:
    """An imposed outcome, by thirds of parity."""
    return _by_thirds_of_parity(on, on.codes["forout"] == IMPOSED)


def _by_thirds_of_parity(on: Crises, outcome: BoolArray) -> Sample:
    bottom, top = thirds(on.parity)
    higher = np.where(bottom, 0.0, np.where(top, 1.0, np.nan))
    unknown = int(np.isnan(on.parity).sum())
    return on.sample(
        outcome, higher, capabilities_unknown=unknown, the_third_between=int(np.isnan(higher).sum()) - unknown
    )


def agreed_before(on: Crises) -> Sample:
    """Agreement, by how the last crisis of the same pair ended; the crises are in the order in which they began."""
    last: dict[Pair, bool] = {}
    higher: list[float] = []
    for each in on.of:
        higher.append(float(last[each.pair]) if each.pair in last else np.nan)
        last[each.pair] = each.agreement
    before = np.array(higher)
    return on.sample(on.agreed, before, first_crisis_of_its_pair=int(np.isnan(before).sum()))


def third_party(on: Crises) -> Sample:
    """Agreement, by mediation."""
    return _by_mediation(on, on.agreed)


def talks_prevent_war(on: Crises) -> Sample:
    """Full-scale war, by mediation."""
    return _by_mediation(on, on.codes["viol"] == FULL_WAR)


def _by_mediation(on: Crises, outcome: BoolArray) -> Sample:
    code = on.codes["mediate"]
    higher = np.where(code == MEDIATION, 1.0, np.where(code == NO_MEDIATION, 0.0, np.nan))
    return on.sample(outcome, higher, mediation_unknown_or_of_another_kind=int(np.isnan(higher).sum()))


SAMPLES: dict[str, Callable[[Crises], Sample]] = {
    "new-leader": new_leader,
    "successor-ahead": successor_ahead,
    "election-ahead": election_ahead,
    "hurting": hurting,
    "all-satisfied": all_satisfied,
    "satisfaction-lasts": satisfaction_lasts,
    "parity": parity,
    "domination": domination,
    "agreed-before": agreed_before,
    "third-party": third_party,
    "talks-prevent-war": talks_prevent_war,
}


def samples(store: Store) -> Iterator[tuple[str, Sample]]:
    """Every claim's id with its sample."""
    on = read_crises(store)
    for id, made in SAMPLES.items():
        yield id, made(on)
