"""Runs on a terminal: one as it is computed, those in a folder, and what a query finds in them."""

import csv
import itertools
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from unicodedata import category

import typer
from rich.cells import cell_len
from rich.console import Console

from ripeness.answering import answer_of_run
from ripeness.case.model import Case
from ripeness.cli import STOPPED
from ripeness.cli.answer import print_brief
from ripeness.cli.console import console, plain, table
from ripeness.cli.ending import StoppedError
from ripeness.cli.progress import progress
from ripeness.cli.writing import finite
from ripeness.ensemble import claims as of_claims
from ripeness.ensemble import levers as of_levers
from ripeness.ensemble.claims import judge_claims_over_draws
from ripeness.ensemble.distribution import deals_now
from ripeness.ensemble.levers import LeverPlan, asks_for_more, lever_plans
from ripeness.ensemble.storage.queries import Bounds, Found, as_number, query
from ripeness.ensemble.storage.runs import Curves, KeptRun, make_run, open_run, plan_of, runs_and_problems
from ripeness.errors import InputError, Problem
from ripeness.files.passing import passing_folder
from ripeness.findings.material import Tested
from ripeness.render.kept import brief_of_run


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
    part: str | None


def print_run(case: Case, asked: Asked, as_json: bool, then: Callable[[KeptRun], None] | None = None) -> None:
    """Compute a run, or what is missing of it, and print the answer that it gives; `then` gets it before it is gone."""
    plan = plan_of(case, asked.draws, asked.seed, asked.curves)
    workers = asked.workers or len(os.sched_getaffinity(0))
    with passing_folder() if asked.out is None else nullcontext(asked.out) as folder:
        try:
            with progress(asked.quiet) as tell:
                run = make_run(case, folder, plan, workers, asked.scheduler, tell)
            tested = _tested(case, run, asked, workers)
            answer = answer_of_run(case, run, tested)
            if asked.out and tested.draws:
                # what a brief needs beside the tables takes longer than a reader waits
                brief_of_run(folder, answer.brief())
        except (StoppedError, KeyboardInterrupt):
            print(f"Stopped.{_kept_in(asked.out)}", file=sys.stderr)
            raise typer.Exit(STOPPED) from None
        if as_json:
            said = answer.to_dict() | ({"run": str(folder)} if asked.out else {})
            print(json.dumps(said, ensure_ascii=False, allow_nan=False))
        else:
            print_brief(answer.brief(asked.part), case.id, asked.part, _then(asked.out))
        if then is not None:
            then(run)


def _kept_in(root: Path | None) -> str:
    """What is left of a run that was stopped, and how to go on."""
    if root is None:
        return ""
    try:
        done = open_run(root).state.removeprefix("stopped, ").removeprefix("running, ")
    except InputError:
        return ""
    return f" The run in {root} is kept as far as it is ({done}); to go on, give the same command."


def _tested(case: Case, run: KeptRun, asked: Asked, workers: int) -> Tested:
    """The case's levers and claims put to the test in the first of the draws."""
    seed = run.plan.seed
    tested, claimed = (
        min(given if asked.tested is None else asked.tested, run.plan.draws)
        for given in (of_levers.DRAWS, of_claims.DRAWS)
    )
    if not tested:
        return Tested(0, (), {})
    outcomes = run.table("outcomes")
    levers: tuple[LeverPlan, ...] = ()
    if case.levers:
        beyond = asks_for_more(case, deals_now(outcomes))
        with progress(asked.quiet, of="levers") as tell:
            levers = lever_plans(case, beyond, seed, tested, workers, tell)
    with progress(asked.quiet, of="claims") as tell:
        claims = judge_claims_over_draws(
            case, seed=seed, draws=claimed, outcomes=outcomes, workers=workers, progress=tell
        )
    return Tested(tested, levers, claims, claimed)


