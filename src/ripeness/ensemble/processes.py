"""Processes of their own that compute for this one; nothing that computes is imported here."""

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Generator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import connection, forkserver, resource_tracker
from multiprocessing.context import BaseContext
from typing import Any

from ripeness.crisis.compiled.kernel_cache import are_compiled

# linear algebra with several threads adds in another order, and takes cores from the other workers
_ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "VECLIB_MAXIMUM")}
# what a worker imports before its first draw
_NEEDED = (
    "ripeness.ensemble.forked",
    "ripeness.ensemble.workers",
    "ripeness.crisis.compiled.batch",
    "scipy.special",
    "scipy.stats",
)


def _context() -> BaseContext:
    """How workers come to be: never as a fork of this process, for that would copy locks that other threads hold.

    On Linux they are forks of a server that has done nothing but import what they need, which takes a second or two;
    elsewhere libraries may not survive a fork.
    """
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(_NEEDED))
    return context


def prepare() -> None:
    """Let what several workers share be made ready, while this process goes on with other things."""
    # if not, this process compiles, and says so
    if are_compiled():
        _start_server(_context())


def _start_server(context: BaseContext) -> None:
    """Start the server of workers where there is to be one, deaf to Ctrl-C.

    It reaches every process of the terminal, and while the server imports it would answer with a traceback.
    """
    if context.get_start_method() != "forkserver":
        return
    # this one is deaf by itself, but starting it opens our ears again
    resource_tracker.ensure_running()
    deaf = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        with _one_thread():
            forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, deaf)


@contextmanager
def processes(workers: int, begin: Callable[..., None], given: tuple[Any, ...]) -> Generator[ProcessPoolExecutor]:
    """So many workers, each of which does `begin` with what is given first; they are gone when this ends."""
    before = set(multiprocessing.active_children())
    context = _context()
    _start_server(context)
    pool = ProcessPoolExecutor(workers, context, _begin, (begin, given))
    try:
        with _one_thread():
            yield pool
    except BaseException:
        for child in set(multiprocessing.active_children()) - before:
            child.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _begin(begin: Callable[..., None], given: tuple[Any, ...]) -> None:
    # Ctrl-C reaches every process of the terminal; the parent alone answers it
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    begin(*given)


@contextmanager
def _one_thread() -> Generator[None]:
    """Processes started meanwhile compute with one thread each; libraries read this when they are imported."""
    were = {name: os.environ.get(name) for name in _ONE_THREAD}
    os.environ.update(_ONE_THREAD)
    try:
        yield
    finally:
        for name, value in were.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


def _leave_with_parent() -> None:
    """A pool's worker waits for ever once its parent has been killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
