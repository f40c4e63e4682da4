"""Deals as a mixed-integer programme, for spaces too large to list; solved by HiGHS [Huangfu & Hall 2018].

One variable for each option says whether it is picked. HiGHS tolerates 1e-7 and 1e-6; rows and goals are therefore
scaled, and whatever is found is judged again by those who ask.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from ripeness.arrays import FloatArray, IntArray
from ripeness.bargaining.linear import LinearGround, LinearRule
from ripeness.errors import RipenessError
from ripeness.settlements.linear import Linear
from ripeness.settlements.listing import Rung

if TYPE_CHECKING:
    from highspy._core import _Highs as Highs  # pyright: ignore[reportPrivateUsage]

SCALE = 1e3
GOAL_SCALE = 1e4


@dataclass(frozen=True)
class Row:
    """`coefficients` · variables ≥ `least`; coefficients by the numbers of their variables."""

    coefficients: dict[int, float]
    least: float


@dataclass
class Programme:
    """The deals of one part of a space, small steps or others, as rows over variables.

    Variables: the options of each issue in turn, then whether each linkage holds, then each signatory's gain, then
    those that are added for a goal.
    """

    ground: LinearGround
    small: bool
    rung: Rung | None
    rows: list[Row] = field(default_factory=list[Row])
    lower: list[float] = field(default_factory=list[float])
    upper: list[float] = field(default_factory=list[float])
    whole: list[int] = field(default_factory=list[int])

    def __post_init__(self) -> None:
        space = self.ground.space
        self.first_of = np.concatenate([[0], np.cumsum(space.sizes)]).tolist()
        for size in space.sizes:
            for _ in range(size):
                self.variable(0.0, 1.0, whole=True)
        self.links = [self.variable(0.0, 1.0) for _ in space.links]
        # bounds that nothing reaches, for one that is reached just so may be taken for exceeded
        self.gains = {i: self.variable(0.0, max(self.ground.utility[i].highest, 0.0) + 1.0) for i in space.signing}
        for issue, size in enumerate(space.sizes):
            picked = {self.pick(issue, option): 1.0 for option in range(size)}
            self.at_least(picked, 1.0)
            self.at_least(dict.fromkeys(picked, -1.0), -1.0)
        self._deals()
        self._linkages()
        for party, gain in self.gains.items():
            self.at_least({gain: 1.0} | {v: -w for v, w in self.terms(self.ground.utility[party]).items()}, 0.0)

    def copy(self) -> "Programme":
        """Another one to which rows and variables can be added."""
        made = object.__new__(Programme)
        made.__dict__.update(self.__dict__)
        made.rows, made.lower, made.upper = list(self.rows), list(self.lower), list(self.upper)
        made.whole = list(self.whole)
        return made

    def variable(self, low: float, high: float, whole: bool = False) -> int:
        """A new variable's number."""
        self.lower.append(low)
        self.upper.append(high)
        self.whole.append(int(whole))
        return len(self.lower) - 1

    def pick(self, issue: int, option: int) -> int:
        """The variable that says whether an option is picked."""
        return self.first_of[issue] + option

    def at_least(self, coefficients: dict[int, float], least: float) -> None:
        """Add a row."""
        self.rows.append(Row(coefficients, least))

    def terms(self, linear: Linear) -> dict[int, float]:
        """The coefficients of a linear number, without its constant."""
        found = {
            self.pick(issue, option): float(weight)
            for issue, part in enumerate(linear.parts)
            for option, weight in enumerate(part)
            if weight
        }
        return found | {self.links[n]: float(weight) for n, weight in enumerate(linear.links) if weight}

    def rule(self, rule: LinearRule, unless: int | None = None) -> None:
        """Add a constraint; one that counts only where the variable `unless` is 1, if that is given."""
        coefficients = self.terms(rule.slack)
        weighed = [(self.gains[party], weight) for party, weight in rule.gains.items()]
        coefficients |= {gain: -weight for gain, weight in weighed}
        least = -rule.slack.constant
        if unless is not None:
            worst = rule.slack.lowest - rule.slack.constant - sum(weight * self.upper[gain] for gain, weight in weighed)
            slackness = least - worst + 1.0
            if least > worst:
                coefficients[unless] = -slackness
                least -= slackness
        self.at_least(coefficients, least)

    def without(self, options: IntArray) -> None:
        """Leave one settlement out."""
        self.at_least({self.pick(k, o): -1.0 for k, o in enumerate(options.tolist())}, 1.0 - len(options))

    def _deals(self) -> None:
        case, issues = self.ground.on.case, range(len(self.ground.space.issues))
        at_rest = {k: self.pick(k, 0) for k in issues}
        entangled = [k for k, issue in enumerate(case.issues.values()) if not issue.separable]
        if case.complete:
            for variable in at_rest.values():
                self.upper[variable] = 0.0
        self.at_least(dict.fromkeys(at_rest.values(), -1.0), 1.0 - len(issues))
        if self.small:
            for k in entangled:
                self.lower[at_rest[k]] = 1.0
        else:
            self.at_least({at_rest[k]: -1.0 for k in entangled}, 1.0 - len(entangled))
        if self.rung == "partial":
            self.at_least(dict.fromkeys(at_rest.values(), 1.0), float(len(issues) - case.partial_limit))
        elif self.rung == "wide":
            self.at_least(dict.fromkeys(at_rest.values(), -1.0), float(case.partial_limit + 1 - len(issues)))

    def _linkages(self) -> None:
        for link, holds in zip(self.ground.space.links, self.links, strict=True):
            when = [self.pick(k, o) for k, o in link.when.items()]
            for variable in when:
                self.at_least({variable: 1.0, holds: -1.0}, 0.0)
            self.at_least({holds: 1.0} | dict.fromkeys(when, -1.0), 1.0 - len(when))
            for k, one_of in link.requires.items():
                self.at_least({self.pick(k, o): 1.0 for o in one_of} | {holds: -1.0}, 0.0)

    def largest(self, goal: dict[int, float]) -> tuple[IntArray, float] | None:
        """The settlement with the largest sum of goal · variables, (issues,), and a bound that no other exceeds.

        None where no settlement fits.
        """
        from highspy import HighsModelStatus

        # the public class around it prints a banner when it is made, and lives on in a cycle of references
        from highspy._core import _Highs as Highs  # pyright: ignore[reportPrivateUsage]

        if any(low > high for low, high in zip(self.lower, self.upper, strict=True)):
            return None
        solver = Highs()
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("mip_rel_gap", 0.0)
        # it gives up on some small programmes that it solves without simplifying them first, or at another scale
        for presolve, scale in (("on", SCALE), ("off", SCALE), ("on", 1.0), ("off", 1.0)):
            solver.setOptionValue("presolve", presolve)
            self._tell(solver, goal, scale)
            solver.run()
            status = solver.getModelStatus()
            if status == HighsModelStatus.kOptimal:
                bound = -solver.getInfo().mip_dual_bound / GOAL_SCALE
                return self._picked(np.array(solver.getSolution().col_value)), bound
            # that nothing fits is asked twice, for simplifying may lose what fits by a hair
            if status == HighsModelStatus.kInfeasible and presolve == "off":
                return None
        raise RipenessError(f"the search for deals has failed: {solver.modelStatusToString(solver.getModelStatus())}")

    def _tell(self, solver: "Highs", goal: dict[int, float], scale: float) -> None:
        """Give HiGHS the programme, whose rows count `scale` times; it makes costs small."""
        from highspy import MatrixFormat, ObjSense, kHighsInf

        costs = np.zeros(len(self.lower))
        costs[list(goal)] = [-weight * GOAL_SCALE for weight in goal.values()]
        entries = [entry for row in self.rows for entry in row.coefficients.items()]
        solver.passModel(
            len(self.lower),
            len(self.rows),
            len(entries),
            int(MatrixFormat.kRowwise),
            int(ObjSense.kMinimize),
            0.0,
            costs,
            np.array(self.lower),
            np.array(self.upper),
            np.array([row.least for row in self.rows]) * scale,
            np.full(len(self.rows), kHighsInf),
            np.cumsum([0, *(len(row.coefficients) for row in self.rows)], dtype=np.int32),
            np.array([variable for variable, _ in entries], dtype=np.int32),
            np.array([coefficient for _, coefficient in entries]) * scale,
            np.array(self.whole, dtype=np.int32),
        )

    def _picked(self, solution: FloatArray) -> IntArray:
        return np.array(
            [int(solution[a:b].argmax()) for a, b in zip(self.first_of[:-1], self.first_of[1:], strict=True)]
        )


def programmes(ground: LinearGround, rung: Rung | None = None, beyond_only: bool = False) -> list[Programme]:
    """The programmes of a space, or of one rung: that of its small steps, and that of all that is beyond them."""
    separable: Sequence[bool] = [issue.separable for issue in ground.on.case.issues.values()]
    found: list[Programme] = []
    if any(separable) and not beyond_only and rung in (None, "step"):
        found.append(Programme(ground, True, rung))
    if not all(separable) and rung != "step":
        found.append(Programme(ground, False, rung))
    return found
