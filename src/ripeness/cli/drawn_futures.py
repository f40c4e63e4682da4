"""What may happen meanwhile, from draws, on a terminal: postures compared draw by draw, and curves by month."""

from rich.console import Console
from rich.text import Text

from ripeness.answer.pipeline import case_under
from ripeness.case.direction import said
from ripeness.case.names import EXPECTED_COURSE, posture_in_words
from ripeness.case.quantity import AS_IS
from ripeness.cli.console import heading, item, plain, table
from ripeness.cli.future_page import bare, curve, in_lines, posture_cell, print_transitions
from ripeness.crisis.states import WAR_PATHS
from ripeness.ensemble.distribution import Paired
from ripeness.ensemble.drawn_answer import DrawnAnswer
from ripeness.ensemble.intervals import Spread
from ripeness.ensemble.wording import between, called, first_word, flow, month_name, outbreak, share, signed_by

MOST_ROWS = 12
LOW, MEDIAN, HIGH = 0, 2, 4


def print_drawn_postures(out: Console, a: DrawnAnswer) -> None:
    """Every posture: war by path, what else comes of it, and what it changes in the same draws."""
    by, words = month_name(a.case, a.case.horizon), called(a.case)
    out.print(heading(f"Postures compared: {outbreak(a.case)} by {by}, medians by its path (per cent)"))
    paths = ("intention", "mis-\ncalculation", "mis-\ncommunic.", "trigger")
    wars = table("posture", in_lines(words.war), "9 of 10\ndraws", *paths, right=2 + len(paths))
    for name, of in a.found.postures.items():
        by_path = [bare(of.quantities[f"war.{path}"].median) for path in WAR_PATHS]
        wars.add_row(posture_cell(a.case, name), *_two(of.quantities["war"]), *by_path)
    out.print(wars)
    if a.war_goes_on:
        _print_wars_that_go_on(out, a, by)
    out.print(heading(f"Postures compared: a deal by {by} (per cent), and months of {words.crisis}"))
    rest = table(
        "posture",
        "deal",
        "9 of 10\ndraws",
        "bargain\nsigned",
        "settled",
        "small\nstep",
        f"months\nof {in_lines(words.crisis)}",
        "9 of 10\ndraws",
        right=7,
    )
    for name, of in a.found.postures.items():
        crisis = of.quantities["crisis_months"]
        months = (f"{crisis.median:.1f}", f"{crisis.q05:.1f}-{crisis.q95:.1f}")
        medians = [bare(of.quantities[quantity].median) for quantity in ("bargain", "settled", "step")]
        rest.add_row(posture_cell(a.case, name), *_two(of.quantities["deal"]), *medians, *months)
    out.print(rest)
    others = [name for name in a.found.postures if name != AS_IS]
    if others:
        out.print(heading(f"Each posture against the {EXPECTED_COURSE}, draw by draw"))
        out.print(Text("In points, hundredths of a probability; in brackets 9 of 10 draws.", style="dim"))
    for name in others:
        war, deal = (a.found.compared(name, quantity=quantity) for quantity in ("war", "deal"))
        title = said(a.case.postures[name].title) + signed_by(a.case, case_under(a.case, name).signatories)
        of_war, of_deal = change(war, f"the risk of {outbreak(a.case)}"), change(deal, "the odds of a deal")
        out.print(item(f"{posture_in_words(a.case, name)} ({title}) {of_war}; it {of_deal}."))


def _print_wars_that_go_on(out: Console, a: DrawnAnswer, by: str) -> None:
    words = called(a.case)
    out.print(heading(f"{first_word(words.war)} that goes on, by {by}: medians (per cent)"))
    shown = table("posture", "going on\nthen", "9 of 10\ndraws", "months\nof it", "decided", "ceasefire\never", right=5)
    for name, of in a.found.postures.items():
        decided, ceasefire = (bare(of.quantities[quantity].median) for quantity in ("decided", "ceasefire.ever"))
        months = f"{of.quantities['war_months'].median:.1f}"
        shown.add_row(posture_cell(a.case, name), *_two(of.quantities["at_war"]), months, decided, ceasefire)
    out.print(shown)


def change(of: Paired, what: str) -> str:
    """What a posture does to a risk or to odds, and in how many of the draws."""
    size = f"({flow(of.q05)} to {flow(of.q95)})"
    if flow(of.median) == "0.0":
        return f"hardly moves {what} {size}: lower in {share(of.lower)} of draws, higher in {share(of.higher)}"
    verb, where = ("raises", of.higher) if of.median > 0 else ("lowers", of.lower)
    return f"{verb} {what} by {flow(abs(of.median))[1:]} points {size}, in {share(where)} of draws"


def _two(of: Spread) -> tuple[str, str]:
    return bare(of.median), between(of.q05, of.q95).removesuffix(" %")


def print_drawn_curves(out: Console, a: DrawnAnswer) -> None:
    """The risk of war by month, its median drawn, and a table with ranges of war, bargain and settlement."""
    curves, what = a.found.postures[AS_IS].curves, outbreak(a.case)
    war = curves["war"]
    out.print(heading(f"Risk of {what} up to each month, on the {EXPECTED_COURSE}: the median"))
    if war[HIGH, -1] == 0.0:
        out.print(plain(f"No {what} within the horizon."))
    else:
        for line in curve(tuple(war[MEDIAN].tolist()), width=max(2, min(72, out.width - 12))):
            out.print(Text(line))
        print_transitions(out, a.case)
    out.print(heading(f"Month by month, on the {EXPECTED_COURSE} (per cent): the median, and 9 of 10 draws"))
    shown = table("month", "", in_lines(called(a.case).war), "", "bargain\nsigned", "", "settled", "", right=6)
    for month in shown_months(war.shape[1] - 1):
        cells: list[str] = []
        for series in ("war", "bargain", "settled"):
            low, median, high = (float(curves[series][q, month]) for q in (LOW, MEDIAN, HIGH))
            cells += [bare(median), between(low, high).removesuffix(" %")]
        shown.add_row(str(month), month_name(a.case, month), *cells)
    out.print(shown)


def shown_months(horizon: int) -> list[int]:
    """Every third month or, where these are too many for a table, months further apart; the last one always.

    >>> shown_months(8), shown_months(2), len(shown_months(240))
    ([3, 6, 8], [2], 12)
    """
    step = max(3, -(-horizon // MOST_ROWS))
    return sorted({*range(step, horizon + 1, step), horizon})
