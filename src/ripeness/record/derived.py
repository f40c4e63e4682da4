"""The tables that travel with the package: what was computed from the data sets, with how to compute it again.

Each is a JSON object: `table`, `command` (that rebuilds it), `date` (when its content last changed), `sources` (name,
version, rows) and `result`.
"""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from ripeness.files.opening import is_file
from ripeness.files.whole import write_whole

if TYPE_CHECKING:
    from ripeness.record.sources.store import Store

FOLDER = Path(__file__).parent / "carried"
REBUILD = "ripeness history rebuild --data DIR"
_DIGITS = 6

Json = dict[str, Any]


@cache
def carried(table: str) -> Json:
    """A table of the package, such as `base-rates`."""
    return cast(Json, json.loads((FOLDER / f"{table}.json").read_text(encoding="utf-8")))


def described(table: str, result: Mapping[str, Any], store: "Store", sources: Iterable[str], today: dt.date) -> Json:
    """A table with what it was computed from; numbers to 6 digits, which all platforms agree on."""
    # here, since answers read tables and never a source
    from ripeness.record.sources.release import release_of

    tables = {name: store.table(name) for name in sources}
    used = [{"name": name, "version": release_of(of), "rows": len(of)} for name, of in tables.items()]
    date = today.isoformat()
    return {"table": table, "command": REBUILD, "date": date, "sources": used, "result": _rounded(result)}


def write(table: Json, folder: Path = FOLDER) -> Path:
    """Write a table. One whose content is as before keeps its date, so that rebuilding changes no byte."""
    path = folder / f"{table['table']}.json"
    if is_file(path):
        old = cast(Json, json.loads(path.read_text(encoding="utf-8")))
        if same(old, table):
            table = table | {"date": old["date"]}
    write_whole(path, [(json.dumps(table, indent=1, ensure_ascii=False) + "\n").encode()])
    return path


def same(one: Json, other: Json) -> bool:
    """Whether two tables say the same, whenever they were made."""
    return {**one, "date": None} == {**other, "date": None}


def _rounded(value: Any) -> Any:
    """Floats to 6 significant digits.

    >>> _rounded({"a": [0.123456789, 3, None]})
    {'a': [0.123457, 3, None]}
    """
    if isinstance(value, float):
        return float(f"{value:.{_DIGITS}g}")
    if isinstance(value, Mapping):
        return {str(key): _rounded(each) for key, each in cast(Mapping[Any, Any], value).items()}
    if isinstance(value, list | tuple):
        return [_rounded(each) for each in cast(Iterable[Any], value)]
    return value
