"""Folders of our own in the user's cache, which nobody else can write to."""

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path


def own_folder(name: str, is_closed: bool = False) -> Path | None:
    """A folder of this user's alone, made if need be; None where there is none.

    In the user's cache; where that cannot be, in the folder of temporary files, under the user's number. One that
    `is_closed` is closed to others altogether, and none of it is trusted if it was not; else only to their writing.
    """
    for base in _bases():
        if _is_ours(base) and _is_ours(base / name, is_closed):
            return base / name
    return None


def _bases() -> Iterator[Path]:
    # there may be no home, and no folder that can be written
    with suppress(RuntimeError):
        yield Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ripeness"
    with suppress(FileNotFoundError):
        yield Path(tempfile.gettempdir()) / f"ripeness-{os.geteuid()}"


def _is_ours(folder: Path, is_closed: bool = False) -> bool:
    """Whether a folder, made if need be, is this user's and closed to others: to their writing, or altogether."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        of = folder.lstat()
        if not stat.S_ISDIR(of.st_mode) or of.st_uid != os.geteuid():
            return False
        if is_closed and of.st_mode & 0o022:
            # others could have put something there
            return False
        if wide := of.st_mode & (0o077 if is_closed else 0o022):
            folder.chmod(stat.S_IMODE(of.st_mode) & ~wide)
        return os.access(folder, os.W_OK | os.X_OK)
    except OSError:
        return False
