"""Text to plain data with positions: YAML as a case needs it, and nothing that could surprise.

YAML allows far more than a case needs: types named by tags, merged keys, aliases that blow up, keys given twice. Here
each of these is a problem with its line and column, and all of them are found in one reading.
"""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn, cast

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from ripeness.case.read.scalars import MOST_DIGITS, Scalar, joined, resolved
from ripeness.case.read.scanning import DEEPEST, MOST_NODES, TooMuchError, scanned
from ripeness.case.read.syntax import in_plain_words
from ripeness.errors import Problem, near_misses

LARGEST = 1 << 20  # bytes of a file
MOST_PROBLEMS = 500  # more than a person reads

HEAD = frozenset({"schema", "id", "title", "headline", "summary", "region", "as_of", "horizon", "topics"})
_LISTS = frozenset({"topics"})
_BODY = frozenset(
    {"parties", "issues", "linkages", "dynamics", "transitions", "beliefs", "postures", "levers", "claims"}
)

Path = tuple[str | int, ...]
Place = tuple[int, int]
Entries = Mapping[str, Any]

# What YAML counts as printable, without the byte order mark; a title with escape codes could repaint a terminal.
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def entries(value: object) -> Entries:
    """A mapping as it is; anything else as an empty one."""
    return cast(Entries, value) if isinstance(value, dict) else {}


def is_mapping(value: object) -> bool:
    """Whether it is a mapping."""
    return isinstance(value, dict)


def is_printable(text: str) -> bool:
    """Whether a file can hold the text: no control characters, nor halves of characters."""
    return not _UNPRINTABLE.search(text)


def items(value: object) -> Sequence[Any]:
    """A list as it is; anything else as an empty one."""
    return cast(Sequence[Any], value) if isinstance(value, list | tuple) else ()


def dotted(path: Path) -> str:
    """A path as the person reads it.

    >>> dotted(("transitions", 0, "date"))
    'transitions.0.date'
    """
    return ".".join(map(str, path))


@dataclass(frozen=True)
class Fault:
    """What is wrong at a path: with its value, or with the key itself."""

    path: Path
    message: str
    at_key: bool = False


@dataclass(frozen=True)
class Document:
    """Plain data, where each key and value of it stands (1-based line and column), and what was wrong on the way."""

    data: object
    positions: Mapping[Path, Place] = field(default_factory=dict[Path, Place])
    value_positions: Mapping[Path, Place] = field(default_factory=dict[Path, Place])
    problems: tuple[Problem, ...] = ()
    file: str = ""

    def problem(self, fault: Fault) -> Problem:
        """A fault with its place; if its path is not in the text, the place of the nearest that encloses it."""
        path = fault.path
        first, second = self.positions, self.value_positions
        if not fault.at_key:
            first, second = second, first
        place = 0, 0
        for length in range(len(path), 0, -1):
            if found := first.get(path[:length]) or second.get(path[:length]):
                place = found
                break
            first, second = self.positions, self.value_positions  # what encloses it is shown by its key
        return Problem(dotted(path), fault.message, self.file, *place)


