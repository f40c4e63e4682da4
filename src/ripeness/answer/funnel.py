"""Where deals die: how many of some rungs remain as one condition after the other is asked for, statements last."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ripeness.answer.reading import Reading
from ripeness.answer.result import Assessment
from ripeness.arrays import BoolArray
from ripeness.rules.conditions import CONDITIONS
from ripeness.rules.constraints import Constraint
from ripeness.settlements.listing import RUNGS, Rung


@dataclass(frozen=True)
class FunnelStep:
    """Constraints asked for together, and how many deals satisfy them.

    It asks for what a `condition` says in numbers or, without one, for the statements on `item`, an issue. `left`
    satisfy this and all steps before it, `alone` this step, `alone_for` the part of it that each party asks for.
    `without` says of each constraint of a step of statements how many deals satisfy all others of the funnel.
    """

    condition: str | None
    item: str | None
    constraints: tuple[str, ...]
    left: int
    alone: int
    alone_for: Mapping[str, int]
    without: Mapping[str, int]

    @property
    def binding(self) -> tuple[str, ...]:
        """The parties that the fewest deals satisfy by themselves; none where all parties are alike."""
        fewest = min(self.alone_for.values(), default=0)
        parties = tuple(party for party, passing in self.alone_for.items() if passing == fewest)
        return () if len(parties) == len(self.alone_for) > 1 else parties


@dataclass(frozen=True)
class Funnel:
    """The deals of some rungs, and what remains of them step by step."""

    rungs: tuple[Rung, ...]
    deals: int
    steps: tuple[FunnelStep, ...]

    @property
    def left(self) -> int:
        """The deals that satisfy everything."""
        return self.steps[-1].left if self.steps else self.deals

    @property
    def last(self) -> FunnelStep | None:
        """The step that leaves nothing, or None where something is left."""
        return next((step for step in self.steps if step.left == 0), None) if self.deals else None


def rungs_in_question(a: Assessment) -> tuple[Rung, ...]:
    """The rungs above the highest that is open, small steps only where there is nothing larger.

    The highest rung itself where no higher one has deals; none where no rung has deals, or where deals are not listed.
    """
    with_deals: list[Rung] = [rung for rung, of in a.rungs.items() if of.deals]
    place = -1 if a.highest_rung is None else RUNGS.index(a.highest_rung)
    above: list[Rung] = [rung for rung in with_deals if RUNGS.index(rung) > place]
    larger: list[Rung] = [rung for rung in above if rung != "step"]
    return tuple(larger or above or with_deals[-1:])


def funnel(reading: Reading, rungs: Sequence[Rung]) -> Funnel:
    """Ask for one condition after the other of the deals of some rungs, which have to be listed."""
    of_rungs = np.any([reading.settlements.on_rung(rung) for rung in rungs], axis=0)[reading.settlements.is_deal]
    satisfied, everything = reading.satisfied[:, of_rungs], reading.constraints
    left = np.ones(satisfied.shape[1], dtype=bool)
    steps: list[FunnelStep] = []
    for condition, item, asked in _asked(everything, reading.run.case.issues):
        passing = _passing(satisfied, everything, asked)
        left = left & passing
        others = [[c for c in everything if c != one] for one in asked] if condition is None else []
        steps.append(
            FunnelStep(
                condition=condition,
                item=item,
                constraints=tuple(c.name for c in asked),
                left=int(left.sum()),
                alone=int(passing.sum()),
                alone_for={
                    party: int(_passing(satisfied, everything, [c for c in asked if c.party == party]).sum())
                    for party in reading.run.case.signatories
                },
                without={
                    one.name: int(_passing(satisfied, everything, rest).sum())
                    for one, rest in zip(asked, others, strict=False)
                },
            )
        )
    return Funnel(tuple(rungs), satisfied.shape[1], tuple(steps))


def _asked(
    of_all: Sequence[Constraint], issues: Iterable[str]
) -> Iterable[tuple[str | None, str | None, list[Constraint]]]:
    """What each step asks for: the numbers of a condition, then the statements on an issue; none is empty."""
    for condition in CONDITIONS:
        if asked := [c for c in of_all if c.condition == condition and not c.rule.is_statement]:
            yield condition, None, asked
    statements = [c for c in of_all if c.rule.is_statement]
    on_issues = list(issues)
    for item in dict.fromkeys((*on_issues, *(c.item for c in statements))):
        if asked := [c for c in statements if c.item == item]:
            yield None, item, asked


def _passing(satisfied: BoolArray, of_all: Sequence[Constraint], asked: Sequence[Constraint]) -> BoolArray:
    """Which deals satisfy all of some constraints, (deals,)."""
    return np.asarray(satisfied[[c in asked for c in of_all]].all(axis=0))
