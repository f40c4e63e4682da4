"""The command that takes a case's rates from the record."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from ripeness.record.calibration import Calibrated, Evidence


def calibrate(
    case: Annotated[str, typer.Argument(metavar="CASE", help="A bundled case's id, or the path of a case file.")],
    in_class: Annotated[
        str | None, typer.Option("--class", metavar="CLASS", help="The reference class; else the case's, else rivals.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Take every rate, not only those of basis base-rate.")] = False,
    points: Annotated[int, typer.Option(min=64, max=65536, help="Points of each of two passes.")] = 512,
    seed: Annotated[int, typer.Option(help="Which points; the same seed gives the same numbers.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Estimate rates from the record, those of basis `base-rate`: prior, data, posterior, lines for the case file."""
    import json

    from ripeness.cli.case_of_record import class_asked_for, load_for_record
    from ripeness.record.calibration import NOTHING, calibrated_paths, of_class, of_pair
    from ripeness.record.calibration import calibrate as fitted
    from ripeness.record.derived import carried
    from ripeness.record.own_pair import own_pair

    loaded = load_for_record(case)
    of = class_asked_for(case, loaded, in_class)
    paths = calibrated_paths(loaded, every)
    own = own_pair(loaded, carried("base-rates")["result"])
    of_all, of_own = of_class(of.record), NOTHING if own is None else of_pair(own.record)
    done = fitted(loaded, of_all + of_own, paths, points, seed)
    if as_json:
        data = {"class": vars(of_all), "pair": None if own is None else {"states": own.states, **vars(of_own)}}
        shown: dict[str, Any] = {
            "class": of.name,
            "data": data,
            "prior": done.prior,
            "posterior": done.posterior,
            "rates": done.rates,
            "points": done.points,
            "effective": done.effective,
        }
        print(json.dumps(shown, allow_nan=False))
        return
    _print(case, done, of.name, of_all, None if own is None else of_own)


def _print(case: str, done: "Calibrated", in_class: str, of_all: "Evidence", of_own: "Evidence | None") -> None:
    from ripeness.cli.console import console, heading, plain, table
    from ripeness.record.calibration import PRIOR_FACTOR, TOTALS

    out = console()
    out.print(plain(f"{case}: rates from the record, each total by one factor, its split as the case has it", "bold"))
    shown = table("total", "prior (5, 50, 95 %)", "class counts for", "own pair", "posterior (5, 50, 95 %)", right=4)
    data = [_seen(of_all), ("", "", "") if of_own is None else _seen(of_own)]
    for k, total in enumerate(TOTALS):
        shown.add_row(total, _three(done.prior[total]), data[0][k], data[1][k], _three(done.posterior[total]))
    out.print(shown)
    out.print(
        plain(
            f"Prior: the case's modes, within {PRIOR_FACTOR:g} times either way. Class: {in_class}. "
            f"{done.points} points in each of two passes, worth {done.effective:.0f} independent ones.",
            "dim",
        )
    )
    out.print(heading("For the case file, under dynamics"))
    for path, (low, middle, high) in done.rates.items():
        name = path.removeprefix("dynamics.")
        out.print(plain(f"  {name}: {{low: {low:.3g}, mode: {middle:.3g}, high: {high:.3g}, basis: base-rate}}"))


def _seen(of: "Evidence") -> tuple[str, str, str]:
    return (
        f"{of.crises:.3g} in {of.years:.3g} years",
        f"{of.ended:.3g} in {of.months:.3g} months",
        f"{of.wars:.3g} in {of.war_crises:.3g} crises",
    )


def _three(of: tuple[float, float, float]) -> str:
    return " ".join(f"{number:.2g}" for number in of)
