"""Many draws at once: a chunk of an ensemble as tables, one row a draw and posture (MODEL.md, section 8)."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ripeness.answer.answers import answers, no_answers
from ripeness.answer.implied import implied
from ripeness.answer.pipeline import PostureRun, Run, run
from ripeness.answer.quantities import bargain_life
from ripeness.arrays import FloatArray
from ripeness.case.model import Case
from ripeness.case.quantity import AS_IS
from ripeness.case.read.load import judgements
from ripeness.case.values import Values
from ripeness.crisis.futures import REACHED
from ripeness.crisis.states import WAR_PATHS

Table = Mapping[str, NDArray[np.generic]]

SERIES = (*(f"war.{path}" for path in WAR_PATHS), "war", "step", "bargain", "settled", "crisis", "at_war")


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
    rows = [*np.moveaxis(c.war, 1, 0), c.war.sum(axis=1), c.step, c.bargain, c.settled, c.crisis, c.at_war]
    return np.moveaxis(np.stack(rows), 1, 2)


def _outcomes(of: Run, name: str, numbers: NDArray[np.int64]) -> dict[str, NDArray[np.generic]]:
    under = of.under(name)
    f, c, case = under.futures, under.futures.curves, under.case
    parties = list(case.parties)
    war = c.war[:, :, -1]
    deals = under.zones.within[0][under.zones.start_phase, under.zones.start_trust].sum(axis=1)
    table: dict[str, NDArray[np.generic]] = {
        "draw": numbers,
        "posture": np.full(len(numbers), name),
        "war": war.sum(axis=1),
        **{f"war.{path}": war[:, p] for p, path in enumerate(WAR_PATHS)},
        "step": c.step[:, -1],
        "bargain": c.bargain[:, -1],
        "settled": c.settled[:, -1],
        "deal": c.bargain[:, -1] + c.settled[:, -1],
        **{f"{what}.ever": c.ever[what][:, -1] for what in REACHED},
        "bargain.life": bargain_life(c.bargain, c.ever["bargain"][:, -1]),
        "in_force_at_start": c.step[:, 0] + c.bargain[:, 0],
        "crisis_months": c.crisis[:, 1:].sum(axis=1),
        "at_war": c.at_war[:, -1],
        "war_months": c.at_war[:, 1:].sum(axis=1),
        "decided": c.decided[:, -1],
        "ceasefire.ever": c.ever["ceasefire"][:, -1] if "ceasefire" in c.ever else np.zeros(len(numbers)),
        # one table for all postures: a party that signs nothing under this one gives in to nobody
        **{f"capitulation.{p}": c.capitulation[:, parties.index(p), -1] for p in of.that_sign},
        **{f"value.{p}": f.value[:, i] for i, p in enumerate(parties)},
        "region_cost": f.region_cost,
        **implied(c),
        "deal_now": (deals > 0).astype(np.int64),
        "deals_now": deals.astype(np.int64),
    }
    said = answers(of) if name == AS_IS else no_answers(len(numbers))
    return table | said | _reservations(of)


def _reservations(of: Run) -> dict[str, NDArray[np.generic]]:
    """The incumbents' reservation values at the start, as each believes and as the analyst sees them."""
    signing = [(i, party) for i, party in enumerate(of.case.parties) if party in of.case.signatories]
    views = (("believed", of.alternatives), ("analyst", of.as_analyst))
    return {f"reservation.{party}.{view}": seen.at_start[:, i] for i, party in signing for view, seen in views}
