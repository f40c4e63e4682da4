"""Text to plain data: what YAML allows and a case does not, where it stands, and what cannot be read at all."""

import datetime as dt
import json
import time
from pathlib import Path

import pytest

from ripeness.case.read.document import MOST_PROBLEMS, Document, Fault, decoded, head, read, read_value
from ripeness.case.read.scanning import DEEPEST, MOST_LINES
from ripeness.errors import Problem


def said(text: str) -> list[str]:
    return [str(problem) for problem in read(text, "f.yaml").problems]


def test_data_keys_and_values_have_places():
    document = read("a: 1\nb:\n  - x\n  - {c: 2024-11-05}\n")
    assert document.data == {"a": 1, "b": ["x", {"c": dt.date(2024, 11, 5)}]}
    assert document.positions == {("a",): (1, 1), ("b",): (2, 1), ("b", 1, "c"): (4, 6)}
    assert document.value_positions[("b", 1, "c")] == (4, 9)
    assert document.value_positions[("b", 0)] == (3, 5)


def test_keys_are_text_whatever_they_look_like():
    assert read("1: a\ntrue: b\n~: c\n2024-01-01: d\n").data == {"1": "a", "true": "b", "~": "c", "2024-01-01": "d"}


def test_quoted_values_are_text():
    assert read("a: '1'\nb: \"true\"\nc: |\n  2\n").data == {"a": "1", "b": "true", "c": "2\n"}


def test_a_value_that_is_not_there_stands_at_its_key():
    document = read("a:\nb: 1\n")
    assert document.data == {"a": None, "b": 1}
    assert document.value_positions[("a",)] == (1, 1)


def test_what_is_not_in_the_text_is_shown_at_what_encloses_it():
    document = read("a:\n  b: 1\n", "f.yaml")
    assert str(document.problem(Fault(("a", "c", "d"), "is missing"))) == "f.yaml:1:1  a.c.d  is missing"
    assert str(document.problem(Fault(("a", "b"), "is wrong"))) == "f.yaml:2:6  a.b  is wrong"
    assert str(document.problem(Fault(("a", "b"), "is no key", at_key=True))) == "f.yaml:2:3  a.b  is no key"
    assert str(Document(None).problem(Fault(("a",), "is wrong"))) == "a  is wrong"


