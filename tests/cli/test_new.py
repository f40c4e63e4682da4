"""A case to begin from."""

import os
from pathlib import Path

import pytest

from ripeness.case.read.load import load
from terminal import call


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_a_new_case_passes_the_check_and_can_be_assessed():
    code, out, err = call("new", "two-towns.yaml", "--title", 'Two: "towns" #1')
    assert (code, err) == (0, "")
    assert "ripeness check two-towns.yaml" in out
    case = load(Path("two-towns.yaml"))
    assert (case.id, case.title) == ("two-towns", 'Two: "towns" #1')
    code, out, _ = call("check", "two-towns.yaml")
    assert (code, "sound" in out) == (0, True)
    code, out, _ = call("assess", "two-towns.yaml")
    assert (code, out.startswith('Two: "towns" #1, ')) == (0, True)


@pytest.mark.parametrize(
    "name", ["my case.yaml", "a.b.yml", "-x.yaml", "случай.yaml", "2020.yaml", "true.yaml", "case"]
)
def test_any_file_name_gives_a_sound_case(name):
    assert call("new", "--", name)[0] == 0
    assert load(Path(name)).horizon > 0


def test_a_file_is_never_written_over():
    Path("mine.yaml").write_text("work of weeks")
    code, out, err = call("new", "mine.yaml")
    assert (code, out) == (2, "")
    assert "already exists" in err
    assert Path("mine.yaml").read_text() == "work of weeks"


def test_a_file_that_appears_meanwhile_is_not_written_over(monkeypatch):
    link = os.link

    def late(part, file):
        Path(file).write_text("somebody else's")
        link(part, file)

    monkeypatch.setattr(os, "link", late)
    assert call("new", "mine.yaml")[0] == 2
    assert Path("mine.yaml").read_text() == "somebody else's"
    assert os.listdir() == ["mine.yaml"]


@pytest.mark.parametrize("fails", [(os, "write"), (os, "link")], ids=["writing", "naming"])
def test_where_nothing_can_be_written_nothing_is_left(monkeypatch, fails):
    def refused(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(*fails, refused)
    code, out, err = call("new", "mine.yaml")
    assert (code, out) == (2, "")
    assert err == "mine.yaml  cannot be written: Permission denied\n"
    assert os.listdir() == []


def test_a_name_too_long_for_an_id_is_told():
    code, _, err = call("new", "x" * 81 + ".yaml")
    assert code == 2
    assert "up to 80" in err
    assert os.listdir() == []
