"""One deal judged: its verdict and what it hangs on in a few lines, and every constraint with what it rests on."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ripeness.answer.pipeline import run
from ripeness.answer.reading import Reading
from ripeness.answer.result import Deal, Settlement, Slack
from ripeness.answer.swaps import nearest_open
from ripeness.case.model import Case
from ripeness.case.names import option_in_words
from ripeness.ensemble.wording import (
    RUNG_NAMES,
    YES_OR_NO,
    constraint_in_words,
    first_word,
    must_change,
    to_spare,
    why_not,
)
from ripeness.errors import InputError, Problem, near_misses
from ripeness.findings.findings import Block, Finding, Measure, Section
from ripeness.findings.gains import best_of, payoff, slack_in_words, slack_measure
from ripeness.findings.text import listed
from ripeness.rules.conditions import CONDITIONS
from ripeness.rules.constraints import Constraint, evidence
from ripeness.settlements.listing import RUNGS, Settlements

FORMAT = "ripeness why 1"
EXCLUDED = "the linkages of the case exclude this settlement (`requires`)"
# what a party can point to at home, and what is told of the way to an open deal, before the rest is counted
SHOWN_GAINS, SHOWN_CHANGES = 2, 4


@dataclass(frozen=True)
class Why:
    """A deal, whether it is acceptable to all now, in short, and with every constraint."""

    case: str
    settlement: Settlement
    acceptable: bool
    short: Section
    constraints: Section

    def to_dict(self) -> dict[str, Any]:
        """The same as plain data: numbers at full precision, each also as it is shown."""
        return {
            "format": FORMAT,
            "case": self.case,
            "settlement": dict(self.settlement),
            "acceptable": self.acceptable,
            "sections": [self.short.to_dict(), self.constraints.to_dict()],
        }


def judged_deal(case: Case, settlement: Settlement) -> Why:
    """The deal that moves these issues to these options, all others at the status quo, judged.

    Raises `InputError` for issues or options that the case has not, a settlement that its linkages exclude, and one
    that is no deal.
    """
    return judged_on(Reading(run(case)), settlement)


def judged_on(reading: Reading, settlement: Settlement) -> Why:
    """The same on a reading of the case, whichever deals that looks at."""
    refuse_unknown(reading.run.case, settlement)
    found = reading.deal_of(settlement)
    if found is None:
        raise InputError(Problem("", EXCLUDED))
    if not found[1].is_deal[0]:
        raise InputError(Problem("", no_deal(reading.run.case)))
    return _why(reading, *found, 0)


def refuse_unknown(case: Case, settlement: Settlement) -> None:
    """Raise `InputError` for issues and options that the case has not."""
    if unknown := list(filter(None, (unknown_move(case, *move) for move in settlement.items()))):
        raise InputError(*unknown)


def no_deal(case: Case) -> str:
    """What is said of a settlement that moves too little."""
    moves_enough = "every issue" if case.complete else "at least one issue"
    return f"this is no deal, expected: one that moves {moves_enough}"


def unknown_move(case: Case, issue: str, option: str) -> Problem | None:
    """What is wrong with moving an issue to an option; None if the case has both."""
    move = f"{issue}={option}"
    if issue not in case.issues:
        return Problem(move, f"no such issue{_instead(issue, case.issues)}")
    if option not in case.issues[issue].options:
        return Problem(move, f"no such option of {issue}{_instead(option, case.issues[issue].options)}")
    return None


def _instead(word: str, known: Mapping[str, object]) -> str:
    return near_misses(word, known) or f", expected: {', '.join(known)}"


def why(reading: Reading, row: int) -> Why:
    """What is to be said of the deal of a row of a reading's settlements."""
    deal = reading.deal(row)
    if deal is None or not reading.settlements.is_deal[row]:
        raise ValueError(row)
    return _why(reading, deal, reading.settlements, row)


