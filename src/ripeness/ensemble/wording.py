"""Words for numbers and constraints, the same in every output.

Estimative words carry their range, as readers match the meaning twice as often with both [Wintle et al. 2019].
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from math import isinf, isnan
from typing import NamedTuple

from ripeness.case.direction import said
from ripeness.case.fields import listed
from ripeness.case.model import Case
from ripeness.case.names import constituency_in_words, issue_in_words
from ripeness.case.read.load import judgements
from ripeness.ensemble.intervals import Share
from ripeness.rules.constraints import CONSTRAINTS, Constraint, ConstraintRule
from ripeness.settlements.listing import Rung

# what a deal is called where its chance by the horizon is told, and what that means
LARGER_DEAL = "a larger deal"
DEAL_IN_FORCE = "a partial bargain or a wide settlement in force"
RUNG_NAMES: Mapping[Rung, str] = {"step": "small step", "partial": "partial bargain", "wide": "wide settlement"}

# Upper bound (a boundary takes the higher word), word. The bands of [ICD 203], but with one word for 1 to 20 % and one
# for 80 to 99 %: a chance of war of 1 in 21 is not "almost no chance" to those whom it would hit.
ESTIMATES: tuple[tuple[float, str], ...] = (
    (0.01, "remote"),
    (0.20, "very unlikely"),
    (0.45, "unlikely"),
    (0.55, "roughly even"),
    (0.80, "likely"),
    (0.99, "very likely"),
    (float("inf"), "almost certain"),
)


def estimate(probability: float) -> str:
    """The estimative word for a probability.

    >>> [estimate(p) for p in (0.009, 0.05, 0.3, 0.55, 1)]
    ['remote', 'very unlikely', 'unlikely', 'likely', 'almost certain']
    """
    return next(word for bound, word in ESTIMATES if probability < bound)


def estimate_range(probability: float) -> str:
    """The range that the estimative word for a probability stands for.

    >>> estimate_range(0.26), estimate_range(0.001), estimate_range(1.0)
    ('20-45 %', '<1 %', '>99 %')
    """
    last = 0.0
    for bound, _ in ESTIMATES:
        if probability < bound:
            low, high = f"{last * 100:.0f}", f"{bound * 100:.0f}" if not isinf(bound) else ""
            return f"{low}-{high} %" if high and last else f"<{high} %" if high else f">{low} %"
        last = bound
    raise AssertionError(probability)  # the last bound is infinite


def ranges() -> str:
    """The row of terms: every estimative word with its range.

    >>> ranges()[:46]
    'remote <1 %, very unlikely 1-20 %, unlikely 20'
    """
    lowest = (0.0, *(bound for bound, _ in ESTIMATES))
    return ", ".join(f"{word} {estimate_range(low)}" for low, (_, word) in zip(lowest, ESTIMATES, strict=False))


def percent(probability: float) -> str:
    """A probability as a percentage, with a decimal where it is small or nearly certain.

    >>> percent(0.262), percent(0.0443), percent(0.0002), percent(0.0), percent(0.9991), percent(0.449)
    ('26 %', '4.4 %', '<0.1 %', '0 %', '99.9 %', '44.9 %')
    """
    if 0.0 < probability < 0.001:
        return "<0.1 %"
    if 0.999 < probability < 1.0:
        return f"{min(probability, 0.9999) * 100:.{1 if probability < 0.9995 else 2}f} %"
    decimals = 1 if 0.0 < probability < 0.1 or 0.99 < probability < 1.0 else 0
    # a number next to its word must not look as if it belonged to the next word
    decimals = decimals if estimate(round(probability, 2 + decimals)) == estimate(probability) else decimals + 1
    return f"{probability * 100:.{decimals}f} %"


def one_in(probability: float) -> str:
    """A small probability as one in so many; empty where that says no more than the percentage, or too much.

    >>> one_in(0.048), one_in(0.0024), one_in(0.26), one_in(0.0004)
    ('1 in 21', '1 in 420', '', '')
    """
    if not 0.001 <= probability < 0.2:
        return ""
    number = round(1 / probability)
    # two digits are all that the judgements behind it could ever be meant to say
    digits = 10 ** max(len(str(number)) - 2, 0)
    return f"1 in {round(number / digits) * digits:,}"


def between(low: float, high: float) -> str:
    """Two probabilities as a range.

    >>> between(0.034, 0.076), between(0.996, 1.0), between(0.0, 0.0), between(0.0, 1e-4)
    ('3.4-7.6 %', '99.6-100 %', '0 %', '<0.1 %')
    """
    return _range(percent(low), percent(high))


def share(of: Share) -> str:
    """A share of draws with its 95 % interval.

    >>> from ripeness.ensemble.intervals import Share
    >>> share(Share(0.0, 0.0, 0.004)), share(Share(0.54, 0.51, 0.57)), share(Share(0.93, 0.92, 0.948))
    ('0 % (0-0.4 %)', '54 % (51-57 %)', '93 % (92-95 %)')
    """
    return f"{_of_draws(of.share)} ({_range(_of_draws(of.low), _of_draws(of.high))})"


def _of_draws(share: float) -> str:
    # no estimative word stands beside it, so that nothing hangs on which side of a word's bound it is
    if 0.0 < share < 0.001:
        return "<0.1 %"
    # not all draws, and not to be taken for them
    share = min(share, 0.999) if share < 1.0 else share
    return f"{share * 100:.{1 if 0.0 < share < 0.1 or 0.99 < share < 1.0 else 0}f} %"


def _range(low: str, high: str) -> str:
    if low == high or high.startswith("<"):
        return high
    return f"{low.removesuffix(' %')}-{high}"


def part(of_best: float) -> str:
    """What something is worth to a party as a part of the most that any deal would give it, with its sign.

    >>> part(0.414), part(-0.2), part(0.0), part(0.003), part(-1.608)
    ('+41 %', '-20 %', '0 %', '<+1 %', '-161 %')
    """
    if of_best and abs(of_best) < 0.005:
        return "<+1 %" if of_best > 0 else ">-1 %"
    return f"{of_best * 100:+.0f} %" if of_best else "0 %"


def points(amount: float) -> str:
    """A difference of two probabilities in points, hundredths, with its sign.

    >>> points(0.1731), points(-0.02), points(0.0)
    ('+17.3', '-2.0', '0.0')
    """
    shown = f"{amount * 100:+.1f}"
    return "0.0" if shown in ("+0.0", "-0.0") else shown


# Half a point of probability, and a tenth of it: less is not to be told from the numbers that went in.
LEAST_POINTS, LEAST_PART = 0.005, 0.1


def can_be_told_apart(one: float, other: float) -> bool:
    """Whether two probabilities differ by more than the judgements behind them could ever be meant to say.

    >>> [can_be_told_apart(0.047, p) for p in (0.046, 0.053, 0.081)], can_be_told_apart(0.60, 0.62)
    ([False, True, True], False)
    """
    return abs(one - other) >= max(LEAST_POINTS, LEAST_PART * min(one, other))


def in_units(quantity: str, amount: float, best: float = 0.0) -> str:
    """An amount of a quantity (of its name in claims), in its unit.

    `best` is the most that any deal is worth to the one party that is compared: payoffs are told as parts of it, else
    in points of what a party has at stake.

    >>> in_units("war@as-is", 0.0487), in_units("deals_now", 31.0), in_units("illusion.iran", 0.08)
    ('4.9 %', '31 deals', '+8.0 points of its stake')
    >>> in_units("illusion.iran", 0.08, 0.4), in_units("value.iran", -1.2, 0.4)
    ('+20 % of its best', '-3.0 years at its best')
    >>> in_units("crisis_months[before]", 3.3), in_units("deal_now", 1.0), in_units("war - war@talks", -0.0002)
    ('3.3 months', 'a deal', '>-0.1 %')
    >>> in_units("deal", 0.25), in_units("deal.ever@talks", 1.0)
    ('25 %', '100 %')
    """
    # a difference of two has the unit of the first
    name = re.split(r"[@\[\s]", quantity.strip())[0]
    if isnan(amount):
        return "does not apply"
    if name in ("crisis_months", "bargain.life"):
        return f"{amount:.1f} months"
    if name == "deal_now" and amount in (0, 1):
        # yes or no: not to be taken for a number of deals
        return "a deal" if amount else "no deal"
    if name in ("deal_now", "deals_now"):
        return f"{amount:.0f} deal{'' if amount == 1 else 's'}"
    if name.startswith(("alternative", "illusion")):
        return f"{part(amount / best)} of its best" if best > 0.0 else f"{points(amount)} points of its stake"
    if name.startswith("value"):
        return f"{amount / best:+.1f} years at its best" if best > 0.0 else f"{amount:+.2f} years of its stake"
    return percent(amount) if amount >= 0 else f"-{percent(-amount)}".replace("-<", ">-")


def apart(quantity: str, amount: float, best: float = 0.0) -> str:
    """How far apart two amounts of a quantity are, with its sign; probabilities differ by points, hundredths.

    >>> apart("war@as-is", -0.0113), apart("deals_now", 31.0), apart("deal_now", -1.0), apart("value.iran", 0.016)
    ('-1.1 points', '+31 deals', '-1', '+0.02 years of its stake')
    """
    name = re.split(r"[@\[\s]", quantity.strip())[0]
    if isnan(amount) or name.startswith(("alternative", "illusion", "value")):
        return in_units(quantity, amount, best)
    if name != "deal_now" and in_units(quantity, abs(amount)).endswith("%"):
        return f"{points(amount)} points"
    shown = f"{abs(amount):.2g}" if name == "deal_now" else in_units(quantity, abs(amount))
    is_none = not any(digit in "123456789" for digit in shown)
    return shown if is_none else f"{'+' if amount > 0 else '-'}{shown}"


class Called(NamedTuple):
    """What a case calls stalemate, crisis and war; in words of its own, one crisis and many are called alike."""

    stalemate: str
    crisis: str
    a_crisis: str
    crises: str
    war: str


def called(case: Case) -> Called:
    """The words of a case for stalemate, crisis and war, as they stand in a sentence.

    >>> from ripeness.case.read.library import path_of
    >>> from ripeness.case.read.load import load
    >>> called(load(path_of("iran-us-2020"))).a_crisis
    'a crisis'
    """
    stalemate, crisis, war = (said(word or "") for word in (case.words.stalemate, case.words.crisis, case.words.war))
    return Called(
        stalemate=stalemate or "stalemate",
        crisis=crisis or "crisis",
        a_crisis=crisis or "a crisis",
        crises=crisis or "crises",
        war=war or "war",
    )


def first_word(text: str) -> str:
    """A text as the beginning of a sentence: its first letter a capital, all others as they are.

    >>> first_word("war with the U.N."), first_word("")
    ('War with the U.N.', '')
    """
    return text[:1].upper() + text[1:]


def outbreak(case: Case) -> str:
    """What the chance of war is of: war or, in a case that starts in one, that it breaks out again."""
    anew = " breaking out anew" if case.dynamics.tension == "war" else ""
    return f"{called(case).war}{anew}"


def day(date: dt.date) -> str:
    """A date as every output shows it.

    >>> day(dt.date(2020, 3, 1))
    '1 March 2020'
    """
    return f"{date.day} {date:%B %Y}"


def month_name(case: Case, months: int) -> str:
    """The calendar month so many months after the case's date.

    >>> from ripeness.case.read.library import path_of
    >>> from ripeness.case.read.load import load
    >>> month_name(load(path_of("iran-us-2020")), 10)
    'January 2021'
    """
    number = case.as_of.year * 12 + case.as_of.month - 1 + months
    return case.as_of.replace(year=number // 12, month=number % 12 + 1, day=1).strftime("%B %Y")


def without_range(case: Case) -> str:
    """How many of the case's judgements no draw varies, in a sentence; empty where all have a range.

    >>> from ripeness.case.read.load import load
    >>> without_range(load("iran-us-2020"))
    "44 of the case's 162 judgements have no range: no draw varies them, so the spread understates the uncertainty."
    """
    given = list(judgements(case))
    fixed = sum(each.is_fixed for each in given)
    if not fixed:
        return ""
    return (
        f"{fixed} of the case's {len(given)} judgements have no range: no draw varies them, so the spread "
        "understates the uncertainty."
    )


YES_OR_NO = "yes or no"


def why_not(case: Case, constraint: str) -> str:
    """What a constraint means where it stands in the way, such as `Iran: its red line on the Palestinian question`."""
    return _worded(case, constraint, lambda rule: rule.fails)


def must_change(case: Case, constraint: str) -> str:
    """What would have to change for a constraint to give way."""
    return _worded(case, constraint, lambda rule: rule.change)


def constraint_in_words(case: Case, constraint: str) -> str:
    """What a constraint is called, such as `Iran: red line on the Palestinian question`."""
    return _worded(case, constraint, lambda rule: f"{{who}}: {rule.name}{rule.on}")


def _worded(case: Case, constraint: str, words: Callable[[ConstraintRule], str]) -> str:
    c = Constraint.named(constraint)
    party = case.parties[c.party]
    return words(c.rule).format(
        who=party.shown,
        acts=party.acting,
        issue=issue_in_words(case, c.item or ""),
        group=constituency_in_words(case, c.party, c.item or ""),
    )


def to_spare(slack: str) -> str:
    """How much a deal has to spare that satisfies a constraint, from how its slack is shown.

    >>> to_spare("+2 %"), to_spare("yes or no")
    ('+2 % to spare', 'yes or no')
    """
    return slack if slack == YES_OR_NO else f"{slack} to spare"


def names_of_statements() -> str:
    """What constraints that rest on no number are called, in a list.

    >>> names_of_statements()
    'red lines and preconditions'
    """
    names = [f"{rule.name}s" for rule in CONSTRAINTS.values() if rule.is_statement]
    return listed(names, "and")


def signed_by(case: Case, signing: Iterable[str]) -> str:
    """The end of a posture's title where others sign under it than in the case, else empty.

    >>> from ripeness.case.read.library import path_of
    >>> from ripeness.case.read.load import load
    >>> case = load(path_of("iran-us-2020"))
    >>> signed_by(case, ["us", "iran"]), signed_by(case, ["us"])
    ('', ', signed by the United States')
    """
    those = set(signing)
    names = [party.in_sentence for name, party in case.parties.items() if name in those]
    return "" if those == set(case.signatories) else f", signed by {listed(names, 'and')}"
