"""Kinds of spaces that are no sum over issues."""

import pytest

from ripeness.importers.kinds import KINDS, is_kind, refusal


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_says_what_it_is_and_what_would_be_right(kind):
    message = str(refusal(kind, "a sum", "f"))
    assert message == f"f  {kind} is no sum over issues but {KINDS[kind]}, expected: a sum"
    assert is_kind(kind)


def test_an_unknown_kind_is_said_to_be_unknown():
    assert "NewUtilityFunction is not known to be a sum over issues" in str(refusal("NewUtilityFunction", "a sum", "f"))


@pytest.mark.parametrize("name", ["issuesValues", "issueWeights", "OutcomeSpac", "name"])
def test_what_is_no_kind(name):
    assert not is_kind(name)
