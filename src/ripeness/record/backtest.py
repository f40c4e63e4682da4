"""The back-test: what the engine would have forecast of each crisis from earlier ones, and how well."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ripeness.arrays import BoolArray, FloatArray
from ripeness.record.baselines import BASELINES
from ripeness.record.crises import crises
from ripeness.record.features import FEATURES, Known, known_at_start
from ripeness.record.fit import MECHANISMS, Design, Fit, fit
from ripeness.record.minimal import Engine, minimal_case
from ripeness.record.score import curve, paired, score
from ripeness.record.sources.store import Store

OUTCOMES = ("war", "agreement")
FORECASTERS = ("engine", *BASELINES)
FORWARD_YEAR = 1990
# the expanding window: learned anew at the beginning of every fifth year from all crises before it
FIRST_WINDOW, WINDOW_YEARS = 1950, 5

Progress = Callable[[str], None]
# by outcome and forecaster, NaN for crises that are not forecast
Forecasts = dict[str, dict[str, FloatArray]]


@dataclass(frozen=True)
class Ablation:
    """A part of the engine that is left out: the design and the engine without it."""

    about: str
    design: Design
    engine: Engine


def ablations() -> dict[str, Ablation]:
    """The parts left out in turn."""
    whole = Engine(minimal_case())
    no_choice = {name: features for name, features in MECHANISMS.items() if name != "cost"}
    return {
        "no-choice": Ablation(
            "the parties act at random: rates alone compete",
            Design(no_choice),
            Engine(minimal_case(False), precision=0.0),
        ),
        "no-attack": Ablation(
            "war comes by accident alone, and costs the parties nothing", Design(no_choice), Engine(minimal_case(False))
        ),
        "no-stakes": Ablation("gravity does not change what war costs", Design(MECHANISMS | {"cost": ()}), whole),
        "no-capability": Ablation("the two are taken for equals", Design(capability=False), whole),
        "no-audience": Ablation("regimes do not differ in what backing down costs", Design(audience=False), whole),
        "no-features": Ablation(
            "capabilities and regimes alone tell crises apart", Design({"danger": (), "cost": (), "pace": ()}), whole
        ),
    }


def forward(known: Known, engine: Engine) -> tuple[Forecasts, Fit]:
    """Learn from the crises before 1990 and forecast the later ones."""
    made = _empty(known)
    learned = _forecast_window(made, known, known.year >= FORWARD_YEAR, known.year < FORWARD_YEAR, engine, None)
    return made, learned


def expanding(known: Known, engine: Engine, progress: Progress = lambda _: None) -> Forecasts:
    """Forecast the crises of each five years from 1950 by what all years before them taught."""
    made, start = _empty(known), None
    for first in range(FIRST_WINDOW, int(known.year.max()) + 1, WINDOW_YEARS):
        asked = (known.year >= first) & (known.year < first + WINDOW_YEARS)
        if asked.any():
            start = _forecast_window(made, known, asked, known.year < first, engine, start).coefficients
            progress(f"crises of {first} to {first + WINDOW_YEARS - 1}: learned from {(known.year < first).sum()}")
    return made


def backtest(store: Store, progress: Progress = lambda _: None) -> dict[str, Any]:
    """The whole back-test: `scores`, `curves`, `ablations`, `coefficients`, and what is missing, each with its n."""
    found, left_out = crises(store)
    known = known_at_start(store, found)
    engine = Engine(minimal_case())
    ahead, learned = forward(known, engine)
    progress(f"crises from {FORWARD_YEAR}: learned from {(known.year < FORWARD_YEAR).sum()}")
    rolling = expanding(known, engine, progress)
    whole = fit(engine, known, start=learned.coefficients)
    return {
        "crises": left_out.crises,
        "without_pair": left_out.without_pair,
        "n": len(known),
        "missing": known.missing(),
        "features": FEATURES,
        "happened": {name: _share(getattr(known, name)) for name in OUTCOMES},
        "scores": {
            name: {"forward": _scores(ahead[name], known, name), "expanding": _scores(rolling[name], known, name)}
            for name in OUTCOMES
        },
        "better": {
            name: {"forward": _gains(ahead[name], known, name), "expanding": _gains(rolling[name], known, name)}
            for name in OUTCOMES
        },
        "curves": {
            name: {kind: _curve(made[name], known, name) for kind, made in (("forward", ahead), ("expanding", rolling))}
            for name in OUTCOMES
        },
        "ablations": _ablated(known, ahead, progress),
        "coefficients": {
            "forward": _coefficients(learned, int((known.year < FORWARD_YEAR).sum())),
            "all": _coefficients(whole, len(known)),
        },
    }


def _empty(known: Known) -> Forecasts:
    return {name: {each: np.full(len(known), np.nan) for each in FORECASTERS} for name in OUTCOMES}


def _forecast_window(
    made: Forecasts, known: Known, asked: BoolArray, earlier: BoolArray, engine: Engine, start: FloatArray | None
) -> Fit:
    """Fill in the forecasts of some crises from earlier ones; gives what the engine learned."""
    past, now = known.rows(earlier), known.rows(asked)
    learned = fit(engine, past, start=start)
    for name, forecast in zip(OUTCOMES, learned.forecast(engine, now), strict=True):
        made[name]["engine"][asked] = forecast
    for name in OUTCOMES:
        outcome = getattr(past, name).astype(np.float64)
        for each, baseline in BASELINES.items():
            made[name][each][asked] = baseline(past, outcome, now)
    return learned


def _of(made: dict[str, FloatArray], known: Known, outcome: str) -> tuple[dict[str, FloatArray], FloatArray]:
    """Forecasts of the crises that were forecast, and what happened in them."""
    asked = ~np.isnan(made["engine"])
    return {each: made[each][asked] for each in FORECASTERS}, getattr(known, outcome)[asked].astype(np.float64)


def _scores(made: dict[str, FloatArray], known: Known, outcome: str) -> dict[str, Any]:
    forecasts, happened = _of(made, known, outcome)
    return {"n": len(happened), **{each: score(forecasts[each], happened).plain() for each in FORECASTERS}}


def _gains(made: dict[str, FloatArray], known: Known, outcome: str) -> dict[str, Any]:
    """How much lower the Brier score is: each forecaster's than the base rate's, and the engine's than the others'."""
    forecasts, happened = _of(made, known, outcome)
    others = [each for each in FORECASTERS if each not in ("engine", "base_rate")]
    return {
        "n": len(happened),
        "than_base_rate": {
            each: list(paired(forecasts[each], forecasts["base_rate"], happened)) for each in ("engine", *others)
        },
        "engine_than": {each: list(paired(forecasts["engine"], forecasts[each], happened)) for each in others},
    }


def _curve(made: dict[str, FloatArray], known: Known, outcome: str) -> list[dict[str, float]]:
    forecasts, happened = _of(made, known, outcome)
    return curve(forecasts["engine"], happened)


def _ablated(known: Known, ahead: Forecasts, progress: Progress) -> dict[str, Any]:
    """Forward scores with one part left out, and by how much more the Brier score then is, with its interval."""
    past, now = known.rows(known.year < FORWARD_YEAR), known.rows(known.year >= FORWARD_YEAR)
    found: dict[str, Any] = {}
    for name, without in ablations().items():
        learned = fit(without.engine, past, without.design)
        of: dict[str, Any] = {"about": without.about, "n": len(now), "coefficients": len(learned.coefficients)}
        for outcome, forecast in zip(OUTCOMES, learned.forecast(without.engine, now), strict=True):
            full = ahead[outcome]["engine"][known.year >= FORWARD_YEAR]
            happened = getattr(now, outcome).astype(np.float64)
            alone = score(forecast, happened)
            lost, *interval = paired(full, forecast, happened)
            of[outcome] = {"brier": alone.brier, "auc": alone.auc, "lost": lost, "interval": interval}
        found[name] = of
        progress(f"without a part: {without.about}")
    return found


def _coefficients(learned: Fit, n: int) -> dict[str, Any]:
    return {
        "n": n,
        "names": learned.design.names,
        "values": learned.coefficients.tolist(),
        "covariance": learned.covariance.tolist(),
        "mean": learned.by.mean.tolist(),
        "spread": learned.by.spread.tolist(),
    }


def _share(happened: BoolArray) -> dict[str, Any]:
    return {"share": float(happened.mean()), "n": len(happened)}
