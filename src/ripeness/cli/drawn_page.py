"""The answer from draws on a terminal: how sure each part of an assessment is, for an analyst without a manual."""

from collections.abc import Callable, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from ripeness.case.direction import said
from ripeness.case.quantity import AS_IS
from ripeness.cli.answer import SHOWN_SETS, bottom_line_of, print_limits, print_more
from ripeness.cli.console import HEADLINE, console, heading, item, plain, table
from ripeness.cli.drawn_futures import print_drawn_curves, print_drawn_postures
from ripeness.cli.drawn_tests import print_drawn_claims, print_plans, print_tornado
from ripeness.cli.record_page import print_record
from ripeness.ensemble.distribution import Frequency
from ripeness.ensemble.drawn_answer import DrawnAnswer
from ripeness.ensemble.intervals import Share, Spread
from ripeness.ensemble.wording import (
    RUNG_NAMES,
    between,
    estimate,
    flow,
    must_change,
    percent,
    ranges,
    share,
    stages_in_words,
    why_not,
    without_range,
)
from ripeness.rules.conditions import how_many_conditions, numbered_conditions
from ripeness.settlements.listing import RUNGS

SHOWN_DEALS = 3


def print_drawn(a: DrawnAnswer, then: str) -> None:
    """Print the whole answer, the bottom line first, and once more at the end where a terminal shows it.

    `then` says what to do next.
    """
    out = console()
    case = a.case
    of = f"{a.draws:,} draws over the judgements' ranges, seed {a.seed}"
    out.print(plain(f"{said(case.title)}, as of {case.as_of:%d %B %Y}, over {case.horizon} months: {of}", "bold"))
    out.print(Padding(Text(drawn_bottom_line(a), style=HEADLINE), (1, 0, 0, 0), expand=False))
    out.print(plain(drawn_verdict(a)))
    for sentence in (_start(a), _stages(a)):
        if sentence:
            out.print(plain(sentence))
    out.print(
        Text(
            "(Medians over the draws, with what holds in 9 of 10 of them: 5 to 95 %. A share of draws stands with its "
            f"95 % interval, how far off it may be by chance. The words mean: {ranges()}.)",
            style="dim",
        )
    )
    if fixed := without_range(a.case):
        out.print(plain(fixed))
    _conditions(out, a)
    _why_not(out, a)
    print_record(out)
    _deals(out, a)
    _alternatives(out, a)
    _ripeness(out, a)
    print_drawn_postures(out, a)
    print_drawn_curves(out, a)
    print_plans(out, a)
    print_tornado(out, a)
    print_drawn_claims(out, a)
    print_limits(
        out,
        "The ranges are in these numbers, drawn independently: that two judgements may be wrong together is not.",
    )
    if out.is_terminal:
        out.print(plain(f"\nIn short: {drawn_bottom_line(a)}", HEADLINE))
    out.print(plain(f"\n{then}", "dim"))


def drawn_bottom_line(a: DrawnAnswer) -> str:
    """The one sentence that the reader came for."""
    at_war = a.found.postures[AS_IS].quantities["at_war"]
    return bottom_line_of(a.case, _likely(a.deal), _likely(a.war), _likely(at_war), a.war_goes_on)


def _likely(of: Spread) -> str:
    low, high = estimate(of.q05), estimate(of.q95)
    in_words = "" if low == high else f", {low} to {high}"
    return f"{estimate(of.median)} ({percent(of.median)}; in 9 of 10 draws {between(of.q05, of.q95)}{in_words})"


def drawn_verdict(a: DrawnAnswer) -> str:
    """Whether diplomacy can succeed now, as shares of draws."""
    of = a.found
    can = f"Can diplomacy succeed now? A deal is open in {share(of.deal_now)} of draws"
    rungs = RUNGS if a.has_small_steps else RUNGS[1:]
    by_rung = "; ".join(f"a {RUNG_NAMES[rung]} in {share(of.rungs[rung])}" for rung in rungs)
    return f"{can}: {by_rung}."


def _start(a: DrawnAnswer) -> str:
    """In how many draws what the case has in force at the start is not there; empty where it always is."""
    bargain, there = a.case.dynamics.bargain, a.found.in_force_at_start
    if bargain == "none" or there.share == 1.0:
        return ""
    what = {"step": "a small step", "signed": "a signed bargain"}[bargain]
    return f"The case has {what} in force at the start, but there is such a deal only in {share(there)} of draws."


def _stages(a: DrawnAnswer) -> str:
    told = stages_in_words(a.stages)
    return f"{told[:-1]} (means over the draws)." if told else ""


