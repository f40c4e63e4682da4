"""The commands that keep score: adding forecasts, resolving, scoring and listing them."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rich.console import Console

    from ripeness.answer.result import Assessment
    from ripeness.case.model import Case
    from ripeness.cli.run_page import Asked
    from ripeness.ensemble.storage.runs import KeptRun
    from ripeness.forecasts.scoring import Score, Scores

app = typer.Typer(
    help="Keep score: dated forecasts, their outcomes, and how good they were.",
    no_args_is_help=True,
    epilog="Examples: ripeness forecasts list · ripeness forecasts score",
)

RegisterOption = Annotated[
    Path, typer.Option("--register", metavar="FILE", help="The register, a YAML file; made if it is not there yet.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object at full precision.")]
HERE = Path("forecasts.yaml")


@app.command(
    epilog="Example: ripeness forecasts add strait-2027 0.08 --question 'Is the strait closed for a week?' "
    "--horizon 2027-06-30 --rule 'Yes if no tanker passes for seven days in a row'"
)
def add(
    id: Annotated[str, typer.Argument(metavar="ID", help="A short name for it.")],
    probability: Annotated[float, typer.Argument(metavar="PROBABILITY", help="Of yes, 0 to 1.")],
    question: Annotated[str, typer.Option(help="What is asked; yes or no.")],
    horizon: Annotated[str, typer.Option(metavar="DATE", help="The day by which it is decided.")],
    rule: Annotated[str, typer.Option(help="What counts as yes, and who or what decides.")],
    made: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day it was judged for; today if absent.")
    ] = None,
    crowd: Annotated[float | None, typer.Option(help="A crowd's probability of the same on that day.")] = None,
    case: Annotated[str | None, typer.Option(help="The case that it comes from.")] = None,
    run: Annotated[str | None, typer.Option(help="The folder of the run that it comes from.")] = None,
    seed: Annotated[int | None, typer.Option(help="The seed of that run.")] = None,
    note: Annotated[str | None, typer.Option(help="Anything else.")] = None,
    register: RegisterOption = HERE,
) -> None:
    """Add a forecast to the register."""
    import ripeness
    from ripeness.forecasts import register as kept
    from ripeness.forecasts.forecast import Forecast

    today = dt.date.today()
    given = {"case": case, "run": run, "seed": seed}
    origin: dict[str, object] = {name: value for name, value in given.items() if value is not None}
    if origin:
        origin["version"] = ripeness.__version__
    new = Forecast(
        id=id,
        question=question,
        probability=probability,
        made=_date("--made", made) if made else today,
        horizon=_date("--horizon", horizon),
        rule=rule,
        recorded=today,
        crowd=crowd,
        origin=origin,
        note=note,
    )
    kept.add(register, [new])
    print(f"{id}: {probability:g} by {new.horizon}, kept in {register}")
    if new.is_afterthought:
        print("Its horizon has passed: it is scored apart, as an afterthought.")


@app.command(
    epilog="Examples: ripeness forecasts resolve strait-2027 no · "
    "ripeness forecasts resolve strait-2027 void --correct 'the rule proved ambiguous'"
)
def resolve(
    id: Annotated[str, typer.Argument(metavar="ID", help="The forecast.")],
    outcome: Annotated[str, typer.Argument(metavar="OUTCOME", help="yes, no, or void where there is no answer.")],
    date: Annotated[str | None, typer.Option(metavar="DATE", help="When that was known; today if absent.")] = None,
    correct: Annotated[
        str | None, typer.Option(metavar="REASON", help="Take back an outcome given before; it stays on record.")
    ] = None,
    register: RegisterOption = HERE,
) -> None:
    """Say how a forecast came out."""
    from ripeness.forecasts import register as kept

    today = dt.date.today()
    resolved = _date("--date", date) if date else today
    found = kept.resolve(register, id, outcome, resolved, today, correct)
    print(f"{id}: {found.outcome}, known on {found.resolved}; {found.probability:g} had been said")
    if resolved < found.horizon and outcome == "no":
        print(f"Its horizon, {found.horizon}, is still to come: make sure that it can no longer turn out yes.")


@app.command("list", epilog="Example: ripeness forecasts list")
def list_forecasts(register: RegisterOption = HERE, as_json: JsonOption = False) -> None:
    """List the forecasts: those due first, then the open ones, then those resolved."""
    import json

    from ripeness.cli.console import console, plain, table
    from ripeness.forecasts.forecast import written
    from ripeness.forecasts.register import load

    found, today = load(register), dt.date.today()
    if as_json:
        print(json.dumps([{"id": id, **written(each)} for id, each in found.items()], default=str, ensure_ascii=False))
        return
    out = console()
    if not found:
        out.print(plain(f"No forecasts in {register}. Next: ripeness forecasts add, or ripeness assess CASE --record"))
        return
    shown = table("id", "question", "made", "horizon", "said", "crowd", "outcome")
    for each in sorted(found.values(), key=lambda f: (not f.is_due(today), f.outcome is not None, f.horizon, f.id)):
        state = each.outcome or ("due" if each.is_due(today) else "open")
        crowd = "" if each.crowd is None else f"{each.crowd:.3g}"
        cells = (str(each.made), str(each.horizon), f"{each.probability:.3g}", crowd, state)
        shown.add_row(plain(each.id, "bold"), plain(each.question), *cells)
    out.print(shown)
    out.print(plain("\nNext: ripeness forecasts resolve ID OUTCOME   ripeness forecasts score", "dim"))


@app.command(epilog="Examples: ripeness forecasts score · ripeness forecasts score --forecastbench my-data")
def score(
    register: RegisterOption = HERE,
    forecastbench: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Score the crowd of ForecastBench's questions instead.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Score what has come out: Brier, log score, calibration, by year, and beside a crowd where there is one."""
    from dataclasses import asdict

    from ripeness.cli.console import console, heading, plain

    out = console()
    if forecastbench is not None:
        from ripeness.forecasts.forecastbench import TOPICS, crowd_scores
        from ripeness.record.sources.store import store

        crowd = crowd_scores(store(forecastbench))
        if as_json:
            _print_json({topic: asdict(found) for topic, found in crowd.items()})
            return
        for topic, found in crowd.items():
            out.print(heading(f"The crowd's first price on {TOPICS[topic]} of ForecastBench, resolved"))
            _print_scores(out, found)
        out.print(
            plain(
                "\nQuestions on one event are counted one by one: where it has many, intervals are too narrow.", "dim"
            )
        )
        return
    from ripeness.forecasts.keeping import keep_score
    from ripeness.forecasts.register import load

    kept = keep_score(load(register).values(), dt.date.today())
    if as_json:
        _print_json(asdict(kept))
        return
    out.print(
        plain(f"{kept.forecasts} forecasts in {register}: {kept.open} open, {kept.due} of them due; {kept.void} void.")
    )
    if kept.scored is None:
        out.print(plain("None has come out yet that was recorded beforehand, so there is nothing to score."))
    else:
        out.print(heading("Forecasts that have come out"))
        _print_scores(out, kept.scored)
    if kept.afterthoughts is not None:
        out.print(heading("Afterthoughts: recorded when the outcome could be known; no forecasts, and scored apart"))
        _print_scores(out, kept.afterthoughts)


