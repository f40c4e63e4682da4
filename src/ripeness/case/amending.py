"""Entries put into YAML text at their place: every other byte stays, with comments, order, quotes and line ends.

Where things stand is read from the same events as a case, and the new text is read again before anybody has it: where
its data are not the old ones with the new entries, and nothing else, there is no new text.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import isfinite, isnan
from typing import Any, cast

from ruamel.yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from ripeness.case.read.document import (
    Document,
    Entries,
    Fault,
    Path,
    entries,
    first_node,
    is_mapping,
    items,
    read,
)
from ripeness.case.read.scanning import scanned
from ripeness.errors import InputError, Problem

_WIDTH = 110
_LINE_END = re.compile("\r\n|[\n\r\x85]")
# what no reader of YAML, of version 1.1 either, takes for anything but text
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*(?::[A-Za-z0-9_.-]+)*")
_NO_TEXT = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_BREAKS = str.maketrans({"\x85": r"\u0085", "\u2028": r"\u2028", "\u2029": r"\u2029"})
_COLON = re.compile(r"\s*:(?=[\s,}\]]|$)")


class MappingInLine(dict[str, Any]):
    """A mapping that is to be written within a line."""


class ListInLine(list[Any]):
    """A list that is to be written within a line."""


def with_entries(text: str, path: Path, new: Entries, file: str = "") -> str:
    """The text with these entries in the mapping at a path, each in the place of the one that has its key already.

    A list that begins as the old one does goes on after it; a value that is the same stays as it is written.

    Raises `InputError` where the text cannot be read, and where nothing else would stay as it is, as behind an alias.

    >>> print(with_entries("a: {x: 1}  # the first\\nb: 2", ("a",), {"z": "one: two", "x": 3}))
    a: {x: 3, z: "one: two"}  # the first
    b: 2
    """
    before = read(text, file)
    if before.problems:
        raise InputError(*before.problems)
    meant = _merged(before.data, path, new)
    body = text.removeprefix("\ufeff")
    tried: Document | None = None
    for edited in _ways(body, path, new, before.data, meant):
        after = read(edited, file)
        if not after.problems and same(after.data, meant):
            return text[: len(text) - len(body)] + edited
        tried = tried or after
    raise InputError(_refusal(before, path, body, tried))


def with_changes(text: str, changes: Sequence[tuple[Path, Entries]], file: str = "") -> str:
    """The text with entries in the mappings at several paths, as `with_entries` puts them there; read again once.

    Raises `InputError` as that does.
    """
    before = read(text, file)
    if before.problems:
        raise InputError(*before.problems)
    body = text.removeprefix("\ufeff")
    if _replace_only(before.data, changes):
        meant, root = before.data, _root(body)
        edits: list[_Edit] = []
        for path, new in changes:
            old, node = entries(_value_at(before.data, path)), _at(root, path)
            meant = _merged(meant, path, new)
            edits += [
                edit
                for key in new
                if not same(old[key], new[key])
                for edit in _replaced(body, node, key, old[key], new[key])
            ]
        edited = _edited(body, edits)
        if (after := read(edited, file)).data is not None and not after.problems and same(after.data, meant):
            return text[: len(text) - len(body)] + edited
    for path, new in changes:
        text = with_entries(text, path, new, file)
    return text


def without_entry(text: str, path: Path, file: str = "") -> str:
    """The text without what stands at a path, a key with its value or an item of a list, and its lines.

    Raises `InputError` as `with_entries` does.

    >>> print(without_entry("a: {x: 1, y: 2}\\nb:  # two\\n  c: 3  # three\\n  d: 4", ("b", "c")))
    a: {x: 1, y: 2}
    b:  # two
      d: 4
    """
    before = read(text, file)
    if before.problems:
        raise InputError(*before.problems)
    *way, last = path
    within = _value_at(before.data, tuple(way))
    rest: object = (
        [each for at, each in enumerate(items(within)) if at != last]
        if _is_list(within)
        else {key: value for key, value in entries(within).items() if key != last}
    )
    if not rest and way and isinstance(way[-1], str):
        return with_entries(text, tuple(way[:-1]), {way[-1]: rest}, file)
    body = text.removeprefix("\ufeff")
    edited = _edited(body, [_removed(body, _at(_root(body), tuple(way)), last)])
    after = read(edited, file)
    if after.problems or not same(after.data, _put(before.data, tuple(way), rest)):
        raise InputError(_refusal(before, path, body, after))
    return text[: len(text) - len(body)] + edited


def written(data: Entries) -> str:
    """A mapping as lines of YAML.

    >>> print(written({"a": {"b": 1}, "c": MappingInLine(d="x y")}), end="")
    a:
      b: 1
    c: {d: "x y"}
    """
    return "".join(f"{line}\n" for line in _lines(data, 0))


def same(one: object, other: object) -> bool:
    """Whether data are the same, types too; the order of keys is no part of them.

    >>> same({"a": 1, "b": [2]}, {"b": (2,), "a": 1}), same(1, True), same(float("nan"), float("nan"))
    (True, False, True)
    """
    if is_mapping(one) and is_mapping(other):
        first, second = entries(one), entries(other)
        return first.keys() == second.keys() and all(same(first[key], second[key]) for key in first)
    if _is_list(one) and _is_list(other):
        left, right = items(one), items(other)
        return len(left) == len(right) and all(map(same, left, right))
    return _kind(one) is _kind(other) and (one == other or (one != one and other != other))


def _kind(value: object) -> object:
    # a number of NumPy's counts as the Python number that it is
    return next((each for each in (bool, int, float, str) if isinstance(value, each)), value.__class__)


def _merged(data: object, path: Path, new: Entries) -> object:
    """The data that are meant; what an alias shares is not changed with them."""
    if not path:
        return {**entries(data), **new}
    if is_mapping(data):
        return {**entries(data), path[0]: _merged(entries(data)[cast(str, path[0])], path[1:], new)}
    return [_merged(each, path[1:], new) if at == path[0] else each for at, each in enumerate(items(data))]


def _put(data: object, path: Path, value: object) -> object:
    """The data with another value at a path."""
    if not path:
        return value
    if is_mapping(data):
        return {**entries(data), path[0]: _put(entries(data)[cast(str, path[0])], path[1:], value)}
    return [_put(each, path[1:], value) if at == path[0] else each for at, each in enumerate(items(data))]


def _replace_only(data: object, changes: Sequence[tuple[Path, Entries]]) -> bool:
    """Whether all entries are there already, in different mappings of which none is within another's entry."""
    places = [(*path, key) for path, new in changes for key in new]
    known = all(set(new) <= entries(_value_at(data, path)).keys() for path, new in changes)
    apart = not any(one is not other and other[: len(one)] == one for one in places for other in places)
    return known and apart


