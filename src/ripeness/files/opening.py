"""Opening files inside the folder that they belong to: no link below it is followed, and only files are opened.

A folder that somebody hands on may hold links to anything that its reader can read or write. So what a program opens
in it is found step by step, from the folder down, and is refused where a step is a link. The folder itself is the
user's own word: links on the way to it are followed.
"""

import errno
import os
import stat
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager, suppress
from pathlib import Path

from ripeness.errors import InputError, Problem

NAME_MAX = 255  # bytes of a name, on all file systems in use

# to pass through a folder one need not be able to list it
_PASS = getattr(os, "O_PATH", os.O_RDONLY) | os.O_DIRECTORY | os.O_CLOEXEC
# a FIFO would wait for its other end
_FILE = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
_KINDS = {
    stat.S_IFLNK: "a link, which is not followed",
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a FIFO",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


class OddFileError(OSError):
    """Where a file or a folder should be there is something else, such as a link; `wanted` is what should be."""

    def __init__(self, path: Path, found: str, wanted: str = "a file") -> None:
        super().__init__(errno.EINVAL, f"is {found}", str(path))
        self.wanted = wanted


def odd(path: Path, mode: int, wanted: str = "a file") -> OddFileError:
    """The error for a place where there is something of another kind than what is wanted."""
    return OddFileError(path, _KINDS.get(stat.S_IFMT(mode), "a file"), wanted)


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
    if isinstance(error, OddFileError):
        return InputError(Problem("", f"{error.strerror}, expected: {error.wanted}", str(error.filename)))
    reason = os.strerror(error.errno).lower() if error.errno else str(error)
    message = f"cannot be used: {reason}, expected: a folder that can be written"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        message = "there is no space left on the disk; whole chunks are kept: make room and give the same command again"
    if error.errno == errno.ENAMETOOLONG:
        message = f"cannot be used: {reason}, expected: names of at most {NAME_MAX} bytes"
    return InputError(Problem("", message, file=str(path)))


def is_file(path: Path) -> bool:
    """Whether a path that the user named leads to a file; links are followed, and no path is too odd to ask."""
    return _leads_to(path, stat.S_ISREG)


def is_folder(path: Path) -> bool:
    """The same for a folder."""
    return _leads_to(path, stat.S_ISDIR)


def is_named_fifo(path: Path) -> bool:
    """Whether a path leads to a FIFO that has a name, to open which could wait for ever; a shell's pipe has none."""
    return stat.S_ISFIFO(_mode(os.path.realpath(path)))


def is_own_file(path: Path) -> bool:
    """Whether a file itself is there, and no link to one."""
    return stat.S_ISREG(_mode(path))


def is_own_folder(path: Path) -> bool:
    """The same for a folder."""
    return stat.S_ISDIR(_mode(path))


def refuse_odd(folder: Path, files: Iterable[str], folders: Iterable[str] = ()) -> None:
    """Raise `OddFileError` where one of these names stands for something else than a file or a folder, if it is there.

    The folder itself must be no link either.
    """
    if stat.S_ISLNK(_mode(folder)):
        raise odd(folder, stat.S_IFLNK, "the folder itself")
    for name in files:
        if (mode := _mode(folder / name)) and not stat.S_ISREG(mode):
            raise odd(folder / name, mode)
    for name in folders:
        if (mode := _mode(folder / name)) and not stat.S_ISDIR(mode):
            raise odd(folder / name, mode, "a folder")


def refuse_odd_file(path: Path) -> None:
    """The same for one path, whatever leads to it. Raises `OSError` also where the path cannot be one."""
    try:
        mode = os.lstat(path).st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISREG(mode):
        raise odd(path, mode, "the file itself" if stat.S_ISLNK(mode) else "a file")


@contextmanager
def folder_of(path: Path, within: Path | None = None, make: bool = False) -> Generator[int]:
    """Pass into the folder of a file without following a link below `within`; the file's own folder if none is given.

    Gives a descriptor to name files by. With `make`, folders that are not there are made. Raises `OSError`, and
    `OddFileError` where a step is no folder.
    """
    root = path.parent if within is None else within
    steps = path.parent.relative_to(root).parts
    if ".." in steps or path.name in ("", ".."):
        raise OddFileError(path, "a name that leads out of its folder", "a name within it")
    place = os.open(root, _PASS)
    try:
        for number, step in enumerate(steps, start=1):
            if make:
                _make_folder(step, place)
            try:
                inner = os.open(step, _PASS | os.O_NOFOLLOW, dir_fd=place)
            except OSError as error:
                mode = _mode(step, place)
                raise (odd(root.joinpath(*steps[:number]), mode, "a folder") if mode else error) from None
            os.close(place)
            place = inner
        yield place
    finally:
        os.close(place)


def open_file(path: Path, flags: int = os.O_RDONLY, within: Path | None = None, mode: int = 0o666) -> int:
    """Open a file, and nothing else, without following a link at it or below `within`; gives its descriptor.

    Raises `OSError`, and `OddFileError` where there is something else.
    """
    with folder_of(path, within) as place:
        return open_at(place, path, flags, mode)


def open_at(place: int, path: Path, flags: int, mode: int = 0o666) -> int:
    """The same where the folder has been opened already."""
    # asked first, since to open a device can do something
    refuse_odd_at(place, path)
    file = os.open(path.name, flags | _FILE, mode, dir_fd=place)
    try:
        if not stat.S_ISREG(there := os.fstat(file).st_mode):
            raise odd(path, there)
    except BaseException:
        os.close(file)
        raise
    return file


def refuse_untellable(path: Path) -> None:
    """Raise `OddFileError` for a path that is no UTF-8, which databases cannot be told."""
    try:
        str(path.absolute()).encode()
    except UnicodeEncodeError:
        raise OddFileError(path, "at a path that is not UTF-8", "names in UTF-8") from None


def refuse_odd_at(place: int, path: Path) -> None:
    """Raise `OddFileError` where something else than a file is there, in a folder that has been opened already."""
    if (there := _mode(path.name, place)) and not stat.S_ISREG(there):
        raise odd(path, there)


def read_file(path: Path, largest: int, within: Path | None = None) -> bytes:
    """The bytes of a file, of which there may be at most `largest`; else as `open_file`."""
    return _bounded(open_file(path, within=within), path, largest)


def read_named(path: Path, largest: int) -> bytes:
    """The same for a path that the user named: links are followed, to a file."""
    if (mode := os.stat(path).st_mode) and not stat.S_ISREG(mode):
        raise odd(path, mode)
    file = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    return _bounded(file, path, largest)


def _bounded(descriptor: int, path: Path, largest: int) -> bytes:
    with os.fdopen(descriptor, "rb") as file:
        # the size first, for what is too large need not be read; it may still grow
        if os.fstat(file.fileno()).st_size > largest or len(raw := file.read(largest + 1)) > largest:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
        return raw


def _leads_to(path: Path, is_kind: Callable[[int], bool]) -> bool:
    try:
        return is_kind(os.stat(path).st_mode)
    except (OSError, ValueError):
        return False


def _mode(path: Path | str, place: int | None = None) -> int:
    """What is there, a link as a link; 0 if nothing is."""
    try:
        return os.stat(path, dir_fd=place, follow_symlinks=False).st_mode
    except (OSError, ValueError):
        return 0


def _make_folder(name: str, place: int) -> None:
    # whether what is there already is a folder shows when it is opened
    with suppress(FileExistsError):
        os.mkdir(name, dir_fd=place)
