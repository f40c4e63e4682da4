"""The answer to an assessment on a terminal, for an analyst without a manual."""

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from ripeness.answer.pivot import pivots
from ripeness.answer.result import Alternative, Assessment
from ripeness.case.direction import said
from ripeness.case.model import Case
from ripeness.case.names import moves_in_words
from ripeness.cli.console import HEADLINE, console, heading, item, plain, table
from ripeness.cli.deal_page import print_deal
from ripeness.cli.future_page import print_futures, print_implied, print_war_curve
from ripeness.cli.record_page import print_record
from ripeness.ensemble.claims import judge_claims, numbers_compared
from ripeness.ensemble.drawn_answer import has_small_steps
from ripeness.ensemble.wording import (
    DEAL_IN_FORCE,
    RUNG_NAMES,
    called,
    estimate,
    flow,
    month_name,
    must_change,
    names_of_statements,
    outbreak,
    percent,
    ranges,
    stages_in_words,
    to_spare,
    why_not,
)
from ripeness.findings.argument import asks_beyond_small_steps, hangs_on_statements
from ripeness.findings.message import coalitions_in_words, notes_on_the_start, rung_in_words, verdict
from ripeness.findings.text import listed
from ripeness.rules.conditions import how_many_conditions, numbered_conditions
from ripeness.settlements.listing import can_be_listed

SHOWN_SETS = 6


def print_answer(a: Assessment, asked: str) -> None:
    """Print the whole answer, the bottom line first, and once more at the end where a terminal shows it."""
    out = console()
    case = a.case
    out.print(plain(f"{said(case.title)}, as of {case.as_of:%d %B %Y}, over {case.horizon} months", "bold"))
    _bottom_line(out, a)
    _conditions(out, a)
    _rungs(out, a)
    _why_not(out, a)
    _changes(out, a)
    print_record(out)
    _deals(out, a)
    _alternatives(out, a)
    _ripeness(out, a)
    print_futures(out, a)
    print_war_curve(out, a)
    print_implied(out, a)
    _pivot(out, a)
    _claims(out, a)
    print_limits(out, "It takes every judgement at its most likely value; the ranges are not in these numbers.")
    if out.is_terminal:
        out.print(plain(f"\nIn short: {bottom_line(a)}", HEADLINE))
    out.print(plain(f"\nNext: ripeness why {asked} ISSUE=OPTION …   ripeness show {asked}", "dim"))


def bottom_line(a: Assessment) -> str:
    """The one sentence that the reader came for."""

    def likely(probability: float) -> str:
        return f"{estimate(probability)} ({percent(probability)})"

    deal, war, at_war = map(likely, (a.as_is.deal, a.as_is.war_total, a.as_is.at_war))
    return bottom_line_of(a.case, deal, war, at_war, a.war_goes_on)


def bottom_line_of(case: Case, deal: str, war: str, at_war: str, war_goes_on: bool) -> str:
    """The sentence of chances by the horizon: of a deal, of war and, where it may go on, that it does then."""
    going_on = f"; {called(case).war} going on then: {at_war}" if war_goes_on else ""
    by = month_name(case, case.horizon)
    return f"By {by}, a deal ({DEAL_IN_FORCE}): {deal}; {outbreak(case)}: {war}{going_on}."


def _bottom_line(out: Console, a: Assessment) -> None:
    out.print(Padding(Text(bottom_line(a), style=HEADLINE), (1, 0, 0, 0), expand=False))
    out.print(plain(verdict(a)))
    for sentence in (*notes_on_the_start(a), stages_in_words(a.as_is.stages)):
        if sentence:
            out.print(plain(sentence))
    out.print(Text(f"(The words mean: {ranges()}.)", style="dim"))


