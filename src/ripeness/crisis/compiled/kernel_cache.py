"""Where compiled kernels are kept; nothing of the compiler is imported here.

What is kept are pickles, which can do anything to whoever loads them. So they lie in a folder of this user's that
nobody else can write to or look into, or nowhere.
"""

import hashlib
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_SOURCES = ("compiler.py", "rows.py", "backward.py", "forward.py", "kernel.py")
# what the others are called from, and so compiled last
_LAST = "kernel.solve_block-*.nbc"


def cache_folder() -> Path | None:
    """The folder, made if need be; None where there is none that is this user's alone.

    Keyed by the bytes of the kernels' sources, so that none outlives them: numba would serve stale callees.
    """
    sources = b"".join((Path(__file__).parent / name).read_bytes() for name in _SOURCES)
    name = f"kernels-{hashlib.sha256(sources).hexdigest()[:16]}"
    for base in _bases():
        if _is_ours(base) and _is_ours(base / name, holds_pickles=True):
            return base / name
    return None


def are_compiled() -> bool:
    """Whether the kernels have been compiled, so that no process has to."""
    folder = cache_folder()
    return folder is not None and any(folder.rglob(_LAST))


def _bases() -> Iterator[Path]:
    """In the user's cache; where that cannot be, in the folder of temporary files, under the user's number."""
    # there may be no home, and no folder that can be written
    with suppress(RuntimeError):
        yield Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ripeness"
    with suppress(FileNotFoundError):
        yield Path(tempfile.gettempdir()) / f"ripeness-{os.geteuid()}"


def _is_ours(folder: Path, holds_pickles: bool = False) -> bool:
    """Whether a folder, made if need be, is this user's and closed to others: to their writing, or altogether."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        of = folder.lstat()
        if not stat.S_ISDIR(of.st_mode) or of.st_uid != os.geteuid():
            return False
        if holds_pickles and of.st_mode & 0o022:
            # others could have put something there
            return False
        if wide := of.st_mode & (0o077 if holds_pickles else 0o022):
            folder.chmod(stat.S_IMODE(of.st_mode) & ~wide)
        return os.access(folder, os.W_OK | os.X_OK)
    except OSError:
        return False
