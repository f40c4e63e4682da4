"""What the fields of a case mean."""

import pytest

from builders import quiet_case
from complaints import of_example


def test_payoffs_are_told_in_the_case_s_own_unit_unless_it_names_another():
    case = quiet_case({"payoff_unit": {"scale": 20, "zero": {"bob": -3}}})
    assert [case.told(party, 0.25) for party in ("ann", "bob")] == [5, 2]
    assert quiet_case().told("ann", 0.25) == 0.25


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        ("{scale: 0.5}", "payoff_unit.scale  the number 0.5, would be right: a number at least 1"),
        ("{scale: .nan}", "payoff_unit.scale"),
        ("{zero: {aldr: 1}}", "payoff_unit.zero.aldr  no such party; did you mean alder?"),
        ("{zero: {alder: much}}", "payoff_unit.zero.alder  the text 'much', would be right: a number"),
        ("{scael: 2}", "payoff_unit.scael  no such key; did you mean scale?"),
    ],
)
def test_a_unit_that_cannot_be_is_told(unit, said):
    (problem,) = of_example(("schema: 1", f"schema: 1\npayoff_unit: {unit}"))
    assert said in problem
