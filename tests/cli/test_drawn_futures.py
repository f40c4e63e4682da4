"""Postures compared draw by draw, and curves by month, on a terminal."""

import re
from dataclasses import replace

import numpy as np
import pytest

from builders import quiet_case
from ensembles import DRAWN, answer_from, drawn_from
from ripeness.case.names import posture_in_words
from ripeness.cli.console import console
from ripeness.cli.drawn_futures import HIGH, LOW, MEDIAN, change, print_drawn_curves, print_drawn_postures, shown_months
from ripeness.cli.future_page import bare
from ripeness.ensemble.intervals import Share
from ripeness.ensemble.wording import between, month_name, share
from terminal import page, row, words

each_case = pytest.mark.parametrize("name", DRAWN)


def shown(show, a, width=400):
    return page(lambda: show(console(), a), width=width)


def two(of):
    return [bare(of.median), between(of.q05, of.q95).removesuffix(" %")]


@each_case
def test_the_tables_of_postures_hold_medians_and_ranges(name):
    a = drawn_from(name)
    wars, _, rest = shown(print_drawn_postures, a).partition("Postures compared: a deal")
    for posture, of in a.found.postures.items():
        q = of.quantities
        paths = ("intention", "miscalculation", "miscommunication", "trigger")
        label = posture_in_words(a.case, posture)
        assert row(wars, label) == [
            *two(q["war"]),
            *(bare(q[f"war.{path}"].median) for path in paths),
        ]
        crisis = q["crisis_months"]
        medians = [bare(q[quantity].median) for quantity in ("bargain", "settled", "step")]
        months = [f"{crisis.median:.1f}", f"{crisis.q05:.1f}-{crisis.q95:.1f}"]
        assert row(rest, label) == [*two(q["deal"]), *medians, *months]


def test_a_war_that_goes_on_is_told_under_every_posture_and_else_not_at_all():
    goes_on = {"dynamics.war_decided": 0.3, "dynamics.ceasefire": 0.2, "words": {"war": "open war"}}
    a = answer_from(quiet_case(DRAWN["nothing asked"] | goes_on), 8, 0)
    found = shown(print_drawn_postures, a).partition("Open war that goes on, by March 2024: medians")[2]
    for posture, of in a.found.postures.items():
        q = of.quantities
        rest = [f"{q['war_months'].median:.1f}", bare(q["decided"].median), bare(q["ceasefire.ever"].median)]
        assert row(found, posture_in_words(a.case, posture)) == [*two(q["at_war"]), *rest]
    assert "goes on" not in shown(print_drawn_postures, drawn_from("nothing asked"))


@each_case
def test_every_posture_is_set_against_the_expected_course(name):
    a = drawn_from(name)
    found = words(shown(print_drawn_postures, a))
    for posture, of in a.case.postures.items():
        war = change(a.found.compared(posture), "the risk of war")
        deal = change(a.found.compared(posture, quantity="deal"), "the odds of a deal")
        assert f"{posture_in_words(a.case, posture)} ({of.title}) {war}; it {deal}." in found
    assert "as-is" not in found
    assert "expected course (" not in found


def test_a_change_is_told_with_its_size_and_how_often():
    of = replace(drawn_from("open").found.compared("shut"), q05=-0.02, q95=0.004)
    often, seldom = Share(0.9, 0.8, 0.95), Share(0.1, 0.05, 0.2)
    lower = replace(of, median=-0.01, lower=often, higher=seldom)
    assert change(lower, "war") == "lowers war by 1.0 points (-2.0 to +0.4), in 90 % (80-95 %) of draws"
    higher = replace(of, median=0.003, lower=seldom, higher=often)
    assert change(higher, "war") == "raises war by 0.3 points (-2.0 to +0.4), in 90 % (80-95 %) of draws"
    assert change(replace(lower, median=-0.0001), "war") == (
        f"hardly moves war (-2.0 to +0.4): lower in {share(often)} of draws, higher in {share(seldom)}"
    )


@each_case
def test_the_months_hold_the_quantiles_of_the_curves(name):
    a = drawn_from(name)
    found = shown(print_drawn_curves, a)
    curves = a.found.postures["as-is"].curves
    for month in shown_months(a.case.horizon):
        cells = []
        for series in ("war", "bargain", "settled"):
            low, median, high = (float(curves[series][q, month]) for q in (LOW, MEDIAN, HIGH))
            cells += [bare(median), between(low, high).removesuffix(" %")]
        assert row(found, str(month), month_name(a.case, month)) == cells
    assert re.search(rf"0 … {a.case.horizon} months", found)


def test_where_no_draw_has_war_no_curve_is_drawn():
    a = drawn_from("open")
    as_is = a.found.postures["as-is"]
    none = replace(as_is, curves=as_is.curves | {"war": np.zeros_like(as_is.curves["war"])})
    peace = replace(a, found=replace(a.found, postures=a.found.postures | {"as-is": none}))
    found = shown(print_drawn_curves, peace)
    assert "No war within the horizon." in found
    assert "│" not in found


@pytest.mark.parametrize("horizon", [1, 3, 36, 37, 100, 240])
def test_months_end_with_the_horizon_and_fit_a_table(horizon):
    months = shown_months(horizon)
    assert months == sorted(set(months))
    assert months[-1] == horizon
    assert len(months) <= 13
