"""Reads a data set's file, whatever its format, into columns, and checks that the columns are those expected."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np

from ripeness.arrays import FloatArray, IntArray
from ripeness.errors import InputError, Problem, near_misses
from ripeness.record.sources.catalogue import Source
from ripeness.record.sources.frames import read_r, read_stata

Cells = Sequence[object]
VERSION = "version"
MISSING = ("", ".", "NA", "NaN", "nan")


@dataclass(frozen=True)
class Table:
    """Columns of one data set, by their names in lower case; a number that is missing is NaN, a text None.

    `stated` are the versions that a column of the file names, in order; empty where it has no such column.
    """

    source: Source
    numbers: Mapping[str, FloatArray]
    texts: Mapping[str, tuple[str | None, ...]]
    stated: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(next(iter(self.numbers.values())))

    def __getitem__(self, column: str) -> FloatArray:
        """A column of numbers, (rows,)."""
        return self.numbers[column]

    def whole(self, column: str, missing: int = -1) -> IntArray:
        """A column of codes or counts as whole numbers, (rows,)."""
        return np.nan_to_num(self.numbers[column], nan=missing).astype(np.int64)


def read(source: Source, file: Path) -> Table:
    """The columns of a file that the source names.

    Raises `InputError` where the file cannot be read, a column is missing or a cell is no number; the message names
    the column and the version expected.
    """
    reader = READERS.get(file.suffix.lower())
    if reader is None:
        raise _problem(source, file, f"ends in {file.suffix or 'nothing'}, expected: {', '.join(READERS)}")
    if _is_web_page(file):
        raise _problem(source, file, f"is a web page and no table, expected: {_expected(source)}")
    try:
        columns = {name.lower(): cells for name, cells in reader(file).items()}
    except OSError as error:
        raise _problem(source, file, f"cannot be read: {error.strerror or error}") from None
    except ImportError as error:
        need = f"needs the package {error.name}, expected: pip install 'ripeness[history]'"
        raise _problem(source, file, need) from None
    except (ValueError, csv.Error) as error:
        right = "" if "expected" in str(error) else f", expected: {_expected(source)}"
        raise _problem(source, file, f"cannot be read as {file.suffix.lower()}: {error}{right}") from None
    wanted = (*source.numbers, *source.texts)
    if missing := [name for name in wanted if name not in columns]:
        raise InputError(
            *(
                Problem(
                    "", f"has no column {name}, which {_expected(source)}, has{near_misses(name, columns)}", str(file)
                )
                for name in missing
            )
        )
    if not len(columns[wanted[0]]):
        raise _problem(source, file, f"holds no rows, expected: {_expected(source)}")
    return Table(
        source,
        {name: _numbers(source, file, name, columns[name]) for name in source.numbers},
        {name: tuple(_text(cell) for cell in columns[name]) for name in source.texts},
        _stated(columns.get(VERSION, ())),
    )


def _is_web_page(file: Path) -> bool:
    """Whether a file is what a browser shows, as some servers give in place of a file that has gone."""
    try:
        with file.open("rb") as opened:
            begins = opened.read(256).removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    except OSError:
        return False  # the reader says what is wrong
    return begins.startswith((b"<!doctype html", b"<html"))


def _expected(source: Source) -> str:
    return f"{source.title}, version {source.version}"


def _problem(source: Source, file: Path, what: str) -> InputError:
    return InputError(Problem("", f"({source.name}) {what}", str(file)))


def _text(cell: object) -> str | None:
    text = "" if cell is None else str(cell).strip()
    return None if text in MISSING else text


def _stated(cells: Cells) -> tuple[str, ...]:
    return tuple(sorted({text for cell in cells if (text := _text(cell)) is not None}))


def _numbers(source: Source, file: Path, name: str, cells: Cells) -> FloatArray:
    if isinstance(cells, np.ndarray):
        return cast(FloatArray, cells.astype(np.float64))
    found = np.full(len(cells), np.nan)
    for row, cell in enumerate(cells):
        text = "" if cell is None else str(cell).strip()
        if text not in MISSING:
            try:
                found[row] = float(text)
            except ValueError:
                what = f"column {name}, row {row + 1}: {text!r} is no number, as {_expected(source)}, has there"
                raise _problem(source, file, what) from None
    return found


def _csv(file: Path) -> Mapping[str, Cells]:
    raw = file.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        # what is not UTF-8 among these is Western European, of which every byte is a letter
        text = raw.decode("latin-1")
    head, *rows = list(csv.reader(io.StringIO(text, newline=""))) or [[]]
    uneven = next((number for number, row in enumerate(rows, start=2) if row and len(row) != len(head)), None)
    if uneven is not None:
        raise ValueError(f"line {uneven} has not as many cells as there are columns")
    filled = [row for row in rows if row]
    return {name.strip(): [row[place] for row in filled] for place, name in enumerate(head)}


def _parquet(file: Path) -> Mapping[str, Cells]:
    # not at the top, for it takes a while and the carried tables need none of it
    import duckdb

    try:
        with duckdb.connect(":memory:") as db:
            cursor = db.execute("SELECT * FROM read_parquet(?)", [str(file)])
            names = [column[0] for column in cursor.description or ()]
            rows = cursor.fetchall()
    except duckdb.Error as error:
        raise ValueError(str(error).splitlines()[0]) from None
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


READERS: dict[str, Callable[[Path], Mapping[str, Cells]]] = {
    ".parquet": _parquet,
    ".csv": _csv,
    ".dta": read_stata,
    ".rda": read_r,
    ".rdata": read_r,
    ".rds": read_r,
}
