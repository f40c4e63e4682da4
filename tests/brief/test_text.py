from hypothesis import given
from hypothesis import strategies as st

from ripeness.brief.text import listed, said

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


def test_a_list_in_a_sentence():
    assert listed(["a", "b"], "or") == "a or b"
