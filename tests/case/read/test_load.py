"""From a file to a case."""

import json
import math
import os
import pickle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints import EXAMPLE, GOLDEN
from needs import needs
from ripeness.case.judgement import fixed
from ripeness.case.read.document import read
from ripeness.case.read.load import judgements, load, load_text, parse_assignment, with_changes
from ripeness.errors import CaseError, InputError, Problem, UnknownNameError

CASE = load_text(EXAMPLE)


def refused(id_or_path: str | os.PathLike[str]) -> str:
    with pytest.raises(InputError) as raised:
        load(id_or_path)
    return str(raised.value)


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_golden_case_loads(path: Path):
    assert load(path) == load(str(path))


def test_a_judgement_knows_where_it_stands():
    paths = [judgement.path for judgement in judgements(CASE)]
    assert len(set(paths)) == len(paths) == 80
    assert paths[:4] == [
        "parties.alder.salience.crossing",
        "parties.alder.salience.embargo",
        "parties.alder.salience.prisoners",
        "parties.alder.capability",
    ]
    assert {
        "issues.crossing.options.joint.value.birch",
        "issues.crossing.options.joint.effects.triggers.raid",
        "parties.birch.propensity.accept",
        "linkages.0.value.alder",
        "dynamics.triggers.unrest.rate",
        "dynamics.regional.war",
        "transitions.0.probability",
        "transitions.0.successor.beliefs.capability.birch",
        "beliefs.birch.successor_terms.concession_limit",
    } <= set(paths)
    assert CASE.parties["alder"].concession_limit.path == "parties.alder.concession_limit"


def test_a_default_has_no_place_for_all_cases_share_it():
    assert CASE.parties["birch"].patience.path == ""
    assert CASE.dynamics.misreading.path == ""


def test_judgements_keep_their_places_between_processes():
    again = pickle.loads(pickle.dumps(CASE))
    assert [each.path for each in judgements(again)] == [each.path for each in judgements(CASE)]


def test_what_an_alias_repeats_stands_in_two_places():
    case = load_text(EXAMPLE.replace("pride: 0.5", "pride: &p [0, 1, 2]").replace("pride: 0.6", "pride: *p"))
    assert [case.parties[name].pride.path for name in ("alder", "birch")] == [
        "parties.alder.pride",
        "parties.birch.pride",
    ]


def test_a_bundled_case_goes_by_its_id():
    assert load("iran-us-2020").id == "iran-us-2020"


def test_an_unknown_id_offers_the_nearest():
    with pytest.raises(UnknownNameError):
        load("iran-us-2002")
    assert refused("iran-us-2002") == "unknown case iran-us-2002; did you mean iran-us-2020?"


def test_a_file_without_a_suffix_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    Path("mine").write_text(EXAMPLE, encoding="utf-8")
    assert load("mine").id == "river-border"


def test_a_missing_file_offers_the_nearest(tmp_path: Path):
    (tmp_path / "case.yaml").write_text("", encoding="utf-8")
    path = tmp_path / "caes.yaml"
    assert refused(path) == f"{path}  there is no such file; did you mean case.yaml?"
    path = tmp_path / "no" / "case.yaml"
    assert refused(path) == f"{path}  there is no such file"


def test_a_folder_is_no_case(tmp_path: Path):
    assert refused(tmp_path) == f"{tmp_path}  is a folder, expected: a file"
    (tmp_path / "case.yaml").write_text("", encoding="utf-8")
    assert refused(tmp_path) == f"{tmp_path}  is a folder, expected: {tmp_path / 'case.yaml'}"


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "case.yaml"
    path.write_text(EXAMPLE, encoding="utf-8")

    def denied(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    # file modes do not stop the superuser, whom containers run as
    monkeypatch.setattr(Path, "open", denied)
    assert refused(path) == f"{path}  cannot be read: Permission denied"


def test_a_path_that_no_system_takes():
    assert refused("a\0.yaml").endswith("cannot be read: embedded null byte")


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "case.yaml"
    with path.open("wb") as file:
        file.truncate((1 << 20) + 1)
    monkeypatch.setattr(Path, "open", None)
    assert refused(path) == f"{path}  is larger than 1 MiB, which no case is"


@needs("device:/dev/zero")
def test_a_device_without_end_is_not_read_to_its_end():
    assert refused("/dev/zero") == "/dev/zero  is larger than 1 MiB, which no case is"


def test_problems_name_the_file(tmp_path: Path):
    path = tmp_path / "case.yaml"
    path.write_bytes(b"id: \xff")
    assert refused(path) == f"{path}:1:5  is not UTF-8: byte 5 is 0xFF, expected: save it as UTF-8"


def test_changes_leave_the_case_as_it_is_and_judgements_in_their_places():
    new = with_changes(
        CASE,
        {
            "parties.alder.pride": [0.1, 0.2, 0.3],
            "parties.birch.reservation": fixed(-0.1),
            "transitions.0.date": "2024-12-01",
            "parties.alder.preconditions": {},
            "linkages.1.if": {"crossing": "joint"},
        },
    )
    assert CASE.parties["alder"].pride.mode == 0.5
    assert new.parties["alder"].pride.path == "parties.alder.pride"
    assert new.parties["birch"].reservation == fixed(-0.1).placed("parties.birch.reservation")
    assert new.transition_month(new.transitions[0]) == 11
    assert new.parties["alder"].preconditions == {}
    assert new.linkages[1].if_ == {"crossing": "joint"}
    assert new.parties["birch"].patience.path == ""


def test_no_change_is_no_change():
    assert with_changes(CASE, {}) == CASE


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"parties.alder.prid": 1}, "parties.alder.prid  no such key: prid; did you mean pride?"),
        ({"parties.alder.pride": 9}, "parties.alder.pride  9 is out of range, expected: between 0 and 5"),
        ({"horizon": 12, "as_of": "soon"}, "as_of  the text 'soon', expected: a date such as 2024-11-05"),
        (
            {"horizon": 12, "as_of": "2024-12-01"},
            "horizon  with this, transitions.0.date: 2024-11-01 is before the case's as_of, "
            "expected: 2024-12-01 or later",
        ),
        ({"parties.alder.pride": {1, 2}}, "parties.alder.pride  set is no value of a case"),
        ({"": 1}, "  nothing under '' can be changed, expected: parties, issues, linkages, dynamics, "
         "transitions, beliefs, partial_issues, complete, horizon or as_of"),
    ],
)  # fmt: skip
def test_a_change_that_fails_says_so_at_its_path(changes: dict[str, Any], said: str):
    with pytest.raises(CaseError) as raised:
        with_changes(CASE, changes)
    assert str(raised.value) == said.strip()