def _refusal(document: Document, path: Path, text: str, tried: Document | None) -> Problem:
    if any(getattr(event, "anchor", None) for event in scanned(text)):
        why = "is shared with other entries by & and *, which would change too, expected: each entry written out"
    elif tried and tried.problems:
        why = f"could not be read after the change ({tried.problems[0].message})"
    else:
        why = "has no place for the new entry, expected: each `key: value` on a line of its own"
    return document.problem(Fault(path, f"{why}; the file is as it was", at_key=True))


# --- where things stand ---


@dataclass
class _Node:
    """A node between two offsets of the text; in a mapping, `named` from `key` on."""

    start: int
    end: int
    kind: type
    is_flow: bool = False
    is_absent: bool = False
    is_named: bool = False
    key: int = 0
    colon: int = 0
    named: dict[str, _Node] = field(default_factory=dict[str, "_Node"])
    listed: list[_Node] = field(default_factory=list["_Node"])

    def at(self, key: str | int) -> _Node:
        return self.named[key] if isinstance(key, str) else self.listed[key]

    @property
    def begins(self) -> int:
        """Where it begins, its key first if it has one."""
        return self.key if self.is_named else self.start

    @property
    def parts(self) -> list[_Node]:
        return [*self.named.values(), *self.listed]

    @property
    def is_empty(self) -> bool:
        return self.kind in (MappingStartEvent, SequenceStartEvent) and not self.parts


def _root(text: str) -> _Node:
    stream = scanned(text)
    return _node(first_node(stream), stream, text)


def _node(first: Any, stream: Iterator[Any], text: str) -> _Node:
    node = _Node(first.start_mark.index, first.end_mark.index, first.__class__)
    if node.kind in (ScalarEvent, AliasEvent):
        return node
    node.is_flow = bool(first.flow_style)
    end = MappingEndEvent if node.kind is MappingStartEvent else SequenceEndEvent
    while not _is(event := next(stream), end):
        if node.kind is MappingStartEvent:
            _entry(node, event, stream, text)
        else:
            node.listed.append(_node(event, stream, text))
    # a block ends where its last part does; the parser says where the next thing begins
    node.end = event.end_mark.index if node.is_flow else max((part.end for part in node.parts), default=node.end)
    return node


