"""A fifth condition is one entry of each table: after it everything that asks for conditions knows it.

Made up for the test: a deal has to be **verifiable**, that is, no party may concede much where nobody sees it.
"""

import json
from dataclasses import replace

import numpy as np
import pytest

import ripeness.settlements.listing as listing
from agreement import differences
from builders import assessed, quiet_case
from ensembles import EXCHANGE, OPEN_IN_MOST, answer_from
from finished_briefs import write_case, write_finished
from ripeness.answer.deal_space import DealSpace
from ripeness.cli.answer import print_brief
from ripeness.cli.deals import print_deals
from ripeness.cli.why import print_why
from ripeness.ensemble.draws import drawn
from ripeness.errors import InputError
from ripeness.findings.compose import brief_of
from ripeness.findings.material import hangs_on_statements
from ripeness.render.html import to_html
from ripeness.rules.conditions import CONDITIONS
from ripeness.rules.constraints import CONSTRAINTS, ConstraintRule, LinearSlack, evidence, itself
from ripeness.rules.evidence import judged, visibility
from ripeness.site.build import build_site
from ripeness.site.digest import digest_of
from terminal import page, row, words

PART = 0.45


def _most_hidden(on, c, trust, reservation):
    return PART * on.values.stack([on.parties[c.party].concession_limit])


def _verifiable(on, c, most):
    i = on.index(c.party)
    return most - (on.payoffs.loss[:, i] - on.payoffs.public_loss[:, i])


def _linear_verifiable(of, c, most, small):
    i = of.on.index(c.party)
    return LinearSlack(of.public_loss(i).minus(of.loss(i)).plus(float(most[0])))


def _behind(of):
    yield from judged(of.own.concession_limit, f"parties.{of.party}.concession_limit")
    yield from visibility(of)


VERIFIABLE = ConstraintRule(
    name="hidden concession",
    condition="can_be_verified",
    fails="{who} concedes too much unseen",
    change="{who} shows what it concedes",
    items=itself,
    numbers=_most_hidden,
    slack=_verifiable,
    linear=_linear_verifiable,
    rests_on=_behind,
)

# Ann concedes 0.4 on the field, half of it unseen: more than 0.45 times what she concedes at most in the first case
HIDDEN = OPEN_IN_MOST | {"issues.field.options.shared.visibility": 0.5}
CLOSED = quiet_case(HIDDEN | {"parties.ann.concession_limit": [0.2, 0.42, 0.6]})
OPEN = quiet_case(HIDDEN | {"parties.ann.concession_limit": [0.2, 0.5, 0.6]})
DEAL = {"field": "shared", "road": "free"}


@pytest.fixture(autouse=True)
def _five(monkeypatch):
    monkeypatch.setitem(CONDITIONS, "can_be_verified", "can be verified")
    monkeypatch.setitem(CONSTRAINTS, "verifiable", VERIFIABLE)


def test_the_answer_at_the_modes_applies_it():
    a = assessed(CLOSED)
    # all that Bob would accept moves the field, and there Ann concedes too much unseen
    assert a.diagnosis.corrections == (("alternative(bob)",), ("verifiable(ann)",))
    assert a.diagnosis.conflicts == (("alternative(bob)", "verifiable(ann)"),)
    assert a.conditions.holds["can_be_verified"]
    assert not a.conditions.together
    assert a.openings[1].deal.settlement == DEAL
    (slack,) = [s for s in a.openings[1].deal.slacks if s.constraint == "verifiable(ann)"]
    assert (slack.condition, slack.slack) == ("can_be_verified", pytest.approx(PART * 0.42 - 0.2))
    assert a.to_dict()["holds"] == dict.fromkeys(CONDITIONS, True)
    assert a.to_dict()["corrections"] == [["alternative(bob)"], ["verifiable(ann)"]]
    assert assessed(OPEN).deals.best_wide.settlement == DEAL


def test_without_the_entry_nothing_asks_for_it(monkeypatch):
    monkeypatch.delitem(CONSTRAINTS, "verifiable")
    assert assessed(CLOSED).deals.best_wide.settlement == DEAL


@pytest.mark.parametrize("case", [CLOSED, OPEN], ids=["closed", "open"])
def test_a_search_finds_what_a_list_does(case, monkeypatch):
    expected, agreed = assessed(case), DealSpace(case)._agreed_on_list()
    found = DealSpace(case)._agreed_by_search()
    assert (found.solutions, found.diagnosis) == (agreed.solutions, agreed.diagnosis)
    monkeypatch.setattr(listing, "LISTED_AT_MOST", 0)
    searched = assessed(case)
    one, other = searched.to_dict(), expected.to_dict()
    del one["deals_now"], other["deals_now"], one["rungs"], other["rungs"]
    assert list(differences(one, other, 1e-12)) == []
    assert searched.conditions == expected.conditions


