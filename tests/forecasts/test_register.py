import datetime as dt
import os
import stat
import threading
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ripeness.errors import InputError, UnknownNameError
from ripeness.forecasts.forecast import Forecast, forecast_of, problems_of, written
from ripeness.forecasts.register import add, load, resolve

TODAY = dt.date(2026, 5, 1)
STRAIT = Forecast(
    id="strait",
    question="Is it closed?",
    probability=0.1,
    made=TODAY,
    horizon=dt.date(2026, 12, 31),
    rule="Yes if no ship passes for a week.",
    recorded=TODAY,
)
dates = st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1))


@given(
    probability=st.floats(0, 1),
    crowd=st.none() | st.floats(0, 1),
    question=st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), min_size=1),
    days=st.integers(0, 900),
    seed=st.none() | st.integers(0, 99),
)
def test_what_is_added_comes_back(tmp_path_factory, probability, crowd, question, days, seed):
    file = tmp_path_factory.mktemp("kept") / "f.yaml"
    origin = {} if seed is None else {"case": "x", "seed": seed, "changes": ["parties.us.pride=1"]}
    new = replace(
        STRAIT,
        probability=probability,
        crowd=crowd,
        question=question,
        horizon=TODAY + dt.timedelta(days),
        origin=origin,
    )
    add(file, [new, replace(new, id="other")])
    assert load(file) == {"strait": new, "other": replace(new, id="other")}


def test_a_register_that_is_not_there_is_empty(tmp_path):
    assert load(tmp_path / "none.yaml") == {}


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("probability", 1.5, "is 1.5, would be right: a number from 0 to 1"),
        ("probability", float("nan"), "is nan, would be right: a number from 0 to 1"),
        ("crowd", -0.1, "is -0.1"),
        ("rule", " ", "is missing, would be right: a sentence"),
        ("question", "", "is missing"),
        ("horizon", dt.date(2026, 4, 1), "2026-04-01 is before 2026-05-01"),
        ("made", dt.date(2026, 6, 1), "2026-06-01 is after 2026-05-01"),
        ("id", "two words", "is no id"),
        ("origin", {"cse": "x"}, "would be right: a mapping of case"),
    ],
)
def test_bad_input_is_refused_and_nothing_is_added(tmp_path, field, value, message):
    file = tmp_path / "f.yaml"
    with pytest.raises(InputError, match=message) as error:
        add(file, [replace(STRAIT, id="good"), replace(STRAIT, **{field: value})])
    assert field in {problem.path for problem in error.value.problems}
    assert not file.exists()


def test_an_id_is_taken_once(tmp_path):
    file = tmp_path / "f.yaml"
    add(file, [STRAIT])
    with pytest.raises(InputError, match=r"strait is in .*f.yaml already"):
        add(file, [STRAIT])
    with pytest.raises(InputError, match="already"):
        add(file, [replace(STRAIT, id="two"), replace(STRAIT, id="two")])
    assert list(load(file)) == ["strait"]


def test_an_outcome_is_never_silently_replaced(tmp_path):
    file = tmp_path / "f.yaml"
    add(file, [STRAIT])
    later = TODAY + dt.timedelta(300)
    resolve(file, "strait", "no", later, later)
    before = file.read_bytes()
    with pytest.raises(InputError, match=r"was resolved as no .* --correct REASON"):
        resolve(file, "strait", "yes", later, later)
    assert file.read_bytes() == before
    resolve(file, "strait", "yes", later, later, "a ship was misreported")
    found = load(file)["strait"]
    assert found.outcome == "yes"
    assert [(one.outcome, one.reason) for one in found.corrections] == [("no", "a ship was misreported")]


@pytest.mark.parametrize(
    ("outcome", "day", "correcting", "message"),
    [
        ("maybe", TODAY, None, "is maybe, would be right: yes, no, void"),
        ("yes", TODAY + dt.timedelta(1), None, "is still to come"),
        ("yes", TODAY - dt.timedelta(1), None, "when the forecast was made"),
        ("yes", TODAY, "why", "has no outcome yet"),
    ],
)
def test_a_resolution_that_cannot_be_is_refused(tmp_path, outcome, day, correcting, message):
    file = tmp_path / "f.yaml"
    add(file, [STRAIT])
    with pytest.raises(InputError, match=message):
        resolve(file, "strait", outcome, day, TODAY, correcting)


