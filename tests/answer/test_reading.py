import numpy as np
import pytest
from hypothesis import given

from builders import ROAD, assessed, quiet_case
from generators import cases
from ripeness.answer.pipeline import run
from ripeness.answer.reading import Reading

# --- diagnosis, over the deals and constraints of drawn cases ---


def violated_by(of, satisfied):
    """What the deals of the columns violate, deal by deal."""
    names = np.array([c.name for c in of.constraints])
    return {frozenset(names[~column].tolist()) for column in satisfied.T}


def minimal(sets):
    return {s for s in sets if not any(other < s for other in sets)}


@given(cases())
def test_the_diagnosis_of_a_case_is_that_of_its_deals_one_by_one(case):
    of = Reading(run(case))
    violated = violated_by(of, of.satisfied)
    found = of.diagnosis()
    assert set(map(frozenset, found.corrections)) == minimal(violated)
    for conflict in map(frozenset, found.conflicts):
        assert all(conflict & v for v in violated)
        assert all(any(not part & v for v in violated) for part in (conflict - {name} for name in conflict))


@given(cases())
def test_beyond_small_steps_only_the_other_deals_are_diagnosed(case):
    of = Reading(run(case))
    small = of.settlements.is_small_step[of.settlements.is_deal]
    found = of.diagnosis(beyond_small_steps=True).corrections
    assert set(map(frozenset, found)) == minimal(violated_by(of, of.satisfied[:, ~small]))


@given(cases())
def test_there_is_nothing_to_correct_exactly_where_a_deal_is_acceptable(case):
    of = Reading(run(case))
    deals, found = of.deals(), of.diagnosis()
    if deals.settlements == 0:
        assert found.corrections == found.conflicts == ()
    elif deals.now:
        assert (found.corrections, found.conflicts) == (((),), ())
    else:
        assert () not in found.corrections
        assert found.conflicts


def test_with_no_deal_at_all_there_is_neither_a_correction_nor_a_conflict():
    needs = {"if": {"field": "shared"}, "requires": {"road": "shut"}}
    answer = assessed(quiet_case({"issues.road": ROAD, "complete": True, "linkages": [needs]}))
    assert (answer.deals.settlements, answer.deals.now) == (0, 0)
    assert (answer.diagnosis.corrections, answer.diagnosis.conflicts) == ((), ())
    assert not any(answer.conditions.holds.values())


# --- conditions ---


@given(cases())
def test_conditions_that_hold_together_hold_alone_and_for_each_party(case):
    found = Reading(run(case)).conditions()
    for condition, holds in found.holds.items():
        of_each = [found.for_party[party][condition] for party in case.signatories]
        assert holds or not found.together
        assert all(of_each) or not holds


def test_all_conditions_can_hold_alone_and_not_together():
    # sharing costs Ann more than she will give up; giving the field to Ann is no gain for Bob
    case = quiet_case({
        "parties.ann.concession_limit": 0.1,
        "issues.field.options.shared.value": {"ann": -0.5, "bob": 0.4},
        "issues.field.options.hers": {"text": "Ann's", "value": {"ann": 0.5}},
        "parties.ann.reservation": -1, "parties.bob.reservation": 0.1, "dynamics.recognition": 0,
    })  # fmt: skip
    found = assessed(case)
    assert found.conditions.holds["no_better_alternative"]
    assert found.conditions.holds["willing_to_concede"]
    assert not found.conditions.together
    assert ("alternative(bob)", "limit(ann)") in found.diagnosis.conflicts


# --- deals, alternatives, ripeness ---


@given(cases())
def test_the_best_deals_are_acceptable_and_of_their_rung(case):
    found = Reading(run(case)).deals()
    for rung, deal in found.best.items():
        if deal:
            moved = [i for i, option in deal.settlement.items() if option != next(iter(case.issues[i].options))]
            small = all(case.issues[i].separable for i in moved)
            assert rung == ("step" if small else "partial" if len(moved) <= case.partial_limit else "wide")
            assert deal.is_small_step == small
            assert all(slack.satisfied for slack in deal.slacks)
            assert deal.tightest.slack == min(slack.slack for slack in deal.slacks)


@given(cases())
def test_what_the_case_implies_follows_from_the_curves(case):
    future = assessed(case).as_is
    implied, months = future.implied, case.horizon
    begun = implied.crises_per_year * months / 12
    assert implied.months_per_crisis * begun == pytest.approx(future.crisis_months if begun else 0, abs=1e-12)
    assert implied.war_per_crisis * begun == pytest.approx(future.war_total if begun else 0, abs=1e-12)
    assert implied.war_per_year == pytest.approx(1 - max(1 - future.war_total, 0) ** (12 / months), abs=1e-12)


def test_talks_before_a_transition_are_reported_as_far_as_they_got():
    dates = [{"party": "ann", "date": date, "probability": 0.5} for date in ("2024-04-01", "2024-01-31", "2030-01-01")]
    case = quiet_case({"dynamics.channel": "open", "dynamics.partial_rate": 0.5, "transitions": dates,
                       "parties.ann.reservation": 0, "parties.bob.reservation": 0})  # fmt: skip
    (reach,) = assessed(case).as_is.reach  # one is at the start, one beyond the horizon
    ever = run(case).as_is.futures.curves.ever["bargain"][0]
    assert (reach.transition, reach.month, reach.partial) == (0, 3, {"field": "shared"})
    assert reach.bargain == ever[3] > ever[2]
