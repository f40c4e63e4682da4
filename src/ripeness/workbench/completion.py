"""What may stand where the cursor is in a case that is being written: keys and words of the format, names of the case.

A text in which something is being typed is seldom YAML, so that the place is found by its lines and brackets alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from ripeness.case.fields import CASE, KEYED_BY, Kind
from ripeness.case.judgement import Judgement
from ripeness.case.model import EXPECTATIONS
from ripeness.case.rates import RATES, TRIGGERS
from ripeness.case.read.document import Path
from ripeness.case.read.scanning import DEEPEST

MOST = 60

_QUOTED = r'"(?:[^"\\]|\\.)*"|\'(?:[^\']|\'\')*\''
_KEY = re.compile(rf"({_QUOTED}|[^\s#:,\[\]{{}}\"'-][^:#]*?|-[^\s:#][^:#]*?)\s*:(?=\s|$)")
_IN_FLOW = re.compile(rf"{_QUOTED}|(?<=\s)#.*|[\[\]{{}},]|:(?=[\s,\[\]{{}}]|$)|[^\s\[\]{{}},:#\"'][^\s\[\]{{}},:#]*|\S")
_FIRST_LEVEL = re.compile(r"[a-z_]+:(?:\s|$)")
_BLOCK_OF_TEXT = re.compile(r"[|>][-+0-9]*\s*(?:#.*)?$")


class _TooDeepError(Exception):
    """Nothing of a case stands so deep."""


class Word(NamedTuple):
    """A word that may stand there, what to put in its place, and what it means."""

    word: str
    insert: str
    meaning: str


def completions(text: str, line: int, column: int) -> tuple[int, list[Word]]:
    """How many characters before a place are replaced, and the words that may stand there; both count from 1."""
    lines = text.split("\n")
    at = min(line, len(lines)) - 1
    before = lines[at][: column - 1]
    try:
        spot = _Scan([*lines[:at], before], is_cut=True)
        typed = spot.typed
        if spot.is_text:
            return 0, []
        lines[at] = before[: len(before) - len(typed)] + lines[at][column - 1 :]
        seen = _Scan(lines).seen
        # within brackets, what follows may stand there only since they are not closed yet
        taken = (_Scan(lines[: at + 1]).seen if spot.flows else seen).get(spot.path, {})
        words = [word for word in _words(spot, seen) if not spot.is_key or word.word not in taken]
    except _TooDeepError:
        return 0, []
    lowered = typed.casefold()
    fitting = sorted(
        (each for each in words if lowered in each.word.casefold()),
        key=lambda each: not each.word.casefold().startswith(lowered),
    )
    return len(typed), fitting[:MOST]


@dataclass
class _Flow:
    """An open bracket: of a list the number of the item, of a mapping the key after whose colon one is."""

    is_list: bool
    key: str | int | None


@dataclass
class _Level:
    column: int
    key: str | int


@dataclass
class _Scan:
    """Where the last of some lines ends, and the keys that were seen on the way, by the path of their mapping."""

    lines: list[str]
    is_cut: bool = False
    levels: list[_Level] = field(default_factory=list[_Level])
    flows: list[_Flow] = field(default_factory=list[_Flow])
    seen: dict[Path, dict[str, None]] = field(default_factory=dict[Path, dict[str, None]])
    typed: str = ""
    is_key: bool = True
    is_text: bool = False
    text_within: int | None = None

    def __post_init__(self) -> None:
        for number, line in enumerate(self.lines):
            self._line(line, self.is_cut and number == len(self.lines) - 1)

    @property
    def path(self) -> Path:
        """The keys on the way to the mapping, list or value where one is."""
        flows = (flow.key for flow in self.flows if flow.key is not None)
        return (*(level.key for level in self.levels), *flows)

    def _line(self, line: str, is_last: bool) -> None:
        if self.flows and _FIRST_LEVEL.match(line):
            # brackets that nobody has closed yet
            self.flows.clear()
        if self.flows:
            self._flow(line, 0)
            return
        column = len(line) - len(line.lstrip(" "))
        is_blank = not line.strip()
        if self.text_within is not None and (is_blank or column > self.text_within) and not (is_last and is_blank):
            self.is_text = True
            return
        self.text_within, self.is_text = None, False
        if (is_blank and not is_last) or line.lstrip().startswith("#"):
            self.is_text = not is_blank
            return
        self._block(line, column)

    def _block(self, line: str, column: int) -> None:
        rest = line[column:]
        self._leave(column, is_item=bool(re.match(r"-(\s|$)", rest)))
        while item := re.match(r"-(\s+|$)", rest):
            self._item(column)
            column += item.end()
            rest = rest[item.end() :]
        self.is_key, self.typed = True, rest
        if not (key := _KEY.match(rest)):
            if rest[:1] in "{[" and rest:
                self._flow(line, column)
            return
        self._see(_bare(key[1]))
        self.levels.append(_Level(column, _bare(key[1])))
        value = rest[key.end() :].lstrip()
        self.is_key, self.typed = False, value
        if _BLOCK_OF_TEXT.match(value):
            self.text_within = column
        elif value[:1] in "{[" and value:
            self._flow(line, len(line) - len(value))
        else:
            self.is_text = " #" in f" {value}"

    def _leave(self, column: int, is_item: bool) -> None:
        self._last_item: tuple[int, int] | None = None
        while self.levels and self.levels[-1].column >= column:
            level = self.levels[-1]
            if is_item and level.column == column and isinstance(level.key, str):
                return
            if is_item and level.column == column and isinstance(level.key, int):
                self._last_item = (column, level.key)
            self.levels.pop()

    def _item(self, column: int) -> None:
        before = self._last_item[1] if self._last_item and self._last_item[0] == column else -1
        self._last_item = None
        self.levels.append(_Level(column, before + 1))
        self._refuse_depth()

    def _refuse_depth(self) -> None:
        if len(self.levels) + len(self.flows) > DEEPEST:
            raise _TooDeepError

    def _flow(self, line: str, start: int) -> None:
        end = start
        for found in _IN_FLOW.finditer(line, start):
            self._token(found[0], found.end() == len(line))
            end = found.end()
        self.is_text = bool(re.search(r"\s#", line[start:])) and self.is_text
        if end < len(line) or not line.strip():
            # a space parts what comes from what was there
            self.typed = ""

    def _token(self, token: str, is_last: bool) -> None:
        flow = self.flows[-1] if self.flows else None
        self.is_text = token.startswith("#")
        if self.is_text:
            return
        if token in "{[":
            self.flows.append(_Flow(token == "[", 0 if token == "[" else None))
            self._refuse_depth()
            self.typed, self.is_key = "", token == "{"
        elif token in "}]":
            if flow:
                self.flows.pop()
            self.typed, self.is_key = "", False
            self.is_text = not self.flows
        elif token == "," and flow:
            flow.key = int(flow.key or 0) + 1 if flow.is_list else None
            self.typed, self.is_key = "", not flow.is_list
        elif token == ":" and flow and not flow.is_list and self.is_key:
            self._see(_bare(self.typed))
            flow.key, self.typed, self.is_key = _bare(self.typed), "", False
        else:
            self.typed = token if is_last or not self.typed else f"{self.typed} {token}"

    def _see(self, key: str) -> None:
        self.seen.setdefault(self.path, {})[key] = None


def _bare(key: str) -> str:
    return key[1:-1] if key[:1] in "\"'" and len(key) > 1 else key.strip()


# --- what may stand there ---

_Seen = dict[Path, dict[str, None]]


def _words(spot: _Scan, seen: _Seen) -> list[Word]:
    kind = _kind(spot.path)
    if kind is None:
        return []
    if spot.is_key and not kind.is_list and (kind.model or kind.is_mapping or kind.is_judgement):
        return list(_keys(kind, spot.path, seen))
    return [Word(word, word, meaning) for word, meaning in _values(kind, spot.path, seen)]


def _kind(path: Path) -> Kind | None:
    kind: Kind | None = CASE
    for key in path:
        if kind is None:
            return None
        kind = Kind(Judgement).inner(key) if kind.is_judgement and isinstance(key, str) else kind.inner(key)
    return kind


def _keys(kind: Kind, path: Path, seen: _Seen) -> Iterator[Word]:
    model = Kind(Judgement) if kind.is_judgement else kind
    if model.model:
        required = model.required()
        for key, of in sorted(model.described().items(), key=lambda each: each[0] not in required):
            inner = model.inner(key)
            yield Word(key, _insert(key, inner), of.description or (inner.in_words() if inner else ""))
        return
    inner = kind.inner("")
    for key, meaning in _names(kind, path, seen):
        yield Word(key, _insert(key, inner), meaning)


def _insert(key: str, kind: Kind | None) -> str:
    has_parts = kind and (kind.model or kind.is_mapping or kind.is_list) and not kind.is_judgement
    return f"{key}:" if has_parts else f"{key}: "


def _names(kind: Kind, path: Path, seen: _Seen) -> Iterator[tuple[str, str]]:
    """What the keys of a mapping name."""
    if words := kind.key_words():
        yield from ((word, "") for word in words)
    elif kind.name == "effects":
        yield from ((name, rate.meaning) for name, rate in RATES.items() if rate.changeable)
        yield from ((f"{TRIGGERS}{name}", "") for name in seen.get(("dynamics", "triggers"), ()))
    elif len(path) > 1 and path[-2] == "values":
        yield from ((name, "") for name in _options(path[-1], seen))
    elif len(path) > 1:
        of = {"party": "parties", "issue": "issues"}.get(KEYED_BY.get(kind.name, ""), "")
        yield from ((name, "") for name in seen.get((of,), ()))


def _values(kind: Kind, path: Path, seen: _Seen) -> Iterator[tuple[str, str]]:
    """The words that may stand as a value, or as an item of a list."""
    item = kind.inner(0) if kind.is_list else kind
    if kind.name == "expects":
        yield from ((word, "") for word in EXPECTATIONS)
    if item and item.words():
        yield from ((word, "") for word in item.words())
    elif kind.type is bool:
        yield from (("true", ""), ("false", ""))
    elif kind.name == "basis":
        yield from ((name, "a source of this case") for name in seen.get(("sources",), ()))
        yield from (("judgement", "the analyst’s own"), ("base-rate", "what the record says"))
    elif kind.name in ("party", "who"):
        yield from ((name, "a party") for name in seen.get(("parties",), ()))
    elif issue := _issue_of(path):
        yield from ((name, f"an option of {issue}") for name in _options(issue, seen))


def _issue_of(path: Path) -> str:
    """The issue one of whose options stands at a path, if one does."""
    keys = [key for key in path if isinstance(key, str)]
    if len(keys) > 1 and keys[-2] in ("when", "if", "requires"):
        return keys[-1]
    return keys[-2] if len(keys) > 2 and keys[-1] == "options" and keys[-3] in ("red_lines", "preconditions") else ""


def _options(issue: str | int, seen: _Seen) -> Iterator[str]:
    yield from seen.get(("issues", issue, "options"), ())
