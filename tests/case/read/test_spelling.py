"""A claim's `without`, and the ways in which it was once written."""

import json

import pytest

import complaints
from builders import quiet
from ripeness.case.read.changes import plain
from ripeness.case.read.load import load_text
from ripeness.errors import CaseError

TITLE = "schema: 1\n"
CLAIM = "    basis: memo\n"
CHANGE = {"parties.ann.pride": 0.5}


def of_claim(claim):
    text = json.dumps(quiet({"claims": {"c": {"text": "C.", "holds": "deal_now", **claim}}}), indent=1)
    return load_text(text, "case.yaml")


@pytest.mark.parametrize("spelling", ["without", "off", "false"])
def test_each_spelling_reads_alike_and_is_written_as_today(spelling):
    case = of_claim({spelling: CHANGE})
    assert case == of_claim({"without": CHANGE})
    assert case.claims["c"].without == CHANGE
    assert plain(case)["claims"]["c"]["without"] == CHANGE


@pytest.mark.parametrize(("first", "second"), [("without", "off"), ("without", "false"), ("off", "false")])
def test_two_spellings_in_one_claim_are_an_error_whatever_their_order(first, second):
    for pair in ((first, second), (second, first)):
        with pytest.raises(CaseError) as raised:
            of_claim(dict.fromkeys(pair, CHANGE))
        (problem,) = raised.value.problems
        assert problem.path == f"claims.c.{second}"
        assert problem.message == f"says what `{first}` says too, expected: `without` alone"
        assert problem.line > 0


@pytest.mark.parametrize("spelling", ["without", "off", "false"])
def test_what_is_wrong_in_it_is_told_at_its_line(spelling):
    said = complaints.of_example((CLAIM, f"{CLAIM}    {spelling}: {{dynamics.covert_clarty: 1}}\n"))
    place = f"139:{len(spelling) + 8}"
    path = "claims.covert-channel-prevents-war.without.dynamics.covert_clarty"
    assert said == [f"case.yaml:{place}  {path}  no such key: covert_clarty; did you mean covert_clarity?"]


def test_other_keys_that_a_claim_does_not_know_are_told_of_as_before():
    (said,) = complaints.of_example((CLAIM, f"{CLAIM}    on: {{}}\n"))
    assert "covert-channel-prevents-war.on  no such key" in said


@pytest.mark.parametrize("claims", ["[]", "[off]", "{c: off}", "{c: [off]}", "{c: {off}}"])
def test_claims_that_are_none_are_refused_and_not_more(claims):
    start = complaints.EXAMPLE.index("claims:")
    assert complaints.of_text(f"{complaints.EXAMPLE[:start]}claims: {claims}\n")
