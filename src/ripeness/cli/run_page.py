"""Runs on a terminal: one as it is computed, those in a folder, and what a query finds in them."""

import csv
import json
import math
import os
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import typer

from ripeness.assessment.queries import Found, query
from ripeness.assessment.runs import Curves, KeptRun, list_runs, make_run, plan_of
from ripeness.assessment.wording import month_name, percent
from ripeness.brief.kept import brief_of_run
from ripeness.case.model import Case
from ripeness.cli.console import console, heading, plain, table
from ripeness.cli.progress import progress

STOPPED = 1
_SHOWN = (5, 50, 95)


@dataclass(frozen=True)
class Asked:
    """What the command line asks of a run."""

    draws: int
    seed: int
    out: Path | None
    workers: int | None
    scheduler: str | None
    curves: Curves
    quiet: bool


def print_run(case: Case, asked: Asked, as_json: bool) -> None:
    """Compute a run, or what is missing of it, and print what it says in short."""
    plan = plan_of(case, asked.draws, asked.seed, asked.curves)
    workers = asked.workers or len(os.sched_getaffinity(0))
    with _folder(asked.out) as folder:
        try:
            with progress(asked.quiet) as tell:
                run = make_run(case, folder, plan, workers, asked.scheduler, tell)
            if asked.out:
                # what a brief needs beside the tables takes longer than a reader waits
                brief_of_run(folder)
        except KeyboardInterrupt:
            kept = f" Whole chunks are kept in {asked.out}; to go on, give the same command." if asked.out else ""
            print(f"Stopped.{kept}", file=sys.stderr)
            raise typer.Exit(STOPPED) from None
        if as_json:
            said = {"case": case.id, "draws": plan.draws, "seed": plan.seed, "postures": _summary(run)}
            print(json.dumps(said | ({"run": str(folder)} if asked.out else {}), ensure_ascii=False, allow_nan=False))
        else:
            _print_summary(case, run, asked)


@contextmanager
def _folder(out: Path | None) -> Generator[Path]:
    """Where the run is kept: as asked, or in a folder that is thrown away."""
    if out is not None:
        yield out
        return
    with tempfile.TemporaryDirectory(prefix="ripeness-") as name:
        yield Path(name)


def _summary(run: KeptRun) -> dict[str, dict[str, dict[str, float]]]:
    """Quantiles over the draws of war and of a deal in force or settled, by posture."""
    outcomes = run.table("outcomes")
    war, deal = outcomes["war"], np.add(outcomes["settled"], outcomes["bargain"])

    def quantiles(values: Any) -> dict[str, float]:
        return {f"q{q:02d}": float(np.quantile(values, q / 100)) for q in _SHOWN}

    under = {posture: outcomes["posture"] == posture for posture in run.postures}
    return {name: {"deal": quantiles(deal[rows]), "war": quantiles(war[rows])} for name, rows in under.items()}


def _print_summary(case: Case, run: KeptRun, asked: Asked) -> None:
    out = console()
    out.print(
        plain(f"{case.title}: {run.plan.draws:,} draws over the judgements' ranges, seed {run.plan.seed}", "bold")
    )
    out.print(heading(f"By {month_name(case, case.horizon)}: the median, and 5 to 95 % of the draws"))
    shown = table("posture", "deal", "5 to 95 %", "war", "5 to 95 %", right=4)
    for posture, found in _summary(run).items():
        cells: list[str] = []
        for of in (found["deal"], found["war"]):
            cells += [percent(of["q50"]), f"{percent(of['q05'])} to {percent(of['q95'])}"]
        shown.add_row(plain(posture), *map(plain, cells))
    out.print(shown)
    if asked.out:
        root = asked.out
        out.print(
            plain(f"\nThe run is kept in {root}. Next: ripeness runs {root}   ripeness query … --root {root}", "dim")
        )
    else:
        out.print(plain("\nNothing is kept; to keep the run: --out DIR", "dim"))


def print_runs(root: Path, as_json: bool) -> None:
    """One line for each run at or below a folder."""
    runs = [
        {
            "run": str(run.folder),
            "case": run.plan.case,
            "draws": run.plan.draws,
            "seed": run.plan.seed,
            "state": _state(run),
            "date": str(run.timings.get("started", ""))[:16].replace("T", " "),
        }
        for run in list_runs(root)
    ]
    if as_json:
        print(json.dumps(runs, ensure_ascii=False))
        return
    out = console()
    if not runs:
        out.print(plain(f"No runs in {root}. Next: ripeness assess CASE --draws 1024 --out DIR"))
        return
    shown = table("run", "case", "date (UTC)", "state", "draws", "seed", right=2)
    for run in runs:
        first = [plain(str(run[name])) for name in ("run", "case", "date", "state")]
        shown.add_row(*first, f"{run['draws']:,}", str(run["seed"]))
    out.print(shown)
    out.print(plain(f'\nNext: ripeness query "select * from outcomes limit 5" --root {root}', "dim"))


def _state(run: KeptRun) -> str:
    if run.is_finished:
        return "finished"
    done = f"{run.chunks_done} of {len(run.plan.blocks)} chunks"
    return f"running, {done}" if run.is_running else f"stopped, {done}"


def print_query(sql: str, root: Path, as_json: bool, as_csv: bool) -> None:
    """What a query finds in the runs at or below a folder."""
    found = query(sql, root)
    if as_json:
        rows = [dict(zip(found.columns, map(_plain, row), strict=True)) for row in found.rows]
        print(json.dumps(rows, ensure_ascii=False, allow_nan=False))
    elif as_csv:
        written = csv.writer(sys.stdout, lineterminator="\n")
        written.writerow(found.columns)
        written.writerows(["" if value is None else value for value in row] for row in found.rows)
    else:
        _print_found(found)


def _print_found(found: Found) -> None:
    shown = table(*found.columns)
    for row in found.rows:
        shown.add_row(*(plain(_in_cell(value)) for value in row))
    console().print(shown)


def _in_cell(value: object) -> str:
    return "" if value is None else f"{value:.6g}" if isinstance(value, float) else str(value)


def _plain(value: object) -> object:
    """A value as JSON has it."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if value is None or isinstance(value, str | int) else str(value)
