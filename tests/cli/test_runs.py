"""Runs at the command line: computed, gone on with, listed and asked."""

import csv
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import pytest

from builders import quiet
from ensembles import CHANGES, OPEN_IN_MOST
from ripeness.cli.progress import clock, progress
from ripeness.cli.run_page import print_found
from ripeness.ensemble.storage import runs as kept
from ripeness.ensemble.storage.queries import Bounds, Found
from ripeness.ensemble.storage.runs import list_runs, open_run
from terminal import EXAMPLE, call, page, row, started, words

SMALL = ("--draws", "8", "--workers", "1")


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    path = tmp_path_factory.mktemp("case") / "quiet.yaml"
    path.write_text(json.dumps(quiet(CHANGES)))
    return str(path)


@pytest.fixture(scope="module")
def root(tmp_path_factory, case):
    root = tmp_path_factory.mktemp("runs")
    assert call("assess", case, *SMALL, "--out", str(root / "one"), "--quiet")[0] == 0
    return root


# --- assess ---


def test_a_run_tells_what_it_found_and_where_it_lies(tmp_path, case):
    folder = tmp_path / "deep" / "run"
    code, out, err = call("assess", case, *SMALL, "--seed", "3", "--out", str(folder))
    assert (code, err) == (0, "")
    assert "8 draws, seed 3" in out
    assert str(folder) in "".join(out.split())
    assert open_run(folder).is_finished


def test_without_a_folder_nothing_is_kept(tmp_path, monkeypatch, case):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    code, out, _ = call("assess", case, *SMALL)
    assert (code, "to keep the run: --out DIR" in out) == (0, True)
    assert list(tmp_path.iterdir()) == []


def test_json_holds_the_numbers_and_nothing_else(root, case):
    code, out, err = call("assess", case, *SMALL, "--out", str(root / "one"), "--json", "--quiet")
    said = json.loads(out)
    assert (code, err, said["draws"], said["seed"], said["run"]) == (0, "", 8, 1, str(root / "one"))
    for found in said["over_draws"]["futures"].values():
        war = found["war_total"]
        assert 0 <= war["q05"] <= war["median"] <= war["q95"] <= 1


def test_claims_and_levers_are_put_to_the_test_in_as_many_draws_as_asked(tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text(json.dumps(quiet(OPEN_IN_MOST)))
    run = ("assess", str(path), "--draws", "16", "--workers", "1", "--out", str(tmp_path / "run"), "--quiet")
    _, out, _ = call(*run, "--part", "claims")
    assert "Holds in: the share of 16 draws" in words(out)
    _, out, err = call(*run, "--json", "--claims", "8")
    said = json.loads(out)
    levers, claims = said["levers"], said["claims"]
    assert (err, levers["draws"], set(claims["judged"])) == ("", 8, {"true", "false", "void"})
    assert (claims["draws"], len(levers["plans"])) == (8, 1)
    said = json.loads(call(*run, "--json", "--claims", "0")[1])
    assert (said["levers"], said["claims"]) == ({"draws": 0, "plans": []}, {"draws": 0, "judged": {}})
    assert "The claims" not in call(*run, "--claims", "0")[1]


def test_a_changed_case_is_another_run(root, case):
    code, out, err = call("assess", case, *SMALL, "--out", str(root / "one"), "--set", "horizon=1")
    assert (code, out.splitlines()[0]) == (2, "horizon: 2 → 1")
    assert out.splitlines()[1].startswith("At the most likely values: larger deal ")
    assert "content of the case" in err


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--draws", "100"], "100 draws cannot be computed, expected: 0,"),
        (["--draws", "4"], "a power of two from 8"),
        (["--draws", "8", "--seed", "-1"], "-1 is no seed"),
        (["--draws", "8", "--workers", "0"], "--workers"),
        (["--draws", "8", "--curves", "some"], "--curves"),
        (["--draws", "8", "--out", EXAMPLE], "cannot be used"),
        (["--out", "somewhere"], "needs draws, expected: with --draws"),
        (["--workers", "2"], "needs draws"),
        (["--scheduler", "tcp://x:1"], "needs draws"),
        (["--claims", "8"], "needs draws"),
        (["--draws", "8", "--claims", "-1"], "--claims"),
    ],
)
def test_what_cannot_be_run_is_told(case, args, said):
    code, out, err = call("assess", case, *args)
    assert (code, out) == (2, "")
    assert said in words(err)


