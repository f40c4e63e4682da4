"""Locks that the kernel ends with the process, however it ends.

We open what is locked, so that no link is followed and nothing is emptied; filelock locks it, as each system does.
"""

import os
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from ripeness.files.opening import OddFileError, open_file

_TRIES, _PAUSE_SECONDS = 5, 0.1
_LONGEST_ID = 20  # digits of a process


class InUseError(Exception):
    """Another process holds the lock; `holder` says which, if that is known."""

    def __init__(self, holder: str) -> None:
        super().__init__(holder)
        self.holder = holder


@contextmanager
def locked(path: Path) -> Generator[None]:
    """Hold a lock file, made if it is not there, which says meanwhile which process holds it.

    Raises `InUseError`, and `OSError` where it cannot be used: where there is a link, or a file with something else.
    """
    file = open_file(path, os.O_RDWR | os.O_CREAT)
    try:
        if not _acquired(file, _TRIES):
            raise InUseError(os.pread(file, _LONGEST_ID, 0).decode(errors="replace").strip())
        if (held := os.pread(file, _LONGEST_ID + 1, 0)) and not (held.isdigit() and len(held) <= _LONGEST_ID):
            # a hard link, say, to what must not be emptied
            raise OddFileError(path, "not a lock file: it holds something else", "another folder")
        os.ftruncate(file, 0)
        os.pwrite(file, str(os.getpid()).encode(), 0)
        try:
            yield
        finally:
            os.ftruncate(file, 0)
    finally:
        os.close(file)


@contextmanager
def locked_folder(folder: Path) -> Generator[None]:
    """Hold the lock of a folder itself; waits for whoever holds it. Raises `OSError`."""
    from filelock import lock_descriptor

    place = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        lock_descriptor(place)
        yield
    finally:
        os.close(place)


def is_locked(path: Path) -> bool:
    """Whether a process holds this lock file."""
    try:
        file = open_file(path)
    except OSError:
        return False
    try:
        return not _acquired(file, 2)
    except OSError:
        return False
    finally:
        os.close(file)


def _acquired(file: int, tries: int) -> bool:
    """Take a lock, tried again after a pause, since who only asks whether it is held holds it for a moment."""
    from filelock import lock_descriptor

    for attempt in range(tries):
        if attempt:
            time.sleep(_PAUSE_SECONDS)
        if lock_descriptor(file, blocking=False):
            return True
    return False
