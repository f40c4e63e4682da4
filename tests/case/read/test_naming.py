"""What `check` asks for where a reader would see an id, or could not tell two things apart."""

import json

from builders import quiet, quiet_case
from ripeness.case.read.load import load, load_text
from ripeness.case.read.naming import naming
from ripeness.case.scaffold import scaffold
from terminal import call, golden

POSTURES = {
    "no-talks": {"title": "Nobody talks", "talks": "none"},
    "quiet": {"title": "Quiet for a month", "talks": "none", "months": [0, 1]},
}
NAMES = {"issues.field.name": "the field", "issues.field.options.idle.name": "no field",
         "issues.field.options.shared.name": "a shared field"}  # fmt: skip


def told(changes):
    return [(problem.path, problem.message) for problem in naming(quiet_case(changes))]


def test_one_line_for_each_kind_asks_for_what_is_missing():
    guards = {"salience": {"field": 1}, "threshold": -1, "veto": True}
    found = told({"postures": POSTURES, "parties.ann.constituencies": {"border-guards": guards}})
    assert found == [
        ("issues", "one issue has no name, so a reader sees “field”; give it a `name: …`"),
        ("issues.field.options", "2 options have no name, so a reader sees “idle”; give each a `name: …`"),
        ("postures", "2 postures have no name, so a reader sees “no talks”; give each a `name: …`"),
        (
            "parties.ann.constituencies",
            "one constituency has no name, so a reader sees “border guards”; give it a `name: …`",
        ),
    ]


def test_nothing_is_asked_where_everything_has_a_name():
    assert told(NAMES | {"postures": {"no-talks": POSTURES["no-talks"] | {"name": "silence"}}}) == []
    assert naming(load("iran-us-2020")) == ()
    assert naming(load_text(scaffold("two-towns", "Two towns"))) == ()


def test_nothing_is_asked_where_the_words_of_the_id_are_all_that_the_case_says():
    texts = {"issues.field.question": "Field", "issues.field.options": {
        "as-now": {"text": "as now"}, "both-till-it": {"text": "Both till it", "value": {"ann": 0.5}}}}  # fmt: skip
    assert told(texts) == []


def test_two_things_that_read_alike_are_told_of():
    alike = NAMES | {"issues.field.options.idle.name": "A shared  field"}
    reads = "reads “a shared field” as idle does; give one of them another `name`"
    assert told(alike) == [("issues.field.options.shared", reads)]
    assert told(NAMES | {"issues.field.name": "a shared field"}) == []


def test_check_tells_of_it_at_its_line_and_an_answer_does_not(tmp_path):
    file = tmp_path / "case.yaml"
    file.write_text(json.dumps(quiet(), indent=1))
    line = next(k for k, text in enumerate(file.read_text().splitlines(), start=1) if '"issues"' in text)
    code, out, err = call("check", str(file))
    assert (code, err) == (0, "")
    (told,) = [text for text in out.splitlines() if "one issue has no name" in text]
    assert told.startswith(f"  {file}:{line}:")
    assert call("assess", str(file), "--json")[2] == ""


def test_the_example_is_asked_for_each_of_its_kinds():
    assert [problem.message.split(" no name")[0] for problem in naming(golden("example").case)] == [
        "3 issues have", "7 options have", "6 postures have", "one constituency has",
    ]  # fmt: skip