def _conditions(out: Console, a: DrawnAnswer) -> None:
    of = a.found.conditions_beyond if a.beyond else a.found.conditions
    out.print(heading(f"The {how_many_conditions()} conditions{_for_more(a)}: per cent of draws in which each holds"))
    names = [a.case.parties[party].shown for party in of.for_party]
    shown = table("condition", *names, "all at once")
    for condition, words in numbered_conditions().items():
        of_each = [_bare(for_party[condition]) for for_party in of.for_party.values()]
        shown.add_row(words, *of_each, _bare(of.holds[condition]))
    shown.add_row(f"all {how_many_conditions()} together", *[""] * len(names), _bare(of.together))
    out.print(shown)
    small = " Small steps are exempt from much, and left out here." if a.beyond else ""
    out.print(Text(f"A condition holds where some deal satisfies all of its constraints.{small}", style="dim"))


def _bare(of: Share) -> str:
    return share(of).replace(" %", "")


def _for_more(a: DrawnAnswer) -> str:
    return " beyond small steps" if a.beyond else ""


def _why_not(out: Console, a: DrawnAnswer) -> None:
    why = a.found.why_beyond if a.beyond else a.found.why
    deal = f"a deal{_for_more(a)}"
    if why.conflicts:
        out.print(
            heading(f"Why not{' more than small steps' if a.beyond else ' now'}: what no deal gets past together")
        )
        _sets(out, a, why.conflicts, why_not, "; ", "conflict")
    if why.necessary:
        out.print(heading(f"What must change in any case before {deal} opens"))
        _sets(out, a, why.necessary, must_change, ", and ", "change")
    changes = [of for of in why.corrections if of.names]
    if changes:
        out.print(heading(f"The smallest changes that open {deal}"))
        _sets(out, a, changes, must_change, ", and ", "set of changes")
    if a.found.tightest:
        out.print(heading("What it hangs on: nearest to failing in the best deal"))
        _sets(out, a, a.found.tightest, why_not, "; ", "constraint")


def _sets(
    out: Console,
    a: DrawnAnswer,
    found: Sequence[Frequency],
    in_words: Callable[..., str],
    joined_by: str,
    what: str,
) -> None:
    shown = table(what, "in draws", right=1)
    for of in found[:SHOWN_SETS]:
        shown.add_row(plain(joined_by.join(in_words(a.case, name) for name in of.names)), share(of.share))
    out.print(shown)
    print_more(out, len(found), what.replace("set ", "sets ") if " " in what else f"{what}s")


def _deals(out: Console, a: DrawnAnswer) -> None:
    for rung, found in a.found.best_of.items():
        if rung == "step" and not a.has_small_steps:
            continue
        name = RUNG_NAMES[rung]
        out.print(heading(f"The best {name} now, in how many of the draws"))
        if not found:
            out.print(plain(f"In no draw is there a {name} that all accept now."))
        for of in found[:SHOWN_DEALS]:
            moves = ", ".join(": ".join(move.split("=", 1)) for move in of.names)
            out.print(item(f"{moves}. In {share(of.share)}."))
        if len(found) > SHOWN_DEALS:
            out.print(plain(f"   … and {len(found) - SHOWN_DEALS} more; --json lists all.", "dim"))


def _alternatives(out: Console, a: DrawnAnswer) -> None:
    out.print(heading("What each can expect without a deal (hundredths of its stake a year, today 0)"))
    shown = table("party", "as seen by", "median", "9 of 10 draws", right=2)
    of = a.found
    for party, believed in of.reservations.items():
        name = a.case.parties[party].shown
        for viewer, seen in (
            ("itself", believed),
            ("the analyst", of.reservations_as_analyst[party]),
            ("the difference", of.illusions[party]),
        ):
            shown.add_row(plain(name), viewer, flow(seen.median), f"{flow(seen.q05)} to {flow(seen.q95)}")
            name = ""
    out.print(shown)
    out.print(Text("Where the difference is above 0, the party overrates its alternatives.", style="dim"))


def _ripeness(out: Console, a: DrawnAnswer) -> None:
    out.print(heading("Is the moment ripe?"))
    hurting = [_in(a.case.parties[party].shown, of) for party, of in a.found.hurting.items()]
    out.print(plain(f"Each expects worse than today without a deal, and a way out exists: in {share(a.found.ripe)}."))
    out.print(plain(f"Worse than today expect: {'; '.join(hurting)}. A way out exists in {share(a.found.beyond_now)}."))
    convinced = [_in(a.case.parties[party].shown, of) for party, of in a.found.convinced.items()]
    out.print(plain(f"Convinced that nothing is better than a deal: {'; '.join(convinced)}."))


def _in(name: str, of: Share) -> str:
    return f"{name} in {share(of)}"
