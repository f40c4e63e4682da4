"""One question to DuckDB, run as a process of its own: what cannot be interrupted or bounded from within is ended.

DuckDB does not count all memory against its limit, nor hear an interrupt within one value, such as a list of a thousand
million numbers. So this file is a program: it takes one JSON object from standard input (`sql`, `before`, `rows`,
`memory`, `seconds`, `nested`) and writes JSON lines: names and types of the columns, the rows, and `{"end": why}`, with
why null, `memory` or a message. Rows are fetched and written a few at a time, for as objects of Python's they take many
times the room. It imports nothing of the package, so that it starts quickly.
"""

import json
import os
import resource
import sys
from collections.abc import Iterator
from typing import Any

import duckdb

# what Python holds as it is; all else is shown as DuckDB writes it, for Python has no interval with months, no date in
# the year 290000, and times with a zone only where a further package is installed
_AS_IT_IS = frozenset(
    {"boolean", "varchar", "float", "double"}
    | {f"{sign}{size}" for sign in ("", "u") for size in ("tinyint", "smallint", "integer", "bigint", "hugeint")}
)
_NESTED = frozenset({"list", "array", "struct", "map", "union"})
_THREADS = 2  # each holds groups of rows of its own
_FETCHED = 1024  # rows at a time


def main() -> None:
    """Answer the question on standard input."""
    asked = json.load(sys.stdin.buffer)
    _bound(asked["memory"], asked["seconds"])
    why: str | None = None
    try:
        for line in _answer(asked):
            print(json.dumps(line))
    except (MemoryError, duckdb.OutOfMemoryException):
        why = "memory"
    except duckdb.Error as error:
        why = str(error).strip() or type(error).__name__
    print(json.dumps({"end": why}), flush=True)


def _bound(memory: int, seconds: float) -> None:
    """Bound memory and time in case that nobody watches this process, or in time, as when one value takes gigabytes.

    What is mapped counts here, used or not, which is up to twice what is used.
    """
    resource.setrlimit(resource.RLIMIT_DATA, (2 * memory, 2 * memory))
    cpu = int(seconds + 1) * (os.cpu_count() or 1)
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(asked: dict[str, Any]) -> Iterator[object]:
    with duckdb.connect(":memory:") as db:
        for statement in (
            f"SET threads = {min(_THREADS, os.cpu_count() or 1)}",
            f"SET memory_limit = '{asked['memory'] * 4 // 5 >> 20}MiB'",
            "SET temp_directory = ''",  # nothing is written beside the runs, nor anywhere else
            "SET python_enable_replacements = false",  # a table is never a variable of this program
            "SET autoinstall_known_extensions = false",
            "SET autoload_known_extensions = false",
            "SET TimeZone = 'UTC'",
            *asked["before"],
            "SET enable_external_access = false",
            "SET lock_configuration = true",
        ):
            db.execute(statement)
        # what may be read may also be written, so questions alone are let through
        statements = db.extract_statements(asked["sql"])
        if [each.type for each in statements] != [duckdb.StatementType.SELECT]:
            raise duckdb.Error("the query is not a single SELECT, expected: one statement, SELECT …")
        bare = _bare(asked["sql"])
        found = db.sql(bare)
        kinds = ["json" if asked["nested"] and kind.id in _NESTED else kind.id for kind in found.types]
        yield [found.columns, kinds]
        shown = ", ".join(_shown(place, kind) for place, kind in enumerate(kinds, start=1))
        rest = db.execute(f"SELECT {shown} FROM ({bare}\n) LIMIT {asked['rows'] + 1}")
        while rows := rest.fetchmany(_FETCHED):
            yield from rows


def _bare(sql: str) -> str:
    """The text of a question up to its semicolon, for it becomes part of another."""
    text, end = sql.encode(), None
    for start, kind in reversed(duckdb.tokenize(sql)):
        if text[start : start + 1] == b";" and kind == duckdb.token_type.operator:
            end = start
        elif kind != duckdb.token_type.comment:
            break
    return text[:end].decode()


def _shown(place: int, kind: str) -> str:
    if kind in _AS_IT_IS:
        return f"#{place}"
    return f"CAST({'to_json' if kind == 'json' else ''}(#{place}) AS VARCHAR)"


if __name__ == "__main__":
    main()
