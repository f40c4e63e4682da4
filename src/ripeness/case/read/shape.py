"""Whether plain data have the shape of a case: pydantic's findings, each in plain words and at its path."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, cast, get_args

from pydantic import ValidationError

from ripeness.case.fields import CASE, Kind, in_yaml, listed
from ripeness.case.judgement import Judgement
from ripeness.case.model import Case
from ripeness.case.read.document import Fault, Path, entries, items
from ripeness.errors import near_misses

_LISTED = 12
_JUDGEMENT = Kind(Judgement)
_SOUGHT = 100  # misspelt keys, among which those that are missing are sought


def shaped(data: Mapping[str, Any], most: int) -> tuple[list[Fault], Case | None]:
    """The case that plain data hold, or the first things that keep them from being one."""
    try:
        # through JSON, for only there pydantic's strict mode takes a mapping for a model, and without strict mode it
        # would take true for 1 and "24" for 24
        return [], _parsed(as_json(data))
    except ValidationError as error:
        return list(itertools.islice(_once(error.errors(include_url=False), data), most)), None


def as_json(data: Mapping[str, Any]) -> str:
    """Plain data as JSON."""
    return json.dumps(data, default=_as_text)


def from_json(text: str) -> Case | None:
    """The case that the JSON of sound data holds; None where it holds none."""
    try:
        return _parsed(text)
    except ValidationError:
        return None


def _parsed(text: str) -> Case:
    return Case.model_validate_json(text, strict=True, by_alias=True, by_name=False)


def _as_text(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is no plain data")


def _once(errors: list[Any], data: Mapping[str, Any]) -> Iterator[Fault]:
    """One fault a mistake: unions are reported once, and a misspelt key hides the missing one that it stands for."""
    misspelt: dict[Path, list[str]] = {}
    for error in errors:
        if error["type"] == "extra_forbidden":
            words = misspelt.setdefault(error["loc"][:-1], [])
            if len(words) < _SOUGHT:
                words.append(str(error["loc"][-1]))
    seen: set[Path] = set()
    for error in errors:
        location: Path = error["loc"]
        path, kind, parent, is_key = _resolved(location)
        if error["type"] == "missing" and isinstance(location[-1], int):
            path, kind = path[:-1], parent  # a list of two with one thing in it
        elif parent.is_one_or_several and not items(_value_at(data, path[:-1])):
            path = path[:-1]  # it stands by itself
        if path in seen:
            continue
        if error["type"] == "missing" and any(
            near_misses(word, [str(location[-1])]) for word in misspelt.get(location[:-1], [])
        ):
            continue
        seen.add(path)
        if kind and kind.is_judgement and error["type"] == "judgement":
            yield from _judgement(path, kind, error, data)
        else:
            at_key = is_key or error["type"] == "extra_forbidden"
            yield Fault(path, _in_words(error, path, kind, parent, data), at_key)


def _resolved(location: Path) -> tuple[Path, Kind | None, Kind, bool]:
    """Path, kind and enclosing kind that a pydantic location means, and whether it means a key."""
    if location and location[-1] == "[key]" and len(location) > 1:
        path, _, parent, _ = _resolved(location[:-1])
        return path, None, parent, True
    kind: Kind | None = CASE
    parent = CASE
    path: Path = ()
    for key in location:
        if kind is None:
            break
        inner = kind.inner(key)
        if inner is None and get_args(kind.type) and not kind.is_mapping:
            break  # pydantic names the branch of a union, or an item that a list of two lacks
        parent, kind = kind, inner
        path = (*path, key)
    return path, kind, parent, False


def _judgement(path: Path, kind: Kind, error: Any, data: object) -> Iterator[Fault]:
    """Faults of a judgement: a misspelt key of it is the cause of the one that it lacks."""
    given = _value_at(data, path)
    known = _JUDGEMENT.keys()
    unknown = [key for key in cast(Mapping[str, Any], given) if key not in known] if isinstance(given, dict) else []
    for key in unknown:
        yield Fault((*path, key), _JUDGEMENT.no_such_key(key, _LISTED), at_key=True)
    if given is None or isinstance(given, str | bool | dt.date):
        yield Fault(path, f"{in_yaml(given)}, expected: {kind.in_words()}")
    elif not unknown:
        yield Fault(path, error["msg"])


def _value_at(data: Any, path: Path) -> object:
    for key in path:
        try:
            data = data[key]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _in_words(error: Any, path: Path, kind: Kind | None, parent: Kind, data: object) -> str:
    given = _value_at(data, path)
    match error["type"]:
        case "extra_forbidden":
            return parent.no_such_key(str(path[-1]), _LISTED)
        case "missing" if isinstance(error["loc"][-1], str):
            return f"is missing, expected: {kind.in_words() if kind else 'a value'}"
        case "string_pattern_mismatch" | "string_too_long":
            return _no_id(str(error["input"]))
        case "literal_error" if kind is None:
            return _no_such_word(str(path[-1]), parent.key_words())
        case "literal_error" if kind and isinstance(given, str):
            return _no_such_word(given, kind.words())
        case "missing" | "too_short" | "too_long":
            return _wrong_number(given, kind or parent)
        case "judgement" | "says_nothing":
            return str(error["msg"])
        case _:
            right = kind.in_words() if kind else "a name"
            in_quotes = ", in quotes" if right == "text" and not isinstance(given, dict | list | None) else ""
            return f"{in_yaml(cast(object, given))}, expected: {right}{in_quotes}"


def _no_id(given: str) -> str:
    proper = re.sub(r"[^A-Za-z0-9_]+", "-", given).strip("-")[:40]
    such_as = f", such as {proper}" if proper and len(given) <= 80 else ""
    return f"{in_yaml(given)} is no id, expected: up to 80 letters, digits, - and _{such_as}"


def _no_such_word(given: str, known: tuple[str, ...]) -> str:
    return f"{in_yaml(given)}, expected: {listed(known, 'or')}{near_misses(given, known)}"


def _wrong_number(given: object, kind: Kind) -> str:
    """A list or mapping with too few or too many things in it."""
    number = len(entries(given) or items(given))
    if kind.name in ("months", "less", "more", "dyad"):
        return f"a list of {number}, expected: {kind.in_words()}"
    return f"{number or 'nothing'} in it, expected: {kind.interval()}"