def decoded(raw: bytes, file: str = "") -> str | Problem:
    """Text of a file's bytes, without a byte order mark, or what is wrong with them."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Problem("", "is UTF-16, expected: save it as UTF-8", file, 1, 1)
    raw = raw.removeprefix(codecs.BOM_UTF8)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8")) + 1
        message = f"is not UTF-8: byte {error.start + 1} is 0x{raw[error.start]:02X}, expected: save it as UTF-8"
        return Problem("", message, file, line, column)


def read(text: str, file: str = "") -> Document:
    """Plain data of a text. Raises nothing: `problems` says what is wrong, and `data` is None if none can be had."""
    document = read_value(text, file)
    if isinstance(document.data, dict):
        return document
    problems = document.problems
    if not problems:
        wrong = "is empty" if document.data is None else "a list" if items(document.data) else "a single value"
        problems = (Problem("", f"{wrong}, expected: a mapping that begins `schema: 1`", file, 1, 1),)
    return Document(None, problems=problems, file=file)


def read_value(text: str, file: str = "") -> Document:
    """The same for a text that may hold any value, such as `[0.1, 0.2, 0.4]`."""
    text = text.removeprefix("\ufeff")
    if unprintable := _UNPRINTABLE.search(text):
        return Document(None, problems=(_unprintable(text, unprintable.start(), file),), file=file)
    composer = _Composer(file)
    try:
        data = composer.document(text)
    except _StoppedError as stopped:
        return Document(None, problems=(*composer.problems, stopped.problem), file=file)
    return Document(data, composer.keys, composer.values, tuple(composer.problems), file)


def head(path: os.PathLike[str] | str) -> dict[str, Scalar | tuple[Scalar, ...]]:
    """The leading scalars of a file (`HEAD`) and its topics, read no further than its parties.

    Raises `OSError`. A file with an error in its head gives what came before it; the error is for `read` to report.
    """
    with open(path, "rb") as file:
        text = file.read(LARGEST).decode("utf-8", errors="replace").removeprefix("\ufeff")
    found: dict[str, Scalar | tuple[Scalar, ...]] = {}
    try:
        events = scanned(text)
        if not _is(first_node(events), MappingStartEvent):
            return found
        while HEAD - found.keys() and _is(key := next(events), ScalarEvent) and key.value not in _BODY:
            value = next(events)
            if _is(value, ScalarEvent):
                found[key.value] = _value(value)
            elif key.value in _LISTS and _is(value, SequenceStartEvent):
                found[key.value] = tuple(_scalars(events))
            else:
                _skip(value, events)
    except (YAMLError, TooMuchError, ValueError, OverflowError, StopIteration):
        pass
    return {name: value for name, value in found.items() if name in HEAD}


def first_node(events: Iterator[Any]) -> Any:
    """The event with which the value of a text begins."""
    next(events)  # the stream
    next(events)  # the document, or the stream's end
    return next(events)


def _scalars(events: Iterator[Any]) -> Iterator[Scalar]:
    """The scalars of a list that has begun, to its end."""
    while not _is(event := next(events), SequenceEndEvent):
        if _is(event, ScalarEvent):
            yield _value(event)
        else:
            _skip(event, events)


def _skip(event: object, events: Iterator[Any]) -> None:
    """Pass over the rest of a node."""
    depth = _is(event, MappingStartEvent, SequenceStartEvent)
    while depth:
        event = next(events)
        depth += _is(event, MappingStartEvent, SequenceStartEvent)
        depth -= _is(event, MappingEndEvent, SequenceEndEvent)


def _value(event: Any) -> Scalar:
    """Value of a scalar: a quoted one is text whatever it looks like."""
    return resolved(event.value) if event.style is None else joined(event.value)


def _is(event: Any, *kinds: type) -> bool:
    """Whether an event is of a kind; `isinstance` would narrow it to ruamel's untyped classes."""
    return isinstance(event, kinds)


def _place(event: Any) -> Place:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _unprintable(text: str, at: int, file: str) -> Problem:
    line_start = text.rfind("\n", 0, at) + 1
    message = f"holds the control character U+{ord(text[at]):04X}, expected: printable text"
    return Problem("", message, file, text.count("\n", 0, at) + 1, at - line_start + 1)


