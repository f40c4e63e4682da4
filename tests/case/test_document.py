"""Text to plain data: what YAML allows and a case does not, where it stands, and what cannot be read at all."""

import datetime as dt
import json
from pathlib import Path

import pytest

from ripeness.case.document import DEEPEST, Document, Fault, decoded, head, read, read_value
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
    ("a: 1\nb: 2\na: 3\na: 4\n", ["3:1  a  is given again, first in line 1, would be right: one of them",
                                  "4:1  a  is given again, first in line 1, would be right: one of them"]),
    ("a: {b: 1}\na: {b: 2, b: 3}\n", ["2:1  a  is given again, first in line 1, would be right: one of them",
                                      "2:11  a.b  is given again, first in line 2, would be right: one of them"]),
    ("a: !foo 1\n", ["1:4  a  !foo is a tag, would be right: the value without it"]),
    ("a: !!binary aGk=\n", ["1:4  a  !!binary is a tag, would be right: the value without it"]),
    ("a: !!python/object/apply:os.system ['true']\n",
     ["1:4  a  !!python/object/apply:os.system is a tag, would be right: the value without it"]),
    ("!!str a: 1\n", ["1:1  a  !!str is a tag, would be right: the key without it"]),
    ("x: &x {a: 1}\ny:\n  <<: *x\n  b: 2\n",
     ["3:3  y.<<  merge keys are not allowed, would be right: the keys written out"]),
    ("a: &x [*x]\n", ["1:8  a.0  *x would contain itself"]),
    ("a: *there\n", ["1:4  a  *there stands for nothing: there is no &there before it"]),
    ("a: &there 1\nb: *their\n",
     ["2:4  b  *their stands for nothing: there is no &their before it; did you mean there?"]),
    ("a: 1\n---\nb: 2\n", ["2:1  a second document, would be right: one case in a file"]),
    ("%YAML 1.1\n---\na: 1\n", ["1:1  asks for another version of YAML, would be right: 1.2, or no %YAML line"]),
    ("{[a]: 1, : 2}", ["1:2  a key that is no plain text, would be right: `key: value`",
                       "1:11  an empty key, would be right: `key: value`"]),
    ("a: 1" + "0" * 200, ["1:4  a  a number of 201 digits, would be right: a number of at most 100"]),
    ("a: b\x00\n", ["1:5  holds the control character U+0000, would be right: printable text"]),
    ("a: \x1b[2J\n", ["1:4  holds the control character U+001B, would be right: printable text"]),
    ("b: 1\na: \"\\e[2J\"\n", ["2:4  a  holds the control character U+001B, would be right: printable text"]),
    ('a: "\\ud800"\n', ["1:4  a  holds the control character U+D800, would be right: printable text"]),
    ('"\\0": 1\n', ["1:1  an unprintable key, would be right: `key: value`"]),
    ("", ["1:1  is empty, would be right: a mapping that begins `schema: 1`"]),
    ("# nothing yet\n", ["1:1  is empty, would be right: a mapping that begins `schema: 1`"]),
    ("- a\n", ["1:1  a list, would be right: a mapping that begins `schema: 1`"]),
    ("just text\n", ["1:1  a single value, would be right: a mapping that begins `schema: 1`"]),
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
    assert said("\n".join(lines)) == ["f.yaml:5:20  e.3  is more than 50,000 values, what aliases repeat being counted"]


def test_nesting_ends_at_a_depth():
    assert said("a: " + "[" * (DEEPEST - 1) + "]" * (DEEPEST - 1)) == []
    assert said("a: " + "[" * 1000) == ["f.yaml:1:43  a.0.0  is nested deeper than 40 levels"]
    assert said("? " * 1000) == ["f.yaml:1:3  a key that is no plain text, would be right: `key: value`"]


def test_aliases_do_not_nest_deeper_than_what_is_written_out():
    lines = ["a0: &a0 " + "[" * 20 + "]" * 20]
    lines += [f"a{n}: &a{n} {'[' * 19}*a{n - 1}{']' * 19}" for n in range(1, 4)]
    assert said("\n".join(lines)) == ["f.yaml:3:28  a2.0.0  is nested deeper than 40 levels"]


def test_bytes_that_are_no_utf_8_are_told_by_place():
    problem = decoded("a: 1\nb: é".encode("latin-1"), "f.yaml")
    assert str(problem) == "f.yaml:2:4  is not UTF-8: byte 9 is 0xE9, would be right: save it as UTF-8"
    assert isinstance(problem, Problem)
    assert str(decoded("a: 1".encode("utf-16"), "f.yaml")) == "f.yaml:1:1  is UTF-16, would be right: save it as UTF-8"


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
