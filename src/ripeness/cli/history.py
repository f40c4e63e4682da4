"""The commands against the record; each stands in a module of its own, with its heavy imports inside."""

from pathlib import Path
from typing import Annotated

import typer

from ripeness.cli.history_analogues import analogues
from ripeness.cli.history_backtest import backtest
from ripeness.cli.history_calibrate import calibrate
from ripeness.cli.history_claims import claims
from ripeness.cli.history_rates import base_rates, rebuild
from ripeness.cli.threads import one_thread

app = typer.Typer(
    help="Test the argument and the model against the record: base rates, back-test, the published crisis game.",
    no_args_is_help=True,
    epilog="Example: ripeness history base-rates --like iran-us-2020",
)
app.command("base-rates", epilog="Example: ripeness history base-rates --like iran-us-2020")(base_rates)
app.command(epilog="Examples: ripeness history backtest --stored · ripeness history backtest --data my-data")(backtest)
app.command(
    epilog="Examples: ripeness history analogues iran-us-2020 --data my-data · "
    "ripeness history analogues my-case.yaml --code gravity=4"
)(analogues)
app.command(epilog="Examples: ripeness history claims · ripeness history claims --data my-data")(claims)
app.command(epilog="Example: ripeness history calibrate iran-us-2020 --all")(calibrate)
app.command(epilog="Example: ripeness history rebuild --data my-data")(rebuild)


@app.command(
    "crisis-game", epilog="Example: ripeness history crisis-game crisis_game --json · ripeness history crisis-game data"
)
def crisis_game(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder with its tables and estimates.")],
    estimate: Annotated[
        bool, typer.Option("--estimate", help="Estimate it anew from several starts; minutes.")
    ] = False,
    compare: Annotated[
        bool, typer.Option("--compare", help="Compare it with one mover at a time on months held out; minutes.")
    ] = False,
    seed: Annotated[int, typer.Option(min=0, help="Which random starts.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object at full precision.")] = False,
) -> None:
    """Find the equilibria of the published crisis game, and say what they mean for its estimates."""
    one_thread()
    from ripeness.cli.history_crisis_game import print_crisis_game

    print_crisis_game(folder, seed, estimate, compare, as_json)
