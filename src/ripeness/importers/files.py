"""The files of a folder, read with care: they come from anywhere."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from errno import EFBIG
from math import isinf, nan
from pathlib import Path
from typing import Any, Self, cast
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from ripeness.case.read.document import decoded, read_value
from ripeness.case.read.scalars import quoted
from ripeness.errors import InputError, Problem
from ripeness.files.foreign_json import NotJsonError, parsed
from ripeness.files.opening import is_file, read_named

LARGEST = 1 << 24  # bytes of a file; the largest known domains have some hundred thousand
_NUMBER = re.compile(r"\s*[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?\s*")
_MOST_DIGITS = 300  # a float ends at about 1e308, and Python reads no integers of thousands of digits
_SHOWN = 40  # of what stands in place of a number
_WHOLE = 1e15  # up to here every whole number is a float of its own
# comments and character data hold `&` and `<` as they are; attributes have to write them otherwise
_XML_PARTS = re.compile(
    rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|(?P<open>=\s*([\"']))(?P<value>.*?)(?P<close>\2)|(?P<amp>&)", re.DOTALL
)
_RAW_AMPERSAND = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#[0-9]+|#x[0-9a-fA-F]+);)")
_WRITE = "expected: & written as &amp;, < as &lt; and a quotation mark as &quot;"


class NoNumber(float):
    """Not a number, which remembers what stood in its place.

    >>> print(f"{NoNumber('high'):g}")
    "high"
    """

    def __new__(cls, said: object) -> Self:
        """A new one for what stood there."""
        made = super().__new__(cls, nan)
        made.said = _shown(said)
        return made

    said: str

    def __format__(self, form: str) -> str:
        """What stood there."""
        return self.said

    @property
    def wrong(self) -> str:
        """What is wrong with it, and what was expected."""
        what = "is missing" if self.said == "nothing" else f"{self.said} is no number"
        return f"{what}, expected: one such as 0.25"


class TooLarge(NoNumber):
    """A number that is written right and larger than any that can be computed with; `text` is all of it."""

    def __new__(cls, text: str) -> Self:
        """A new one for a number as it is written."""
        made = super().__new__(cls, None)
        made.text, made.said = text, text if len(text) <= _SHOWN else f"a number of {len(text)} digits"
        return made

    text: str

    @property
    def wrong(self) -> str:
        """What is wrong with it, and what was expected."""
        return f"{self.said} is too large a number, expected: one such as 0.25"


def _shown(said: object) -> str:
    match said:
        case None:
            return "nothing"
        case str():
            return quoted(said if len(said) <= _SHOWN else f"{said[:_SHOWN]}…")
        case bool():
            return str(said).lower()
        case dict():
            return "a mapping"
        case _:
            return "a list" if isinstance(said, list | tuple) else str(said)


def files_of(folder: Path) -> list[Path]:
    """The files of a folder in the order of their names, without hidden ones and those that begin with `_`.

    Raises `InputError` where it is no folder or cannot be read.
    """
    try:
        if not folder.exists():
            raise InputError(Problem("", "there is no such folder", str(folder)))
        if not folder.is_dir():
            raise InputError(Problem("", "is a file, expected: the folder that holds the domain", str(folder)))
        found = [path for path in folder.iterdir() if is_file(path) and not path.name.startswith((".", "_"))]
    except OSError as error:
        raise InputError(Problem("", f"cannot be read: {error.strerror or error}", str(folder))) from None
    return sorted(found, key=lambda path: _natural(path.name))


def the_one(found: Sequence[Path], what: str, looks: str) -> Path:
    """The only one of the files found. Raises `InputError` where there are none or several."""
    if len(found) == 1:
        return found[0]
    number = f"{len(found)} {what}s ({', '.join(path.name for path in found)})" if found else f"no {what}"
    raise InputError(Problem("", f"holds {number}, expected: one in a folder, a file with {looks}"))


def xml_of(path: Path) -> Element:
    """The root of an XML file, which may hold `&` and `<` as GENIUS writes them in names, as they are.

    Raises `InputError` for what is malformed, or declares entities that could blow up.
    """
    raw = _bytes(path)
    try:
        return fromstring(raw)
    except DefusedXmlException:
        message = "declares entities, which could blow up or read other files, expected: XML without them"
        raise InputError(Problem("", message, str(path))) from None
    except (ParseError, ValueError, LookupError) as error:
        if (repaired := _repaired(raw)) is not None:
            return repaired
        # in a file that is not UTF-8 the parser stumbles over a byte; that is the cause
        if isinstance(text := decoded(raw, str(path)), Problem) and b"encoding" not in raw[:200]:
            raise InputError(text) from None
        line, column = getattr(error, "position", (0, -1))
        said = re.sub(r": line \d+, column \d+$", "", str(error))
        right = f", {_WRITE}" if "token" in said or "entity" in said else ""
        raise InputError(Problem("", f"is not well-formed XML: {said}{right}", str(path), line, column + 1)) from None


def _repaired(raw: bytes) -> Element | None:
    """The root where nothing but a raw `&` or `<` was wrong; None where more was."""

    def escaped(part: re.Match[bytes]) -> bytes:
        if part["value"] is not None:
            return part["open"] + _RAW_AMPERSAND.sub(b"&amp;", part["value"]).replace(b"<", b"&lt;") + part["close"]
        alone = part["amp"] is not None and _RAW_AMPERSAND.match(part.string, part.start())
        return b"&amp;" if alone else part[0]

    try:
        return fromstring(_XML_PARTS.sub(escaped, raw))
    except (DefusedXmlException, ParseError, ValueError, LookupError):
        return None


def json_of(path: Path) -> object:
    """The value of a JSON file. Raises `InputError` for what is malformed."""
    text = _text(path)
    try:
        # what is wrong with a number or a name is told with its field
        hooks: dict[str, Any] = {"parse_int": _whole, "parse_float": number, "object_pairs_hook": _unlike}
        return parsed(text, any_text=True, any_number=True, **hooks)
    except InputError as error:
        raise InputError(*(replace(each, file=str(path)) for each in error.problems)) from None
    except NotJsonError as error:
        raise InputError(Problem("", str(error), str(path), error.line, error.column)) from None


def _whole(text: str) -> int | float:
    return int(text) if len(text) <= _MOST_DIGITS else TooLarge(text)


def _unlike(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A mapping of pairs, of which JSON would silently keep the last of two with one key."""
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise InputError(Problem(twice, "appears twice, expected: one name each"))
    return found


