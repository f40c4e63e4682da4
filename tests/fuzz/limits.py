"""What no command may do, whatever its input: end in a fault, warn of our own code, or take too long or too much."""

import os
import re
import resource
import signal
import statistics
import sys
import time
import warnings
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from terminal import call

REFERENCE_SECONDS = 0.05  # in which the machine that the limits are meant for adds a million numbers
_STATUS, _CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")
_SCHEDULED = Path("/proc/thread-self/schedstat")
_SOURCE = re.compile(r"\.py:\d+|Traceback|fault of ripeness|Exception ignored")
# what Python itself keeps from people who run a program
_UNTOLD = (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning)


@dataclass(frozen=True)
class Limits:
    """Seconds on the machine that the limits are meant for, and MiB beyond what was held before."""

    seconds: float = 5.0
    mebibytes: float = 500.0


LIMITS = Limits()


@dataclass(frozen=True)
class Answer:
    """What a command answered, and which limit it broke, if any."""

    code: int
    out: str
    error: str
    fault: str | None


class OverTimeError(BaseException):
    """Past the limit; no `except Exception` on the way holds it up."""


def answer_of(args: tuple[str, ...], limits: Limits = LIMITS) -> Answer:
    """The answer to a command in this process, on its main thread."""
    with _heard_warnings() as heard, _bounded_memory(limits) as taken:
        try:
            with _bounded_time(limits.seconds * slowness() * crowding()):
                code, out, error = call(*args)
        except OverTimeError:
            return Answer(-1, "", "", f"takes more than {limits.seconds:g} s")
    return Answer(code, out, error, _fault(code, error, heard(), taken(), limits))


def _fault(code: int, error: str, heard: list[str], taken: float, limits: Limits) -> str | None:
    if code not in (0, 2):
        return f"ends with {code}: {error[-2000:]}"
    if _SOURCE.search(error):
        return f"shows our code: {error[-2000:]}"
    if heard:
        return f"warns: {heard[0]}"
    if code == 2 and not error.strip():
        return "ends with 2 and says nothing"
    if taken > limits.mebibytes:
        return f"takes {taken:.0f} MiB"
    return None


@contextmanager
def _heard_warnings() -> Generator[Callable[[], list[str]]]:
    with warnings.catch_warnings(record=True) as heard:
        warnings.resetwarnings()
        warnings.simplefilter("always")
        for kind in _UNTOLD:
            warnings.simplefilter("ignore", kind)
        yield lambda: [f"{each.category.__name__}: {each.message} ({each.filename}:{each.lineno})" for each in heard]


# --- time ---


@cache
def slowness() -> float:
    """How many times slower than the reference this machine is; never less than 1."""

    def once() -> float:
        start, total = time.process_time(), 0
        for number in range(10**6):
            total += number
        return time.process_time() - start

    return max(1.0, statistics.median(once() for _ in range(5)) / REFERENCE_SECONDS)


def crowding() -> float:
    """How many processes there are for each core, at least 1: what a command waits for may itself wait for a core."""
    return max(1.0, os.getloadavg()[0] / len(os.sched_getaffinity(0)))


def own_time() -> float:
    """Seconds on a clock that stands still while other processes have the cores; waiting and sleeping count."""
    try:
        waited = int(_SCHEDULED.read_text().split()[1]) / 1e9
    except (OSError, IndexError):
        waited = 0.0
    return time.monotonic() - waited


@contextmanager
def _bounded_time(seconds: float) -> Iterator[None]:
    start = own_time()

    def stop(*_: Any) -> None:
        left = seconds - (own_time() - start)
        if left <= 0:
            # again a little later, for what is raised inside of a destructor is lost
            signal.setitimer(signal.ITIMER_REAL, 0.1)
            raise OverTimeError
        signal.setitimer(signal.ITIMER_REAL, max(left, 0.01))

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


# --- memory ---


@contextmanager
def _bounded_memory(limits: Limits) -> Generator[Callable[[], float]]:
    """Tells the greatest memory held since, in MiB beyond what was held; far more is not given at all."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = (_status("VmSize") << 10) + (int(limits.mebibytes * 4) << 20)
    resource.setrlimit(resource.RLIMIT_AS, (most if hard < 0 else min(most, hard), hard))
    # where this cannot be, only what goes beyond all before is seen
    with suppress(OSError):
        _CLEAR.write_text("5")  # the greatest so far is what is held now
    held = _status("VmHWM")
    try:
        yield lambda: (_status("VmHWM") - held) / 1024
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _status(name: str) -> int:
    """A line of this process's status, in KiB."""
    if sys.platform != "linux":
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    (line,) = (line for line in _STATUS.read_text().splitlines() if line.startswith(f"{name}:"))
    return int(line.split()[1])


@contextmanager
def working_in(folder: Path) -> Iterator[None]:
    """The working directory for a while."""
    before = os.open(".", os.O_RDONLY)
    os.chdir(folder)
    try:
        yield
    finally:
        os.fchdir(before)
        os.close(before)
