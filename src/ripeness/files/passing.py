"""A folder that is there while somebody works in it; where a killed process left it, the next throws it away."""

import os
import secrets
import shutil
import stat
import tempfile
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ripeness.errors import InputError, Problem

_NAME = "ripeness-run-"
_COMING = ".ripeness-new-"  # not yet locked, which takes no time
_SURELY_LEFT_SECONDS = 3600.0
_PLACE = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


@contextmanager
def passing_folder() -> Generator[Path]:
    """An empty folder of this user's alone, which is gone afterwards. Raises `InputError` where there can be none.

    It is locked while it is in use, and the kernel ends a lock with its process: what is not locked has been left
    behind by a process that was killed, and is thrown away now.
    """
    from filelock import lock_descriptor

    base = _base()
    for left in _left_behind(base):
        shutil.rmtree(left, ignore_errors=True)
    try:
        coming = Path(tempfile.mkdtemp(prefix=_COMING, dir=base))
    except OSError as error:
        raise _no_place(str(base), error) from error
    folder = base / f"{_NAME}{secrets.token_hex(8)}"
    place = os.open(coming, _PLACE)
    try:
        # where a system has no locks, nobody throws away what is not locked either
        with suppress(OSError):
            lock_descriptor(place)
        coming.rename(folder)
        yield folder
    finally:
        for each in (coming, folder):
            shutil.rmtree(each, ignore_errors=True)
        os.close(place)


def _base() -> Path:
    try:
        return Path(tempfile.gettempdir())
    except FileNotFoundError as error:
        raise _no_place("TMPDIR", error) from error


def _no_place(where: str, error: OSError) -> InputError:
    reason = os.strerror(error.errno or 0).lower()
    fault = f"cannot be used for temporary files: {reason}, expected: TMPDIR set to a folder that can, or --out DIR"
    return InputError(Problem("", fault, file=where))


def _left_behind(base: Path) -> Iterator[Path]:
    """Our folders that nobody holds any more, each locked until the next is asked for."""
    from filelock import lock_descriptor

    for path in sorted([*base.glob(f"{_NAME}*"), *base.glob(f"{_COMING}*")]):
        # not there any more, or another user's
        with suppress(OSError):
            place = os.open(path, _PLACE)
            try:
                is_coming = path.name.startswith(_COMING) and _age(place) < _SURELY_LEFT_SECONDS
                if _is_ours(place) and not is_coming and lock_descriptor(place, blocking=False):
                    yield path
            finally:
                os.close(place)


def _is_ours(place: int) -> bool:
    """Whether a folder is this user's, and closed to all others, as we make them."""
    of = os.fstat(place)
    return of.st_uid == os.geteuid() and stat.S_IMODE(of.st_mode) == stat.S_IRWXU


def _age(place: int) -> float:
    return time.time() - os.fstat(place).st_mtime
