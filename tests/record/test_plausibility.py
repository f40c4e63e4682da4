import pytest

from builders import assessed
from ripeness.case.rates import RATES as MEANINGS
from ripeness.case.read.load import judgements, load_text, with_changes
from ripeness.record.derived import carried
from ripeness.record.plausibility import MADE_BY, plausibility, warning
from ripeness.record.reference import ReferenceClass, reference_class
from terminal import GOLDEN

RATES = carried("base-rates")["result"]["classes"]["rivals"]["rates"]
TEXT = (GOLDEN / "example.yaml").read_text(encoding="utf-8")
# without what a deal does to the trigger that is taken away below, and with talks that calm as they do by default
EXAMPLE = with_changes(load_text(TEXT), {"issues.crossing.options.joint.effects": {}, "dynamics.talks_calm": 0.9})


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
    # reservation values are given, so that no rate changes what can be agreed
    agreed = {f"parties.{party}.reservation": -0.1 for party in ("alder", "birch")}
    ranges = {"dynamics.incident": [0.03, 0.05, 0.09], "dynamics.press_crisis": [0.01, 0.05, 0.06]}
    case, found = findings(agreed | ranges)
    crises = found["crises_per_year"]
    assert crises.implied > crises.high
    assert not crises.inside
    assert {push.judgement.path for push in crises.pushes} == {"dynamics.incident", "dynamics.press_crisis"}
    gains = [crises.implied - push.then for push in crises.pushes]
    assert gains == sorted(gains, reverse=True)
    assert all(push.to == push.judgement.low for push in crises.pushes)
    # what a push says is what the case implies with that end instead, what can be agreed being as it is
    push = crises.pushes[0]
    rates = {"dynamics.incident": 0.05, "dynamics.press_crisis": 0.05, push.judgement.path: push.to}
    _, changed = findings(agreed | rates)
    assert push.then == pytest.approx(changed["crises_per_year"].implied, rel=1e-9)
    assert {j.path for j in judgements(case)} > {push.judgement.path}


def test_what_is_too_low_is_pushed_there_by_the_other_end():
    _, found = findings({"dynamics.subside": [0.05, 0.2, 0.4], "dynamics.incident": 0.05}, interval(50.0, 90.0))
    months = found["months_per_crisis"]
    assert [(push.judgement.path, push.to) for push in months.pushes] == [("dynamics.subside", 0.05)]
    assert months.pushes[0].then > months.implied
    assert found["crises_per_year"].pushes == ()


def test_a_trigger_without_a_range_that_makes_it_all_is_named():
    trigger = {"dynamics.triggers": {"unrest": {"rate": 0.02, "war": 0.6}}}
    quiet = {"dynamics.incident": [0.0001, 0.0002, 0.0003], "dynamics.press_crisis": 0}
    for name, high in (("war_per_year", 0.01), ("crises_per_year", 0.01), ("war_per_crisis", 0.2)):
        case, found = findings({**quiet, **trigger}, interval(0.0, high))
        first = found[name].pushes[0]
        assert (first.judgement.path, first.to, first.given) == ("dynamics.triggers.unrest.rate", 0.0, True)
        assert first.then < found[name].implied
        text = warning(found[name], case)
        assert (
            "pushes it there: the chance in a month of the trigger unrest at 0.02, without a range (0 would give "
            in text
        )


def test_a_rate_without_a_range_is_set_beside_its_default_on_that_side():
    _, found = findings({"dynamics.incident": 0.3}, interval(0.0, 0.1))
    push = found["crises_per_year"].pushes[0]
    assert (push.judgement.path, push.to) == ("dynamics.incident", 0.02)
    _, found = findings({"dynamics.incident": 0.001, "dynamics.press_crisis": 0}, interval(5.0, 9.0))
    pushes = {push.judgement.path: push.to for push in found["crises_per_year"].pushes}
    assert pushes == {"dynamics.incident": 0.02, "dynamics.press_crisis": 0.05}


def test_a_default_is_named_where_nothing_that_the_file_gives_brings_it_nearer_or_it_alone_brings_it_inside():
    case, found = findings({"dynamics.incident": 0, "dynamics.partial_calm": 0}, interval(0.0, 0.001))
    push = found["crises_per_year"].pushes[0]
    assert (push.judgement.path, push.to, push.given) == ("dynamics.press_crisis", 0.0, False)
    text = warning(found["crises_per_year"], case)
    assert f"“{MEANINGS['press_crisis'].meaning}” at 0.05, its default (0 would give " in text


def test_where_no_number_alone_brings_it_nearer_that_is_said():
    none = {"dynamics.incident": 0, "dynamics.press_crisis": 0, "dynamics.partial_calm": 0}
    case, found = findings(none, interval(-2.0, -1.0))
    assert found["crises_per_year"].pushes == ()
    assert warning(found["crises_per_year"], case).endswith("No rate, trigger or cost of war alone brings it nearer.")


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
    assert warning(found["crises_per_year"], case).startswith("That is more than nine near-equal rivals in ten have.")
    # and nothing but what it is set beside is another
    assert a.to_dict() == assessed(load_text(TEXT)).to_dict()
