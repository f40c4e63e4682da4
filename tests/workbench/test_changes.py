"""Changes as an address has them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import quiet_case
from ensembles import OPEN_IN_MOST
from ripeness.errors import InputError
from ripeness.workbench.changes import MOST, changes_from

CASE = quiet_case(OPEN_IN_MOST)
NUMBERS = st.floats(-1e6, 1e6).map(lambda x: float(f"{x:.6g}"))


def test_levers_come_first_and_the_last_value_of_a_path_counts():
    changes = changes_from(["dynamics.guarantee:0.2,nudge", "dynamics.guarantee:.30"])
    assert str(changes) == "nudge,dynamics.guarantee:0.3"
    assert changes.of(CASE) == {"parties.ann.concession_limit": 0.7, "dynamics.guarantee": 0.3}
    changed = changes.applied(CASE)
    assert (changed.parties["ann"].concession_limit.mode, changed.dynamics.guarantee.mode) == (0.7, 0.3)
    assert changes_from([]).applied(CASE) is CASE


def test_a_value_set_by_hand_wins_over_a_lever():
    changed = changes_from(["nudge,parties.ann.concession_limit:0.55"]).applied(CASE)
    assert changed.parties["ann"].concession_limit.mode == 0.55


@given(st.dictionaries(st.sampled_from(["horizon", "dynamics.incident", "parties.us.pride"]), NUMBERS, max_size=3))
def test_what_is_written_reads_back(values):
    text = ",".join(f"{path}:{value!r}" for path, value in values.items())
    changes = changes_from([text])
    assert changes.values == values
    assert changes_from([str(changes)]) == changes


def test_ranges_words_and_dates_may_be_set():
    text = "a:0.1..0.2..0.3,b:true,c:mid,d:2024-05-01,e:-1e-3"
    assert changes_from([text]).values == {
        "a": [0.1, 0.2, 0.3], "b": True, "c": "mid", "d": "2024-05-01", "e": -0.001,
    }  # fmt: skip
    assert str(changes_from([text])) == text.replace("-1e-3", "-0.001")


@pytest.mark.parametrize(
    ("text", "said"),
    [("nudged", "did you mean nudge?"), ("a:{x: 1}", "a number, low..mode..high, a word or a date"),
     ("dynamics.incidant:1", "dynamics.incidant"), ("dynamics.incident:7", "dynamics.incident"),
     (",".join(f"a{i}:1" for i in range(MOST + 1)), f"at most {MOST}")],
)  # fmt: skip
def test_what_cannot_be_is_told(text, said):
    with pytest.raises(InputError, match=said.replace("?", r"\?")):
        changes_from([text]).applied(CASE)
