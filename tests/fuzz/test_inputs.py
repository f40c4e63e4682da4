"""What is damaged was sound before: an undamaged input of each kind is answered, so that damage gets far."""

import json
import shutil

import pytest

from fuzz.case_files import bundled, golden, golden_data, small
from fuzz.import_folders import FORMATS
from fuzz.kept_runs import AGAIN, DRAWS, QUESTIONS, finished, halted
from fuzz.questions import SOUND
from fuzz.registers import BLOCK, IDS
from terminal import call

CASES = [*golden(), *bundled(), *map(json.dumps, (*golden_data(), *small()))]


@pytest.mark.parametrize("text", CASES, ids=range(len(CASES)))
def test_a_case_is_sound(tmp_path, text):
    file = tmp_path / "case.yaml"
    file.write_text(text, encoding="utf-8")
    code, _, error = call("check", str(file))
    assert (code, error) == (0, "")


@pytest.mark.parametrize("files", FORMATS)
def test_a_domain_is_imported(tmp_path, files):
    folder = tmp_path / "scenario"
    folder.mkdir()
    for name, text in files().items():
        (folder / name).write_text(text, encoding="utf-8")
    code, _, error = call("import", str(folder), "-o", str(tmp_path / "out.yaml"))
    assert code == 0, error


def test_a_finished_run_is_listed_asked_and_made_a_brief_of(tmp_path):
    run = shutil.copytree(finished(), tmp_path / "run")
    assert json.loads(call("runs", str(run), "--json")[1])[0]["state"] == "finished"
    for question in QUESTIONS:
        assert json.loads(call("query", question, "--root", str(run), "--json")[1])
    code, _, error = call("brief", str(run), "-o", str(tmp_path / "brief.md"))
    assert code == 0, error


def test_a_run_that_was_stopped_is_gone_on_with(tmp_path, monkeypatch):
    run = shutil.copytree(halted(), tmp_path / "desk" / "run")
    shutil.copy(run / "case.json", tmp_path / "case.yaml")
    assert json.loads(call("runs", str(run), "--json")[1])[0]["state"] == "stopped, 1 of 2 chunks"
    monkeypatch.chdir(tmp_path)
    code, _, error = call("assess", "case.yaml", *AGAIN)
    assert code == 0, error
    found = json.loads(call("runs", str(run), "--json")[1])[0]
    assert (found["state"], found["draws"]) == ("finished", DRAWS)


@pytest.mark.parametrize("sql", SOUND)
def test_a_question_is_answered(sql):
    code, _, error = call("query", "--root", str(finished()), "--", sql)
    assert code == 0, error


@pytest.mark.parametrize("id", IDS)
@pytest.mark.parametrize("entry", BLOCK)
def test_a_register_is_read_and_gets_an_outcome(tmp_path, id, entry):
    file = tmp_path / "forecasts.yaml"
    file.write_text(f"schema: 1\nforecasts:\n  {id}:\n{entry}", encoding="utf-8")
    correct = ("--correct", "why") if "outcome" in entry else ()
    name = id.strip("'\"")
    code, out, error = call("forecasts", "resolve", "--register", str(file), *correct, "--", name, "void")
    assert code == 0, error
    assert out.startswith(f"{name}: void")
