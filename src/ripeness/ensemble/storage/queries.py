"""Questions in SQL to all runs in a folder: DuckDB over views of their Parquet tables, which it can only read.

Each is answered in a process of its own, within bounds of time, memory and rows.
"""

import json
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
import weakref
from collections.abc import Collection, Generator, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, cast

from ripeness.ensemble.storage.runs import KeptRun, list_runs, sound_runs
from ripeness.ensemble.storage.tables import EVERY_CURVE, TABLES, literal, literal_path
from ripeness.errors import InputError, Problem

ROWS = 100_000
SECONDS = 20.0
MEMORY = 400 << 20  # bytes that the process that answers holds
LARGEST = 1 << 27  # bytes of an answer
_HELD = 1 << 24  # bytes of an answer that are held in memory; more are kept on the disk
_LOOK_SECONDS = 0.005  # in which a process may take some ten million bytes
_PROGRAM = Path(__file__).with_name("asking.py")
_OUT_OF_MEMORY = frozenset({-signal.SIGABRT, -signal.SIGKILL})


@dataclass(frozen=True)
class Found:
    """What a query finds: names of columns, rows, and what is wrong with runs that are left out."""

    columns: tuple[str, ...]
    rows: Collection[tuple[object, ...]]
    left_out: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Bounds:
    """What a query may take: rows of its answer, and seconds."""

    rows: int = ROWS
    seconds: float = SECONDS


class Rows(Collection[tuple[object, ...]]):
    """Rows of an answer, read anew each time: as Python's objects they would take many times the room of their text."""

    def __init__(self, kinds: list[str]) -> None:
        """No rows yet, of columns of these types."""
        self._kinds, self._count = kinds, 0
        # one that nobody sees, and that is gone with this object
        self._text = tempfile.SpooledTemporaryFile(_HELD)  # noqa: SIM115
        weakref.finalize(self, self._text.close)

    def add(self, line: bytes) -> None:
        """A further row, as the process that answers writes it. Raises `InputError` where the disk does not take it."""
        try:
            self._text.write(line)
        except OSError as error:
            fault = f"an answer of more than {_HELD >> 20} MiB needs a folder for temporary files ({error})"
            raise InputError(Problem("", f"{fault}, expected: fewer rows, or TMPDIR set to one with room")) from error
        self._count += 1

    def __len__(self) -> int:
        """How many there are."""
        return self._count

    def __iter__(self) -> Iterator[tuple[object, ...]]:
        """Each of them; one pass at a time."""
        self._text.seek(0)
        for line in self._text:
            yield tuple(map(_value, json.loads(line), self._kinds))

    def __contains__(self, row: object) -> bool:
        """Whether a row is among them."""
        return any(row == each for each in self)


def query(sql: str, root: Path, bounds: Bounds | None = None, nested: bool = False) -> Found:
    """Ask all finished runs at or below a folder: views `draws`, `outcomes`, `curves`, each with a column `run`.

    Numbers and texts come as Python's, decimals exact, and all else, such as intervals, as the text that DuckDB writes;
    with `nested`, lists and structs as lists and mappings. Rows are read when they are gone through.

    Raises `InputError` where there is no sound run, for SQL that is wrong or more than one question, and for an
    answer that goes beyond the bounds.
    """
    sound, left_out = sound_runs(root)
    runs = {_name(run, root): run for run in sound}
    if not runs:
        unfinished = [f"{run.folder.name} is {run.state}" for run in list_runs(root) if not run.is_finished]
        fault = f"holds no finished run{f' ({unfinished[0]})' if unfinished else ''}"
        fault += ", expected: a folder that `assess --out` wrote"
        raise InputError(*left_out, Problem("", fault, file=str(root)))
    views = filter(None, (_view(name, runs) for name in (*TABLES, EVERY_CURVE)))
    files = [run.folder.absolute() / table for run in runs.values() for table in run.tables]
    # DuckDB asks for the pattern first, then for the file that it means
    allowed = ", ".join(f"{literal(str(file))}, {literal_path(file)}" for file in files)
    answer = _answer(sql, [*views, f"SET allowed_paths = [{allowed}]"], bounds or Bounds(), nested)
    return replace(answer, left_out=left_out)


def _view(name: str, runs: Mapping[str, KeptRun]) -> str | None:
    """One view over the tables of this name, by columns: cases differ in their parties and judgements."""
    parts = [
        f"SELECT {literal(run)} AS run, * FROM read_parquet({literal_path(kept.folder.absolute() / f'{name}.parquet')})"
        for run, kept in runs.items()
        if f"{name}.parquet" in kept.tables
    ]
    return f'CREATE VIEW "{name}" AS {" UNION ALL BY NAME ".join(parts)}' if parts else None


def _name(run: KeptRun, root: Path) -> str:
    """The run's folder as seen from the root; the root's own name where the root is the run."""
    return str(run.folder.relative_to(root)) if run.folder != root else run.folder.absolute().name


# --- the process that answers ---


