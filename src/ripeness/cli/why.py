"""One deal on a terminal: its verdict in ten lines and, where that is asked for, every constraint with its sources."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from rich.console import Console, RenderableType

from ripeness.case.model import Case
from ripeness.cli.console import HEADLINE, console, heading, item, plain, print_basis, table
from ripeness.errors import InputError, Problem
from ripeness.findings.findings import Block, Finding, Section
from ripeness.findings.why import Why, judged_deal, unknown_move

# what a deal is told in, where the terminal is at least so wide
LINES, WIDTH = 10, 80
# left out at last, where the rest does not fit
_LEAST_MISSED = ("why.nearest", "why.at_home")


def print_why(case: Case, moves: Sequence[str], every: bool = False, as_json: bool = False) -> None:
    """Judge the deal that these `issue=option` make, all other issues at the status quo.

    Raises InputError for an issue or option that the case has not, or a settlement that its linkages exclude.
    """
    judged = judged_deal(case, settlement_of(case, moves))
    if as_json:
        print(json.dumps(judged.to_dict(), ensure_ascii=False, allow_nan=False))
        return
    if not every:
        print_short(judged)
        return
    out = console()
    for each in _told(judged.short.blocks):
        out.print(each)
    _print_constraints(out, judged.constraints)


def settlement_of(case: Case, moves: Sequence[str]) -> Mapping[str, str]:
    """A settlement from its `issue=option`; raises InputError with every fault found."""
    wanted: dict[str, str] = {}
    faults: list[Problem] = []
    for move in moves:
        issue, equals, option = (part.strip() for part in move.partition("="))
        if not equals:
            faults.append(Problem(move, "is no move, expected: issue=option"))
        elif unknown := unknown_move(case, issue, option):
            faults.append(unknown)
        elif issue in wanted:
            faults.append(Problem(move, f"moves {issue} twice, expected: each issue once"))
        wanted[issue] = option
    if faults:
        raise InputError(*faults)
    return wanted


# --- in ten lines ---


def print_short(judged: Why) -> None:
    """As much of it as ten lines hold: what would fix a constraint is left out first, then the constraint."""
    out, shown = console(), list[RenderableType]()
    for blocks, left_out in _shorter_and_shorter(judged.short.blocks):
        shown = [*_told(blocks), plain(_last_line(judged, left_out), "dim")]
        if out.width < WIDTH or _height(out, shown) <= LINES:
            break
    for each in shown:
        out.print(each)


def _shorter_and_shorter(blocks: Sequence[Block]) -> Iterator[tuple[Sequence[Block], int]]:
    """The blocks, and how many failing constraints they leave out, from all that there is to the least."""
    failing = next((block.findings for block in blocks if block.key == "why.fails"), ())
    shown = len(failing)
    for shown, fixed in _cuts(len(failing)):
        kept = [replace(each, text=each.text if place < fixed else "") for place, each in enumerate(failing[:shown])]
        blocks = [replace(b, findings=tuple(kept)) if b.key == "why.fails" else b for b in blocks]
        yield blocks, len(failing) - shown
    for key in _LEAST_MISSED:
        blocks = [block for block in blocks if block.key != key]
        yield blocks, len(failing) - shown


def _cuts(failing: int) -> list[tuple[int, int]]:
    """How many failing constraints are told, and how many of these with what would fix them, from more to fewer."""
    cuts = [(shown, fixed) for shown in range(failing, 0, -1) for fixed in range(shown, -1, -1)]
    return cuts or [(0, 0)]


def _height(out: Console, shown: Iterable[RenderableType]) -> int:
    lines = Console(width=out.width, highlight=False)
    with lines.capture() as captured:
        for each in shown:
            lines.print(each)
    return captured.get().count("\n")


def _last_line(judged: Why, left_out: int) -> str:
    more = f"{left_out} more {'fails' if left_out == 1 else 'fail'}; all" if left_out else "All"
    return f"{more} {len(judged.constraints.blocks[0].findings)} constraints with judgements and sources: --all"


def _told(blocks: Iterable[Block]) -> Iterator[RenderableType]:
    for block in blocks:
        for finding in block.findings:
            if block.layout == "list":
                yield item(f"{finding.label}{f'; {finding.text}' if finding.text else ''}.")
            else:
                yield plain(finding.text, HEADLINE if block.key == "why.verdict" else "")


# --- every constraint ---


def _print_constraints(out: Console, section: Section) -> None:
    (block,) = section.blocks
    shown = table(*block.columns, right=1)
    for finding in block.findings:
        holds, slack = finding.measures
        verdict = plain(holds.shown, "green" if holds.value else "red")
        shown.add_row(finding.label, plain(finding.text), verdict, slack.shown)
    out.print(plain(""))
    out.print(shown)
    told: set[str] = set()
    for finding in sorted(block.findings, key=lambda f: bool(f.measures[0].value)):
        _print_behind(out, finding, told)


def _print_behind(out: Console, finding: Finding, told: set[str]) -> None:
    """What a constraint rests on; what was told of another is named again without its source."""
    holds, _ = finding.measures
    out.print(heading(f"{finding.text} {holds.shown}"))
    for each in finding.basis:
        if each.path in told:
            print_basis(out, each.path, each.says, None, None, None)
        else:
            print_basis(out, each.path, each.says, each.basis, each.confidence, each.note)
        told.add(each.path)