def yaml_of(path: Path) -> object:
    """The value of a YAML file. Raises `InputError` with all that is wrong with it."""
    document = read_value(_text(path), str(path))
    if document.problems:
        raise InputError(*document.problems)
    return document.data


def mapping(value: object) -> Mapping[str, Any]:
    """A mapping as it is, its keys as text; anything else as an empty one."""
    return {named(key): each for key, each in cast(dict[object, Any], value).items()} if isinstance(value, dict) else {}


def sequence(value: object) -> Sequence[Any]:
    """A list as it is; anything else as an empty one."""
    return cast(Sequence[Any], value) if isinstance(value, list | tuple) else ()


def named(value: object) -> str:
    """An option's or issue's name as text, a number as it is written: 1 and 1.0 are one option.

    Raises `InputError` for a list or a mapping.

    >>> named(" two words\\n"), named(1.0), named(0.25), named(True), named(12345678901)
    ('two words', '1', '0.25', 'true', '12345678901')
    """
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case dict() | list() | tuple():
            what = _shown(cast(object, value))
            raise InputError(Problem("", f"{what} stands where a name belongs, expected: a text"))
        case TooLarge():
            return value.text
        case int():
            return str(value)
        case float():
            # a whole number is written in full, for ten digits would make one option of two
            return str(int(value)) if value == value // 1 and abs(value) < _WHOLE else f"{value:.10g}"
        case _:
            return " ".join(str(value).split())


def number(value: object) -> float:
    """A number from XML, JSON or YAML; a `NoNumber` where it is none, which the check of a profile finds.

    >>> number("0.5"), number(3), number("1_000"), number(True), number(None)
    (0.5, 3.0, nan, nan, nan)
    """
    if isinstance(value, float):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or not _NUMBER.fullmatch(value):
        return NoNumber(value)
    return TooLarge(value.strip()) if isinf(float(value)) else float(value)


def _natural(name: str) -> list[tuple[int, str]]:
    """A key by which profile2 comes before profile10; only 0 to 9 count as digits."""
    parts = re.split(r"([0-9]+)", name.casefold())
    # what was split at has the odd places
    return [(int(part), "") if place % 2 else (0, part) for place, part in enumerate(parts)]


def _text(path: Path) -> str:
    text = decoded(_bytes(path), str(path))
    if isinstance(text, Problem):
        raise InputError(text)
    return text


def _bytes(path: Path) -> bytes:
    try:
        return read_named(path, LARGEST)
    except OSError as error:
        fault = f"cannot be read: {error.strerror or error}"
        if error.errno == EFBIG:
            fault = "is larger than 16 MiB, expected: a domain, which is far smaller"
        raise InputError(Problem("", fault, str(path))) from None
