"""Every place of a case where a posture can put something else, with something else to put there.

The format is walked as `fields` reads it, so that a field that is new is walked too.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any, get_origin

from ripeness.case.fields import CASE, Kind
from ripeness.case.model import Case
from ripeness.case.read.changes import CHANGEABLE, at_path
from ripeness.case.read.load import with_changes
from ripeness.errors import InputError

# what is told, and nothing computed with
TEXTS = ("name", "text", "question", "basis", "confidence", "note")
NUMBERS = (0.37, 0.83, 0.05, 0, 1, 2, 3)


def places(case: Case, kind: Kind = CASE, path: str = "") -> Iterator[tuple[str, Kind]]:
    """Dotted paths below a path, with what may stand there: fields that the case gives, and those that it does not."""
    if path:
        yield path, kind
    if kind.is_judgement:
        return
    there = at_path(case, path) if path else case
    keys: Any = kind.keys()
    if kind.is_mapping:
        keys = kind.key_words() or tuple(there or ())
    if kind.is_list:
        keys = range(len(there or ())) if kind.inner(0) and kind.inner(0).model else ()
    for key in keys:
        if key not in TEXTS and (path or key in CHANGEABLE):
            inner = kind.inner(key)
            assert inner is not None
            yield from places(case, inner, f"{path}.{key}".lstrip("."))


def others(case: Case, path: str, kind: Kind) -> Iterator[Any]:
    """What else might stand at a path."""
    names = [*case.parties, *(option for issue in case.issues.values() for option in issue.options)]
    if kind.is_judgement:
        yield from NUMBERS
    elif kind.type is dt.date:
        yield "2024-02-20"
    elif kind.type in (int, bool):
        yield from (3, 1, True, False)
    elif kind.is_list:
        yield []
        inner = kind.inner(0)
        yield from ([name] for name in (inner.words() or names if inner else names))
    elif get_origin(kind.type) is dict or kind.model:
        yield {}
        there = at_path(case, path)
        for gone in there if isinstance(there, dict) else ():
            yield {key: each for key, each in there.items() if key != gone}
    else:
        yield from kind.words() or names


def changed_at(case: Case, path: str, kind: Kind) -> tuple[Any, Case] | None:
    """Another value at a path, the first that may stand there and makes another case, with that case."""
    for value in others(case, path, kind):
        try:
            changed = with_changes(case, {path: value})
        except (InputError, TypeError):
            continue
        if changed != case:
            return value, changed
    return None
