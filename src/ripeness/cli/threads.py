"""How many threads linear algebra takes."""

import os


def one_thread() -> None:
    """Let linear algebra use one thread; it reads this when it is imported, so call it before anything that does."""
    for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "VECLIB_MAXIMUM"):
        os.environ.setdefault(f"{name}_NUM_THREADS", "1")
