"""What is tested against the record: `ripeness history …`."""

from pathlib import Path
from typing import Annotated

import typer

from ripeness.cli.threads import one_thread

history = typer.Typer(
    help="Test the argument and the model against the record.",
    no_args_is_help=True,
    epilog="Example: ripeness history crisis-game crisis_game",
)


@history.command(
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
