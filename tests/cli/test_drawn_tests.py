"""Levers, judgements that matter and claims from draws, on a terminal."""

import re
from dataclasses import replace

import pytest

from ensembles import drawn_from
from ripeness.cli.console import console
from ripeness.cli.drawn_tests import print_drawn_claims, print_plans, print_tornado
from ripeness.ensemble.wording import flow, percent, share
from terminal import page, row, words


def shown(show, a, width=200):
    return page(lambda: show(console(), a), width=width)


@pytest.mark.parametrize("name", ["closed", "small steps"])
def test_plans_are_told_with_their_effort_their_share_and_what_they_do_to_war(name):
    a = drawn_from(name)
    found = shown(print_plans, a)
    (plan,) = a.levers
    assert row(found, "Ann gives way") == [
        "2", share(plan.share).partition(" (")[0], flow(plan.paired.median),
        share(plan.paired.lower).partition(" (")[0],
    ]  # fmt: skip
    assert share(plan.share).partition(" (")[2] in found
    assert f"{flow(plan.paired.q05)} to {flow(plan.paired.q95)}" in found
    assert "In the first 16 draws." in found
    assert ("beyond small steps" in found) is (name == "small steps")


def test_where_a_deal_is_open_already_no_lever_is_needed():
    a = drawn_from("open")
    (plan,) = a.levers
    assert (
        f"None is needed: with the most likely values a deal is open already, and in {share(plan.share)} of draws."
        in (words(shown(print_plans, a)))
    )


def test_where_no_plan_is_found_that_is_told():
    assert "no 4 levers together, or fewer, open a deal." in shown(print_plans, replace(drawn_from("open"), levers=()))


def test_what_is_not_put_to_the_test_is_not_told():
    for a in (replace(drawn_from("open"), tested=0, claimed=0), drawn_from("nothing asked")):
        assert shown(print_plans, a) == shown(print_drawn_claims, a) == ""


def test_the_judgements_that_stand_out_are_told_the_longest_bar_first():
    a = drawn_from("open")
    found = shown(print_tornado, a)
    of_war, _, of_deal = found.partition("The judgements that move a deal")
    for text, bars in ((of_war, a.bars["war"]), (of_deal, a.bars["deal"])):
        standing = [bar for bar in bars if bar.stands_out]
        for bar in standing[:8]:
            points = f"{flow(bar.difference)} ± {bar.noise * 100:.1f}"
            assert row(text, bar.judgement) == [percent(bar.in_lowest), percent(bar.in_highest), points]
        if standing:
            assert f"{len(standing)} of {len(bars)} judgements stand out" in text
    assert any(bar.stands_out for bar in a.bars["war"])
    quiet = replace(a, bars={"war": tuple(replace(bar, noise=1.0) for bar in a.bars["war"])})
    assert f"None of {len(a.bars['war'])} stands out" in shown(print_tornado, quiet)


def test_the_claims_that_fail_come_first_and_are_shown_as_failing():
    a = drawn_from("open")
    found = shown(print_drawn_claims, a)
    failing = [claim.verdict == "fails" for claim in a.claims.values()]
    assert sum(failing) == 2
    places = {name: found.index(claim.claim.text) for name, claim in a.claims.items()}
    assert max(places["void"], places["false"]) < places["true"]
    assert row(found, "Talks bring war.")[0] == row(found, "Ann could attack.")[0] == "fails"
    assert row(found, "A deal is open.")[:2] == ["holds", "fails"]
    for claim in a.claims.values():
        assert share(claim.with_mechanism.share) in found
    true = a.claims["true"]
    assert re.search(re.escape(f"{share(true.with_mechanism.share)}") + r"\s+" + re.escape(
        share(true.without_mechanism.share)), found)  # fmt: skip
    assert row(found, "Ann could attack.")[-1] == "does not apply"