def test_its_page_says_five_and_words_it():
    found = page(print_brief, brief_of(assessed(CLOSED)), "case", "all")
    assert "The five conditions" in found
    assert row(found, "5 can be verified")[:3] == ["holds", "holds", "holds"]
    assert row(found, "all five together")[:3] == ["–", "–", "fails"]
    assert "Ann concedes too much unseen" in words(found)
    assert "Ann shows what it concedes." in words(found)
    small = page(
        print_brief,
        brief_of(assessed(quiet_case(HIDDEN | EXCHANGE | {"parties.ann.concession_limit": 0.3}))),
        "case",
        "all",
    )
    assert "Small steps are left out here: they need not beat what each expects without a deal." in words(small)


def test_the_deals_know_it():
    found = page(print_deals, CLOSED, False, None)
    assert "Ann concedes too much unseen" in words(found)
    assert "Ann shows what it concedes." in words(found)


def test_why_judges_it_with_what_it_rests_on():
    found = page(print_why, CLOSED, ["field=shared", "road=free"], True)
    # 1.1 hundredths of what is at stake for Ann, as a part of the most that a deal could give
    assert row(found, "can be verified", "Ann: hidden concession") == ["fails", "-2 %"]
    assert row(found, "can be verified", "Bob: hidden concession")[0] == "holds"
    assert "Ann concedes too much unseen, 2 % short; would hold if it shows what it concedes." in words(found)
    (ann,) = [c for c in DealSpace(CLOSED).linear.beyond if c.constraint.name == "verifiable(ann)"]
    assert [piece.path for piece in evidence(CLOSED, ann.constraint, DEAL)] == [
        "parties.ann.concession_limit", "issues.field.options.shared.visibility", "issues.road.visibility",
    ]  # fmt: skip


def test_an_answer_over_draws_knows_it():
    a = answer_from(CLOSED, 16, 16)
    limits = drawn(1, 0, 16)(CLOSED.parties["ann"].concession_limit)
    assert a.over_draws.deal_now.share == pytest.approx((PART * limits >= 0.2).mean())
    assert 0 < a.over_draws.deal_now.share < (limits >= 0.4).mean()
    assert list(a.over_draws.conditions.holds) == list(CONDITIONS)
    assert a.over_draws.conditions.for_party["ann"]["can_be_verified"].share == 1
    assert ("verifiable(ann)",) in [of.names for of in a.over_draws.why.corrections]
    assert "can_be_verified" in json.dumps(a.to_dict())


def test_the_brief_and_its_digest_know_it():
    brief = brief_of(assessed(CLOSED))
    told = json.dumps(brief.to_dict())
    assert "The five conditions" in told
    assert "all five together" in told
    assert '"funnel.left.can_be_verified"' in told
    assert "Ann concedes too much unseen" in told
    (section,) = [s for s in brief.sections if s.key == "funnel"]
    (chart,) = section.charts
    assert [each["step"] for each in chart.rows][1:6] == list(CONDITIONS.values())
    assert "four" not in told.partition("The five conditions")[2].partition('"key": "why_not"')[0]
    digest = digest_of(brief.to_dict())
    assert digest.conditions[-1].label == "5 can be verified"
    # the road alone, of three deals
    assert [(each.alone, digest.funnel[0].left) for each in digest.funnel if each.label == "can be verified"] == [
        (1, 3)
    ]
    assert "5 can be verified" in to_html(brief)


def test_the_sites_page_of_the_case_knows_it(tmp_path):
    write_case(tmp_path / "desk", "quiet")
    write_finished(tmp_path / "desk" / "briefs", brief_of(assessed(CLOSED)))
    build_site(tmp_path / "desk", tmp_path / "out")
    (shown,) = [
        text for path in (tmp_path / "out").rglob("*.html")
        if "briefs" not in path.parts and "<h3>The" in (text := path.read_text(encoding="utf-8"))
    ]  # fmt: skip
    assert "<h3>The five conditions</h3>" in shown
    assert "5 can be verified" in shown


def test_a_statement_is_one_because_its_entry_says_so(monkeypatch):
    a = assessed(CLOSED)
    assert not hangs_on_statements(a)
    # Ann never signs anything, says she, whatever the numbers
    never = replace(
        VERIFIABLE,
        name="refusal",
        unit=None,
        numbers=lambda on, c, trust, reservation: np.zeros((1, 1)),
        slack=lambda on, c, none: np.full((1, len(on.settlements)), -np.inf if c.party == "ann" else np.inf),
    )
    monkeypatch.setitem(CONSTRAINTS, "verifiable", never)
    a = assessed(CLOSED)
    assert hangs_on_statements(a)
    assert (
        "No deal is open now. That rests on stated positions, red lines, preconditions and refusals, and not on any"
        in words(page(print_brief, brief_of(a), "case", "all"))
    )


def test_without_a_linear_form_deals_are_listed_and_a_search_says_what_is_missing(monkeypatch):
    monkeypatch.setitem(CONSTRAINTS, "verifiable", replace(VERIFIABLE, linear=None))
    assert DealSpace(CLOSED).agreed.diagnosis == assessed(CLOSED).diagnosis
    monkeypatch.setattr(listing, "LISTED_AT_MOST", 0)
    missing = r"verifiable\(ann\), verifiable\(bob\)  this constraint cannot be searched by, and there are too many"
    for ask in (lambda: DealSpace(CLOSED).agreed, lambda: assessed(CLOSED)):
        with pytest.raises(InputError, match=missing):
            ask()
