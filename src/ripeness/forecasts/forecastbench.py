"""What a crowd is worth: first prices of ForecastBench's market questions, scored as forecasts [Karger et al. 2025].

Questions on one event are counted one by one, so that the intervals are too narrow where an event has many.
"""

import numpy as np

from ripeness.arrays import BoolArray
from ripeness.errors import InputError, Problem
from ripeness.forecasts.scoring import Answered, Scores, numbered, scores
from ripeness.record.sources.store import Store

TOPICS = {"all": "all questions", "iran": "questions on Iran", "dipl": "questions on diplomacy"}


def crowd(store: Store, topic: str = "all") -> Answered:
    """The crowd's first price and the outcome of every resolved question of a topic, the questions one by one.

    A question counts once it has resolved to yes or no and the crowd had a price. Raises `InputError` where there is
    none, and where the data set is not there.
    """
    table = store.table("forecastbench")
    price, resolved = table["first_price"], table["resolved_to"]
    rows = ((resolved == 0) | (resolved == 1)) & ~np.isnan(price)
    if topic != "all":
        rows &= _is_true(table.texts[topic])
    if not rows.any():
        raise InputError(Problem("", f"(forecastbench) has no resolved {TOPICS[topic]}", str(store.folder)))
    ids = [f"{source} {id}" for source, id in zip(table.texts["source"], table.texts["id"], strict=True)]
    year = np.array([int((date or "0")[:4]) for date in table.texts["res_date"]])
    return Answered(price, resolved == 1, numbered(ids), year, np.full(len(price), np.nan)).only(rows)


def crowd_scores(store: Store) -> dict[str, Scores]:
    """The crowd's scores by topic."""
    return {topic: scores(crowd(store, topic)) for topic in TOPICS}


def _is_true(cells: tuple[str | None, ...]) -> BoolArray:
    return np.array([(cell or "").casefold() in ("true", "1", "t") for cell in cells])
