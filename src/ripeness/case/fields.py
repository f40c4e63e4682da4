"""The fields of a case: what stands at a path, which keys it knows, and what it should look like in YAML's words."""

from __future__ import annotations

import datetime as dt
import functools
import math
import types
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from ripeness.case.judgement import Judgement, Within
from ripeness.case.model import ONE_OR_SEVERAL, Case
from ripeness.errors import near_misses

# What the keys of a mapping name, by the field that holds it; the others are free names.
KEYED_BY = {
    **dict.fromkeys(("salience", "values", "red_lines", "preconditions", "when", "if", "requires", "issues"), "issue"),
    **dict.fromkeys(("parties", "value", "capability", "capitulation", "transitions", "beliefs"), "party"),
    **dict.fromkeys(("bars", "policy", "zero"), "party"),
    **dict.fromkeys(("set", "without"), "path"),
    "effects": "rate",
    "propensity": "action",
    "options": "option",
}


# How pydantic's constraints name the ends of an interval.
_LIMITS = {"ge": "lowest", "min_length": "lowest", "le": "highest", "max_length": "highest"}


@dataclass(frozen=True)
class Kind:
    """What may stand in one place of a case: a type, its constraints, and the key under which it stands."""

    type: Any
    constraints: tuple[Any, ...] = ()
    name: str = ""
    nullable: bool = False

    @functools.cached_property
    def model(self) -> type[BaseModel] | None:
        """The model of a mapping with known keys."""
        return self.type if isinstance(self.type, type) and issubclass(self.type, BaseModel) else None

    @property
    def is_judgement(self) -> bool:
        """Whether it is a number with or without a range."""
        return self.type is Judgement

    @functools.cached_property
    def is_mapping(self) -> bool:
        """Whether it is a mapping with names of the analyst's choice."""
        return get_origin(self.type) is dict

    @functools.cached_property
    def is_list(self) -> bool:
        """Whether it is a list."""
        return get_origin(self.type) is tuple

    @property
    def is_one_or_several(self) -> bool:
        """Whether it is a list for which one thing may stand by itself."""
        return ONE_OR_SEVERAL in self.constraints

    def keys(self) -> tuple[str, ...]:
        """The keys that it knows, as the file spells them; none if the analyst chooses them."""
        return tuple(_fields(self.model)) if self.model else ()

    def described(self) -> dict[str, FieldInfo]:
        """Its keys with what the model says of each."""
        return _fields(self.model)

    def required(self) -> tuple[str, ...]:
        """Those of its keys that may not be left out."""
        return tuple(key for key, field in _fields(self.model).items() if field.is_required()) if self.model else ()

    def no_such_key(self, key: str, most: int, named: str = "") -> str:
        """What to say of a key that it does not know: what may be meant, or why there is none; `most` known ones.

        >>> at(("transitions", 0, "successor")).no_such_key("patience", 9).partition(",")[0]
        "the game keeps the incumbent's for its whole length"
        """
        why = getattr(self.model, "unknown", {}).get(key)
        if why:
            return f"{why}, expected: without {key}"
        known = self.keys()
        some = f"{listed(known[:most], 'or')}{', ...' if len(known) > most else ''}"
        return f"no such key{named}{near_misses(key, known) or f', expected: {some}'}"

    def inner(self, key: str | int) -> Kind | None:
        """What stands below it under a key, or None if nothing can."""
        if self.model:
            return _kinds(self.model).get(str(key))
        if self.is_mapping or (self.is_list and isinstance(key, int)):
            return _item(self)
        return None

    def words(self) -> tuple[str, ...]:
        """The words of which it is one."""
        return tuple(map(str, get_args(self.type))) if get_origin(self.type) is Literal else ()

    def key_words(self) -> tuple[str, ...]:
        """The words of which its keys are some, as the actions in a policy."""
        key = _kind(get_args(self.type)[0], self.name) if self.is_mapping else self
        return key.words()

    def interval(self) -> str:
        """Its constraints in words, such as `between 1 and 240`; empty if there are none."""
        found = {
            name: getattr(each, name, None) for each in self.constraints for name in _LIMITS if hasattr(each, name)
        }
        limits = {_LIMITS[name]: limit for name, limit in found.items() if limit is not None}
        within = next((each for each in self.constraints if isinstance(each, Within)), Within(**limits))
        if within == Within():
            return ""
        has_highest_alone = within.lowest in (0, -math.inf) and limits and math.isfinite(within.highest)
        return f"at most {within.highest:g}" if has_highest_alone else within.in_words()

    def in_words(self) -> str:
        """What was expected here.

        >>> at(("parties", "alder", "salience")).in_words(), at(("transitions", 0, "date")).in_words()
        ('a mapping of issue: number', 'a date such as 2024-11-05')
        """
        if self.is_judgement:
            first = "one-off, first-step, " if self.name == "expects" else ""
            return f"{first}{_joined('a number', self.interval())}, or [low, mode, high]"
        if self.model:
            return f"a mapping with {listed(self.required() or self.keys()[:3], 'and')}"
        if self.is_mapping:
            value = self.inner("")
            return f"a mapping of {KEYED_BY.get(self.name, 'name')}: {value.noun() if value else 'value'}"
        if self.is_list:
            return self._list_in_words()
        if self.words():
            return listed(self.words(), "or")
        if get_origin(self.type):
            state = "a state's name, abbreviation or number, such as Iran, IRN or 630"
            return state if self.name == "dyad" else "a quantity such as war@as-is, or a number"
        simple = {
            str: "text",
            int: _joined("a whole number", self.interval()),
            float: _joined("a number", self.interval()),
            bool: "true or false",
            dt.date: "a date such as 2024-11-05",
        }
        return simple.get(self.type, "a value")

    def noun(self) -> str:
        """The same in one word or two, for within a sentence."""
        if self.is_judgement or self.type is float:
            return "number"
        if self.model or self.is_mapping:
            return "{...}"
        if self.is_one_or_several:
            return "option, or [option, ...]"
        if self.is_list:
            return "[...]"
        return "option" if self.name in ("when", "if", "requires") else "value" if self.type is Any else "text"

    def _list_in_words(self) -> str:
        if self.name == "months":
            return "[from, to], two months"
        if self.name in ("less", "more"):
            return "[a, b], two quantities"
        if self.name == "dyad":
            return "[a, b], two states"
        if self.is_one_or_several:
            return "an option, or a list of options"
        item = self.inner(0)
        if item and item.model:
            return f"a list, each item {item.in_words()}"
        if item and get_origin(item.type) is Literal:
            return f"a list of {item.in_words()}"
        return "a list of options" if self.name == "options" else "a list of texts"


