"""Folders for a while: gone afterwards, and thrown away by the next program where a killed one left them."""

import os
import signal
import subprocess
import sys
import time

import pytest

from ripeness.errors import InputError
from ripeness.files.passing import passing_folder
from terminal import EXAMPLE, started

HOLDER = """
import sys, time
from ripeness.files.passing import passing_folder
with passing_folder() as folder:
    (folder / "kept").mkdir()
    print(folder, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def base(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


def held():
    """A process that works in a folder of its own, and the folder's name."""
    process = subprocess.Popen([sys.executable, "-c", HOLDER], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    name = os.path.basename(process.stdout.readline().strip())
    return process, name


def ended(process):
    process.kill()
    process.communicate()


def test_a_folder_is_ours_alone_and_gone_afterwards(base):
    with passing_folder() as folder:
        assert list(base.iterdir()) == [folder]
        assert (folder.stat().st_mode & 0o777, folder.stat().st_uid) == (0o700, os.geteuid())
        assert list(folder.iterdir()) == []
        (folder / "file").touch()
    assert list(base.iterdir()) == []


def test_what_a_killed_process_left_is_thrown_away_and_what_another_uses_is_not(base):
    killed, left = held()
    ended(killed)
    assert os.listdir(base) == [left]
    living, used = held()
    try:
        # the next one has looked round when it began
        assert os.listdir(base) == [used]
        with passing_folder() as folder:
            assert set(os.listdir(base)) == {used, folder.name}
        assert os.listdir(base / used) == ["kept"]
    finally:
        ended(living)


def test_what_is_not_our_own_is_left_alone(base):
    foreign = base / "foreign"
    foreign.mkdir()
    (foreign / "precious").touch()
    (base / "ripeness-run-link").symlink_to(foreign)
    (base / "ripeness-run-file").touch()
    (base / "ripeness-run-open").mkdir(mode=0o755)
    (base / "ripeness-run-shut").mkdir(mode=0o700)
    os.mkfifo(base / "ripeness-run-pipe")
    (base / "ripeness-0").mkdir(mode=0o700)
    (base / "ripeness-run-shut" / "link").symlink_to(foreign)
    with passing_folder():
        pass
    assert sorted(os.listdir(base)) == [
        "foreign", "ripeness-0", "ripeness-run-file", "ripeness-run-link", "ripeness-run-open", "ripeness-run-pipe"
    ]  # fmt: skip
    assert os.listdir(foreign) == ["precious"]


def test_a_folder_of_another_user_is_left_alone(base, monkeypatch):
    (base / "ripeness-run-theirs").mkdir(mode=0o700)
    monkeypatch.setattr("os.geteuid", lambda: os.getuid() + 1)
    with passing_folder():
        pass
    assert os.listdir(base) == ["ripeness-run-theirs"]


def test_a_folder_that_is_not_yet_locked_is_left_alone_for_an_hour(base):
    new, old = base / ".ripeness-new-a", base / ".ripeness-new-b"
    for folder in (new, old):
        folder.mkdir(mode=0o700)
    os.utime(old, (time.time() - 7200,) * 2)
    with passing_folder():
        pass
    assert list(base.iterdir()) == [new]


def test_no_folder_for_temporary_files_is_told(monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", "/proc/self")
    said = r"^/proc/self  cannot be used for temporary files: .*, expected: TMPDIR"
    with pytest.raises(InputError, match=said), passing_folder():
        pass


@pytest.mark.slow
def test_a_run_that_was_killed_is_gone_once_another_begins(base):
    line = ("assess", EXAMPLE, "--workers", "1", "--quiet", "--claims", "0", "--draws")
    process = started(*line, "65536", TMPDIR=str(base))
    while process.poll() is None and not any(base.glob("ripeness-run-*/chunks/*")):
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=120)
    (left,) = os.listdir(base)
    again = started(*line, "16", TMPDIR=str(base))
    _, error = again.communicate(timeout=120)
    assert (again.returncode, error) == (0, "")
    assert left not in os.listdir(base)
    assert os.listdir(base) == []
