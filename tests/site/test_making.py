"""Briefs that a site makes itself: of which cases, where they go, and what they are compared with."""

import datetime as dt
import json

import pytest

from finished_briefs import finished, write_case, write_finished
from ripeness.case.read.load import load
from ripeness.case.scaffold import scaffold
from ripeness.ensemble.storage.runs import case_hash
from ripeness.site.build import build_site
from ripeness.site.making import make_missing

MONDAY, SUNDAY = dt.date(2024, 3, 4), dt.date(2024, 3, 10)


@pytest.fixture
def desk(tmp_path):
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "border.yaml").write_text(scaffold("border", "A border"))
    return tmp_path / "desk"


def edit(desk, was, now):
    text = (desk / "border.yaml").read_text()
    assert was in text
    (desk / "border.yaml").write_text(text.replace(was, now))


def names(desk):
    return sorted(path.name for path in (desk / "briefs").iterdir())


def test_a_brief_is_made_once_and_anew_when_the_case_says_something_else(desk):
    heard = []
    made = make_missing(desk, desk / "out", MONDAY, lambda *told: heard.append(told))
    assert (made.cases, made.problems, heard) == (("border",), (), [(0, 1), (1, 1)])
    before = {path.name: path.read_bytes() for path in (desk / "briefs").iterdir()}
    assert make_missing(desk, desk / "out", SUNDAY).cases == ()
    # a comment is nothing that a case says
    edit(desk, "# A case:", "# The case:")
    assert make_missing(desk, desk / "out", SUNDAY).cases == ()
    edit(desk, "crisis_cost: 0.12", "crisis_cost: 0.30")
    assert make_missing(desk, desk / "out", SUNDAY).cases == ("border",)
    assert {name: (desk / "briefs" / name).read_bytes() for name in before} == before
    found = json.loads((desk / "briefs" / "border-2024-03-10.json").read_text())
    assert (found["made"], found["case_sha256"]) == ("2024-03-10", case_hash(load(desk / "border.yaml")))
    assert [section["key"] for section in found["sections"]][:2] == ["message", "since"]
    build_site(desk, desk / "out")
    page = (desk / "out" / "cases" / "border.html").read_text()
    assert "What has changed since the brief of 4 March 2024" in page
    assert "parties.south.crisis_cost" in page


def test_a_brief_of_the_same_day_takes_the_place_of_the_earlier_one(desk):
    make_missing(desk, desk / "out", MONDAY)
    edit(desk, "crisis_cost: 0.12", "crisis_cost: 0.30")
    assert make_missing(desk, desk / "out", MONDAY).cases == ("border",)
    assert names(desk) == [f"border-2024-03-04{ending}" for ending in (".case", ".html", ".json")]


def test_nobody_elses_brief_is_written_over(desk):
    other = write_finished(desk / "briefs", finished("border", "2024-03-04"))
    before = other.read_bytes()
    make_missing(desk, desk / "out", MONDAY)
    assert other.read_bytes() == before
    assert "border-2024-03-04-2.json" in names(desk)


def test_a_finished_brief_of_what_the_case_says_is_enough(desk):
    write_finished(desk, finished("border", case_sha256=case_hash(load(desk / "border.yaml"))))
    assert make_missing(desk, desk / "out", MONDAY).cases == ()
    assert not (desk / "briefs").exists()


def test_a_brief_that_was_not_finished_is_made_again(desk):
    make_missing(desk, desk / "out", MONDAY)
    (desk / "briefs" / "border-2024-03-04.json").unlink()
    assert make_missing(desk, desk / "out", MONDAY).cases == ("border",)


def test_what_cannot_be_told_is_a_problem_and_no_reason_to_stop(desk):
    write_case(desk)
    made = make_missing(desk, desk / "out", MONDAY)
    assert made.cases == ("border",)
    (problem,) = made.problems
    assert problem.file == str(desk / "towns.yaml")
    assert "it cannot be told: issues" in problem.message


def test_the_same_case_on_the_same_day_is_the_same_brief(desk, tmp_path):
    make_missing(desk, desk / "out", MONDAY)
    first = {path.name: path.read_bytes() for path in (desk / "briefs").iterdir()}
    for path in (desk / "briefs").iterdir():
        path.unlink()
    make_missing(desk, desk / "out", MONDAY)
    assert {path.name: path.read_bytes() for path in (desk / "briefs").iterdir()} == first
