"""What may happen meanwhile, on a terminal: postures compared, and the risk of war by month."""

from collections.abc import Callable, Mapping

from rich.console import Console
from rich.text import Text

from ripeness.answer.result import Assessment, Future, Reach, Settlement
from ripeness.case.direction import said
from ripeness.case.model import Case
from ripeness.case.names import EXPECTED_COURSE, moves_in_words, posture_in_words
from ripeness.case.quantity import AS_IS
from ripeness.cli.console import heading, item, plain, table
from ripeness.ensemble.wording import called, first_word, flow, month_name, outbreak, percent, signed_by
from ripeness.record.plausibility import in_unit, number, number_name, plausibility, warning
from ripeness.record.reference import class_of, without_class

CURVE_ROWS = 8
EIGHTHS = " ▁▂▃▄▅▆▇█"


def print_futures(out: Console, a: Assessment) -> None:
    """Every posture beside the expected course: war by path, how far it goes on; deals, capitulation, months of crisis.

    In several tables, since one would be too wide for a terminal of 80 columns.
    """
    by, words = month_name(a.case, a.case.horizon), called(a.case)
    out.print(heading(f"Postures compared: {outbreak(a.case)} by {by}, by its path (per cent)"))
    paths = ("intention", "mis-\ncalculation", "mis-\ncommunic.", "trigger")
    wars = table("posture", in_lines(words.war), "against\nexpected", *paths, right=2 + len(paths))
    for name, future in a.futures.items():
        against = "" if name == AS_IS else flow(future.war_total - a.as_is.war_total)
        wars.add_row(posture_cell(a.case, name), bare(future.war_total), against, *map(bare, future.war.values()))
    out.print(wars)
    if a.war_goes_on:
        _print_wars_that_go_on(out, a)
    out.print(heading(f"Postures compared: what else by {by} (per cent)"))
    columns = [
        "small\nstep",
        "bargain\nsigned",
        "settled",
        *(f"{in_lines(a.case.parties[p].name)}\ngives in" for p in a.that_sign),
        f"months\nof {in_lines(words.crisis)}",
    ]
    rest = table("posture", *columns, right=len(columns))
    for name, future in a.futures.items():
        giving_in = [bare(future.capitulation[p]) if p in future.capitulation else "–" for p in a.that_sign]
        in_force = map(bare, (future.step, future.bargain, future.settled))
        rest.add_row(posture_cell(a.case, name), *in_force, *giving_in, f"{future.crisis_months:.1f}")
    out.print(rest)
    out.print(Text("A small step, a signed bargain and a settlement: in force then.", style="dim"))
    for name, future in a.futures.items():
        if name != AS_IS:
            out.print(
                item(f"{posture_in_words(a.case, name)}: {said(future.title)}{signed_by(a.case, future.capitulation)}")
            )
    for reach in a.as_is.reach:
        out.print(plain(_before_transition(a, reach)))


# What is told of a war that goes on, by the heads of the columns.
GOING_ON: Mapping[str, Callable[[Future], str]] = {
    "going on\nthen": lambda future: bare(future.at_war),
    "months\nof it": lambda future: f"{future.war_months:.1f}",
    "decided": lambda future: bare(future.decided),
    "ceasefire\never": lambda future: bare(future.ceasefire_ever),
}


def _print_wars_that_go_on(out: Console, a: Assessment) -> None:
    words = called(a.case)
    out.print(heading(f"{first_word(words.war)} that goes on, by {month_name(a.case, a.case.horizon)} (per cent)"))
    shown = table("posture", *GOING_ON, right=len(GOING_ON))
    for name, future in a.futures.items():
        shown.add_row(posture_cell(a.case, name), *(told(future) for told in GOING_ON.values()))
    out.print(shown)


def in_lines(text: str) -> str:
    """A name as the head of a narrow column: each word in a line that is a paragraph of its own."""
    return "\n".join(map(said, text.split()))


def posture_cell(case: Case, name: str) -> Text:
    """What a posture is called, the expected course in bold."""
    return plain(posture_in_words(case, name), "bold" if name == AS_IS else "")


def bare(probability: float) -> str:
    """A probability in per cent, where a heading says so."""
    return percent(probability).removesuffix(" %")


