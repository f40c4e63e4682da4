"""Runs in folders: nothing lost, nothing mixed up, the same bytes however often they were stopped."""

import errno
import fcntl
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from builders import quiet, quiet_case
from ensembles import CASE, CHANGES, DRAWS, SIZE, contents, plan, stopped
from ripeness.ensemble.draws import drawn
from ripeness.ensemble.ensemble import SERIES, chunk
from ripeness.ensemble.storage import manifest as of_manifest
from ripeness.ensemble.storage import runs
from ripeness.ensemble.storage.chunk_file import sound_chunk, write_chunk
from ripeness.ensemble.storage.runs import list_runs, make_run, open_run, plan_of, runs_and_problems
from ripeness.errors import InputError, RipenessError


@pytest.fixture
def computed(monkeypatch):
    """The first draws of the blocks that are computed."""
    firsts = []
    compute = runs.compute

    def noted(case, seed, wanted, *how):
        firsts.extend(block.first for block in wanted)
        return compute(case, seed, wanted, *how)

    monkeypatch.setattr(runs, "compute", noted)
    return firsts


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole") / "run"
    make_run(CASE, folder, plan())
    return folder


# --- what is in a run ---


def test_a_run_holds_its_tables_and_says_what_it_is(whole):
    assert set(contents(whole)) == {"manifest.json", "case.json", "draws.parquet", "outcomes.parquet", "curves.parquet"}
    manifest = json.loads((whole / "manifest.json").read_text())
    assert manifest["plan"]["case_sha256"] == runs.case_hash(CASE)
    assert (manifest["plan"]["seed"], manifest["plan"]["draws"], manifest["plan"]["chunk_draws"]) == (1, DRAWS, SIZE)
    assert manifest["postures"] == ["as-is", "waiting"]
    assert manifest["tables"]["curves.parquet"] == contents(whole)["curves.parquet"]
    assert {"platform", "python", "numpy", "numba", "scipy", "ripeness", "code"} <= set(manifest["made_with"])
    timings = json.loads((whole / "timings.json").read_text())
    assert timings["started"] <= timings["finished"]


def test_tables_hold_what_the_draws_give_whatever_the_chunks(whole):
    run = open_run(whole)
    at_once = chunk(CASE, drawn(1, 0, DRAWS), 0)
    for name, expected in (("draws", at_once.draws), ("outcomes", at_once.outcomes)):
        table = run.table(name)
        assert list(table) == list(expected)
        for column, values in expected.items():
            if values.dtype.kind == "f":
                np.testing.assert_allclose(table[column], values, rtol=1e-12, atol=1e-14)
            else:
                assert list(table[column]) == list(values)
    curves, months = run.table("curves"), CASE.horizon + 1
    assert len(curves["month"]) == 2 * len(SERIES) * months
    rows = (curves["posture"] == "waiting") & (curves["series"] == "crisis")
    crisis = at_once.curves[1, SERIES.index("crisis")].astype(float)
    assert list(curves["month"][rows]) == list(range(months))
    np.testing.assert_allclose(curves["mean"][rows], crisis.mean(axis=1), rtol=1e-6)
    np.testing.assert_allclose(curves["q95"][rows], np.quantile(crisis, 0.95, axis=1), rtol=1e-6)


def test_every_curve_is_kept_where_asked(tmp_path, whole):
    run = make_run(CASE, tmp_path / "run", plan(curves="all"))
    at_once = chunk(CASE, drawn(1, 0, DRAWS), 0)
    table = run.table("every_curve")
    rows = (table["posture"] == "as-is") & (table["draw"] == 5)
    np.testing.assert_allclose(table["crisis"][rows], at_once.curves[0, SERIES.index("crisis"), :, 5], rtol=1e-6)
    assert len(table["draw"]) == 2 * DRAWS * (CASE.horizon + 1)
    assert contents(run.folder)["curves.parquet"] == contents(whole)["curves.parquet"]


def test_the_case_comes_back_as_it_was_run(whole):
    assert runs.case_hash(open_run(whole).case()) == runs.case_hash(CASE)


def test_the_order_of_parties_is_part_of_what_a_case_says():
    data = quiet()
    data["parties"] = dict(reversed(data["parties"].items()))
    assert runs.case_hash(quiet_case()) != runs.case_hash(quiet_case({"parties": data["parties"]}))


