import json

import pytest

from terminal import EXAMPLE, call

ADD = ("forecasts", "add", "strait", "0.2", "--question", "Closed?", "--rule", "Yes if shut for a week.")


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_forecast_is_added_listed_resolved_and_scored(here):
    made = ("--made", "2020-01-01", "--horizon", "2090-01-01")
    assert call(*ADD, *made, "--crowd", "0.4")[0] == 0
    assert "strait" in call("forecasts", "list")[1]
    assert "nothing to score" in call("forecasts", "score")[1]
    assert "no, known on" in call("forecasts", "resolve", "strait", "no")[1]
    code, _, error = call("forecasts", "resolve", "strait", "yes")
    assert code == 2
    assert "--correct" in error
    shown = call("forecasts", "score")[1]
    assert "Brier 0.040" in shown
    assert "the crowd's 0.160" in shown
    found = json.loads(call("forecasts", "score", "--json")[1])
    assert found["scored"]["overall"]["brier"] == pytest.approx(0.04)


def test_a_forecast_after_the_fact_is_scored_apart(here):
    assert "afterthought" in call(*ADD, "--made", "2020-01-01", "--horizon", "2020-02-01")[1]
    call("forecasts", "resolve", "strait", "yes")
    shown = call("forecasts", "score")[1]
    assert "nothing to score" in shown
    assert "Afterthoughts" in shown


def test_bad_dates_and_registers_are_bad_input(here):
    code, _, error = call(*ADD, "--horizon", "soon")
    assert code == 2
    assert "--horizon  is soon" in error
    assert call(*ADD, "--horizon", "2090-01-01", "--register", str(here))[0] == 2


def test_assess_records_its_probabilities(here):
    answer = json.loads(call("assess", EXAMPLE, "--json", "--record")[1])
    found = json.loads(call("forecasts", "list", "--json")[1])
    by_what = {each["id"].split(".", 2)[-1]: each["probability"] for each in found}
    assert by_what["war"] == answer["futures"]["as-is"]["war_total"]
    assert "added" not in call("assess", EXAMPLE, "--json", "--record")[2]
    assert "is" in call("forecasts", "list")[1]


@pytest.mark.slow
def test_a_run_records_the_means_of_its_draws(here):
    assert call("assess", EXAMPLE, "--draws", "8", "--workers", "1", "--quiet", "--record", "--out", "run")[0] == 0
    found = json.loads(call("forecasts", "list", "--json")[1])
    assert {each["origin"]["draws"] for each in found} == {8}
    assert {each["origin"]["run"] for each in found} == {"run"}
    sql = "select avg(war) as war from outcomes where posture = 'as-is'"
    kept = json.loads(call("query", sql, "--json")[1])
    assert next(each for each in found if each["id"].endswith(".war"))["probability"] == pytest.approx(kept[0]["war"])