def record_answer(register: Path, answer: "Assessment", changes: list[str]) -> None:
    """Add the probabilities of an answer at the modes to a register."""
    from ripeness.forecasts.recording import probabilities

    _record(register, answer.case, probabilities(answer), {"draws": 0}, changes)


def record_run(register: Path, case: "Case", asked: "Asked", changes: list[str]) -> "Callable[[KeptRun], None]":
    """What adds the probabilities of a run, their means over its draws, to a register."""
    from ripeness.forecasts.recording import mean_probabilities

    def keep(run: "KeptRun") -> None:
        origin: dict[str, object] = {"seed": asked.seed, "draws": asked.draws}
        if asked.out is not None:
            origin["run"] = str(asked.out)
        _record(register, case, mean_probabilities(case, run.table("outcomes")), origin, changes)

    return keep


def _record(
    register: Path, case: "Case", of: "Mapping[str, float]", origin: "Mapping[str, object]", changes: list[str]
) -> None:
    import sys

    from ripeness.forecasts.recording import horizon_of, record

    today = dt.date.today()
    added = record(register, case, of, {**origin, **({"changes": changes} if changes else {})}, today)
    said = f"{len(added)} forecasts added to {register}" if added else f"{register} holds these forecasts already"
    late = "; their horizon has passed, so they are afterthoughts and scored apart" if horizon_of(case) < today else ""
    print(f"{said}{late}.", file=sys.stderr)


def _print_json(said: dict[str, Any]) -> None:
    import json

    from ripeness.cli.writing import finite

    print(json.dumps(finite(said), ensure_ascii=False, allow_nan=False))


def _print_scores(out: "Console", found: "Scores") -> None:
    from ripeness.cli.console import plain, table

    all_of = found.overall
    together = "" if all_of.groups == all_of.n else f" in {all_of.groups} groups that stand or fall together"
    out.print(
        plain(
            f"n = {all_of.n}{together}. Brier {all_of.brier:.3f}{_interval(all_of.brier_interval)}, "
            f"log {_log(all_of)}; a constant that knew the share of yes, {all_of.base:.2f}, beforehand: "
            f"{all_of.constant:.3f}."
        )
    )
    if found.crowd is not None:
        c = found.crowd
        out.print(
            plain(
                f"Beside a crowd (n = {c.n}): ours {c.ours:.3f}, the crowd's {c.crowd:.3f}, ours less the crowd's "
                f"{c.difference:+.3f}{_interval(c.interval)}."
            )
        )
    shown = table("what was said", "n", "said", "came out yes", "95 % interval", right=4)
    for each in found.calibration:
        ends = f"{each.interval[0]:.2f} to {each.interval[1]:.2f}"
        what = f"{each.word}, {each.low * 100:.0f}-{each.high * 100:.0f} %"
        shown.add_row(what, str(each.n), f"{each.said:.3f}", f"{each.happened:.3f}", ends)
    out.print(shown)
    shown = table("year", "n", "came out yes", "Brier", "95 % interval", "log", "constant", right=6)
    for year, of in found.by_year.items():
        ends = _interval(of.brier_interval).strip(" ()") or "–"
        shown.add_row(str(year), str(of.n), f"{of.base:.2f}", f"{of.brier:.3f}", ends, _log(of), f"{of.constant:.3f}")
    out.print(shown)


def _interval(interval: tuple[float, float] | None) -> str:
    return "" if interval is None else f" ({interval[0]:.3f} to {interval[1]:.3f})"


def _log(of: "Score") -> str:
    return f"infinite ({of.impossible} times what was ruled out)" if of.impossible else f"{of.log:.3f}"


def _date(option: str, text: str) -> dt.date:
    from ripeness.errors import InputError, Problem

    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise InputError(Problem(option, f"is {text}, expected: a date such as 2026-03-31")) from None
