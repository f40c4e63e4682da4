"""Questions in SQL to kept runs: all of them at once, read and never written."""

import shutil

import pytest

from builders import quiet_case
from ensembles import CASE, CHANGES, contents, plan, stopped
from ripeness.assessment.queries import query
from ripeness.assessment.runs import make_run
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
    assert (found.columns, found.rows) == (("run", "n"), (("first", 16), ("it's [2]*", 16)))
    pride = query('SELECT run, count("parties.ann.pride") FROM draws GROUP BY run ORDER BY run', root)
    assert pride.rows == (("first", 0), ("it's [2]*", 8))
    assert query("SELECT DISTINCT run FROM every_curve", root).rows == (("it's [2]*",),)
    assert query("FROM curves SELECT min(month), max(month)", root).rows == ((0, 2),)


def test_one_run_is_asked_by_its_own_folder(root):
    assert query("SELECT DISTINCT run FROM draws", root / "first").rows == (("first",),)


def test_a_root_may_be_named_in_a_relative_way(root, monkeypatch):
    monkeypatch.chdir(root / "first")
    assert query("SELECT DISTINCT run FROM draws", root.relative_to(root)).rows == (("first",),)


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
    assert found.rows[0][0] >= 1
    assert [each.file for each in found.left_out] == [str(runs[0] / "manifest.json")]
