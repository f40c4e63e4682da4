"""Lever plans, against trying every set of levers."""

from itertools import chain, combinations

import pytest

from builders import assessed, quiet_case
from ripeness.case.model import Lever
from ripeness.case.read.load import load, with_changes
from ripeness.ensemble.levers import LARGEST_PLAN, lever_plans
from terminal import GOLDEN

# Only both issues together are a deal: Ann concedes 0.4 on the field, more than her limit, and wins 0.5 on the road;
# Bob wins 0.4 on the field, less than his alternative.
SHUT = {
    "issues.field.options.shared.value": {"ann": -0.8, "bob": 0.4},
    "issues.road": {"question": "?", "options": {"shut": {"text": "-"}, "free": {"text": "-", "value": {"ann": 1}}}},
    "parties.ann.salience": {"field": 1, "road": 1},
    "parties.ann.concession_limit": [0.1, 0.3, 0.6],
    "parties.ann.exposure_tolerance": 5,
    "parties.ann.reservation": -1,
    "parties.bob.reservation": 0.5,
    "dynamics.recognition": 0,
}
LIMIT, PATIENT = {"parties.ann.concession_limit": 0.5}, {"parties.bob.reservation": 0.1}


def lever(sets, effort=1):
    return {"title": "?", "who": "?", "effort": effort, "set": sets}


def plans_of(levers, changes=None, **options):
    case = quiet_case(SHUT | (changes or {}) | {"levers": levers})
    return lever_plans(case, draws=options.pop("draws", 64), **options)


def names(plans):
    return [plan.levers for plan in plans]


def test_a_plan_is_minimal_and_sums_its_efforts():
    found = plans_of({"limit": lever(LIMIT, 2), "patient": lever(PATIENT, 3), "pride": lever({"parties.ann.pride": 0})})
    assert [(plan.levers, plan.effort) for plan in found] == [(("limit", "patient"), 5)]
    assert found[0].share.share == 1


def test_plans_are_listed_by_effort_and_then_by_the_share_of_draws_in_which_they_work():
    found = plans_of(
        {
            "dear": lever(LIMIT | PATIENT, 3),
            "sure": lever({"parties.ann.concession_limit": 0.5}, 1),
            "hoped": lever({"parties.ann.concession_limit": [0.3, 0.45, 0.5]}, 1),
            "patient": lever(PATIENT, 1),
        }
    )
    assert names(found) == [("sure", "patient"), ("hoped", "patient"), ("dear",)]
    assert found[0].share.share == found[2].share.share == 1
    assert 0 < found[1].share.share < 1


def test_where_a_deal_is_open_the_plan_is_to_do_nothing():
    found = plans_of({"limit": lever(LIMIT)}, LIMIT | PATIENT)
    assert [(plan.levers, plan.effort, plan.war_change) for plan in found] == [((), 0, 0)]


def test_levers_that_set_the_same_path_exclude_each_other():
    found = plans_of({"both": lever(LIMIT | {"parties.ann.pride": 9 / 2}), "patient": lever(PATIENT | LIMIT)})
    assert names(found) == [("patient",)]
    assert plans_of({"one": lever(LIMIT), "other": lever(PATIENT | {"parties.ann.concession_limit": 0.2})}) == ()


def test_levers_that_make_no_case_together_are_no_plan():
    # Each alone is sound: a red line leaves an option, and so does the demand; together they leave none.
    found = plans_of(
        {
            "closed": lever({"parties.ann.red_lines": {"field": {"options": ["shared"]}}}),
            "gone": lever({"issues.field.options": {"idle": {"text": "-"}, "sold": {"text": "-"}}}),
        }
    )
    assert found == ()


