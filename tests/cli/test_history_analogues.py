import json

import pytest

from record import DATA, needs_data
from terminal import EXAMPLE, call, words


@needs_data
def test_the_nearest_crises_are_shown_with_what_they_are_worth():
    args = ("history", "analogues", "iran-us-2020", "--data", str(DATA), "--n", "7", "--code", "gravity=4")
    code, shown, error = call(*args)
    assert (code, error) == (0, "")
    for heading in ("How the case is coded", "The nearest", "How near is near", "How well neighbours would have"):
        assert heading in shown
    found = json.loads(call(*args, "--json")[1])
    assert len(found["nearest"]) == 7
    assert found["codes"]["gravity"] == {"value": 4.0, "basis": "given"}
    assert found["codes"]["democracy"]["value"] is None
    distances = [each["distance"] for each in found["nearest"]]
    assert distances == sorted(distances)
    assert 7 in {each["k"] for each in found["worth"]}
    for each in found["nearest"]:
        assert each["name"] in words(shown)


@needs_data
def test_a_case_of_no_known_states_is_coded_by_hand():
    by_hand = [f"--code={each}" for each in ("gravity=3", "protracted=1", "past_crises=2", "distance=1")]
    code, shown, _ = call("history", "analogues", EXAMPLE, "--data", str(DATA), *by_hand)
    assert code == 0
    assert "not known; --code gives it" in words(shown)
    assert call("history", "analogues", EXAMPLE, "--data", str(DATA))[0] == 2


@pytest.mark.parametrize("code", ["gravity", "gravity=high", "gravity=nan", "=3"])
def test_a_code_that_is_none_is_bad_input(code, tmp_path):
    status, _, error = call("history", "analogues", EXAMPLE, "--data", str(tmp_path), "--code", code)
    assert status == 2
    assert f"--code  is {code}" in error


def test_without_data_there_is_a_message(tmp_path):
    status, _, error = call("history", "analogues", "iran-us-2020", "--data", str(tmp_path))
    assert status == 2
    assert "ripeness data add" in error
