"""What the engine is compared with, on the same information: the base rate, a ridge logit, gradient boosting."""

from collections.abc import Callable
from typing import Any

import numpy as np

from ripeness.arrays import FloatArray
from ripeness.errors import InputError, Problem
from ripeness.record.features import Known, scale
from ripeness.record.score import logit_fit

PENALTIES = (0.3, 1.0, 3.0, 10.0, 30.0, 100.0)
FOLDS = 10

# from crises that are known, the outcomes to learn and the crises to forecast
Baseline = Callable[[Known, FloatArray, Known], FloatArray]


def base_rate(learned: Known, outcome: FloatArray, asked: Known) -> FloatArray:
    """The share of the crises known so far, one success and one failure added."""
    return np.full(len(asked), (outcome.sum() + 1.0) / (len(learned) + 2.0))


def ridge(learned: Known, outcome: FloatArray, asked: Known) -> FloatArray:
    """A ridge logit [Hoerl & Kennard 1970]; its penalty is the best of six in ten folds of the crises known."""
    fold = np.arange(len(learned)) % FOLDS
    losses: list[float] = []
    for penalty in PENALTIES:
        held_out = np.empty(len(learned))
        for k in range(FOLDS):
            held_out[fold == k] = _logit(learned.rows(fold != k), outcome[fold != k], learned.rows(fold == k), penalty)
        losses.append(_loss(held_out, outcome))
    return _logit(learned, outcome, asked, PENALTIES[int(np.argmin(losses))])


def boosting(learned: Known, outcome: FloatArray, asked: Known) -> FloatArray:
    """Gradient boosting of small trees [Friedman 2001].

    Raises `InputError` where scikit-learn is not installed.
    """
    try:
        from sklearn.ensemble import GradientBoostingClassifier  # pyright: ignore[reportMissingTypeStubs]
    except ImportError:
        need = "needs scikit-learn, expected: pip install 'ripeness[history]', or --stored"
        raise InputError(Problem("ripeness history backtest", need)) from None
    by = scale(learned.features)
    model: Any = GradientBoostingClassifier(
        n_estimators=100, learning_rate=0.05, max_depth=2, min_samples_leaf=15, random_state=0
    )
    model.fit(by(learned.features), outcome)
    return np.asarray(model.predict_proba(by(asked.features))[:, 1], dtype=np.float64)


BASELINES: dict[str, Baseline] = {"base_rate": base_rate, "ridge": ridge, "boosting": boosting}


def _logit(learned: Known, outcome: FloatArray, asked: Known, penalty: float) -> FloatArray:
    by = scale(learned.features)
    x, then = (np.column_stack([np.ones(len(each)), by(each.features)]) for each in (learned, asked))
    on_each = np.full(x.shape[1], penalty)
    on_each[0] = 1e-9
    return 1.0 / (1.0 + np.exp(-(then @ logit_fit(x, outcome, on_each))))


def _loss(p: FloatArray, y: FloatArray) -> float:
    p = np.clip(p, 1e-6, 1.0 - 1e-6)
    return -float((y * np.log(p) + (1.0 - y) * np.log(1.0 - p)).sum())
