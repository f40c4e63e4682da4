"""Runs: ensembles kept in a folder, chunk by chunk, so that what is computed once is never lost.

```
manifest.json     what is run, with what it is computed, and, once it is finished, the digests of its tables
case.json         the case
chunks/00000      intermediate, gone once the run is finished
draws.parquet     outcomes.parquet     curves.parquet     [every_curve.parquet]
[brief.json]      what the run says, once somebody has asked for its brief
timings.json      when and how long: all that differs when the same is computed again
lock              held by the process that computes
```

Every file is there whole or not at all. A run killed at any point is gone on with from its whole chunks, and ends in
the same bytes as one that nothing interrupted.
"""

import datetime as dt
import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, cast

from ripeness import version
from ripeness.case.model import Case
from ripeness.case.quantity import AS_IS
from ripeness.case.read.changes import plain
from ripeness.case.read.load import load_text
from ripeness.ensemble.draws import MOST_DRAWS
from ripeness.ensemble.ensemble import Table
from ripeness.ensemble.storage.chunk_file import ChunkFile, sound_chunk, write_chunk
from ripeness.ensemble.storage.manifest import (
    FORMAT,
    MANIFEST,
    TABLE_FILES,
    NoRunError,
    check_tables,
    digest_of,
    read_manifest,
)
from ripeness.ensemble.storage.tables import EVERY_CURVE, TABLES, read_table, write_tables
from ripeness.ensemble.workers import Block, blocks, compute, made_with
from ripeness.errors import InputError, Problem, RipenessError
from ripeness.files.foreign_json import json_file
from ripeness.files.locks import InUseError, is_locked, locked
from ripeness.files.opening import (
    is_folder,
    is_own_file,
    is_own_folder,
    read_file,
    refuse_odd,
    refuse_untellable,
    storage,
)
from ripeness.files.whole import NEW, write_whole

FEWEST_DRAWS = 8
CHUNK_DRAWS = 128
LARGEST_CASE = 1 << 24  # bytes of a case with all that its file leaves to defaults

Curves = Literal["quantiles", "all"]
Progress = Callable[[int, int], None]

_OUR_FILES = (MANIFEST, "case.json", "timings.json", "brief.json", "lock", *TABLE_FILES)
_CHUNKS = "chunks"
_OURS = (*_OUR_FILES, _CHUNKS)
_LARGEST_TIMINGS = 1 << 16
_ROUNDS = 3
_DEEPEST = 5