def _is(event: Any, kind: type) -> bool:
    """Whether an event is of a kind; `isinstance` would narrow it to ruamel's untyped classes."""
    return isinstance(event, kind)


def _entry(mapping: _Node, key: Any, stream: Iterator[Any], text: str) -> None:
    value = next(stream)
    node = _node(value, stream, text)
    node.key, node.is_named = key.start_mark.index, True
    node.colon = key.end_mark.index
    if node.kind is ScalarEvent and value.style is None and not value.value and not value.anchor:
        colon = _COLON.match(text, key.end_mark.index)
        node.start = node.end = colon.end() if colon else key.end_mark.index
        node.is_absent = True
    mapping.named[cast(str, key.value)] = node


# --- edits ---

_Edit = tuple[int, int, str]


def _ways(text: str, path: Path, new: Entries, before: object, meant: object) -> Iterator[str]:
    """The texts to try, the best first: new keys last, or before what ends in a way that nothing can follow."""
    node, depth = _root(text), 0
    while depth < len(path) and node.kind is not AliasEvent:
        node, depth = node.at(path[depth]), depth + 1
    if node.kind is not MappingStartEvent:
        yield _edited(text, [(node.start, node.end, _inline(_value_at(meant, path[:depth])))])
        return
    old = entries(_value_at(before, path))
    known = [(key, value) for key, value in new.items() if key in old and not same(old[key], value)]
    changed = [edit for key, value in known for edit in _replaced(text, node, key, old[key], value)]
    added = {key: value for key, value in new.items() if key not in old}
    if not added:
        yield _edited(text, changed)
    for place in _places(node) if added else ():
        yield _edited(text, [*changed, _added(text, node, place, added)])


def _at(node: _Node, path: Path) -> _Node:
    """The node at a path, or the alias on the way to it, behind which nothing can be changed alone."""
    for key in path:
        if node.kind is AliasEvent:
            break
        node = node.at(key)
    return node


def _places(mapping: _Node) -> list[_Node | None]:
    """The entries to try to put new ones after; None for the front."""
    # after the last but one where the last is a text that would be given the end of line that the file lacks
    return [*list(mapping.named.values())[:-3:-1], None]


def _value_at(data: object, path: Path) -> object:
    for key in path:
        data = cast(Any, data)[key]
    return data


def _edited(text: str, edits: list[_Edit]) -> str:
    # from the end on, so that offsets stay true
    for start, end, new in sorted(edits, key=lambda edit: edit[0])[::-1]:
        text = text[:start] + new + text[end:]
    return text


def _replaced(text: str, mapping: _Node, key: str, old: object, new: object) -> Iterator[_Edit]:
    node = mapping.named[key]
    kept = len(node.listed)
    if kept and same(items(old), items(new)[:kept]):
        if more := items(new)[kept:]:
            yield _appended(text, node, more)
    elif _is_collection(new) and not mapping.is_flow and (node.is_absent or node.is_empty):
        yield node.start, node.end, ""
        yield _after_line(text, node.end, _lines(new, _column(text, node.key) + 2))
    else:
        # of a block of text the last line's end stays
        end = node.start + len(text[node.start : node.end].rstrip())
        start, space = node.start, " " if node.is_absent else ""
        if node.parts and not node.is_flow and (colon := _COLON.match(text, node.colon)):
            # what stood in lines of its own comes to the line of its key, unless there is a comment
            start, space = (colon.end(), " ") if not text[colon.end() : start].strip() else (start, space)
        yield start, end, space + _inline(new)


def _removed(text: str, parent: _Node, last: str | int) -> _Edit:
    """The edit that takes a part out of a mapping or a list that has others."""
    if parent.kind is AliasEvent:
        return 0, 0, ""
    node, parts = parent.at(last), sorted(parent.parts, key=lambda part: part.begins)
    place = parts.index(node)
    after = parts[place + 1].begins if place + 1 < len(parts) else None
    if parent.is_flow:
        return (node.begins, after, "") if after else (parts[place - 1].end, node.end, "")
    begins = node.begins if node.is_named else text.rindex("-", 0, node.start)
    line = begins - _column(text, begins)
    if text[line:begins].strip() and after:
        # the first of an item stays behind the dash
        return begins, after if node.is_named else text.rindex("-", 0, after), ""
    end = _LINE_END.search(text, begins + len(text[begins : node.end].rstrip()))
    return line, end.end() if end else len(text), ""


