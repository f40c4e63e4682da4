"""The published crisis game on a terminal: equilibria, what they mean, and the game fitted anew."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from rich.console import Console

from ripeness.cli.console import console, heading, item, plain, table
from ripeness.history.crisis_game.data import VALUES, CrisisGame, load
from ripeness.history.crisis_game.equilibria import Found, search
from ripeness.history.crisis_game.multiplicity import CLOSE, Multiplicity, multiplicity


def print_crisis_game(folder: Path, seed: int, estimate: bool, compare: bool, as_json: bool) -> None:
    """Equilibria of every dyad as JSON, or what they mean in words."""
    game = load(folder)
    found = search(game.design.payoffs(game.estimates), game.names, game.discount, seed)
    if as_json:
        print(json.dumps({"dyads": _dyads(game, found)}, allow_nan=False))
        return
    out = console()
    _print_equilibria(out, game, multiplicity(game, found, game.estimates))


def _dyads(game: CrisisGame, found: Sequence[Found]) -> list[dict[str, object]]:
    return [
        {
            "ccode1": first,
            "ccode2": second,
            "equilibria": [dict(zip(VALUES, values.ravel().tolist(), strict=True)) for values in each.values],
        }
        for (first, second), each in zip(game.names, found, strict=True)
    ]


def _print_equilibria(out: Console, game: CrisisGame, of: Multiplicity) -> None:
    dyads = len(game.dyads)
    out.print(plain(f"The published crisis game: {dyads} dyads, {game.months.shape[1]} months each", "bold"))
    out.print(heading("Equilibria at the published estimates"))
    shown = table("equilibria of a dyad", "dyads", right=1)
    for number, count in of.numbers.items():
        shown.add_row(str(number), str(count))
    out.print(shown)
    one_half = f"{of.one_half} of them by one half of the random starts alone"
    out.print(item(f"{of.found:,} were found, {one_half}, {of.late} in the last quarter of the starts."))
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
