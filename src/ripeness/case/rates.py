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
    "press_crisis": Rate(0.05, Probability, "pressing in a stalemate turns it into a crisis, a month"),
    "crisis_pressure": Rate(2.0, Factor, "factor on capitulation when pressed in a crisis"),
    "press_trust": Rate(0.3, Probability, "pressing lowers trust, a month"),
    "miscalculation": Rate(0.03, Probability, "pressing in a crisis ends in war by miscalculation, a month"),
    "backdown_rate": Rate(0.25, Probability, "pressing in a crisis makes the others back down, a month"),
    "coercion_gain": Rate(0.03, Amount, "gain, once, of the one before whom the others back down"),
    "deescalation": Rate(0.5, Probability, "an attempt to de-escalate ends the crisis, a month"),
    "reassurance": Rate(0.3, Probability, "reassuring raises trust, a month"),
    "reassure_cost": Rate(0.02, Amount, "cost, once, of reassuring"),
    "incident": Rate(0.02, Probability, "an incident turns a stalemate into a crisis, a month"),
    "partial_calm": Rate(0.5, Factor, "factor on all ways into a crisis, and on triggers, under a signed bargain"),
    "misreading": Rate(0.015, Probability, "a crisis turns into war by miscommunication, a month"),
    "covert_clarity": Rate(0.4, Factor, "factor on misreading with a covert channel"),
    "open_clarity": Rate(0.3, Factor, "factor on misreading with open talks"),
    "partial_rate": Rate(0.06, Probability, "talks strike a partial bargain where one is acceptable, a month"),
    "covert_pace": Rate(0.9, Factor, "factor on partial bargains struck over a covert channel"),
    "settlement_rate": Rate(0.02, Probability, "talks reach a settlement where one is acceptable, a month"),
    "direct_pace": Rate(0.5, Factor, "factor on settlements reached without a bargain before"),
    "crisis_pace": Rate(0.5, Factor, "factor on the pace of talks in a crisis"),
    "successor_pace": Rate(1.0, Factor, "factor on the pace of talks under any successor"),
    "leak": Rate(0.03, Probability, "a covert channel leaks and ends, a month"),
    "erosion": Rate(0.004, Probability, "a bargain erodes, a month"),
    "expectation_erosion": Rate(0.015, Factor, "erosion added by the widest gap in what a bargain is expected to be"),
    "breach": Rate(3.0, Factor, "factor on erosion while the signed deal is no longer acceptable"),
    "kept_promise": Rate(0.05, Probability, "a bargain that is kept raises trust, a month"),
    "subside": Rate(0.15, Probability, "a crisis subsides by itself, a month"),
    "trigger_war": Rate(0.15, Probability, "a trigger means war at once, where the trigger does not say"),
    "guarantee": Rate(
        0.0, Probability, "outside guarantee: share of exposure, erosion and lapse that it takes away", False, False
    ),
    "recognition": Rate(0.6, Factor, "how far power entitles to a part of the gains (entitlement)", False, False),
    "entitlement_exponent": Rate(1.0, Exponent, "exponent on capability in entitlement", False, False),
    "trust_effect": Rate(1.0, Exponent, "exponent on all effects of trust", False, False),
    "step_rate": Rate(0.12, Probability, "talks agree on a small step where one is acceptable, a month"),
    "step_calm": Rate(0.9, Factor, "factor on all ways into a crisis, and on triggers, with a small step in force"),
    "talks_calm": Rate(
        0.9,
        PositiveFactor,
        "factor on all ways into a crisis, and on triggers, in any channel; crises end faster by it",
    ),
    "lapse": Rate(0.0, Probability, "a settlement lapses, a month"),
    "war_decided": Rate(
        1.0,
        Probability,
        "a war is decided in the month in which it begins, or a month while it goes on",
        changeable=False,
    ),
    "ceasefire": Rate(0.03, Probability, "a ceasefire halts a war that goes on, a month"),
    "talks_ceasefire": Rate(2.0, Factor, "factor on ceasefires in any channel"),
    "war_pace": Rate(1.0, Factor, "factor on the pace of talks in a war"),
}

# before the name of a trigger, among what an option may multiply
TRIGGERS = "triggers."