@pytest.mark.parametrize(
    ("draws", "seed", "said"),
    [(0, 1, "0 draws"), (4, 1, "4 draws"), (-8, 1, "-8 draws"), (1000, 1, "1000 draws"), (8, -1, "-1 is no seed")],
)
def test_draws_and_seeds_that_there_are_not_are_refused(draws, seed, said):
    with pytest.raises(InputError, match=said):
        plan_of(CASE, draws, seed)


def test_chunks_are_cut_alike_whoever_computes_them():
    assert [plan_of(CASE, draws, 1).chunk_draws for draws in (8, 64, 1024, 2048, 16384)] == [8, 8, 128, 128, 128]


# --- going on ---


@pytest.mark.parametrize("done", [0, 4, 12, 16])
def test_a_stopped_run_goes_on_from_its_whole_chunks(tmp_path, whole, computed, done):
    folder = stopped(tmp_path / "run", done)
    assert not open_run(folder).is_finished
    assert open_run(folder).chunks_done == done // SIZE
    del computed[:]
    make_run(CASE, folder, plan())
    assert computed == list(range(done, DRAWS, SIZE))
    assert contents(folder) == contents(whole)


def cut(path):
    path.write_bytes(path.read_bytes()[:-40])


def flip(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def empty(path):
    path.write_bytes(b"")


def lengthen(path):
    path.write_bytes(path.read_bytes() + b"more")


def of_another_place(path):
    path.write_bytes(path.with_name("00001").read_bytes())


def of_another_run(path):
    write_chunk(path, runs._fingerprint(plan(seed=2)), chunk(CASE, drawn(2, 0, SIZE), 0))


def of_other_libraries(path):
    found = json.loads(path.read_bytes().split(b"\n")[1])
    write_chunk(path, found["run"][::-1], chunk(CASE, drawn(1, 0, SIZE), 0))


DAMAGES = [cut, flip, empty, lengthen, of_another_place, of_another_run, of_other_libraries, Path.unlink]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda f: f.__name__)
def test_a_chunk_that_is_not_what_it_should_be_is_computed_again(tmp_path, whole, computed, damage):
    folder = stopped(tmp_path / "run")
    damage(folder / "chunks" / "00000")
    del computed[:]
    make_run(CASE, folder, plan())
    assert computed == [0, 8, 12]
    assert contents(folder) == contents(whole)


def test_equal_chunks_make_equal_bytes(tmp_path):
    for name in ("a", "b"):
        write_chunk(tmp_path / name, "run", chunk(CASE, drawn(1, 4, SIZE), 4))
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert sound_chunk(tmp_path / "a", "run", 4)
    assert sound_chunk(tmp_path / "a", "run", 0) is None


def test_what_was_half_written_is_taken_away(tmp_path, whole):
    folder = stopped(tmp_path / "run")
    (folder / "chunks" / "00002.new").write_bytes(b"half")
    (folder / "outcomes.parquet.new").write_bytes(b"half")
    make_run(CASE, folder, plan())
    assert contents(folder) == contents(whole)


def test_a_finished_run_is_not_computed_again(whole, computed):
    before = contents(whole)
    assert make_run(CASE, whole, plan()).is_finished
    assert computed == []
    assert contents(whole) == before


def test_a_finished_run_with_a_damaged_table_is_computed_again(tmp_path, whole, computed):
    folder = tmp_path / "run"
    make_run(CASE, folder, plan())
    flip(folder / "outcomes.parquet")
    make_run(CASE, folder, plan())
    assert len(computed) == 2 * DRAWS // SIZE
    assert contents(folder) == contents(whole)


def test_a_disk_that_gives_back_other_chunks_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(runs, "sound_chunk", lambda *_: None)
    with pytest.raises(RipenessError, match="gives back other chunks"):
        make_run(CASE, tmp_path / "run", plan(draws=8))


PROGRAM = """
import json, sys
from pathlib import Path
import mortal
from builders import quiet_case
from ripeness.ensemble.storage.runs import make_run, plan_of
if __name__ == "__main__":
    steps, workers = int(sys.argv[2]), int(sys.argv[3])
    case = quiet_case(json.loads(sys.argv[4]))
    if steps:
        mortal.steps_until_death(steps)
    make_run(case, Path(sys.argv[1]), plan_of(case, 16, 1, chunk_draws=4), workers)
"""


