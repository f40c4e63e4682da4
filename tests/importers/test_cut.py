"""Sums that are cut off."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ripeness.importers import cut
from ripeness.importers.cut import excess

ROWS = st.lists(st.lists(st.floats(-1, 1), min_size=1, max_size=4), min_size=1, max_size=4)


@given(ROWS, st.floats(-2, 2))
def test_an_outcome_loses_what_it_exceeds_the_most_by(rows, most):
    found = excess(rows, most)
    assert found is not None
    for outcome in product(*(range(len(row)) for row in rows)):
        total = sum(row[option] for row, option in zip(rows, outcome, strict=True))
        lost = sum(each for picks, each in found.items() if all(outcome[k] == option for k, option in picks))
        assert lost == pytest.approx(max(total - most, 0.0), abs=2e-12)


def test_what_stays_a_sum_takes_few_terms():
    rows = [[0.5, 0.6, 0.7]] * 8
    assert len(excess(rows, 1.0)) == 1 + 8 * 2


def test_too_many_terms_are_none(monkeypatch):
    rows = [[0.1, 0.2], [0.8, 0.9], [0.05, 0.15]]
    assert excess(rows, 1.0)
    monkeypatch.setattr(cut, "MOST_TERMS", 1)
    assert excess(rows, 1.0) is None
