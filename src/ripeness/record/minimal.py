"""The minimal case that each crisis of the record becomes, and the exact engine's forecast for many at once.

All crises have one structure, so their numbers are the draws of one case, and one pass of the engine serves them all.
"""

from dataclasses import dataclass, replace

import numpy as np

from ripeness.answer.pipeline import run
from ripeness.arrays import FloatArray
from ripeness.case.model import Case
from ripeness.case.read.load import load_text, with_changes
from ripeness.case.values import Values

HORIZON_MONTHS = 24

# Two parties in a crisis, with no way into a new one: the stalemate ends it. What the record gives is put in by path.
_TEXT = f"""
schema: 1
id: crisis-of-the-record
title: A crisis between two states
as_of: 2000-01-01
horizon: {HORIZON_MONTHS}
parties:
  stronger:
    name: The stronger
    salience: {{dispute: 1}}
    capability: 0.5
    precision: 200
    crisis_cost: 0.08
    audience_cost: 0.03
    reservation: -0.1
    war: {{win: 0.6, lose: -0.8, cost: 0.5}}
  weaker:
    name: The weaker
    salience: {{dispute: 1}}
    capability: 0.5
    precision: 200
    crisis_cost: 0.08
    audience_cost: 0.03
    reservation: -0.1
    war: {{win: 0.6, lose: -0.8, cost: 0.5}}
issues:
  dispute:
    question: Who gives way?
    options:
      open: {{text: It stays open}}
      to-the-stronger: {{text: More to the stronger, value: {{stronger: 0.3, weaker: 0.1}}}}
      even: {{text: Evenly, value: {{stronger: 0.2, weaker: 0.2}}}}
      to-the-weaker: {{text: More to the weaker, value: {{stronger: 0.1, weaker: 0.3}}}}
dynamics:
  tension: crisis
  incident: 0
  press_crisis: 0
  subside: 0.2
  misreading: 0.10
  miscalculation: 0.15
  partial_rate: 0.05
  recognition: 0
"""


@dataclass(frozen=True)
class Situation:
    """Numbers of many crises, (crises,) each, that the engine turns into forecasts.

    `danger` and `pace` are logarithms of factors on the rates of war by accident (misreading, miscalculation) and of
    bargains; `cost` that of a factor on the cost of war. `weaker` is the weaker's share of capabilities, `audience`
    what backing down costs.
    """

    danger: FloatArray
    cost: FloatArray
    pace: FloatArray
    weaker: FloatArray
    audience: FloatArray

    def moved(self, name: str, by: float) -> "Situation":
        """The same with one of the numbers higher in every crisis."""
        return replace(self, **{name: getattr(self, name) + by})

    def __len__(self) -> int:
        return len(self.danger)


@dataclass(frozen=True)
class Engine:
    """Forecasts crises by the exact game of the minimal case. With `precision` 0 the parties choose at random."""

    case: Case
    precision: float | None = None

    def __call__(self, of: Situation) -> tuple[FloatArray, FloatArray]:
        """Probabilities of war and of an agreement within the horizon, (crises,) each, inside (0, 1)."""
        dynamics, n = self.case.dynamics, len(of)
        factor, slack = np.exp(of.danger), 1e-6
        columns = {
            "parties.stronger.capability": 1.0 - of.weaker,
            "parties.weaker.capability": of.weaker,
            "dynamics.misreading": _probability(dynamics.rate("misreading").mode, factor),
            "dynamics.miscalculation": _probability(dynamics.rate("miscalculation").mode, factor),
            "dynamics.partial_rate": _probability(dynamics.rate("partial_rate").mode, np.exp(of.pace)),
        }
        for name, party in self.case.parties.items():
            if party.war is not None:
                columns[f"parties.{name}.war.cost"] = party.war.cost.mode * np.exp(of.cost)
            columns[f"parties.{name}.audience_cost"] = of.audience
            if self.precision is not None:
                columns[f"parties.{name}.precision"] = np.full(n, self.precision)
        curves = run(self.case, Values(n, columns)).as_is.futures.curves
        war, agreed = curves.war[:, :, -1].sum(axis=1), curves.ever["deal"][:, -1]
        return np.clip(war, slack, 1.0 - slack), np.clip(agreed, slack, 1.0 - slack)


def minimal_case(with_attack: bool = True) -> Case:
    """The case whose numbers are replaced by those of each crisis; without attack, war comes by accident alone."""
    case = load_text(_TEXT, "the minimal case")
    return case if with_attack else with_changes(case, {f"parties.{name}.war": None for name in case.parties})


def _probability(base: float, factor: FloatArray) -> FloatArray:
    """A rate a month, as a hazard that is multiplied by the factor and never passes 1.

    >>> _probability(0.5, np.array([1.0, 2.0]))
    array([0.5 , 0.75])
    """
    return 1.0 - (1.0 - base) ** factor
