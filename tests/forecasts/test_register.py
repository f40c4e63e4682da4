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
        ("probability", 1.5, "is 1.5, expected: a number from 0 to 1"),
        ("probability", float("nan"), "is nan, expected: a number from 0 to 1"),
        ("crowd", -0.1, "is -0.1"),
        ("rule", " ", "is missing, expected: a sentence"),
        ("question", "", "is missing"),
        ("horizon", dt.date(2026, 4, 1), "2026-04-01 is before 2026-05-01"),
        ("made", dt.date(2026, 6, 1), "2026-06-01 is after 2026-05-01"),
        ("id", "two words", "is no id"),
        ("origin", {"cse": "x"}, "expected: a mapping of case"),
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
        ("maybe", TODAY, None, "is maybe, expected: yes, no, void"),
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
    with pytest.raises(InputError, match=r"expected"):
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
    with pytest.raises(InputError, match="there is no folder"):
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


# --- registers written by hand ---

ENTRY = """\
    question: Is it closed?  # by anybody
    probability: 0.10
    made: 2026-05-01
    horizon: 2026-12-31

    # the rule
    rule: 'Yes if no ship passes.'
    recorded: 2026-05-01
"""
BY_HAND = f"schema: 1\nforecasts:\n  # the Gulf\n  strait:\n{ENTRY}  other:\n{ENTRY}"


@pytest.mark.parametrize(
    "id", ["2027", "2024-01-01", "0x10", "1e3", "yes", "no", "null", "true", "1_000", "'2027'", '"null"', "a:b", ".5"]
)
@pytest.mark.parametrize("form", ["block", "flow", "crlf", "no-end"])
def test_an_id_that_yaml_takes_for_something_else_is_resolved_in_its_place(tmp_path, id, form):
    file = tmp_path / "f.yaml"
    text = f"schema: 1\nforecasts:\n  {id}:\n{ENTRY}  other:\n{ENTRY}"
    if form == "flow":
        inner = "question: q, probability: 0.1, made: 2026-05-01, horizon: 2026-12-31, rule: r, recorded: 2026-05-01"
        text = f"{{schema: 1, forecasts: {{{id}: {{{inner}}}, other: {{{inner}}}}}}}\n"
    text = text.replace("\n", "\r\n") if form == "crlf" else text.removesuffix("\n") if form == "no-end" else text
    file.write_bytes(text.encode())
    name = id.strip("'\"")
    if name.startswith("."):
        with pytest.raises(InputError, match="is no id"):
            load(file)
        return
    before = load(file)
    assert set(before) == {name, "other"}
    resolve(file, name, "no", TODAY, TODAY)
    assert load(file) == before | {name: replace(before[name], outcome="no", resolved=TODAY)}
    resolve(file, name, "void", TODAY, TODAY, "it had no answer")
    assert [one.reason for one in load(file)[name].corrections] == ["it had no answer"]
    # but for the two lines of the outcome and those of the correction all bytes are the old ones
    if form in ("block", "crlf"):
        kept = [line for line in file.read_bytes().splitlines(keepends=True) if line in text.encode()]
        assert b"".join(kept) == text.encode()


def test_an_id_is_added_as_text(tmp_path):
    file = tmp_path / "f.yaml"
    ids = ["2027", "2024-01-01", "0x10", "1e3", "yes", "no", "null", "1_000", "a:b", "a:", "12:30", "_", "x.y-z"]
    add(file, [replace(STRAIT, id=id) for id in ids])
    assert list(load(file)) == ids
    with pytest.raises(InputError, match="already"):
        add(file, [replace(STRAIT, id="2027")])


def test_an_alias_is_resolved_alone_and_what_it_repeats_is_refused(tmp_path):
    file = tmp_path / "f.yaml"
    text = f"schema: 1\nforecasts:\n  strait: &s\n{ENTRY}  other: *s  # the same\n"
    file.write_text(text)
    with pytest.raises(InputError, match=r"forecasts\.strait.*& and \*.*written out"):
        resolve(file, "strait", "yes", TODAY, TODAY)
    assert file.read_text() == text
    resolve(file, "other", "yes", TODAY, TODAY)
    assert [each.outcome for each in load(file).values()] == [None, "yes"]
    assert "# the same" in file.read_text()
    add(file, [replace(STRAIT, id="third")])
    assert len(load(file)) == 3


