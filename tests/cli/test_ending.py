"""A command that a signal ends: one sentence, no traceback of any of its processes, nothing left behind."""

import os
import re
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

import ripeness
from needs import needs
from ripeness.cli.ending import StoppedError, stoppable
from ripeness.cli.progress import progress
from terminal import EXAMPLE, started


def listens(pid: int) -> bool:
    """Whether a process has begun to handle signals: before that the interpreter alone has them."""
    (caught,) = re.findall(r"^SigCgt:\s*([0-9a-f]+)$", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    return bool(int(caught, 16) >> (signal.SIGTERM - 1) & 1)


def ended_by(number: int, seconds: float, tmp_path: Path) -> tuple[int, str, list[str]]:
    process = started("assess", EXAMPLE, "--draws", "4096", "--workers", "2", "--quiet", TMPDIR=str(tmp_path))
    while process.poll() is None and not listens(process.pid):
        time.sleep(0.01)
    time.sleep(seconds)
    os.killpg(process.pid, number)
    out, err = process.communicate(timeout=120)
    assert out == ""
    return process.returncode, err, os.listdir(tmp_path)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_run_that_is_stopped_leaves_no_folder(number: int, tmp_path: Path):
    process = started("assess", EXAMPLE, "--draws", "65536", "--workers", "1", "--quiet", TMPDIR=str(tmp_path))
    while process.poll() is None and not any(tmp_path.glob("ripeness-*/*")):
        time.sleep(0.05)
    os.killpg(process.pid, number)
    assert (*process.communicate(timeout=120), process.returncode) == ("", "Stopped.\n", 1)
    assert os.listdir(tmp_path) == []


@needs("linux")
@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("seconds", [0.0, 0.3, 0.6, 1.0, 1.5, 2.0, 3.0, 5.0])
def test_the_first_seconds_of_a_run_are_stopped_without_a_traceback(number: int, seconds: float, tmp_path: Path):
    assert ended_by(number, seconds, tmp_path) == (1, "Stopped.\n", [])


AT_IMPORT = """
import sys
at = sys.argv.pop(1)
def heard(event, about):
    if event == "import" and about[0] == at:
        import signal
        signal.raise_signal(signal.SIGINT)
sys.addaudithook(heard)
from ripeness.cli import main
main()
"""


@pytest.mark.parametrize(
    "module",
    ["ripeness.cli.ending", "ripeness.cli.running", "ripeness.errors", "typer", "ripeness.cli.app",
     "ripeness.cli.case_page", "rich.console", "pydantic", "ripeness.case.model"],
)  # fmt: skip
def test_an_interrupt_at_an_import_leaves_one_sentence(module: str):
    process = started("-c", AT_IMPORT, module, "show", EXAMPLE, program=sys.executable)
    assert (*process.communicate(timeout=60), process.returncode) == ("", "Stopped.\n", 1)


def test_next_to_nothing_is_imported_before_an_interrupt_is_heard():
    program = "import sys; was = set(sys.modules); import ripeness.cli; print(*sorted(set(sys.modules) - was))"
    source = str(Path(ripeness.__file__).parents[1])
    process = started("-S", "-c", program, program=sys.executable, PYTHONPATH=source)
    assert process.communicate(timeout=60) == ("__future__ ripeness ripeness.cli ripeness.version\n", "")


def test_a_signal_where_nothing_can_be_raised_is_heard_a_little_later():
    class Callback:
        def __del__(self) -> None:
            signal.raise_signal(signal.SIGTERM)

    numbers = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGALRM)
    before = [signal.getsignal(number) for number in numbers]
    callback = [Callback()]

    def stopped() -> None:
        with stoppable() as is_stopped:
            assert not is_stopped()
            callback.clear()
            time.sleep(5)

    try:
        with pytest.raises(StoppedError):
            stopped()
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN  # nothing breaks off what is still to be cleaned up
    finally:
        for number, was in zip(numbers, before, strict=True):
            signal.signal(number, was)


@pytest.mark.parametrize("quiet", [True, False])
def test_a_signal_that_a_library_keeps_to_itself_is_heard_when_progress_is_told(quiet: bool):
    numbers = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    before = [signal.getsignal(number) for number in numbers]
    try:
        with stoppable() as is_stopped, progress(quiet) as tell:
            tell(1, 3)
            with suppress(BaseException):
                signal.raise_signal(signal.SIGTERM)
            assert is_stopped()
            with pytest.raises(StoppedError):
                tell(2, 3)
    finally:
        for number, was in zip(numbers, before, strict=True):
            signal.signal(number, was)
    with progress(quiet) as tell:
        tell(3, 3)


SWALLOWED = """
import signal
from contextlib import suppress
import ripeness.cli.case_page as pages
shown = pages.print_case
def swallowing(*given):
    with suppress(BaseException):
        signal.raise_signal(signal.SIGINT)
    shown(*given)
pages.print_case = swallowing
from ripeness.cli import main
main()
"""


def test_nothing_is_printed_once_a_signal_has_come():
    process = started("-c", SWALLOWED, "show", EXAMPLE, program=sys.executable)
    assert (*process.communicate(timeout=60), process.returncode) == ("", "Stopped.\n", 1)


def test_what_was_ignored_stays_ignored_and_all_is_as_before_afterwards():
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        was = signal.getsignal(signal.SIGTERM)
        with stoppable():
            assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
            assert signal.getsignal(signal.SIGTERM) is not was
        assert signal.getsignal(signal.SIGTERM) is was
    finally:
        signal.signal(signal.SIGHUP, before)