def _conditions(out: Console, a: Assessment) -> None:
    # small steps are exempt from much, so that they would hide what stands in the way of more
    of = a.conditions_beyond if a.only_small_steps else a.conditions
    beyond = ", for more than a small step" if a.only_small_steps else ""
    out.print(heading(f"The {how_many_conditions()} conditions{beyond}: each party alone, and all at once"))
    names = [a.case.parties[party].shown for party in a.case.signatories]
    shown = table("condition", *names, "all at once")
    for condition, words in numbered_conditions().items():
        of_each = [of.for_party[party][condition] for party in a.case.signatories]
        shown.add_row(words, *map(_holds, of_each), _holds(of.holds[condition]))
    shown.add_row(f"all {how_many_conditions()} together", *[""] * len(names), _holds(of.together))
    out.print(shown)
    small = f" Small steps satisfy all {how_many_conditions()}." if a.only_small_steps else ""
    out.print(Text(f"A condition holds where some deal satisfies all of its constraints.{small}", style="dim"))


def _rungs(out: Console, a: Assessment) -> None:
    """What there is on each rung and what is in the way, and who could sign without whom."""
    if a.rungs:
        out.print(heading("Deals by rung, and what is in the way"))
        for rung, of in a.rungs.items():
            out.print(item(rung_in_words(rung, of)))
    if told := coalitions_in_words(a):
        out.print(item(told))


def _holds(holds: bool) -> Text:
    return Text("holds", style="green") if holds else Text("fails", style="red")


def _why_not(out: Console, a: Assessment) -> None:
    case, diagnosis = a.case, a.diagnosis_of_more
    best = a.best_beyond
    if diagnosis.corrections == ((),) and best is not None:
        out.print(heading("What it hangs on"))
        tight = best.tightest
        spare = to_spare(tight.constraint, tight.slack)
        words = why_not(case, tight.constraint)
        out.print(plain(f"In the best deal this is nearest to failing: {words} ({tight.constraint}, {spare})."))
    if not diagnosis.conflicts:
        return
    more = a.only_small_steps
    out.print(heading("Why not more than small steps" if more else "Why not now"))
    what = "No deal beyond a small step" if more else "No deal"
    for conflict in diagnosis.conflicts[:SHOWN_SETS]:
        if len(conflict) == 1:
            out.print(item(f"{what} gets past this alone. {why_not(case, conflict[0])}."))
        else:
            out.print(item(f"{what} gets past all of these. " + "; ".join(why_not(case, c) for c in conflict) + "."))
    print_more(out, len(diagnosis.conflicts), "such sets")


def _changes(out: Console, a: Assessment) -> None:
    if not a.openings:
        return
    more = " beyond small steps" if a.only_small_steps else ""
    out.print(heading(f"The smallest changes that open a deal{more}"))
    if len(a.openings) > 1 and a.diagnosis_of_more.necessary:
        needed = "; ".join(must_change(a.case, c) for c in a.diagnosis_of_more.necessary)
        out.print(plain(f"In every one of them: {needed}.", "bold"))
    for opening in a.openings[:SHOWN_SETS]:
        changes = ", and ".join(must_change(a.case, c) for c in opening.correction)
        opened = moves_in_words(a.case, opening.deal.settlement)
        out.print(item(f"{changes}. It opens, among others, {opened}."))
    print_more(out, len(a.openings), "sets of changes")


def print_more(out: Console, found: int, what: str) -> None:
    """How many there are beyond those shown, if any."""
    if found > SHOWN_SETS:
        out.print(plain(f"   … and {found - SHOWN_SETS} more {what}; --json lists all.", "dim"))


def _deals(out: Console, a: Assessment) -> None:
    for rung, deal in a.deals.best.items():
        if rung == "step" and not has_small_steps(a.case):
            continue
        name = RUNG_NAMES[rung]
        out.print(heading(f"The best {name} now"))
        if deal is None:
            out.print(plain(f"There is no {name} that all accept now."))
        else:
            print_deal(out, a, deal)
    best_opened = a.openings[0].deal if a.openings else None
    if best_opened is not None and a.only_small_steps:
        out.print(heading("The best deal that the first of these changes opens"))
        print_deal(out, a, best_opened)


def _alternatives(out: Console, a: Assessment) -> None:
    out.print(heading("What each can expect without a deal (hundredths of its stake, a year; today is 0)"))
    shown = table("party", "as seen by", "never", "attack", "wait", "best", right=4)
    for party, of in a.alternatives.items():
        name = a.case.parties[party].shown
        for viewer, seen, best in (
            ("itself", of.believed, of.reservation),
            ("the analyst", of.as_analyst, of.reservation_as_analyst),
        ):
            shown.add_row(plain(name), viewer, *_three(seen), flow(best))
            name = ""
    out.print(shown)
    for party, of in a.alternatives.items():
        if of.illusion > 0.005:
            who = a.case.parties[party].shown
            more = f"it expects {of.illusion * 100:.1f} more than the analyst does"
            out.print(item(f"{who} overrates its alternatives: {more}."))


