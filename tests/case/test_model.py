"""What the fields of a case mean."""

import pytest

from builders import answer, quiet, quiet_case
from complaints import EXAMPLE, of_example
from ripeness.case.model import Reference
from ripeness.case.read.changes import plain
from ripeness.case.read.load import load_text


def test_payoffs_are_told_in_the_case_s_own_unit_unless_it_names_another():
    case = quiet_case({"payoff_unit": {"scale": 20, "zero": {"bob": -3}}})
    assert [case.told(party, 0.25) for party in ("ann", "bob")] == [5, 2]
    assert quiet_case().told("ann", 0.25) == 0.25


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        ("{scale: 0.5}", "payoff_unit.scale  the number 0.5, expected: a number between 1 and 1e+250"),
        ("{scale: .nan}", "payoff_unit.scale"),
        ("{zero: {aldr: 1}}", "payoff_unit.zero.aldr  no such party; did you mean alder?"),
        ("{zero: {alder: much}}", "payoff_unit.zero.alder  the text 'much', expected: a number"),
        ("{scael: 2}", "payoff_unit.scael  no such key; did you mean scale?"),
    ],
)
def test_a_unit_that_cannot_be_is_told(unit, said):
    (problem,) = of_example(("schema: 1", f"schema: 1\npayoff_unit: {unit}"))
    assert said in problem


def test_a_case_names_its_reference_class_and_its_own_two_states():
    case = load_text(EXAMPLE.replace("schema: 1", "schema: 1\nreference: {class: rivals, dyad: [Iran, 2]}", 1))
    assert (case.reference.class_, case.reference.dyad) == ("rivals", ("Iran", 2))
    assert plain(case)["reference"] == {"class": "rivals", "dyad": ["Iran", 2]}
    assert quiet_case().reference == quiet_case({"reference": {}}).reference == Reference()


def test_no_number_depends_on_it():
    named = {"reference": {"class": "unequal-rivals", "dyad": [2, 630]}}
    assert answer(quiet(named)) == answer(quiet())


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("{dyad: [2, 630, 645]}", "reference.dyad  a list of 3, expected: [a, b], two states"),
        ("{dyad: [Iran]}", "reference.dyad  a list of 1, expected: [a, b], two states"),
        ("{dyad: Iran}", "reference.dyad  the text 'Iran', expected: [a, b], two states"),
        ("{dyad: [Iran, iran]}", "reference.dyad.1  iran is given twice, expected: two states"),
        ("{dyad: [630, '630']}", "reference.dyad.1  630 is given twice, expected: two states"),
        (
            "{dyad: [Iran, 2.5]}",
            "reference.dyad.1  the number 2.5, expected: a state's name, abbreviation or number",
        ),
        ("{dyad: [Iran, true]}", "reference.dyad.1  true, expected: a state's name, abbreviation or number"),
        ("{class: all rivals}", "reference.class  the text 'all rivals' is no id"),
        ("{classs: rivals}", "reference.classs  no such key; did you mean class?"),
    ],
)
def test_a_reference_that_cannot_be_is_told(reference, said):
    (problem,) = of_example(("schema: 1", f"schema: 1\nreference: {reference}"))
    assert said in problem
    assert problem.startswith("case.yaml:")
