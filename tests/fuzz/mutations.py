"""Changes to text, to nested data and to files, drawn from a seed."""

import json
import os
import re
import shutil
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

HOSTILE = (
    "1e999", "-1e999", ".nan", ".inf", "-.inf", "NaN", "Infinity", "1e308", "-1e308", "1e-320", "5e-324", "0", "-0.0",
    "9" * 400, "0." + "3" * 400, "1e" + "9" * 30, "0x1F", "0o17", "1_000", "1:30:00", "2024-13-45", "2027-01-01",
    "2001-12-14t21:59:43.10-05:00", "0000-00-00", "9999-12-31", "null", "~", "''", "true", "yes", "[]", "{}",
    "[0, .nan, 1]", "[1, 0.5, 0]", "[0, 0.5, 1]", "[0, 0, 0, 0]", "[[0.5]]", "{a: {b: {c: 1}}}",
    "[" * 60 + "]" * 60, "{" * 300, "[" * 4000, "{a: " * 50 + "1" + "}" * 50, "- " * 200,
    "&a [*a, *a]", "&a {a: *a}", "*nowhere", "&x y", "!!python/object:os.system x", "!!float 1", "!x", "<<: {a: 1}",
    '"\\ud800"', '"\\ud83d\\ude00"', '"\\UFFFFFFFF"', '"\\0"', '"\\x1b[2J"', '"unclosed', "'it''s'",
    "²", "٣", "½", "Ⅷ", "一", "😀", "👨‍👩‍👧", "\u202eabc", "\u2066a", "אבג", "\u200d", "\ufeff", "\u0085", "\u2028",
    "\x07", "\t",
    "x" * 5000, "%", "@", "`", "|", ">", "?", "- -", ":", "#", "&", "&amp;", "<x>", "]]>", "../..", "/", "a b", "a.b",
)  # fmt: skip
NUMBERS = (
    0, -0.0, 1, -1, 0.5, 2, 5, 12, 100, 1000, 1e6, 1e9, 2**31, 2**63, 10**30, 10**400, 1e-9, 1e-300, 5e-324, 1e15,
    1e100,
    1e300, 1e308, -1e308, float("inf"), float("nan"), True, None, [0, 0.5, 1], [0, 0, 0], [0, 0, 1], [1, 1, 1],
    [0.5, 0.2, 0.1], [-1, 0, 1], [0, 1e308, 1e308], [-1e308, 0, 1e308], [0.999999, 1, 1], [0, 5e-324, 1e-300], [0.1,
    0.9],
    {"mode": 0.5}, {"value": [0, 0.5, 1], "basis": "guess"}, "0.5", "",
)  # fmt: skip
WORDS = ("", " ", "²", "ann", "as-is", "2027", "2027-01-01", "null", "~", "a b", "a.b", "\u202eabc", "😀", "\ud800",
         "\0", "x" * 5000, "__class__", "is", "-", "../x", "é", "e\u0301", "[bold]x", "%s", "{}",
         "\x1b[2J")  # fmt: skip


# --- text ---


def mutated_text(rng: Random, text: str) -> bytes:
    """A text with one to four changes, most often one."""
    raw = text.encode()
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 4))):
        raw = rng.choice(TEXT_CHANGES)(rng, raw)
    return raw


def _flip(rng: Random, raw: bytes) -> bytes:
    at = rng.randrange(len(raw) or 1)
    return raw[:at] + bytes([raw[at] ^ 1 << rng.randrange(8)]) + raw[at + 1 :] if raw else b"\0"


def _lines(change: Callable[[Random, list[bytes]], None]) -> Callable[[Random, bytes], bytes]:
    def changed(rng: Random, raw: bytes) -> bytes:
        lines = raw.splitlines(keepends=True) or [b""]
        change(rng, lines)
        return b"".join(lines)

    return changed


def _delete(rng: Random, lines: list[bytes]) -> None:
    at = rng.randrange(len(lines))
    del lines[at : at + rng.choice((1, 1, 1, 2, 5))]


