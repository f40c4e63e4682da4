"""What goes on behind the pages: kernels being compiled, draws being computed; each a process that can be ended."""

import asyncio
import contextlib
import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ripeness.crisis.compiled.kernel_cache import are_compiled
from ripeness.errors import Problem, UnknownNameError
from ripeness.files.own_folder import own_folder
from ripeness.workbench.changes import Changes
from ripeness.workbench.drawing import ANSWER

# runs that are kept for a page that comes back to them
MOST_KEPT = 12
MOST_DESKS = 20
_ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "VECLIB_MAXIMUM")}


@dataclass
class Job:
    """A process, what it does, and what it has said last."""

    key: str
    folder: Path | None = None
    said: dict[str, Any] = field(default_factory=dict[str, Any])
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    task: "asyncio.Task[None] | None" = None

    @property
    def is_over(self) -> bool:
        """Whether it has ended, in whatever way."""
        return any(name in self.said for name in ("finished", "problems", "stopped"))

    async def tell(self, said: dict[str, Any]) -> None:
        """Let whoever listens know."""
        async with self.changed:
            self.said = self.said | said
            self.changed.notify_all()

    async def events(self) -> AsyncGenerator[dict[str, Any]]:
        """What it says, from now to its end."""
        last: dict[str, Any] | None = None
        while True:
            async with self.changed:
                if self.said == last:
                    if self.is_over:
                        return
                    await self.changed.wait()
                last = self.said
            yield last


class Jobs:
    """The jobs of a server: the kernels, and one run of draws at a time."""

    def __init__(self, desk: Path, when_compiled: Callable[[], None]) -> None:
        self._when_compiled = when_compiled
        self._room = _room_of(desk)
        self._jobs: dict[str, Job] = {}
        self._one_at_a_time = asyncio.Semaphore(1)
        self.kernels = Job("kernels", said={"finished": True} if are_compiled() else {})

    def compile_kernels(self) -> None:
        """Begin to compile what is not compiled; what is asked meanwhile takes the plain engine."""
        if not self.kernels.is_over:
            self.kernels.task = asyncio.create_task(self._compile())

    async def _compile(self) -> None:
        await self._process(self.kernels, {})
        self._when_compiled()

    def draws(self, text: str, file: str, changes: Changes, draws: int, seed: int) -> Job:
        """The job that computes these draws, begun if it does not go on already."""
        asked = {"text": text, "file": file, "set": str(changes), "draws": draws, "seed": seed}
        key = hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:24]
        job = self._jobs.get(key)
        if job is None or "stopped" in job.said or "problems" in job.said:
            job = Job(key, self._room / key, {"done": 0, "draws": draws})
            self._jobs[key] = job
            job.task = asyncio.create_task(self._draw(job, asked))
        return job

    def job(self, key: str) -> Job:
        """A job of draws. Raises `UnknownNameError`."""
        if key not in self._jobs:
            raise UnknownNameError(Problem("", "these draws are not known here, expected: to ask for them again"))
        return self._jobs[key]

    async def stop(self, key: str) -> None:
        """End a job; what it has finished is kept, so that it goes on from there if it is asked for again."""
        job = self.job(key)
        if job.task is not None and not job.is_over:
            job.task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await job.task
            await job.tell({"stopped": True})

    async def close(self) -> None:
        """End all of them."""
        for job in (*self._jobs.values(), self.kernels):
            if job.task is not None and not job.task.done():
                job.task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await job.task

    def answer(self, key: str) -> bytes | None:
        """The answer of a job of draws, as JSON; None where it has not finished."""
        job = self.job(key)
        assert job.folder is not None
        if "finished" not in job.said:
            return None
        try:
            return (job.folder / ANSWER).read_bytes()
        except FileNotFoundError:
            # thrown away meanwhile, to make room
            return None

    async def _draw(self, job: Job, asked: dict[str, Any]) -> None:
        assert job.folder is not None
        async with self._one_at_a_time:
            self._make_room()
            job.folder.mkdir(mode=0o700, exist_ok=True)
            await self._process(job, asked | {"folder": str(job.folder)})

    def _make_room(self) -> None:
        """Throw away the runs that have not been asked for longest."""
        _keep_newest(self._room, MOST_KEPT)

    async def _process(self, job: Job, asked: dict[str, Any]) -> None:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "ripeness.workbench.drawing",
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
            env=os.environ | _ONE_THREAD, limit=1 << 20, start_new_session=True,
        )  # fmt: skip
        assert process.stdin
        assert process.stdout
        try:
            process.stdin.write(json.dumps(asked).encode() + b"\n")
            await process.stdin.drain()
            process.stdin.close()
            async for line in process.stdout:
                await job.tell(json.loads(line))
            await process.wait()
            if not job.is_over:
                fault = "The process that computes them has ended; it may lack memory."
                await job.tell({"problems": [{"path": "", "message": fault}]})
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()


def _room_of(desk: Path) -> Path:
    """Where the runs of a desk are kept, apart from those of other desks, which other servers may be computing."""
    rooms = own_folder("workbench", is_closed=True)
    if rooms is None:
        return Path(tempfile.mkdtemp(prefix="ripeness-"))
    _keep_newest(rooms, MOST_DESKS)
    room = rooms / hashlib.sha256(str(desk).encode()).hexdigest()[:24]
    room.mkdir(mode=0o700, exist_ok=True)
    os.utime(room)
    return room


def _keep_newest(folder: Path, most: int) -> None:
    """Throw away the folders in a folder that were not touched longest, but for so many; others may do the same."""
    found: list[tuple[float, Path]] = []
    for path in folder.iterdir():
        with contextlib.suppress(FileNotFoundError):
            if path.is_dir() and not path.is_symlink():
                found.append((path.stat().st_mtime, path))
    for _, path in sorted(found)[:-most]:
        shutil.rmtree(path, ignore_errors=True)