def test_a_misspelt_id_is_told_its_neighbour(tmp_path):
    file = tmp_path / "f.yaml"
    add(file, [STRAIT])
    with pytest.raises(UnknownNameError, match="did you mean strait"):
        resolve(file, "strat", "no", TODAY, TODAY)


def test_comments_and_order_survive(tmp_path):
    file = tmp_path / "f.yaml"
    add(file, [STRAIT])
    text = (
        file.read_text()
        .replace("    probability: 0.1", "    probability: 0.1  # a hunch")
        .replace("  strait:", "  # the Gulf\n  strait:")
    )
    file.write_text(text)
    add(file, [replace(STRAIT, id="second")])
    resolve(file, "strait", "no", TODAY, TODAY)
    now = file.read_text()
    assert "# a hunch" in now
    assert "# the Gulf" in now
    assert list(load(file)) == ["strait", "second"]


def test_what_is_wrong_in_the_file_is_told_with_its_line(tmp_path):
    file = tmp_path / "f.yaml"
    add(file, [STRAIT])
    file.write_text(file.read_text().replace("probability: 0.1", "probability: 10%").replace("rule:", "rul:"))
    with pytest.raises(InputError) as error:
        load(file)
    found = {problem.path: problem for problem in error.value.problems}
    assert found["forecasts.strait.probability"].line == 6
    assert set(found) == {f"forecasts.strait.{name}" for name in ("probability", "rule", "rul")}


@pytest.mark.parametrize(
    "text", ["schema: 2\nforecasts: {}\n", "schema: 1\nforecasts: [a]\n", "schema: 1\nx: 1\n", "[1]"]
)
def test_another_file_is_no_register(tmp_path, text):
    file = tmp_path / "f.yaml"
    file.write_text(text)
    with pytest.raises(InputError, match=r"would be right"):
        load(file)


def test_adding_at_the_same_time_loses_nothing(tmp_path):
    file = tmp_path / "f.yaml"
    each = [threading.Thread(target=add, args=(file, [replace(STRAIT, id=f"f{i}")])) for i in range(8)]
    for one in each:
        one.start()
    for one in each:
        one.join()
    assert len(load(file)) == 8


def test_a_folder_that_is_not_there_is_bad_input(tmp_path):
    with pytest.raises(InputError, match="lies in no folder"):
        add(tmp_path / "no" / "f.yaml", [STRAIT])


def test_an_entry_has_no_more_than_what_is_given():
    assert "crowd" not in written(STRAIT)
    assert problems_of(written(STRAIT)) == {}
    assert forecast_of("strait", written(STRAIT)) == STRAIT


def test_what_was_recorded_after_its_horizon_or_its_outcome_is_no_forecast():
    assert not STRAIT.is_afterthought
    assert replace(STRAIT, recorded=dt.date(2027, 1, 1)).is_afterthought
    known = replace(STRAIT, made=dt.date(2026, 1, 1), outcome="no", resolved=dt.date(2026, 4, 1))
    assert known.is_afterthought


@pytest.mark.parametrize("make", [os.symlink, lambda _, file: os.mkfifo(file)], ids=["a link", "a FIFO"])
def test_nothing_is_written_through_what_is_no_file_and_nobody_waits_for_it(tmp_path, make):
    add(tmp_path / "theirs.yaml", [STRAIT])
    before, file = (tmp_path / "theirs.yaml").read_text(), tmp_path / "f.yaml"
    make(tmp_path / "theirs.yaml", file)
    said = "is a FIFO" if stat.S_ISFIFO(file.lstat().st_mode) else "is a link, which is not followed, would be right"
    with pytest.raises(InputError, match=said):
        add(file, [replace(STRAIT, id="other")])
    with pytest.raises(InputError, match=said):
        resolve(file, "strait", "yes", TODAY, TODAY)
    assert (tmp_path / "theirs.yaml").read_text() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["f.yaml", "theirs.yaml"]


def test_a_register_is_read_through_a_link_that_the_user_names_and_not_through_a_fifo(tmp_path):
    add(tmp_path / "theirs.yaml", [STRAIT])
    (tmp_path / "f.yaml").symlink_to(tmp_path / "theirs.yaml")
    assert load(tmp_path / "f.yaml") == {"strait": STRAIT}
    os.mkfifo(tmp_path / "fifo.yaml")
    with pytest.raises(InputError, match="cannot be read: is a FIFO"):
        load(tmp_path / "fifo.yaml")
