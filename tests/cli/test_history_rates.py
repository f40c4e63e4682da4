import json

from terminal import call


def test_base_rates_are_shown_without_any_data(tmp_path):
    code, out, _ = call("history", "base-rates", "--like", "iran-us-2020", RIPENESS_DATA=str(tmp_path))
    assert code == 0
    assert "war_per_crisis" in out
    assert "United States of America and Iran" in out


def test_the_json_has_class_pair_and_sources():
    code, out, _ = call("history", "base-rates", "--like", "iran-us-2020", "--class", "unequal-rivals", "--json")
    found = json.loads(out)
    assert code == 0
    assert found["class"] == "unequal-rivals"
    assert found["pair"]["crises"] == 4
    assert found["sources"]


def test_a_case_without_states_of_the_record_has_no_pair_and_a_wrong_class_is_bad_input(tmp_path):
    from terminal import EXAMPLE

    code, out, _ = call("history", "base-rates", "--like", EXAMPLE)
    assert code == 0
    assert "had no crisis as rivals in the record" in out
    code, _, error = call("history", "base-rates", "--class", "rival")
    assert code == 2
    assert "did you mean rivals" in error


def test_rebuilding_without_data_says_which_are_missing(tmp_path):
    code, _, error = call("history", "rebuild", "--data", str(tmp_path))
    assert code == 2
    assert "ripeness data add" in error
