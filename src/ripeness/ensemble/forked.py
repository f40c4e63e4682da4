"""Imported by nobody but the server that workers are forked from: what it says of a worker that cannot begin.

A worker finds neither semaphores nor pipes, or half of what it was to be sent, where the process that asked for it has
been stopped meanwhile. Whoever stopped it knows, and needs no traceback.
"""

import sys
from pickle import UnpicklingError
from types import TracebackType


def _tell(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
    if not isinstance(error, OSError | EOFError | UnpicklingError):
        sys.__excepthook__(kind, error, traceback)


sys.excepthook = _tell