def _why(reading: Reading, deal: Deal, settlements: Settlements, row: int) -> Why:
    case = reading.run.case
    return Why(
        case=case.id,
        settlement=deal.settlement,
        acceptable=not _failing(deal),
        short=_short(reading, deal, settlements, row),
        constraints=_constraints(reading, deal),
    )


def _failing(deal: Deal) -> list[Slack]:
    """The constraints that it fails, the farthest from holding first; statements, which no number opens, before all."""
    return sorted((s for s in deal.slacks if not s.satisfied), key=lambda s: s.slack)


def _short(reading: Reading, deal: Deal, settlements: Settlements, row: int) -> Section:
    case = reading.run.case
    failing, best = _failing(deal), best_of(reading)
    blocks = (
        Block("why.verdict", (_verdict(deal, settlements, row),)),
        Block("why.worth", (_worth(case, best, deal),)),
        Block("why.fails", tuple(_fails(case, best, slack) for slack in failing), "", "list"),
        Block("why.nearest", _nearest_to_failing(case, best, deal)),
        Block("why.at_home", (_at_home(case, best, deal),)),
        Block("why.open", (_nearest_open(reading, deal),) if failing else ()),
    )
    return Section("why", "The deal judged", tuple(block for block in blocks if block.findings))


def _verdict(deal: Deal, settlements: Settlements, row: int) -> Finding:
    fail, of = len(_failing(deal)), len(deal.slacks)
    rung = next(RUNG_NAMES[rung] for rung in RUNGS if settlements.on_rung(rung)[row])
    if fail:
        text = f"Blocked: {fail} of {of} constraints {'fails' if fail == 1 else 'fail'} for this {rung}."
    else:
        text = f"Acceptable to all now: this {rung} satisfies all {of} constraints."
    measures = (Measure("constraints_failing", fail, "count"), Measure("constraints", of, "count"))
    return Finding("why.verdict", "", text, measures)


def _worth(case: Case, best: Mapping[str, float], deal: Deal) -> Finding:
    """What it is worth to each party, against what a signatory needs, which its own constraint says."""
    slacks = {slack.constraint: slack.slack for slack in deal.slacks}
    texts: list[str] = []
    measures: list[Measure] = []
    for party, worth in deal.utility.items():
        measures.append(payoff(f"utility.{party}", worth, best[party]))
        text = f"{case.parties[party].in_sentence} {measures[-1].shown}"
        spare = slacks.get(Constraint("alternative", party).name)
        if spare is not None:
            measures.append(payoff(f"needed.{party}", worth - spare, best[party]))
            text += f" (needs {measures[-1].shown})"
        texts.append(text)
    what = "Worth, as a part of the most that any deal would give the party"
    return Finding("why.worth", "", f"{what}: {'; '.join(texts)}.", tuple(measures))


def _fails(case: Case, best: Mapping[str, float], slack: Slack) -> Finding:
    """What a constraint that fails says, by how much it fails, and what would fix it."""
    measure = slack_measure(best, slack)
    told = slack_in_words(measure)
    short = "" if told == YES_OR_NO else f", {told.replace('-', '')} short"
    # who it is of stands in the first half
    party = case.parties[Constraint.named(slack.constraint).party]
    names = "|".join(re.escape(name) for name in (party.in_sentence, party.acting))
    change = re.sub(rf"^({names})(?= )", "it", must_change(case, slack.constraint))
    return Finding(
        f"why.fails.{slack.constraint}",
        f"{first_word(why_not(case, slack.constraint))}{short}",
        f"would hold if {change}",
        (measure,),
    )


def _nearest_to_failing(case: Case, best: Mapping[str, float], deal: Deal) -> tuple[Finding, ...]:
    """Which of those that hold, and are told in numbers, is nearest to failing."""
    holding = [s for s in deal.slacks if s.satisfied and np.isfinite(s.slack)]
    if not holding:
        return ()
    least = min(holding, key=lambda s: s.slack)
    measure = slack_measure(best, least)
    spare = to_spare(slack_in_words(measure))
    text = f"Holds most narrowly: {constraint_in_words(case, least.constraint)} ({spare})."
    return (Finding("why.nearest", "", text, (measure,)),)


