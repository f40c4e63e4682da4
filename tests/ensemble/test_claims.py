"""Claims put to the test."""

import math

import numpy as np
import pytest

from builders import assessed, quiet_case
from ripeness.answer.pipeline import run
from ripeness.case.read.load import judgements, with_changes
from ripeness.ensemble.claims import judge_claims, judge_claims_over_draws
from ripeness.ensemble.draws import drawn
from ripeness.ensemble.ensemble import chunk
from terminal import golden


def judged(claim, **changes):
    """The result of one claim in the quiet case, in which each gets what the deal gives and nobody fights."""
    text = {"text": "?", "basis": "judgement"}
    return judge_claims(run(quiet_case(changes | {"claims": {"it": text | claim}})))["it"]


NOTHING_OPEN = {"parties.ann.red_lines": {"field": {"options": ["shared"]}}}


@pytest.mark.parametrize(
    ("claim", "holds", "numbers"),
    [
        ({"less": ["deals_now", 2]}, True, (1, 2)),
        ({"less": [2, "deals_now"]}, False, (2, 1)),
        ({"more": ["deals_now", 0.5]}, True, (1, 0.5)),
        ({"more": ["deals_now", 1.5]}, False, (1, 1.5)),
        ({"less": ["deals_now", 1]}, False, (1, 1)),
        ({"more": ["deals_now", 1]}, False, (1, 1)),
        ({"more": ["deals_now", 1 - 1e-13]}, False, (1, 1 - 1e-13)),
        ({"more": ["deals_now - deal_now", -0.1]}, True, (0, -0.1)),
        ({"holds": "deal_now"}, True, (1, 0)),
    ],
)
def test_less_and_more_are_strict_and_compare_in_the_order_given(claim, holds, numbers):
    found = judged(claim)
    assert (found.holds, found.with_mechanism.first, found.with_mechanism.second) == (holds, *numbers)
    assert found.with_mechanism.size == numbers[0] - numbers[1]
    assert (found.without_mechanism, found.hangs_on_mechanism) == (None, None)


def test_a_yes_or_no_claim_fails_where_the_answer_is_no():
    assert not judged({"holds": "deal_now"}, **NOTHING_OPEN).holds


@pytest.mark.parametrize("claim", [{"less": ["alternative.ann.attack", 99]}, {"more": ["alternative.ann.attack", -99]}])
def test_a_quantity_that_does_not_apply_satisfies_nothing(claim):
    found = judged(claim)
    assert not found.holds
    assert math.isnan(found.with_mechanism.first)


@pytest.mark.parametrize(
    ("without", "holds", "survives"),
    [
        ({"parties.ann.red_lines": {"field": {"options": ["shared"]}}}, True, False),
        ({"parties.ann.pride": 0.1}, True, True),
    ],
)
def test_a_claim_is_put_again_with_its_mechanism_switched_off(without, holds, survives):
    found = judged({"holds": "deal_now", "without": without})
    assert (found.holds, found.without_mechanism.holds) == (holds, survives)
    assert found.hangs_on_mechanism is (not survives)


def test_a_claim_that_fails_does_not_hang_on_its_mechanism():
    found = judged({"less": ["deal_now", 1], "without": NOTHING_OPEN})
    assert (found.holds, found.without_mechanism.holds, found.hangs_on_mechanism) == (False, True, False)


def test_switching_off_a_mechanism_is_assessing_the_case_as_changed():
    a, off = golden("example"), {"dynamics.covert_clarity": 1, "parties.alder.pride": 0}
    name, claim = next(iter(a.case.claims.items()))
    case = with_changes(a.case, {})
    case = case.model_copy(update={"claims": {name: claim.model_copy(update={"without": off})}})
    found = judge_claims(run(case))[name]
    changed = assessed(with_changes(a.case, off)).futures
    assert found.without_mechanism.first == changed["covert-channel"].war_total
    assert found.without_mechanism.second == changed["no-diplomacy"].war_total
    assert found.with_mechanism.first == a.futures["covert-channel"].war_total


def test_only_the_claims_asked_for_are_judged():
    text = {"text": "?", "basis": "judgement", "holds": "deal_now"}
    of = run(quiet_case({"claims": {"one": text, "other": text}}))
    assert list(judge_claims(of)) == ["one", "other"]
    assert list(judge_claims(of, ["other"])) == ["other"]


# Ann concedes 0.4 on the field and wins 0.5 on the road; Bob wins on the field alone, so that both are the deal
GIVEN = {"question": "?", "options": {"shut": {"text": "-"}, "free": {"text": "-", "value": {"ann": 1}}}}
LIMIT = {"issues.field.options.shared.value": {"ann": -0.8, "bob": 0.4}, "issues.road": GIVEN,
         "parties.ann.salience": {"field": 1, "road": 1}, "parties.ann.reservation": -1,
         "parties.bob.reservation": 0.1, "parties.ann.exposure_tolerance": 5, "dynamics.recognition": 0,
         "parties.ann.concession_limit": [0.2, 0.5, 0.6]}  # fmt: skip
TEXT = {"text": "?", "basis": "judgement"}


def over_draws(claims, draws=64, **options):
    case = quiet_case(LIMIT | {"claims": {name: TEXT | claim for name, claim in claims.items()}})
    return judge_claims_over_draws(case, draws=draws, **options)


