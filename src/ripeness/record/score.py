"""Scores of forecasts of yes or no: Brier, logarithmic, area under the curve, calibration, with bootstrap intervals."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from ripeness.arrays import FloatArray

RESAMPLES = 2000
BINS = 5
_LEVEL = 0.95
_EDGE = 1e-6


@dataclass(frozen=True)
class Score:
    """Scores of one forecaster. `interval` is the 95 % bootstrap interval of the Brier score, over `n` crises.

    `auc` and `slope` are None where every forecast is the same.
    """

    n: int
    brier: float
    log: float
    auc: float | None
    slope: float | None
    interval: tuple[float, float]

    def plain(self) -> dict[str, Any]:
        """The five scores, as a JSON object has them."""
        return {
            "brier": self.brier,
            "log": self.log,
            "auc": self.auc,
            "slope": self.slope,
            "interval": list(self.interval),
        }


def score(forecast: FloatArray, happened: FloatArray) -> Score:
    """Score forecasts (n,) against what happened (n,), 0 or 1 [Brier 1950].

    >>> found = score(np.array([0.1, 0.2, 0.8]), np.array([0.0, 0.0, 1.0]))
    >>> round(found.brier, 2), found.auc
    (0.03, 1.0)
    """
    p, y = np.clip(forecast, _EDGE, 1.0 - _EDGE), happened.astype(np.float64)
    squares = (forecast - y) ** 2
    logs = -(y * np.log(p) + (1.0 - y) * np.log(1.0 - p))
    rows = _resamples(len(y))
    return Score(
        n=len(y),
        brier=float(squares.mean()),
        log=float(logs.mean()),
        auc=auc(forecast, y),
        slope=slope(p, y),
        interval=_interval(squares[rows].mean(axis=1)),
    )


def auc(forecast: FloatArray, happened: FloatArray) -> float | None:
    """How often a crisis in which it happened was held likelier than one in which it did not; ties count half.

    >>> auc(np.array([0.3, 0.3, 0.9]), np.array([0.0, 1.0, 1.0]))
    0.75
    """
    with_it, without = forecast[happened == 1], forecast[happened == 0]
    if not len(with_it) or not len(without) or np.ptp(forecast) == 0:
        return None
    pairs = with_it[:, None] - without[None, :]
    return float((pairs > 0).mean() + (pairs == 0).mean() / 2.0)


def slope(forecast: FloatArray, happened: FloatArray) -> float | None:
    """Slope of a logit of what happened on the logit of the forecast [Cox 1958]: 1 is calibrated, less is too bold."""
    if np.ptp(forecast) < 1e-9 or np.ptp(happened) == 0:
        return None
    x = np.column_stack([np.ones(len(forecast)), np.log(forecast / (1.0 - forecast))])
    # next to no penalty, which keeps the slope finite where the forecast separates the two
    return float(logit_fit(x, happened, np.array([1e-9, 1e-6]))[1])


def logit_fit(x: FloatArray, happened: FloatArray, penalty: FloatArray) -> FloatArray:
    """Coefficients of a logit with a penalty on each one's square, by Newton's method, (columns,)."""
    coefficients = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1.0 / (1.0 + np.exp(-np.clip(x @ coefficients, -30.0, 30.0)))
        slope_at = x.T @ (happened - p) - penalty * coefficients
        information = (x * (p * (1.0 - p))[:, None]).T @ x + np.diag(penalty)
        step = np.linalg.solve(information, slope_at)
        coefficients = coefficients + step * min(1.0, 5.0 / (np.abs(step).max() + 1e-12))
        if np.abs(step).max() < 1e-9:
            break
    return coefficients


def paired(forecast: FloatArray, other: FloatArray, happened: FloatArray) -> tuple[float, float, float]:
    """How much lower the Brier score is than another forecaster's, with its 95 % interval.

    >>> paired(np.array([0.0, 1.0]), np.array([0.5, 0.5]), np.array([0.0, 1.0]))
    (0.25, 0.25, 0.25)
    """
    gains = (other - happened) ** 2 - (forecast - happened) ** 2
    return (float(gains.mean()), *_interval(gains[_resamples(len(gains))].mean(axis=1)))


def curve(forecast: FloatArray, happened: FloatArray) -> list[dict[str, float]]:
    """Calibration curve: by fifths of the forecasts, their mean, how often it happened, its 95 % interval, and n."""
    order = np.argsort(forecast, kind="stable")
    found: list[dict[str, float]] = []
    for rows in np.array_split(order, BINS):
        y = happened[rows].astype(np.float64)
        low, high = _interval(y[_resamples(len(rows))].mean(axis=1))
        mean = float(forecast[rows].mean())
        found.append({"forecast": mean, "happened": float(y.mean()), "low": low, "high": high, "n": len(rows)})
    return found


def _resamples(n: int) -> Any:
    # the same resamples for every forecaster, so that their differences are not noise of the resampling
    return np.random.default_rng(2020).integers(0, n, (RESAMPLES, n))


def _interval(values: FloatArray) -> tuple[float, float]:
    low, high = np.quantile(values, [(1 - _LEVEL) / 2, (1 + _LEVEL) / 2])
    return float(low), float(high)
