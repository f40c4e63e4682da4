"""Files that a command writes."""

import os
from pathlib import Path

import pytest

from ripeness.cli.writing import case_id_of, write_new_file
from ripeness.errors import InputError


def test_a_file_is_replaced_only_when_told_to(tmp_path):
    file = tmp_path / "a.yaml"
    write_new_file(file, "one")
    with pytest.raises(InputError, match="is there already"):
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
