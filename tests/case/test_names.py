"""What people read in place of ids: names of the case, the words of the id without one, each script by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import quiet_case
from ripeness.case import names
from ripeness.case.direction import END, ISOLATE
from ripeness.case.model import ID_PATTERN
from ripeness.case.read.load import load
from ripeness.errors import CaseError

HEBREW = "\u05e9\u05d3\u05d4"
GUARDS = {"salience": {"field": 1}, "threshold": -1, "veto": True}


def isolated(text):
    return f"{ISOLATE}{text}{END}"


@pytest.fixture(scope="module")
def bare():
    return quiet_case({
        "issues.iraq-gulf": {"question": "Who?", "options": {"as_now": {"text": "-"}, "stay-out": {"text": "-"}}},
        "postures": {"no-talks": {"title": "Nobody talks to anybody", "talks": "none"}},
        "parties.ann.constituencies": {"border-guards": GUARDS},
    })  # fmt: skip


@pytest.fixture(scope="module")
def named():
    return quiet_case({
        "issues.field.name": "the field",
        "issues.field.options.shared.name": "a shared field",
        "postures": {"no-talks": {"name": "no diplomacy", "title": "Nobody talks to anybody", "talks": "none"}},
        "parties.ann.seat": "Annapolis",
        "parties.ann.constituencies": {"border-guards": GUARDS | {"name": "the border guards"}},
        "transitions": [{"party": "ann", "date": "2024-03-01", "probability": 0.5,
                         "successor": {"constituencies": {"border-guards": GUARDS | {"name": "others"},
                                                          "clergy": GUARDS | {"name": "the clergy"}}}}],
    })  # fmt: skip


def test_without_a_name_the_words_of_the_id_are_read(bare):
    assert names.issue_in_words(bare, "iraq-gulf") == "iraq gulf"
    assert names.option_in_words(bare, "iraq-gulf", "stay-out") == "stay out"
    assert names.option_in_words(bare, "iraq-gulf", "as_now") == "as now"
    assert names.posture_in_words(bare, "no-talks") == "no talks"
    assert names.constituency_in_words(bare, "ann", "border-guards") == "border guards"
    assert (bare.parties["ann"].shown, bare.parties["ann"].acting) == ("Ann", "Ann")


def test_a_name_is_read_in_place_of_an_id(named):
    assert names.issue_in_words(named, "field") == "the field"
    assert names.issue_as_label(named, "field") == "field"
    assert names.option_in_words(named, "field", "shared") == "a shared field"
    assert names.options_in_words(named, "field", ["idle", "shared"]) == "idle or a shared field"
    assert names.options_with_issue(named, "field", ["shared"]) == "a shared field (field)"
    assert names.posture_in_words(named, "no-talks") == "no diplomacy"
    assert names.constituency_in_words(named, "ann", "border-guards") == "the border guards"
    assert (named.parties["ann"].shown, named.parties["ann"].acting) == ("Ann", "Annapolis")


def test_a_constituency_that_comes_with_a_successor_has_its_name_too(named):
    assert names.constituency_in_words(named, "ann", "clergy") == "the clergy"


def test_the_case_without_a_posture_is_the_expected_course(bare):
    assert names.posture_in_words(bare, "as-is") == names.EXPECTED_COURSE == "expected course"


def test_what_a_case_has_not_is_read_by_its_id(bare):
    assert names.issue_in_words(bare, "old-issue") == "old issue"
    assert names.option_in_words(bare, "old-issue", "x") == names.option_in_words(bare, "field", "x") == "x"
    assert names.posture_in_words(bare, "old-posture") == "old posture"
    assert names.constituency_in_words(bare, "nobody", "a-b") == "a b"


def test_a_deal_is_read_as_what_it_moves(named):
    assert names.moves_in_words(named, {"field": "shared"}) == "field: a shared field"
    assert names.moves_in_words(named, {"field": "idle"}) == ""
    assert names.moves_in_words(named, {"field": "idle"}, also_at_rest=True) == "field: idle"


def test_names_from_right_to_left_are_isolated_each_by_itself():
    case = quiet_case({
        "issues.field.name": HEBREW, "issues.field.options.shared.name": HEBREW[::-1],
        "parties.ann.seat": HEBREW, "parties.ann.constituencies": {"g": GUARDS | {"name": HEBREW}},
        "postures": {"p": {"name": HEBREW, "title": "-", "talks": "none"}},
    })  # fmt: skip
    assert names.moves_in_words(case, {"field": "shared"}) == f"{isolated(HEBREW)}: {isolated(HEBREW[::-1])}"
    assert names.posture_in_words(case, "p") == names.constituency_in_words(case, "ann", "g") == isolated(HEBREW)
    assert case.parties["ann"].acting == isolated(HEBREW)


@given(st.from_regex(ID_PATTERN, fullmatch=True))
def test_every_id_has_words(known_by):
    assert names.in_words(known_by).strip()
    assert "-" not in names.in_words(known_by) or not known_by.strip("-_")


@pytest.mark.parametrize("path", ["issues.field.name", "issues.field.options.shared.name", "parties.ann.seat",
                                  "parties.ann.in_text"])  # fmt: skip
@pytest.mark.parametrize("text", ["", "  ", "\u200b"])
def test_a_name_that_says_nothing_is_refused(path, text):
    with pytest.raises(CaseError, match=rf"{path}  says nothing, expected: a few words, or none at all"):
        quiet_case({path: text})


def test_a_successor_has_no_seat_of_its_own():
    turn = [{"party": "ann", "date": "2024-03-01", "probability": 0.5, "successor": {"seat": "Elsewhere"}}]
    with pytest.raises(CaseError, match="seat does not change with its leadership, expected: without seat"):
        quiet_case({"transitions": turn})
    turn[0]["successor"] = {"in_text": "the others"}
    with pytest.raises(CaseError, match=r"what a party is called does not change .* expected: without in_text"):
        quiet_case({"transitions": turn})


def test_a_name_within_a_sentence_may_differ_from_the_one_at_the_head_of_a_column():
    ann = quiet_case({"parties.ann.name": "United Towns", "parties.ann.in_text": "the United Towns"}).parties["ann"]
    assert (ann.shown, ann.in_sentence, ann.acting) == ("United Towns", "the United Towns", "the United Towns")
    bob = quiet_case({}).parties["bob"]
    assert (bob.shown, bob.in_sentence) == ("Bob", "Bob")


def test_everything_in_the_founding_case_has_a_name():
    case = load("iran-us-2020")
    groups = [group for party in case.parties.values() for group in party.constituencies.values()]
    options = [option for issue in case.issues.values() for option in issue.options.values()]
    assert all(each.name for each in (*case.issues.values(), *options, *case.postures.values(), *groups))
    assert names.issue_in_words(case, "palestine") == "the Palestinian question"
    assert [party.acting for party in case.parties.values()] == ["Washington", "Tehran"]
