"""Where compiled kernels are kept; nothing of the compiler is imported here.

What is kept are pickles, which can do anything to whoever loads them. So they lie in a folder of this user's that
nobody else can write to or look into, or nowhere.
"""

import hashlib
from pathlib import Path

from ripeness.files.own_folder import own_folder

_SOURCES = ("compiler.py", "rows.py", "backward.py", "forward.py", "kernel.py")
# what the others are called from, and so compiled last
_LAST = "kernel.solve_block-*.nbc"


def cache_folder() -> Path | None:
    """The folder, made if need be; None where there is none that is this user's alone.

    Keyed by the bytes of the kernels' sources, so that none outlives them: numba would serve stale callees.
    """
    sources = b"".join((Path(__file__).parent / name).read_bytes() for name in _SOURCES)
    name = f"kernels-{hashlib.sha256(sources).hexdigest()[:16]}"
    return own_folder(name, is_closed=True)


def are_compiled() -> bool:
    """Whether the kernels have been compiled, so that no process has to."""
    folder = cache_folder()
    return folder is not None and any(folder.rglob(_LAST))
