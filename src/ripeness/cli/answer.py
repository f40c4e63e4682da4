"""An answer on a terminal: the first screen of its findings and, where they are asked for, further parts of them."""

from collections.abc import Iterable, Sequence
from datetime import date

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ripeness.case.direction import END, ISOLATES
from ripeness.cli.chart_lines import lines_of
from ripeness.cli.console import HEADLINE, console, heading, item, plain, table
from ripeness.ensemble.wording import day
from ripeness.findings.findings import Block, Brief, Finding, Measure, Section
from ripeness.findings.parts import ALL, FIRST, NAMES, PARTS

# what a screen of 24 or 25 lines shows at once, where it is at least so wide
SCREEN_LINES, SCREEN_WIDTH = 25, 80
# blocks of the first screen that may be shortened to fit it, with the fewest findings that are left of them
_MAY_SHRINK = {"message.changes": 1, "message.signed": 1}


def print_brief(brief: Brief, asked: str, part: str | None, kept: str = "") -> None:
    """Print the first screen of a brief or, if a part is asked for, that part of it; `kept` says where a run is."""
    out = console()
    if part is None:
        _print_first(out, brief, asked, kept)
        return
    out.print(_head(brief))
    for section in brief.sections:
        if part == ALL or section.key in PARTS[part]:
            _print_section(out, section)
    out.print(plain(f"\n{kept or _next(asked)}", "dim"))


def _head(brief: Brief) -> Text:
    of = f"{brief.draws:,} draws, seed {brief.seed}" if brief.draws else "at the most likely values"
    as_of = date.fromisoformat(brief.as_of)
    # many a title ends in its month
    when = "" if f"{as_of:%B %Y}" in brief.title else f", {day(as_of)}"
    return plain(f"{brief.title}{when}; {brief.horizon} months, {of}", "bold")


def _next(asked: str) -> str:
    return f"Next: ripeness assess {asked} --part PART, one of {', '.join(NAMES)}"


# --- the first screen ---


def _print_first(out: Console, brief: Brief, asked: str, kept: str) -> None:
    blocks, shrinking = list(brief.section(FIRST).blocks), True
    while shrinking and out.width >= SCREEN_WIDTH and _height(out, brief, blocks, asked, kept) > SCREEN_LINES:
        shrinking = _shrink(blocks)
    for each in _first(brief, blocks, asked, kept):
        out.print(each)


def _height(out: Console, brief: Brief, blocks: Sequence[Block], asked: str, kept: str) -> int:
    lines = Console(width=out.width, highlight=False)
    with lines.capture() as captured:
        for each in _first(brief, blocks, asked, kept):
            lines.print(each)
    return captured.get().count("\n")


def _shrink(blocks: list[Block]) -> bool:
    """Leave out the last finding of the longest block that may be shortened; whether there was one."""
    longest = max(
        (place for place, block in enumerate(blocks) if len(block.findings) > _MAY_SHRINK.get(block.key, 99)),
        key=lambda place: len(blocks[place].findings),
        default=None,
    )
    if longest is None:
        return False
    block = blocks[longest]
    blocks[longest] = Block(block.key, block.findings[:-1], block.title, block.layout, block.columns, block.note)
    return True


def _first(brief: Brief, blocks: Sequence[Block], asked: str, kept: str) -> Iterable[RenderableType]:
    yield _head(brief)
    for block in blocks:
        if block.layout == "table":
            yield _ladder(block)
        elif block.layout == "list":
            yield plain(f"{block.title}:", "bold")
            yield from (item(finding.text) for finding in block.findings)
        else:
            yield from _sentences(block)
        # the words and the most likely values are told of in a brief, and by --explain
        if block.note and block.layout == "table":
            yield plain(block.note)
    yield plain(kept or _next(asked), "dim")


def _ladder(block: Block) -> RenderableType:
    """The rungs, a line each, with the chance of each beside its word."""
    shown = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    *columns, _, by = block.columns
    for column in (*columns, by):
        shown.add_column(Text(column))
    for finding in block.findings:
        *cells, word, chance = finding.measures
        likely = f"{word.shown}, {chance.shown}" + (f"\n({chance.span})" if chance.span else "")
        shown.add_row(plain(finding.label), *(plain(cell.shown) for cell in cells), plain(likely))
    return shown


def _sentences(block: Block) -> Iterable[Text]:
    for place, finding in enumerate(block.findings):
        yield plain(finding.text, HEADLINE if block.key == "message.answer" and place == 0 else "")


# --- every other section ---


def _print_section(out: Console, section: Section) -> None:
    out.print(heading(section.title))
    for block in section.blocks:
        _print_block(out, block)
    for chart in section.charts:
        if lines := lines_of(chart, out.width):
            out.print(plain(f"\n{chart.title}", "bold"))
            for line in lines:
                out.print(Text(line), no_wrap=True)


def _print_block(out: Console, block: Block) -> None:
    if block.title:
        out.print(Padding(plain(block.title, "bold"), (1, 0, 0, 0)))
    if block.layout == "table":
        out.print(_table(block))
    elif block.layout == "list":
        for finding in block.findings:
            out.print(item(_with_confidence(finding)))
    else:
        for finding in block.findings:
            out.print(plain(_with_confidence(finding)))
    if block.note:
        out.print(plain(block.note, "dim"))


def _with_confidence(finding: Finding) -> str:
    return f"{finding.text} (Confidence: {finding.confidence.level}.)" if finding.confidence else finding.text


def _table(block: Block) -> RenderableType:
    """A table of findings; columns of numbers at its end are set to the right."""
    units = block.units
    right = next((place for place, unit in enumerate(reversed(units)) if unit == "text"), len(units))
    columns = [
        in_lines(column) if place >= len(block.columns) - right else column
        for place, column in enumerate(block.columns)
    ]
    shown = table(*columns, right=right)
    for finding in block.findings:
        texts = [plain(finding.text)] if block.has_texts else []
        shown.add_row(plain(finding.label), *texts, *map(_cell, finding.measures))
    return shown


def in_lines(text: str) -> str:
    """A text as the head of a narrow column, a word in each line; an isolate goes on in the next one.

    >>> in_lines("a \u2068b c\u2069 d").split("\\n") == ["a", "\u2068b\u2069", "\u2068c\u2069", "d"]
    True
    """
    lines: list[str] = []
    opened = ""
    for word in text.split(" "):
        line = f"{opened}{word}"
        for sign in word:
            opened = sign if sign in ISOLATES else "" if sign == END else opened
        lines.append(f"{line}{END}" if opened else line)
    return "\n".join(lines)


def _cell(measure: Measure) -> Text:
    if measure.unit == "holds" and measure.value is not None:
        return plain(measure.shown, "green" if measure.value else "red")
    return plain(f"{measure.shown}\n{measure.span}" if measure.span else measure.shown)
