"""The crises of the record: who faced whom, when, how it ended, and which pairs of states were rivals."""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from ripeness.arrays import BoolArray
from ripeness.record.sources.store import Store
from ripeness.record.sources.table import Table

DAYS_A_MONTH = 365.25 / 12.0
FULL_WAR = 4  # of `viol`
HOSTILE_WAR = 5  # of a side's `hostlev` in a dispute with the other
# labels of `forout` inferred by cross-tabulation with the documented actor-level `outfor`
AGREEMENTS = (1, 2)
UNKNOWN_YEAR = 9000

RIVALRY_YEARS = 15
RIVALRY_EVENTS = 2

Pair = tuple[int, int]


@dataclass(frozen=True)
class Crisis:
    """One crisis of the record, and its principal pair of states, the lower code first."""

    number: int
    name: str
    start: date
    pair: Pair
    gravity: int
    trigger: int
    protracted: bool
    war: bool
    agreement: bool
    months: float


@dataclass(frozen=True)
class Excluded:
    """How many crises have no principal pair."""

    crises: int
    without_pair: int


@dataclass(frozen=True)
class Meeting:
    """Two states in one crisis: begun and ended, in months, and what came of it.

    `war` is whether the two fought a full-scale war with each other in it, None where the record cannot tell;
    `agreement` is how the crisis ended, whoever agreed.
    """

    crisis: int
    pair: Pair
    start: date
    months: float | None
    war: bool | None
    agreement: bool


def crises(store: Store) -> tuple[list[Crisis], Excluded]:
    """Every crisis with a principal pair, in the order in which they began, and how many have none.

    The principal pair is the pair of states whose part in the crisis began first; where no pair is recorded, the first
    actor whose crisis another state triggered, with that state.
    """
    head, pairs = store.table("icb1"), _principal_pairs(store)
    found: list[Crisis] = []
    for row in range(len(head)):
        number = int(head["crisno"][row])
        if number not in pairs:
            continue
        found.append(
            Crisis(
                number=number,
                name=(head.texts["crisname"][row] or "").title(),
                start=_date(head, row, "trig") or date(int(head["yrtrig"][row]), 1, 1),
                pair=pairs[number],
                gravity=int(head.whole("gravcr")[row]),
                trigger=int(head.whole("break")[row]),
                protracted=bool(head["protrac"][row] >= 2),
                war=bool(head["viol"][row] == FULL_WAR),
                agreement=bool(head["forout"][row] in AGREEMENTS),
                months=float(head["brexit"][row]) / DAYS_A_MONTH,
            )
        )
    found.sort(key=lambda each: (each.start, each.number))
    return found, Excluded(len(head), len(head) - len(found))


def meetings(store: Store) -> list[Meeting]:
    """Every pair of states in every crisis, in the order in which they began."""
    head, dyads = store.table("icb1"), store.table("icbdy")
    of_war, agreed = (set(head["crisno"][rows].tolist()) for rows in (head["viol"] == FULL_WAR, _agreed(head)))
    wars = _read_wars(store)
    found: dict[tuple[int, Pair], Meeting] = {}
    for row in range(len(dyads)):
        number, pair = int(dyads["crisno"][row]), _pair(dyads["statea"][row], dyads["stateb"][row])
        start, end = _date(dyads, row, "trg", "dy"), _date(dyads, row, "trm", "dy")
        if start is None or (number, pair) in found:
            continue
        months = None if end is None or end < start else ((end - start).days + 1) / DAYS_A_MONTH
        years = range(start.year, (end or start).year + 1)
        war = wars.between(number, pair, years) if number in of_war else False
        found[number, pair] = Meeting(number, pair, start, months, war, number in agreed)
    return sorted(found.values(), key=lambda each: (each.start, each.crisis, each.pair))


@dataclass(frozen=True)
class _Wars:
    """What tells that two states fought each other: the violence of each crisis actor, and their years of war."""

    violence: Mapping[tuple[int, int], int]
    years: Mapping[Pair, set[int]]
    last_year: int

    def between(self, crisis: int, pair: Pair, years: range) -> bool | None:
        """Whether, in a crisis of full-scale war, the two fought it with each other; None where nothing tells.

        They did where both were crisis actors at full-scale war, or at war with each other in a militarized dispute in
        the crisis's years.
        """
        at = [self.violence.get((crisis, state)) for state in pair]
        if at == [FULL_WAR, FULL_WAR] or not self.years.get(pair, set()).isdisjoint(years):
            return True
        told = None not in at or any(each not in (None, FULL_WAR) for each in at) or years[-1] <= self.last_year
        return False if told else None


