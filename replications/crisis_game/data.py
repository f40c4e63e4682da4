"""The folder of the published crisis game: its tables and estimates, checked."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import duckdb
import numpy as np

from crisis_game.payoffs import ACTIONS, GROUPS, STATES, Design, design
from ripeness.arrays import FloatArray, IntArray
from ripeness.errors import InputError, Problem
from ripeness.files.foreign_json import LARGEST, parsed
from ripeness.files.opening import is_file, is_folder, read_named

STAKES = ("constant", "min_polity", "log_cap_ratio", "sqrt_dependence")
COSTS = ("constant", "log_gdppc", "log_milper")
VALUES = tuple(f"v{player}_s{state}_a{action}" for player in (1, 2) for state in (1, 2, 3) for action in (1, 2, 3))

_TABLES = {
    "directed_dyads": ("ccode1", "ccode2", *STAKES),
    "states": ("ccode", *COSTS, "audience_cost"),
    "dyad_months": ("month", "ccode1", "ccode2", "action1", "action2", "state"),
    "equilibria_public": ("ccode1", "ccode2", *VALUES),
}
_ESTIMATES = "estimates.json"


@dataclass(frozen=True)
class CrisisGame:
    """The data of the published crisis game, its estimates, and the equilibria published with it.

    Parameters
    ----------
    dyads
        Country codes (dyads, 2), the lower first.
    design
        Payoffs as a function of parameters.
    countries
        The country codes whose audience costs the parameters hold, in their order.
    months
        (dyads, months, 3): state, action of the first, action of the second, each from 0 to 2.
    estimates
        The published parameters, in the order of the design.
    published
        Equilibrium values (2, states, actions) by the place of the dyad.
    """

    dyads: IntArray
    design: Design
    countries: IntArray
    months: IntArray
    estimates: FloatArray
    discount: float
    log_likelihood: float
    published: dict[int, FloatArray]

    @property
    def names(self) -> list[tuple[int, int]]:
        """The dyads as pairs of country codes."""
        return [(int(first), int(second)) for first, second in self.dyads]


def load(folder: Path) -> CrisisGame:
    """Read the folder.

    Raises `InputError` for a file that is missing or cannot be read, for columns, states or dyads that are missing, and
    for numbers that cannot be.
    """
    _check_files(folder)
    table = {name: _read(folder / f"{name}.parquet", columns) for name, columns in _TABLES.items()}
    estimates, discount, log_likelihood = _read_estimates(folder / _ESTIMATES)
    dyads, months = _months(folder / "dyad_months.parquet", table["dyad_months"])

    countries = table["states"]["ccode"].astype(np.int64)
    place = {int(code): at for at, code in enumerate(countries)}
    _check_known(folder / "states.parquet", (int(code) for code in np.unique(dyads)), place)
    country = np.array([[place[int(code)] for code in pair] for pair in dyads])

    directed = _by_pair(table["directed_dyads"], STAKES)
    pairs = [(int(a), int(b)) for a, b in dyads]
    _check_known(folder / "directed_dyads.parquet", [each for a, b in pairs for each in ((a, b), (b, a))], directed)
    stakes = np.array([[directed[a, b], directed[b, a]] for a, b in pairs])
    costs = np.column_stack([table["states"][name] for name in COSTS])[country]

    public = _by_pair(table["equilibria_public"], VALUES)
    _check_known(folder / "dyad_months.parquet", public, set(pairs))
    at = {pair: n for n, pair in enumerate(pairs)}
    return CrisisGame(
        dyads,
        design(stakes, costs, country, len(countries)),
        countries,
        months,
        np.concatenate([estimates, table["states"]["audience_cost"]]),
        discount,
        log_likelihood,
        {at[pair]: values.reshape(2, STATES, ACTIONS) for pair, values in public.items()},
    )


def _check_files(folder: Path) -> None:
    if not is_folder(folder):
        raise InputError(Problem("", "is no folder, expected: the folder crisis_game", file=str(folder)))
    wanted = [*(f"{name}.parquet" for name in _TABLES), _ESTIMATES]
    missing = [name for name in wanted if not is_file(folder / name)]
    if missing:
        raise InputError(*(Problem("", "is missing", file=str(folder / name)) for name in missing))


def _read(path: Path, columns: Sequence[str]) -> dict[str, Any]:
    """The columns of a table; all but `month` as finite numbers."""
    try:
        with duckdb.connect(":memory:") as db:
            table: dict[str, Any] = db.read_parquet(str(path)).fetchnumpy()
    except duckdb.Error as error:
        raise InputError(Problem("", f"cannot be read: {error}", file=str(path))) from error
    if missing := [name for name in columns if name not in table]:
        raise InputError(*(Problem(name, "is no column of this table", file=str(path)) for name in missing))
    problems: list[Problem] = []
    for name in columns:
        column: Any = table[name]
        if name == "month":
            continue
        if isinstance(column, np.ma.MaskedArray) or column.dtype.kind not in "iuf" or not np.isfinite(column).all():
            problems.append(Problem(name, "must be a finite number in every row", file=str(path)))
    if problems:
        raise InputError(*problems)
    return {name: table[name] for name in columns}


def _read_estimates(path: Path) -> tuple[FloatArray, float, float]:
    """Common parameters in the order of the design, discount, log-likelihood."""
    try:
        given = parsed(read_named(path, LARGEST))
    except (OSError, ValueError) as error:
        raise InputError(Problem("", f"cannot be read: {error}", file=str(path))) from error
    if not isinstance(given, dict):
        raise InputError(Problem("", "must be one object", file=str(path)))
    found = cast("dict[str, Any]", given)
    problems = [
        Problem(name, f"must be {where.stop - where.start} finite numbers", file=str(path))
        for name, where in GROUPS.items()
        if not _are_numbers(found.get(name), where.stop - where.start)
    ]
    problems += [
        Problem(name, "must be a finite number", file=str(path))
        for name in ("discount", "log_likelihood")
        if not _is_number(found.get(name))
    ]
    if not problems and not 0 <= found["discount"] < 1:
        problems.append(Problem("discount", "must be at least 0 and below 1", file=str(path)))
    if problems:
        raise InputError(*problems)
    common = np.concatenate([np.asarray(found[name], dtype=np.float64) for name in GROUPS])
    return common, float(found["discount"]), float(found["log_likelihood"])


def _is_number(given: object) -> bool:
    return isinstance(given, int | float) and not isinstance(given, bool) and math.isfinite(given)


def _are_numbers(given: object, count: int) -> bool:
    return (
        isinstance(given, list)
        and len(cast("list[object]", given)) == count
        and all(map(_is_number, cast("list[object]", given)))
    )


def _months(path: Path, table: dict[str, Any]) -> tuple[IntArray, IntArray]:
    """Dyads and what each did, month by month, counted from 0."""
    codes = np.column_stack([table["ccode1"], table["ccode2"]]).astype(np.int64)
    seen = np.column_stack([table["state"], table["action1"], table["action2"]]).astype(np.int64) - 1
    if len(seen) == 0:
        raise InputError(Problem("", "holds no month", file=str(path)))
    if ((seen < 0) | (seen >= STATES)).any():
        raise InputError(Problem("", "states and actions must be 1, 2 or 3", file=str(path)))
    if (codes[:, 0] >= codes[:, 1]).any():
        raise InputError(Problem("ccode1", "must be below ccode2 in every row", file=str(path)))
    order = np.lexsort((table["month"].astype(str), codes[:, 1], codes[:, 0]))
    codes, seen = codes[order], seen[order]
    dyads, counts = np.unique(codes, axis=0, return_counts=True)
    if len(set(counts.tolist())) > 1:
        raise InputError(Problem("month", "must be as many for each dyad", file=str(path)))
    months = seen.reshape(len(dyads), -1, 3)
    if (months[:, 1:, 0] != months[:, :-1, 1:].max(axis=-1)).any():
        raise InputError(Problem("state", "must be the larger action of the month before", file=str(path)))
    return dyads, months


def _by_pair(table: dict[str, Any], columns: Sequence[str]) -> dict[tuple[int, int], FloatArray]:
    rows = np.column_stack([table[name] for name in columns])
    codes = zip(table["ccode1"].tolist(), table["ccode2"].tolist(), strict=True)
    return {(int(a), int(b)): row for (a, b), row in zip(codes, rows, strict=True)}


def _check_known(path: Path, wanted: Any, known: Any) -> None:
    """Complain of what the table lacks."""
    if lacking := [each for each in wanted if each not in known]:
        raise InputError(*(Problem(str(each), "has no row in this table", file=str(path)) for each in lacking))