def _three(seen: Alternative) -> list[str]:
    return ["–" if worth is None else flow(worth) for worth in (seen.never, seen.attack, seen.wait)]


def _ripeness(out: Console, a: Assessment) -> None:
    out.print(heading("Is the moment ripe?"))
    content = [
        f"{a.case.parties[party].shown} ({flow(a.alternatives[party].reservation)})"
        for party, hurts in a.is_hurting.items()
        if not hurts
    ]
    hurting = (
        f"without a deal these still expect to do no worse than today: {', '.join(content)}"
        if content
        else "each expects worse than today without a deal"
    )
    out.print(plain(f"{'Yes' if a.is_ripe else 'No'}: {hurting}; {_way_out(a)}."))
    convinced = [a.case.parties[party].shown for party, is_sure in a.is_convinced.items() if is_sure]
    sure = listed(convinced, "and") if convinced else "nobody"
    out.print(plain(f"Convinced that nothing is better than a deal: {sure}."))


def _way_out(a: Assessment) -> str:
    best = a.best_beyond
    if best is None:
        beyond = " beyond small steps" if a.deals.exists else ""
        return f"there is no way out, no deal{beyond} that all accept"
    above = [
        f"{flow(best.utility[party] - of.reservation)} to {a.case.parties[party].shown}"
        for party, of in a.alternatives.items()
    ]
    return f"a way out exists, worth against what each expects without a deal {listed(above, 'and')}"


def _pivot(out: Console, a: Assessment) -> None:
    out.print(heading("The judgement that the answer hangs on most"))
    if not can_be_listed(a.case):
        out.print(plain("Not looked for: there are too many deals to judge all of them for every judgement moved."))
        return
    beyond = asks_beyond_small_steps(a)
    found = () if hangs_on_statements(a) else pivots(a.case, beyond_small_steps=beyond)
    more = " beyond small steps" if beyond else ""
    is_open = a.deals.exists and not a.only_small_steps
    now = f"a deal{more} is open now" if is_open else f"no deal{more} is open now"
    if not found and hangs_on_statements(a):
        out.print(plain(f"No number: that {now} follows from {names_of_statements()} alone."))
        return
    if not found:
        out.print(plain(f"None alone: that {now} holds however far any one number is moved."))
        return
    first = found[0]
    j = first.judgement
    flips = f"opens a deal{more}" if first.opens else f"leaves no deal{more}"
    far = (
        f"its range is {j.low:g} to {j.high:g}" if first.in_range else "no judgement flips the answer within its range"
    )
    out.print(plain(f"{j.path}: moved from {j.mode:g} to {first.value:.3g}, it {flips} ({far})."))
    if len(found) > 1:
        others = ", ".join(p.judgement.path for p in found[1:5])
        out.print(Text(f"Next: {others}", style="dim"))


def _claims(out: Console, a: Assessment) -> None:
    if not a.case.claims:
        return
    out.print(heading("The claims, put to the test (those that fail first)"))
    shown = table("claim", "holds", "without its\nmechanism", "compared", right=1)
    for result in sorted(judge_claims(a.run).values(), key=lambda r: r.holds):
        without = result.without_mechanism
        survives = "–" if without is None else "holds still" if without.holds else "fails"
        shown.add_row(plain(result.claim.text), _holds(result.holds), survives, numbers_compared(result))
    out.print(shown)


def print_limits(out: Console, of_ranges: str) -> None:
    """What the answer cannot see, first of all in its numbers' ranges."""
    out.print(heading("What this cannot see"))
    for limit in (
        of_ranges,
        "Parties are single actors that look ahead and err at a steady rate; quarrels at home are constituencies.",
        "It knows only the issues, parties, triggers and transitions of the case; surprises are not among them.",
        "Past crises do not show who will agree: take the odds of a deal as reasoning, not as a forecast.",
    ):
        out.print(item(limit))