def test_beyond_small_steps_a_small_step_does_not_count():
    swap = {"text": "-", "value": {"ann": 0.1, "bob": 0.1}}
    exchange = {"question": "?", "separable": True, "options": {"held": {"text": "-"}, "free": swap}}
    small = {"issues.exchange": exchange, "parties.ann.salience": {"field": 1, "road": 1, "exchange": 0.001},
             "parties.bob.salience": {"field": 1, "exchange": 0.001}}  # fmt: skip
    levers = {"limit": lever(LIMIT), "patient": lever(PATIENT)}
    assert names(plans_of(levers, small)) == [()]
    assert names(plans_of(levers, small, beyond_small_steps=True)) == [("limit", "patient")]


def test_plans_have_four_levers_at_most():
    shut = {f"parties.{p}.red_lines": {"field": {"options": ["shared"]}} for p in ("ann", "bob")}
    mends = [LIMIT, PATIENT, {"parties.ann.red_lines": {}}, {"parties.bob.red_lines": {}}]
    levers = {f"m{number}": lever(mend) for number, mend in enumerate(mends)}
    assert names(plans_of(levers, shut)) == [tuple(levers)]
    more = {"parties.bob.exposure_tolerance": 5, "parties.bob.pride": 0, "parties.ann.pride": 5}
    assert plans_of(levers | {"m4": lever({"parties.ann.pride": 0})}, shut | more) == ()


def test_a_plan_says_what_it_does_to_war():
    angry = {"parties.bob.war": {"win": 0.9, "lose": 0.1, "cost": 0}, "dynamics.miscalculation": 0.2,
             "dynamics.incident": 0.3, "dynamics.partial_rate": 1, "dynamics.settlement_rate": 1}  # fmt: skip
    levers = {"limit": lever(LIMIT), "patient": lever(PATIENT), "calm": lever({"dynamics.incident": 0})}
    case = quiet_case(SHUT | angry | {"levers": levers})
    for plan in lever_plans(case, draws=8):
        changes = {path: to for name in plan.levers for path, to in case.levers[name].set.items()}
        assert plan.war == pytest.approx(assessed(with_changes(case, changes)).as_is.war_total)
        assert plan.war_as_is == pytest.approx(assessed(case).as_is.war_total)
        assert plan.war_change == plan.war - plan.war_as_is


def test_shares_do_not_depend_on_how_draws_are_cut(monkeypatch):
    levers = {"hoped": lever(PATIENT | {"parties.ann.concession_limit": [0.3, 0.45, 0.5]})}
    whole = plans_of(levers, draws=96)
    monkeypatch.setattr("ripeness.ensemble.levers.DRAWS_AT_ONCE", 17)
    assert plans_of(levers, draws=96) == whole


@pytest.mark.slow
def test_plans_of_the_example_are_those_that_trying_all_sets_finds():
    case = load(GOLDEN / "example.yaml")
    case = with_changes(case, {"parties.alder.concession_limit": 0.01, "parties.birch.concession_limit": 0.01})
    extra = {
        "a": lever({"parties.alder.concession_limit": 0.9}),
        "b": lever({"parties.birch.concession_limit": 0.9}),
        "c": lever({"parties.birch.concession_limit": 0.5, "parties.alder.pride": 0}),
        "d": lever({"dynamics.recognition": 0}),
    }
    case = case.model_copy(update={"levers": {name: Lever(**of) for name, of in extra.items()}})

    def opens(levers):
        sets = [case.levers[name].set for name in levers]
        changes = {path: to for each in sets for path, to in each.items()}
        if len(changes) < sum(map(len, sets)):
            return False
        deals = assessed(with_changes(case, changes))
        return deals.diagnosis_beyond.corrections == ((),)

    every = chain.from_iterable(combinations(extra, size) for size in range(LARGEST_PLAN + 1))
    opening = [set(levers) for levers in every if opens(levers)]
    minimal = {frozenset(one) for one in opening if not any(other < one for other in opening)}
    assert {frozenset(p.levers) for p in lever_plans(case, beyond_small_steps=True, draws=8)} == minimal
