"""Changes of a case as an address has them: levers by name, and judgements as `path:value`, parted by commas.

set=drop-precondition,dynamics.misreading:0.014,parties.us.pride:0.5..0.8..1
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ripeness.case.model import Case
from ripeness.errors import InputError, Problem, near_misses

# a case has some hundred judgements; an address of more than this is no address
MOST = 200

_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_RANGE = re.compile(rf"({_NUMBER})\.\.({_NUMBER})\.\.({_NUMBER})")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


@dataclass(frozen=True)
class Changes:
    """Levers that are pulled, and values at paths, in the order of the address."""

    levers: tuple[str, ...] = ()
    values: Mapping[str, object] | None = None

    def __bool__(self) -> bool:
        return bool(self.levers or self.values)

    def of(self, case: Case) -> dict[str, object]:
        """What is set at which paths: what the levers set, then the values. Raises `InputError`."""
        found: dict[str, object] = {}
        for lever in self.levers:
            if lever not in case.levers:
                right = near_misses(lever, case.levers) or f", expected: one of {', '.join(case.levers) or 'none'}"
                raise InputError(Problem("set", f"{lever} is no lever of {case.id}{right}"))
            found |= case.levers[lever].set
        return found | dict(self.values or {})

    def applied(self, case: Case) -> Case:
        """The case with these changes. Raises `InputError` with all that is wrong."""
        return case.with_(self.of(case)) if self else case

    def __str__(self) -> str:
        pairs = (f"{path}:{_written(value)}" for path, value in (self.values or {}).items())
        return ",".join((*self.levers, *pairs))


def changes_from(texts: Iterable[str]) -> Changes:
    """Changes from the `set` parts of an address; the last value of a path counts. Raises `InputError`.

    >>> str(changes_from(["guarantee,dynamics.misreading:.0140"]))
    'guarantee,dynamics.misreading:0.014'
    >>> changes_from(["parties.us.pride:0.5..0.8..1", "guarantee"]).values
    {'parties.us.pride': [0.5, 0.8, 1]}
    """
    levers: dict[str, None] = {}
    values: dict[str, object] = {}
    parts = [part.strip() for text in texts for part in text.split(",") if part.strip()]
    if len(parts) > MOST:
        raise InputError(Problem("set", f"has {len(parts)} changes, expected: at most {MOST}"))
    for part in parts:
        path, colon, text = part.partition(":")
        if colon:
            values[path] = _read(path, text)
        else:
            levers[path] = None
    return Changes(tuple(levers), values)


def _read(path: str, text: str) -> object:
    if three := _RANGE.fullmatch(text):
        return [_number(each) for each in three.groups()]
    if re.fullmatch(_NUMBER, text):
        return _number(text)
    if text in ("true", "false"):
        return text == "true"
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) or _WORD.fullmatch(text):
        return text
    raise InputError(Problem(path, f"cannot be {text!r}, expected: a number, low..mode..high, a word or a date"))


def _number(text: str) -> int | float:
    value = float(text)
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def _written(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "..".join(map(_written, value))  # pyright: ignore[reportUnknownArgumentType]
    return value if isinstance(value, str) else json.dumps(value)
