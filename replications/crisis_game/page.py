"""The published crisis game on a terminal: equilibria, what they mean, and the game fitted anew."""

import json
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
from rich.console import Console

from crisis_game.comparison import FITTED_MONTHS, ONE_MOVER, Comparison, Difference, difference
from crisis_game.comparison import compare as held_out
from crisis_game.data import VALUES, CrisisGame, load
from crisis_game.equilibria import Found, search
from crisis_game.multiplicity import CLOSE, Multiplicity, multiplicity
from crisis_game.payoffs import COMMON, GROUPS
from crisis_game.refit import SPREAD, Refit, refit
from ripeness.cli.console import console, heading, item, plain, table


def print_crisis_game(folder: Path, seed: int, estimate: bool, compare: bool, as_json: bool) -> None:
    """Equilibria of every dyad as JSON, or what they mean in words; estimates and a comparison where asked for."""
    game = load(folder)
    began = time.process_time()
    found = search(game.design.payoffs(game.estimates), game.names, game.discount, seed)
    seconds = time.process_time() - began
    if as_json:
        said: dict[str, object] = {"dyads": _dyads(game, found)}
        if estimate:
            said["estimates"] = [_estimate(game, each) for each in refit(game, found, seed)]
        if compare:
            said["comparison"] = _compared(game, held_out(game))
        print(json.dumps(said, allow_nan=False))
        return
    out = console()
    _print_equilibria(out, game, multiplicity(game, found, game.estimates), seconds)
    if estimate:
        _print_estimates(out, game, refit(game, found, seed))
    if compare:
        _print_comparison(out, held_out(game))


def _estimate(game: CrisisGame, of: Refit) -> dict[str, object]:
    costs = dict(zip(map(str, game.countries.tolist()), of.parameters[COMMON:].tolist(), strict=True))
    parameters: dict[str, object] = {name: of.parameters[place].tolist() for name, place in GROUPS.items()}
    return {
        "start": of.start,
        "log_likelihood": of.log_likelihood,
        "cpu_seconds": of.seconds,
        "parameters": parameters | {"audience_cost": costs},
    }


def _compared(game: CrisisGame, of: Comparison) -> dict[str, object]:
    by_dyad = [
        {"ccode1": first, "ccode2": second} | {name: float(each[n]) for name, each in of.held_out.items()}
        for n, (first, second) in enumerate(game.names)
    ]
    others = {name: asdict(difference(of.held_out[ONE_MOVER], of.held_out[name])) for name in _others(of)}
    return {"held_out": by_dyad, f"{ONE_MOVER}, against": others}


def _others(of: Comparison) -> list[str]:
    return [name for name in of.held_out if name != ONE_MOVER]


def _dyads(game: CrisisGame, found: Sequence[Found]) -> list[dict[str, object]]:
    return [
        {
            "ccode1": first,
            "ccode2": second,
            "equilibria": [dict(zip(VALUES, values.ravel().tolist(), strict=True)) for values in each.values],
        }
        for (first, second), each in zip(game.names, found, strict=True)
    ]


def _print_equilibria(out: Console, game: CrisisGame, of: Multiplicity, seconds: float) -> None:
    dyads = len(game.dyads)
    out.print(plain(f"The published crisis game: {dyads} dyads, {game.months.shape[1]} months each", "bold"))
    out.print(heading("Equilibria at the published estimates"))
    shown = table("equilibria of a dyad", "dyads", right=1)
    for number, count in of.numbers.items():
        shown.add_row(str(number), str(count))
    out.print(shown)
    one_half = f"{of.one_half} of them by one half of the random starts alone"
    out.print(item(f"{of.found:,} were found in {seconds:.0f} CPU seconds, {one_half}."))
    out.print(item(f"The last quarter of each dyad's starts found {of.late} of them."))
    out.print(item(f"Indices sum to 1, as they do when none is missing, in {dyads - of.indices_off} of {dyads} dyads."))
    out.print(item(f"Published equilibria found: {of.published_found} of {of.published}."))
    out.print(heading("Log-likelihood of the months at the published estimates"))
    shown = table("each dyad in its", "log-likelihood", right=1)
    for name, height in (
        ("likeliest equilibrium", of.best),
        ("published equilibrium, or where none is given the likeliest", of.with_published),
        ("equilibrium behind the published figure", game.log_likelihood),
        ("least likely equilibrium", of.worst),
    ):
        shown.add_row(plain(name), f"{height:,.3f}")
    out.print(shown)
    out.print(heading("What that means"))
    for sentence in _meaning(game, of):
        out.print(item(sentence))


def _meaning(game: CrisisGame, of: Multiplicity) -> list[str]:
    low, high = np.median(of.war_ranges, axis=0)
    spread, close = (float(np.median(np.ptp(each, axis=1))) for each in (of.war_ranges, of.close_ranges))
    apart = int((np.ptp(of.close_ranges, axis=1) > 0.01).sum())
    return [
        f"Every dyad has {min(of.numbers)} to {max(of.numbers)} equilibria, so estimates alone forecast nothing: one "
        "has to be chosen for each dyad.",
        f"Of the published equilibria, {of.published_best} of {of.published} are the ones in which their dyad's months "
        f"are likeliest; the others give away {of.gain:.1f} units of log-likelihood.",
        f"Other equilibria raise the published log-likelihood by {of.best - game.log_likelihood:.1f} without moving a "
        "single parameter; so the estimates maximise it along their own equilibria at most.",
        f"In the median dyad, war fills between {low:.1%} and {high:.1%} of the months in the long run, by which "
        f"equilibrium is taken (median distance {spread:.1%}).",
        f"Among those within {CLOSE:g} units of log-likelihood of the likeliest, the median distance is {close:.1%}; "
        f"in {apart} dyads it is more than 1 %.",
    ]


def _print_estimates(out: Console, game: CrisisGame, found: Sequence[Refit]) -> None:
    out.print(heading("Estimated anew"))
    shown = table("start", "log-likelihood", "more than published", "CPU seconds", right=3)
    for each in found:
        more = each.log_likelihood - game.log_likelihood
        shown.add_row(plain(each.start), f"{each.log_likelihood:,.3f}", f"{more:+,.1f}", f"{each.seconds:.0f}")
    out.print(shown)
    out.print(item("The authors' notes speak of weeks to months of computing from starts drawn at random."))
    out.print(
        item(
            f"All but the first draw audience costs together, with standard deviation {SPREAD:g} around their mean; "
            "the log-likelihoods shown are those of the data alone."
        )
    )
    out.print(
        item("Different starts end at different heights: these are local maxima, and none is known to be the best.")
    )


def _print_comparison(out: Console, of: Comparison) -> None:
    out.print(heading(f"Fitted to the first {FITTED_MONTHS} months, judged by the others"))
    shown = table("model", "fitted", "held out", right=2)
    for name, each in of.held_out.items():
        shown.add_row(plain(name), f"{of.fitted[name].sum():,.1f}", f"{each.sum():,.1f}")
    out.print(shown)
    for name in _others(of):
        found = difference(of.held_out[ONE_MOVER], of.held_out[name])
        out.print(item(f"{ONE_MOVER} against {name}: {_verdict(found)}."))


def _verdict(of: Difference) -> str:
    interval = f"{of.mean:+.2f} a dyad (95 % interval {of.low:+.2f} to {of.high:+.2f})"
    word = "better" if of.low > 0 else "worse" if of.high < 0 else "not distinguishable"
    return f"{word}, ahead in {of.better} of {of.dyads} dyads, {interval}"
