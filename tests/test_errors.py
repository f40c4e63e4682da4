"""What is offered to somebody who has misspelt a word."""

import time

import pytest

from ripeness.case.fields import CASE
from ripeness.case.model import Party
from ripeness.errors import near_misses

MEANT = {
    "horizen": "horizon", "saliance": "salience", "titel": "title", "prde": "pride", "bais": "basis", "mod": "mode",
    "lo": "low", "nevr": "never", "warr": "war", "iran-us-2002": "iran-us-2020", "nmcs": "nmc", "rival": "rivals",
    "party": "parties", "partial": "partial_issues", "war.intent": "war.intention", "embargoo": "embargo",
    "concession_limi": "concession_limit", "quite": "quiet", "scael": "scale", "redlines": "red_lines",
    "red-lines": "red_lines", "talkcost": "talk_cost", "asof": "as_of", "Horizon": "horizon", "hihg": "high",
    "signatories": "signatory", "lift": "lifted", "xalience": "salience", "SALIANCE": "salience", "birsh": "birch",
    "mediators": "moderators", "their": "there", "clarity": "covert_clarity", "value": "value.PARTY",
    "crossing": "the crossing",
}  # fmt: skip
NOT_MEANT = [
    ("mediators", "indicators"), ("mediator", "indicators"), ("precondition", "precision"),
    ("covert_clarty", "covert_pace"), ("covert_clarty", "open_clarity"), ("oil", "missiles"), ("source", "region"),
    ("weights", "rights"), ("date", "rate"), ("region", "reason"), ("stance", "salience"), ("names", "issues"),
    ("war", "war.miscommunication"), ("leak", "talk"), ("party", "partial_issues"), ("", "low"), ("a", "b"),
    ("outcomes", "sources"), ("observers", "preservers"),
]  # fmt: skip


@pytest.mark.parametrize(("word", "name"), MEANT.items())
def test_a_slip_is_offered_what_was_meant(word, name):
    assert near_misses(word, ["zebra", name]) == f"; did you mean {name}?"


@pytest.mark.parametrize(("word", "name"), NOT_MEANT)
def test_another_word_is_not_offered(word, name):
    assert near_misses(word, [name]) == ""


def test_a_key_that_the_format_has_not_is_not_taken_for_one_that_sounds_alike():
    assert near_misses("mediators", CASE.keys()) == ""
    assert near_misses("observers", (*CASE.keys(), *Party.model_fields)) == ""


def test_the_nearest_come_first_and_no_more_than_three():
    assert near_misses("optin", ["options", "option"]) == "; did you mean option or options?"
    assert near_misses("word", ["word4", "words", "wordy", "ward"]).count(",") == 1


def test_many_words_among_many_names_take_no_time_to_speak_of():
    names = [f"{'issue-of-some-length' * 3}-{k:05}" for k in range(2_000)]
    begun = time.perf_counter()
    for k in range(20):
        near_misses(f"no-name-of-theirs-{k}" * 3, names)
    assert time.perf_counter() - begun < 5
