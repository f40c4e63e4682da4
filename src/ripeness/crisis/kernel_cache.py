"""Where compiled kernels are kept; nothing of the compiler is imported here."""

import hashlib
import os
import tempfile
from pathlib import Path

_SOURCES = ("compiled.py", "rows.py", "backward.py", "forward.py", "kernel.py")
# what the others are called from, and so compiled last
_LAST = "kernel.solve_block-*.nbc"


def cache_folder() -> Path:
    """Keyed by the bytes of the kernels' sources, so that none outlives them: numba would serve stale callees."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    try:
        base.mkdir(parents=True, exist_ok=True)
    except OSError:
        base = Path(tempfile.gettempdir())
    sources = b"".join((Path(__file__).parent / name).read_bytes() for name in _SOURCES)
    return base / "ripeness" / f"kernels-{hashlib.sha256(sources).hexdigest()[:16]}"


def are_compiled() -> bool:
    """Whether the kernels have been compiled, so that no process has to."""
    return any(cache_folder().rglob(_LAST))
