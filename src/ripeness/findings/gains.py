"""What deals are worth to whom: whose columns a table of gains has, and the most of which payoffs are told as parts."""

from collections.abc import Mapping
from math import isfinite

from ripeness.answer.reading import Reading
from ripeness.answer.result import Slack
from ripeness.case.model import Case
from ripeness.ensemble.wording import YES_OR_NO
from ripeness.findings.findings import BEYOND, NOTHING, Measure, Unit
from ripeness.findings.text import listed
from ripeness.rules.constraints import Constraint

# what 100 % and 0 are, wherever payoffs are shown
PARTS = (
    "Payoffs are parts of the most that any deal would give the party in a year (100 %); 0 is today's status quo, and "
    "below 0 the party loses."
)


def who_gains(case: Case) -> dict[str, str]:
    """The parties of a table of gains with the heads of their columns: those that sign, then those that do not."""
    others = {name: f"{party.shown} (does not sign)" for name, party in case.parties.items() if not party.signatory}
    return {name: case.parties[name].shown for name in case.signatories} | others


def best_of(reading: Reading) -> Mapping[str, float]:
    """The most that any deal is worth to each party now, a year; 0 where no deal is worth anything to it."""
    best = reading.zones.grounds[0].best[reading.draw].tolist()
    return {party: max(most, 0.0) for party, most in zip(reading.run.case.parties, best, strict=True)}


def payoff(name: str, worth: float | None, best: float, unit: Unit = "flow") -> Measure:
    """What something is worth to a party whose best is given."""
    return Measure(name, worth, unit, whole=best)


def gains_or_loses(worth: Measure) -> str:
    """What a party expects, in words.

    >>> gains_or_loses(payoff("", 0.1, 0.4)), gains_or_loses(payoff("", -0.1, 0.4)), gains_or_loses(payoff("", 0, 0.4))
    ('to gain 25 %', 'to lose 25 %', 'to gain nothing')
    """
    if abs(worth.number) <= NOTHING:
        return "to gain nothing"
    verb = "to gain" if worth.number > 0 else "to lose"
    told = worth.shown.replace("+", "").replace(">-", "<").replace("-", "")
    return verb if worth.shown in BEYOND else f"{verb} {told}"


def of_which_payoffs_are_parts(case: Case, best: Mapping[str, float]) -> str:
    """What the numbers of a table of gains mean, and whose best is nothing."""
    without = [case.parties[party].in_sentence for party, most in best.items() if most <= NOTHING]
    if not without:
        return PARTS
    return f"{PARTS} No deal gives {listed(without, 'or')} anything: what it loses has no such part, only a sign."


def slack_measure(best: Mapping[str, float], of: Slack) -> Measure:
    """How far a deal is from breaking a constraint: a payoff as a part of the party's best, or points."""
    constraint = Constraint.named(of.constraint)
    if constraint.rule.unit == "points":
        return Measure(f"slack.{of.constraint}", of.slack, "points")
    return payoff(f"slack.{of.constraint}", of.slack, best[constraint.party])


def slack_in_words(slack: Measure) -> str:
    """A slack within a sentence, with its unit."""
    if slack.shown in BEYOND:
        return YES_OR_NO
    return f"{slack.shown} points" if slack.unit == "points" and isfinite(slack.number) else slack.shown