def _added(text: str, mapping: _Node, last: _Node | None, new: Entries) -> _Edit:
    if mapping.is_flow:
        return _in_flow(mapping, last, ", ".join(f"{_key(key)}: {_inline(value)}" for key, value in new.items()))
    first = min(node.key for node in mapping.named.values())
    column = _column(text, first)
    lines = _lines(new, column)
    if last:
        return _after_line(text, last.end, lines)
    return first, first, f"{_line_end(text)}".join(lines).lstrip(" ") + _line_end(text) + " " * column


def _appended(text: str, node: _Node, new: Sequence[object]) -> _Edit:
    last = node.listed[-1]
    if node.is_flow:
        return _in_flow(node, last, ", ".join(map(_inline, new)))
    dash = text.rindex("-", 0, node.listed[0].start)
    return _after_line(text, last.end, _lines(new, _column(text, dash)))


def _in_flow(node: _Node, last: _Node | None, told: str) -> _Edit:
    if last:
        return last.end, last.end, f"{' ' if last.is_absent else ''}, {told}"
    at = min((part.key or part.start for part in node.parts), default=node.end - 1)
    return at, at, f"{told}, " if node.parts else told


def _after_line(text: str, at: int, lines: list[str]) -> _Edit:
    """Lines after the one that holds this offset, or at it where a line begins there."""
    end = _line_end(text)
    if not _LINE_END.fullmatch(text[at - 1 : at]):
        ends = _LINE_END.search(text, at)
        at = ends.end() if ends else -1
    if at >= 0:
        return at, at, "".join(line + end for line in lines)
    return len(text), len(text), "".join(end + line for line in lines)


def _line_end(text: str) -> str:
    """What ends the lines of a text."""
    found = _LINE_END.search(text)
    return found[0] if found else "\n"


def _column(text: str, at: int) -> int:
    return at - max((found.end() for found in _LINE_END.finditer(text, 0, at)), default=0)


# --- words ---


def _lines(value: object, indent: int) -> list[str]:
    """A mapping or list in lines of its own."""
    margin = " " * indent
    lines: list[str] = []
    if is_mapping(value):
        for key, each in entries(value).items():
            if _is_filled(each):
                lines += [f"{margin}{_key(key)}:", *_lines(each, indent + 2)]
            else:
                lines += _folded(f"{margin}{_key(key)}: {_inline(each)}", indent + 2)
        return lines
    for each in items(value):
        if is_mapping(each) and _is_filled(each):
            first, *rest = _lines(each, indent + 2)
            lines += [f"{margin}- {first.lstrip(' ')}", *rest]
        else:
            lines += _folded(f"{margin}- {_inline(each)}", indent + 2)
    return lines


def _folded(line: str, indent: int) -> list[str]:
    """A line that ends in a text in quotes, broken at single spaces of that text, where YAML reads a space again."""
    if len(line) <= _WIDTH or not line.endswith('"'):
        return [line]
    start = line.index(' "') + 2
    first, *words = re.split(r"(?<=[^ ]) (?=[^ ])", line[start:])
    lines = [line[:start] + first]
    for word in words:
        if len(lines[-1]) + 1 + len(word) > _WIDTH:
            lines.append(" " * indent + word)
        else:
            lines[-1] += f" {word}"
    return lines


def _inline(value: object) -> str:
    """A value within a line."""
    if is_mapping(value):
        return f"{{{', '.join(f'{_key(key)}: {_inline(each)}' for key, each in entries(value).items())}}}"
    if _is_list(value):
        return f"[{', '.join(map(_inline, items(value)))}]"
    if isinstance(value, str):
        return _key(value)
    if isinstance(value, float) and not isfinite(value):
        return ".nan" if isnan(value) else ".inf" if value > 0 else "-.inf"
    return value.isoformat() if isinstance(value, dt.date) else json.dumps(value)


def _key(text: str) -> str:
    if _WORD.fullmatch(text) and text.lower() not in _NO_TEXT:
        return text
    # JSON's quotes are YAML's, but for the ends of lines that only YAML knows
    return json.dumps(text, ensure_ascii=False).translate(_BREAKS)


def _is_collection(value: object) -> bool:
    return is_mapping(value) or _is_list(value)


def _is_list(value: object) -> bool:
    return isinstance(value, list | tuple)


def _is_filled(value: object) -> bool:
    return not isinstance(value, MappingInLine | ListInLine) and bool(entries(value) or items(value))
