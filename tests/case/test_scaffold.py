"""A new case to start from."""

import pytest

from ripeness.case.read.load import load_text
from ripeness.case.read.warnings import warnings
from ripeness.case.scaffold import scaffold
from ripeness.errors import CaseError


def test_it_is_a_sound_and_complete_case():
    case = load_text(scaffold("two-towns", "Two towns"))
    assert (case.id, case.title) == ("two-towns", "Two towns")
    assert len(case.parties) == 2
    assert len(case.issues) == 3
    assert sum(issue.separable for issue in case.issues.values()) == 1
    assert case.transitions
    assert case.postures
    assert case.levers
    assert case.claims


GOES_ON = ("# war_decided:", "war_decided:"), ("# ceasefire:", "ceasefire:")


def test_nothing_in_it_is_without_effect_whether_its_wars_are_decided_at_once_or_go_on():
    text = scaffold("two-towns", "Two towns")
    assert warnings(load_text(text)) == ()
    for commented, used in (*GOES_ON, ("cost: 0.5}", "cost: 0.5, fighting: 0.3}")):
        assert commented in text
        text = text.replace(commented, used)
    case = load_text(text)
    assert (case.dynamics.war_decided.mode, case.dynamics.ceasefire.mode) == (0.05, 0.03)
    assert warnings(case) == ()


def test_it_shows_what_deals_change_how_parties_lean_and_what_stands_at_the_start():
    case = load_text(scaffold("two-towns", "Two towns"))
    steps = [issue for issue in case.issues.values() if issue.separable]
    assert all(option.effects for issue in steps for option in list(issue.options.values())[1:])
    assert case.parties["south"].propensity
    assert {"talks_calm", "bargain"} <= case.dynamics.model_fields_set
    assert case.words.crisis


def test_its_first_line_leads_editors_to_the_schema():
    assert scaffold("x", "X", "../schema.json").splitlines()[0] == "# yaml-language-server: $schema=../schema.json"
    assert "schema.json" in scaffold("x", "X").splitlines()[0]


def test_every_section_is_explained():
    lines = scaffold("x", "X").splitlines()
    sections = [n for n, line in enumerate(lines) if line.endswith(":") and not line.startswith((" ", "#"))]
    assert len(sections) == 10
    assert [lines[n] for n in sections if not lines[n - 1].startswith("# ")] == []


@pytest.mark.parametrize("title", ['A: "quoted" # title', "Ärger & Öl", "- x", "tab\tand\x1bescape", ""])
def test_any_title_will_do(title: str):
    assert load_text(scaffold("x", title)).title == "".join(c if c.isprintable() else " " for c in title)


@pytest.mark.parametrize("case_id", ["1", "true", "null", "a_b-c"])
def test_any_id_will_do(case_id: str):
    assert load_text(scaffold(case_id, "X")).id == case_id


@pytest.mark.parametrize("case_id", ["", "a b", "a/b", "é", "x" * 81])
def test_what_is_no_id_is_refused(case_id: str):
    with pytest.raises(CaseError, match="is no id, expected"):
        scaffold(case_id, "X")
