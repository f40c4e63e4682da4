"""The command of the back-test: computed from data, or the scores that the package carries."""

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ripeness.cli.data import DataOption

if TYPE_CHECKING:
    from rich.console import Console

WINDOWS = {"forward": "learned before 1990, tested after", "expanding": "learned anew every five years from 1950"}


def backtest(
    data: DataOption = None,
    stored: Annotated[bool, typer.Option("--stored", help="Show what the package carries; needs no data.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the scores as one JSON object.")] = False,
) -> None:
    """Score the model's forecasts of war and of agreement in past crises against those of simpler forecasters."""
    import json

    from ripeness.record.derived import carried

    found: dict[str, Any] = carried("backtest")["result"] if stored else _computed(data, quiet)
    if as_json:
        print(json.dumps(found["scores"], allow_nan=False))
    else:
        _print(found)


def _computed(data: Any, quiet: bool) -> dict[str, Any]:
    from ripeness.record.backtest import backtest as computed
    from ripeness.record.sources.store import store

    return computed(store(data), (lambda _: None) if quiet else lambda words: print(words, file=sys.stderr))


def _print(found: dict[str, Any]) -> None:
    from ripeness.cli.console import console, heading, plain, table

    out = console()
    out.print(
        plain(
            f"{found['crises']} crises in the record, {found['without_pair']} without a pair of states; {found['n']} "
            "made into minimal cases from what was known when they began.",
            "bold",
        )
    )
    for outcome, windows in found["scores"].items():
        happened = found["happened"][outcome]
        out.print(heading(f"{outcome.capitalize()}: in {happened['share']:.0%} of {happened['n']} crises"))
        for window, scores in windows.items():
            out.print(plain(f"{WINDOWS[window]} (n = {scores['n']})"))
            shown = table(
                "forecaster", "Brier", "95 % interval", "log", "AUC", "slope", "better than base rate by", right=6
            )
            for name in ("engine", "base_rate", "ridge", "boosting"):
                of = scores[name]
                gain = found["better"][outcome][window]["than_base_rate"].get(name)
                shown.add_row(
                    name.replace("_", " "),
                    f"{of['brier']:.4f}",
                    "{:.3f} to {:.3f}".format(*of["interval"]),
                    f"{of['log']:.4f}",
                    *("" if of[key] is None else f"{of[key]:.2f}" for key in ("auc", "slope")),
                    "" if gain is None else "{:+.3f} to {:+.3f}".format(*gain[1:]),
                )
            out.print(shown)
            _print_curve(out, found["curves"][outcome][window])
    out.print(heading("The engine without one of its parts, forward: change of the Brier score (95 %)"))
    shown = table("without", "what", "war", "agreement", "n", right=3)
    for name, of in found["ablations"].items():
        changes = ["{:+.4f} ({:+.3f} to {:+.3f})".format(of[o]["lost"], *of[o]["interval"]) for o in found["scores"]]
        shown.add_row(plain(name), plain(of["about"]), *changes, str(of["n"]))
    out.print(shown)
    _print_reading(out, found)


def _print_curve(out: "Console", curve: list[dict[str, float]]) -> None:
    from ripeness.cli.console import plain

    fifths = [f"{of['forecast']:.2f}: {of['happened']:.2f} (n {of['n']:.0f})" for of in curve]
    out.print(plain(f"  engine, forecast: happened, by fifths   {'   '.join(fifths)}", "dim"))


def _print_reading(out: "Console", found: dict[str, Any]) -> None:
    from ripeness.cli.console import heading, item

    war, agreement = found["scores"]["war"]["forward"], found["scores"]["agreement"]["forward"]
    best = min(war[name]["brier"] for name in ("ridge", "boosting"))
    idle = [name for name, of in found["ablations"].items() if of["war"]["interval"][0] <= 0]
    missing = ", ".join(f"{name} {count}" for name, count in found["missing"].items() if count)
    out.print(heading("How to read it"))
    for line in (
        f"War can be forecast in part: Brier {war['engine']['brier']:.4f} against {war['base_rate']['brier']:.4f} of "
        f"the base rate; the better of ridge and boosting has {best:.4f} (n = {war['n']}).",
        f"Agreement cannot be forecast from structure alone: Brier {agreement['engine']['brier']:.4f} against "
        f"{agreement['base_rate']['brier']:.4f} of the base rate (n = {agreement['n']}).",
        f"For war, leaving out one of these changes nothing that can be told from chance: {', '.join(idle) or 'none'}.",
        f"Where learned anew, the engine is better for war than ridge by {_gain(found, 'ridge')} and than boosting by "
        f"{_gain(found, 'boosting')} (n = {found['scores']['war']['expanding']['n']}).",
        f"Unknown, and replaced by the mean of the known values: {missing} (of {found['n']}). Events of earlier years "
        "are known only where the record covers all of them: crises from 1918, disputes to 2010.",
        "Gravity and protracted conflict were coded afterwards. Which features move what was chosen by "
        "cross-validation in the crises before 1990.",
        "How a crisis ended is read from icb1's forout, whose labels are inferred from the actors' outfor.",
    ):
        out.print(item(line))


def _gain(found: dict[str, Any], other: str) -> str:
    return "{:.3f} ({:+.3f} to {:+.3f})".format(*found["better"]["war"]["expanding"]["engine_than"][other])
