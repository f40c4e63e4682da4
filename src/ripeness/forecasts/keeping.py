"""The register's own score: which of its forecasts count, and what they come to."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ripeness.forecasts.forecast import Forecast
from ripeness.forecasts.scoring import Answered, Scores, numbered, scores


@dataclass(frozen=True)
class Kept:
    """How a register stands: counts, and the scores of what counts, None where nothing does yet.

    `afterthoughts` are forecasts that were recorded when their horizon had passed or their outcome was known. They show
    what the engine says of the past and are scored apart.
    """

    forecasts: int
    open: int
    due: int
    void: int
    scored: Scores | None
    afterthoughts: Scores | None


def keep_score(forecasts: Iterable[Forecast], today: dt.date) -> Kept:
    """Score the forecasts that came out yes or no."""
    given = list(forecasts)
    answered = [each for each in given if each.outcome in ("yes", "no")]
    return Kept(
        forecasts=len(given),
        open=sum(each.outcome is None for each in given),
        due=sum(each.is_due(today) for each in given),
        void=sum(each.outcome == "void" for each in given),
        scored=_scores([each for each in answered if not each.is_afterthought]),
        afterthoughts=_scores([each for each in answered if each.is_afterthought]),
    )


def _scores(of: list[Forecast]) -> Scores | None:
    if not of:
        return None
    return scores(
        Answered(
            probability=np.array([each.probability for each in of]),
            happened=np.array([each.outcome == "yes" for each in of]),
            group=numbered([each.group for each in of]),
            year=np.array([each.resolved.year if each.resolved else 0 for each in of]),
            crowd=np.array([np.nan if each.crowd is None else each.crowd for each in of]),
        )
    )
