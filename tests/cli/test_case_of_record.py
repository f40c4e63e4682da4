"""What a case names of the record, on the commands that read the record."""

import json
from pathlib import Path

import pytest

from terminal import EXAMPLE, call, words

TEXT = Path(EXAMPLE).read_text(encoding="utf-8")


def written(folder, reference):
    file = folder / "of-record.yaml"
    file.write_text(TEXT.replace("schema: 1", f"schema: 1\nreference: {reference}", 1), encoding="utf-8")
    return str(file)


@pytest.mark.parametrize(
    "command",
    [
        ["check", "CASE"],
        ["assess", "CASE"],
        ["assess", "CASE", "--json"],
        ["brief", "CASE", "-o", "OUT"],
        ["history", "base-rates", "--like", "CASE"],
        ["history", "calibrate", "CASE", "--all"],
        ["history", "analogues", "CASE"],
    ],
)
def test_what_the_record_does_not_have_is_told_with_its_line_and_nothing_is_answered(tmp_path, command):
    case, out = written(tmp_path, "{class: rival, dyad: [Irak, Iran]}"), tmp_path / "brief.html"
    code, said, error = call(*(str({"CASE": case, "OUT": out}.get(word, word)) for word in command))
    first, second = error.splitlines()
    assert (code, said) == (2, "")
    assert first == f"{case}:3:20  reference.class  unknown class rival; did you mean rivals?"
    assert second.startswith(f"{case}:3:34  reference.dyad.0  Irak is no state that had a crisis with a rival")
    assert not out.exists()


def test_a_sound_one_passes_and_the_answer_names_the_class(tmp_path):
    case = written(tmp_path, "{class: near-equal-rivals}")
    assert call("check", case)[0] == 0
    shown = words(call("assess", case, "--part", "war")[1])
    assert "in nine of ten pairs of near-equal rivals, 1946-2019" in shown
    assert "more than nine near-equal rivals in ten" in shown
    out = tmp_path / "brief.json"
    assert call("brief", case, "-o", str(out))[0] == 0
    assert "in nine of ten pairs of near-equal rivals, 1946-2019" in out.read_text(encoding="utf-8")


def test_a_case_that_no_class_fits_is_sound_and_its_answers_set_it_beside_none(tmp_path):
    case, out = written(tmp_path, "{class: none}"), tmp_path / "brief.json"
    assert call("check", case)[0] == 0
    assert "the case says that none fits" in words(call("assess", case, "--part", "war")[1])
    assert call("brief", case, "-o", str(out))[0] == 0
    text = out.read_text(encoding="utf-8")
    assert "the case says that none fits" in text
    assert "nine of ten pairs" not in text
    for command in (["base-rates", "--like", case], ["calibrate", case, "--all"]):
        code, said, error = call("history", *command)
        assert (code, said) == (2, "")
        assert error.startswith(f"{case}:3:20  reference.class  is none, so there is none to compare with")
    assert call("history", "base-rates", "--like", case, "--class", "rivals")[0] == 0


def test_a_case_that_names_no_class_is_told_whose_base_rates_it_is_shown(tmp_path):
    code, _, error = call("history", "base-rates", "--like", EXAMPLE)
    assert code == 0
    assert error == "river-border names no reference class: these are rivals; --class names another\n"
    assert call("history", "base-rates", "--like", EXAMPLE, "--class", "rivals")[2] == ""


def test_base_rates_are_those_of_the_case_s_class_unless_another_is_given_and_of_its_pair(tmp_path):
    case = written(tmp_path, "{class: near-equal-rivals, dyad: [750, Pakistan]}")
    rates = ("history", "base-rates", "--like", case, "--json")
    found = json.loads(call(*rates)[1])
    assert found["class"] == "near-equal-rivals"
    assert found["pair"]["states"] == ["India", "Pakistan"]
    assert json.loads(call(*rates, "--class", "unequal-rivals")[1])["class"] == "unequal-rivals"
    assert json.loads(call("history", "base-rates", "--json")[1])["class"] == "rivals"


def test_a_pair_without_a_crisis_is_named(tmp_path):
    case = written(tmp_path, "{dyad: [Peru, Iran]}")
    code, out, _ = call("history", "base-rates", "--like", case)
    assert code == 0
    assert "river-border: Peru and Iran had no crisis as rivals in the record" in words(out)


def test_calibration_takes_the_class_and_the_pair_of_the_case(tmp_path):
    case = written(tmp_path, "{class: near-equal-rivals, dyad: [India, Pakistan]}")
    asked = ("history", "calibrate", case, "--all", "--points", "64", "--json")
    found, other = json.loads(call(*asked)[1]), json.loads(call(*asked, "--class", "rivals")[1])
    assert (found["class"], other["class"]) == ("near-equal-rivals", "rivals")
    assert found["data"]["class"] != other["data"]["class"]
    assert found["data"]["pair"] == other["data"]["pair"]
    assert found["data"]["pair"]["states"] == ["India", "Pakistan"]