REFUSED = [
    ("a: 1\nb: 2\na: 3\na: 4\n", ["3:1  a  is given again, first in line 1, expected: one of them",
                                  "4:1  a  is given again, first in line 1, expected: one of them"]),
    ("a: {b: 1}\na: {b: 2, b: 3}\n", ["2:1  a  is given again, first in line 1, expected: one of them",
                                      "2:11  a.b  is given again, first in line 2, expected: one of them"]),
    ("a: !foo 1\n", ["1:4  a  !foo is a tag, expected: the value without it"]),
    ("a: !!binary aGk=\n", ["1:4  a  !!binary is a tag, expected: the value without it"]),
    ("a: !!python/object/apply:os.system ['true']\n",
     ["1:4  a  !!python/object/apply:os.system is a tag, expected: the value without it"]),
    ("!!str a: 1\n", ["1:1  a  !!str is a tag, expected: the key without it"]),
    ("x: &x {a: 1}\ny:\n  <<: *x\n  b: 2\n",
     ["3:3  y.<<  merge keys are not allowed, expected: the keys written out"]),
    ("a: &x [*x]\n", ["1:8  a.0  *x would contain itself"]),
    ("a: *there\n", ["1:4  a  *there stands for nothing: there is no &there before it"]),
    ("a: &there 1\nb: *their\n",
     ["2:4  b  *their stands for nothing: there is no &their before it; did you mean there?"]),
    ("a: 1\n---\nb: 2\n", ["2:1  a second document, expected: one case in a file"]),
    ("%YAML 1.1\n---\na: 1\n", ["1:1  asks for another version of YAML, expected: 1.2, or no %YAML line"]),
    ("{[a]: 1, : 2}", ["1:2  a key that is no plain text, expected: `key: value`",
                       "1:11  an empty key, expected: `key: value`"]),
    ("a: 1" + "0" * 200, ["1:4  a  a number of 201 digits, expected: a number of at most 100"]),
    ("a: b\x00\n", ["1:5  holds the control character U+0000, expected: printable text"]),
    ("a: \x1b[2J\n", ["1:4  holds the control character U+001B, expected: printable text"]),
    ("b: 1\na: \"\\e[2J\"\n", ["2:4  a  holds the control character U+001B, expected: printable text"]),
    ('a: "\\ud800"\n', ["1:4  a  holds the control character U+D800, expected: printable text"]),
    ('"\\0": 1\n', ["1:1  an unprintable key, expected: `key: value`"]),
    ("", ["1:1  is empty, expected: a mapping that begins `schema: 1`"]),
    ("# nothing yet\n", ["1:1  is empty, expected: a mapping that begins `schema: 1`"]),
    ("- a\n", ["1:1  a list, expected: a mapping that begins `schema: 1`"]),
    ("just text\n", ["1:1  a single value, expected: a mapping that begins `schema: 1`"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "problems"), REFUSED, ids=[repr(text[:30]) for text, _ in REFUSED])
def test_what_a_case_does_not_use_is_refused_with_its_place(text: str, problems: list[str]):
    assert said(text) == [f"f.yaml:{problem}" for problem in problems]


def test_an_alias_repeats_a_value():
    document = read("a: &x [0.1, 0.2, 0.3]\nb: *x\n")
    assert document.data == {"a": [0.1, 0.2, 0.3], "b": [0.1, 0.2, 0.3]}
    assert document.problems == ()


def test_a_billion_laughs_end_early():
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    for before, name in zip("abcdefgh", "bcdefghi", strict=True):
        lines.append(f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]")
    assert said("\n".join(lines)) == ["f.yaml:5:16  e.2  is more than 35,000 values, what aliases repeat being counted"]


def test_nesting_ends_at_a_depth():
    assert said("a: " + "[" * (DEEPEST - 1) + "]" * (DEEPEST - 1)) == []
    assert said("a: " + "[" * 1000) == ["f.yaml:1:43  a.0.0  is nested deeper than 40 levels"]
    assert said("? " * 1000) == ["f.yaml:1:3  a key that is no plain text, expected: `key: value`"]


WIDE_OR_DEEP = {
    "braces": "{",
    "brackets": "[",
    "braces with keys": "{a: ",
    "braces on lines": "{\n",
    "lists in a line": "- ",
    "question marks": "? ",
    "keys": "k{n}: 1\n",
    "keys in quotes": '"k{n}": 1\n',
    "anchors": "k{n}: &a{n} 1\n",
    "anchors in braces": "{&a ",
    "pairs": "[a]: 1, ",
    "tags": "!b c,",
    "empty lines": "\n",
    "comments": "# x\n",
    "documents": "--- a\n",
    "directives": "%FOO a\n",
    "the same key": "a: 1\n",
}
BEFORE_AND_AFTER = {
    "items": ("a: [", "1,", "]"),
    "items without an end": ("[" * 30, "a,", ""),
    "keys in braces": ("a: {", "k{n},", "}"),
    "empty lists": ("a: [", "[],", "]"),
    "a long tag": ("a: !", "b", " 1"),
    "a tag of escapes": ("a: !<", "%41", "> 1"),
    "an unknown anchor": ("", "k{n}: &a{n} 1\n", "z: *q\n"),
    "a long alias": ("a: *", "b", ""),
    "a long anchor": ("a: &", "b", " 1"),
    "aliases": ("a: &a 1\nb: [", "*a,", "]"),
    "a word": ("a: ", "b", ""),
    "words": ("a: ", "b ", ""),
    "a long key": ("", "b", ": 1"),
    "words in lines": ("a:\n", "  b\n", ""),
    "quoted lines": ('a: "', "b\n", '"'),
    "escapes": ('a: "', "\\n", '"'),
    "a quotation without an end": ('a: "', "b ", ""),
    "a block of empty lines": ("a: |\n", "\n", ""),
    "line separators": ("a:", "\u2028", "b"),
    "a long number": ("a: ", "1", ""),
    "many problems": ("", "k{n}: !t 1\n", ""),
}


@pytest.mark.parametrize("kind", [*WIDE_OR_DEEP, *BEFORE_AND_AFTER])
def test_no_text_takes_longer_than_its_length_says(kind: str):
    before, unit, after = BEFORE_AND_AFTER.get(kind) or ("", WIDE_OR_DEEP[kind], "")
    took: list[float] = []
    for size in (1 << 13, 1 << 16):
        count = size // len(unit)
        text = before + ("".join(unit.replace("{n}", str(n)) for n in range(count)) if "{n}" in unit else unit * count)
        began = time.process_time()
        found = read(text + after, "f.yaml")
        took.append(time.process_time() - began)
        assert len(found.problems) <= MOST_PROBLEMS + 1
    # eight times as much text: the square of it would be 64 times as long
    assert took[1] < 24 * max(took[0], 0.05)


def test_what_cannot_be_read_to_its_end_says_how_much_is_too_much():
    assert said("a: 1\n" + "\n" * MOST_LINES) == [f"f.yaml:{MOST_LINES + 1}:1  is longer than 35,000 lines"]
    assert said("a: !" + "b" * 300) == ["f.yaml:1:4  a tag of 301 characters, expected: the value without it"]
    found = said("a: 1\n" * 1000)
    assert found[-1] == "f.yaml:502:1  more than 500 problems up to here; the rest was not read"
    assert len(found) == MOST_PROBLEMS + 1
    assert said("x: *" + "b" * 1000)[0] == (
        f"f.yaml:1:4  x  *{'b' * 77}... stands for nothing: there is no &{'b' * 77}... before it"
    )


def test_text_in_several_words_and_lines_is_read_as_yaml_says():
    text = "a: one  two: no\n"
    assert said(text) == [
        "f.yaml:1:12  a colon where none can be, expected: the text in quotes, or another indentation"
    ]
    assert read("a: one  two#3 -x ?y [z] #no\nb: c:d\n").data == {"a": "one  two#3 -x ?y [z]", "b": "c:d"}
    assert read("a: one\n  two   \n\n  three\nb: [x y, z w , {k l: m  n}]\n").data == {
        "a": "one two\nthree",
        "b": ["x y", "z w", {"k l": "m  n"}],
    }
    assert read("a: \"x  y \\\n   z\\tw'  \"\nb: '  it''s  \n\n  so '\n").data == {
        "a": "x  y z\tw'  ",
        "b": "  it's\nso ",
    }


def test_aliases_do_not_nest_deeper_than_what_is_written_out():
    lines = ["a0: &a0 " + "[" * 20 + "]" * 20]
    lines += [f"a{n}: &a{n} {'[' * 19}*a{n - 1}{']' * 19}" for n in range(1, 4)]
    assert said("\n".join(lines)) == ["f.yaml:3:28  a2.0.0  is nested deeper than 40 levels"]


def test_bytes_that_are_no_utf_8_are_told_by_place():
    problem = decoded("a: 1\nb: é".encode("latin-1"), "f.yaml")
    assert str(problem) == "f.yaml:2:4  is not UTF-8: byte 9 is 0xE9, expected: save it as UTF-8"
    assert isinstance(problem, Problem)
    assert str(decoded("a: 1".encode("utf-16"), "f.yaml")) == "f.yaml:1:1  is UTF-16, expected: save it as UTF-8"


def test_a_byte_order_mark_is_passed_over():
    assert decoded("\ufeffa: 1".encode()) == "a: 1"
    assert read("\ufeffa: 1").data == {"a": 1}


def test_a_value_alone_can_be_read():
    assert read_value("[0.1, 0.2, 0.4]").data == [0.1, 0.2, 0.4]
    assert read_value("true").data is True


def test_a_head_has_the_topics_wherever_they_stand_before_the_parties(tmp_path: Path):
    path = tmp_path / "case.yaml"
    path.write_text("id: x\nsources: {a: {title: b}}\ntopics: [one, [no], two words]\nparties: {}\ntitle: late\n")
    assert head(path) == {"id": "x", "topics": ("one", "two words")}
    path.write_text("id: x\ntopics: one\n")
    assert head(path) == {"id": "x", "topics": "one"}


def test_a_head_is_read_no_further_than_the_parties(tmp_path: Path):
    path = tmp_path / "case.yaml"
    path.write_text(
        "id: x\nsources:\n  s: {title: S}\ntitle: T\nas_of: 2024-01-01\nparties: {broken\n", encoding="utf-8"
    )
    assert head(path) == {"id": "x", "title": "T", "as_of": dt.date(2024, 1, 1)}


@pytest.mark.parametrize("text", ["", "- a", "id: [", "id: x\n\tbad", "\x00", "id: *x"])
def test_a_head_of_nonsense_is_what_came_before_it(tmp_path: Path, text: str):
    path = tmp_path / "case.yaml"
    path.write_text(text, encoding="utf-8")
    assert "title" not in head(path)


def test_a_character_that_a_writer_of_json_gives_as_two_halves_is_one():
    text = json.dumps({"title": "a \U0001f600", "\U0001f600": 1})
    assert "\\ud83d\\ude00" in text
    found = read(text)
    assert (found.data, found.problems) == ({"title": "a \U0001f600", "\U0001f600": 1}, ())
    alone = read(r'{"title": "a \ud83d"}')
    assert "U+D83D" in alone.problems[0].message