def started(program, folder, steps, workers=1):
    args = [str(program), str(folder), str(steps), str(workers), json.dumps(CHANGES)]
    return subprocess.Popen([sys.executable, *args], env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])})


@pytest.mark.slow
@pytest.mark.parametrize(("workers", "kills"), [(1, (3, 12, 60)), (2, (30,))])
def test_a_run_killed_at_any_point_ends_in_the_same_bytes(tmp_path, whole, workers, kills):
    (tmp_path / "program.py").write_text(PROGRAM)
    folder, draw = tmp_path / "run", random.Random(workers)
    for at_most in kills:
        process = started(tmp_path / "program.py", folder, draw.randint(1, at_most), workers)
        assert process.wait() == -signal.SIGKILL
        assert not (folder / "manifest.json").exists() or not open_run(folder).is_finished
    assert started(tmp_path / "program.py", folder, 0, workers).wait() == 0
    # the digest of the code alone may differ, where somebody edits it while tests run
    assert open_run(folder).tables == open_run(whole).tables
    assert set(contents(folder)) == set(contents(whole))


# --- other runs, other processes ---


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (plan(seed=2), "seed there 1, asked 2"),
        (plan(draws=32), "draws there 16, asked 32"),
        (plan(curves="all"), "curves there quantiles, asked all"),
        (plan(case=quiet_case(CHANGES | {"horizon": 1})), "content of the case there"),
        (plan(case=quiet_case(CHANGES | {"id": "loud"})), "case there quiet, asked loud"),
    ],
)
@pytest.mark.parametrize("finished", [True, False], ids=["finished", "stopped"])
def test_the_folder_of_another_run_is_refused(tmp_path, whole, other, said, finished):
    folder = whole if finished else stopped(tmp_path / "run", 0)
    before = contents(folder)
    with pytest.raises(InputError, match="another run") as refused:
        make_run(CASE, folder, other)
    assert said in str(refused.value)
    assert contents(folder) == before


def test_the_run_of_another_version_is_refused(whole, monkeypatch):
    monkeypatch.setattr("ripeness.version.VERSION", "9.9")
    with pytest.raises(InputError, match=r"version of ripeness there .*, asked 9\.9"):
        make_run(CASE, whole, plan())


def test_a_folder_with_other_files_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("my life's work")
    with pytest.raises(InputError, match=r"other files \(thesis\.txt\)"):
        make_run(CASE, tmp_path, plan())
    (tmp_path / "thesis.txt").rename(tmp_path / "manifest.json")
    with pytest.raises(InputError, match="not the manifest of a run"):
        make_run(CASE, tmp_path, plan())
    assert (tmp_path / "manifest.json").read_text() == "my life's work"


def test_a_second_process_on_one_folder_is_refused(tmp_path, whole):
    folder = stopped(tmp_path / "run")
    with (folder / "lock").open("r+b") as lock:
        lock.write(b"4711")
        lock.flush()
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert open_run(folder).is_running
        with pytest.raises(InputError, match=r"in use by another process \(4711\)"):
            make_run(CASE, folder, plan())
    assert not open_run(folder).is_running
    make_run(CASE, folder, plan())
    assert contents(folder) == contents(whole)


# --- the disk ---


@pytest.mark.parametrize("call", ["write", "fsync", "replace"])
@pytest.mark.parametrize("after", [0, 5, 10])
def test_a_full_disk_is_told_and_the_run_goes_on_later(tmp_path, whole, monkeypatch, call, after):
    folder, left, act = tmp_path / "run", [after], getattr(os, call)

    def full(*args):
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return act(*args)

    with monkeypatch.context() as patched:
        patched.setattr(os, call, full)
        with pytest.raises(InputError, match="no space left on the disk") as told:
            make_run(CASE, folder, plan())
    assert str(folder) in str(told.value)
    assert list(folder.rglob("*.new")) == []
    make_run(CASE, folder, plan())
    assert contents(folder) == contents(whole)


