import datetime as dt
import math

import pytest

from ripeness.record.leaders import read_leaders
from ripeness.record.sources.store import Store


@pytest.fixture
def leaders(tmp_path):
    (tmp_path / "archigos.csv").write_text(
        "gwcode,leader,startdate,enddate\n2,A,1945-01-01,1950-09-01\n2,B,1950-09-02,1961-01-01\n"
        "20,C,1949-06-01,1955-01-01\n20,D,1957-01-01,1961-01-01\n"
    )
    return read_leaders(Store(tmp_path, "folder"))


@pytest.mark.parametrize(
    ("state", "first", "last", "known"),
    [
        (2, "1950-01-01", "1950-12-31", 1.0),
        (2, "1950-09-02", "1950-09-02", 1.0),
        (2, "1951-01-01", "1951-12-31", 0.0),
        # the first on record came in, and before that nothing is known
        (2, "1944-06-01", "1945-06-01", 1.0),
        (2, "1944-01-01", "1944-12-31", math.nan),
        # the record ends
        (2, "1960-06-01", "1961-06-01", math.nan),
        # nobody is on record between C and D
        (20, "1954-06-01", "1955-06-01", math.nan),
        (20, "1955-06-01", "1956-06-01", math.nan),
        (20, "1956-06-01", "1957-06-01", 1.0),
        # a state that is not on record
        (40, "1951-01-01", "1951-12-31", math.nan),
    ],
)
def test_that_nobody_came_in_is_known_only_where_one_held_office_throughout(leaders, state, first, last, known):
    found = leaders.came_in(state, dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    assert found == pytest.approx(known, nan_ok=True)
