"""A domain, whatever file it comes from."""

import pytest

from ripeness.errors import InputError
from ripeness.importers.domain import Domain, DomainIssue, Given, checked, profile_of
from ripeness.importers.files import number

ISSUES = (DomainIssue("x", ("a", "b")), DomainIssue("y", ("c", "d", "e")))
ROWS = {"x": {"a": 1, "b": 2}, "y": {"c": 0, "d": 4, "e": 8}}


def test_a_profile_has_its_rows_in_the_order_of_the_domain():
    given = Given("p", "f", {"y": 3, "x": 1}, {"y": {"e": 8, "c": 0, "d": 4}, "x": {"b": 2, "a": 1}})
    profile = profile_of(given, ISSUES)
    assert (profile.weights, profile.evaluations) == ((1, 3), ((1, 2), (0, 4, 8)))
    assert profile.contributions() == ((1, 2), (0, 12, 24))


def test_as_genius_evaluations_reach_1_and_weights_stand_as_they_are():
    profile = profile_of(Given("p", "f", {"x": 1, "y": 3}, ROWS), ISSUES).as_genius()
    assert (profile.weights, profile.evaluations) == ((1, 3), ((0.5, 1), (0, 0.5, 1)))
    assert profile.most == 1


def test_a_largest_evaluation_of_nothing_divides_nothing():
    rows = {**ROWS, "x": {"a": 0, "b": -3}}
    profile = profile_of(Given("p", "f", {"x": 1, "y": 0}, rows), ISSUES).as_genius()
    assert profile.evaluations[0] == (0, 0)


def test_the_largest_evaluation_may_be_of_a_file_that_says_so():
    profile = profile_of(Given("p", "f", {"x": 1, "y": 1}, ROWS, divisors={"y": 16}), ISSUES).as_genius()
    assert profile.evaluations == ((1, 2), (0, 0.25, 0.5))


@pytest.mark.parametrize(
    ("issues", "said"),
    [
        ((), "the domain has no issues"),
        ((DomainIssue("x", ()),), "x  has no options"),
        ((ISSUES[0], ISSUES[0]), "x  is the name of several issues, expected: one name each"),
    ],
)
def test_issues_have_options_and_a_name_of_their_own(issues, said):
    with pytest.raises(InputError) as caught:
        checked(issues, "f")
    assert str(caught.value).startswith("f  ")
    assert str(caught.value).count(said) == 1


def test_what_is_no_number_is_told_as_it_stands():
    given = Given("p", "f", {"x": number("one"), "y": number(10**400)}, ROWS, number(None), number("ten"))
    with pytest.raises(InputError) as caught:
        profile_of(given, ISSUES)
    assert str(caught.value).splitlines() == [
        'f  weight of x  "one" is no number, expected: one such as 0.25',
        "f  weight of y  a number of 401 digits is too large a number, expected: one such as 0.25",
        "f  reservation  is missing, expected: one such as 0.25",
        'f  discount  "ten" is no number, expected: one such as 0.25',
    ]


def test_all_that_does_not_fit_is_told_at_once():
    given = Given("p", "f.xml", {"x": float("nan")}, {"x": {"a": 1, "z": 2}, "q": {}}, reservation=float("inf"))
    with pytest.raises(InputError) as caught:
        profile_of(given, ISSUES)
    assert str(caught.value).splitlines() == [
        "f.xml  q  the domain has no such issue; known: x, y",
        "f.xml  x: z  the domain has no such option; known: a, b",
        "f.xml  x: b  has no evaluation, expected: a number",
        "f.xml  y  has no weight, expected: a number",
        "f.xml  y  has no evaluations, expected: one for each of its options",
        "f.xml  weight of x  nan is not a finite number, expected: one such as 0.25",
        "f.xml  reservation  inf is not a finite number, expected: one such as 0.25",
    ]


def test_a_number_whose_products_would_overflow_is_refused():
    with pytest.raises(InputError, match="weight of x  1e\\+200 is too large a number"):
        profile_of(Given("p", "f", {"x": 1e200, "y": 1}, ROWS), ISSUES)


def test_outcomes_are_counted_not_listed():
    assert Domain("d", "f", ISSUES * 20, ()).outcomes == 6**20