CASE = Kind(Case)


def at(path: Iterable[str | int]) -> Kind:
    """What stands at a path of a case; raises `KeyError` if nothing can."""
    kind = CASE
    for key in path:
        inner = kind.inner(key)
        if inner is None:
            raise KeyError(key)
        kind = inner
    return kind


def listed(words: Iterable[str], conjunction: str) -> str:
    """Words as a sentence lists them.

    >>> listed(["low", "mid", "high"], "or")
    'low, mid or high'
    """
    *others, last = words
    return f"{', '.join(others)} {conjunction} {last}" if others else last


def in_yaml(value: object) -> str:
    """A wrong value as a person would name it.

    >>> in_yaml(None), in_yaml(True), in_yaml([1]), in_yaml("often")
    ('nothing', 'true', 'a list', "the text 'often'")
    """
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, dt.date):
        return f"the date {value}"
    shown = repr(value)
    shown = shown if len(shown) <= 40 else f"{shown[:36]}...{shown[-1]}"
    return f"the {'text' if isinstance(value, str) else 'number'} {shown}"


def _joined(first: str, second: str) -> str:
    return f"{first} {second}" if second else first


def _fields(model: type[BaseModel] | None) -> dict[str, FieldInfo]:
    return {field.alias or name: field for name, field in model.model_fields.items()} if model else {}


def _is_field(constraint: object) -> bool:
    return isinstance(constraint, FieldInfo)


# A case is walked once for each change that a posture or lever makes, and annotations are slow to take apart.
@functools.cache
def _kinds(model: type[BaseModel]) -> dict[str, Kind]:
    return {key: _kind(field.annotation, key, tuple(field.metadata)) for key, field in _fields(model).items()}


@functools.cache
def _item(kind: Kind) -> Kind:
    """What stands in each place of a mapping or list; the items of a list of two are alike."""
    return _kind(get_args(kind.type)[1 if kind.is_mapping else 0], kind.name)


def _kind(annotation: Any, name: str, constraints: tuple[Any, ...] = ()) -> Kind:
    """Strip `Annotated` and `| None` from an annotation."""
    nullable = False
    while True:
        if get_origin(annotation) is Annotated:
            annotation, *more = get_args(annotation)
            constraints += tuple(one for each in more for one in (each.metadata if _is_field(each) else (each,)))
        elif get_origin(annotation) in (Union, types.UnionType):
            alternatives = [each for each in get_args(annotation) if each is not type(None)]
            nullable = nullable or len(alternatives) < len(get_args(annotation))
            if len(alternatives) > 1:
                return Kind(Union[tuple(alternatives)], constraints, name, nullable)  # noqa: UP007
            annotation = alternatives[0]
        else:
            return Kind(annotation, constraints, name, nullable)
