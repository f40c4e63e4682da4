"""Base rates of rivals: how often crises come, how long they last and how they end, by class and by pair of states."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from ripeness.arrays import FloatArray
from ripeness.record.crises import Meeting, Pair, meetings, rival_years
from ripeness.record.leaders import read_leaders
from ripeness.record.pooling import BetaShare, GammaRate, Interval, pool_rates, pool_shares
from ripeness.record.reference import DEFAULT_CLASS
from ripeness.record.sources.store import Store

# the world wars' coalitions would count each of their many pairs
FIRST_YEAR, LAST_YEAR = 1946, 2019
UNEQUAL = 0.2
SOURCES_USED = ("icb1", "icb2", "icbdy", "mids", "nmc", "archigos", "icow-settle", "elections")

# What each base rate is, in the order in which they are shown
RATES: dict[str, str] = {
    "crises_per_year": "crises begun in a year of rivalry",
    "months_per_crisis": "months that a crisis lasts",
    "war_per_crisis": "share of crises in which the two fight a full-scale war with each other",
    "war_per_year": "full-scale wars between the two in a year of rivalry",
    "agreement_per_crisis": "share of crises that end with a formal or semi-formal agreement, whoever agreed",
}
MORE: dict[str, str] = {
    "leader_turnover_per_year": "changes of leader in a year, by state",
    "agreement_without_dispute_5_years": "share of agreements over a claim with no militarized dispute for 5 years",
    "agreement_without_dispute_10_years": "the same for 10 years",
}


@dataclass(frozen=True)
class RivalPair:
    """Two states in the years in which they were rivals; the crises begun in these years."""

    pair: Pair
    years: int
    crises: tuple[Meeting, ...]
    weaker_share: float


CLASSES: dict[str, tuple[str, Callable[[RivalPair], bool]]] = {
    "rivals": ("pairs of states with two disputes or crises begun in the 15 years before", lambda _: True),
    "unequal-rivals": (
        "the same, where the weaker has less than a fifth of the two states' capabilities",
        lambda each: each.weaker_share < UNEQUAL,
    ),
    "near-equal-rivals": (
        "the same, where the weaker has at least a fifth of them",
        lambda each: each.weaker_share >= UNEQUAL,
    ),
}


def base_rates(store: Store) -> dict[str, Any]:
    """All base rates: `classes`, `pairs` (each with `like` its class), `everywhere`, `states` (codes by name).

    `abbreviations` has codes by the short names of the record, such as IRN.
    """
    rivals = rival_pairs(store)
    classes: dict[str, Any] = {}
    pairs: dict[str, Any] = {}
    for name, (about, belongs) in CLASSES.items():
        members = [each for each in rivals if belongs(each)]
        rates, counts_for, of_pairs = _pooled(members)
        classes[name] = {
            "about": about,
            "years": f"{FIRST_YEAR}-{LAST_YEAR}",
            "pairs": len(members),
            "pair_years": sum(each.years for each in members),
            "crises": len({meeting.crisis for each in members for meeting in each.crises}),
            "pair_crises": sum(len(each.crises) for each in members),
            "rates": rates,
            "counts_for": counts_for,
        }
        if name == DEFAULT_CLASS:
            pairs = of_pairs
    known = {code for each in rivals if each.crises for code in each.pair}
    return {
        "rival": "two or more militarized disputes or crises begun in the 15 years before; disputes end in 2010, and "
        "later years count only where those until then and the crises show rivals",
        "war": "a crisis of full-scale war in which both were crisis actors at that violence, or at war with each "
        "other in a militarized dispute",
        "unknown_capability": sum(bool(np.isnan(each.weaker_share)) for each in rivals),
        "rates": RATES | MORE,
        "classes": classes,
        "pairs": pairs,
        "everywhere": _everywhere(store),
        "states": _states(store, known),
        "abbreviations": _abbreviations(store, known),
    }


def rival_pairs(store: Store) -> list[RivalPair]:
    """All pairs of states with years of rivalry."""
    begun: dict[Pair, list[Meeting]] = {}
    for meeting in meetings(store):
        begun.setdefault(meeting.pair, []).append(meeting)
    share = _weaker_shares(store)
    return [
        RivalPair(
            pair=pair,
            years=len(years),
            crises=tuple(m for m in begun.get(pair, ()) if m.start.year in set(years)),
            weaker_share=_mean_known([share(pair, year) for year in years]),
        )
        for pair, years in rival_years(store, FIRST_YEAR, LAST_YEAR).items()
    ]


def _mean_known(shares: Sequence[float]) -> float:
    known = [share for share in shares if not np.isnan(share)]
    return float(np.mean(known)) if known else float("nan")


@dataclass(frozen=True)
class _Pools:
    """What is believed of the pairs of a class, before the events of one of them are seen."""

    onset: GammaRate
    ending: GammaRate
    war: BetaShare
    war_rate: GammaRate
    agreement: BetaShare

    @property
    def count_for(self) -> dict[str, float]:
        """The events that the class counts for beside those of a pair."""
        return {
            "crises": self.onset.shape,
            "years": self.onset.rate,
            "ended": self.ending.shape,
            "months": self.ending.rate,
            "wars": self.war.alpha,
            "war_crises": self.war.alpha + self.war.beta,
        }

    def after(self, pair: RivalPair, months: float, dated: float) -> dict[str, Any]:
        """The events of a pair, whose crises with known dates lasted so many months, and its rates after them."""
        crises, wars = len(pair.crises), sum(m.war is True for m in pair.crises)
        with_war_told = sum(m.war is not None for m in pair.crises)
        agreements = sum(m.agreement for m in pair.crises)
        return {
            "years": pair.years,
            "crises": crises,
            "months": months,
            "wars": wars,
            "agreements": agreements,
            "rates": {
                "crises_per_year": asdict(self.onset.after(crises, pair.years).interval()),
                "months_per_crisis": asdict(self.ending.after(dated, months).interval_of_waits()),
                "war_per_crisis": asdict(self.war.after(wars, with_war_told).interval()),
                "war_per_year": asdict(self.war_rate.after(wars, pair.years).interval()),
                "agreement_per_crisis": asdict(self.agreement.after(agreements, crises).interval()),
            },
        }


def _pooled(members: Sequence[RivalPair]) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """The rates of a class, the events that it counts for, and the rates of each of its pairs that had a crisis."""
    years = np.array([each.years for each in members], dtype=np.float64)
    count = np.array([len(each.crises) for each in members], dtype=np.float64)
    with_pairs: dict[int, int] = {}
    for each in members:
        for meeting in each.crises:
            with_pairs[meeting.crisis] = with_pairs.get(meeting.crisis, 0) + 1

    def shared(meeting: Meeting) -> float:
        # a crisis of many pairs is one crisis, so each of its pairs has a part of it
        return 1.0 / with_pairs[meeting.crisis]

    met = [each for each in members if each.crises]
    months = np.array([sum(m.months or 0.0 for m in each.crises) for each in met])
    dated = np.array([sum(m.months is not None for m in each.crises) for each in met], dtype=np.float64)
    trials = np.array([sum(map(shared, each.crises)) for each in met])
    told = np.array([sum(shared(m) for m in each.crises if m.war is not None) for each in met])
    wars = np.array([sum(shared(m) for m in each.crises if m.war) for each in met])
    agreed = np.array([sum(shared(m) for m in each.crises if m.agreement) for each in met])

    wars_begun = _wars(members)
    pools = _Pools(
        onset=pool_rates(count, years),
        ending=pool_rates(dated, np.maximum(months, 1e-3)),
        war=pool_shares(wars, told),
        war_rate=pool_rates(wars_begun, years),
        agreement=pool_shares(agreed, trials),
    )
    n = {"pairs": len(members), "pair_years": int(years.sum()), "pair_crises": int(count.sum())}
    in_crises = {"pairs": len(met), "pair_crises": int(count.sum()), "crises": len(with_pairs)}
    rates = {
        "crises_per_year": _rate(pools.onset.interval(), n),
        "months_per_crisis": _rate(pools.ending.interval_of_waits(), in_crises | {"dated": int(dated.sum())}),
        "war_per_crisis": _rate(pools.war.interval(), in_crises | {"with_war": round(float(wars.sum()))}),
        "war_per_year": _rate(pools.war_rate.interval(), n | {"with_war": int(wars_begun.sum())}),
        "agreement_per_crisis": _rate(
            pools.agreement.interval(), in_crises | {"with_agreement": round(float(agreed.sum()))}
        ),
    }
    of_pairs = {
        "{}-{}".format(*each.pair): pools.after(each, float(months[k]), float(dated[k])) for k, each in enumerate(met)
    }
    return rates, pools.count_for, of_pairs


def _wars(members: Sequence[RivalPair]) -> FloatArray:
    return np.array([sum(m.war is True for m in each.crises) for each in members], dtype=np.float64)


def _rate(found: Interval, n: dict[str, int]) -> dict[str, Any]:
    return {**asdict(found), "n": n}


def _everywhere(store: Store) -> dict[str, Any]:
    """What no class of rivals has: leaders and agreements."""
    changes, years = _turnover(store)
    found = {
        "leader_turnover_per_year": _rate(
            pool_rates(changes, years).interval(), {"states": len(years), "state_years": round(years.sum())}
        )
    }
    settled = store.table("icow-settle")
    pairs = np.array([settled["chal"], settled["tgt"]]).min(axis=0) * 1000 + np.array(
        [settled["chal"], settled["tgt"]]
    ).max(axis=0)
    for length in (5, 10):
        quiet = settled[f"nomid{length}"]
        known = (settled["agree"] == 1) & ~np.isnan(quiet)
        _, group = np.unique(pairs[known], return_inverse=True)
        kept = np.bincount(group, quiet[known] == 1).astype(np.float64)
        trials = np.bincount(group).astype(np.float64)
        n = {
            "pairs": len(trials),
            "agreements": int(known.sum()),
            "unknown": int(((settled["agree"] == 1) & np.isnan(quiet)).sum()),
        }
        found[f"agreement_without_dispute_{length}_years"] = _rate(pool_shares(kept, trials).interval(), n)
    return found


def _turnover(store: Store) -> tuple[FloatArray, FloatArray]:
    """Changes of leader and years by state, from 1946 on. For Iran since 1989 these are its presidents.

    Only years count in which a leader is on record, and the first after more than a year without one is no change.
    """
    first = dt.date(FIRST_YEAR, 1, 1)
    changes: list[float] = []
    years: list[float] = []
    for spells in read_leaders(store).spells.values():
        in_order = sorted(spells)
        days = sum((ended - max(begun, first)).days for begun, ended in in_order if ended >= first)
        after = zip(in_order[1:], in_order, strict=False)
        changes.append(sum(begun > first and (begun - left).days <= 365 for (begun, _), (_, left) in after))
        years.append(days / 365.25)
    lived = np.array(years) > 0
    return np.array(changes, dtype=np.float64)[lived], np.array(years)[lived]


def _weaker_shares(store: Store) -> Callable[[Pair, int], float]:
    """The weaker state's share of the two's capabilities in a year, NaN where either is not known."""
    table = store.table("nmc")
    power = {(int(c), int(y)): float(v) for c, y, v in zip(table["ccode"], table["year"], table["cinc"], strict=True)}

    def share(pair: Pair, year: int) -> float:
        a, b = (power.get((state, year), np.nan) for state in pair)
        return min(a, b) / (a + b) if a + b > 0 else np.nan

    return share


def _states(store: Store, known: set[int]) -> dict[str, int]:
    """Codes of the states that had crises with rivals, by the name that a case may use."""
    table = store.table("elections")
    found = {name: int(code) for name, code in zip(table.texts["country"], table["ccode"], strict=True) if name}
    return {name: code for name, code in sorted(found.items()) if code in known}


def _abbreviations(store: Store, known: set[int]) -> dict[str, int]:
    """The same by their short names; a state that changed it has each, a name given to two states the more frequent."""
    table = store.table("icbdy")
    sides = ((table.texts["namea"], table.whole("statea")), (table.texts["nameb"], table.whole("stateb")))
    seen = Counter(each for names, codes in sides for each in zip(names, codes.tolist(), strict=True) if each[0])
    # the most frequent last, so that it stays
    found = {name: code for (name, code), _ in sorted(seen.items(), key=lambda each: (each[1], each[0])) if name}
    return {name: code for name, code in sorted(found.items()) if code in known}