def _answer(sql: str, before: list[str], bounds: Bounds, nested: bool) -> Found:
    asked = {"sql": sql, "before": before, "rows": bounds.rows, "memory": MEMORY, "seconds": bounds.seconds}
    _refuse_what_is_no_text(sql, *before)
    with _asked(json.dumps(asked | {"nested": nested}), bounds.seconds) as lines:
        columns, kinds = cast(tuple[list[str], list[str]], json.loads(next(lines)))
        rows = Rows(kinds)
        for line in lines:
            if len(rows) == bounds.rows:
                fault = (
                    f"the query returns more than {bounds.rows:,} rows, "
                    "expected: LIMIT, an aggregate, or a higher --limit"
                )
                raise InputError(Problem("", fault))
            rows.add(line)
    return Found(tuple(columns), rows)


def _refuse_what_is_no_text(*texts: str) -> None:
    for text in texts:
        try:
            text.encode()
        except UnicodeEncodeError:
            shown = text.encode(errors="replace").decode()[:60]
            raise InputError(Problem("", f"{shown} is not UTF-8, expected: a text or path that is")) from None


def _value(value: Any, kind: str) -> object:
    if value is None:
        return None
    if kind == "decimal":
        return Decimal(value)
    return json.loads(value, parse_float=as_number) if kind == "json" else value


def as_number(text: str) -> float | str:
    """A number as JSON has it; as text where a float would not be the same.

    >>> as_number("0.10"), as_number("12345678901234567890.123456789")
    (0.1, '12345678901234567890.123456789')
    """
    value = float(text)
    return value if Decimal(repr(value)) == Decimal(text) else text


class _Watched:
    """A process that is ended once it takes longer than it may, or holds more memory; `broke` says which bound."""

    def __init__(self, process: "subprocess.Popen[bytes]", seconds: float) -> None:
        self._process, self._seconds = process, seconds
        self._is_over = threading.Event()
        self.broke: Literal["", "seconds", "memory"] = ""

    @contextmanager
    def until_done(self) -> Generator[None]:
        """Watch the process for as long as this lasts, and end it then at the latest."""
        watch = threading.Thread(target=self._watch, daemon=True)
        watch.start()
        try:
            yield
        finally:
            self._is_over.set()
            watch.join()
            self._process.kill()

    def _watch(self) -> None:
        end = time.monotonic() + self._seconds
        while not self._is_over.wait(_LOOK_SECONDS):
            if time.monotonic() > end:
                self.broke = "seconds"
            elif _held(self._process.pid) > MEMORY:
                self.broke = "memory"
            if self.broke:
                self._process.kill()
                return


def _held(pid: int) -> int:
    """The bytes of memory that a process holds; 0 where the system does not say, and the process's own bound counts."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_bytes().split()[1]) * resource.getpagesize()
    except (OSError, IndexError):
        return 0


@contextmanager
def _asked(question: str, seconds: float) -> Generator[Iterator[bytes]]:
    """The lines of an answer; raises `InputError` among them where there is none, or no whole one."""
    pipe = subprocess.PIPE
    # safe of a duckdb.py in the folder where it is asked, and of an interrupt that is meant for this process
    command = [sys.executable, "-P", str(_PROGRAM)]
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, start_new_session=True) as process:
        watched = _Watched(process, seconds)
        with watched.until_done():
            yield _lines(process, question, seconds, watched)


def _lines(process: "subprocess.Popen[bytes]", question: str, seconds: float, watched: _Watched) -> Iterator[bytes]:
    assert process.stdin
    assert process.stdout
    assert process.stderr
    # where it has ended, why is asked below; closing tries once more to write
    with suppress(BrokenPipeError):
        process.stdin.write(question.encode())
    with suppress(BrokenPipeError):
        process.stdin.close()
    size = 0
    for line in process.stdout:
        size += len(line)
        if size > LARGEST:
            raise _too_much(f"the query returns more than {LARGEST >> 20} MiB")
        if line.startswith(b"[") and line.endswith(b"\n"):
            yield line
        elif line.startswith(b"{") and line.endswith(b"\n"):
            end = json.loads(line)["end"]
            if end is None:
                return
            raise _too_much() if end == "memory" else InputError(Problem("", end))
    raise _broken(process.wait(), process.stderr.read().decode(errors="replace"), seconds, watched.broke)


def _broken(code: int, said: str, seconds: float, broke: str) -> Exception:
    """What to say of a process that ended without an end of its answer."""
    if broke == "seconds" or code == -signal.SIGXCPU:
        fault = f"the query takes longer than {seconds:g} s, expected: a narrower query, or a higher --seconds"
        return InputError(Problem("", fault))
    if broke == "memory" or code in _OUT_OF_MEMORY or "MemoryError" in said:
        return _too_much()
    if code < 0:
        return InputError(Problem("", "the query is too complex for DuckDB, expected: a simpler one"))
    return RuntimeError(f"the process that answers ended: {said}")


def _too_much(what: str = f"the query needs more memory than it may take ({MEMORY >> 20} MiB)") -> InputError:
    return InputError(Problem("", f"{what}, expected: fewer rows or columns, smaller values"))
