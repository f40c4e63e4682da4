"""The JSON Schema that editors read."""

import json
from typing import Any

import jsonschema
import pytest

from complaints import EXAMPLE, GOLDEN
from ripeness.case.read import library
from ripeness.case.read.document import read
from ripeness.case.read.schema import json_schema, written
from ripeness.case.scaffold import scaffold

SCHEMA = jsonschema.Draft7Validator(json_schema())
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in GOLDEN.glob("*.yaml")}
TEXTS |= {head.id: head.path.read_text(encoding="utf-8") for head in library.bundled()}
TEXTS["a scaffold"] = scaffold("two-towns", "Two towns")


def as_an_editor_reads_it(text: str) -> Any:
    return json.loads(json.dumps(read(text).data, default=str))


def test_it_is_a_schema_of_draft_7():
    jsonschema.Draft7Validator.check_schema(json_schema())


@pytest.mark.parametrize("name", TEXTS)
def test_every_case_is_valid(name: str):
    assert list(SCHEMA.iter_errors(as_an_editor_reads_it(TEXTS[name]))) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("pride: 0.5", "prde: 0.5"),
        ("pride: 0.5", "pride: 7"),
        ("pride: 0.5", "pride: [1, 2]"),
        ("pride: 0.5", "pride: {low: 0, mod: 1, high: 2}"),
        ("title: Alder", "titel: Alder"),
        ("confidence: moderate", "confidence: medium"),
        ("trust: low", "trust: lo"),
        ("expects: first-step", "expects: always"),
        ("policy: {alder: {press: 1}}", "policy: {alder: {pres: 1}}"),
        ("  crossing:\n    question", "  the crossing:\n    question"),
        ("- if:", "- iff:"),
        ("months: [0, 10]", "months: [0]"),
        ("schema: 1", "schema: 2"),
        ("effort: 3", "effort: 9"),
    ],
)
def test_a_misspelt_case_is_not_valid(old: str, new: str):
    assert old in EXAMPLE
    assert list(SCHEMA.iter_errors(as_an_editor_reads_it(EXAMPLE.replace(old, new, 1))))


def test_it_is_small_and_its_parts_have_names():
    assert len(written()) < 150_000
    assert {"Party", "Imagined", "Successor", "Beliefs", "Dynamics", "number-between-0-and-1"} <= set(
        json_schema()["definitions"]
    )


def test_the_file_beside_the_cases_is_up_to_date():
    path = library.folder() / "schema.json"
    assert path.read_text(encoding="utf-8") == written(), f"write ripeness.case.read.schema.written() to {path}"
