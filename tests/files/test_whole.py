"""Files written whole: neither half of one, nor through a link, nor over what is somebody else's."""

import os

import pytest

from ripeness.errors import InputError
from ripeness.files.whole import make_whole, write_beside_others, write_whole


def test_what_a_link_leads_to_is_never_written(tmp_path):
    (tmp_path / "precious").write_text("mine")
    for name in ("file", "other.new"):
        (tmp_path / name).symlink_to(tmp_path / "precious")
    with pytest.raises(InputError, match="file  is a link, which is not followed, expected: a file"):
        write_whole(tmp_path / "file", [b"new"])
    with pytest.raises(OSError, match="is a link"):
        write_beside_others(tmp_path / "file", b"new", replacing=True)
    # a link in place of the file that is not whole yet goes, and not what it leads to
    write_whole(tmp_path / "other", [b"new"])
    assert (tmp_path / "precious").read_text() == "mine"
    assert (tmp_path / "other").read_bytes() == b"new"
    assert sorted(os.listdir(tmp_path)) == ["file", "other", "precious"]


def test_a_folder_on_the_way_may_be_no_link(tmp_path):
    (tmp_path / "theirs").mkdir()
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "chunks").symlink_to(tmp_path / "theirs")
    with pytest.raises(InputError, match="chunks  is a link"):
        write_whole(tmp_path / "run" / "chunks" / "00000", [b"new"], tmp_path / "run")
    assert os.listdir(tmp_path / "theirs") == []


def test_who_fills_the_file_cannot_put_another_in_its_place(tmp_path):
    (tmp_path / "precious").write_text("mine")

    def fill(new):
        new.unlink()
        new.symlink_to(tmp_path / "precious")

    with pytest.raises(InputError, match="is not the file that was just made there"):
        make_whole(tmp_path / "file", fill)
    assert os.listdir(tmp_path) == ["precious"]


@pytest.mark.parametrize("length", [250, 255])
def test_a_name_may_be_as_long_as_names_may_be(tmp_path, length):
    write_whole(tmp_path / ("a" * length), [b"one"])
    write_beside_others(tmp_path / ("é" * (length // 2)), b"two")
    assert sorted(path.read_bytes() for path in tmp_path.iterdir()) == [b"one", b"two"]


def test_no_file_of_the_users_is_taken_for_one_that_is_not_whole(tmp_path):
    (tmp_path / "brief.html.new").write_text("mine")
    write_beside_others(tmp_path / "brief.html", b"new")
    write_beside_others(tmp_path / "brief.html", b"newer", replacing=True)
    assert (tmp_path / "brief.html.new").read_text() == "mine"
    assert (tmp_path / "brief.html").read_bytes() == b"newer"
    assert len(os.listdir(tmp_path)) == 2