def test_who_stops_a_run_hears_how_to_go_on(tmp_path, monkeypatch, case):
    def interrupted(*_):
        raise KeyboardInterrupt
        yield

    with monkeypatch.context() as patched:
        patched.setattr(kept, "compute", interrupted)
        code, out, err = call("assess", case, *SMALL, "--out", str(tmp_path / "run"))
    assert (code, out) == (1, "")
    assert "to go on, give the same command" in err
    assert call("assess", case, *SMALL, "--out", str(tmp_path / "run"))[0] == 0


@pytest.mark.slow
def test_ctrl_c_ends_all_processes_and_the_run_goes_on(tmp_path, case):
    args = ("assess", case, "--draws", "4096", "--workers", "2", "--out", str(tmp_path / "run"), "--quiet")
    process = started(*args)
    while process.poll() is None and not any((tmp_path / "run").glob("chunks/*")):
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (1, "")
    assert re.match(rf"Stopped\. The run in {tmp_path / 'run'} is kept as far as it is \(\d+ of \d+ chunks\)", err)
    assert "Traceback" not in err
    assert not open_run(tmp_path / "run").is_finished


def test_the_answer_at_the_modes_needs_none_of_the_heavy_libraries_where_no_kernel_is_compiled(case, tmp_path):
    program = (
        "import sys; from ripeness.cli import main\n"
        "try: main()\n"
        "finally: print(*{'scipy', 'numba', 'duckdb', 'distributed'} & set(sys.modules), file=sys.stderr)"
    )
    command = [sys.executable, "-c", program, "assess", case, "--json"]
    env = os.environ | {"XDG_CACHE_HOME": str(tmp_path)}
    done = subprocess.run(command, capture_output=True, text=True, env=env)
    assert (done.returncode, done.stderr.strip()) == (0, "")


# --- progress ---


def test_a_log_gets_lines_and_quiet_nothing(capsys):
    with progress(quiet=False, seconds=0) as tell:
        for done in (256, 512, 768, 1024):
            tell(done, 1024)
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "going on from 256 of 1,024 draws"
    assert [line.split(", about")[0] for line in lines[1:]] == ["512 of 1,024 draws", "768 of 1,024 draws"]
    assert all(line.endswith(" left") for line in lines[1:])
    with progress(quiet=True, seconds=0) as tell:
        tell(0, 8)
        tell(4, 8)
    assert capsys.readouterr().err == ""
    with progress(quiet=False, seconds=0, of="claims") as tell:
        tell(0, 64)
        tell(32, 64)
    assert capsys.readouterr().err.startswith("claims: 32 of 64 draws, about")


def test_a_terminal_gets_a_bar_with_the_time_left(monkeypatch, capsys):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    with progress(quiet=False) as tell:
        tell(0, 1024)
        tell(512, 1024)
    shown = capsys.readouterr()
    assert "512/1024" in shown.err.replace("\x1b[0m", "").replace("\x1b[32m", "")
    assert shown.out == ""


def test_times_read_like_a_clock():
    assert [clock(s) for s in (0, 59.6, 3725)] == ["0:00", "1:00", "1:02:05"]


# --- runs ---


def test_runs_are_listed_with_their_state(tmp_path, root):
    code, out, err = call("runs", str(root))
    assert (code, err) == (0, "")
    cells = row(out, str(root / "one"))
    assert (cells[0], cells[2:]) == ("quiet", ["finished", "8", "1"])
    assert "ripeness query" in out
    (run,) = json.loads(call("runs", str(root), "--json")[1])
    assert (run["case"], run["draws"], run["seed"], run["state"]) == ("quiet", 8, 1, "finished")
    assert "No runs in" in call("runs", str(tmp_path))[1]
    assert json.loads(call("runs", str(tmp_path), "--json")[1]) == []
    assert call("runs", str(tmp_path / "nowhere"))[0] == 2


def test_a_run_that_lost_a_table_is_not_finished(tmp_path, case):
    call("assess", case, *SMALL, "--out", str(tmp_path / "run"))
    (tmp_path / "run" / "curves.parquet").unlink()
    assert json.loads(call("runs", str(tmp_path), "--json")[1])[0]["state"] == "stopped, 0 of 1 chunks"
    call("assess", case, *SMALL, "--out", str(tmp_path / "run"))
    assert [run.is_finished for run in list_runs(tmp_path)] == [True]