def _before_transition(a: Assessment, reach: Reach) -> str:
    party = a.case.parties[a.case.transitions[reach.transition].party].shown
    when = f"Before the possible change of leadership in {party} ({month_name(a.case, reach.month)})"
    if reach.partial is None and reach.wide is None:
        return f"{when}: no deal can be reached."
    parts = list[str]()
    if reach.partial is not None:
        parts.append(f"a bargain is signed with a probability of {percent(reach.bargain)} ({_moved(a, reach.partial)})")
    if reach.wide is not None:
        parts.append(f"a settlement is reached with one of {percent(reach.settled)} ({_moved(a, reach.wide)})")
    return f"{when}: {'; '.join(parts)}."


def _moved(a: Assessment, settlement: Settlement) -> str:
    return moves_in_words(a.case, settlement)


def print_war_curve(out: Console, a: Assessment) -> None:
    """The risk of war up to each month, drawn."""
    out.print(heading(f"Risk of {outbreak(a.case)} up to each month, on the {EXPECTED_COURSE}"))
    if a.as_is.war_total == 0.0:
        out.print(plain(f"No {outbreak(a.case)} within the horizon."))
        return
    for line in curve(a.as_is.war_by_month, width=max(2, min(72, out.width - 12))):
        out.print(Text(line))
    print_transitions(out, a.case)


def print_transitions(out: Console, case: Case) -> None:
    """When leaderships may change, below a curve."""
    # two parties may have theirs in the same month
    for month, party in sorted((case.transition_month(t), t.party) for t in case.transitions):
        if 0 <= month <= case.horizon:
            name = case.parties[party].shown
            out.print(plain(f"{'':9}month {month}: {name} may change its leadership", "dim"))


def curve(heights: tuple[float, ...], width: int) -> list[str]:
    """Lines that draw a curve as filled columns, with its scale in per cent and its months.

    Months that do not fit are left out evenly; the first and the last one never are.

    >>> for line in curve((0.0, 0.01, 0.02), width=6)[-6:]:
    ...     print(line)
     1.0 % │  ████
     0.8 % │  ████
     0.5 % │  ████
     0.2 % │  ████
         0 └──────
            0 … 2 months
    """
    months = len(heights)
    last = months - 1
    if months > width:
        heights = tuple(heights[round(i * last / (width - 1))] for i in range(width))
        months = width
    columns = width // months
    top = max(max(heights), 1e-9)
    decimals = 1 if top >= 0.008 else 3
    lines: list[str] = []
    for row in reversed(range(CURVE_ROWS)):
        cells = [EIGHTHS[round(8 * min(max(h / top * CURVE_ROWS - row, 0.0), 1.0))] for h in heights]
        label = f"{top * (row + 1) / CURVE_ROWS * 100:.{decimals}f} %"
        lines.append(f"{label:>7} │{''.join(cell * columns for cell in cells)}")
    lines.append(f"{'0':>7} └{'─' * (columns * months)}")
    lines.append(f"{'':9}0 … {last} months")
    return lines


def print_implied(out: Console, a: Assessment) -> None:
    """What the case implies beside the record of its reference class; a warning for each number that is outside it."""
    of = class_of(a.case)
    if of is None:
        _print_implied_alone(out, a)
        return
    findings = plausibility(a, of)
    pairs = f"{of.record['pairs']} pairs of {of.members}"
    out.print(heading(f"What the case implies beside the record: {pairs}, {of.record['years']}"))
    shown = table("", "here", "mean pair", "nine pairs in ten", "n", right=4)
    for f in findings:
        n = f"{f.n['crises']} crises" if "crises" in f.n else f"{f.n['pair_years']:,} pair years"
        here = plain(number(f, f.implied), "" if f.inside else "bold red")
        shown.add_row(plain(f.what), here, number(f, f.mean), f"{number(f, f.low)} to {number(f, f.high)}", n)
    out.print(shown)
    for f in findings:
        if not f.inside:
            out.print(item(warning(f)))


def _print_implied_alone(out: Console, a: Assessment) -> None:
    out.print(heading("What the case implies"))
    shown = table("", "here", right=1)
    for name, amount in vars(a.as_is.implied).items():
        shown.add_row(plain(number_name(name, a.case)), in_unit(name, amount))
    out.print(shown)
    out.print(item(without_class(a.case)))
