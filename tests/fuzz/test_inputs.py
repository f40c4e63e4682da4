"""What is damaged was sound before: an undamaged input of each kind is answered, so that damage gets far."""

import argparse
import json
import shutil
from random import Random

import pytest

import fuzz.__main__ as program
from fuzz import mutations
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


def test_what_inputs_are_made_from_is_the_same_after_a_thousand():
    before = repr((mutations.NUMBERS, mutations.WORDS))
    for seed in range(1000):
        rng, data = Random(seed), {"a": [0.1, {"b": [1, 2, 3]}], "c": "d"}
        for _ in range(4):
            data = {"a": mutations.mutated_data(rng, data)}
    assert repr((mutations.NUMBERS, mutations.WORDS)) == before


def test_inputs_that_were_not_tried_are_no_success(monkeypatch, capsys):
    asked = argparse.Namespace(seed=1, first=0, count=9, workers=2)
    monkeypatch.setattr(program, "_work", lambda asked, blocks, told: told.put(0))
    assert program._many(asked) == 1
    assert capsys.readouterr().err == "7 inputs were not tried, for a process ended in between\n"
