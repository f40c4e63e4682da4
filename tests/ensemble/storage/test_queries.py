"""Questions in SQL to kept runs: all of them at once, read and never written."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from decimal import Decimal

import duckdb
import pytest

from builders import quiet_case
from ensembles import CASE, CHANGES, contents, plan, stopped
from needs import needs
from ripeness.ensemble.storage import queries
from ripeness.ensemble.storage.queries import Bounds, query
from ripeness.ensemble.storage.runs import make_run
from ripeness.errors import InputError


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    root = tmp_path_factory.mktemp("runs")
    make_run(CASE, root / "first", plan(8))
    # a folder whose name SQL and patterns would trip over, and a case with other columns
    other = quiet_case(CHANGES | {"parties.ann.pride": [0.1, 0.2, 0.3]})
    make_run(other, root / "it's [2]*", plan(8, seed=2, curves="all", case=other))
    stopped(root / "stopped", 4)
    return root


def test_all_finished_runs_are_asked_at_once(root):
    found = query("SELECT run, count(*) AS n FROM outcomes GROUP BY run ORDER BY run", root)
    assert (found.columns, tuple(found.rows)) == (("run", "n"), (("first", 16), ("it's [2]*", 16)))
    pride = query('SELECT run, count("parties.ann.pride") FROM draws GROUP BY run ORDER BY run', root)
    assert tuple(pride.rows) == (("first", 0), ("it's [2]*", 8))
    assert tuple(query("SELECT DISTINCT run FROM every_curve", root).rows) == (("it's [2]*",),)
    assert tuple(query("FROM curves SELECT min(month), max(month)", root).rows) == ((0, 2),)


def test_one_run_is_asked_by_its_own_folder(root):
    assert tuple(query("SELECT DISTINCT run FROM draws", root / "first").rows) == (("first",),)


def test_a_root_may_be_named_in_a_relative_way(root, monkeypatch):
    monkeypatch.chdir(root / "first")
    assert tuple(query("SELECT DISTINCT run FROM draws", root.relative_to(root)).rows) == (("first",),)


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELECT wor FROM outcomes", "wor"),
        ("SELEC 1", "syntax error"),
        ("SELECT * FROM outcome", "Did you mean"),
        ("SELECT * FROM read_csv('/etc/passwd')", "Permission"),
        ("SELECT * FROM glob('/*')", "Permission"),
        ("SELECT 1; SELECT 2", "one statement"),
        ("", "one statement"),
        ("COPY (SELECT 1) TO '{root}/first/draws.parquet'", "one statement"),
        ("EXPLAIN ANALYZE COPY (SELECT 1) TO '{root}/first/draws.parquet'", "one statement"),
        ("ATTACH '{root}/first/draws.parquet'", "one statement"),
        ("SET enable_external_access = true", "one statement"),
        ("DROP VIEW draws", "one statement"),
        ("INSTALL httpfs", "one statement"),
        ("LOAD httpfs", "one statement"),
        ("EXPORT DATABASE '{root}/first/x'", "one statement"),
        ("PRAGMA database_list", "one statement"),
        ("CALL enable_logging()", "one statement"),
        ("CREATE TABLE t AS SELECT 1", "one statement"),
        ("SELECT * FROM enable_logging('QueryLog', storage='file', storage_path='{root}/log')", "."),
        ("SELECT * FROM enable_profiling(save_location='{root}/log')", "."),
        ("SELECT * FROM query('COPY (SELECT 1) TO ''{root}/x.csv''')", "single SELECT"),
        ("SELECT * FROM read_text('/etc/passwd')", "Permission"),
        ("SELECT * FROM read_blob('{root}/first/manifest.json')", "Permission"),
        ("SELECT * FROM read_parquet('{root}/*/*.parquet')", "Permission"),
        ("SELECT * FROM '/etc/passwd.csv'", "Permission"),
        ("SELECT * FROM sniff_csv('/etc/passwd')", "Permission"),
        ("SELECT * FROM read_json('https://example.org/x.json')", "."),
        ("SELECT * FROM duckdb_secrets()", "Permission"),
        ("SELECT $1", "."),
        ("SELECT * FROM sys", "does not exist"),
        ("SELECT * FROM asked", "does not exist"),
        ("SELECT '\udcff'", "is not UTF-8"),
        ("SELECT " + "(" * 300_000 + "1" + ")" * 300_000, "expected|depth"),
    ],
)
def test_what_is_no_sound_question_is_refused_and_nothing_is_written(root, sql, said):
    before = contents(root)
    with pytest.raises(InputError, match=said):
        query(sql.format(root=root), root)
    assert contents(root) == before


def test_a_folder_without_runs_is_told(tmp_path):
    with pytest.raises(InputError, match="holds no finished run"):
        query("SELECT 1", tmp_path)


# --- bounds ---

JOIN = "SELECT count(*) FROM range(1000000) a, range(1000000) b, range(1000000) c"
ENDLESS = "WITH RECURSIVE t(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM t) SELECT"


@pytest.mark.parametrize(
    "sql", [JOIN, f"{ENDLESS} count(*) FROM t", "SELECT * FROM range(1000000000) t(a) ORDER BY hash(a)"]
)
def test_a_question_without_end_is_ended(root, sql):
    began = time.monotonic()
    with pytest.raises(InputError, match=r"takes longer than 3 s, expected: .* --seconds"):
        query(sql, root, Bounds(seconds=3))
    assert time.monotonic() - began < 15


def test_a_process_that_is_ended_before_it_has_read_the_question_is_told_as_late(root):
    with pytest.raises(InputError, match=r"takes longer than 0\.001 s"):
        query(f"SELECT '{'x' * 1_000_000}'", root, Bounds(seconds=0.001))


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT range(1000000000)",
        "SELECT list(a) FROM range(10000000000) t(a)",
        "SELECT repeat('x', 1000000) FROM range(100000)",
        "SELECT repeat('x', 4000000000)",
    ],
)
def test_a_question_takes_no_more_memory_than_it_may(root, sql):
    with pytest.raises(InputError, match=r"needs more memory than it may take \(400 MiB\), expected: fewer rows"):
        query(sql, root, Bounds(seconds=60))


MOST = 500 << 20  # bytes of memory, of the process that asks and of the one that answers
COLUMNS = 40
# what a process has held at most counts what it was forked from, unless the kernel is asked for its own memory
ASKING = """
import json, re, resource, sys
from pathlib import Path
from ripeness.ensemble.storage.queries import Bounds, query
from ripeness.errors import InputError
try:
    said = len(query(sys.argv[1], Path(sys.argv[2]), Bounds(seconds=60)).rows)
