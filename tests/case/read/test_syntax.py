"""Syntax errors in plain words."""

import pytest

from ripeness.case.read.document import read

ERRORS = [
    ("a: b: c", "1:5  a colon where none can be, expected: the text in quotes, or another indentation"),
    ("a: 1\n b: 2", "2:3  a colon where none can be, expected: the text in quotes, or another indentation"),
    ("a: - b", "1:4  a list item where none can be, expected: `- ` on a line of its own"),
    ("a: 1\nb\nc: 2", "2:1  a line without a colon, expected: `key: value`"),
    ("a:\n\tb: 1", "2:1  a tab, expected: spaces"),
    ("a: @b", "1:4  a character that no text can begin with, expected: the text in quotes"),
    ("a: 'b\nc: 1\n", "1:4  a quotation mark that is never closed"),
    ("a: [1, 2\n", '2:1  a `[` whose list goes wrong here or is never closed, expected: [a, b, "c[d]"]'),
    ("a: {b: 1\n", "2:1  a `{` whose mapping goes wrong here or is never closed, expected: {a: 1, b: 2}"),
    ("a:\n    b: 1\n  c: 2", "3:3  a line indented otherwise than its neighbours"),
    ("a:\n    - b\n  - c", "3:3  a list indented otherwise than its neighbours"),
    ("a: 'b' c", "1:8  text after the end of a value, expected: the whole text in quotes"),
    ("a: 1\n- b", "2:1  a list item between the keys of a mapping, expected: another indentation"),
    ("a: 1\n}", "2:1  something that does not belong here, or a wrong indentation"),
    ('a: "\\q"', "1:6  a backslash that YAML does not know, expected: single quotes, or two backslashes"),
    ('a: "\\xZZ"', "1:7  a backslash that YAML does not know, expected: single quotes, or two backslashes"),
    ("a: *", "1:5  a `*` or `&` that is neither alias nor anchor, expected: the text in quotes"),
    ("a: !b!c d", "1:4  a tag (`!`), expected: the text in quotes"),
    ('b: 1\na: "\\UFFFFFFFF"', "1:4  after this, something cannot be read as YAML"),
]


@pytest.mark.parametrize(("text", "said"), ERRORS, ids=[repr(text) for text, _ in ERRORS])
def test_a_syntax_error_is_one_problem_in_plain_words(text: str, said: str):
    assert [str(problem) for problem in read(text, "f").problems] == [f"f:{said}"]
