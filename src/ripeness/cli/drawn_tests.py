"""What would change the answer from draws, on a terminal: plans of levers, judgements that matter, claims tested."""

from rich.console import Console
from rich.text import Text

from ripeness.case.direction import said
from ripeness.cli.answer import SHOWN_SETS, print_more
from ripeness.cli.console import heading, plain, table
from ripeness.cli.future_page import in_lines
from ripeness.ensemble.claims import Held, how_far_apart
from ripeness.ensemble.drawn_answer import DrawnAnswer
from ripeness.ensemble.intervals import Share
from ripeness.ensemble.levers import LARGEST_PLAN, LeverPlan
from ripeness.ensemble.wording import called, first_word, flow, month_name, outbreak, percent, share

SHOWN_BARS = 8


def print_plans(out: Console, a: DrawnAnswer) -> None:
    """The minimal plans of levers that open a deal, by effort, and what each does to war."""
    if not a.case.levers or not a.tested:
        return
    deal = "a deal beyond small steps" if a.beyond else "a deal"
    out.print(heading(f"Levers: plans that open {deal}, the least effort first"))
    if not a.levers:
        out.print(plain(f"With the most likely values no {LARGEST_PLAN} levers together, or fewer, open {deal}."))
        return
    if a.levers[0].levers == ():
        opens = share(a.levers[0].share)
        out.print(
            plain(f"None is needed: with the most likely values {deal} is open already, and in {opens} of draws.")
        )
        return
    what = called(a.case).war
    of_war = (f"{in_lines(what)},\nin points", f"{in_lines(what)}\nlower\nin draws")
    shown = table("plan", "effort", "opens it\nin draws", *of_war, right=4)
    for plan in a.levers[:SHOWN_SETS]:
        of = plan.paired
        points = f"{flow(of.median)}\n{flow(of.q05)} to {flow(of.q95)}"
        shown.add_row(plain(_titles(a, plan)), str(plan.effort), stacked(plan.share), points, stacked(of.lower))
    out.print(shown)
    print_more(out, len(a.levers), "plans")
    beside = f"{first_word(what)} under a plan is set against {what} without it in the same draws."
    _of_tested(out, a.tested, a.draws, beside)


def stacked(of: Share) -> str:
    """A share of draws with its interval below it."""
    return share(of).replace(" (", "\n(")


def _titles(a: DrawnAnswer, plan: LeverPlan) -> str:
    return "; ".join(said(a.case.levers[name].title) for name in plan.levers)


def _of_tested(out: Console, tested: int, draws: int, says: str) -> None:
    fewer = f" In the first {tested:,} draws." if tested < draws else ""
    out.print(Text(says + fewer, style="dim"))


def print_tornado(out: Console, a: DrawnAnswer) -> None:
    """The judgements that move war and a deal most, as far as they stand out beyond chance."""
    by = month_name(a.case, a.case.horizon)
    for quantity, bars in a.bars.items():
        what = {"war": outbreak(a.case), "deal": "a deal"}[quantity]
        out.print(heading(f"The judgements that move {what} by {by} most"))
        standing = [bar for bar in bars if bar.stands_out]
        if not standing:
            out.print(plain(f"None of {len(bars)} stands out beyond what chance would do."))
            continue
        shown = table("judgement", "lowest\nthird", "highest\nthird", "points", right=3)
        for bar in standing[:SHOWN_BARS]:
            points = f"{flow(bar.difference)} ± {abs(bar.noise) * 100:.1f}"
            shown.add_row(plain(bar.judgement), percent(bar.in_lowest), percent(bar.in_highest), points)
        out.print(shown)
        stand = f"{len(standing)} of {len(bars)} judgements stand out beyond what chance would do"
        out.print(
            Text(
                f"Means over the draws in which it is in its lowest or highest third. {stand}; --json lists all.",
                style="dim",
            )
        )


def print_drawn_claims(out: Console, a: DrawnAnswer) -> None:
    """The claims, those that fail first, with how often and by how much they hold, and without their mechanisms."""
    if not a.case.claims or not a.claimed:
        return
    out.print(heading("The claims, put to the test (those that fail first)"))
    shown = table("claim", "holds in draws", "without its\nmechanism", "by how much", right=1)
    for result in sorted(a.claims.values(), key=lambda r: r.with_mechanism.share.share):
        without = result.without_mechanism
        shown.add_row(
            plain(result.claim.text),
            _verdict(result.with_mechanism),
            "–" if without is None else _verdict(without),
            "\n".join(filter(None, how_far_apart(result))),
        )
    out.print(shown)
    _of_tested(
        out,
        a.claimed,
        a.draws,
        "A claim fails where it holds in fewer than half of the draws, and is undecided where the 95 % interval of "
        "that share includes half. By how much: the first number that it compares minus the second, as the median of "
        "the draws and the range of 9 in 10 of them.",
    )


def _verdict(held: Held) -> Text:
    style = {"holds": "green", "fails": "red", "undecided": "default"}[held.verdict]
    return Text(held.verdict, style=style).append(f"\n{share(held.share)}", style="default")