@pytest.mark.parametrize(
    ("assignment", "parsed"),
    [
        ("parties.us.pride=0.5", ("parties.us.pride", 0.5)),
        (" horizon = 12 ", ("horizon", 12)),
        ("a={low: 0, mode: 1, high: 2}", ("a", {"low": 0, "mode": 1, "high": 2})),
        ("parties.us.war=null", ("parties.us.war", None)),
        ("a=b=c", ("a", "b=c")),
    ],
)
def test_an_assignment_is_a_path_and_a_value_in_yaml(assignment: str, parsed: tuple[str, object]):
    assert parse_assignment(assignment) == parsed


@pytest.mark.parametrize(
    ("assignment", "said"),
    [
        ("horizon", "the text 'horizon' changes nothing, expected: path=value"),
        ("=3", "the text '=3' changes nothing, expected: path=value"),
        ("horizon=", "horizon  gives no value, expected: horizon=value"),
        ("a=[1", "a  a `[` whose list goes wrong here or is never closed, expected: [a, b, \"c[d]\"]"),
        ("a=!b c", "a  !b is a tag, expected: the value without it"),
    ],
)  # fmt: skip
def test_what_is_no_assignment(assignment: str, said: str):
    with pytest.raises(CaseError) as raised:
        parse_assignment(assignment)
    assert str(raised.value) == said


def loads_or_says_why(text: str) -> None:
    problems: tuple[Problem, ...] = ()
    try:
        case = load_text(text, "f.yaml")
        assert all(math.isfinite(each.mode) for each in judgements(case))
    except CaseError as error:
        problems = error.problems
    for problem in problems:
        assert problem.file == "f.yaml"
        assert "pydantic" not in problem.message
        assert "Input should" not in problem.message
        str(problem).encode("utf-8")


@given(st.text())
def test_any_text_loads_or_says_why(text: str):
    loads_or_says_why(text)


@given(st.text(alphabet="ab:{}[]-,&*!|>'\"%@#?~ \n\t\\<01.e", max_size=60))
def test_any_punctuation_loads_or_says_why(text: str):
    loads_or_says_why(text)


TEXTS = [path.read_text(encoding="utf-8") for path in sorted(GOLDEN.glob("*.yaml"))]
PIECES = st.sampled_from(
    ["", " ", "\n", ":", ": ", "- ", "{", "}", "[", "]", "null", "true", "-1", "1e999", ".nan", "[1, 2, 3]", "{a: b}",
     "x", "'", '"', "#", "&a ", "*a", "!t ", "<<: ", "2024-99-99", "alder", "crossing", "set: {horizon: x}", "9" * 20]
)  # fmt: skip


@given(st.sampled_from(TEXTS), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), PIECES), min_size=1, max_size=3))
def test_a_golden_case_cut_and_patched_anywhere_loads_or_says_why(text: str, cuts: list[tuple[float, int, str]]):
    for where, length, piece in cuts:
        at = int(where * len(text))
        text = text[:at] + piece + text[at + length :]
    loads_or_says_why(text)


SCALARS = st.none() | st.booleans() | st.integers(-3, 300) | st.floats() | st.text(max_size=5) | st.just("crossing")
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "mode", "alder"]), inner, max_size=3)
    ),
    max_leaves=4,
)
PATHS = st.lists(st.integers(0, 40), min_size=1, max_size=7)


@given(st.sampled_from(TEXTS), PATHS, VALUES)
def test_a_golden_case_with_any_value_anywhere_loads_or_says_why(text: str, steps: list[int], value: object):
    data: Any = json.loads(json.dumps(read(text).data, default=str))
    here = data
    for step in steps:
        keys = list(here) if isinstance(here, dict) else list(range(len(here)))
        key = keys[step % len(keys)]
        if not isinstance(here[key], dict | list) or not here[key] or step is steps[-1]:
            break
        here = here[key]
    here[key] = value
    # JSON is YAML, but for its infinities
    loads_or_says_why(json.dumps(data).replace("Infinity", ".inf").replace("NaN", ".nan"))


def test_what_becomes_of_a_copy_is_not_taken_for_what_becomes_of_the_case():
    change = {"parties.us.pride": 0.5}
    case = load("iran-us-2020")
    bare = case.model_copy(update={"postures": {}, "levers": {}, "claims": {}})
    assert with_changes(bare, change).postures == {}
    assert with_changes(case, change).postures == case.postures
