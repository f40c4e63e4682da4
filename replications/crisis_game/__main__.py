"""The command of this replication: `PYTHONPATH=replications python -m crisis_game DIR`."""

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

from ripeness.cli.threads import one_thread
from ripeness.errors import RipenessError


def main(arguments: Sequence[str] | None = None) -> int:
    """Find the equilibria, say what they mean, and return the exit code: 0, or 2 for a folder that cannot be used."""
    parser = ArgumentParser(
        "crisis_game", description="The equilibria of the published crisis game, and its estimates."
    )
    parser.add_argument("folder", type=Path, metavar="DIR", help="the folder with its tables and estimates")
    parser.add_argument("--estimate", action="store_true", help="estimate it anew from several starts; minutes")
    parser.add_argument("--compare", action="store_true", help="compare it with one mover at a time; minutes")
    parser.add_argument("--seed", type=_seed, default=1, help="which random starts")
    parser.add_argument("--json", action="store_true", help="print one JSON object at full precision")
    asked = parser.parse_args(arguments)
    one_thread()
    from crisis_game.page import print_crisis_game

    try:
        print_crisis_game(asked.folder, asked.seed, asked.estimate, asked.compare, asked.json)
    except RipenessError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


def _seed(text: str) -> int:
    """A seed; argparse words the refusal of anything else."""
    if not text.isdecimal():
        raise ValueError(text)
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