def _then(root: Path | None) -> str:
    if root is None:
        return "Nothing is kept; to keep the run: --out DIR"
    return f"The run is kept in {root}. Next: ripeness runs {root}   ripeness query … --root {root}"


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
            "state": "damaged" if run.folder in damaged else run.state,
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
    if any(run["state"] == "finished" for run in runs):
        then = f'ripeness query "select * from outcomes limit 5" --root {root}'
    else:
        then = "give the command of a stopped run again, and it goes on where it was"
    out.print(plain(f"\nNext: {then}", "dim"))


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


def print_query(sql: str, root: Path, as_json: bool, as_csv: bool, bounds: Bounds) -> None:
    """What a query finds in the runs at or below a folder."""
    found = query(sql, root, bounds, nested=as_json)
    _tell_left_out(found.left_out)
    if as_json:
        names = _distinct(found.columns)
        _print_objects(dict(zip(names, map(_plain, row), strict=True)) for row in found.rows)
    elif as_csv:
        written = csv.writer(sys.stdout, lineterminator="\n")
        written.writerow(found.columns)
        written.writerows([_in_words(value) for value in row] for row in found.rows)
    else:
        print_found(found)


def _print_objects(objects: Iterable[dict[str, object]]) -> None:
    """A JSON list, one object after another: as one text it would take twice the memory."""
    between = "["
    for each in objects:
        print(between, json.dumps(each, ensure_ascii=False, allow_nan=False), sep="", end="")
        between = ", "
    print("[]" if between == "[" else "]")


def print_found(found: Found) -> None:
    """A table where it fits on the terminal, else each row as a list of its columns."""
    out = console()
    names = [_on_one_line(name) for name in found.columns]
    # Rich takes a millisecond a cell, and there may be millions
    if widths := _widths(names, found, out.width):
        out.print(plain(_in_columns(names, widths), "bold"))
        out.print(plain("  ".join("─" * width for width in widths)))
        _print_lines(out, (_in_columns(row, widths) for row in _cells(found)))
    else:
        for number, row in enumerate(_cells(found), start=1):
            _print_lines(out, [*([""] if number > 1 else []), f"row {number:,}"])
            _print_lines(out, (f"{name}: {cell}".rstrip() for name, cell in zip(names, row, strict=True)))


def _widths(names: list[str], found: Found, most: int) -> list[int]:
    """How wide each column is; nothing where they do not fit beside one another."""
    widths = [_width(name) for name in names]
    for row in itertools.chain([names], _cells(found)):
        widths = list(map(max, widths, map(_width, row)))
        if sum(widths) + 2 * (len(widths) - 1) > most:
            return []
    return widths


def _cells(found: Found) -> Iterator[list[str]]:
    return ([_in_cell(value) for value in row] for row in found.rows)


def _print_lines(out: Console, lines: Iterable[str]) -> None:
    most = out.width
    for line in lines:
        if _width(line) <= most:
            out.file.write(f"{line}\n")
        else:
            out.print(plain(line), overflow="fold")


def _in_columns(cells: Iterable[str], widths: list[int]) -> str:
    return "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(cells, widths, strict=True)).rstrip()


def _in_cell(value: object) -> str:
    return f"{value:.6g}" if isinstance(value, float) else _on_one_line(str(_in_words(value)))


def _in_words(value: object) -> object:
    """A value as SQL writes it."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return "" if value is None else str(value).lower() if isinstance(value, bool) else value


def _width(text: str) -> int:
    return len(text) if text.isascii() else cell_len(text)


def _on_one_line(text: str) -> str:
    """A text that neither breaks the line nor says anything to the terminal."""
    if text.isprintable():
        return text
    return "".join(
        each.encode("unicode_escape").decode() if category(each) in ("Cc", "Cs", "Zl", "Zp") else each for each in text
    )


def _distinct(names: Iterable[str]) -> list[str]:
    """Names of columns of which none is another's, as JSON needs them."""
    found: dict[str, None] = {}
    for name in names:
        further = (f"{name}_{number}" for number in itertools.count(1))
        found[next(each for each in itertools.chain([name], further) if each not in found)] = None
    return list(found)


def _plain(value: object) -> object:
    """A value as JSON has it."""
    return as_number(f"{value:f}") if isinstance(value, Decimal) else finite(value)
