"""Files that are there whole or not at all, whenever the process or the machine stops."""

import errno
import os
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from pathlib import Path

from ripeness.errors import InputError, Problem

NEW = ".new"  # ends the name of a file that is not yet whole


def write_whole(path: Path, parts: Iterable[bytes | memoryview]) -> None:
    """Write a file: under another name first, then to the disk, then renamed.

    Raises `InputError` where it cannot be written; no part of it is left then.
    """

    def fill(new: Path) -> None:
        file = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o666)
        try:
            for part in parts:
                rest = memoryview(part).cast("B")
                while rest:
                    rest = rest[os.write(file, rest) :]
        finally:
            os.close(file)

    make_whole(path, fill)


def make_whole(path: Path, fill: Callable[[Path], None]) -> None:
    """Let `fill` write a file under another name, then bring it to the disk and rename it; else as `write_whole`."""
    new = path.with_name(path.name + NEW)
    with storage(path):
        try:
            fill(new)
            _to_disk(new)
            os.replace(new, path)
        except BaseException:
            new.unlink(missing_ok=True)
            raise
        _to_disk(path.parent)


@contextmanager
def storage(path: Path) -> Generator[None]:
    """Turn what the operating system says of files into a message for the person who chose the folder."""
    try:
        yield
    except OSError as error:
        raise unusable(path, error) from error


def unusable(path: Path, error: OSError) -> InputError:
    """What to say where a file cannot be used.

    >>> print(unusable(Path("out/x"), OSError(errno.ENOSPC, "No space left on device")))
    out/x  there is no space left on the disk; whole chunks are kept: make room and give the same command again
    """
    reason = os.strerror(error.errno).lower() if error.errno else str(error)
    message = f"cannot be used: {reason}, would be right: a folder that can be written"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        message = "there is no space left on the disk; whole chunks are kept: make room and give the same command again"
    return InputError(Problem("", message, file=str(path)))


def _to_disk(path: Path) -> None:
    file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(file)
    finally:
        os.close(file)