def _repeat(rng: Random, lines: list[bytes]) -> None:
    at = rng.randrange(len(lines))
    some = lines[at : at + rng.choice((1, 1, 2, 5))]
    lines[at:at] = some * rng.choice((1, 1, 1, 2, 50))


def _swap(rng: Random, lines: list[bytes]) -> None:
    a, b = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[a], lines[b] = lines[b], lines[a]


def _move(rng: Random, lines: list[bytes]) -> None:
    lines.insert(rng.randrange(len(lines)), lines.pop(rng.randrange(len(lines))))


def _indent(rng: Random, lines: list[bytes]) -> None:
    at = rng.randrange(len(lines))
    lines[at] = b" " * rng.choice((1, 2, 4, 300)) + lines[at] if rng.random() < 0.5 else lines[at].lstrip()


def _matched(pattern: bytes, made: Callable[[Random, bytes], bytes]) -> Callable[[Random, bytes], bytes]:
    def changed(rng: Random, raw: bytes) -> bytes:
        found = list(re.finditer(pattern, raw))
        if not found:
            return raw
        one = rng.choice(found)
        return raw[: one.start(1)] + made(rng, one[1]) + raw[one.end(1) :]

    return changed


def _hostile(rng: Random, _: bytes) -> bytes:
    return rng.choice(HOSTILE).encode(errors="surrogatepass")


def _number(rng: Random, _: bytes) -> bytes:
    value = rng.choice(NUMBERS)
    return json.dumps(value).encode()


def _misspelt(rng: Random, word: bytes) -> bytes:
    at = rng.randrange(len(word))
    return rng.choice((word[:at] + word[at + 1 :], word[:at] + word[at : at + 1] + word[at:], word.swapcase(), b""))


def _insert(rng: Random, raw: bytes) -> bytes:
    at = rng.randrange(len(raw) + 1)
    return raw[:at] + _hostile(rng, b"") + raw[at:]


def _cut(rng: Random, raw: bytes) -> bytes:
    a, b = sorted((rng.randrange(len(raw) + 1), rng.randrange(len(raw) + 1)))
    return raw[:a] if rng.random() < 0.5 else raw[:a] + raw[b:]


def _recode(rng: Random, raw: bytes) -> bytes:
    text = raw.decode(errors="replace")
    return rng.choice(
        (text.encode("utf-16"), text.encode("utf-8-sig"), text.replace("\n", "\r\n").encode(), text.encode("latin1",
        "replace"),
         raw + b"\0", raw + b"\xff", b"", raw.rstrip(b"\n"), raw + b"\n---\n" + raw, b"%YAML 1.1\n---\n" + raw)
    )  # fmt: skip


_NUMBER = rb"(?<![\w.])(-?\d+(?:\.\d+)?(?:e-?\d+)?)(?![\w.])"
_VALUE = rb"[:=] ?[\"']?([^\s\"'{}\[\],][^\n\"'{}\[\],]*)"
_KEY = rb"([A-Za-z_][\w-]*)[\"']?[:=]"
TEXT_CHANGES = (
    _flip, *map(_lines, (_delete, _repeat, _swap, _move, _indent)), _insert, _cut, _recode,
    _matched(_NUMBER, _number), _matched(_NUMBER, _number), _matched(_NUMBER, _hostile), _matched(_VALUE, _hostile),
    _matched(_VALUE, _hostile), _matched(_KEY, _misspelt), _matched(_KEY, _hostile),
)  # fmt: skip


# --- nested data ---


def mutated_data(rng: Random, data: Any, mildly: bool = False) -> Any:
    """Nested data with one to three changes; `mildly`: only numbers, which are most often still allowed."""
    data = json.loads(json.dumps(data))
    for _ in range(rng.choice((1, 1, 2, 3))):
        places = list(_places(data))
        if mildly:
            places = [(of, key) for of, key in places if isinstance(of[key], int | float)] or places
        if not places:
            return rng.choice(WORDS)
        of, key = rng.choice(places)
        # a copy, for what is chosen from is not to be changed, nor to be put into itself
        of[key] = deepcopy(rng.choice(NUMBERS) if mildly else _changed(rng, of[key], places))
        if not mildly and rng.random() < 0.1 and isinstance(of, dict):
            of[rng.choice(WORDS)] = of.pop(key)
        elif not mildly and rng.random() < 0.15:
            del of[key]
    return data


