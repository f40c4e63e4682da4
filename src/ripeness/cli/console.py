"""The terminal that answers are printed to."""

import os
import sys

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ripeness.cli.fitting import FittingTable

# where output goes to a file or a pipe and nothing says otherwise
PIPE_WIDTH = 120
WIDEST = 1000
# without a colour, which would be pale on a light ground or dark on a dark one
HEADLINE = "bold"
WHAT_IS_COMPUTED = "What is computed: docs/MODEL.md"


def console() -> Console:
    """Standard output; Rich leaves colour away in a pipe and under NO_COLOR."""
    # read anew, since tests and callers may have put another stream in its place
    out = Console(file=sys.stdout, highlight=False)
    return out if out.is_terminal else Console(file=sys.stdout, highlight=False, width=_width_of_pipe())


def _width_of_pipe() -> int:
    """What COLUMNS asks for, where it is a width."""
    asked = os.environ.get("COLUMNS", "")
    return min(int(asked), WIDEST) if asked.isascii() and asked.isdigit() and int(asked[:9]) > 0 else PIPE_WIDTH


def heading(text: str) -> Text:
    """A heading of a section."""
    return Text(f"\n{text}", style="bold cyan")


def table(*columns: str, right: int = 0) -> FittingTable:
    """A plain table; the last `right` columns are numbers."""
    return FittingTable(columns, right)


def item(text: str) -> Table:
    """A bullet with a hanging indent."""
    grid = Table.grid(padding=(0, 1))
    grid.add_row(" •", plain(text))
    return grid


def print_basis(out: Console, path: str, says: str, basis: str | None, sure: str | None, note: str | None) -> None:
    """A judgement in two lines: where it stands and what it says; what it rests on."""
    out.print(plain(f"  {path}: {says}" if says else f"  {path}"))
    rests = ", ".join(each for each in (basis, f"confidence {sure}" if sure else None) if each)
    if rests or note:
        out.print(plain(f"      {': '.join(each for each in (rests, note) if each)}", "dim"))


def plain(text: str, style: str = "") -> Text:
    """Text of a case, shown as it is: nothing in it is taken for markup."""
    return Text(text, style=style)
