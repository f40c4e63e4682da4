"""The tables of a run as Parquet, written by DuckDB alone; the same numbers make the same bytes."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ripeness.ensemble.ensemble import SERIES, Table
from ripeness.ensemble.storage.chunk_file import ChunkFile
from ripeness.errors import InputError, Problem
from ripeness.files.whole import make_whole

QUANTILES = (5, 25, 50, 75, 95)
TABLES = ("draws", "outcomes", "curves")
EVERY_CURVE = "every_curve"

_TYPES = {"i": "BIGINT", "u": "UBIGINT", "b": "BOOLEAN", "U": "VARCHAR"}


def write_tables(folder: Path, chunks: Sequence[ChunkFile], postures: Sequence[str], every_curve: bool) -> None:
    """Write the tables of all chunks, in order, into a run's folder.

    `draws` has a row a draw, `outcomes` a row a draw and posture, `curves` a row a posture, series and month with
    quantiles and the mean over the draws; `every_curve` a row a posture, draw and month. Raises `InputError` where a
    table cannot be written.
    """
    for name in ("draws", "outcomes"):
        _write(folder / f"{name}.parquet", (chunk.table(name) for chunk in chunks))
    _write(folder / "curves.parquet", _quantile_curves(chunks, postures))
    if every_curve:
        _write(folder / f"{EVERY_CURVE}.parquet", _every_curve(chunks, postures))


def _quantile_curves(chunks: Sequence[ChunkFile], postures: Sequence[str]) -> Iterator[Table]:
    """One series at a time, so that never more than one is in memory for all draws."""
    for p, posture in enumerate(postures):
        for s, series in enumerate(SERIES):
            curve = np.concatenate([chunk.curve(p, s) for chunk in chunks], axis=1).astype(np.float64)
            months = len(curve)
            quantiles = np.quantile(curve, np.array(QUANTILES) / 100, axis=1)
            table: dict[str, NDArray[np.generic]] = {
                "posture": np.full(months, posture),
                "series": np.full(months, series),
                "month": np.arange(months),
                "mean": curve.mean(axis=1),
            }
            yield table | {f"q{q:02d}": of for q, of in zip(QUANTILES, quantiles, strict=True)}


def _every_curve(chunks: Sequence[ChunkFile], postures: Sequence[str]) -> Iterator[Table]:
    for p, posture in enumerate(postures):
        for chunk in chunks:
            _, _, months, draws = chunk.curves_shape
            table: dict[str, NDArray[np.generic]] = {
                "posture": np.full(months * draws, posture),
                "draw": np.repeat(chunk.table("draws")["draw"], months),
                "month": np.tile(np.arange(months), draws),
            }
            yield table | {series: chunk.curve(p, s).T.ravel() for s, series in enumerate(SERIES)}


def _write(path: Path, parts: Iterator[Table]) -> None:
    """Parts below one another; DuckDB holds texts in their own length, NumPy in that of the longest."""
    # here, since an answer at the modes has no tables
    import duckdb

    def fill(new: Path) -> None:
        # one thread: the order of rows, and so the bytes, hang on nothing else
        with duckdb.connect(":memory:", config={"threads": 1, "temp_directory": ""}) as db:
            made = False
            for part in parts:
                if not made:
                    columns = ", ".join(f"{_quoted(name)} {_type(array)}" for name, array in part.items())
                    db.execute(f"CREATE TABLE whole ({columns})")
                    made = True
                # DuckDB would sort fixed-width texts to make an enumeration of them, for nothing
                db.register("part", {name: a.astype(object) if a.dtype.kind == "U" else a for name, a in part.items()})
                db.execute("INSERT INTO whole SELECT * FROM part")
                db.unregister("part")
            db.execute(f"COPY whole TO {literal(str(new))} (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)")

    try:
        make_whole(path, fill)
    except duckdb.Error as error:
        # what the disk does not take is told by DuckDB in its own words
        reason = " ".join(str(error).split())
        message = f"cannot be written: {reason}; whole chunks are kept: make room and give the same command again"
        raise InputError(Problem("", message, file=str(path))) from error


def read_table(path: Path) -> Table:
    """A table of a run, column by column, texts as objects. Raises `InputError` where it cannot be read."""
    import duckdb

    try:
        with duckdb.connect(":memory:") as db:
            found: Any = db.execute(f"SELECT * FROM read_parquet({literal_path(path)})")
            columns: dict[str, Any] = found.fetchnumpy()
    except duckdb.Error as error:
        raise InputError(Problem("", f"cannot be read: {' '.join(str(error).split())}", file=str(path))) from error
    # texts stay objects: most are empty, and an array of texts would give each the room of the longest
    return columns


def literal(text: str) -> str:
    """A text in SQL.

    >>> literal("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"


def literal_path(path: Path) -> str:
    """A path in SQL for functions that would read patterns in it.

    >>> literal_path(Path("a*b"))
    "'a[*]b'"
    """
    return literal("".join(f"[{sign}]" if sign in "*?[" else sign for sign in str(path)))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _type(array: NDArray[np.generic]) -> str:
    if array.dtype.kind == "f":
        return "FLOAT" if array.dtype.itemsize == 4 else "DOUBLE"
    return _TYPES[array.dtype.kind]