def test_over_draws_a_claim_has_a_share_and_a_size():
    found = over_draws({"it": {"holds": "deal_now"}, "less": {"less": ["deal_now", 0.5]}})
    (limit,) = (j for j in judgements(quiet_case(LIMIT)) if not j.is_fixed)
    limits = drawn(1, 0, 64)(limit)
    it, less = found["it"].with_mechanism, found["less"].with_mechanism
    assert it.share.share == np.mean(limits >= 0.4)
    assert 0.5 < it.share.share < 1
    assert less.share.share == 1 - it.share.share
    assert (it.q05, it.median, it.q95) == (0, 1, 1)
    assert (less.q05, less.median, less.q95) == (-0.5, 0.5, 0.5)
    assert (found["it"].verdict, found["less"].verdict) == ("holds", "fails")
    assert found["it"].hangs_on_mechanism is None


def test_over_draws_mechanisms_are_switched_off_in_the_same_draws():
    shut = {"parties.ann.concession_limit": 0.1}
    found = over_draws(
        {
            "hangs": {"holds": "deal_now", "without": shut},
            "same": {"less": ["deal_now", 0.5], "without": shut},
            "survives": {"holds": "deal_now", "without": {"parties.ann.pride": 0}},
        }
    )
    assert found["hangs"].without_mechanism.share.share == 0
    assert found["same"].without_mechanism.share.share == 1
    assert found["survives"].without_mechanism == found["survives"].with_mechanism
    hanging = {name: claim.hangs_on_mechanism for name, claim in found.items()}
    assert hanging == {"hangs": True, "same": False, "survives": False}


# a deal is open where ann's limit is 0.4 or more
@pytest.mark.parametrize(
    ("limit", "verdict", "hangs"),
    [([0.3, 0.5, 0.6], "holds", True), ([0.3, 0.4, 0.5], "undecided", None), ([0.2, 0.3, 0.5], "fails", False)],
)
def test_over_draws_a_claim_near_half_is_undecided(limit, verdict, hangs):
    claim = TEXT | {"holds": "deal_now", "without": {"parties.ann.concession_limit": 0.1}}
    case = quiet_case(LIMIT | {"parties.ann.concession_limit": limit, "claims": {"it": claim}})
    found = judge_claims_over_draws(case, draws=64)["it"]
    assert found.verdict == verdict
    share = found.with_mechanism.share
    assert (share.low <= 0.5 <= share.high) == (verdict == "undecided")
    assert found.hangs_on_mechanism is hangs


def test_over_draws_a_quantity_that_does_not_apply_satisfies_nothing():
    found = over_draws({"it": {"less": ["alternative.ann.attack", 99]}})["it"]
    assert (found.with_mechanism.share.share, found.verdict) == (0, "fails")
    assert math.isnan(found.with_mechanism.median)


def test_over_draws_only_the_claims_asked_for_are_judged():
    claims = {"one": {"holds": "deal_now"}, "other": {"holds": "deal_now"}}
    assert list(over_draws(claims, names=["other"])) == ["other"]


def test_over_draws_how_they_are_cut_does_not_matter(monkeypatch):
    claims = {"it": {"holds": "deal_now", "without": {"parties.ann.pride": 0}}}
    whole = over_draws(claims)
    monkeypatch.setattr("ripeness.ensemble.claims.DRAWS_AT_ONCE", 13)
    assert over_draws(claims) == whole


OTHERS = {"open": {"title": "?", "set": {"parties.ann.concession_limit": 0.5}}}


@pytest.mark.parametrize(
    "claim",
    [
        {"holds": "deal_now"},
        {"less": ["deals_now", "deals_now@open"]},
        {"more": ["war@open - war", "capitulation.ann@open - capitulation.ann"]},
        {"more": ["illusion.ann", "illusion.bob"]},
        {"less": ["value.bob", "bargain.life"]},
        {"less": ["bargain[before]", "bargain[after]"]},
        {"less": ["step", "deal@open"]},
        {"more": ["opening.ever@open - opening.ever", "talks.ever"]},
        {"less": ["settled.ever", "deal.ever[before]"]},
        {"more": ["alternative.ann.never", "alternative.ann.attack"]},
        {"more": ["crisis_months", "alternative.ann.never"]},
    ],
    ids=str,
)
def test_what_an_ensemble_has_recorded_is_not_computed_again_and_is_the_same(claim, monkeypatch):
    changes = {"postures": OTHERS, "dynamics.incident": [0, 0.1, 0.2], "claims": {"it": TEXT | claim},
               "transitions": [{"party": "ann", "date": "2024-03-01", "probability": 0.5}]}  # fmt: skip
    case = quiet_case(LIMIT | changes)
    outcomes = chunk(case, drawn(1, 0, 32), 0).outcomes
    ran = []
    monkeypatch.setattr("ripeness.ensemble.claims.run", lambda *given: ran.append(given) or run(*given))
    found = judge_claims_over_draws(case, draws=16, outcomes=outcomes)
    is_recorded = not any("[" in str(side) or "alternative" in str(side) for sides in claim.values() for side in sides)
    assert bool(ran) is not is_recorded
    assert str(found) == str(judge_claims_over_draws(case, draws=16))


def test_progress_is_told_in_draws(monkeypatch):
    monkeypatch.setattr("ripeness.ensemble.claims.DRAWS_AT_ONCE", 8)
    told = []
    over_draws(
        {"it": {"holds": "deal_now", "without": {"parties.ann.pride": 0}}},
        draws=16,
        progress=lambda *given: told.append(given),
    )
    assert told == [(0, 32), (8, 32), (16, 32), (24, 32), (32, 32)]


@pytest.mark.slow
def test_over_draws_two_workers_say_the_same_as_one(monkeypatch):
    monkeypatch.setattr("ripeness.ensemble.claims.DRAWS_AT_ONCE", 8)
    claims = {"it": {"holds": "deal_now", "without": {"parties.ann.pride": 0}}}
    assert over_draws(claims, draws=32, workers=2) == over_draws(claims, draws=32)
