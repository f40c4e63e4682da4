"""Entries put into YAML text: what is meant changes, every other byte stays, and else the text is refused."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ripeness.case.amending import ListInLine, MappingInLine, same, with_changes, with_entries, without_entry
from ripeness.case.read.document import read
from ripeness.errors import InputError
from terminal import GOLDEN

FILES = [*sorted(GOLDEN.glob("*.yaml"))[::5], Path(__file__).parents[2] / "cases" / "iran-us-2020" / "case.yaml"]
MORE = {"outcome": "no", "list": [{"a": 1}], "deep": {"b": "x: y"}}


def amended(text, path, new):
    """The new text, having seen that its data are the old ones with the new entries."""
    found = with_entries(text, path, new)
    data = meant = read(text).data
    for key in path:
        meant = meant[key]
    changed = {**meant, **new}
    for length in range(len(path), 0, -1):
        parent = data
        for key in path[: length - 1]:
            parent = parent[key]
        changed = (
            {**parent, path[length - 1]: changed}
            if isinstance(parent, dict)
            else [changed if at == path[length - 1] else each for at, each in enumerate(parent)]
        )
    assert not read(found).problems
    assert same(read(found).data, changed)
    return found


@pytest.mark.parametrize(
    ("text", "path", "new", "right"),
    [
        # comments, quotes, order and blank lines stay
        ("a: 'x'  # c\n\n# d\nb: 1\n", (), {"b": 2}, "a: 'x'  # c\n\n# d\nb: 2\n"),
        ("f:\n  a:\n    p: 1 # c\n\n  # of b\n  b:\n    p: 1\n", ("f", "a"), {"q": 2},
         "f:\n  a:\n    p: 1 # c\n    q: 2\n\n  # of b\n  b:\n    p: 1\n"),
        # keys that YAML would type otherwise
        ("f:\n  2027:\n    p: 1\n", ("f", "2027"), {"q": 2}, "f:\n  2027:\n    p: 1\n    q: 2\n"),
        ("f:\n  2024-01-01: {p: 1}\n", ("f", "2024-01-01"), {"p": 2}, "f:\n  2024-01-01: {p: 2}\n"),
        ("f:\n  ~: {p: 1}\n", ("f", "~"), {"p": 2}, "f:\n  ~: {p: 2}\n"),
        ("f: {}\n", ("f",), {"2027": 1, "yes": 2, "a b": 3}, 'f: {"2027": 1, "yes": 2, "a b": 3}\n'),
        # line ends: as the others, and none at the end where there was none
        ("a: 1\r\nb: 2\r\n", (), {"c": 3}, "a: 1\r\nb: 2\r\nc: 3\r\n"),
        ("a: 1\rb: 2\r", (), {"c": 3}, "a: 1\rb: 2\rc: 3\r"),
        ("a: 1\r\nb: 2", (), {"c": 3}, "a: 1\r\nb: 2\r\nc: 3"),
        ("a: 1", (), {"c": 3}, "a: 1\nc: 3"),
        ("\ufeffa: 1\n", (), {"c": 3}, "\ufeffa: 1\nc: 3\n"),
        # flow style
        ("a: {b: 1,} # c\n", ("a",), {"c": 3}, "a: {b: 1, c: 3,} # c\n"),
        ("{a: 1,\n b: , # c\n}", (), {"b": 2, "c": "x, y"}, '{a: 1,\n b: 2 , c: "x, y" , # c\n}'),
        ("{a: [1]}", (), {"a": [1, {"b": 2}]}, "{a: [1, {b: 2}]}"),
        ('{"a":{"b":1}}', ("a",), {"c": None}, '{"a":{"b":1, c: null}}'),
        # what is empty
        ("a:\n", (), {"a": {"b": {"c": 1}}}, "a:\n  b:\n    c: 1\n"),
        ("a:  # c\nb: 1\n", (), {"a": {"b": 1}}, "a:  # c\n  b: 1\nb: 1\n"),
        ("a:  # c\nb: 1\n", (), {"a": 2}, "a: 2  # c\nb: 1\n"),
        ("a: {}  # c\n", (), {"a": {"b": [1]}}, "a:   # c\n  b:\n    - 1\n"),
        ("a: {x: 1, b: }\n", ("a",), {"c": 1}, "a: {x: 1, b: , c: 1 }\n"),
        # texts of many lines
        ("a:\n  b: |\n    x\n\n    y\n# c\nd: 1\n", ("a",), {"e": 1},
         "a:\n  b: |\n    x\n\n    y\n  e: 1\n# c\nd: 1\n"),
        ("a:\n  b: |+\n    x\n\nd: 1\n", ("a",), {"e": 1}, "a:\n  b: |+\n    x\n\n  e: 1\nd: 1\n"),
        ("a: 1\nb: |\n  x", (), {"c": 1}, "a: 1\nc: 1\nb: |\n  x"),
        ("a:\n  - b: |\n      x", ("a", 0), {"c": 1}, "a:\n  - c: 1\n    b: |\n      x"),
        ("a:\nb: 1\n", (), {"a": {"x": 1}, "c": 2}, "a:\n  x: 1\nb: 1\nc: 2\n"),
        ("a:", (), {"a": {"x": 1}, "c": 2}, "a:\n  x: 1\nc: 2"),
        ("a: >-\n  x\n  y\nb: 1\n", (), {"a": "z"}, "a: z\nb: 1\n"),
        ("a: x\n  y\n  z # c\nb: 1\n", (), {"a": "z"}, "a: z # c\nb: 1\n"),
        ('a: "x\n  y" # c\n', (), {"b": 1}, 'a: "x\n  y" # c\nb: 1\n'),
        # lists go on; one that is another is replaced
        ("a:\n- x: 1 # c\n# d\nb: 1\n", (), {"a": [{"x": 1}, {"p": 2, "q": 3}]},
         "a:\n- x: 1 # c\n- p: 2\n  q: 3\n# d\nb: 1\n"),
        ("a:\n  -  x: 1\nb: 1\n", (), {"a": [{"x": 1}, [2], "q"]}, "a:\n  -  x: 1\n  - [2]\n  - q\nb: 1\n"),
        ("a: [1, 2]\n", (), {"a": [3]}, "a: [3]\n"),
        # what is as it was is written as it was
        ("a: 0x10\nb: 'c'\n", (), {"a": 16, "b": "c"}, "a: 0x10\nb: 'c'\n"),
        # documents with marks
        ("---\na: 1\n...\n", (), {"b": 2}, "---\na: 1\nb: 2\n...\n"),
        # lists on the way
        ("a:\n  - {b: 1}\n  - c: 1\n", ("a", 1), {"d": 2}, "a:\n  - {b: 1}\n  - c: 1\n    d: 2\n"),
        # anchors that do not matter; an alias is written out
        ("a: &x {b: 1}\nc: *x\n", (), {"d": 1}, "a: &x {b: 1}\nc: *x\nd: 1\n"),
        ("a: &x {b: 1}\nc: *x # d\n", ("c",), {"b": 2}, "a: &x {b: 1}\nc: {b: 2} # d\n"),
        ("a: &x {b: {e: 1}}\nc: *x\n", ("c", "b"), {"f": 2}, "a: &x {b: {e: 1}}\nc: {b: {e: 1, f: 2}}\n"),
        ("a: &x\n  b: &y 1\nc: *y\n", ("a",), {"d": 1}, "a: &x\n  b: &y 1\n  d: 1\nc: *y\n"),
    ],
)  # fmt: skip
def test_only_what_is_meant_changes(text, path, new, right):
    assert amended(text, path, new) == right


@pytest.mark.parametrize(
    ("text", "path", "new", "said"),
    [
        ("a: &x {b: 1}\nc: *x\n", ("a",), {"b": 2}, "is shared with other entries by & and \\*"),
        ("a: &x\n  b: 1\nc: [*x]\n", ("a",), {"d": 2}, "is shared with other entries"),
        ("a: &x 1\nb: *x\n", (), {"a": 2}, "is shared with other entries"),
        ("a: 1\na: 2\n", (), {"b": 1}, "is given again"),
        ("a: 1\n\tb: 2\n", (), {"b": 1}, "."),
        ("a: !!int 1\n", (), {"b": 1}, "is a tag"),
        ("a: 1\n", (), {"b": "\x1b[31m"}, "control character"),
        ("a: 1\n", (), {"b": 10**200}, "201 digits"),
        ("? a\n: 1\n", (), {"b": 1}, "could not be read after the change"),
    ],
)
def test_what_would_change_more_or_could_not_be_read_again_is_refused(text, path, new, said):
    with pytest.raises(InputError, match=said):
        with_entries(text, path, new)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name + file.stem)
def test_a_case_is_written_back_as_it_was_and_takes_entries_in_each_mapping(file):
    with file.open(encoding="utf-8", newline="") as opened:
        text = opened.read()
    document = read(text)
    assert with_entries(text, (), document.data) == text
    mappings = [(), *(path for path in document.positions if isinstance(_at(document.data, path), dict))]
    for path in mappings[:: max(1, len(mappings) // 2)]:
        found = amended(text, path, MORE)
        assert _is_within(text, found), path


def _at(data, path):
    for key in path:
        data = data[key]
    return data


def _is_within(text, longer):
    """Whether all lines of a text stand in a longer one, in their order; where one was a flow, its words do."""
    rest = iter(re.findall(r"[^\s{}]+", longer))
    return all(any(word.rstrip(",") == each.rstrip(",") for each in rest) for word in re.findall(r"[^\s{}]+", text))


KEYS = st.sampled_from(
    ["2027", "2024-01-01", "0x10", "1e3", "yes", "no", "null", "~", "1_000", "é", "名前", "a-b", "a b"]
)
WORDS = st.sampled_from(
    ["x", "'it''s'", '"a: b"', "", "~", "1.50", "2024-01-01", "|\n%  x\n%  y", ">-\n%  x\n\n%  y", "|+\n%  x\n",
     "x\n%  y",     "{a: 1, b: }", "[1, 'q', ]", "[]", "{}"]
)  # fmt: skip
AFTER = st.sampled_from(["", "", "  # c", "\n\n# far", "\n%# near"])


@st.composite
def yaml_texts(draw):
    """Texts of mappings in mappings with all that YAML has for them; ends of lines and the file as they come."""
    end = draw(st.sampled_from(["\n", "\r\n"]))

    def lines(indent, depth):
        keys = draw(st.lists(KEYS, min_size=1, max_size=3, unique=True))
        told = ""
        for key in keys:
            margin = " " * indent
            if depth and draw(st.booleans()):
                told += f"{margin}{key}:{draw(st.sampled_from(['', '  # c']))}\n" + lines(indent + 2, depth - 1)
            else:
                word = draw(WORDS)
                after = "" if word[:1] in "|>" else draw(AFTER)
                told += f"{margin}{key}: {word}{after}\n".replace("%", margin)
        return told

    text = lines(0, 2)
    if draw(st.booleans()):
        text = text.removesuffix("\n")
    return draw(st.sampled_from(["", "\ufeff"])) + text.replace("\n", end)


@settings(max_examples=100)
@given(
    text=yaml_texts(), where=st.randoms(use_true_random=False), new=st.sampled_from([MORE, {"2027": 1}, {"x": "a # b"}])
)
def test_any_text_is_written_back_and_takes_entries_anywhere(text, where, new):
    document = read(text)
    if document.problems:
        with pytest.raises(InputError):
            with_entries(text, (), {})
        return
    assert with_entries(text, (), {}) == with_entries(text, (), document.data) == text
    mappings = [(), *(path for path in document.positions if isinstance(_at(document.data, path), dict))]
    found = amended(text, where.choice(mappings), new)
    assert text.count("#") <= found.count("#")
    if "\r\n" in text:
        assert found.count("\n") == found.count("\r\n")


@pytest.mark.parametrize(
    ("text", "path", "right"),
    [
        ("a: 1  # one\n# of b\nb: 2  # two\nc: 3\n", ("b",), "a: 1  # one\n# of b\nc: 3\n"),
        ("a: 1\nb:\n  c: |\n    x\n\n  d: 2\n", ("b", "c"), "a: 1\nb:\n\n  d: 2\n"),
        ("a: 1\nb:\n  c: 1\n  d: 2", ("b", "d"), "a: 1\nb:\n  c: 1\n"),
        ("a: {b: 1, c: 2, d: 3} # e\n", ("a", "b"), "a: {c: 2, d: 3} # e\n"),
        ("a: {b: 1, c: 2, d: 3} # e\n", ("a", "c"), "a: {b: 1, d: 3} # e\n"),
        ("a: {b: 1, c: 2, d: 3,} # e\n", ("a", "d"), "a: {b: 1, c: 2,} # e\n"),
        ("a: [1, {x: 2}, 3]\n", ("a", 1), "a: [1, 3]\n"),
        ("a:\n  - b: 1\n    c: 2\n  - d\n", ("a", 0), "a:\n  - d\n"),
        ("a:\n- b: 1\n  c: 2\n- d # e\n", ("a", 1), "a:\n- b: 1\n  c: 2\n"),
        ("a:\n  - b: 1\n    c: 2\n", ("a", 0, "b"), "a:\n  - c: 2\n"),
        ("a:  # of a\n  b: 1\nc: 2\r\n", ("a", "b"), "a:  # of a\n  {}\nc: 2\r\n"),
        ("a:\n  b:\n    c: 1\n  d: 2\n", ("a", "b", "c"), "a:\n  b: {}\n  d: 2\n"),
        ("a: [1]\n", ("a", 0), "a: []\n"),
        ("\ufeffa: 1\nb: 2\n", ("a",), "\ufeffb: 2\n"),
    ],
)
def test_what_is_taken_out_takes_its_lines_with_it(text, path, right):
    assert without_entry(text, path) == right


def test_what_others_share_is_not_taken_out():
    for text, path in (("a: &x {b: 1}\nc: *x\n", ("a",)), ("a: &x {b: 1, c: 2}\nd: *x\n", ("d", "b"))):
        with pytest.raises(InputError, match="is shared with other entries"):
            without_entry(text, path)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_part_of_a_case_can_be_taken_out_alone(file):
    text = file.read_text()
    data = read(text).data
    for key in ("topics", "sources", "parties", "issues", "levers"):
        for name in list(data.get(key) or ())[:2] if isinstance(data.get(key), dict) else ():
            rest = read(without_entry(text, (key, name))).data
            assert same(rest, {**data, key: {other: each for other, each in data[key].items() if other != name}})


def test_several_changes_are_those_one_after_another():
    text = "a: {x: 1, y: 2}  # c\nb:\n  p: [1,  2]\n  q: z  # d\n"
    for changes in (
        [(("a",), {"x": 3, "y": 2}), (("b",), {"q": "w"})],
        [(("a",), {"z": 3}), ((), {"c": 1})],
        [((), {"a": {"x": 9}}), (("a",), {"y": 4})],
    ):
        one_by_one = text
        for path, new in changes:
            one_by_one = with_entries(one_by_one, path, new)
        assert with_changes(text, changes) == one_by_one


def test_what_is_to_stand_in_a_line_does():
    new = {"num": MappingInLine(low=1, mode=2, note="x: y"), "deep": {"l": ListInLine([1, 2, 3])}}
    right = 'a: 1\nnum: {low: 1, mode: 2, note: "x: y"}\ndeep:\n  l: [1, 2, 3]\n'
    assert with_entries("a: 1\n", (), new) == right
