import pytest

from builders import assessed
from ripeness.case.load import judgements, load_text, with_changes
from ripeness.history.derived import carried
from ripeness.history.plausibility import MADE_BY, plausibility, warning
from ripeness.history.reference import ReferenceClass, reference_class
from terminal import GOLDEN

RATES = carried("base-rates")["result"]["classes"]["rivals"]["rates"]
TEXT = (GOLDEN / "example.yaml").read_text(encoding="utf-8")
EXAMPLE = load_text(TEXT)


def findings(changes, rates=RATES):
    case = with_changes(EXAMPLE, {"dynamics.triggers": {}, **changes})
    of = ReferenceClass("rivals", {"rates": rates})
    return case, {each.name: each for each in plausibility(assessed(case), of)}


def interval(low, high):
    return {name: {"mean": (low + high) / 2, "low": low, "high": high, "n": {"crises": 7}} for name in MADE_BY}


def test_what_is_inside_the_record_says_nothing_more():
    _, found = findings({}, interval(0.0, 100.0))
    assert list(found) == ["crises_per_year", "months_per_crisis", "war_per_crisis", "war_per_year"]
    assert all(each.inside and not each.pushes for each in found.values())
    assert found["war_per_crisis"].n == {"crises": 7}


def test_what_is_too_high_is_pushed_there_by_the_rates_whose_lower_end_brings_it_down_most():
    case, found = findings({"dynamics.incident": [0.03, 0.05, 0.09], "dynamics.press_crisis": [0.01, 0.05, 0.06]})
    crises = found["crises_per_year"]
    assert crises.implied > crises.high
    assert not crises.inside
    assert {push.judgement.path for push in crises.pushes} == {"dynamics.incident", "dynamics.press_crisis"}
    gains = [crises.implied - push.then for push in crises.pushes]
    assert gains == sorted(gains, reverse=True)
    assert all(push.to == push.judgement.low for push in crises.pushes)
    # what a push says is what the case implies with that end instead, what can be agreed being as it is
    push = crises.pushes[0]
    _, changed = findings({"dynamics.incident": 0.05, "dynamics.press_crisis": 0.05, push.judgement.path: push.to})
    assert push.then == pytest.approx(changed["crises_per_year"].implied, rel=0.02)
    assert {j.path for j in judgements(case)} > {push.judgement.path}


def test_what_is_too_low_is_pushed_there_by_the_other_end():
    _, found = findings({"dynamics.subside": [0.05, 0.2, 0.4], "dynamics.incident": 0.05}, interval(50.0, 90.0))
    months = found["months_per_crisis"]
    assert [(push.judgement.path, push.to) for push in months.pushes] == [("dynamics.subside", 0.05)]
    assert months.pushes[0].then > months.implied
    assert found["crises_per_year"].pushes == ()


def test_the_class_that_the_case_names_is_used_and_named():
    case = load_text(TEXT.replace("schema: 1", "schema: 1\nreference: {class: near-equal-rivals}", 1))
    a = assessed(case)
    found = {each.name: each for each in plausibility(a, reference_class(case))}
    theirs = carried("base-rates")["result"]["classes"]["near-equal-rivals"]["rates"]
    assert theirs["crises_per_year"]["mean"] != RATES["crises_per_year"]["mean"]
    for name, each in found.items():
        assert (each.mean, each.low, each.high, each.n) == tuple(
            theirs[name][key] for key in ("mean", "low", "high", "n")
        )
    assert warning(found["crises_per_year"]).startswith("Crises begun a year: more than nine near-equal rivals in ten.")
    # and nothing but what it is set beside is another
    assert a.to_dict() == assessed(EXAMPLE).to_dict()
