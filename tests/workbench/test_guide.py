"""A first case from answers: whatever was answered it is YAML, and once all is answered it passes the check."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ripeness.case.read.document import read
from ripeness.case.read.load import load_text
from ripeness.case.read.warnings import warnings
from ripeness.workbench.guide import Answers, case_text
from ripeness.workbench.writing import checked

TEXTS = st.text(max_size=12) | st.sampled_from(["on", "2027", "a: b", "<script>", "#", "{x", "é", "*a", "\u2028", ""])
MANY = ("little", "some", "much")
VIEWS = st.fixed_dictionaries({"worth": st.sampled_from(["much-worse", "same", "better"]), "never": st.booleans()})
PARTIES = st.fixed_dictionaries({
    "name": TEXTS, "seat": TEXTS, "shares": st.lists(st.integers(0, 100), max_size=3),
    "views": st.lists(st.lists(VIEWS, max_size=3), max_size=3), "gives": st.sampled_from(MANY),
    "power": st.integers(0, 100), "time": st.sampled_from(["for", "neither", "against"]),
    "hopes_other_gives_in": st.booleans(), "hopes_for_successor": st.booleans(),
    "war": st.sampled_from(["cannot", "ruin", "heavy", "bearable"]),
})  # fmt: skip
ANSWERS = st.fixed_dictionaries({
    "title": TEXTS, "region": TEXTS, "summary": TEXTS, "as_of": st.sampled_from(["", "2024-01-01", "2024-13-01"]),
    "parties": st.lists(PARTIES, max_size=4),
    "issues": st.lists(st.fixed_dictionaries({
        "name": TEXTS, "question": TEXTS, "options": st.lists(st.fixed_dictionaries({"text": TEXTS}), max_size=3),
    }), max_size=3),
    "groups": st.lists(st.fixed_dictionaries({
        "party": st.integers(0, 3), "name": TEXTS, "issue": st.integers(0, 2), "bears": st.sampled_from(MANY),
    }), max_size=2),
    "triggers": st.lists(st.fixed_dictionaries({"name": TEXTS}), max_size=2),
    "coming": st.lists(st.fixed_dictionaries({
        "party": st.integers(0, 3), "date": st.sampled_from(["", "2024-06-01"]), "chance": st.integers(0, 100),
        "gives": st.sampled_from(["less", "same", "more"]),
    }), max_size=2),
})  # fmt: skip


def whole():
    """Answers to all seven questions."""
    view = {"same": {}, "good": {"worth": "better"}, "bad": {"worth": "much-worse", "never": True}}
    views = [[view["same"], view["good"], view["bad"]], [view["same"], view["good"]]]
    return Answers.model_validate({
        "title": "Two towns", "as_of": "2024-01-01", "horizon": 24,
        "parties": [
            {"name": "Alder", "shares": [70, 30], "views": views, "power": 60, "hopes_other_gives_in": True},
            {"name": "The Élan", "shares": [40, 60], "views": views, "power": 40, "hopes_for_successor": True,
             "time": "against", "war": "ruin"},
        ],
        "issues": [
            {"name": "the mill", "options": [{"text": "as it is"}, {"text": "both run it"}, {"text": "sold"}]},
            {"name": "the road", "question": "Is it open?", "options": [{"text": "shut"}, {"text": "open: to all"}]},
        ],
        "groups": [{"party": 1, "name": "the council", "issue": 1, "bears": "some"}],
        "triggers": [{"name": "a flood", "often": "often"}],
        "coming": [{"party": 0, "date": "2024-11-05", "chance": 40, "gives": "more"}],
    })  # fmt: skip


def test_answers_to_all_are_a_case_that_says_what_was_answered():
    case = load_text(case_text(whole()))
    assert (case.id, case.as_of, case.horizon) == ("two-towns", dt.date(2024, 1, 1), 24)
    alder, elan = case.parties["alder"], case.parties["elan"]
    assert {issue: weight.mode for issue, weight in alder.salience.items()} == {"mill": 0.7, "road": 0.3}
    assert (alder.capability.mode, elan.trend.mode < 0, alder.trend.mode) == (0.6, True, 0)
    assert elan.red_lines["mill"].options == ("sold",)
    assert {party: worth.mode for party, worth in case.issues["mill"].options["sold"].value.items()} == {
        "alder": -1, "elan": -1,
    }  # fmt: skip
    assert case.issues["mill"].question == "What becomes of the mill?"
    assert elan.war.cost.mode > alder.war.cost.mode
    council = elan.constituencies["council"]
    assert (council.veto, max(council.salience, key=lambda issue: council.salience[issue].mode)) == (True, "road")
    assert case.transitions[0].probability.mode == 0.4
    assert case.transitions[0].successor.concession_limit.mode > alder.concession_limit.mode
    assert case.beliefs["alder"].capitulation["elan"].mode > 0.001
    # it thinks the change likelier than the analyst
    assert case.beliefs["elan"].transitions["alder"].mode == pytest.approx(0.7)
    assert warnings(case) == ()
    assert checked(case_text(whole())).warnings == []


def test_no_answer_at_all_is_a_text_whose_lack_is_told():
    said = checked(case_text(Answers()))
    assert said.data["schema"] == 1
    assert {each.path for each in said.problems} >= {"parties"}


def test_parts_with_the_same_name_have_ids_of_their_own():
    answers = whole()
    answers.parties[1].name = "Alder"
    answers.issues[1].name = "The mill!"
    assert list(load_text(case_text(answers)).parties) == ["alder", "alder-2"]
    assert list(load_text(case_text(answers)).issues) == ["mill", "mill-2"]


@settings(max_examples=80, deadline=None)
@given(ANSWERS)
def test_whatever_is_answered_is_yaml_and_is_checked(data):
    text = case_text(Answers.model_validate(data))
    assert read(text).problems == ()
    assert checked(text).data["schema"] == 1
