"""Locks: held by one at a time, and never at the cost of another file."""

import os
import threading

import pytest
from filelock import lock_descriptor

from ripeness.files import locks
from ripeness.files.locks import InUseError, is_locked, locked, locked_folder


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


def test_who_only_asks_is_waited_for_and_is_no_holder(tmp_path, monkeypatch):
    path = tmp_path / "lock"

    def somebody_asks():
        asks = os.open(path, os.O_RDONLY | os.O_CREAT)
        assert lock_descriptor(asks, blocking=False)
        monkeypatch.setattr(locks.time, "sleep", lambda seconds: os.close(asks))

    somebody_asks()
    assert not is_locked(path)
    somebody_asks()
    with locked(path):
        assert path.read_text() == str(os.getpid())


def test_the_lock_of_a_folder_is_waited_for(tmp_path):
    told = []

    def second():
        with locked_folder(tmp_path):
            told.append("second")

    waiting = threading.Thread(target=second)
    with locked_folder(tmp_path):
        waiting.start()
        waiting.join(0.2)
        told.append("first")
    waiting.join()
    assert told == ["first", "second"]
