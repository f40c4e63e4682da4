"""A fifth solution is one entry of the table: after it everything that asks for solutions knows it.

Made up for the test: a utilitarian who counts the first signatory twice.
"""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ripeness.settlements.listing as listing
from builders import quiet_case
from generators import cases
from ripeness.answer.deal_space import DealSpace
from ripeness.cli.deal_chart import chart
from ripeness.cli.deals import print_deals
from ripeness.errors import InputError
from ripeness.rules.solutions import SOLUTIONS, Solution, Total
from terminal import page, row, words


def weights(signatories):
    return np.array([2.0, *[1.0] * (signatories - 1)])


WEIGHTED = Solution(
    name="weighted",
    words="the largest sum that counts the first signatory twice",
    source="[Harsanyi 1955]",
    keys=lambda utility, reservation, among: [(utility * weights(utility.shape[-1])).sum(axis=-1)],
    goals=lambda deals: [Total(weights(deals.signatories))],
)

# all others choose what is worth 0.5 to both
CASE = quiet_case({
    "issues.field.options": {
        "idle": {"text": "-"},
        "hers": {"text": "-", "value": {"ann": 0.9, "bob": 0.05}},
        "shared": {"text": "-", "value": {"ann": 0.5, "bob": 0.5}},
        "his": {"text": "-", "value": {"ann": 0.1, "bob": 0.9}},
    },
    "parties.ann.reservation": 0, "parties.bob.reservation": 0,
})  # fmt: skip


@pytest.fixture(autouse=True)
def _five(monkeypatch):
    monkeypatch.setitem(SOLUTIONS, "weighted", WEIGHTED)


@pytest.mark.parametrize("way", ["_agreed_on_list", "_agreed_on_frontier", "_agreed_by_search"])
def test_it_chooses_alike_on_a_list_on_the_frontier_and_by_search(way):
    found = getattr(DealSpace(CASE), way)().solutions
    assert {name: chosen.deal["field"] for name, chosen in found.items()} == {
        **dict.fromkeys(SOLUTIONS, "shared"), "weighted": "hers",
    }  # fmt: skip


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(cases(transitions=0), st.lists(st.integers(-30, 20), min_size=4, max_size=4))
def test_a_search_finds_what_it_chooses_from_a_list(case, numbers):
    space = DealSpace(case)
    space.__dict__["reservation"] = np.array([numbers[: len(case.parties)]]) / 100
    listed, searched = space._agreed_on_list(), space._agreed_by_search()
    assert searched.solutions["weighted"] == listed.solutions["weighted"]


def test_the_deals_name_it_and_say_what_it_makes_largest():
    found = page(print_deals, CASE, False, None)
    assert row(found, "weighted")[0] == "field: hers"
    assert "weighted, the largest sum that counts the first signatory twice" in words(found)
    assert DealSpace(CASE).to_dict()["solutions"]["weighted"]["deal"] == {"field": "hers"}


def test_the_chart_has_a_shape_of_its_own_for_it():
    (layer,) = [each for each in chart(DealSpace(CASE))["layer"] if "shape" in each["encoding"]]
    scale = layer["encoding"]["shape"]["scale"]
    assert scale["domain"] == list(SOLUTIONS)
    assert len(set(scale["range"])) == len(SOLUTIONS)
    assert "weighted" in json.dumps(layer["data"])


def test_without_goals_deals_are_listed_and_a_search_says_what_is_missing(monkeypatch):
    monkeypatch.setitem(SOLUTIONS, "weighted", replace(WEIGHTED, goals=None))
    assert DealSpace(CASE)._agreed_on_list().solutions["weighted"].deal == {"field": "hers"}
    monkeypatch.setattr(listing, "LISTED_AT_MOST", 0)
    with pytest.raises(InputError, match="weighted  this solution cannot be searched by"):
        DealSpace(CASE)._agreed_by_search()