@dataclass(frozen=True)
class Plan:
    """What a run computes: runs of equal plans have equal tables."""

    case: str
    case_sha256: str
    version: str
    seed: int
    draws: int
    chunk_draws: int
    curves: str

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The draws as they are cut into chunks, whoever computes them."""
        return blocks(self.draws, self.chunk_draws)


@dataclass(frozen=True)
class KeptRun:
    """A run in its folder."""

    folder: Path
    plan: Plan
    title: str
    postures: tuple[str, ...]
    tables: Mapping[str, str]

    @property
    def is_finished(self) -> bool:
        """Whether its tables are there."""
        return bool(self.tables) and all(is_own_file(self.folder / name) for name in self.tables)

    @property
    def is_running(self) -> bool:
        """Whether a process computes it."""
        return is_locked(self.folder / "lock")

    @property
    def chunks_done(self) -> int:
        """How many chunks lie in the folder."""
        return sum(is_own_file(_chunk(self.folder, place)) for place in range(len(self.plan.blocks)))

    @property
    def state(self) -> str:
        """How far it is, as people read it: `finished`, or `running` or `stopped` with the chunks that are done."""
        if self.is_finished:
            return "finished"
        done = f"{self.chunks_done} of {len(self.plan.blocks)} chunks"
        return f"running, {done}" if self.is_running else f"stopped, {done}"

    @property
    def timings(self) -> Mapping[str, Any]:
        """When and how long; empty if that is not known."""
        try:
            found = json_file(self.folder / "timings.json", _LARGEST_TIMINGS, self.folder)
        except (OSError, InputError):
            return {}
        return cast(Mapping[str, Any], found) if isinstance(found, dict) else {}

    def check(self) -> None:
        """Raise `InputError`, which names the file, where a table is not as it was written."""
        check_tables(self.folder, self.tables)

    def case(self) -> Case:
        """The case as it was run. Raises `InputError` if its file is gone, or is not what was written."""
        path = self.folder / "case.json"
        with storage(path):
            raw = read_file(path, LARGEST_CASE, self.folder)
        if hashlib.sha256(raw).hexdigest() != self.plan.case_sha256:
            fault = "is damaged: it is not the case that was run, expected: the run computed again"
            raise InputError(Problem("", fault, file=str(path)))
        return load_text(raw.decode(), str(path))

    def table(self, name: str) -> Table:
        """A table of a finished run, `draws`, `outcomes` or `curves`, column by column.

        Raises `InputError` where it cannot be read or is not what was written.
        """
        file = f"{name}.parquet"
        check_tables(self.folder, self.tables, [file])
        return read_table(self.folder / file)


def plan_of(case: Case, draws: int, seed: int, curves: Curves = "quantiles", chunk_draws: int | None = None) -> Plan:
    """The plan of a run. Raises `InputError` for draws or seeds that there are not.

    Chunks have 256 draws, and fewer where there would be fewer than eight of them.
    """
    problems: list[Problem] = []
    if draws < FEWEST_DRAWS or draws & (draws - 1) or draws > MOST_DRAWS:
        right = f"0, which takes every judgement at its mode, or a power of two from {FEWEST_DRAWS} to {MOST_DRAWS}"
        problems.append(Problem("--draws", f"{draws} draws cannot be computed, expected: {right}"))
    if seed < 0:
        problems.append(Problem("--seed", f"{seed} is no seed, expected: a number from 0 up"))
    if problems:
        raise InputError(*problems)
    size = chunk_draws or min(CHUNK_DRAWS, max(FEWEST_DRAWS, draws // 8))
    return Plan(case.id, case_hash(case), version.VERSION, seed, draws, size, curves)


def case_hash(case: Case) -> str:
    """SHA-256 of what a case says; two files that say the same have the same."""
    return hashlib.sha256(_case_text(case)).hexdigest()


def make_run(
    case: Case,
    folder: Path,
    plan: Plan,
    workers: int = 1,
    scheduler: str | None = None,
    progress: Progress = lambda done, draws: None,
) -> KeptRun:
    """Compute a run in a folder, or what is missing of it; a finished one is returned as it is.

    `progress` is told how many of how many draws are done. Raises `InputError` where the folder holds another run, is
    in use by another process, or cannot be written.
    """
    with storage(folder):
        refuse_untellable(folder)
        refuse_odd(folder, _OUR_FILES, [_CHUNKS])
        folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder):
        there = _matching(folder, plan)
        if there and there.is_finished and _digests(folder, there.tables) == there.tables:
            _clear(folder, finished=True)
            return there
        return _computed(case, folder, plan, workers, scheduler, progress)


def open_run(folder: Path) -> KeptRun:
    """The run in a folder, finished or not. Raises `InputError` if there is none."""
    found = read_manifest(folder)
    return KeptRun(folder, Plan(**found.plan), found.title, found.postures, found.tables)


def list_runs(root: Path) -> tuple[KeptRun, ...]:
    """The runs in a folder and the folders below it, by their names. Raises `InputError` if there is no such folder."""
    return runs_and_problems(root)[0]


def runs_and_problems(root: Path) -> tuple[tuple[KeptRun, ...], tuple[Problem, ...]]:
    """The same, and what is wrong with those that cannot be read and are left out."""
    if not is_folder(root):
        raise InputError(Problem("", "there is no such folder", file=str(root)))
    found: list[KeptRun] = []
    problems: list[Problem] = []
    for at, folders, files in os.walk(root):
        here = Path(at)
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "node_modules")
        if MANIFEST in files:
            try:
                found.append(open_run(here))
            except NoRunError:
                continue  # other programs have manifests, too
            except InputError as error:
                problems += error.problems
            folders.clear()
        elif len(here.relative_to(root).parts) >= _DEEPEST:
            folders.clear()
    return tuple(found), tuple(problems)


def sound_runs(root: Path) -> tuple[tuple[KeptRun, ...], tuple[Problem, ...]]:
    """The finished runs whose tables are as they were written, and what is wrong with the others. Else as above."""
    runs, problems = runs_and_problems(root)
    sound: list[KeptRun] = []
    for run in runs:
        try:
            with storage(run.folder):
                refuse_untellable(run.folder)
            run.check()
        except InputError as error:
            problems += error.problems
        else:
            sound += [run] if run.is_finished else []
    return tuple(sound), problems


def _computed(case: Case, folder: Path, plan: Plan, workers: int, scheduler: str | None, progress: Progress) -> KeptRun:
    began, started = time.monotonic(), dt.datetime.now(dt.UTC)
    _clear(folder, finished=False)
    kept = KeptRun(folder, plan, case.title, (AS_IS, *case.postures), {})
    _write_json(folder / MANIFEST, _manifest(kept))
    write_whole(folder / "case.json", [_case_text(case)])
    with storage(folder):
        (folder / _CHUNKS).mkdir(exist_ok=True)
        refuse_odd(folder, [], [_CHUNKS])
    found = _all_chunks(case, kept, workers, scheduler, progress)
    computed = time.monotonic()
    write_tables(folder, found, kept.postures, plan.curves == "all")
    names = [*TABLES, *([EVERY_CURVE] if plan.curves == "all" else [])]
    finished = KeptRun(folder, plan, kept.title, kept.postures, _digests(folder, [f"{n}.parquet" for n in names]))
    timings = {
        "started": started.isoformat(timespec="seconds"),
        "finished": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "seconds_computing": round(computed - began, 3),
        "seconds_writing": round(time.monotonic() - computed, 3),
        "workers": scheduler or workers,
    }
    _write_json(folder / "timings.json", timings)
    # last of all: a manifest with digests says that everything is there
    _write_json(folder / MANIFEST, _manifest(finished))
    _clear(folder, finished=True)
    return finished


def _all_chunks(
    case: Case, kept: KeptRun, workers: int, scheduler: str | None, progress: Progress
) -> tuple[ChunkFile, ...]:
    plan, of_run = kept.plan, _fingerprint(kept.plan)
    places = {block.first: place for place, block in enumerate(plan.blocks)}
    for _ in range(_ROUNDS):
        # read again once all are there: what lies on the disk is what goes into the tables
        found = [
            sound_chunk(_chunk(kept.folder, n), of_run, block.first, kept.folder) for n, block in enumerate(plan.blocks)
        ]
        missing = [block for block, chunk in zip(plan.blocks, found, strict=True) if chunk is None]
        done = plan.draws - sum(block.draws for block in missing)
        progress(done, plan.draws)
        if not missing:
            return tuple(chunk for chunk in found if chunk)
        # closed at once where a chunk cannot be written, so that no worker goes on
        with closing(compute(case, plan.seed, missing, workers, scheduler)) as chunks:
            for chunk in chunks:
                place = places[chunk.first]
                write_chunk(_chunk(kept.folder, place), of_run, chunk, kept.folder)
                done += plan.blocks[place].draws
                progress(done, plan.draws)
    raise RipenessError(f"{kept.folder}: the disk gives back other chunks than were written to it")


def _matching(folder: Path, plan: Plan) -> KeptRun | None:
    """The run that is in the folder, if there is one; raises `InputError` if it is another one."""
    if not is_own_file(folder / MANIFEST):
        with storage(folder):
            others = sorted(path.name for path in folder.iterdir() if path.name.removesuffix(NEW) not in _OURS)
        if others:
            fault = f"holds other files ({', '.join(others[:3])}), expected: a new folder, or one that holds a run"
            raise InputError(Problem("--out", fault, file=str(folder)))
        return None
    there = open_run(folder)
    was, now = asdict(there.plan), asdict(plan)
    differing = [name for name in now if was[name] != now[name]]
    if differing:
        said = "; ".join(f"{_NAMES[name]} there {_shown(was[name])}, asked {_shown(now[name])}" for name in differing)
        fault = f"holds another run ({said}), expected: another folder, or the command that began that run"
        raise InputError(Problem("--out", fault, file=str(folder)))
    return there


_NAMES = {
    "case": "case",
    "case_sha256": "content of the case",
    "version": "version of ripeness",
    "seed": "seed",
    "draws": "draws",
    "chunk_draws": "draws a chunk",
    "curves": "curves",
}


def _shown(value: object) -> str:
    return f"{value[:8]}…" if isinstance(value, str) and len(value) == 64 else str(value)


@contextmanager
def _locked(folder: Path) -> Generator[None]:
    """Keep others out."""
    path = folder / "lock"
    try:
        with ExitStack() as held:
            with storage(path):
                held.enter_context(locked(path))
            yield
    except InUseError as error:
        who = f" ({error.holder})" if error.holder else ""
        fault = f"is in use by another process{who}: wait for it, or take another folder"
        raise InputError(Problem("--out", fault, file=str(folder))) from None


def _clear(folder: Path, finished: bool) -> None:
    """Take away what a killed process left half written, and the chunks of a finished run."""
    with storage(folder):
        for place in (folder, folder / _CHUNKS):
            for path in place.glob(f"*{NEW}") if is_own_folder(place) or place == folder else ():
                path.unlink()
        if finished and is_own_folder(folder / _CHUNKS):
            shutil.rmtree(folder / _CHUNKS)


def _chunk(folder: Path, place: int) -> Path:
    return folder / _CHUNKS / f"{place:05d}"


def _digests(folder: Path, names: Iterable[str]) -> dict[str, str]:
    return {name: digest_of(folder / name, folder) for name in names}


def _fingerprint(plan: Plan) -> str:
    """What a chunk must have been computed for, and with, to be one of this run."""
    of = {**asdict(plan), **made_with()}
    return hashlib.sha256(json.dumps(of, sort_keys=True).encode()).hexdigest()


def _manifest(kept: KeptRun) -> dict[str, Any]:
    said: dict[str, Any] = {
        "format": FORMAT,
        "title": kept.title,
        "plan": asdict(kept.plan),
        "postures": list(kept.postures),
        "made_with": made_with(),
    }
    return said | ({"tables": dict(kept.tables)} if kept.tables else {})


def _write_json(path: Path, data: Mapping[str, Any]) -> None:
    write_whole(path, [(json.dumps(data, indent=2, ensure_ascii=False) + "\n").encode()])


def _case_text(case: Case) -> bytes:
    # in the order of the file, for the order of parties and issues is part of what a case says
    return json.dumps(plain(case), ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
