"""The files of a folder, read with care: they come from anywhere."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from math import nan
from pathlib import Path
from typing import Any, cast
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from ripeness.case.document import decoded, read_value
from ripeness.errors import InputError, Problem

LARGEST = 1 << 24  # bytes of a file; the largest known domains have some hundred thousand
_NUMBER = re.compile(r"\s*[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?\s*")


def files_of(folder: Path) -> list[Path]:
    """The files of a folder in the order of their names, without hidden ones and those that begin with `_`.

    Raises `InputError` where it is no folder or cannot be read.
    """
    if not folder.exists():
        raise InputError(Problem("", "there is no such folder", str(folder)))
    if not folder.is_dir():
        raise InputError(Problem("", "is a file, would be right: the folder that holds the domain", str(folder)))
    try:
        found = [path for path in folder.iterdir() if path.is_file() and not path.name.startswith((".", "_"))]
    except OSError as error:
        raise InputError(Problem("", f"cannot be read: {error.strerror or error}", str(folder))) from None
    return sorted(found, key=lambda path: _natural(path.name))


def the_one(found: Sequence[Path], what: str, looks: str) -> Path:
    """The only one of the files found. Raises `InputError` where there are none or several."""
    if len(found) == 1:
        return found[0]
    number = f"{len(found)} {what}s ({', '.join(path.name for path in found)})" if found else f"no {what}"
    raise InputError(Problem("", f"holds {number}, would be right: one in a folder, a file with {looks}"))


def xml_of(path: Path) -> Element:
    """The root of an XML file. Raises `InputError` for what is malformed, or declares entities that could blow up."""
    raw = _bytes(path)
    try:
        return fromstring(raw)
    except DefusedXmlException:
        message = "declares entities, which could blow up or read other files, would be right: XML without them"
        raise InputError(Problem("", message, str(path))) from None
    except (ParseError, ValueError, LookupError) as error:
        # in a file that is not UTF-8 the parser stumbles over a byte; that is the cause
        if isinstance(text := decoded(raw, str(path)), Problem) and b"encoding" not in raw[:200]:
            raise InputError(text) from None
        line, column = getattr(error, "position", (0, -1))
        said = re.sub(r": line \d+, column \d+$", "", str(error))
        raise InputError(Problem("", f"is not well-formed XML: {said}", str(path), line, column + 1)) from None


def json_of(path: Path) -> object:
    """The value of a JSON file. Raises `InputError` for what is malformed."""
    text = _text(path)
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        problem = Problem("", f"is not well-formed JSON: {error.msg}", str(path), error.lineno, error.colno)
    except RecursionError:
        problem = Problem("", "is nested too deeply", str(path))
    except ValueError as error:
        problem = Problem("", f"cannot be read as JSON: {error}", str(path))
    raise InputError(problem)


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

    >>> named(" two words\\n"), named(1.0), named(0.25), named(True)
    ('two words', '1', '0.25', 'true')
    """
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.10g}" if isinstance(value, int | float) else " ".join(str(value).split())


def number(value: object) -> float:
    """A number from XML, JSON or YAML; not a number where it is none, which the check of a profile finds.

    >>> number("0.5"), number(3), number("1_000"), number(True), number(None)
    (0.5, 3.0, nan, nan, nan)
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            return float(value)
        except OverflowError:
            return nan
    return float(value) if isinstance(value, str) and _NUMBER.fullmatch(value) else nan


def _natural(name: str) -> list[tuple[int, str]]:
    """A key by which profile2 comes before profile10."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"([0-9]+)", name.casefold())]


def _text(path: Path) -> str:
    text = decoded(_bytes(path), str(path))
    if isinstance(text, Problem):
        raise InputError(text)
    return text


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except OSError as error:
        raise InputError(Problem("", f"cannot be read: {error.strerror or error}", str(path))) from None
    if len(raw) > LARGEST:
        raise InputError(Problem("", "is larger than 16 MiB, which no domain is", str(path)))
    return raw
