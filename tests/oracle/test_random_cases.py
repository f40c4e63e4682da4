import json

import pytest

from oracle.assessment import assess
from oracle.random_cases import random_case

CASES = [random_case(seed) for seed in range(200)]
PARTS = ("softens", "fades", "constituencies", "values", "when", "requires", "effects", "triggers.t0", "during",
         "collapse", "growth", "propensity", "accept", "fighting", "spoils", "reservation", "complete", "signatory",
         "successor_terms", "capability", "capitulation", "transitions", "war_decided", "lapse", "step_rate", "months",
         "policy", "bars", "talks", "set", "low", "regional")  # fmt: skip


def keys(data):
    if isinstance(data, dict):
        return set(data).union(*(keys(value) for value in data.values()))
    return set().union(*(keys(value) for value in data)) if isinstance(data, list) else set()


def test_a_seed_has_one_case():
    assert random_case(7) == random_case(7) != random_case(8)


@pytest.mark.parametrize("part", PARTS)
def test_every_part_of_the_format_is_drawn(part):
    assert any(part in keys(case) for case in CASES)


@pytest.mark.parametrize(
    ("path", "values"),
    [("tension", {"stalemate", "crisis", "war"}), ("bargain", {"none", "step", "signed"}),
     ("channel", {"none", "covert", "open"}), ("trust", {"low", "mid", "high"})],
)  # fmt: skip
def test_every_start_is_drawn(path, values):
    assert {case["dynamics"].get(path) for case in CASES} - {None} == values


def test_several_leaderships_may_change_in_one_month():
    months = [[change["date"][:7] for change in case.get("transitions", [])] for case in CASES]
    assert any(len(set(dates)) < len(dates) for dates in months)
    assert max(map(len, months)) == 3


@pytest.mark.slow
@pytest.mark.parametrize("seed", [3, 13, 19])
def test_stages_of_a_random_case_follow_each_other(seed):
    case = random_case(seed)
    answer = assess(case)
    json.dumps(answer, allow_nan=False)
    for future in answer["futures"].values():
        assert future["deal_ever"] <= future["opening_ever"] + 1e-12
        assert future["opening_ever"] <= future["talks_ever"] + 1e-12 <= 1.0 + 1e-11
        assert max(future["bargain_ever"], future["settled_ever"]) <= future["deal_ever"] + 1e-12
        assert future["settled"] <= future["settled_ever"] + 1e-12
