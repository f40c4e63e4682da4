"""The answer from draws on a terminal: every number on the page is the distribution's."""

import re
from dataclasses import replace
from functools import cache

import pytest
from rich.cells import cell_len

from builders import quiet_case
from ensembles import DRAWN, answer_from, drawn_from
from ripeness.case.read.load import load
from ripeness.cli.drawn_page import drawn_bottom_line, drawn_verdict, print_drawn
from ripeness.ensemble.intervals import Mean, Share, Spread
from ripeness.ensemble.wording import flow, must_change, share, stages_in_words, why_not
from ripeness.rules.conditions import CONDITIONS
from terminal import COLOUR, GOLDEN, empty_sections, page, raw_page, row, words

each_case = pytest.mark.parametrize("name", DRAWN)
THEN = "Nothing is kept."


@cache
def shown(name, width=160):
    return page(print_drawn, drawn_from(name), THEN, width=width)


def with_odds(a, **of):
    """The answer with other quantities of the case as it is: 5 %, median, 95 %."""
    as_is = a.found.postures["as-is"]
    spreads = {name: Spread(Mean(0, 0, 0), low, low, median, high, high) for name, (low, median, high) in of.items()}
    postures = a.found.postures | {"as-is": replace(as_is, quantities=as_is.quantities | spreads)}
    return replace(a, found=replace(a.found, postures=postures))


def test_the_bottom_line_has_words_medians_and_ranges():
    a = with_odds(drawn_from("open"), deal=(0.16, 0.28, 0.41), war=(0.034, 0.04, 0.045))
    assert drawn_bottom_line(a) == (
        "By May 2024, a deal (a signed bargain or a settlement in force): unlikely (28 %; in 9 of 10 draws 16-41 %, "
        "very unlikely to unlikely); war: almost no chance (4.0 %; in 9 of 10 draws 3.4-4.5 %)."
    )


def test_the_verdict_is_a_share_of_draws_for_each_rung_and_speaks_of_small_steps_where_there_are_any():
    for name in ("open", "small steps"):
        a = drawn_from(name)
        rungs = {"partial": "a partial bargain", "wide": "a wide settlement"}
        rungs = {"step": "a small step"} | rungs if name == "small steps" else rungs
        by_rung = "; ".join(f"{words} in {share(a.found.rungs[rung])}" for rung, words in rungs.items())
        expected = f"Can diplomacy succeed now? A deal is open in {share(a.found.deal_now)} of draws: {by_rung}."
        assert drawn_verdict(a) == expected


def test_the_stages_are_told_as_means_of_the_draws():
    found = words(shown("open"))
    assert f"{stages_in_words(drawn_from('open').stages)[:-1]} (means over the draws)." in found


def test_in_how_many_draws_the_case_starts_with_what_it_says_is_told_unless_it_is_all():
    # in the draws in which Ann's limit forbids the only bargain there is none to start with
    signed = answer_from(quiet_case(DRAWN["closed"] | {"dynamics.bargain": "signed"}), 8, 0)
    there = signed.found.in_force_at_start
    assert 0 < there.share < 1
    told = f"a signed bargain in force at the start, but there is such a deal only in {share(there)} of draws."
    assert told in words(page(print_drawn, signed, THEN))
    assert "in force at the start" not in shown("closed")


@each_case
def test_the_bottom_line_comes_first_and_last_on_a_terminal(name):
    found = words(shown(name))
    line = drawn_bottom_line(drawn_from(name))
    assert found.count(line) == 2
    assert found.index(line) < found.index(drawn_verdict(drawn_from(name))) < found.index("The four conditions")
    assert found.endswith(f"In short: {line} {THEN}")


@each_case
def test_the_conditions_are_shares_of_draws(name):
    a, found = drawn_from(name), shown(name)
    of = a.found.conditions_beyond if a.beyond else a.found.conditions
    assert ("The four conditions beyond small steps:" in found) is a.beyond
    for number, (condition, text) in enumerate(CONDITIONS.items(), start=1):
        expected = [*(of.for_party[party][condition] for party in of.for_party), of.holds[condition]]
        assert row(found, f"{number} {text}") == [share(each).replace(" %", "") for each in expected]
    assert row(found, "all four together") == [share(of.together).replace(" %", "")]