def test_a_disk_that_is_full_for_the_tables_is_told(tmp_path, whole):
    folder, limits = tmp_path / "run", resource.getrlimit(resource.RLIMIT_FSIZE)

    def tell(done, draws):
        if done == draws:
            resource.setrlimit(resource.RLIMIT_FSIZE, (100, limits[1]))

    try:
        with pytest.raises(InputError, match="make room and give the same command again"):
            make_run(CASE, folder, plan(), progress=tell)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert open_run(folder).chunks_done == DRAWS // SIZE
    make_run(CASE, folder, plan())
    assert contents(folder) == contents(whole)


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot be used: not a directory"):
        make_run(CASE, tmp_path / "file" / "run", plan())
    with pytest.raises(InputError, match="cannot be used: file exists"):
        make_run(CASE, tmp_path / "file", plan())


# --- folders that somebody else has handed on ---

# what stands in a run's folder and is opened there for writing, locked, emptied or deleted
WRITTEN = ("lock", "chunks", "manifest.json", "case.json", "timings.json", "outcomes.parquet", "brief.json")


@pytest.fixture
def theirs(tmp_path):
    """A folder with files that have names as a run has them, and must stay as they are."""
    folder = tmp_path / "theirs"
    folder.mkdir()
    for name in ("00000", "00001", "00007.new", "file"):
        (folder / name).write_text("precious")
    return folder


@pytest.mark.parametrize("finished", [True, False], ids=["finished", "stopped"])
@pytest.mark.parametrize("name", WRITTEN)
def test_a_link_in_a_run_is_refused_and_what_it_leads_to_stays(tmp_path, whole, theirs, name, finished):
    folder = shutil.copytree(whole, tmp_path / "run") if finished else stopped(tmp_path / "run")
    path = folder / name
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    path.symlink_to(theirs if name == "chunks" else theirs / "file")
    with pytest.raises(InputError, match=f"{name}  is a link, which is not followed"):
        make_run(CASE, folder, plan())
    assert {path.name: path.read_text() for path in theirs.iterdir()} == dict.fromkeys(os.listdir(theirs), "precious")
    assert len(os.listdir(theirs)) == 4


def test_a_link_in_place_of_a_chunk_is_computed_again_and_not_followed(tmp_path, whole, theirs):
    folder = stopped(tmp_path / "run")
    (folder / "chunks" / "00000").unlink()
    (folder / "chunks" / "00000").symlink_to(theirs / "00000")
    with pytest.raises(InputError, match="00000  is a link"):
        make_run(CASE, folder, plan())
    assert (theirs / "00000").read_text() == "precious"


def test_a_run_is_not_written_through_a_link_to_its_folder(tmp_path, whole):
    folder = shutil.copytree(whole, tmp_path / "run")
    (tmp_path / "latest").symlink_to(folder)
    with pytest.raises(InputError, match="latest  is a link, which is not followed, expected: the folder itself"):
        make_run(CASE, tmp_path / "latest", plan())
    assert open_run(tmp_path / "latest").is_finished


@pytest.mark.parametrize("name", ["lock", "manifest.json", "case.json", "outcomes.parquet", "timings.json"])
def test_a_fifo_is_no_file_of_a_run_and_nobody_waits_for_it(tmp_path, whole, name):
    folder = shutil.copytree(whole, tmp_path / "run")
    (folder / name).unlink()
    os.mkfifo(folder / name)
    with pytest.raises(InputError, match="is a FIFO"):
        make_run(CASE, folder, plan())
    found, problems = runs_and_problems(tmp_path)
    assert len(found) + len(problems) == 1
    assert not any(run.is_running for run in found)
    for run in found:
        assert dict(run.timings).get("workers", 1) == 1


# --- damage ---


@pytest.mark.parametrize("table", ["draws", "outcomes", "curves"])
def test_no_flipped_bit_is_read(tmp_path, whole, table):
    folder, draw = shutil.copytree(whole, tmp_path / "run"), random.Random(1)
    path = folder / f"{table}.parquet"
    sound = path.read_bytes()
    run = open_run(folder)
    run.table(table)
    for _ in range(25):
        flipped = bytearray(sound)
        flipped[draw.randrange(len(sound))] ^= 1 << draw.randrange(8)
        path.write_bytes(flipped)
        with pytest.raises(InputError, match=rf"{table}\.parquet  is damaged: it has changed since it was written"):
            run.table(table)
    path.write_bytes(sound)
    run.table(table)


