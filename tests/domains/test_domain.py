"""A domain, whatever file it comes from."""

import pytest

from ripeness.domains.domain import Domain, DomainIssue, Given, profile_of
from ripeness.errors import InputError

ISSUES = (DomainIssue("x", ("a", "b")), DomainIssue("y", ("c", "d", "e")))
ROWS = {"x": {"a": 1, "b": 2}, "y": {"c": 0, "d": 4, "e": 8}}


def test_a_profile_has_its_rows_in_the_order_of_the_domain():
    given = Given("p", "f", {"y": 3, "x": 1}, {"y": {"e": 8, "c": 0, "d": 4}, "x": {"b": 2, "a": 1}})
    profile = profile_of(given, ISSUES)
    assert (profile.weights, profile.evaluations) == ((1, 3), ((1, 2), (0, 4, 8)))
    assert profile.contributions() == ((1, 2), (0, 12, 24))


def test_normalised_evaluations_reach_1_and_weights_sum_to_1():
    profile = profile_of(Given("p", "f", {"x": 1, "y": 3}, ROWS), ISSUES).normalised()
    assert (profile.weights, profile.evaluations) == ((0.25, 0.75), ((0.5, 1), (0, 0.5, 1)))


def test_a_largest_evaluation_of_nothing_divides_nothing():
    rows = {**ROWS, "x": {"a": 0, "b": -3}}
    profile = profile_of(Given("p", "f", {"x": 1, "y": 0}, rows), ISSUES).normalised()
    assert profile.evaluations[0] == (0, 0)


def test_the_largest_evaluation_may_be_of_a_file_that_says_so():
    profile = profile_of(Given("p", "f", {"x": 1, "y": 1}, ROWS, divisors={"y": 16}), ISSUES).normalised()
    assert profile.evaluations == ((1, 2), (0, 0.25, 0.5))


def test_weights_that_are_all_nothing_stay_so():
    assert profile_of(Given("p", "f", {"x": 0, "y": 0}, ROWS), ISSUES).normalised().weights == (0, 0)


def test_all_that_does_not_fit_is_told_at_once():
    given = Given("p", "f.xml", {"x": float("nan")}, {"x": {"a": 1, "z": 2}, "q": {}}, reservation=float("inf"))
    with pytest.raises(InputError) as caught:
        profile_of(given, ISSUES)
    assert str(caught.value).splitlines() == [
        "f.xml  q  the domain has no such issue; known: x, y",
        "f.xml  x: z  the domain has no such option; known: a, b",
        "f.xml  x: b  has no evaluation, would be right: a number",
        "f.xml  y  has no weight, would be right: a number",
        "f.xml  y  has no evaluations, would be right: one for each of its options",
        "f.xml  weight of x  nan is not a finite number, would be right: one such as 0.25",
        "f.xml  reservation  inf is not a finite number, would be right: one such as 0.25",
    ]


def test_a_number_whose_products_would_overflow_is_refused():
    with pytest.raises(InputError, match="weight of x  1e\\+200 is too large a number"):
        profile_of(Given("p", "f", {"x": 1e200, "y": 1}, ROWS), ISSUES)


def test_outcomes_are_counted_not_listed():
    assert Domain("d", "f", ISSUES * 20, ()).outcomes == 6**20
