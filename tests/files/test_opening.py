"""Files that others may have put there: links, FIFOs and folders are no files, wherever on the way they stand."""

import os
import socket

import pytest

from ripeness.files.opening import (
    OddFileError,
    is_file,
    is_folder,
    is_own_file,
    open_file,
    read_file,
    read_named,
    refuse_odd,
    unusable,
)


@pytest.fixture
def own(tmp_path):
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "file").write_bytes(b"secret")
    (tmp_path / "own" / "deep").mkdir(parents=True)
    (tmp_path / "own" / "deep" / "file").write_bytes(b"ours")
    return tmp_path / "own"


def to_file(own):
    (own / "deep" / "file").unlink()
    (own / "deep" / "file").symlink_to(own.parent / "secret" / "file")


def to_folder(own):
    (own / "deep").rename(own / "elsewhere")
    (own / "deep").symlink_to(own.parent / "secret")


def to_nothing(own):
    (own / "deep" / "file").unlink()
    (own / "deep" / "file").symlink_to(own.parent / "new")


def fifo(own):
    (own / "deep" / "file").unlink()
    os.mkfifo(own / "deep" / "file")


def a_socket(own):
    (own / "deep" / "file").unlink()
    here = os.getcwd()
    os.chdir(own / "deep")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("file")
    os.chdir(here)


def a_folder(own):
    (own / "deep" / "file").unlink()
    (own / "deep" / "file").mkdir()


ODD = {to_file: "a link", to_folder: "a link", to_nothing: "a link", fifo: "a FIFO", a_socket: "a socket",
       a_folder: "a folder"}  # fmt: skip


@pytest.mark.parametrize("flags", [os.O_RDONLY, os.O_RDWR | os.O_CREAT | os.O_TRUNC], ids=["read", "write"])
@pytest.mark.parametrize("make", ODD, ids=lambda make: make.__name__)
def test_what_is_no_file_is_named_and_not_opened(own, make, flags):
    make(own)
    with pytest.raises(OddFileError, match=ODD[make]) as refused:
        open_file(own / "deep" / "file", flags, within=own)
    assert refused.value.filename == str(own / "deep" if make is to_folder else own / "deep" / "file")
    assert (own.parent / "secret" / "file").read_bytes() == b"secret"
    assert not (own.parent / "new").exists()


def test_a_file_is_read_and_the_way_to_the_users_own_folder_may_be_a_link(own):
    assert read_file(own / "deep" / "file", 10, own) == b"ours"
    (own.parent / "link").symlink_to(own)
    assert read_file(own.parent / "link" / "deep" / "file", 10, own.parent / "link") == b"ours"


@pytest.mark.parametrize("name", ["../secret/file", "deep/../../secret/file", ".."])
def test_no_name_leads_out_of_its_folder(own, name):
    with pytest.raises(OSError, match="leads out of its folder"):
        open_file(own / name, within=own)


def test_no_more_is_read_than_may_be(own):
    for read in (read_named, lambda path, most: read_file(path, most, own)):
        assert read(own / "deep" / "file", 4) == b"ours"
        with pytest.raises(OSError, match="File too large"):
            read(own / "deep" / "file", 3)


def test_what_the_user_names_may_be_a_link_to_a_file_and_nothing_else(own):
    to_file(own)
    assert read_named(own / "deep" / "file", 10) == b"secret"
    assert is_file(own / "deep" / "file")
    assert not is_own_file(own / "deep" / "file")
    (own / "deep" / "file").unlink()
    os.mkfifo(own / "deep" / "file")
    with pytest.raises(OddFileError, match="a FIFO"):
        read_named(own / "deep" / "file", 10)


def test_names_in_a_folder_and_the_folder_itself_are_what_they_should_be(own):
    refuse_odd(own, ["nothing"], ["deep", "nothing"])
    with pytest.raises(OddFileError, match="is a folder"):
        refuse_odd(own, ["deep"])
    (own.parent / "link").symlink_to(own)
    with pytest.raises(OddFileError, match="is a link"):
        refuse_odd(own.parent / "link", [])


@pytest.mark.parametrize("path", ["x" * 300, "a/" * 3000, "\0", "\udcff"])
def test_no_path_is_too_odd_to_ask(tmp_path, path):
    assert not is_file(tmp_path / path)
    assert not is_folder(tmp_path / path)


def test_a_name_that_is_too_long_is_told(tmp_path):
    path = tmp_path / ("x" * 300)
    with pytest.raises(OSError, match="File name too long") as refused:
        open_file(path)
    assert str(unusable(path, refused.value)).endswith("expected: names of at most 255 bytes")
