"""Who computes the chunks of an ensemble: this process, several on this machine, or a Dask cluster; all alike."""

import hashlib
import platform
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, as_completed, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from ripeness import version
from ripeness.case.model import Case
from ripeness.crisis.compiled.kernel_cache import are_compiled
from ripeness.ensemble.draws import drawn
from ripeness.ensemble.ensemble import Chunk, chunk
from ripeness.ensemble.processes import processes
from ripeness.errors import InputError, Problem, RipenessError

MOST_TRIES = 3
CONNECT_SECONDS = 10

_LIBRARIES = ("llvmlite", "numba", "numpy", "scipy")
# the rooms whose code decides numbers
_COMPUTING = ("answer", "bargaining", "case", "crisis", "ensemble", "rules", "settlements")

Item = TypeVar("Item")
Result = TypeVar("Result")


class Block(NamedTuple):
    """Consecutive draws that are computed together."""

    first: int
    draws: int


def blocks(draws: int, size: int) -> tuple[Block, ...]:
    """All draws in blocks of one size, whoever computes them.

    >>> blocks(8, 3)
    (Block(first=0, draws=3), Block(first=3, draws=3), Block(first=6, draws=2))
    """
    return tuple(Block(first, min(size, draws - first)) for first in range(0, draws, size))


@cache
def made_with() -> dict[str, str]:
    """What the last digits of a number may hang on: machine, Python, libraries, and the code that computes."""
    code = hashlib.sha256()
    rooms = Path(version.__file__).parent
    for path in sorted(rooms.rglob("*.py")):
        if path.relative_to(rooms).parts[0] in _COMPUTING:
            code.update(path.read_bytes())
    return {
        "platform": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        **{name: metadata.version(name) for name in _LIBRARIES},
        "ripeness": version.VERSION,
        "code": code.hexdigest(),
    }


def compute(
    case: Case, seed: int, wanted: Iterable[Block], workers: int = 1, scheduler: str | None = None
) -> Generator[Chunk]:
    """Chunks as they are finished, in any order.

    One worker is this process, several are processes of their own; with a `scheduler`, such as `tcp://head:8786`, the
    workers are those of a Dask cluster. A worker that dies is replaced and its blocks are computed again. Raises
    `RipenessError` for a block whose workers died `MOST_TRIES` times, `InputError` for a cluster that cannot be used.
    """
    todo = tuple(wanted)
    if scheduler is not None:
        yield from _on_cluster(case, seed, todo, scheduler)
    elif min(workers, len(todo)) <= 1:
        yield from (_computed(case, seed, block) for block in todo)
    else:
        yield from _in_processes(case, seed, todo, min(workers, len(todo)))


def _computed(case: Case, seed: int, block: Block) -> Chunk:
    return chunk(case, drawn(seed, block.first, block.draws), block.first)


def each(
    task: Callable[[Case, int, Item], Result], items: Sequence[Item], case: Case, seed: int, workers: int = 1
) -> Generator[tuple[Item, Result]]:
    """What a module's function makes of a case, a seed and each of some items, as it is finished, in any order.

    Several workers are processes of their own. Raises `RipenessError` where one of them dies.
    """
    if min(workers, len(items)) <= 1:
        yield from ((item, task(case, seed, item)) for item in items)
        return
    with processes(min(workers, len(items)), _begin_worker, (case, seed)) as pool:
        waiting = {pool.submit(_task_in_worker, task, item): item for item in items}
        for future in as_completed(waiting):
            try:
                yield waiting[future], future.result()
            except BrokenProcessPool as error:
                raise RipenessError("A worker has died. It may lack memory: give fewer --workers.") from error


def _gave_up(block: Block, why: str) -> RipenessError:
    last = block.first + block.draws - 1
    return RipenessError(
        f"Draws {block.first} to {last}: {why}. The workers may lack memory: give fewer --workers and the same command "
        "again; whole chunks are kept."
    )


# --- processes on this machine ---

_given: list[tuple[Case, int]] = []


def _begin_worker(case: Case, seed: int) -> None:
    _given[:] = [(case, seed)]


def _in_worker(block: Block) -> Chunk:
    ((case, seed),) = _given
    return _computed(case, seed, block)


def _task_in_worker(task: Callable[[Case, int, Item], Result], item: Item) -> Result:
    ((case, seed),) = _given
    return task(case, seed, item)


