"""One deal on a terminal: every constraint, its slack, and the judgements and sources behind it."""

from collections.abc import Mapping, Sequence

from rich.text import Text

from ripeness.answer.pipeline import run
from ripeness.answer.reading import Reading
from ripeness.answer.result import Slack
from ripeness.case.model import Case
from ripeness.case.names import moves_in_words
from ripeness.cli.console import console, heading, plain, print_basis, table
from ripeness.ensemble.wording import constraint_in_words, flow, slack_in_words, why_not
from ripeness.errors import InputError, Problem, near_misses
from ripeness.rules.conditions import CONDITIONS
from ripeness.rules.constraints import evidence


def print_why(case: Case, moves: Sequence[str]) -> None:
    """Judge the deal that these `issue=option` make, all other issues at the status quo.

    Raises InputError for an issue or option that the case has not, or a settlement that its linkages exclude.
    """
    settlement = settlement_of(case, moves)
    reading = Reading(run(case, also=[settlement]))
    row = reading.settlements.row_of(settlement)
    if row is None:
        raise InputError(Problem("", "the linkages of the case exclude this settlement (`requires`)"))
    deal = reading.deal(row)
    if deal is None or not reading.settlements.is_deal[row]:
        moves_enough = "every issue" if case.complete else "at least one issue"
        raise InputError(Problem("", f"this is no deal, expected: one that moves {moves_enough}"))
    out = console()
    broken = [s for s in deal.slacks if not s.satisfied]
    judged = "is acceptable to all now" if not broken else f"breaks {len(broken)} of {len(deal.slacks)} constraints now"
    out.print(plain(f"{moves_in_words(case, deal.settlement)}. This deal {judged}.", "bold"))
    worth = "; ".join(f"{case.parties[p].shown} {flow(u)}" for p, u in deal.utility.items())
    out.print(plain(f"Worth, in hundredths of the stake a year: {worth}."))
    shown = table("condition", "constraint", "holds", "slack", right=1)
    for slack in sorted(deal.slacks, key=lambda s: (list(CONDITIONS).index(s.condition), s.constraint)):
        spare = slack_in_words(slack.constraint, slack.slack)
        shown.add_row(
            CONDITIONS[slack.condition], plain(constraint_in_words(case, slack.constraint)), _holds(slack), spare
        )
    out.print(shown)
    by_name = {c.name: c for c in reading.constraints}
    alternatives = reading.alternatives()
    for slack in sorted(deal.slacks, key=lambda s: s.satisfied):
        constraint = by_name[slack.constraint]
        holds = f"Holds. {constraint_in_words(case, slack.constraint)}"
        out.print(heading(holds if slack.satisfied else f"Fails. {why_not(case, slack.constraint)}"))
        best = alternatives[constraint.party].believed.best[0]
        if constraint.rule.on_reservation:
            out.print(
                plain(f"  Its best alternative is to {best}: {flow(alternatives[constraint.party].reservation)}.")
            )
        for each in evidence(case, constraint, deal.settlement, best):
            print_basis(out, each.path, each.says, each.basis, each.confidence, each.note)


def settlement_of(case: Case, moves: Sequence[str]) -> Mapping[str, str]:
    """A settlement from its `issue=option`; raises InputError with every fault found."""
    wanted: dict[str, str] = {}
    faults: list[Problem] = []
    for move in moves:
        issue, equals, option = (part.strip() for part in move.partition("="))
        if not equals:
            faults.append(Problem(move, "is no move, expected: issue=option"))
        elif issue not in case.issues:
            faults.append(Problem(move, f"no such issue{_instead(issue, case.issues)}"))
        elif option not in case.issues[issue].options:
            faults.append(Problem(move, f"no such option of {issue}{_instead(option, case.issues[issue].options)}"))
        elif issue in wanted:
            faults.append(Problem(move, f"moves {issue} twice, expected: each issue once"))
        wanted[issue] = option
    if faults:
        raise InputError(*faults)
    return wanted


def _instead(word: str, known: Mapping[str, object]) -> str:
    return near_misses(word, known) or f", expected: {', '.join(known)}"


def _holds(slack: Slack) -> Text:
    return Text("holds", style="green") if slack.satisfied else Text("fails", style="red")
