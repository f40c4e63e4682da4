"""The deal space of a case on a terminal, as JSON or as CSV: frontier, zone, solutions, who gives and gets what."""

import csv
import io
import json
import sys
from collections.abc import Mapping
from pathlib import Path

from rich.console import Console

from ripeness.answer.deal_space import Chosen, DealSpace
from ripeness.bargaining.lottery import classical_kalai_smorodinsky
from ripeness.case.direction import said
from ripeness.case.model import Case, PayoffUnit
from ripeness.case.names import issue_as_label, moves_in_words
from ripeness.cli.console import console, heading, item, plain, table
from ripeness.cli.writing import refuse_unwritable, write_new_file
from ripeness.ensemble.wording import day, first_word, must_change, why_not
from ripeness.findings.gains import payoff
from ripeness.rules.solutions import DEFAULT, SOLUTIONS

SHOWN_POINTS = 12
SHOWN_SETS = 6


def print_deals(
    case: Case, as_json: bool, csv_file: Path | None, chart: Path | None = None, epsilon: float | None = None
) -> None:
    """Print what deals there are and which of them all accept now."""
    # before anything is computed
    if csv_file is not None:
        refuse_unwritable(csv_file, force=True)
    if chart is not None:
        from ripeness.cli.deal_chart import refuse_chart

        refuse_chart(chart)
    found = DealSpace(case, epsilon)
    if found.frontier.epsilon:
        print(
            f"The frontier is approximate: for every deal it has one that is at most {found.frontier.epsilon:g} worse, "
            "for anybody.",
            file=sys.stderr,
        )
    if csv_file is not None:
        write_new_file(csv_file, _as_csv(found), force=True)
    if chart is not None:
        from ripeness.cli.deal_chart import write_chart

        write_chart(found, chart)
    if as_json:
        print(json.dumps(found.to_dict(), ensure_ascii=False, allow_nan=False))
        return
    out = console()
    out.print(plain(f"{said(case.title)}, as of {day(case.as_of)}: the deals", "bold"))
    _counted(out, found)
    _why_none(out, found)
    _solutions(out, found)
    _given_and_got(out, found)
    _frontier(out, found)
    if csv_file is not None:
        out.print(plain(f"\nThe frontier and the solutions are in {csv_file}.", "dim"))
    if chart is not None:
        out.print(plain(f"\nThe chart is in {chart}.", "dim"))


def is_in_stakes(case: Case) -> bool:
    """Whether payoffs are told in stakes; else in the utilities of an imported domain."""
    return case.payoff_unit == PayoffUnit() and not case.complete


_NOTHING = 1e-8  # of a utility, which rounding leaves


def best_of(found: DealSpace) -> Mapping[str, float]:
    """The most that any deal is worth to each party."""
    return dict(zip(found.case.parties, found.linear.on.best[0].tolist(), strict=True))


def amount(found: DealSpace, worth: float, party: str, is_change: bool = False) -> str:
    """A worth in the unit that the case tells it in: parts of a party's best, or an imported domain's own utilities.

    A change is the difference of two payoffs.
    """
    case = found.case
    if is_in_stakes(case):
        return payoff("", worth, best_of(found)[party]).shown
    scale = case.payoff_unit.scale
    told = scale * worth if is_change else case.told(party, worth)
    return f"{told if abs(told) > _NOTHING * scale else 0.0:.4g}"


def unit(case: Case) -> str:
    """The unit in words."""
    return "% of the most that any deal would give each; 0 is today" if is_in_stakes(case) else "utilities"


def _payoffs(found: DealSpace, payoffs: Mapping[str, float]) -> list[str]:
    return [amount(found, worth, party) for party, worth in payoffs.items()]


def _names(case: Case) -> list[str]:
    return [party.shown for party in case.parties.values()]


def _counted(out: Console, found: DealSpace) -> None:
    zone, deals = found.agreed.zone, found.settlements
    if deals == 0:
        out.print(plain("There is no deal: the linkages exclude every settlement that moves anything."))
    elif found.agreed.diagnosis is not None:
        out.print(plain(f"The zone of possible agreement is empty: none of {deals:,} deals is acceptable to all now."))
    elif zone is None:
        out.print(plain(f"Of {deals:,} deals some are acceptable to all now; too many deals to count those."))
    else:
        out.print(plain(f"{zone:,} of {deals:,} deals {'is' if zone == 1 else 'are'} acceptable to all now."))


def _why_none(out: Console, found: DealSpace) -> None:
    diagnosis = found.agreed.diagnosis
    if diagnosis is None or not diagnosis.conflicts:
        return
    out.print(heading("Why no deal is acceptable to all"))
    for conflict in diagnosis.conflicts[:SHOWN_SETS]:
        words = first_word("; ".join(why_not(found.case, name) for name in conflict))
        together = "" if len(conflict) == 1 else " No deal satisfies all of these together."
        out.print(item(f"{words}.{together}"))
    _more(out, len(diagnosis.conflicts) - SHOWN_SETS, "such sets")
    out.print(heading("The smallest changes that open a deal"))
    for correction in diagnosis.corrections[:SHOWN_SETS]:
        out.print(item(first_word(", and ".join(must_change(found.case, name) for name in correction)) + "."))
    _more(out, len(diagnosis.corrections) - SHOWN_SETS, "sets of changes")


def _more(out: Console, left: int, what: str) -> None:
    if left > 0:
        out.print(plain(f"   … and {left:,} more {what}.", "dim"))


