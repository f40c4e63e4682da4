import datetime as dt

import numpy as np
import pytest

from ripeness.case.read.load import with_changes
from ripeness.crisis.states import WAR_PATHS
from ripeness.forecasts.recording import horizon_of, mean_probabilities, probabilities, record
from ripeness.forecasts.register import load
from terminal import golden

TODAY = dt.date(2024, 3, 1)


def test_an_answer_is_recorded_once_with_the_cases_dates(tmp_path):
    a, file = golden("example"), tmp_path / "f.yaml"
    said = probabilities(a)
    assert said["war"] == pytest.approx(sum(said[f"war.{path}"] for path in WAR_PATHS))
    today = max(TODAY, a.case.as_of)
    new = record(file, a.case, said, {"draws": 0}, today)
    assert len(new) == 2 + len(WAR_PATHS)
    assert {each.made for each in new} == {a.case.as_of}
    assert {each.horizon for each in new} == {horizon_of(a.case)}
    assert load(file)[f"{a.case.id}.{a.case.as_of}.deal"].probability == a.as_is.deal
    assert record(file, a.case, said, {"draws": 0}, today) == []


def test_another_answer_goes_in_beside_the_first(tmp_path):
    case, file = golden("example").case, tmp_path / "f.yaml"
    today = max(TODAY, case.as_of)
    (first,) = record(file, case, {"war": 0.2}, {"draws": 0}, today)
    (second,) = record(file, case, {"war": 0.3}, {"draws": 64, "seed": 2}, today)
    assert second.id == f"{first.id}:2"
    assert load(file)[first.id].probability == 0.2
    assert second.origin["seed"] == 2


@pytest.mark.parametrize(
    ("as_of", "months", "ends"),
    [("2020-03-01", 36, "2023-03-01"), ("2023-01-31", 1, "2023-02-28"), ("2023-12-15", 1, "2024-01-15")],
)
def test_the_horizon_is_so_many_months_later(as_of, months, ends):
    case = with_changes(golden("example").case, {"as_of": as_of, "horizon": months, "transitions": []})
    assert horizon_of(case) == dt.date.fromisoformat(ends)


def test_a_runs_probability_is_the_mean_of_its_draws_as_is():
    outcomes = {
        "posture": np.array(["as-is", "talks"] * 2),
        "war": np.array([0.1, 0.9, 0.3, 0.9]),
        "draw": np.array([0, 0, 1, 1]),
        "deal": np.array([0.3, 0, 0.5, 0]),
        "at_war": np.array([0.6, 0, 0.8, 0]),
        **{f"war.{path}": np.full(4, 0.05) for path in WAR_PATHS},
    }
    found = mean_probabilities(golden("example").case, outcomes)
    assert found["war"] == pytest.approx(0.2)
    assert found["deal"] == pytest.approx(0.4)
    assert found["war.trigger"] == pytest.approx(0.05)
    assert "at_war" not in found
    assert mean_probabilities(golden("random-4").case, outcomes)["at_war"] == pytest.approx(0.7)


def test_of_a_case_in_war_it_is_asked_whether_one_goes_on_and_whether_one_breaks_out_anew(tmp_path):
    a = golden("random-4")
    said = probabilities(a)
    assert said["at_war"] == a.as_is.at_war
    new = {each.id.rpartition(".")[2]: each for each in record(tmp_path / "f.yaml", a.case, said, {}, a.case.as_of)}
    assert new["at_war"].question.endswith(f"war between P0 and P1 and P2 going on on {horizon_of(a.case)}?")
    assert new["war"].question.endswith(f"by {horizon_of(a.case)} after it has stopped?")


def test_a_small_step_does_not_count_as_a_deal_and_a_case_has_its_own_word_for_war(tmp_path):
    a = golden("example")
    case = a.case.model_copy(update={"words": a.case.words.model_copy(update={"war": "open war"})})
    deal, war = record(tmp_path / "f.yaml", case, {"deal": 0.5, "war": 0.1}, {}, case.as_of)
    assert "off its status quo (small steps do not count: prisoners)" in deal.rule
    assert "open war between Alder and Birch by" in war.question
    assert "Yes if there is open war as the case means it" in war.rule