@pytest.mark.parametrize(
    "text",
    ["schema: 1", "schema: 1\n", "{schema: 1}", "schema: 1\nforecasts:", "schema: 1\nforecasts: null # none\n",
     "schema: 1\r\nforecasts: {}\r\n", "forecasts: ~\nschema: 1\n", "\ufeffschema: 1\n", "# mine\nschema: 1\n...\n",
     "{schema: 1, forecasts: }", "{forecasts: {}, schema: 1}"],
)  # fmt: skip
def test_a_register_without_forecasts_takes_the_first(tmp_path, text):
    file = tmp_path / "f.yaml"
    file.write_bytes(text.encode())
    assert load(file) == {}
    with pytest.raises(UnknownNameError):
        resolve(file, "strait", "no", TODAY, TODAY)
    add(file, [STRAIT, replace(STRAIT, id="2027")])
    assert load(file) == {"strait": STRAIT, "2027": replace(STRAIT, id="2027")}
    assert all(word in file.read_bytes() for word in (b"schema: 1", *([b"# mine"] if "# mine" in text else [])))


@pytest.mark.parametrize("text", ["schema: true\n", "schema: 1.0\n", "schema: '1'\n", "schema:\n", "forecasts: {}\n"])
def test_a_schema_is_the_number_1(tmp_path, text):
    file = tmp_path / "f.yaml"
    file.write_text(text)
    with pytest.raises(InputError, match="expected: 1"):
        load(file)


@pytest.mark.parametrize("note", ["\x1b[31mred", "a\x00b", "\udcff", "\ufffe"])
def test_what_no_file_can_hold_is_refused_and_nothing_is_written(tmp_path, note):
    file = tmp_path / "f.yaml"
    for new in (replace(STRAIT, note=note), replace(STRAIT, origin={"changes": [note]})):
        with pytest.raises(InputError, match="printable"):
            add(file, [new])
    assert not file.exists()
    add(file, [STRAIT])
    resolve(file, "strait", "no", TODAY, TODAY)
    with pytest.raises(InputError, match="printable"):
        resolve(file, "strait", "yes", TODAY, TODAY, note)
    assert load(file)["strait"].outcome == "no"


def test_what_could_not_be_read_again_never_replaces_the_file(tmp_path):
    file = tmp_path / "f.yaml"
    file.write_text(BY_HAND)
    with pytest.raises(InputError, match=r"could not be read after the change .*; the file is as it was"):
        add(file, [replace(STRAIT, origin={"seed": 10**200}, id="large")])
    assert file.read_text() == BY_HAND


@given(
    words=st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn"))), min_size=1),
    note=st.text(st.sampled_from("ab \n\t\"'\\:#-&*!|>%@`{}[],?\x85\u2028\u2029é名😀"), min_size=1),
)
def test_any_text_comes_back(tmp_path_factory, words, note):
    file = tmp_path_factory.mktemp("kept") / "f.yaml"
    text = " ".join(words).replace("\ufeff", "") + "?"
    new = replace(STRAIT, question=text * 5, rule="x" * 300 + text, note=note)
    add(file, [new])
    assert load(file) == {"strait": new}
    assert max(map(len, file.read_text().splitlines())) < 2000


def test_a_thing_that_is_resolved_again_only_gains_lines(tmp_path):
    file = tmp_path / "f.yaml"
    file.write_text(BY_HAND)
    for day, outcome in enumerate(("yes", "no", "void")):
        before = file.read_text()
        resolve(file, "strait", outcome, TODAY + dt.timedelta(day), TODAY + dt.timedelta(9), "why" if day else None)
        changed = [line for line in before.splitlines() if line not in file.read_text().splitlines()]
        assert all(line.lstrip().startswith(("outcome", "resolved")) for line in changed)
    assert [one.outcome for one in load(file)["strait"].corrections] == ["yes", "no"]
    assert "# by anybody" in file.read_text()
    assert "0.10" in file.read_text()


@pytest.mark.parametrize("make", [os.symlink, lambda _, file: os.mkfifo(file)], ids=["a link", "a FIFO"])
def test_nothing_is_written_through_what_is_no_file_and_nobody_waits_for_it(tmp_path, make):
    add(tmp_path / "theirs.yaml", [STRAIT])
    before, file = (tmp_path / "theirs.yaml").read_text(), tmp_path / "f.yaml"
    make(tmp_path / "theirs.yaml", file)
    said = "is a FIFO" if stat.S_ISFIFO(file.lstat().st_mode) else "is a link, which is not followed, expected"
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
