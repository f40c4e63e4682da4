"""The back-test on made-up crises with a quick engine in place of the exact one; the real one is slow."""

from dataclasses import replace

import numpy as np
import pytest

from record import DATA, needs_data
from ripeness.record import baselines
from ripeness.record.backtest import FORECASTERS, OUTCOMES, ablations, expanding, forward
from ripeness.record.crises import crises
from ripeness.record.derived import carried
from ripeness.record.features import FEATURES, Known, known_at_start, scale
from ripeness.record.fit import Design, fit
from ripeness.record.minimal import Engine, minimal_case
from ripeness.record.score import score
from ripeness.record.sources.store import Store


def quick(of):
    """Competing rates in closed form, as an engine without a game would have them."""
    war, deal, end = np.exp(of.danger - of.cost - 3), np.exp(of.pace - 2), 0.3
    return war / (war + deal + end), deal / (war + deal + end)


def made_up(n=240, seed=4):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, len(FEATURES)))
    x[rng.uniform(size=x.shape) < 0.05] = np.nan
    year = np.sort(rng.integers(1930, 2020, n))
    war = rng.uniform(size=n) < 1 / (1 + np.exp(1.2 - 1.2 * np.nan_to_num(x[:, 0])))
    return Known(x, war, rng.uniform(size=n) < 0.4, year)


@pytest.fixture(autouse=True)
def without_boosting(monkeypatch):
    monkeypatch.delitem(baselines.BASELINES, "boosting")
    monkeypatch.setattr("ripeness.record.backtest.FORECASTERS", ("engine", "base_rate", "ridge"))


def test_shuffling_later_outcomes_leaves_earlier_forecasts_as_they_were():
    known = made_up()
    later = np.flatnonzero(known.year >= 1985)
    shuffled = np.random.default_rng(0).permutation(later)
    war, agreement = known.war.copy(), known.agreement.copy()
    war[later], agreement[later] = ~war[shuffled], agreement[shuffled]
    other = replace(known, war=war, agreement=agreement)
    one, two = expanding(known, quick), expanding(other, quick)
    for outcome in OUTCOMES:
        for each in ("engine", "base_rate", "ridge"):
            np.testing.assert_array_equal(one[outcome][each][known.year < 1985], two[outcome][each][known.year < 1985])
    assert (one["war"]["engine"][known.year >= 1990] != two["war"]["engine"][known.year >= 1990]).any()


def test_nothing_that_comes_later_changes_the_features_scale_or_forecast_either():
    known = made_up()
    changed = replace(known, features=np.where((known.year >= 1995)[:, None], 99.0, known.features))
    for (one, _), (two, _) in [(forward(known, quick), forward(changed, quick))]:
        rows = (known.year >= 1990) & (known.year < 1995)
        np.testing.assert_array_equal(one["war"]["engine"][rows], two["war"]["engine"][rows])


def test_a_rerun_gives_the_same_bits():
    known = made_up()
    one, two = forward(known, quick)[0], forward(known, quick)[0]
    assert one["war"]["engine"].tobytes() == two["war"]["engine"].tobytes()
    assert np.isnan(one["war"]["engine"][known.year < 1990]).all()


def test_what_there_is_to_learn_is_learned():
    known = made_up(900)
    made, _ = forward(known, quick)
    asked = known.year >= 1990
    by = {name: score(made["war"][name][asked], known.war[asked].astype(float)) for name in ("engine", "base_rate")}
    assert by["engine"].brier < by["base_rate"].brier - 0.02


def test_the_fit_is_where_the_posterior_is_flat():
    known = made_up(120)
    found = fit(quick, known)
    outcomes = np.stack([known.war, known.agreement])
    spread = np.array([2.0 if name.endswith(":") else 0.5 for name in found.design.names])

    def loss(x):
        p = np.stack(quick(found.design.situation(known, found.by, x)))
        return -np.log(np.where(outcomes, p, 1 - p)).sum() + ((x / spread) ** 2).sum() / 2

    at = loss(found.coefficients)
    for k in range(len(spread)):
        for by in (-0.05, 0.05):
            moved = found.coefficients.copy()
            moved[k] += by
            assert loss(moved) > at - 2e-3
    assert (np.linalg.eigvalsh(found.covariance) > 0).all()


