"""Questions in SQL to all runs in a folder: DuckDB over views of their Parquet tables, which it can only read."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ripeness.assessment.runs import KeptRun, sound_runs
from ripeness.assessment.tables import EVERY_CURVE, TABLES, literal, literal_path
from ripeness.errors import InputError, Problem


@dataclass(frozen=True)
class Found:
    """What a query finds: names of columns, rows, and what is wrong with runs that are left out."""

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    left_out: tuple[Problem, ...] = ()


def query(sql: str, root: Path) -> Found:
    """Ask all finished runs at or below a folder: views `draws`, `outcomes`, `curves`, each with a column `run`.

    Raises `InputError` where there is no sound run, for SQL that is wrong, and for SQL that is more than one question.
    """
    sound, left_out = sound_runs(root)
    runs = {_name(run, root): run for run in sound}
    if not runs:
        fault = "holds no finished run, would be right: a folder as --out names"
        raise InputError(*left_out, Problem("", fault, file=str(root)))
    try:
        with duckdb.connect(":memory:") as db:
            for name in (*TABLES, EVERY_CURVE):
                _view(db, name, runs)
            files = [run.folder.absolute() / table for run in runs.values() for table in run.tables]
            # DuckDB asks for the pattern first, then for the file that it means
            allowed = ", ".join(f"{literal(str(file))}, {literal_path(file)}" for file in files)
            db.execute(f"SET allowed_paths = [{allowed}]")
            db.execute("SET enable_external_access = false")
            db.execute("SET lock_configuration = true")
            # what may be read may also be written, so questions alone are let through
            statements = db.extract_statements(sql)
            if [each.type for each in statements] != [duckdb.StatementType.SELECT]:
                raise InputError(Problem("", "is not one question, would be right: one statement, SELECT …"))
            cursor = db.execute(statements[0])
            return Found(tuple(column[0] for column in cursor.description or ()), tuple(cursor.fetchall()), left_out)
    except duckdb.Error as error:
        raise InputError(Problem("", str(error).strip())) from error


def _view(db: duckdb.DuckDBPyConnection, name: str, runs: Mapping[str, KeptRun]) -> None:
    """One view over the tables of this name, by columns: cases differ in their parties and judgements."""
    parts = [
        f"SELECT {literal(run)} AS run, * FROM read_parquet({literal_path(kept.folder.absolute() / f'{name}.parquet')})"
        for run, kept in runs.items()
        if f"{name}.parquet" in kept.tables
    ]
    if parts:
        db.execute(f'CREATE VIEW "{name}" AS {" UNION ALL BY NAME ".join(parts)}')


def _name(run: KeptRun, root: Path) -> str:
    """The run's folder as seen from the root; the root's own name where the root is the run."""
    return str(run.folder.relative_to(root)) if run.folder != root else run.folder.absolute().name
