"""The samples of crises (ICB) that claims are put to; a crisis without a principal pair of states is left out."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from ripeness.arrays import BoolArray, FloatArray
from ripeness.record.claims.comparing import Sample, thirds
from ripeness.record.crises import FULL_WAR, Crisis, Pair, crises
from ripeness.record.leaders import Leaders, read_leaders
from ripeness.record.sources.store import Store
from ripeness.record.sources.table import Table

# labels of `forout` inferred by cross-tabulation with the documented actor-level `outfor`
FORMAL, SEMI_FORMAL, TACIT, UNILATERAL, IMPOSED = 1, 2, 3, 4, 5
ALL_SATISFIED, TENSION_ROSE, TENSION_FELL = 1, 1, 2
# of `exsat`: its crises have one crisis actor (all but 9 of 152), so that it says nothing of whether all were satisfied
SINGLE_ACTOR = 6
# of `mediate`, by `mednum`, the number of mediators: all crises of code 1 have none, all of code 4 one or more
NO_MEDIATION, MEDIATION = 1, 4
SERIOUS_CLASHES = 3
VIOLENT_TRIGGERS = (8, 9)
DAYS_OF_A_YEAR = 365
# of REIGN's `type`, the executive and the legislature; referendums are no elections
NATIONAL_ELECTIONS = ("X", "L")
VOTE = "Vote"  # how its `event` begins where people voted, early or as scheduled
FEWEST_STATES = 2
LONGEST_TERM_YEARS = 7


@dataclass(frozen=True)
class Crises:
    """The crises with a principal pair, and codes of each by name, (crises,), NaN where missing."""

    of: tuple[Crisis, ...]
    left_out: int
    codes: dict[str, FloatArray]
    parity: FloatArray
    leaders: Leaders
    store: Store

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
    return Crises(tuple(found), excluded.without_pair, codes, parity_of(store, found), read_leaders(store), store)


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
    return _by_leaders(on, dt.timedelta(1 - DAYS_OF_A_YEAR), dt.timedelta(-1))


def successor_ahead(on: Crises) -> Sample:
    """The same, by whether one came in within the year after it began."""
    return _by_leaders(on, dt.timedelta(1), dt.timedelta(DAYS_OF_A_YEAR))


def _by_leaders(on: Crises, first: dt.timedelta, last: dt.timedelta) -> Sample:
    higher = np.array([on.leaders.came_in_either(each.pair, each.start + first, each.start + last) for each in on.of])
    agreed = np.isin(on.codes["forout"], (FORMAL, SEMI_FORMAL, TACIT))
    return on.sample(agreed, higher, leaders_of_that_year_not_on_record=int(np.isnan(higher).sum()))


def election_ahead(on: Crises) -> Sample:
    """Agreement, by whether a national election of either state came within twelve months after the crisis began."""
    months = _votes(on.store.table("elections", texts=("event",)))
    covered = _covered(months)

    def soon(each: Crisis) -> float:
        now = each.start.year * 12 + each.start.month - 1
        if not any(first <= now <= last - 12 for first, last in covered):
            return np.nan
        return float(any(now < at <= now + 12 for state in each.pair for at in months.get(state, ())))

    higher = np.array([soon(each) for each in on.of])
    return on.sample(on.agreed, higher, outside_the_years_of_the_elections=int(np.isnan(higher).sum()))


def _votes(table: Table) -> dict[int, set[int]]:
    """The months, counted from year 0, in which each state elected its executive or its legislature.

    The list also has what is no election: announcements, deadlines, delays, and votes that are still to come.
    """
    found: dict[int, set[int]] = {}
    places = zip(table.whole("ccode").tolist(), table["elec_year"], table["elec_month"], strict=True)
    for (state, year, month), kind, event in zip(places, table.texts["type"], table.texts["event"], strict=True):
        if kind in NATIONAL_ELECTIONS and (event or "").startswith(VOTE) and 1 <= month <= 12:
            found.setdefault(state, set()).add(int(year) * 12 + int(month) - 1)
    return found


def _covered(months: Mapping[int, set[int]]) -> list[tuple[int, int]]:
    """The spans of months that the votes cover, each from its first vote to its last.

    A year is known to be covered where two states or more voted, for one state's votes tell nothing of others; and so
    are the years between two such, where these are no further apart than the longest regular term.
    """
    states_of: dict[int, set[int]] = {}
    for state, at in ((state, at) for state, each in months.items() for at in each):
        states_of.setdefault(at // 12, set()).add(state)
    spans: list[tuple[int, int]] = []
    for year in sorted(year for year, states in states_of.items() if len(states) >= FEWEST_STATES):
        votes = [at for each in months.values() for at in each if at // 12 == year]
        joined = bool(spans) and year - spans[-1][1] // 12 <= LONGEST_TERM_YEARS
        first = spans.pop()[0] if joined else min(votes)
        spans.append((first, max(votes)))
    return spans


def hurting(on: Crises) -> Sample:
    """Agreement, by whether there were serious clashes or war."""
    return on.sample(on.agreed, (on.codes["viol"] >= SERIOUS_CLASHES).astype(np.float64))


def all_satisfied(on: Crises) -> Sample:
    """All satisfied, by whether the crisis ended by agreement or was imposed or ended by a unilateral act."""
    form = on.codes["forout"]
    ended = np.where(np.isin(form, (UNILATERAL, IMPOSED)), 0.0, np.where(on.agreed, 1.0, np.nan))
    higher = np.where(on.codes["exsat"] == SINGLE_ACTOR, np.nan, ended)
    other = int(np.isnan(ended).sum())
    return on.sample(
        on.codes["exsat"] == ALL_SATISFIED,
        higher,
        other_or_faded=other,
        one_actor_whose_satisfaction_alone_is_coded=int(np.isnan(higher).sum()) - other,
    )


def satisfaction_lasts(on: Crises) -> Sample:
    """Tension risen again, by whether all were satisfied; crises too recent to tell are left out."""
    told = np.isin(on.codes["outesr"], (TENSION_ROSE, TENSION_FELL))
    higher = np.where(told & (on.codes["exsat"] != SINGLE_ACTOR), on.codes["exsat"] == ALL_SATISFIED, np.nan)
    too_recent = int((~told).sum())
    return on.sample(
        on.codes["outesr"] == TENSION_ROSE,
        higher,
        too_recent_to_tell=too_recent,
        one_actor_whose_satisfaction_alone_is_coded=int(np.isnan(higher).sum()) - too_recent,
    )


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
