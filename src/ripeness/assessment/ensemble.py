"""Many draws at once: a chunk of an ensemble as tables, one row a draw and posture (MODEL.md, section 8)."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ripeness.assessment.pipeline import PostureRun, Run, run
from ripeness.assessment.quantities import bargain_life
from ripeness.assessment.reading import Reading
from ripeness.assessment.result import Deal
from ripeness.bargaining.acceptance import CONDITIONS
from ripeness.case.load import judgements
from ripeness.case.model import Case
from ripeness.case.quantity import AS_IS
from ripeness.case.values import FloatArray, Values
from ripeness.crisis.states import WAR_PATHS

Table = Mapping[str, NDArray[np.generic]]

SERIES = (*(f"war.{path}" for path in WAR_PATHS), "war", "bargain", "settled", "crisis")


@dataclass(frozen=True)
class Chunk:
    """Some consecutive draws of an ensemble.

    `draws` has a row a draw and a column a judgement; `outcomes` a row a draw and posture, postures within draws; both
    begin with the column `draw`. `curves` has shape (postures, series, months from 0 to the horizon, draws), as
    float32: seven digits, more than any judgement has.
    """

    first: int
    draws: Table
    outcomes: Table
    curves: NDArray[np.float32]


def chunk(case: Case, values: Values, first: int) -> Chunk:
    """Run a case for the draws of `values`, the first of which has this number in the ensemble."""
    of = run(case, values)
    numbers = np.arange(first, first + values.n)
    table: dict[str, NDArray[np.generic]] = {"draw": numbers}
    table |= {j.path: values(j) for j in judgements(case) if not j.is_fixed}
    by_posture = [_outcomes(of, name, numbers) for name in of.postures]
    # postures within draws: the order does not depend on how draws are cut into chunks
    outcomes = {column: np.stack([p[column] for p in by_posture], axis=1).ravel() for column in by_posture[0]}
    curves = np.stack([_series(of.under(name)) for name in of.postures]).astype(np.float32)
    return Chunk(first, table, outcomes, curves)


def _series(under: PostureRun) -> FloatArray:
    """Curves by series, (series, months, draws)."""
    c = under.futures.curves
    rows = [*np.moveaxis(c.war, 1, 0), c.war.sum(axis=1), c.bargain, c.settled, c.crisis]
    return np.moveaxis(np.stack(rows), 1, 2)


def _outcomes(of: Run, name: str, numbers: NDArray[np.int64]) -> dict[str, NDArray[np.generic]]:
    under = of.under(name)
    f, c, case = under.futures, under.futures.curves, under.case
    parties = list(case.parties)
    months, horizon = c.crisis[:, 1:].sum(axis=1), case.horizon
    war, begun = c.war[:, :, -1], c.crises_begun[:, -1]
    none = np.zeros_like(begun)
    deals = under.zones.at_start.sum(axis=1)
    table: dict[str, NDArray[np.generic]] = {
        "draw": numbers,
        "posture": np.full(len(numbers), name),
        "war": war.sum(axis=1),
        **{f"war.{path}": war[:, p] for p, path in enumerate(WAR_PATHS)},
        "settled": c.settled[:, -1],
        "bargain": c.bargain[:, -1],
        "bargain.ever": c.bargain_ever[:, -1],
        "bargain.life": bargain_life(c.bargain, c.bargain_ever[:, -1]),
        "crisis_months": months,
        **{f"capitulation.{p}": c.capitulation[:, parties.index(p), -1] for p in case.signatories},
        **{f"value.{p}": f.value[:, i] for i, p in enumerate(parties)},
        "region_cost": f.region_cost,
        "crises_per_year": begun * 12.0 / horizon,
        "months_per_crisis": np.divide(months, begun, out=none.copy(), where=begun > 0),
        "war_per_crisis": np.divide(war.sum(axis=1), begun, out=none.copy(), where=begun > 0),
        "war_per_year": 1.0 - np.maximum(1.0 - war.sum(axis=1), 0.0) ** (12.0 / horizon),
        "deal_now": (deals > 0).astype(np.int64),
        "deals_now": deals.astype(np.int64),
    }
    return table | _answers(of, numbers, filled=name == AS_IS)


def _answers(of: Run, numbers: NDArray[np.int64], filled: bool) -> dict[str, NDArray[np.generic]]:
    """What is said of the case as it is alone: conditions, diagnosis and deals; empty under other postures."""
    readings = [Reading(of, draw) if filled else None for draw in range(len(numbers))]
    found = [_answer(reading) if reading else {} for reading in readings]
    text = ("corrections", "conflicts", "corrections_beyond", "conflicts_beyond", "tightest", "partial", "wide")
    table: dict[str, NDArray[np.generic]] = {
        column: np.array([answer.get(column, "") for answer in found], dtype=np.str_) for column in text
    }
    for condition in CONDITIONS:
        table[f"holds.{condition}"] = np.array([int(answer.get(condition, -1)) for answer in found])
    for i, party in enumerate(of.case.parties):
        if party in of.case.signatories:
            for kind, of_kind in (("believed", of.alternatives), ("analyst", of.as_analyst)):
                table[f"reservation.{party}.{kind}"] = of_kind.at_start[:, i]
    return table


def _answer(reading: Reading) -> dict[str, str]:
    """Sets of constraints joined by `+`, lists of sets by ` | `; the empty set is `-`, no set at all is empty."""

    def joined(sets: tuple[tuple[str, ...], ...]) -> str:
        return " | ".join("+".join(s) or "-" for s in sets)

    def deal(of: Deal | None) -> str:
        return "" if of is None else " ".join(f"{move.issue}={move.option}" for move in of.moves)

    diagnosis, beyond, deals = reading.diagnosis(), reading.diagnosis(beyond_small_steps=True), reading.deals()
    best = deals.best_wide or deals.best_partial
    holds = reading.conditions().holds
    return {
        "corrections": joined(diagnosis.corrections),
        "conflicts": joined(diagnosis.conflicts),
        "corrections_beyond": joined(beyond.corrections),
        "conflicts_beyond": joined(beyond.conflicts),
        "tightest": "" if best is None else best.tightest.constraint,
        "partial": deal(deals.best_partial),
        "wide": deal(deals.best_wide),
        **{condition: str(int(held)) for condition, held in holds.items()},
    }