def test_a_scale_knows_only_what_is_there():
    by = scale(np.array([[1.0, np.nan], [3.0, np.nan]]))
    assert by(np.array([[5.0, np.nan]])).tolist() == [[3.0, 0.0]]


def test_the_exact_engine_goes_with_danger_cost_and_pace():
    engine = Engine(minimal_case())
    n = 2
    known = Known(np.zeros((n, len(FEATURES))), np.zeros(n, bool), np.zeros(n, bool), np.zeros(n, int))
    situation = Design().situation(known, scale(known.features), np.zeros(len(Design().names)))
    war, agreed = engine(situation)
    assert (engine(situation.moved("danger", 1.0))[0] > war).all()
    assert (engine(situation.moved("cost", -1.0))[0] > war).all()
    assert (engine(situation.moved("pace", 1.0))[1] > agreed).all()
    accidents = Engine(minimal_case(with_attack=False))
    np.testing.assert_array_equal(accidents(situation)[0], accidents(situation.moved("cost", 1.0))[0])


def test_each_part_that_is_left_out_makes_other_forecasts_and_no_two_the_same():
    known = Known(np.ones((2, len(FEATURES))), np.zeros(2, bool), np.zeros(2, bool), np.zeros(2, int))
    by = scale(np.array([[0.0] * len(FEATURES), [1.0] * len(FEATURES)]))

    def forecasts(engine, design):
        return tuple(engine(design.situation(known, by, np.full(len(design.names), 0.5)))[0])

    made = {name: forecasts(without.engine, without.design) for name, without in ablations().items()}
    made["whole"] = forecasts(Engine(minimal_case()), Design())
    assert len(set(made.values())) == len(made)


def test_the_carried_scores_have_the_promised_form():
    scores = carried("backtest")["result"]["scores"]
    assert set(scores) == {"war", "agreement"}
    for windows in scores.values():
        assert set(windows) == {"forward", "expanding"}
        for window in windows.values():
            assert set(window) == {"n", *("engine", "base_rate", "ridge", "boosting")}
            for name, of in window.items():
                if name != "n":
                    assert set(of) == {"brier", "log", "auc", "slope", "interval"}
                    assert of["interval"][0] < of["brier"] < of["interval"][1]


def test_the_engine_forecasts_war_better_than_the_base_rate_and_about_as_well_as_the_best():
    war = carried("backtest")["result"]["scores"]["war"]["forward"]
    assert war["n"] == 102
    best = min(war[name]["brier"] for name in ("base_rate", "ridge", "boosting"))
    assert war["engine"]["brier"] < war["base_rate"]["brier"]
    assert war["engine"]["brier"] <= best + 0.005


@needs_data
def test_what_was_known_is_counted_where_it_is_not():
    found, _ = crises(Store(DATA, "folder"))
    known = known_at_start(Store(DATA, "folder"), found)
    assert known.missing() == carried("backtest")["result"]["missing"]
    assert len(known) == 457


@needs_data
@pytest.mark.slow
def test_the_carried_scores_are_what_the_data_give():
    store = Store(DATA, "folder")
    known = known_at_start(store, crises(store)[0])
    made, _ = forward(known, Engine(minimal_case()))
    asked = known.year >= 1990
    for outcome in OUTCOMES:
        kept = carried("backtest")["result"]["scores"][outcome]["forward"]
        for each in ("engine", "base_rate", "ridge"):
            found = score(made[outcome][each][asked], getattr(known, outcome)[asked].astype(float)).plain()
            assert found["brier"] == pytest.approx(kept[each]["brier"], rel=1e-3)
            assert found["log"] == pytest.approx(kept[each]["log"], rel=1e-3)
    assert len(FORECASTERS) == 4
