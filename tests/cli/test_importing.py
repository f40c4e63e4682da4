"""`ripeness import`."""

import os
from pathlib import Path

import pytest

from domain_files import genius, negolog, shared, written
from ripeness.case.read.load import load
from ripeness.settlements.listing import list_settlements
from terminal import call


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path, monkeypatch):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


def test_a_domain_becomes_a_case_that_passes_the_check_and_can_be_assessed(tmp_path):
    code, out, err = call("import", str(genius(tmp_path / "jobs")), "-o", "jobs.yaml")
    assert (code, err) == (0, "")
    assert out == "jobs.yaml is written from GENIUS's files: 2 issues, 2 parties, 6 outcomes. " \
        "Next: ripeness check jobs.yaml\n"  # fmt: skip
    assert "at most 1, as in GENIUS" in load(Path("jobs.yaml")).summary
    code, out, _ = call("check", "jobs.yaml")
    assert (code, "sound" in out) == (0, True)
    case = load(Path("jobs.yaml"))
    assert (case.id, case.title, case.complete) == ("jobs", "jobs", True)
    assert list_settlements(case).is_deal.sum() == 6
    code, out, _ = call("assess", "jobs.yaml")
    assert code == 0
    assert " accept " in out


def test_the_deals_of_an_imported_case_say_what_is_needed_at_least(tmp_path):
    half = '<reservation value="0.625"/>'
    assert call("import", str(genius(tmp_path / "jobs", of_bob=half)), "-o", "jobs.yaml")[0] == 0
    code, out, _ = call("deals", "jobs.yaml")
    # bob has 0.8125, 0.875, 1 with the low price and 0.4375, 0.5, 0.625 with the high one
    assert (code, "4 of 6 deals are acceptable to all now." in out) == (0, True)
    (line,) = [line.split() for line in out.splitlines() if "needs at least" in line]
    assert line == ["what", "each", "needs", "at", "least", "0", "0.625"]


def test_a_sum_above_1_is_said_to_be_cut(tmp_path):
    code, _, err = call("import", str(genius(tmp_path / "jobs", weights=(0.9, 0.3))), "-o", "jobs.yaml")
    assert code == 0
    assert "The weights in ann.xml sum to 1.2; they stand as they are, and a utility above 1 counts as 1" in err
    assert call("check", "jobs.yaml")[0] == 0


def test_the_factor_of_raw_utilities_is_said_and_recorded(tmp_path):
    code, _, err = call("import", str(genius(tmp_path / "jobs")), "-o", "jobs.yaml", "--as-negmas")
    assert (code, err.count("divided by 10 to fit")) == (0, 1)
    assert load(Path("jobs.yaml")).payoff_unit.scale == 10
    assert "as they stand in the files" in load(Path("jobs.yaml")).summary


def test_as_genius_divides_the_evaluations_of_any_format(tmp_path):
    folder = str(negolog(tmp_path / "jobs"))
    assert (
        call("import", folder, "-o", "raw.yaml")[0] == call("import", folder, "-o", "own.yaml", "--as-genius")[0] == 0
    )
    assert [load(Path(name)).payoff_unit.scale for name in ("raw.yaml", "own.yaml")] == [10, 1]
    code, _, err = call("import", folder, "-o", "both.yaml", "--as-genius", "--as-negmas")
    assert (code, "exclude each other" in err) == (2, True)


def test_a_grid_is_said(tmp_path):
    issue = '<issue index="1" name="price" type="real"><range lowerbound="0" upperbound="1"/>{}</issue>'
    of = '<evaluator ftype="linear" parameter0="0" parameter1="1"/>'
    profile = f'<utility_space><objective>{issue.format(of)}<weight index="1" value="1"/></objective></utility_space>'
    template = f"<negotiation_template><utility_space>{issue.format('')}</utility_space></negotiation_template>"
    folder = str(written(tmp_path / "d", t_xml=template, a_xml=profile, b_xml=profile))
    code, out, err = call("import", folder, "-o", "d.yaml", "--grid", "5")
    assert (code, "5 outcomes" in out) == (0, True)
    assert err == "price is real-valued, from 0 to 1; its options are a grid of 5 points.\n"
    assert err.strip() in load(Path("d.yaml")).summary
    assert call("import", folder, "-o", "e.yaml", "--grid", "1")[0] == 2


def test_an_entity_bomb_ends_in_2_and_nothing_is_written(tmp_path):
    laughs = "".join(f'<!ENTITY a{k} "{f"&a{k - 1};" * 10}">' for k in range(1, 10))
    bomb = f'<!DOCTYPE x [<!ENTITY a0 "ha">{laughs}]><utility_space>&a9;</utility_space>'
    folder = written(genius(tmp_path / "jobs"), bob_xml=bomb)
    code, out, err = call("import", str(folder), "-o", "jobs.yaml")
    assert (code, out, os.listdir()) == (2, "", [])
    assert err == f"{folder / 'bob.xml'}  declares entities, which could blow up or read other files, " \
        "expected: XML without them\n"  # fmt: skip


def test_a_file_is_written_over_only_when_told_to(tmp_path):
    folder = str(genius(tmp_path / "jobs"))
    Path("mine.yaml").write_text("work of weeks")
    code, _, err = call("import", folder, "-o", "mine.yaml")
    assert (code, "already exists" in err, Path("mine.yaml").read_text()) == (2, True, "work of weeks")
    assert call("import", folder, "-o", "mine.yaml", "--force")[0] == 0
    assert load(Path("mine.yaml")).id == "mine"


def test_the_case_may_lie_beside_the_files_that_it_comes_from(tmp_path):
    folder = genius(tmp_path / "jobs")
    for _ in range(2):
        assert call("import", str(folder), "-o", str(folder / "case.yaml"), "--force")[0] == 0


COUNTS = {"EnglandZimbabwe": 576, "Travel": 188_160, "AMPOvsCity": 1_944_000, "group2-politics": 23_040}


@pytest.mark.parametrize("name", COUNTS)
def test_a_shared_domain_has_its_outcomes_and_passes_the_check(name):
    code, out, err = call("import", str(shared(name)), "-o", "case.yaml")
    assert (code, err, f"{COUNTS[name]:,} outcomes" in out) == (0, "", True)
    assert call("check", "case.yaml")[0] == 0