def _read_wars(store: Store) -> _Wars:
    actors, table = store.table("icb2"), store.table("mids", numbers=("hostlev1", "hostlev2"))
    rows = zip(
        actors.whole("crisno").tolist(), actors.whole("cracid").tolist(), actors.whole("viol").tolist(), strict=True
    )
    years: dict[Pair, set[int]] = {}
    for row in np.flatnonzero((table["hostlev1"] == HOSTILE_WAR) & (table["hostlev2"] == HOSTILE_WAR)):
        pair = _pair(table["ccode1"][row], table["ccode2"][row])
        years.setdefault(pair, set()).add(int(table["year"][row]))
    return _Wars({(crisis, state): viol for crisis, state, viol in rows}, years, int(np.nanmax(table["year"])))


def _agreed(head: Table) -> BoolArray:
    return np.isin(head["forout"], AGREEMENTS)


def disputes(store: Store) -> dict[Pair, list[int]]:
    """The years in which militarized disputes between two states began, by pair."""
    table = store.table("mids")
    begun: dict[Pair, set[tuple[int, int]]] = {}
    for row in np.flatnonzero(table["gmlmidonset"] == 1):
        pair = _pair(table["ccode1"][row], table["ccode2"][row])
        begun.setdefault(pair, set()).add((int(table["dispnum"][row]), int(table["year"][row])))
    return {pair: sorted(year for _, year in found) for pair, found in sorted(begun.items())}


def rival_years(store: Store, first: int, last: int) -> dict[Pair, list[int]]:
    """The years in which each pair were rivals: at least two disputes or crises had begun in the 15 years before.

    What happens in a year does not count for it, so that being rivals never rests on the crises that it is to explain.
    """
    begun = {pair: list(years) for pair, years in disputes(store).items()}
    for meeting in meetings(store):
        begun.setdefault(meeting.pair, []).append(meeting.start.year)

    def years(events: list[int]) -> Iterator[int]:
        for year in range(first, last + 1):
            if sum(year - RIVALRY_YEARS <= event < year for event in events) >= RIVALRY_EVENTS:
                yield year

    found = {pair: list(years(events)) for pair, events in sorted(begun.items())}
    return {pair: each for pair, each in found.items() if each}


def _principal_pairs(store: Store) -> dict[int, Pair]:
    dyads, actors = store.table("icbdy"), store.table("icb2")
    states = set(np.unique(store.table("nmc").whole("ccode")).tolist())
    earliest: dict[int, tuple[date, int, Pair]] = {}
    for row in range(len(dyads)):
        number, pair = int(dyads["crisno"][row]), _pair(dyads["statea"][row], dyads["stateb"][row])
        start = _date(dyads, row, "trg", "dy") or date(int(dyads["trgyrdy"][row]), 1, 1)
        key = (start, int(dyads["crdynum"][row]), pair)
        if number not in earliest or key < earliest[number]:
            earliest[number] = key
    found = {number: pair for number, (_, _, pair) in earliest.items()}
    for row in np.lexsort((actors["cracno"], actors["crisno"])):
        number, actor, trigger = (int(actors.whole(name)[row]) for name in ("crisno", "cracid", "trigent"))
        if number not in found and trigger in states and trigger != actor:
            found[number] = _pair(actor, trigger)
    return found


def _pair(one: float, other: float) -> Pair:
    return (int(min(one, other)), int(max(one, other)))


def _date(table: Table, row: int, before: str, after: str = "") -> date | None:
    """A date from its year, month and day, the middle of the month or year where these are missing."""
    names = ("yr", "mo", "da") if after == "" else (f"{before}yr", f"{before}mo", f"{before}da")
    columns = [f"{name}{before}" if after == "" else f"{name}{after}" for name in names]
    year, month, day = (table[column][row] for column in columns)
    if not 0 < year < UNKNOWN_YEAR:
        return None
    whole_month = 0 < month <= 12
    if not whole_month:
        return date(int(year), 7, 1)
    last = monthrange(int(year), int(month))[1]
    return date(int(year), int(month), min(int(day), last) if 0 < day <= 31 else 15)