@each_case
def test_why_not_and_what_must_change_are_told_with_their_shares(name):
    a, found = drawn_from(name), words(shown(name, width=400))
    why = a.found.why_beyond if a.beyond else a.found.why
    for tell, joined, frequencies in (
        (why_not, "; ", why.conflicts[:6]),
        (must_change, ", and ", why.necessary[:6]),
        (must_change, ", and ", [f for f in why.corrections if f.names][:6]),
        (why_not, "; ", a.found.tightest[:6]),
    ):
        for f in frequencies:
            assert f"{joined.join(tell(a.case, each) for each in f.names)} {share(f.share)}" in found
    assert ("Why not" in found) is bool(why.conflicts)
    assert ("The smallest changes that open a deal" in found) is any(f.names for f in why.corrections)


@each_case
def test_the_best_deals_are_told_with_their_shares(name):
    a, found = drawn_from(name), words(shown(name))
    rungs = {"step": "small step", "partial": "partial bargain", "wide": "wide settlement"}
    for rung, best in a.found.best_of.items():
        assert (f"In no draw is there a {rungs[rung]}" in found) is (not best and (rung != "step" or a.has_small_steps))
        for f in best[:3]:
            assert f"{', '.join(f.names).replace('=', ': ')}. In {share(f.share)}." in found


@each_case
def test_the_alternatives_are_quantiles(name):
    a, lines = drawn_from(name), shown(name).splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("What each can expect without a deal"))
    rows = iter([re.split(r"\s{2,}", line.strip())[-3:] for line in lines[start + 3 :]])
    for party in a.found.reservations:
        for viewer, of in (
            ("itself", a.found.reservations[party]),
            ("the analyst", a.found.reservations_as_analyst[party]),
            ("the difference", a.found.illusions[party]),
        ):
            assert next(rows) == [viewer, flow(of.median), f"{flow(of.q05)} to {flow(of.q95)}"]


@each_case
def test_ripeness_is_told_in_halves(name):
    a, found = drawn_from(name), words(shown(name))
    assert f"a way out exists: in {share(a.found.ripe)}." in found
    assert f"A way out exists in {share(a.found.beyond_now)}." in found
    for party, of in a.found.convinced.items():
        told = found.partition("Convinced that nothing is better than a deal: ")[2]
        assert f"{a.case.parties[party].name} in {share(of)}" in told
    for party, of in a.found.hurting.items():
        assert f"{a.case.parties[party].name} in {share(of)}" in found


@each_case
@pytest.mark.parametrize("width", [80, 100])
def test_no_line_is_wider_than_the_terminal_and_no_section_is_empty(name, width):
    raw = raw_page(print_drawn, drawn_from(name), THEN, width=width)
    assert empty_sections(raw) == []
    assert max(map(cell_len, page(print_drawn, drawn_from(name), THEN, width=width).splitlines())) <= width


@each_case
def test_without_colour_the_page_says_the_same(name):
    a = drawn_from(name)
    assert page(print_drawn, a, THEN, width=160, NO_COLOR="1") == shown(name)
    assert not COLOUR.search(raw_page(print_drawn, a, THEN, NO_COLOR="1"))


def test_nothing_of_a_case_is_taken_for_markup():
    a = drawn_from("open")
    title = "[red]Nothing[/red] moves"
    assert title in page(print_drawn, replace(a, case=a.case.model_copy(update={"title": title})), THEN)


def test_shares_stand_in_words_as_they_are():
    a = drawn_from("open")
    found = replace(a.found, deal_now=Share(0.9996, 0.98, 1.0))
    assert "A deal is open in 99.9 % (98-100 %) of draws: " in drawn_verdict(replace(a, found=found))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["example", "random-15", "random-4"])
def test_golden_cases_have_pages_that_fit(name):
    a = answer_from(load(GOLDEN / f"{name}.yaml"), 8, 8)
    assert empty_sections(raw_page(print_drawn, a, THEN, width=80)) == []
    assert max(map(cell_len, page(print_drawn, a, THEN, width=80).splitlines())) <= 80
