import json

from terminal import EXAMPLE, call


def test_prior_data_and_posterior_are_shown_with_lines_for_the_case_file():
    code, out, _ = call("history", "calibrate", EXAMPLE, "--all", "--points", "64")
    assert code == 0
    assert "posterior" in out
    assert "incident: {low:" in out
    assert "basis: base-rate}" in out


def test_the_json_has_the_same():
    code, out, _ = call("history", "calibrate", EXAMPLE, "--all", "--points", "64", "--json")
    found = json.loads(out)
    assert code == 0
    assert found["data"]["pair"] is None
    assert set(found["prior"]) == set(found["posterior"]) == {"crises_per_year", "months_per_crisis", "war_per_crisis"}
    assert len(found["rates"]) == 7


def test_a_case_without_such_a_basis_is_told_what_would_be_right():
    code, _, error = call("history", "calibrate", EXAMPLE)
    assert code == 2
    assert "or --all" in error
