"""Locks: held by one at a time, and never at the cost of another file."""

import os

import pytest

from ripeness.files.locks import InUseError, is_locked, locked


def test_one_at_a_time_and_the_other_hears_who(tmp_path):
    path = tmp_path / "lock"
    with locked(path):
        assert is_locked(path)
        with pytest.raises(InUseError) as refused, locked(path):
            pass
        assert refused.value.holder == str(os.getpid())
    assert not is_locked(path)
    assert path.read_bytes() == b""


@pytest.mark.parametrize("make", [os.symlink, os.link], ids=["symbolic", "hard"])
def test_what_a_lock_leads_to_is_not_emptied(tmp_path, make):
    (tmp_path / "precious").write_text("the work of years")
    make(tmp_path / "precious", tmp_path / "lock")
    with (
        pytest.raises(OSError, match=r"is a link|is not a lock file"),
        locked(tmp_path / "lock"),
    ):
        pass
    assert (tmp_path / "precious").read_text() == "the work of years"


def test_a_fifo_is_no_lock_and_nobody_waits_for_it(tmp_path):
    os.mkfifo(tmp_path / "lock")
    assert not is_locked(tmp_path / "lock")
    with pytest.raises(OSError, match="is a FIFO"), locked(tmp_path / "lock"):
        pass