def damaged(root, to):
    """A sound run, one whose table has a flipped bit, and one whose manifest is nested too deeply."""
    for name in ("sound", "flipped", "deep"):
        shutil.copytree(root / "one", to / name)
    table = bytearray((to / "flipped" / "outcomes.parquet").read_bytes())
    table[len(table) // 3] ^= 4
    (to / "flipped" / "outcomes.parquet").write_bytes(table)
    (to / "deep" / "manifest.json").write_text("[" * 100_000)


def test_runs_that_are_damaged_are_named_and_the_others_are_listed(tmp_path, root):
    damaged(root, tmp_path)
    code, out, err = call("runs", str(tmp_path), "--json")
    states = {Path(run["run"]).name: run["state"] for run in json.loads(out)}
    assert (code, states) == (0, {"sound": "finished", "flipped": "damaged"})
    assert [line.split("  ")[0] for line in err.splitlines()] == [
        f"left out: {tmp_path / 'deep' / 'manifest.json'}",
        f"left out: {tmp_path / 'flipped' / 'outcomes.parquet'}",
    ]


def test_a_query_leaves_out_damaged_runs_and_names_them(tmp_path, root):
    damaged(root, tmp_path)
    code, out, err = call("query", "select distinct run from outcomes", "--root", str(tmp_path), "--json")
    assert (code, json.loads(out)) == (0, [{"run": "sound"}])
    assert str(tmp_path / "flipped" / "outcomes.parquet") in err
    assert str(tmp_path / "deep" / "manifest.json") in err


@pytest.mark.parametrize("name", ["flipped", "deep"])
def test_a_damaged_run_alone_is_refused(tmp_path, root, name):
    damaged(root, tmp_path)
    file = tmp_path / name / ("outcomes.parquet" if name == "flipped" else "manifest.json")
    for args in (["query", "select 1", "--root", str(tmp_path / name)],
                 ["brief", str(tmp_path / name), "-o", str(tmp_path / "a.md")]):  # fmt: skip
        code, out, err = call(*args)
        assert (code, out) == (2, ""), args
        assert str(file) in err
    assert not (tmp_path / "a.md").exists()


def test_a_damaged_run_is_computed_again_when_asked_for_once_more(tmp_path, root, case):
    damaged(root, tmp_path)
    assert call("assess", case, *SMALL, "--out", str(tmp_path / "flipped"), "--quiet")[0] == 0
    assert open_run(tmp_path / "flipped").tables == open_run(root / "one").tables
    assert call("query", "select 1 as one", "--root", str(tmp_path / "flipped"), "--json")[0] == 0


# --- query ---

WAR = (
    "select run, posture, avg(war) as war, null as nothing, 'nan'::double as none "
    "from outcomes group by all order by all"
)


def test_a_query_prints_a_table_csv_or_json(root):
    code, out, err = call("query", WAR, "--root", str(root))
    assert (code, err) == (0, "")
    assert row(out, "one", "waiting")[-1] == "nan"
    rows = list(csv.DictReader(io.StringIO(call("query", WAR, "--root", str(root), "--csv")[1])))
    assert [(each["posture"], each["nothing"]) for each in rows] == [("as-is", ""), ("waiting", "")]
    found = json.loads(call("query", WAR, "--root", str(root), "--json")[1])
    assert [each["war"] for each in found] == [float(each["war"]) for each in rows]
    assert found[0]["nothing"] is found[0]["none"] is None
    dates = call("query", "select date '2020-03-01' as d, 1.5::decimal(3,1) as x", "--root", str(root), "--json")[1]
    assert json.loads(dates) == [{"d": "2020-03-01", "x": 1.5}]


def test_a_query_that_is_wrong_is_told(tmp_path, root):
    for args in (
        ["select nothing from outcomes", "--root", str(root)],
        ["drop view draws", "--root", str(root)],
        ["select 1", "--root", str(root), "--csv", "--json"],
        ["select 1", "--root", str(tmp_path)],
        ["select 1", "--root", str(tmp_path / "nowhere")],
    ):
        code, out, err = call("query", *args)
        assert (code, out) == (2, ""), args
        assert err
        assert "fault of ripeness" not in err


@pytest.mark.parametrize("width", [60, 80, 140])
@pytest.mark.parametrize("columns", [1, 3, 6, 12, 40])
def test_a_row_that_is_wider_than_the_terminal_is_a_list(columns, width):
    names = tuple(f"column_{number}" for number in range(columns))
    rows = tuple(tuple(f"value_{at}.{number}" for number in range(columns)) for at in range(3))
    lines = page(print_found, Found(names, rows), width=width).splitlines()
    assert all(len(line) <= width for line in lines)
    if sum(max(len(f"value_0.{n}"), len(name)) + 2 for n, name in enumerate(names)) - 2 <= width:
        assert [line.split() for line in lines if "─" not in line] == [list(names), *map(list, rows)]
    else:
        told = [line for line in lines if line and not line.startswith("row ")]
        assert told == [f"{name}: {cell}" for row in rows for name, cell in zip(names, row, strict=True)]
        assert [line for line in lines if line.startswith("row ")] == ["row 1", "row 2", "row 3"]


@pytest.mark.parametrize("width", [60, 80, 140])
def test_a_long_value_is_broken_between_words_and_lost_nowhere(width):
    text = "what holds of each party " * 20
    shown = page(print_found, Found(("run", "text"), (("one", text),)), width=width)
    assert words(shown) == f"row 1 run: one text: {text}".strip()
    assert all(len(line) <= width for line in shown.splitlines())


def test_wide_signs_stand_in_their_columns_and_control_characters_do_nothing():
    shown = page(
        print_found, Found(("a", "b"), (("名前", 1), ("x\ny\x1b[31m", True), (None, Decimal("0E-10")))), width=60
    )
    assert shown.splitlines()[2:] == [
        "名前          1",
        r"x\ny\x1b[31m  true",
        "              0.0000000000",
    ]
    assert page(print_found, Found(("a", "b"), ()), width=60).split() == ["a", "b", "─", "─"]


def test_many_rows_are_printed_in_a_moment():
    began = time.process_time()
    page(print_found, Found(("a", "b", "c"), tuple((n, 0.5, "x") for n in range(20_000))), width=80)
    page(print_found, Found(("a", "b" * 90), tuple((n, 0.5) for n in range(2_000))), width=80)
    assert time.process_time() - began < 8  # a table of Rich's takes half a minute


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["select * from range(200000)"], "returns more than 100,000 rows, expected: LIMIT"),
        (["select * from range(9)", "--limit", "8"], "returns more than 8 rows"),
        (["select count(*) from range(1000000) a, range(1000000) b, range(99) c", "--seconds", "2"], "longer than 2 s"),
        (["select 1", "--limit", "0"], "--limit"),
        (["select 1", "--limit", "10000000000"], "--limit"),
        (["select 1", "--seconds", "0"], "--seconds"),
        (["select 1", "--seconds", "nan"], "--seconds"),
        (["select 1", "--seconds", "inf"], "--seconds"),
    ],
)
def test_a_query_is_bounded_in_rows_and_time(root, args, said):
    for more in ([], ["--json"], ["--csv"]):
        code, out, err = call("query", *args, "--root", str(root), *more)
        assert (code, out) == (2, "")
        assert said in words(err)
        assert "Traceback" not in err


