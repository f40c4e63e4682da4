"""What was computed once, kept by what it was computed from.

A part either declares its inputs (`Memo.of`), or what it reads of a case and the like is noted while it is computed
(`Memo.read`): it is used again where everything that it has read holds the same.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, is_dataclass
from functools import cache
from types import FunctionType, MethodType
from typing import Any, Final, TypeVar, TypeVarTuple, cast

import numpy as np
from pydantic import BaseModel

from ripeness.arrays import FloatArray
from ripeness.case.judgement import Judgement
from ripeness.case.values import Values

Result = TypeVar("Result")
Given = TypeVarTuple("Given")


@dataclass(frozen=True, eq=False)
class Itself:
    """Something as a key: the very thing, whatever others are equal to it; kept, so that no other takes its place."""

    thing: object

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Itself) and other.thing is self.thing

    def __hash__(self) -> int:
        return id(self.thing)


class Memo:
    """What was computed, by what it was computed from. None of it is to be written to.

    With `most`, only so many of the latest that declare their inputs are kept.
    """

    def __init__(self, most: int | None = None) -> None:
        self._most = most
        self._declared: dict[Hashable, object] = {}
        self._noted: dict[Hashable, list[_Entry]] = {}

    def of(self, given: Hashable, compute: Callable[[], Result]) -> Result:
        """What `compute` returns, or returned when the same was given: all that it depends on, and its name."""
        if given not in self._declared:
            if self._most is not None and len(self._declared) >= self._most:
                del self._declared[next(iter(self._declared))]
            self._declared[given] = compute()
        return cast(Result, self._declared[given])

    def read(self, part: Hashable, compute: Callable[[*Given], Result], values: Values, *given: *Given) -> Result:
        """What `compute` makes of what is given, or made of other things in which all that it reads is the same.

        `part` names it, with whatever else it depends on. `compute` is handed stand-ins, which note what it asks for;
        `values` are what its judgements are worth. Its result must not hold on to a stand-in. Where something given is
        itself a stand-in, in the midst of another part, what this part reads counts as read by that one.
        """
        things = [_thing(each) for each in cast(tuple[Any, ...], given)]
        kept = self._noted.setdefault(part, [])
        entry = next((entry for entry in kept if entry.holds(values, things)), None)
        if entry is None:
            noting = [Noting(_Node(thing)) for thing in things]
            entry = _Entry(values, noting, cast(Callable[..., Result], compute)(*noting))
            # the latest first, for it is the likeliest to be asked for again
            kept.insert(0, entry)
        for outer, inner in zip(cast(tuple[Any, ...], given), entry.noting, strict=True):
            if isinstance(outer, Noting):
                _node(outer).note_all(_node(inner))
        return cast(Result, entry.result)


_ABSENT: Final = object()
_KEYS = "the keys"


class _Node:
    """One thing that is read: what was asked of it by name, key or place, as nodes below it or as what was found."""

    def __init__(self, thing: Any) -> None:
        self.thing = thing
        self.asked: dict[Any, Any] = {}
        self.stand_in = _shown(self)

    def ask(self, key: Any) -> Any:
        """What stands under a key, as a stand-in where there is more to read below; noted."""
        if key not in self.asked:
            found = _below(self.thing, key)
            self.asked[key] = _Node(found) if _has_parts(found) else found
        found = self.asked[key]
        return found.stand_in if isinstance(found, _Node) else found

    def note_all(self, other: "_Node") -> None:
        """Note what was asked of the same thing elsewhere."""
        for key, found in other.asked.items():
            self.ask(key)
            if isinstance(found, _Node):
                self.asked[key].note_all(found)

    def holds(self, other: Any, values: Values, others: Values) -> bool:
        """Whether everything that was asked is the same in another thing under other values."""
        if self.thing is other and values is others:
            return True
        if type(self.thing) is not type(other):
            return False
        for key, found in self.asked.items():
            there = _below(other, key)
            is_same = (
                found.holds(there, values, others)
                if isinstance(found, _Node)
                else (_alike(found, there, values, others))
            )
            if not is_same:
                return False
        return True


class Noting:
    """A stand-in for a model or a data class: has its fields, properties and methods, and notes what is asked."""

    def __init__(self, node: _Node, is_changed: bool = False) -> None:
        self.__dict__.update(_node=node, _is_changed=is_changed)

    def __getattr__(self, name: str) -> Any:
        # asked for the first time: afterwards it is an attribute of this stand-in, and noted
        node: _Node = self.__dict__["_node"]
        of_class: Any = getattr(type(node.thing), name, None)  # pyright: ignore[reportUnknownArgumentType]
        if isinstance(of_class, FunctionType):
            return MethodType(of_class, self)
        if isinstance(of_class, property) and of_class.fget is not None:
            return of_class.fget(self)
        self.__dict__[name] = found = node.ask(name)
        return found

    def model_copy(self, update: Mapping[str, Any]) -> "Noting":
        """The same with other fields, as models have it."""
        changed = Noting(self.__dict__["_node"], is_changed=True)
        # what it was given before counts too, as where one successor follows another
        changed.__dict__.update({**self.__dict__, "_is_changed": True, **update})
        return changed


class _NotingMapping(Mapping[Any, Any]):
    """A stand-in for a mapping: notes which keys are asked for, there or not, and whether all of them are."""

    def __init__(self, node: _Node) -> None:
        self.node = node

    def __getitem__(self, key: Any) -> Any:
        found = self.node.ask((key,))
        if found is _ABSENT:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[Any]:
        return iter(self.node.ask(_KEYS))

    def __len__(self) -> int:
        return len(self.node.ask(_KEYS))


@dataclass(frozen=True)
class _Entry:
    """A result with what was read for it."""

    values: Values
    noting: Sequence[Noting]
    result: object

    def holds(self, values: Values, things: Sequence[object]) -> bool:
        """Whether all that was read is the same in other things, under other values."""
        if values.n != self.values.n:
            return False
        pairs = zip(self.noting, things, strict=True)
        return all(_node(each).holds(thing, self.values, values) for each, thing in pairs)


def _alike(one: object, other: object, values: Values, others: Values) -> bool:
    """Whether something found under the first values is the same as something under the others."""
    if type(one) is not type(other):
        return False
    if isinstance(one, Judgement) and isinstance(other, Judgement):
        if one is other and values is others:
            return True
        same = one.low == other.low and one.mode == other.mode and one.high == other.high
        return same and _same_bytes(values(one), others(other))
    if one is other:
        return True
    if isinstance(one, np.ndarray):
        return _same_bytes(cast(FloatArray, one), cast(FloatArray, other))
    if isinstance(one, Values):
        # what each judgement is worth in them is compared where it is read
        return one.n == cast(Values, other).n
    if isinstance(one, tuple | list):
        ones, those = cast(Sequence[object], one), cast(Sequence[object], other)
        pairs = zip(ones, those, strict=False)
        return len(ones) == len(those) and all(_alike(a, b, values, others) for a, b in pairs)
    return not is_dataclass(one) and bool(one == other)


def _same_bytes(one: FloatArray, other: FloatArray) -> bool:
    """Whether two arrays are the same to the last bit, the sign of a zero too."""
    if one is other:
        return True
    return one.shape == other.shape and one.dtype == other.dtype and one.tobytes() == other.tobytes()


def _has_parts(thing: object) -> bool:
    """Whether a thing is read part by part; others are compared as a whole."""
    if isinstance(thing, tuple):
        return any(map(_has_parts, cast(tuple[object, ...], thing)))
    return _is_read_by_parts(type(thing))


# asked of everything that is read, and slow to find out
@cache
def _is_read_by_parts(kind: type[object]) -> bool:
    says_so = bool(getattr(kind, "is_read_by_parts", False))
    return says_so or (issubclass(kind, BaseModel | Mapping) and not issubclass(kind, Judgement))


def _below(thing: Any, key: Any) -> Any:
    """What stands in a thing under the name of a field, a key or place in brackets, or all its keys."""
    if isinstance(key, str) and key != _KEYS:
        return getattr(thing, key)
    if isinstance(thing, Mapping):
        mapping = cast(Mapping[Any, Any], thing)
        return tuple(mapping) if key == _KEYS else mapping.get(key[0], _ABSENT)
    return len(thing) if key == _KEYS else thing[key[0]] if key[0] < len(thing) else _ABSENT


def _shown(node: _Node) -> Any:
    """What stands for a thing; a tuple of stand-ins for a list, the number of which is noted."""
    if isinstance(node.thing, Mapping):
        return _NotingMapping(node)
    if isinstance(node.thing, tuple):
        return tuple(node.ask((place,)) for place in range(node.ask(_KEYS)))
    return Noting(node)


def _node(stand_in: Noting) -> _Node:
    return stand_in.__dict__["_node"]


def _thing(given: Any) -> Any:
    if not isinstance(given, Noting):
        return given
    if given.__dict__["_is_changed"]:
        raise ValueError("a stand-in with other fields is given to a part, expected: one as it stands in the case")
    return _node(given).thing