def test_a_table_is_read_once_in_a_process_to_be_checked(tmp_path, whole, monkeypatch):
    folder = shutil.copytree(whole, tmp_path / "run")
    for path in folder.iterdir():
        os.utime(path, (1e9, 1e9))
    # the time of change cannot be set back
    monkeypatch.setattr(of_manifest.time, "time_ns", lambda: 1 << 62)
    open_run(folder).table("outcomes")
    monkeypatch.setattr(of_manifest.hashlib, "file_digest", lambda *_: pytest.fail("read again"))
    open_run(folder).table("outcomes")


def test_a_case_that_is_not_the_one_that_was_run_is_not_read(tmp_path, whole):
    folder = shutil.copytree(whole, tmp_path / "run")
    text = (folder / "case.json").read_text()
    (folder / "case.json").write_text(text.replace("0.3", "0.4", 1))
    with pytest.raises(InputError, match=r"case\.json  is damaged: it is not the case that was run"):
        open_run(folder).case()


def spoilt_plan(**changes):
    def spoil(said):
        said["plan"] |= changes

    return spoil


def spoilt_tables(tables):
    def spoil(said):
        said["tables"] = tables

    return spoil


@pytest.mark.parametrize(
    "spoil",
    [
        spoilt_plan(draws="16"),
        spoilt_plan(draws=1 << 60),
        spoilt_plan(draws=1 << 28, chunk_draws=1),
        spoilt_plan(chunk_draws=0),
        spoilt_plan(seed=True),
        spoilt_plan(curves="some"),
        spoilt_plan(case=None),
        spoilt_plan(more=1),
        spoilt_tables({"../../etc/passwd": "0" * 64}),
        spoilt_tables({"outcomes.parquet": "0"}),
        spoilt_tables([]),
        lambda said: said.update(postures="as-is"),
        lambda said: said.pop("plan"),
        lambda said: said.update(format="ripeness run 99"),
        lambda said: said.pop("format"),
    ],
)
def test_a_manifest_that_says_what_cannot_be_is_named_and_the_run_left_out(tmp_path, whole, spoil):
    shutil.copytree(whole, tmp_path / "good")
    bad = shutil.copytree(whole, tmp_path / "bad")
    said = json.loads((bad / "manifest.json").read_text())
    spoil(said)
    (bad / "manifest.json").write_text(json.dumps(said))
    found, problems = runs_and_problems(tmp_path)
    assert [run.folder.name for run in found] == ["good"]
    assert [each.file for each in problems] == [str(bad / "manifest.json")]
    assert "is not the manifest of a run" in problems[0].message


@pytest.mark.parametrize("text", [b"[" * 100_000, b'{"a": 1e999}', b'{"a": "\xff"}', b"", b'{"a": NaN}'])
def test_a_manifest_that_cannot_be_read_is_named_and_the_run_left_out(tmp_path, whole, text):
    shutil.copytree(whole, tmp_path / "good")
    bad = shutil.copytree(whole, tmp_path / "bad")
    (bad / "manifest.json").write_bytes(text)
    found, problems = runs_and_problems(tmp_path)
    assert [run.folder.name for run in found] == ["good"]
    assert [each.file for each in problems] == [str(bad / "manifest.json")]
    # what tells when and how long is not needed
    (tmp_path / "good" / "timings.json").write_bytes(text)
    assert open_run(tmp_path / "good").timings == {}


# --- listing ---


def test_runs_are_listed_wherever_they_lie_below(tmp_path, whole):
    (tmp_path / "deep" / "er").mkdir(parents=True)
    os.symlink(whole, tmp_path / "linked")
    stopped(tmp_path / "deep" / "er" / "run", 4)
    (tmp_path / "manifest").mkdir()
    (tmp_path / "manifest" / "manifest.json").write_text("{}")
    assert [run.folder for run in list_runs(tmp_path)] == [tmp_path / "deep" / "er" / "run"]
    assert [run.folder for run in list_runs(whole)] == [whole]
    assert list_runs(tmp_path / "manifest") == ()
    with pytest.raises(InputError, match="no such folder"):
        list_runs(tmp_path / "nowhere")
    with pytest.raises(InputError, match="holds no run"):
        open_run(tmp_path)
