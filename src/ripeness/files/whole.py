"""Files that are there whole or not at all, whenever the process or the machine stops."""

import os
import secrets
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from ripeness.files.opening import NAME_MAX, OddFileError, folder_of, open_at, refuse_odd_at, storage

NEW = ".new"  # ends the name of a file that is not yet whole

Parts = Iterable[bytes | memoryview]


def write_whole(path: Path, parts: Parts, within: Path | None = None) -> None:
    """Write a file: under another name first, then to the disk, then renamed.

    What stands under that other name, the file's with `.new`, is ours, left by a process that was killed. No link is
    followed, neither at the file nor below `within`. Raises `InputError` where it cannot be written; no part of it is
    left then.
    """
    with storage(path):
        _make(path, within, lambda file, _: _write(file, parts))


def make_whole(path: Path, fill: Callable[[Path], None], within: Path | None = None) -> None:
    """Let `fill` write a file that is there, empty, under another name; else as `write_whole`."""
    with storage(path):
        _make(path, within, lambda _, new: fill(new))


def write_beside_others(path: Path, content: bytes, replacing: bool = False) -> None:
    """Write a file into a folder of the user's, where no name is ours; over another only if `replacing`.

    Raises `OSError`: `FileExistsError` where the name has been taken, `OddFileError` where there is no file.
    """
    with folder_of(path) as place:
        refuse_odd_at(place, path)
        new = path.with_name(_cut(f".{path.name}", f".{secrets.token_hex(4)}{NEW}"))
        file = _created(place, new)
        try:
            _write(file, [content])
            os.fsync(file)
            if replacing:
                os.replace(new, path)
            else:
                # a link fails where the name has been taken meanwhile, which a rename would write over
                os.link(new, path)
        finally:
            os.close(file)
            with suppress(FileNotFoundError):
                os.unlink(new.name, dir_fd=place)


def _make(path: Path, within: Path | None, fill: Callable[[int, Path], None]) -> None:
    new = path.with_name(_cut(path.name, NEW))
    with folder_of(path, within) as place:
        # a rename would put a file in place of a link, which the user has made for a reason
        refuse_odd_at(place, path)
        # this unlinks a link too, and not what it leads to
        with suppress(FileNotFoundError):
            os.unlink(new.name, dir_fd=place)
        file = _created(place, new)
        try:
            fill(file, new)
            _refuse_another(file, place, new)
            os.fsync(file)
            os.replace(new, path)
        except BaseException:
            with suppress(FileNotFoundError):
                os.unlink(new.name, dir_fd=place)
            raise
        finally:
            os.close(file)
        _folder_to_disk(path.parent)


def _created(place: int, new: Path) -> int:
    return open_at(place, new, os.O_RDWR | os.O_CREAT | os.O_EXCL)


def _refuse_another(file: int, place: int, new: Path) -> None:
    """Raise `OddFileError` where somebody has put another file in place of the one that we made."""
    there, ours = os.stat(new.name, dir_fd=place, follow_symlinks=False), os.fstat(file)
    if (there.st_dev, there.st_ino) != (ours.st_dev, ours.st_ino):
        raise OddFileError(new, "not the file that was just made there", "a folder that no other program writes to")


def _write(file: int, parts: Parts) -> None:
    for part in parts:
        rest = memoryview(part).cast("B")
        while rest:
            rest = rest[os.write(file, rest) :]


def _cut(name: str, end: str) -> str:
    """A name with an ending, and no longer than names may be."""
    return os.fsdecode(os.fsencode(name)[: NAME_MAX - len(end)]) + end


def _folder_to_disk(path: Path) -> None:
    folder = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