def _in_processes(case: Case, seed: int, todo: tuple[Block, ...], workers: int) -> Iterator[Chunk]:
    if not are_compiled():
        # with two draws here, once, and not in each process
        _computed(case, seed, Block(todo[0].first, 2))
    left, tries = list(reversed(todo)), Counter[Block]()
    while left:
        with processes(workers, _begin_worker, (case, seed)) as pool:
            died = yield from _until_one_dies(pool, left, workers)
        # which of them ended the worker nobody knows
        tries.update(died)
        for block in died:
            if tries[block] >= MOST_TRIES:
                raise _gave_up(block, f"their worker has died {MOST_TRIES} times")
        left += reversed(died)


def _until_one_dies(pool: ProcessPoolExecutor, left: list[Block], workers: int) -> Generator[Chunk, None, list[Block]]:
    """Chunks, taken from the end of those left, until none is left or a worker dies; the blocks under way then."""
    waiting: dict[Future[Chunk], Block] = {}
    while left or waiting:
        try:
            # one more than can run, so that no worker waits while a chunk is written
            while left and len(waiting) <= workers:
                waiting[pool.submit(_in_worker, left[-1])] = left[-1]
                left.pop()
        except BrokenProcessPool:
            return list(waiting.values())
        died: list[Block] = []
        for future in wait(waiting, return_when=FIRST_COMPLETED).done:
            block = waiting.pop(future)
            try:
                found = future.result()
            except BrokenProcessPool:
                died.append(block)
            else:
                yield found
        if died:
            return [*died, *waiting.values()]
    return []


# --- a cluster ---


def _on_cluster(case: Case, seed: int, todo: tuple[Block, ...], scheduler: str) -> Iterator[Chunk]:
    try:
        from distributed import CancelledError, Client, KilledWorker, as_completed
        from distributed.comm.core import CommClosedError
    except ImportError:
        fault = "needs Dask, which is not installed; to install it: pip install 'ripeness[dask]'"
        raise InputError(Problem("--scheduler", fault)) from None
    try:
        client: Any = Client(scheduler, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        fault = f"no Dask scheduler answers at {scheduler}, expected: an address such as tcp://head:8786"
        raise InputError(Problem("--scheduler", fault)) from error
    try:
        _check_cluster(client, scheduler)
        yield from _gathered(client, as_completed, case, seed, todo)
    except KilledWorker as error:
        raise RipenessError(f"The workers of the cluster died again and again: {error}") from error
    except (CancelledError, CommClosedError, OSError) as error:
        fault = f"the connection to {scheduler} was lost ({error}); whole chunks are kept: give the same command again"
        raise InputError(Problem("--scheduler", fault)) from error
    finally:
        with suppress(OSError, TimeoutError):
            client.close()


def _gathered(client: Any, as_completed: Any, case: Case, seed: int, todo: tuple[Block, ...]) -> Iterator[Chunk]:
    # The case is the result of a task, not scattered data: what a dying worker took with it is made again.
    held = client.submit(_itself, case, pure=False)
    left = list(reversed(todo))
    # results wait in the workers' memory: no more of them than keep the cluster busy
    most = 2 * max(1, sum(client.nthreads().values()))
    running = as_completed(loop=client.loop, with_results=True)
    waiting = 0
    while left or waiting:
        while left and waiting < most:
            block = left.pop()
            task = client.submit(_on_worker, held, seed, block, made_with(), pure=False, retries=MOST_TRIES - 1)
            running.add(task)
            waiting += 1
        future, found = next(running)
        waiting -= 1
        future.release()
        yield found


def _itself(case: Case) -> Case:
    return case


def _on_worker(case: Case, seed: int, block: Block, expected: dict[str, str]) -> Chunk:
    """Refuses to compute with other code or libraries, whose last digits may be others."""
    here = made_with()
    if here != expected:
        other = ", ".join(f"{name} {here[name]}" for name in here if here[name] != expected.get(name))
        fault = f"a worker of the cluster computes with {other}, expected: the same as here"
        raise InputError(Problem("--scheduler", fault))
    return _computed(case, seed, block)


def _check_cluster(client: Any, scheduler: str) -> None:
    if not client.nthreads():
        try:
            client.wait_for_workers(1, timeout=CONNECT_SECONDS)
        except TimeoutError:
            raise InputError(Problem("--scheduler", f"{scheduler} has no workers; start some: dask worker")) from None
