"""Files that a command writes."""

import os
from pathlib import Path

import pytest

from ripeness.cli.writing import case_id_of, refuse_unwritable, write_new_file
from ripeness.errors import InputError


def test_a_file_is_replaced_only_when_told_to(tmp_path):
    file = tmp_path / "a.yaml"
    write_new_file(file, "one")
    with pytest.raises(InputError, match="already exists"):
        write_new_file(file, "two")
    assert file.read_text() == "one"
    write_new_file(file, "two", force=True)
    assert file.read_text() == "two"
    assert os.listdir(tmp_path) == ["a.yaml"]


@pytest.mark.parametrize("force", [False, True])
def test_neither_a_folder_nor_a_file_in_no_folder(tmp_path, force):
    for place in (tmp_path, tmp_path / "nowhere" / "a.yaml"):
        with pytest.raises(InputError):
            write_new_file(place, "one", force)


def test_a_file_that_cannot_replace_another_leaves_it(tmp_path, monkeypatch):
    (tmp_path / "a.yaml").write_text("one")

    def refused(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refused)
    with pytest.raises(InputError, match="cannot be written: Permission denied"):
        write_new_file(tmp_path / "a.yaml", "two", force=True)
    assert (tmp_path / "a.yaml").read_text() == "one"
    assert os.listdir(tmp_path) == ["a.yaml"]


@pytest.mark.parametrize(
    ("name", "expected"), [("two towns.yaml", "two-towns"), ("a.b.yml", "a-b"), ("価.yaml", "case")]
)
def test_an_id_of_a_name(name, expected):
    assert case_id_of(Path(name)) == expected


def to_file(tmp_path):
    (tmp_path / "precious").write_text("mine")
    (tmp_path / "a.yaml").symlink_to(tmp_path / "precious")


def to_nothing(tmp_path):
    (tmp_path / "a.yaml").symlink_to(tmp_path / "nowhere")


def fifo(tmp_path):
    os.mkfifo(tmp_path / "a.yaml")


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize(("make", "said"), [(to_file, "a link"), (to_nothing, "a link"), (fifo, "a FIFO")])
def test_nothing_is_written_through_what_is_no_file(tmp_path, make, said, force):
    make(tmp_path)
    before = sorted(os.listdir(tmp_path))
    for act in (refuse_unwritable, lambda file, force: write_new_file(file, "new", force)):
        with pytest.raises(InputError, match=rf"a\.yaml  is {said}"):
            act(tmp_path / "a.yaml", force)
    assert sorted(os.listdir(tmp_path)) == before
    assert all(path.read_text() == "mine" for path in tmp_path.glob("precious"))


@pytest.mark.parametrize("name", ["x" * 300 + ".yaml", "y/" * 3000 + "a.yaml", "a\0b.yaml", "file/a.yaml", "é" * 128])
def test_a_name_that_cannot_be_one_is_told_before_anything_is_written(tmp_path, name):
    (tmp_path / "file").write_text("")
    with pytest.raises(
        InputError, match=r"cannot be written: (File name too long|embedded null byte)|there is no folder"
    ):
        refuse_unwritable(tmp_path / name)
    assert os.listdir(tmp_path) == ["file"]


@pytest.mark.parametrize("name", ["x" * 250 + ".yaml", "x" * 255, "é" * 127])
def test_a_name_as_long_as_names_may_be_is_written(tmp_path, name):
    write_new_file(tmp_path / name, "one")
    write_new_file(tmp_path / name, "two", force=True)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [(name, "two")]