class _StoppedError(Exception):
    """Composing cannot go on."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


class _Composer:
    """Builds plain data from parse events, collects what is wrong, and goes on after what can be passed over."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.keys: dict[Path, Place] = {}
        self.values: dict[Path, Place] = {}
        self.problems: list[Problem] = []
        self._nodes = 0
        self._reach = 0  # the greatest depth so far
        # value, size and height of what each names; None while it is being built
        self._anchors: dict[str, tuple[object, int, int] | None] = {}
        self._events: Iterator[Any] = iter(())
        self._last: Place = (1, 1)

    def document(self, text: str) -> object:
        """The one document of a text; raises `_StoppedError`."""
        self._events = scanned(text)
        try:
            next(self._events)
            start = next(self._events)
            if _is(start, StreamEndEvent):
                return None
            if start.version not in (None, (1, 2)):
                self._add((), "asks for another version of YAML, expected: 1.2, or no %YAML line", (1, 1))
            data = self._node(next(self._events), (), 0)
            next(self._events)  # the document's end
            if _is(second := next(self._events), DocumentStartEvent):
                self._stop((), "a second document, expected: one case in a file", _place(second))
        except MarkedYAMLError as error:
            message, place = in_plain_words(error)
            self._stop((), message, place)
        except TooMuchError as error:
            self._stop((), error.what, error.place)
        except (YAMLError, ValueError, OverflowError):
            # ruamel turns `"\\UFFFFFFFF"` into a character without asking whether there is one
            self._stop((), "after this, something cannot be read as YAML", self._last)
        return data

    def _add(self, path: Path, message: str, place: Place) -> None:
        if len(self.problems) == MOST_PROBLEMS:
            self._stop((), f"more than {MOST_PROBLEMS} problems up to here; the rest was not read", place)
        self.problems.append(Problem(dotted(path), message, self.file, *place))

    def _stop(self, path: Path, message: str, place: Place) -> NoReturn:
        raise _StoppedError(Problem(dotted(path), message, self.file, *place)) from None

    def _count(self, nodes: int, path: Path, place: Place) -> None:
        self._nodes += nodes
        if self._nodes > MOST_NODES:
            self._stop(path, f"is more than {MOST_NODES:,} values, what aliases repeat being counted", place)

    def _node(self, event: Any, path: Path, depth: int) -> object:
        place = self._last = _place(event)
        self.values[path] = place
        self._count(1, path, place)
        self._reach = max(self._reach, depth)
        if _is(event, AliasEvent):
            return self._alias(event, path, depth)
        if event.tag is not None:
            shown = str(event.tag).replace("tag:yaml.org,2002:", "!!")
            self._add(path, f"{shown} is a tag, expected: the value without it", place)
        if depth >= DEEPEST and not _is(event, ScalarEvent):
            self._stop_too_deep(path, place)
        if event.anchor:
            self._anchors[event.anchor] = None
        nodes_before, reach_before = self._nodes, self._reach
        self._reach = depth
        if _is(event, ScalarEvent):
            value: object = self._scalar(event, path, place)
        elif _is(event, MappingStartEvent):
            value = self._mapping(path, depth)
        else:
            value = self._sequence(path, depth)
        if event.anchor:
            self._anchors[event.anchor] = value, self._nodes - nodes_before + 1, self._reach - depth
        self._reach = max(self._reach, reach_before)
        return value

    def _stop_too_deep(self, path: Path, place: Place) -> NoReturn:
        self._stop(path[:3], f"is nested deeper than {DEEPEST} levels", place)

    def _alias(self, event: Any, path: Path, depth: int) -> object:
        place = _place(event)
        if event.anchor not in self._anchors:
            name = event.anchor if len(event.anchor) <= 80 else f"{event.anchor[:77]}..."
            known = near_misses(name, list(self._anchors)[-MOST_PROBLEMS:])
            self._stop(path, f"*{name} stands for nothing: there is no &{name} before it{known}", place)
        anchored = self._anchors[event.anchor]
        if anchored is None:
            self._stop(path, f"*{event.anchor} would contain itself", place)
        value, size, height = anchored
        self._count(size - 1, path, place)
        self._reach = max(self._reach, depth + height)
        if self._reach > DEEPEST:
            self._stop_too_deep(path, place)
        return value

    def _scalar(self, event: Any, path: Path, place: Place) -> Scalar:
        if event.style is not None:
            text = joined(event.value)
            if odd := _UNPRINTABLE.search(text):
                self._add(path, f"holds the control character U+{ord(odd[0]):04X}, expected: printable text", place)
            return _UNPRINTABLE.sub("\ufffd", text)
        try:
            return resolved(event.value)
        except ValueError as error:
            self._add(path, f"{error}, expected: a number of at most {MOST_DIGITS}", place)
            return None

    def _sequence(self, path: Path, depth: int) -> list[object]:
        items: list[object] = []
        while not _is(event := next(self._events), SequenceEndEvent):
            items.append(self._node(event, (*path, len(items)), depth + 1))
        return items

    def _mapping(self, path: Path, depth: int) -> dict[str, object]:
        found: dict[str, object] = {}
        while not _is(event := next(self._events), MappingEndEvent):
            key = self._key(event, path)
            inner = (*path, key or "")
            place = _place(event)
            first = self.keys.get(inner)
            if key is None or first:
                if first:
                    self._add(inner, f"is given again, first in line {first[0]}, expected: one of them", place)
                # read on for what else is wrong, but the places of the first one stay
                kept = self.keys, self.values
                self.keys, self.values = {}, {}
                self._node(next(self._events), inner, depth + 1)
                self.keys, self.values = kept
                continue
            self.keys[inner] = place
            value = next(self._events)
            found[key] = self._node(value, inner, depth + 1)
            if _is(value, ScalarEvent) and value.style is None and not value.value:
                self.values[inner] = place  # the parser puts what is not there at the next thing that is
        return found

    def _key(self, event: Any, path: Path) -> str | None:
        """A key as text; None, and a problem, for one that is no key of a case."""
        place = _place(event)
        if not _is(event, ScalarEvent):
            self._add(path, "a key that is no plain text, expected: `key: value`", place)
            _skip(event, self._events)
            return None
        key = joined(cast(str, event.value))
        if event.tag is not None:
            shown = str(event.tag).replace("tag:yaml.org,2002:", "!!")
            self._add((*path, key), f"{shown} is a tag, expected: the key without it", place)
        if key == "<<" and event.style is None:
            self._add((*path, key), "merge keys are not allowed, expected: the keys written out", place)
            return None
        if not key or _UNPRINTABLE.search(key):
            self._add(path, f"an {'empty key' if not key else 'unprintable key'}, expected: `key: value`", place)
            return None
        return key
