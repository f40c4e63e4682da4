"""The compiled game gives the numbers of the plain one, draw by draw."""

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from engines import played_by
from generators import cases
from ripeness.answer.pipeline import run
from ripeness.case.read.load import judgements, load, with_changes
from ripeness.case.values import MODES, Values
from ripeness.crisis.actions import ACTIONS, pressing
from ripeness.crisis.futures import Curves
from ripeness.crisis.rules import Rules

GOLDEN_FOLDER = Path(__file__).parents[2] / "golden"
CURVES = tuple(field.name for field in fields(Curves) if field.name != "ever")
GOLDEN = sorted(path.stem for path in GOLDEN_FOLDER.glob("*.yaml"))


def played(case, kernels, values=MODES):
    """A run whose games are played by one of the engines, all of them by now."""
    with played_by(kernels):
        of = run(case, values)
        for posture in of.postures:
            _ = of.under(posture).futures
    return of


def same(plain, compiled, draw):
    for name in CURVES:
        expected = getattr(plain.curves, name)[0]
        assert getattr(compiled.curves, name)[draw] == pytest.approx(expected, abs=1e-9), name
    for name, expected in plain.curves.ever.items():
        assert compiled.curves.ever[name][draw] == pytest.approx(expected[0], abs=1e-9), name
    assert compiled.value[draw] == pytest.approx(plain.value[0], abs=1e-9)
    assert compiled.first_moves[draw] == pytest.approx(plain.first_moves[0], abs=1e-9)
    assert compiled.region_cost[draw] == pytest.approx(plain.region_cost[0], abs=1e-9)


@pytest.mark.parametrize("name", GOLDEN)
def test_at_the_modes_the_kernels_equal_the_plain_game_under_every_posture(name):
    case = load(GOLDEN_FOLDER / f"{name}.yaml")
    plain, compiled = played(case, kernels=False), played(case, kernels=True, values=Values(2))
    for posture in plain.postures:
        same(plain.under(posture).futures, compiled.under(posture).futures, draw=1)
    assert compiled.alternatives.never[:, 0] == pytest.approx(plain.alternatives.never[:, 0], abs=1e-9)


@settings(max_examples=10)
@given(cases(transitions=2))
def test_a_draw_is_what_its_numbers_alone_would_be_whatever_its_neighbours(case):
    # more draws than one block of the kernels holds
    ranged = [j for j in judgements(case) if not j.path.startswith("postures")][:3]
    columns = {j.path: np.linspace(0.5, 1.0, 150) * j.mode for j in ranged}
    compiled = run(case, Values(150, columns)).as_is.futures
    for draw in (0, 127, 128, 149):
        alone = with_changes(case, {path: float(column[draw]) for path, column in columns.items()})
        same(played(alone, kernels=False).as_is.futures, compiled, draw)


EXTREMES = {
    "rates that sum past one": {"dynamics.incident": 1.0, "dynamics.press_crisis": 1.0, "dynamics.miscalculation": 1.0},
    "nothing ever happens": {"dynamics.incident": 0.0, "dynamics.press_crisis": 0.0, "dynamics.misreading": 0.0},
    "precision without end": {"parties.alder.precision": 1e4, "parties.birch.precision": 1e4},
    "no precision": {"parties.alder.precision": 0.0, "parties.birch.precision": 0.0},
    "next to no chance": {"dynamics.subside": 1e-12, "dynamics.leak": 1e-12, "parties.alder.capability": 1e-12},
}


@pytest.mark.parametrize("changes", EXTREMES.values(), ids=EXTREMES)
def test_no_judgement_makes_a_number_that_is_none_or_a_probability_that_is_negative(changes):
    of = run(with_changes(load(GOLDEN_FOLDER / "example.yaml"), changes), Values(3))
    for posture in of.postures:
        futures = of.under(posture).futures
        curves = {name: getattr(futures.curves, name) for name in CURVES if name != "crises_begun"}
        for curve in (curves | futures.curves.ever).values():
            assert np.isfinite(curve).all()
            assert curve.min() >= -1e-15
            assert curve.max() <= 1 + 1e-12
        assert np.isfinite(futures.value).all()
        assert futures.first_moves.sum(axis=2) == pytest.approx(1.0)


def test_of_two_transitions_in_one_month_the_second_follows_the_first():
    changes = {
        "transitions": [
            {"party": party, "date": "2024-03-01", "probability": 0.5, "successor": {"trend": trend}}
            for party, trend in (("alder", 0.1), ("birch", -0.2), ("alder", -0.3))
        ]
    }
    case = with_changes(load(GOLDEN_FOLDER / "example.yaml"), changes)
    same(played(case, kernels=False).as_is.futures, run(case, Values(2)).as_is.futures, draw=0)


def test_an_event_that_moves_states_to_and_fro_is_refused(monkeypatch):
    # pressing does, which is why it is composed before it is taken
    def subsides_and_flares_up(self):
        return pressing(self, 0)[1]

    monkeypatch.setattr(Rules, "subsiding", subsides_and_flares_up)
    under = run(load(GOLDEN_FOLDER / "example.yaml"), Values(2))
    with pytest.raises(ValueError, match="to and fro"):
        _ = under.as_is.futures


def test_draws_that_start_with_a_deal_and_draws_that_have_none_go_side_by_side():
    case = with_changes(load(GOLDEN_FOLDER / "random-47.yaml"), {})
    limit = next(p for p in case.parties if case.parties[p].signatory)
    path = f"parties.{limit}.concession_limit"
    case = with_changes(case, {path: 1.0})
    compiled = run(case, Values(2, {path: np.array([1.0, -1.0])})).as_is
    assert compiled.signed.prospects.has_step.tolist() == [True, False]
    for draw, value in enumerate((1.0, 0.0)):
        with played_by(kernels=False):
            alone = run(case, Values(1, {path: np.array([value if draw == 0 else -1.0])})).as_is.futures
        same(alone, compiled.futures, draw)


def test_an_action_of_no_weight_is_never_taken_and_does_not_decide_what_others_are_set_against():
    changes = {"parties.alder.propensity": {"press": 0, "wait": 2, "accept": 0.5, "offer_open": 3}}
    case = with_changes(load(GOLDEN_FOLDER / "example.yaml"), changes)
    plain, compiled = played(case, kernels=False), played(case, kernels=True, values=Values(2))
    same(plain.as_is.futures, compiled.as_is.futures, draw=0)
    assert compiled.as_is.futures.first_moves[0, 0, list(ACTIONS).index("press")] == 0.0