def _in_short(found: DealSpace, chosen: Chosen) -> str:
    """What a deal moves, or the whole of it where every issue has to be settled."""
    return moves_in_words(found.case, chosen.deal)


def _solutions(out: Console, found: DealSpace) -> None:
    if found.agreed.diagnosis is not None:
        return
    names = _names(found.case)
    out.print(heading(f"Which deal each solution chooses ({unit(found.case)})"))
    shown = table("solution", "deal", *names, right=len(names))
    for name, chosen in found.agreed.solutions.items():
        if chosen is not None:
            shown.add_row(name, plain(_in_short(found, chosen)), *_payoffs(found, chosen.payoffs))
    shown.add_section()
    needed = dict(zip(found.case.parties, found.reservation[0].tolist(), strict=True))
    shown.add_row(
        "",
        "what each needs at least",
        *(amount(found, worth, name) if name in found.case.signatories else "" for name, worth in needed.items()),
    )
    out.print(shown)
    if any(issue.separable for issue in found.case.issues.values()):
        out.print(plain("A small step need not be worth that much.", "dim"))
    how = "; ".join(f"{name}, {SOLUTIONS[name].words}" for name in found.agreed.solutions)
    out.print(plain(f"What each solution looks for: {how}.", "dim"))
    _lottery(out, found)


def _lottery(out: Console, found: DealSpace) -> None:
    """The classical Kalai-Smorodinsky solution, over all deals of the frontier, in a sentence."""
    frontier, signing = found.frontier, list(found.frontier.space.signing)
    lottery = classical_kalai_smorodinsky(frontier.of_signatories, found.reservation[0][signing])
    if lottery is None:
        return
    parties = found.case.parties
    each = ", ".join(
        f"{parties[name].in_sentence} {amount(found, worth, name)}"
        for name, worth in zip(found.case.signatories, lottery.payoffs.tolist(), strict=True)
    )
    drawn = ", ".join(f"{weight * 100:.0f} %" for weight in sorted(lottery.weights.tolist(), reverse=True))
    deals = "one deal" if len(lottery.rows) == 1 else f"a lottery over {len(lottery.rows)} deals ({drawn})"
    out.print(
        plain(
            "If lotteries were allowed, and only what each needs counted, kalai-smorodinsky-classical would choose "
            f"{deals}: {each}. Each gets {lottery.share * 100:.0f} % of the way from what it needs to the most that it "
            "could have.",
            "dim",
        )
    )


def _given_and_got(out: Console, found: DealSpace) -> None:
    chosen = found.agreed.solutions.get(DEFAULT)
    if chosen is None:
        return
    space, case, names = found.frontier.space, found.case, _names(found.case)
    out.print(heading(f"What each gives (-) and gets (+) in the {SOLUTIONS[DEFAULT].name} deal"))
    shown = table("issue", "moves to", *names, right=len(names))
    linked = dict(chosen.payoffs)
    for k, (issue, option) in enumerate(chosen.deal.items()):
        number = space.option_names[k].index(option)
        flows = space.flows[k][:, number].tolist()
        linked = {name: worth - each for (name, worth), each in zip(linked.items(), flows, strict=True)}
        if number:
            shown.add_row(
                plain(issue_as_label(case, issue)),
                plain(case.issues[issue].options[option].text),
                *(amount(found, each, name, True) for name, each in zip(case.parties, flows, strict=True)),
            )
    if any(abs(worth) > 1e-9 for worth in linked.values()):
        shown.add_row("", "from linkages", *[amount(found, worth, name, True) for name, worth in linked.items()])
    shown.add_section()
    shown.add_row("", "in all", *_payoffs(found, chosen.payoffs))
    out.print(shown)


def _frontier(out: Console, found: DealSpace) -> None:
    frontier, names = found.frontier, _names(found.case)
    if not len(frontier):
        return
    points = "1 deal" if len(frontier) == 1 else f"{len(frontier):,} deals"
    exact = f", at most {frontier.epsilon:g} short of the exact one" if frontier.epsilon else ""
    out.print(heading(f"The Pareto frontier, which no other deal improves on for everybody: {points}{exact}"))
    shown = table(*names, "deal", right=0)
    by_first = sorted(range(len(frontier)), key=lambda point: -frontier.of_signatories[point, 0])
    step = max(1, -(-len(by_first) // SHOWN_POINTS))
    for point in by_first[::step]:
        payoffs = dict(zip(found.case.parties, frontier.payoffs[point].tolist(), strict=True))
        short = _in_short(found, Chosen(frontier.named(point), payoffs))
        shown.add_row(*_payoffs(found, payoffs), plain(short))
    out.print(shown)
    if step > 1:
        out.print(plain(f"One deal in {step} is shown; --json and --csv FILE give all.", "dim"))


def _as_csv(found: DealSpace) -> str:
    """A row for each point of the frontier, then one for each solution: payoffs, then the deal."""
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(["what", *(f"payoff.{name}" for name in found.case.parties), *found.case.issues])
    frontier = found.frontier
    for point, payoffs in enumerate(found.told(frontier.payoffs).tolist()):
        rows.writerow(["frontier", *payoffs, *frontier.named(point).values()])
    for name, chosen in found.agreed.solutions.items():
        if chosen is not None:
            rows.writerow([name, *found.told_of(chosen).values(), *chosen.deal.values()])
    return written.getvalue()
