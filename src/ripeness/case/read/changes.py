"""Dotted paths into a case: where they lead, what stands there, and the case's data with something else there.

A posture, a lever, a claim and `--set` all change a case in this way: `parties.us.pride`, `transitions.0.probability`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, cast

from pydantic import BaseModel

from ripeness.case.fields import CASE, Kind, in_yaml, listed
from ripeness.case.judgement import Judgement
from ripeness.case.model import Case
from ripeness.case.rates import TRIGGERS
from ripeness.case.read.document import Path, entries, items
from ripeness.errors import near_misses

_LISTED = 16

# What a change may touch: the dispute itself, not its labels, nor what is asked of it.
CHANGEABLE = (
    "parties",
    "issues",
    "linkages",
    "dynamics",
    "transitions",
    "beliefs",
    "partial_issues",
    "complete",
    "horizon",
    "as_of",
)


def plain(case: Case) -> dict[str, Any]:
    """The data of a case as its file gives them."""
    return case.model_dump(mode="json", by_alias=True, exclude_unset=True)


def keys_of(path: str) -> Path:
    """Keys of a dotted path, numbers for places in a list.

    >>> keys_of("transitions.0.date")
    ('transitions', 0, 'date')
    >>> keys_of("issues.oil.options.sold.effects.triggers.coup")
    ('issues', 'oil', 'options', 'sold', 'effects', 'triggers.coup')
    """
    kind: Kind | None = CASE
    keys: Path = ()
    segments = path.split(".")
    while segments:
        key: str | int = segments.pop(0)
        if kind and kind.is_list and key.isdecimal() and len(key) < 10:
            key = int(key)
        elif kind and kind.name == "effects" and f"{key}." == TRIGGERS and segments:
            key = f"{TRIGGERS}{segments.pop(0)}"
        kind = kind.inner(key) if kind else None
        keys = (*keys, key)
    return keys


def leads_nowhere(path: str, data: Mapping[str, Any]) -> str:
    """Why a path leads to no field that may be changed, and where else it might; empty if it does."""
    keys = keys_of(path)
    if keys[0] not in CHANGEABLE:
        known = f", expected: {listed(CHANGEABLE, 'or')}"
        return f"nothing under {keys[0]!r} can be changed{near_misses(str(keys[0]), CHANGEABLE) or known}"
    kind = CASE
    here: Any = data
    for index, key in enumerate(keys):
        last = index == len(keys) - 1
        if problem := _no_step(keys[:index], key, kind, here, last):
            return problem
        inner = kind.inner(key)
        if inner is None:
            raise AssertionError(path)  # _no_step has said so
        kind, here = inner, _below(here, key)
    return ""


def _no_step(before: Path, key: str | int, kind: Kind, here: Any, last: bool) -> str:
    """Why nothing can stand under a key."""
    shown = ".".join(map(str, before))
    if kind.model and not kind.is_judgement:
        return "" if kind.inner(key) else kind.no_such_key(str(key), _LISTED, f": {key}")
    if kind.is_list:
        number = len(items(here))
        if isinstance(key, int) and key < number:
            return ""
        right = f"0 to {number - 1}" if number > 1 else "0" if number else "nothing, for it is empty"
        return f"no item {key} in {shown}, expected: {right}"
    if not kind.is_mapping:
        return f"{shown} has no parts, expected: a change of {shown} as a whole"
    declared = _declared(before)
    # a whole constituency or trigger may be new; a new party or issue would be another dispute
    if declared and (not last or declared in ("party", "issue", "option")):
        known = tuple(cast(Mapping[str, object], here)) if isinstance(here, dict) else ()
        return "" if key in known else no_such(declared, str(key), known)
    return ""


def _declared(path: Path) -> str:
    """What the keys below a path name, if a case declares it there."""
    match path:
        case ("parties",):
            return "party"
        case ("issues",):
            return "issue"
        case ("issues", _, "options"):
            return "option"
        case ("parties", _, "constituencies"):
            return "constituency"
        case ("dynamics", "triggers"):
            return "trigger"
        case _:
            return ""


def no_such(kind: str, word: str, known: tuple[str, ...]) -> str:
    """What to say of a name that nothing has.

    >>> no_such("issue", "nucler", ("nuclear", "embargo"))
    'no such issue; did you mean nuclear?'
    """
    some = (
        f"{listed(known[:12], 'or')}{', ...' if len(known) > 12 else ''}" if known else f"none, for there is no {kind}"
    )
    return f"no such {kind}{near_misses(word, known) or f', expected: {some}'}"


def replaced(data: Mapping[str, Any], changes: Mapping[str, object]) -> dict[str, Any]:
    """Data with other values at paths that lead somewhere; mappings on the way are made where the file has none."""
    new = dict(data)
    for path, value in changes.items():
        *way, last = keys_of(path)
        here: Any = new
        for key in way:
            # copied on the way alone, so that the data given stay as they are
            below: Any = _below(here, key)
            here[key] = list(cast(list[Any], below)) if isinstance(below, list) else dict(entries(below))
            here = here[key]
        here[last] = as_plain(value)
    return new


def as_plain(value: object) -> Any:
    """A value as YAML would have given it; raises `TypeError` for what no YAML holds."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", by_alias=True, exclude_unset=True)
    if isinstance(value, Mapping):
        return {str(key): as_plain(each) for key, each in cast(Mapping[object, object], value).items()}
    if isinstance(value, list | tuple):
        return [as_plain(each) for each in cast(list[object], value)]
    if value is None or isinstance(value, str | int | float | dt.date):
        return value
    raise TypeError(f"{type(value).__name__} is no value of a case")


def cannot_stand_beside(case: Case, changed: Case) -> str:
    """Why a case that a posture makes cannot be compared with the original; empty if it can."""
    own = "expected: a case of its own"
    if list(changed.parties) != list(case.parties):
        return f"changes who the parties are, {own}"
    if len(changed.transitions) > len(case.transitions):
        return f"adds a transition, {own}"
    if changed.horizon != case.horizon:
        return f"changes the horizon, over which all postures are compared, expected: {case.horizon}"
    return ""


def described(case: Case, path: str) -> str:
    """What stands at a path of a case, in words: `1.2 (0.8 to 1.5)`; `nothing` if nothing does.

    A field that the file leaves out has its default.
    """
    return _in_words(at_path(case, path))


def at_path(case: Case, path: str) -> object:
    """What stands at a path of a case, its default where the file leaves it out; None if nothing does."""
    here: object = case
    for key in keys_of(path):
        here = _below(here, key)
    return here


def _below(here: Any, key: str | int) -> Any:
    if isinstance(here, BaseModel):
        names = {field.alias or name: name for name, field in type(here).model_fields.items()}
        return getattr(here, names[str(key)]) if key in names else None
    try:
        return here[key]
    except (KeyError, IndexError, TypeError):
        return None


def _in_words(value: Any) -> str:
    if isinstance(value, Judgement):
        return str(value)
    if isinstance(value, BaseModel):
        given = {name: getattr(value, name) for name in type(value).model_fields if name in value.model_fields_set}
        return _in_words(given)
    if isinstance(value, dict):
        entries = cast(Mapping[str, object], value).items()
        return f"{{{', '.join(f'{key}: {_in_words(each)}' for key, each in entries)}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_in_words, cast(tuple[object], value)))}]"
    if isinstance(value, bool) or value is None:
        return in_yaml(value)
    return str(value)