def test_the_bounds_of_a_query_are_told(root):
    code, out, _ = call("query", "--help")
    assert code == 0
    assert Bounds() == Bounds(rows=100_000, seconds=20.0)
    for told in ("--limit", "100000", "--seconds", "20.0", "400 MiB"):
        assert told in out


def test_values_are_in_json_and_csv_as_they_are(root):
    sql = (
        "select interval '1 month 2 days' as i, timestamptz '2024-01-01' as t, [1, null] as l, {'a': interval 1 month} "
        "as s, map {'k': 1} as m, 12345678901234567890123456789::hugeint as h, "
        "'1234567890123456789012.5'::decimal(38, 1) as d, true as b, 'infinity'::date as e, "
        "['nan'::double] as n, 1 as x, 2 as x"
    )
    (found,) = json.loads(call("query", sql, "--root", str(root), "--json")[1])
    assert found == {
        "i": "1 month 2 days", "t": "2024-01-01 00:00:00+00", "l": [1, None], "s": {"a": "1 month"}, "m": {"k": 1},
        "h": 12345678901234567890123456789, "d": "1234567890123456789012.5", "b": True, "e": "infinity", "n": [None],
        "x": 1, "x_1": 2,
    }  # fmt: skip
    (cells,) = list(csv.reader(io.StringIO(call("query", sql, "--root", str(root), "--csv")[1])))[1:]
    assert cells == [
        "1 month 2 days", "2024-01-01 00:00:00+00", "[1, NULL]", "{'a': 1 month}", "{k=1}",
        "12345678901234567890123456789", "1234567890123456789012.5", "true", "infinity", "[nan]", "1", "2",
    ]  # fmt: skip
    shown = call("query", sql, "--root", str(root))[1]
    assert "i: 1 month 2 days" in shown.splitlines()
    assert "l: [1, NULL]" in shown.splitlines()


def test_a_page_of_runs_fits_a_narrow_terminal(root):
    from ripeness.cli.run_page import print_runs

    shown = page(print_runs, root, False, width=60)
    assert all(len(line) <= 60 for line in shown.splitlines())
