"""The constraints on deals as linear functions of what is picked, for spaces too large to list (MODEL.md, section 4).

Small steps are exempt from some constraints: they are a part of the space by themselves.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from ripeness.arrays import FloatArray
from ripeness.bargaining.acceptance import constraints
from ripeness.rules.constraints import TOLERANCE, Constraint
from ripeness.settlements.ground import Ground
from ripeness.settlements.linear import Linear, LinearPayoffs
from ripeness.settlements.space import Space


@dataclass(frozen=True)
class LinearRule:
    """A constraint: it holds where its slack, less gains of signatories by their weights, is not negative.

    A gain is what a deal is worth to a party above the status quo, or nothing.
    """

    constraint: Constraint
    slack: Linear
    gains: Mapping[int, float] = field(default_factory=dict[int, float])

    @property
    def always_holds(self) -> bool:
        """Whether every settlement satisfies it, whatever else it does."""
        return not self.gains and self.slack.lowest >= -TOLERANCE


@dataclass(frozen=True)
class LinearGround:
    """A ground in linear form, at the modes: the space, what everything is worth, the rules in either part.

    `small_steps` are the rules for small steps, `beyond` those for other deals; `utility` has every party's.
    `without_form` are the constraints that have no linear form: with them, deals can be listed only.
    """

    on: Ground
    space: Space
    utility: tuple[Linear, ...]
    small_steps: tuple[LinearRule, ...]
    beyond: tuple[LinearRule, ...]
    without_form: tuple[Constraint, ...]

    def least_worth(self, rule: LinearRule) -> float | None:
        """What the constraint asks a deal to be worth to its party, if it asks nothing else; None if it does."""
        own = self.utility[self.on.index(rule.constraint.party)]
        asks_worth = not rule.gains and rule.slack.differs_by_a_constant(own)
        return own.constant - rule.slack.constant if asks_worth else None


def linear_ground(on: Ground, trust: int, reservation: FloatArray) -> LinearGround:
    """A ground, of one draw, with its rules at a level of trust and reservation values (1, parties)."""
    worth = LinearPayoffs(on)
    of_all = constraints(on.parties)
    rules = partial(_rules, worth, of_all, trust, reservation)
    return LinearGround(
        on=on,
        space=worth.space,
        utility=worth.utility,
        small_steps=tuple(rules(small=True)),
        beyond=tuple(rules(small=False)),
        without_form=tuple(c for c in of_all if c.rule.linear is None),
    )


def _rules(
    worth: LinearPayoffs, of_all: tuple[Constraint, ...], trust: int, reservation: FloatArray, small: bool
) -> Iterator[LinearRule]:
    """The rules in one part of the space, without those that it is exempt from."""
    for c in of_all:
        if c.rule.linear is not None:
            numbers = c.rule.numbers(worth.on, c, trust, reservation)[0]
            slack = c.rule.linear(worth, c, numbers, small)
            if slack is not None:
                yield LinearRule(c, slack.number, slack.gains)
