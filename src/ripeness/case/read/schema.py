"""The case format as JSON Schema, by which editors complete and check a case while it is written.

In the words of draft 7, which the YAML language server completes from best. Made from the model as `fields` reads it:
pydantic's own output writes out every judgement in full and is ten times as long.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any, get_args

from pydantic_core import PydanticUndefined

from ripeness.case.fields import CASE, KEYED_BY, Kind
from ripeness.case.judgement import Judgement, Within
from ripeness.case.model import EXPECTATIONS, ID_PATTERN
from ripeness.case.rates import RATES, TRIGGERS

Schema = dict[str, Any]


_SIMPLE: dict[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    dt.date: {"type": "string", "format": "date"},
    Any: {},
}
_ID: Schema = {"type": "string", "pattern": ID_PATTERN, "maxLength": 80}
_LIMITS = {"ge": "minimum", "le": "maximum"}


def json_schema() -> Schema:
    """The JSON Schema of a case file."""
    # an id that is all digits is a number to YAML
    definitions: Schema = {"id": _ID, "name": {"anyOf": [_reference("id"), {"type": "integer"}]}}
    case = _mapping_with_keys(CASE, definitions)
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        **case,
        "definitions": dict(sorted(definitions.items())),
    }


def written() -> str:
    """The text of `cases/schema.json`."""
    return json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n"


def _reference(name: str) -> Schema:
    return {"$ref": f"#/definitions/{name}"}


def _schema(kind: Kind, definitions: Schema) -> Schema:
    """Schema of what may stand in one place; models and numbers are defined once and referred to."""
    schema = _without_null(kind, definitions)
    return {"anyOf": [schema, {"type": "null"}]} if kind.nullable else schema


def _without_null(kind: Kind, definitions: Schema) -> Schema:
    if kind.is_judgement:
        return _judgement(kind, definitions)
    if kind.model:
        name = kind.model.__name__
        if name not in definitions:
            definitions[name] = {}  # holds the place while its fields are read
            definitions[name] = _mapping_with_keys(kind, definitions)
        return _reference(name)
    if kind.is_mapping:
        return _mapping_of_names(kind, definitions)
    if kind.is_list:
        items = [_schema(inner, definitions) for inner in [kind.inner(0)] if inner]
        pair = {} if Ellipsis in get_args(kind.type) else {"minItems": 2, "maxItems": 2}
        several = {"type": "array", "items": items[0], **pair, **_sizes(kind, "Items")}
        return {"anyOf": [items[0], several]} if kind.is_one_or_several else several
    if kind.words():
        return {"enum": list(get_args(kind.type))}
    if kind.type in _SIMPLE:
        is_id = any(getattr(each, "pattern", None) for each in kind.constraints)
        limits = {
            word: getattr(each, name)
            for each in kind.constraints
            for name, word in _LIMITS.items()
            if hasattr(each, name)
        }
        return _reference("name") if is_id else {**_SIMPLE[kind.type], **limits}
    return {"anyOf": [_SIMPLE[each] for each in get_args(kind.type)]}


def _mapping_of_names(kind: Kind, definitions: Schema) -> Schema:
    inner = kind.inner("")
    words = kind.key_words()
    names: Schema = {"enum": list(words)} if words else {} if KEYED_BY.get(kind.name) == "path" else _reference("id")
    value = _schema(inner, definitions) if inner else {}
    if kind.name == "effects":
        return _effects(value)
    schema: Schema = {"type": "object", "additionalProperties": value}
    return {**schema, **({"propertyNames": names} if names else {}), **_sizes(kind, "Properties")}


def _effects(factor: Schema) -> Schema:
    """Factors on rates that a deal may change, and on any trigger."""
    rates = {name: {"allOf": [factor], "description": rate.meaning} for name, rate in RATES.items() if rate.changeable}
    triggers = {f"^{re.escape(TRIGGERS)}": factor}
    return {"type": "object", "properties": rates, "patternProperties": triggers, "additionalProperties": False}


def _mapping_with_keys(kind: Kind, definitions: Schema) -> Schema:
    properties: Schema = {}
    for key, field in kind.described().items():
        inner = kind.inner(key)
        schema = _schema(inner, definitions) if inner else {}
        default = _default(field.default)
        said = {
            **({"description": field.description} if field.description else {}),
            **({"default": default} if default is not None else {}),
        }
        # an older reader of schemas passes over whatever stands beside a $ref
        properties[key] = {"allOf": [schema], **said} if said and "$ref" in schema else {**schema, **said}
    required = {"required": list(kind.required())} if kind.required() else {}
    return {
        "title": kind.model.__name__ if kind.model else "",
        "description": (kind.model.__doc__ or "").split("\n\n")[0] if kind.model else "",
        "type": "object",
        "properties": properties,
        **required,
        "additionalProperties": False,
    }


def _judgement(kind: Kind, definitions: Schema) -> Schema:
    """A number, `[low, mode, high]`, or both with where they come from; one definition for each interval."""
    name = "expectation" if kind.name == "expects" else f"number {kind.interval()}".strip().replace(" -", " minus ")
    name = name.replace(" ", "-")
    if name not in definitions:
        within = next((each.limits() for each in kind.constraints if isinstance(each, Within)), {"type": "number"})
        whole = Kind(Judgement)
        properties: Schema = {}
        for key in whole.described():
            inner = whole.inner(key)
            properties[key] = _without_null(inner, definitions) if inner and inner.type is not float else within
        words = [{"enum": list(EXPECTATIONS)}] if kind.name == "expects" else []
        reason = next((each.reason for each in kind.constraints if isinstance(each, Within)), "")
        definitions[name] = {
            "title": kind.in_words().split(", or [")[0],
            **({"description": f"No wider, because {reason}."} if reason else {}),
            "anyOf": [
                *words,
                within,
                {"type": "array", "items": within, "minItems": 3, "maxItems": 3, "description": "low, mode, high"},
                {"type": "object", "properties": properties, "required": ["mode"], "additionalProperties": False},
            ],
        }
    return _reference(name)


def _sizes(kind: Kind, of: str) -> Schema:
    names = {"min_length": f"min{of}", "max_length": f"max{of}"}
    sizes = {word: getattr(each, name, None) for each in kind.constraints for name, word in names.items()}
    return {word: size for word, size in sizes.items() if size is not None}


def _default(value: object) -> object:
    if value is PydanticUndefined or value is None:
        return None
    if isinstance(value, Judgement):
        return value.mode
    return value if isinstance(value, str | int | float) else None
