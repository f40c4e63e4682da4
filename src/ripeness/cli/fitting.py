"""Tables that fit the terminal: side by side where there is room, else each row as a list of its own."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType
from rich.table import Table
from rich.text import Text

# narrower than this, text is a column of scraps; unless all that stands in it is short
LEAST_TEXT = 12
# between two columns of a table in this style
_GAP = 3


@dataclass
class FittingTable:
    """A plain table, whose last `right` columns are numbers.

    Numbers and words are never broken. Where that leaves too little room for the columns that hold text, or for all
    columns together, every row is shown as a list instead: what it begins with, then `column: value` for the others.
    """

    headers: Sequence[str]
    right: int = 0
    _rows: list[tuple[Text, ...] | None] = field(default_factory=list[tuple[Text, ...] | None])

    def add_row(self, *cells: str | Text) -> None:
        """Add a row; cells that are missing at its end are empty."""
        texts = [cell if isinstance(cell, Text) else Text.from_markup(cell, emoji=False) for cell in cells]
        self._rows.append((*texts, *(Text() for _ in range(len(self.headers) - len(texts)))))

    def add_section(self) -> None:
        """Draw a line, or in a list leave a blank one, before the next row."""
        self._rows.append(None)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        """Show it in the width that there is."""
        for headers in (list(self.headers), [self._broken(place) for place in range(len(self.headers))]):
            widths = self._widths(headers, options.max_width)
            if widths:
                yield self._side_by_side(headers, widths)
                return
        yield from self._one_by_one()

    def _is_number(self, place: int) -> bool:
        return place >= len(self.headers) - self.right

    def _column(self, place: int) -> list[str]:
        return [row[place].plain for row in self._rows if row is not None]

    def _broken(self, place: int) -> str:
        """A heading of numbers over several lines, no wider than its longest word needs."""
        if not self._is_number(place):
            return self.headers[place]
        lines = self.headers[place].split("\n")
        return "\n".join(part for line in lines for part in _wrapped(line, _widest_word([line])))

    def _widths(self, headers: Sequence[str], room: int) -> list[int] | None:
        """The width of each column, or None where they cannot all be had."""
        room -= _GAP * (len(headers) - 1)
        full = [_widest_line([header, *self._column(place)]) for place, header in enumerate(headers)]
        least = [
            full[place]
            if self._is_number(place)
            else max(min(LEAST_TEXT, full[place]), _widest_word([header, *self._column(place)]))
            for place, header in enumerate(headers)
        ]
        if sum(least) > room:
            return None
        spare, wanted = room - sum(least), sum(full) - sum(least)
        if wanted <= spare:
            return full
        return [low + (high - low) * spare // wanted for low, high in zip(least, full, strict=True)]

    def _side_by_side(self, headers: Sequence[str], widths: Sequence[int]) -> Table:
        made = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
        for place, (header, width) in enumerate(zip(headers, widths, strict=True)):
            justify = "right" if self._is_number(place) else "left"
            made.add_column(Text(header), justify=justify, width=width, no_wrap=self._is_number(place), overflow="fold")
        for row in self._rows:
            if row is None:
                made.add_section()
            else:
                made.add_row(*(_broken(cell, width) for cell, width in zip(row, widths, strict=True)))
        return made

    def _one_by_one(self) -> Iterator[RenderableType]:
        for row in self._rows:
            if row is None:
                yield Text()
                continue
            shown = [(header, cell) for header, cell in zip(self.headers, row, strict=True) if cell.plain.strip()]
            if not shown:
                continue
            (_, first), *others = shown
            yield Text(" ".join(first.plain.split()), style="bold")
            for header, cell in others:
                grid = Table.grid(padding=(0, 1))
                grid.add_row(" ", Text.assemble(f"{_on_one_line(header)}: " if header else "", _joined(cell)))
                yield grid


def _widest_line(texts: Iterable[str]) -> int:
    return max(cell_len(line) for text in texts for line in text.split("\n"))


def _widest_word(texts: Iterable[str]) -> int:
    return max((cell_len(part) for text in texts for word in text.split() for part in _parts(word)), default=1)


def _parts(word: str) -> list[str]:
    """A word as it may be broken: after the hyphens inside it.

    >>> _parts("quiet-until-inauguration"), _parts("-0.5")
    (['quiet-', 'until-', 'inauguration'], ['-0.5'])
    """
    return re.split(r"(?<=[^\W\d]-)(?=\w)", word)


def _wrapped(text: str, width: int) -> list[str]:
    """A text in lines of at most so many columns, of which an isolate takes none and a Chinese sign two.

    >>> _wrapped("no better deal", 9), _wrapped("\N{FIRST STRONG ISOLATE}ab\N{POP DIRECTIONAL ISOLATE}", 2)
    (['no better', 'deal'], ['\u2068ab\u2069'])
    """
    lines = [""]
    for word in text.split():
        for place, part in enumerate(_parts(word)):
            longer = f"{lines[-1]}{'' if place or not lines[-1] else ' '}{part}"
            if cell_len(longer) <= width:
                lines[-1] = longer
            else:
                lines.append(part)
    return lines if lines[0] else lines[1:] or lines


def _broken(cell: Text, width: int) -> Text:
    """A cell whose words have a break after a hyphen wherever they would not fit into a line; styles are kept."""
    breaks: list[int] = []
    for word in re.finditer(r"\S+", cell.plain):
        at, line = word.start(), 0
        for part in _parts(word.group()) if cell_len(word.group()) > width else ():
            if line and line + cell_len(part) > width:
                breaks.append(at)
                line = 0
            at, line = at + len(part), line + cell_len(part)
    return Text("\n").join(cell.divide(breaks)) if breaks else cell


def _on_one_line(header: str) -> str:
    """A heading without its breaks; a hyphen at one belongs to the break.

    >>> _on_one_line("mis-\\ncalculation"), _on_one_line("9 of 10\\ndraws")
    ('miscalculation', '9 of 10 draws')
    """
    return header.replace("-\n", "").replace("\n", " ")


def _joined(cell: Text) -> Text:
    """A cell on one line, its styles kept."""
    return Text(" ").join(cell.split("\n"))