def _at_home(case: Case, best: Mapping[str, float], deal: Deal) -> Finding:
    """What each signatory can point to at home; those with the same are told of together."""
    shown: dict[str, list[str]] = {}
    measures: list[Measure] = []
    for party in case.signatories:
        measures.append(payoff(f"public_gain.{party}", deal.public_gain[party], best[party], "amount"))
        measures.append(payoff(f"public_loss.{party}", deal.public_loss[party], best[party], "amount"))
        shown.setdefault(_gains(case, deal, party), []).append(case.parties[party].in_sentence)
    texts = [f"{listed(names)} can show {what}" for what, names in shown.items()]
    return Finding("why.at_home", "", f"At home {'; '.join(texts)}.", tuple(measures))


def _gains(case: Case, deal: Deal, party: str) -> str:
    gains = sorted((m for m in deal.moves if m.public_gain[party] > 0), key=lambda m: -m.public_gain[party])
    return _some([option_in_words(case, m.issue, m.option) for m in gains], SHOWN_GAINS) if gains else "nothing"


def _some(texts: Sequence[str], most: int) -> str:
    """The first of several, the rest counted where there are more than one of them."""
    hidden = len(texts) - most
    return listed([*texts[:most], f"{hidden} more"] if hidden > 1 else list(texts))


def _nearest_open(reading: Reading, deal: Deal) -> Finding:
    """The acceptable deal that differs in the fewest issues; of several, the one that the model's solution chooses."""
    nearest, settlements = nearest_open(reading, deal.settlement), reading.settlements
    if nearest is None:
        return Finding("why.open", "", "No deal is open now.", (Measure("changes", None, "count"),))
    changes = {issue: option for issue, option in nearest.items() if option != deal.settlement[issue]}
    at_rest = dict(zip(settlements.issues, (names[0] for names in settlements.option_names), strict=True))
    moves = {issue: option for issue, option in nearest.items() if option != at_rest[issue]}
    # whichever takes fewer words
    same, told = ("only", moves) if len(moves) < len(changes) else ("the same with", changes)
    what = _some([option_in_words(reading.run.case, *each) for each in told.items()], SHOWN_CHANGES)
    many = f"{len(changes)} change{'' if len(changes) == 1 else 's'}"
    # nothing is nearer than one change
    among = "" if reading.is_listed or len(changes) == 1 else " of those looked at"
    measures = (
        Measure("changes", len(changes), "count"),
        *(Measure(f"open.{issue}", option, "text") for issue, option in nearest.items()),
    )
    return Finding("why.open", "", f"Nearest open deal{among}: {same} {what} ({many}).", measures)


def _constraints(reading: Reading, deal: Deal) -> Section:
    """Every constraint: condition by condition in a table, each with what it rests on."""
    case = reading.run.case
    alternatives, best_deals = reading.alternatives(), best_of(reading)
    by_name: Mapping[str, Constraint] = {c.name: c for c in reading.constraints}
    order = [*CONDITIONS]
    rows: list[Finding] = []
    for slack in sorted(deal.slacks, key=lambda s: order.index(s.condition)):
        constraint = by_name[slack.constraint]
        best = alternatives[constraint.party].believed.best[0]
        rows.append(
            Finding(
                f"why.constraint.{slack.constraint}",
                CONDITIONS[slack.condition],
                constraint_in_words(case, slack.constraint),
                (Measure(f"holds.{slack.constraint}", slack.satisfied, "holds"), slack_measure(best_deals, slack)),
                tuple(evidence(case, constraint, deal.settlement, best)),
            )
        )
    columns = ("condition", "constraint", "holds", "slack")
    block = Block("why.constraints", tuple(rows), "", "table", columns)
    return Section("constraints", "Every constraint", (block,))