def _places(data: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    ahead = [data] if isinstance(data, dict | list) else []
    while ahead:
        of = ahead.pop()
        inner = list(of.items()) if isinstance(of, dict) else list(enumerate(of))
        found += [(of, key) for key, _ in inner]
        ahead += [value for _, value in inner if isinstance(value, dict | list)]
    return found


def _changed(rng: Random, value: Any, places: list[tuple[Any, Any]]) -> Any:
    kind = rng.randrange(5)
    if kind == 0:
        of, key = rng.choice(places)
        return json.loads(json.dumps(of[key]))
    if kind == 1:
        return rng.choice(WORDS)
    if kind == 2:
        return rng.choice(([], {}, [value], {"a": value}, [value, value], [None], nested(rng.choice((5, 45, 200)))))
    return rng.choice(NUMBERS)


def nested(depth: int) -> Any:
    """Lists in lists."""
    made: Any = []
    for _ in range(depth):
        made = [made]
    return made


def deep_json(rng: Random) -> bytes:
    """JSON of some depth, closed or not."""
    depth = rng.choice((50, 900, 1100, 5000, 100_000))
    return (b"[" if rng.random() < 0.5 else b'{"a":') * depth + (b"1" + b"]" * depth if rng.random() < 0.5 else b"")


# --- files ---


def mutated_file(rng: Random, path: Path, precious: Path) -> None:
    """Damage a file, or put something else in its place; links lead to the files of a folder that is not to change."""
    rng.choice(FILE_CHANGES)(rng, path, precious)


def _bits(rng: Random, path: Path, _: Path) -> None:
    raw = path.read_bytes()
    for _ in range(rng.choice((1, 1, 1, 3, 20))):
        raw = _flip(rng, raw)
    path.write_bytes(raw)


def _truncated(rng: Random, path: Path, _: Path) -> None:
    raw = path.read_bytes()
    path.write_bytes(raw[: rng.choice((0, 1, 4, len(raw) // 2, max(0, len(raw) - 1)))])


def _noise(rng: Random, path: Path, _: Path) -> None:
    path.write_bytes(rng.choice((rng.randbytes(500), b"\xff\xfe", b"\0" * 100, b"null", b"[]", b"1e999", b'"\\ud800"')))


def _deep(rng: Random, path: Path, _: Path) -> None:
    path.write_bytes(deep_json(rng))


def _away(_: Random, path: Path, __: Path) -> None:
    path.unlink()


def _text(rng: Random, path: Path, _: Path) -> None:
    path.write_bytes(mutated_text(rng, path.read_bytes().decode("latin1")))


def _json(rng: Random, path: Path, _: Path) -> None:
    try:
        data = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        data = {"a": [1]}
    path.write_text(json.dumps(mutated_data(rng, data)), encoding="utf-8")


def other_than_file(rng: Random, path: Path, precious: Path) -> None:
    """A link, a folder or a pipe where a file was."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    kind = rng.randrange(6)
    if kind == 0:
        path.symlink_to(precious / "precious.json")
    elif kind == 1:
        path.symlink_to(precious)
    elif kind == 2:
        path.symlink_to(path.name)
    elif kind == 3:
        path.symlink_to(precious / "not-there")
    elif kind == 4:
        path.mkdir()
    else:
        os.mkfifo(path)


def _unreadable(_: Random, path: Path, __: Path) -> None:
    path.chmod(0)


FILE_CHANGES = (_bits, _bits, _bits, _truncated, _noise, _deep, _away, _text, _text, _json, _json, _json,
                other_than_file, other_than_file, other_than_file, _unreadable)  # fmt: skip
