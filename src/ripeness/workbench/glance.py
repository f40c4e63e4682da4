"""What is recomputed while a slider moves, and what follows it; each is one function of a case, for an answerer.

A glance is one game: the sentence, the ladder, war by month, the funnel and the deal space. The postures come after.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from ripeness.answer.funnel import rungs_in_question
from ripeness.answer.pipeline import run
from ripeness.answer.reading import assess
from ripeness.answer.result import Assessment
from ripeness.arrays import FloatArray
from ripeness.case.model import Case
from ripeness.case.names import posture_in_words
from ripeness.case.read.load import judgements
from ripeness.case.values import Values
from ripeness.crisis.states import WAR_PATHS
from ripeness.ensemble.wording import estimate, estimate_range, one_in, outbreak, percent
from ripeness.findings.findings import NOTHING
from ripeness.findings.first_screen import PATHS, ladder, verdict, war
from ripeness.findings.funnel import where_deals_die
from ripeness.findings.material import Material
from ripeness.settlements.listing import RUNGS

# more points than a picture can show
MOST_POINTS = 20_000
_DIGITS = 5


def glance(case: Case) -> dict[str, Any]:
    """The answer in short, at the most likely values, as plain data."""
    a = assess(case)
    m = Material(a)
    return {
        "sentence": verdict(a),
        "open": a.deals.now,
        "deals": a.deals.settlements,
        "rung": a.highest_rung,
        "numbers": {name: _probability(m.of(name).number) for name in ("deal", "war")},
        "outbreak": outbreak(case),
        "ladder": {"columns": list(ladder(m).columns), "rungs": _ladder(m)},
        "war": {"text": war(m).text, "paths": {PATHS[path]: m.of(f"war.{path}").number for path in WAR_PATHS}},
        "curves": {"war": _months(a, "war"), "deal": _months(a, "deal")},
        "funnel": _funnel(m),
        "space": space(a),
    }


def _probability(value: float) -> dict[str, Any]:
    return {
        "value": value,
        "shown": percent(value),
        "word": estimate(value),
        "range": estimate_range(value),
        "one_in": one_in(value),
    }


def _ladder(m: Material) -> list[dict[str, Any]]:
    block = ladder(m)
    return [
        {"key": row.key.rpartition(".")[2], "label": row.label, "cells": [each.shown for each in row.measures],
         "value": row.measures[-1].number}
        for row in block.findings
    ]  # fmt: skip


def _months(a: Assessment, series: str) -> list[float]:
    future = a.as_is
    if series == "war":
        return _rounded(future.war_by_month)
    return _rounded(np.add(future.bargain_by_month, future.settled_by_month))


def _rounded(values: Any) -> list[float]:
    return np.round(np.asarray(values, dtype=float), _DIGITS).tolist()


def _funnel(m: Material) -> dict[str, Any] | None:
    """The chart of where deals die; None where deals are not listed, or there is none."""
    if not rungs_in_question(m.a) or not m.reading.is_listed:
        return None
    section = where_deals_die(m)
    if section is None or not section.charts:
        return None
    chart = section.charts[0]
    return {"title": chart.title, "alt": chart.alt, "rows": [dict(row) for row in chart.rows]}


def space(a: Assessment) -> dict[str, Any] | None:
    """What each deal is worth to each signatory, in per cent of its best, and which are open; None if not listed."""
    zones = a.run.as_is.zones
    settlements = zones.settlements
    if not a.rungs or len(settlements) > MOST_POINTS:
        return None
    deals = np.flatnonzero(settlements.is_deal)
    ground = zones.grounds[0]
    worth: FloatArray = ground.payoffs.utility[0][:, deals]
    best = {p: float(ground.best[0, ground.index(p)]) for p in a.case.signatories}
    # of a party to whom no deal is worth anything there is no part
    scale = {p: 100.0 / most if most > NOTHING else 100.0 for p, most in best.items()}
    rung = np.select([settlements.on_rung(each)[deals] for each in RUNGS], range(len(RUNGS)))
    return {
        "parties": list(a.case.signatories),
        "worth": {
            party: [round(scale[party] * each, 2) for each in worth[ground.index(party)].tolist()]
            for party in a.case.signatories
        },
        "options": settlements.options[deals].tolist(),
        "open": [int(each) for each in np.flatnonzero(zones.at_start[0][deals])],
        "rung": [int(each) for each in rung],
        "least": {p: round(scale[p] * of.reservation, 2) for p, of in a.alternatives.items()},
    }


def postures(case: Case) -> dict[str, Any]:
    """War and deals under each posture, and by month, at the most likely values.

    `group` says whether war is clearly less likely under it than on the expected course, likelier, or neither.
    """
    a = assess(case)
    lower, higher = Material(a).told_apart()
    return {
        "postures": [
            {
                "key": name,
                "group": "lower" if name in lower else "higher" if name in higher else "alike",
                "label": posture_in_words(case, name),
                "title": future.title,
                "war": _probability(future.war_total),
                "deal": _probability(future.deal),
                "crisis_months": round(future.crisis_months, 1),
                "war_by_month": _rounded(future.war_by_month),
                "deal_by_month": _rounded(np.add(future.bargain_by_month, future.settled_by_month)),
            }
            for name, future in a.futures.items()
        ]
    }


def what_matters(case: Case) -> dict[str, Any]:
    """How far each judgement's range moves war and a deal in force, one at a time, all others as most likely."""
    ranged = [j for j in judgements(case) if not j.is_fixed]
    if not ranged:
        return {"judgements": []}
    n = 2 * len(ranged)
    columns: dict[str, FloatArray] = {}
    for place, judgement in enumerate(ranged):
        column = np.full(n, judgement.mode)
        column[2 * place], column[2 * place + 1] = judgement.low, judgement.high
        columns[judgement.path] = column
    curves = run(case, Values(n, columns)).as_is.futures.curves
    war_by_end = curves.war[:, :, -1].sum(axis=1)
    deal = curves.bargain[:, -1] + curves.settled[:, -1]
    moved = [
        {
            "path": judgement.path,
            "war": [float(war_by_end[2 * place]), float(war_by_end[2 * place + 1])],
            "deal": [float(deal[2 * place]), float(deal[2 * place + 1])],
        }
        for place, judgement in enumerate(ranged)
    ]
    return {"judgements": sorted(moved, key=lambda of: -_reach(of))}


def _reach(of: Mapping[str, Any]) -> float:
    return max(abs(of[name][1] - of[name][0]) for name in ("war", "deal"))