except InputError as error:
    said = str(error)
(asking,) = re.findall(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())
answering = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(json.dumps([said, int(asking) << 10, answering << 10]))
"""


def asked(sql, root):
    """The rows of an answer, or why there is none, and the most that each process held."""
    done = subprocess.run([sys.executable, "-c", ASKING, sql, str(root)], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """A run as large as they come: 65,536 draws, the case as it is and twelve postures."""
    run = tmp_path_factory.mktemp("large") / "run"
    make_run(CASE, run, plan(8))
    numbers = ", ".join(f"hash(draw, posture, {n}) / 2e19 AS n{n}" for n in range(COLUMNS))
    rows = {
        "draws": f"SELECT range AS draw, {numbers.replace('posture, ', '')} FROM range(65536)",
        "outcomes": f"SELECT *, {numbers} FROM (SELECT r.range AS draw, 'posture ' || p.range AS posture "
        "FROM range(65536) r, range(13) p)",
    }
    manifest = json.loads((run / "manifest.json").read_text())
    for name, sql in rows.items():
        file = run / f"{name}.parquet"
        with duckdb.connect() as db:
            db.execute(f"COPY ({sql}) TO '{file}' (FORMAT parquet, COMPRESSION zstd)")
        manifest["tables"][file.name] = hashlib.sha256(file.read_bytes()).hexdigest()
    (run / "manifest.json").write_text(json.dumps(manifest))
    return run


@needs("linux")
@pytest.mark.slow
@pytest.mark.parametrize(
    ("sql", "rows"),
    [
        ("SELECT posture, avg(n0), median(n1), quantile_cont(n2, [0.05, 0.95]) FROM outcomes GROUP BY ALL", 13),
        ("SELECT * FROM outcomes WHERE posture = 'posture 0'", 65_536),
        ("SELECT * FROM outcomes LIMIT 100000", 100_000),
        ("SELECT * FROM outcomes ORDER BY n3 LIMIT 20", 20),
        ("SELECT posture, corr(o.n0, d.n0) FROM outcomes o JOIN draws d USING (run, draw) GROUP BY ALL", 13),
        ("SELECT a.posture, avg(a.n0 - b.n0) FROM outcomes a JOIN outcomes b "
         "ON a.draw = b.draw AND b.posture = 'posture 0' GROUP BY ALL", 13),
        ("SELECT draw, posture FROM (SELECT draw, posture, rank() OVER (PARTITION BY draw ORDER BY n0) AS r FROM "
         "outcomes) WHERE r = 1", 65_536),
        ("SUMMARIZE draws", COLUMNS + 2),
    ],
)  # fmt: skip
def test_the_largest_run_is_asked_in_little_memory(large, sql, rows):
    said, asking, answering = asked(sql, large)
    assert said == rows
    assert asking + answering < MOST


@needs("linux")
@pytest.mark.slow
@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM outcomes a JOIN outcomes b USING (draw) ORDER BY a.n0, b.n1",
        "SELECT list(a) FROM range(10000000000) t(a)",
        "SELECT list_sort(range(90000000))",
        "SELECT repeat('x', 1000000) FROM range(100000)",
        "SELECT repeat('x', 120000000)",
        "SELECT string_agg(repeat('x', 1000000), '') FROM range(1000)",
    ],
)
def test_no_question_takes_500_mib(large, sql):
    said, asking, answering = asked(sql, large)
    assert "expected: fewer rows or columns, smaller values" in said
    assert max(asking, answering) < MOST


@pytest.mark.parametrize(
    "sql", ["SELECT * FROM range(1000000000)", f"{ENDLESS} * FROM t", "SELECT a.* FROM range(11) a"]
)
def test_an_answer_has_no_more_rows_than_it_may(root, sql):
    with pytest.raises(InputError, match=r"returns more than 10 rows, expected: LIMIT, .* --limit"):
        query(sql, root, Bounds(rows=10))
    assert len(query("SELECT * FROM range(10)", root, Bounds(rows=10)).rows) == 10


def test_an_answer_too_large_to_be_held_is_refused(root, monkeypatch):
    monkeypatch.setattr(queries, "LARGEST", 1 << 20)
    with pytest.raises(InputError, match="returns more than 1 MiB, expected"):
        query("SELECT repeat('x', 2000000)", root)


def test_what_sorts_is_left_in_its_order_and_nothing_is_left_behind(root, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found = query("SELECT a, now() AS n FROM range(20000) t(a) ORDER BY -a; -- last first", root)
    assert [row[0] for row in found.rows] == list(range(19_999, -1, -1))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 'é;' ; -- last; é",
        "-- a;\nSELECT 'é;' /* ; */ ;; /* x */ -- y",
        "SELECT $$é;$$;\n-- ;",
        "SELECT 'é;' -- x",
    ],
)
def test_what_stands_after_a_question_is_no_part_of_it(root, sql):
    assert tuple(query(sql, root).rows) == (("é;",),)


@pytest.mark.parametrize(
    "sql",
    ["DESCRIBE outcomes", "SHOW TABLES", "SUMMARIZE outcomes", "FROM outcomes", "TABLE outcomes", "VALUES (1)",
     "WITH a AS (SELECT 1) FROM a",
     "SELECT * FROM (PIVOT outcomes ON posture IN ('as-is') USING avg(war) GROUP BY run)"],
)  # fmt: skip
def test_every_kind_of_question_is_answered(root, sql):
    assert query(sql, root).rows


def test_a_module_of_the_folder_where_it_is_asked_is_not_run(root, tmp_path, monkeypatch):
    (tmp_path / "duckdb.py").write_text("raise SystemExit(3)")
    monkeypatch.chdir(tmp_path)
    assert tuple(query("SELECT 1", root).rows) == ((1,),)


# --- values ---


@pytest.mark.parametrize(
    ("sql", "text"),
    [
        ("INTERVAL '1 month 2 days 3.5 seconds'", "1 month 2 days 00:00:03.5"),
        ("INTERVAL '-14 months'", "-1 year -2 months"),
        ("TIMESTAMPTZ '2024-01-01 10:00+02'", "2024-01-01 08:00:00+00"),
        ("'infinity'::TIMESTAMPTZ", "infinity"),
        ("'10:00:00+02'::TIMETZ", "10:00:00+02"),
        ("TIME '10:00:00.5'", "10:00:00.5"),
        ("DATE '2020-03-01'", "2020-03-01"),
        ("'infinity'::DATE", "infinity"),
        ("'-infinity'::TIMESTAMP", "-infinity"),
        ("'290000-01-01'::DATE", "290000-01-01"),
        ("TIMESTAMP_NS '2024-01-01 00:00:00.123456789'", "2024-01-01 00:00:00.123456789"),
        (r"'\xAA\x00a'::BLOB", r"\xAA\x00a"),
        ("UUID '00000000-0000-0000-0000-000000000001'", "00000000-0000-0000-0000-000000000001"),
        ("'0101'::BIT", "0101"),
        ("'a'::ENUM('a', 'b')", "a"),
        ("[1, NULL]", "[1, NULL]"),
        ("[TIMESTAMPTZ '2024-01-01']", "['2024-01-01 00:00:00+00']"),
        ("{'a': 1, 'b': INTERVAL 1 month}", "{'a': 1, 'b': 1 month}"),
        ("MAP {'a': 1}", "{a=1}"),
        ("170141183460469231731687303715884105727::HUGEINT", 170141183460469231731687303715884105727),
        ("18446744073709551615::UBIGINT", 18446744073709551615),
        ("1.10::DECIMAL(38, 10)", Decimal("1.1000000000")),
        (
            "'1234567890123456789012345678.0123456789'::DECIMAL(38, 10)",
            Decimal("1234567890123456789012345678.0123456789"),
        ),
        ("true", True),
        ("NULL", None),
        ("0.1::DOUBLE", 0.1),
        ("'é' || chr(0) || '😀'", "é\0😀"),
    ],
)
def test_a_value_is_shown_as_it_is(root, sql, text):
    ((value,),) = query(f"SELECT {sql}", root).rows
    assert (type(value), value) == (type(text), text)


@pytest.mark.parametrize(
    ("sql", "right"),
    [
        ("[1, NULL]", [1, None]),
        ("[INTERVAL 1 month]", ["1 month"]),
        ("{'a': 1, 'b': [TIMESTAMPTZ '2024-01-01']}", {"a": 1, "b": ["2024-01-01 00:00:00+00"]}),
        ("MAP {1: true}", {"1": True}),
        ("[0.10::DECIMAL(3, 2)]", [0.1]),
        ("[170141183460469231731687303715884105727::HUGEINT]", [170141183460469231731687303715884105727]),
        ("['1234567890123456789012345678.0123456789'::DECIMAL(38, 10)]", ["1234567890123456789012345678.0123456789"]),
        ("NULL::INTEGER[]", None),
    ],
)
def test_lists_and_structs_may_be_had_as_such(root, sql, right):
    assert list(query(f"SELECT {sql}", root, nested=True).rows) == [(right,)]


def test_what_is_no_number_or_without_end_is_kept(root):
    ((nan, inf),) = query("SELECT 'nan'::DOUBLE, '-inf'::FLOAT", root).rows
    assert (str(nan), str(inf)) == ("nan", "-inf")


def test_no_type_asks_for_a_package_that_need_not_be_there():
    program = (
        "import sys, runpy\n"
        "class Bare:\n"
        "    def find_spec(name, path=None, target=None):\n"
        "        if name.partition('.')[0] not in sys.stdlib_module_names | {'duckdb', '_duckdb'}:\n"
        "            raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, Bare); runpy.run_path(sys.argv[1], run_name='__main__')"
    )
    asked = {"sql": "SELECT * FROM test_all_types()", "before": [], "rows": 9, "memory": 1 << 30, "seconds": 60}
    for nested in (True, False):
        found = subprocess.run(
            [sys.executable, "-c", program, str(queries._PROGRAM)],
            input=json.dumps(asked | {"nested": nested}),
            text=True,
            capture_output=True,
            check=True,
            env={"PATH": os.environ["PATH"]},
        )
        # the columns, three rows and an end
        assert (len(found.stdout.splitlines()), found.stdout.splitlines()[-1]) == (5, '{"end": null}')


def test_a_run_that_is_damaged_is_named_and_left_out(tmp_path, root):
    copy = shutil.copytree(root, tmp_path / "runs")
    runs = sorted(path.parent for path in copy.rglob("manifest.json"))
    every = {row[0] for row in query("SELECT DISTINCT run FROM outcomes", copy).rows}
    table = bytearray((runs[0] / "outcomes.parquet").read_bytes())
    table[len(table) // 2] ^= 1
    (runs[0] / "outcomes.parquet").write_bytes(table)
    found = query("SELECT DISTINCT run FROM outcomes", copy)
    assert {row[0] for row in found.rows} == every - {str(runs[0].relative_to(copy))}
    assert [each.file for each in found.left_out] == [str(runs[0] / "outcomes.parquet")]
    with pytest.raises(InputError, match=r"outcomes\.parquet  is damaged"):
        query("SELECT 1", runs[0])


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a": 1e999}', '{"format": "\xff"}'])
def test_a_run_whose_manifest_cannot_be_read_is_named_and_left_out(tmp_path, root, text):
    copy = shutil.copytree(root, tmp_path / "runs")
    runs = sorted(path.parent for path in copy.rglob("manifest.json"))
    (runs[0] / "manifest.json").write_bytes(text.encode("latin-1"))
    found = query("SELECT count(DISTINCT run) FROM outcomes", copy)
    ((number,),) = found.rows
    assert number >= 1
    assert [each.file for each in found.left_out] == [str(runs[0] / "manifest.json")]
