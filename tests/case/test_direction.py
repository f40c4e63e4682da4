import pytest
from hypothesis import given
from hypothesis import strategies as st

from ripeness.case.direction import said

SIGNS = st.text(st.sampled_from("ab \u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200f\u05d0\n"), max_size=30)


def depth(text):
    """How many directions are open at each sign, and what kinds."""
    open_, lowest = [], 0
    for sign in text:
        if sign in "\u202a\u202b\u202d\u202e":
            open_.append("\u202c")
        elif sign in "\u2066\u2067\u2068":
            open_.append("\u2069")
        elif sign in "\u202c\u2069":
            if not open_ or open_[-1] != sign:
                lowest = -1
            else:
                open_.pop()
    return len(open_), lowest


@given(SIGNS)
def test_what_a_text_says_of_direction_ends_with_it(text):
    assert depth(said(text)) == (0, 0)


@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"], max_codepoint=0x58F)))
def test_other_texts_stay_as_they_are(text):
    assert said(text) == text


def test_signs_that_command_terminals_are_left_out():
    assert said("a\x1b[31mb\x00c\u2028d") == "a[31mbc d"


def test_emoji_keep_their_joiners():
    assert said("👩‍🚀") == "👩‍🚀"


@given(SIGNS)
def test_the_same_again_changes_nothing(text):
    assert said(said(text)) == said(text)


@given(SIGNS)
def test_nothing_outside_of_isolates_has_a_direction_of_its_own(text):
    outside, closers = [], []
    for sign in said(text):
        if sign in "\u2066\u2067\u2068":
            closers.append(sign)
        elif sign == "\u2069":
            closers.pop()
        elif not closers:
            outside.append(sign)
    assert not set(outside) & set("\u202a\u202b\u202c\u202d\u202e\u200f\u05d0")


@pytest.mark.parametrize("name", ["\u0634\u0647\u0631", "\u05d0\u05d1", "\u07ca\u07cb", "\u0661\u0662", "\U0001e900"])
def test_every_script_from_right_to_left_is_isolated(name):
    assert said(name) == f"\u2068{name}\u2069"


def test_a_sentence_of_ours_stays_from_left_to_right():
    sentence = "\u2068\u05d0\u2069: its red line; \u2068\u05d1\u2069: none"
    assert said(sentence) == sentence
