"""Who computes: two processes with their compiled kernels and the cases that they have read.

Equal questions share one computation, and answers are kept up to a size.
"""

import asyncio
import multiprocessing
import os
import signal
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import lru_cache
from multiprocessing import connection
from typing import Any

from ripeness.case.model import Case
from ripeness.errors import InputError, RipenessError, UnknownNameError
from ripeness.workbench.changes import Changes, changes_from
from ripeness.workbench.desk import case_from

PROCESSES = 2
# answers that are kept, in bytes; a glance has some 60 kB
MOST_KEPT = 32 << 20

Ask = tuple[str, str, str, Changes, tuple[Any, ...]]


class Answerers:
    """Two processes that answer questions about cases; to be closed."""

    def __init__(self) -> None:
        self._pool = _pool()
        self._kept: OrderedDict[Ask, bytes] = OrderedDict()
        self._size = 0
        self._asked: dict[Ask, asyncio.Task[bytes]] = {}

    async def ask(self, what: str, text: str, file: str, changes: Changes, *details: Any) -> bytes:
        """JSON of an answer on a case with changes: `what` is a name of `questions.QUESTIONS`.

        Raises `InputError` as the question does. Nothing is computed that nobody waits for any more, if it has not
        begun.
        """
        key: Ask = (what, text, file, str(changes), details)  # type: ignore[assignment]
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        task = self._asked.get(key)
        if task is None:
            task = asyncio.create_task(self._compute(what, text, file, changes, details))
            self._asked[key] = task
            task.add_done_callback(lambda done: self._settled(key, done))
        return await asyncio.shield(task)

    def _settled(self, key: Ask, done: "asyncio.Task[bytes]") -> None:
        self._asked.pop(key, None)
        if done.cancelled() or done.exception() is not None:
            return
        self._kept[key] = done.result()
        self._size += len(done.result())
        while self._size > MOST_KEPT:
            _, dropped = self._kept.popitem(last=False)
            self._size -= len(dropped)

    async def _compute(self, what: str, text: str, file: str, changes: Changes, details: tuple[Any, ...]) -> bytes:
        for _ in range(2):
            pool = self._pool
            try:
                return await asyncio.wrap_future(pool.submit(_answer, what, text, file, changes, details))
            except BrokenProcessPool:
                # ended from outside, such as for want of memory
                if self._pool is pool:
                    self._pool = _pool()
        raise RipenessError("The process that answers has ended twice; it may lack memory.")

    def renew(self) -> None:
        """Begin anew with other processes, which find kernels that were compiled meanwhile."""
        old, self._pool = self._pool, _pool()
        old.shutdown(wait=False)

    def close(self) -> None:
        """End the processes."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def _pool() -> ProcessPoolExecutor:
    pool = ProcessPoolExecutor(PROCESSES, multiprocessing.get_context("spawn"), initializer=_prepare)
    for _ in range(PROCESSES):
        # so that the first question need not wait for a start
        pool.submit(_nothing)
    return pool


def _prepare() -> None:
    # the server ends its processes itself
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_server, daemon=True).start()
    import ripeness.workbench.questions  # noqa: F401  # pyright: ignore[reportUnusedImport]


def _end_with_the_server() -> None:
    """End this process once the server is gone: one that is killed can end nobody, and a pool waits for ever."""
    server = multiprocessing.parent_process()
    if server is not None:
        connection.wait([server.sentinel])
        os._exit(0)


def _nothing() -> None: ...


@lru_cache(maxsize=16)
def _changed(text: str, file: str, changes: str) -> Case:
    """The same case for the same changes, on which more is asked."""
    return changes_from([changes]).applied(case_from(text, file))


def _answer(what: str, text: str, file: str, changes: Changes, details: tuple[Any, ...]) -> bytes:
    from ripeness.workbench.questions import QUESTIONS

    answer: Callable[..., bytes] = QUESTIONS[what]
    try:
        return answer(_changed(text, file, str(changes)), *details)
    except InputError as error:
        # what else it holds need not be something that can be sent
        kind = UnknownNameError if isinstance(error, UnknownNameError) else InputError
        raise kind(*error.problems) from None
