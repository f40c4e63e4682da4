"""The rates of the crisis game: one registry with default, interval and meaning (MODEL.md, section 6.4)."""

from dataclasses import dataclass
from typing import get_args

from ripeness.case.judgement import Amount, Exponent, Factor, PositiveFactor, Probability, Within


@dataclass(frozen=True)
class Rate:
    """A rate of the crisis game.

    Parameters
    ----------
    default, kind, meaning
        What it is where a case does not say, what kind of number, and what it does.
    believable
        Whether a party may believe another value than the analyst's.
    changeable
        Whether a deal in force may multiply it: the `effects` of an option.
    """

    default: float
    kind: object
    meaning: str
    believable: bool = True
    changeable: bool = True

    @property
    def may_be_nothing(self) -> bool:
        """Whether it may be 0."""
        return any(isinstance(each, Within) and each.holds(0.0) for each in get_args(self.kind))


RATES: dict[str, Rate] = {
    "press_crisis": Rate(0.05, Probability, "chance that a month of pressing in a stalemate starts a crisis"),
    "crisis_pressure": Rate(2.0, Factor, "factor on capitulation under pressure in a crisis"),
    "press_trust": Rate(0.3, Probability, "chance that a month of pressing lowers trust"),
    "miscalculation": Rate(
        0.03, Probability, "chance that a month of pressing in a crisis ends in war by miscalculation"
    ),
    "backdown_rate": Rate(0.25, Probability, "chance that a month of pressing in a crisis makes the others back down"),
    "coercion_gain": Rate(0.03, Amount, "what a party gains, once, when the others back down before it"),
    "deescalation": Rate(0.5, Probability, "chance that a month of de-escalating ends a crisis"),
    "reassurance": Rate(0.3, Probability, "chance that a month of reassuring raises trust"),
    "reassure_cost": Rate(0.02, Amount, "what reassuring costs, each time"),
    "incident": Rate(0.02, Probability, "chance in a month of stalemate that an incident starts a crisis"),
    "partial_calm": Rate(
        0.5, Factor, "factor on every way into a crisis, and on triggers, while a partial bargain is in force"
    ),
    "misreading": Rate(0.015, Probability, "chance in a month of crisis that a misunderstanding ends in war"),
    "covert_clarity": Rate(0.4, Factor, "factor on war by misunderstanding while a covert channel stands"),
    "open_clarity": Rate(0.3, Factor, "factor on war by misunderstanding while open talks go on"),
    "partial_rate": Rate(
        0.06, Probability, "chance in a month of talks of striking a partial bargain, where one is acceptable"
    ),
    "covert_pace": Rate(0.9, Factor, "factor on the chance of striking a partial bargain over a covert channel"),
    "settlement_rate": Rate(
        0.02, Probability, "chance in a month of talks of reaching a wide settlement, where one is acceptable"
    ),
    "direct_pace": Rate(0.5, Factor, "factor on the chance of a wide settlement with no partial bargain before it"),
    "crisis_pace": Rate(0.5, Factor, "factor on the pace of talks in a crisis"),
    "successor_pace": Rate(1.0, Factor, "factor on the pace of talks under any successor"),
    "leak": Rate(0.03, Probability, "chance in a month that a covert channel leaks, and ends"),
    "erosion": Rate(0.004, Probability, "chance in a month that a partial bargain erodes"),
    "expectation_erosion": Rate(
        0.015, Factor, "added to erosion where one party takes a bargain for all and another for a first step"
    ),
    "breach": Rate(3.0, Factor, "factor on erosion while the partial bargain is no longer acceptable to all"),
    "kept_promise": Rate(0.05, Probability, "chance in a month that a deal that is kept raises trust"),
    "subside": Rate(0.15, Probability, "chance in a month that a crisis subsides by itself"),
    "trigger_war": Rate(0.15, Probability, "chance that a trigger means war at once, where the trigger does not say"),
    "guarantee": Rate(
        0.0, Probability, "share of exposure, erosion and lapse that an outside guarantee takes away", False, False
    ),
    "recognition": Rate(
        0.6, Factor, "how far power entitles a party to a larger part of the gains (entitlement)", False, False
    ),
    "entitlement_exponent": Rate(1.0, Exponent, "exponent on capability in entitlement", False, False),
    "trust_effect": Rate(1.0, Exponent, "exponent on every effect of trust", False, False),
    "step_rate": Rate(
        0.12, Probability, "chance in a month of talks of agreeing on a small step, where one is acceptable"
    ),
    "step_calm": Rate(
        0.9, Factor, "factor on every way into a crisis, and on triggers, while a small step is in force"
    ),
    "talks_calm": Rate(
        0.9,
        PositiveFactor,
        "factor on every way into a crisis, and on triggers, while any talks go on; crises end faster by as much",
    ),
    "lapse": Rate(0.0, Probability, "chance in a month that a wide settlement lapses"),
    "war_decided": Rate(
        1.0,
        Probability,
        "chance that a war is decided in the month in which it begins, and in every further month",
        changeable=False,
    ),
    "ceasefire": Rate(0.03, Probability, "chance in a month that a ceasefire halts a war that goes on"),
    "talks_ceasefire": Rate(2.0, Factor, "factor on ceasefires while any talks go on"),
    "war_pace": Rate(1.0, Factor, "factor on the pace of talks in a war"),
}

# before the name of a trigger, among what an option may multiply
TRIGGERS = "triggers."
