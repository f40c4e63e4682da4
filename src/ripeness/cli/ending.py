"""Signals that end a command: it cleans up what it has begun, and no traceback is shown for them."""

import signal
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import FrameType
from typing import Any

# Ctrl-C, what `kill` and `timeout` send, and a terminal that is closed
_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")
_AGAIN_SECONDS = 0.02
_came: list[int] = []  # the signal that has come


class StoppedError(BaseException):
    """A signal has asked this process to end; no error of a command's, so that nobody takes it for one."""


@contextmanager
def stoppable() -> Generator[Callable[[], bool]]:
    """Within it the first signal to end raises `StoppedError`; gives whether one has come.

    Once one has come, the others are not heard any more, so that cleaning up is not broken off. What was to be ignored
    before, as under `nohup`, stays so.
    """
    numbers = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
    before = {number: was for number in numbers if (was := signal.getsignal(number)) is not signal.SIG_IGN}
    hook = sys.unraisablehook
    _came.clear()

    def stop(number: int, _frame: FrameType | None) -> None:
        for each in before:
            signal.signal(each, signal.SIG_IGN)
        _came.append(number)
        raise StoppedError

    def passed_over(unraisable: Any) -> None:
        # raised in a callback of the interpreter's own, as imports have many, where nothing can be raised
        if isinstance(unraisable.exc_value, StoppedError) and hasattr(signal, "setitimer"):
            signal.signal(signal.SIGALRM, stop)
            signal.setitimer(signal.ITIMER_REAL, _AGAIN_SECONDS)
        else:
            hook(unraisable)

    try:
        for each in before:
            signal.signal(each, stop)
    except ValueError:
        # another thread than the main one hears no signals
        yield lambda: False
        return
    sys.unraisablehook = passed_over
    try:
        yield lambda: bool(_came)
    finally:
        sys.unraisablehook = hook
        if not _came:
            for each, was in before.items():
                signal.signal(each, was)
        _came.clear()


def heed() -> None:
    """Raise `StoppedError` where a signal has come and a library that it came upon has kept the error to itself."""
    if _came:
        raise StoppedError
