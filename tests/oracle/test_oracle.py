"""The oracle gives the numbers of the golden files of version 3, which come from yet another implementation."""

import json
from pathlib import Path

import pytest

from agreement import differences
from oracle.assessment import assess

GOLDEN = sorted((Path(__file__).parents[1] / "golden").glob("*.yaml"))


@pytest.mark.slow
@pytest.mark.parametrize("path", GOLDEN, ids=[path.stem for path in GOLDEN])
def test_the_oracle_gives_the_numbers_of_a_golden_case(path):
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert list(differences(assess(path), expected, 1e-9)) == []
