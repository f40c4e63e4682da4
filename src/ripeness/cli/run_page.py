"""Runs on a terminal: one as it is computed, those in a folder, and what a query finds in them."""

import csv
import json
import math
import os
import sys
import tempfile
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import typer

from ripeness.assessment import claims as of_claims
from ripeness.assessment import levers as of_levers
from ripeness.assessment.claims import judge_claims_over_draws
from ripeness.assessment.distribution import deals_now
from ripeness.assessment.drawn_answer import DrawnAnswer, asks_for_more, drawn_answer
from ripeness.assessment.levers import LeverPlan, lever_plans
from ripeness.assessment.queries import Found, query
from ripeness.assessment.runs import Curves, KeptRun, make_run, plan_of, runs_and_problems
from ripeness.brief.kept import brief_of_run
from ripeness.brief.material import Tested
from ripeness.case.model import Case
from ripeness.cli.console import console, plain, table
from ripeness.cli.drawn_page import print_drawn
from ripeness.cli.progress import progress
from ripeness.errors import InputError, Problem

STOPPED = 1


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
    tested: int | None


def print_run(case: Case, asked: Asked, as_json: bool, then: Callable[[KeptRun], None] | None = None) -> None:
    """Compute a run, or what is missing of it, and print the answer that it gives; `then` gets it before it is gone."""
    plan = plan_of(case, asked.draws, asked.seed, asked.curves)
    workers = asked.workers or len(os.sched_getaffinity(0))
    with _folder(asked.out) as folder:
        try:
            with progress(asked.quiet) as tell:
                run = make_run(case, folder, plan, workers, asked.scheduler, tell)
            answer = _answer(case, run, asked, workers)
            if asked.out and answer.tested:
                # what a brief needs beside the tables takes longer than a reader waits
                brief_of_run(folder, Tested(answer.tested, answer.levers, answer.claims))
        except KeyboardInterrupt:
            kept = f" Whole chunks are kept in {asked.out}; to go on, give the same command." if asked.out else ""
            print(f"Stopped.{kept}", file=sys.stderr)
            raise typer.Exit(STOPPED) from None
        if as_json:
            said = answer.to_dict() | ({"run": str(folder)} if asked.out else {})
            print(json.dumps(said, ensure_ascii=False, allow_nan=False))
        else:
            print_drawn(answer, _then(asked.out))
        if then is not None:
            then(run)


def _answer(case: Case, run: KeptRun, asked: Asked, workers: int) -> DrawnAnswer:
    seed = run.plan.seed
    tested, claimed = (
        min(given if asked.tested is None else asked.tested, run.plan.draws)
        for given in (of_levers.DRAWS, of_claims.DRAWS)
    )
    if not tested:
        return drawn_answer(case, run, tested, (), {})
    outcomes = run.table("outcomes")
    beyond = asks_for_more(case, deals_now(outcomes))
    levers: tuple[LeverPlan, ...] = ()
    if case.levers:
        with progress(asked.quiet, of="levers") as tell:
            levers = lever_plans(case, beyond, seed, tested, workers, tell)
    with progress(asked.quiet, of="claims") as tell:
        claims = judge_claims_over_draws(
            case, seed=seed, draws=claimed, outcomes=outcomes, workers=workers, progress=tell
        )
    return drawn_answer(case, run, tested, levers, claims, claimed)


def _then(root: Path | None) -> str:
    if root is None:
        return "Nothing is kept; to keep the run: --out DIR"
    return f"The run is kept in {root}. Next: ripeness runs {root}   ripeness query … --root {root}"


@contextmanager
def _folder(out: Path | None) -> Generator[Path]:
    """Where the run is kept: as asked, or in a folder that is thrown away."""
    if out is not None:
        yield out
        return
    with tempfile.TemporaryDirectory(prefix="ripeness-") as name:
        yield Path(name)


def print_runs(root: Path, as_json: bool) -> None:
    """One line for each run at or below a folder."""
    found, problems = runs_and_problems(root)
    damaged = {run.folder: wrong for run in found if (wrong := _damage(run))}
    runs = [
        {
            "run": str(run.folder),
            "case": run.plan.case,
            "draws": run.plan.draws,
            "seed": run.plan.seed,
            "state": "damaged" if run.folder in damaged else _state(run),
            "date": str(run.timings.get("started", ""))[:16].replace("T", " "),
        }
        for run in found
    ]
    _tell_left_out((*problems, *(each for wrong in damaged.values() for each in wrong)))
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


def _damage(run: KeptRun) -> tuple[Problem, ...]:
    """What is wrong with the tables of a run; nothing where they are as they were written, or not there yet."""
    try:
        if run.is_finished:
            run.check()
    except InputError as error:
        return error.problems
    return ()


def _tell_left_out(problems: Iterable[Problem]) -> None:
    for problem in problems:
        print(f"left out: {problem}", file=sys.stderr)


def _state(run: KeptRun) -> str:
    if run.is_finished:
        return "finished"
    done = f"{run.chunks_done} of {len(run.plan.blocks)} chunks"
    return f"running, {done}" if run.is_running else f"stopped, {done}"


def print_query(sql: str, root: Path, as_json: bool, as_csv: bool) -> None:
    """What a query finds in the runs at or below a folder."""
    found = query(sql, root)
    _tell_left_out(found.left_out)
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
