"""Damaged runs on the disk."""

import atexit
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path
from random import Random

import pytest

from ensembles import CASE, HaltError, stop_at
from fuzz.inputs import Command, Input
from fuzz.mutations import mutated_file, other_than_file
from ripeness.ensemble.storage.runs import make_run, plan_of
from terminal import call

FILES = ("manifest.json", "case.json", "timings.json", "brief.json", "draws.parquet", "outcomes.parquet",
         "curves.parquet", "lock")  # fmt: skip
QUESTIONS = (
    "select count(*), avg(war) from outcomes",
    "select * from draws",
    "select * from curves",
)
DRAWS = 16
AGAIN = ("--draws", str(DRAWS), "--workers", "1", "--quiet", "--claims", "0", "--out", "desk/run")


def _folder() -> Path:
    """A folder that lasts as long as the process."""
    folder = tempfile.mkdtemp(prefix="ripeness-fuzz-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


@cache
def finished() -> Path:
    """A finished run with its brief, made once in a process."""
    base = _folder() / "run"
    make_run(CASE, base, plan_of(CASE, DRAWS, seed=1))
    code, _, error = call("brief", str(base), "-o", str(base.parent / "brief.json"))
    assert code == 0, error
    return base


@cache
def halted() -> Path:
    """A run that was stopped half-way."""
    base = _folder() / "run"
    with pytest.raises(HaltError):
        make_run(CASE, base, plan_of(CASE, DRAWS, seed=1), progress=stop_at(DRAWS // 2))
    return base


def kept_run(rng: Random, at: Path) -> Input:
    """A run of which one or two files are damaged, listed, asked, or made a brief of; nothing beside it may change."""
    run, precious = at / "desk" / "run", at / "precious"
    is_whole = rng.random() < 0.85
    shutil.copytree(finished() if is_whole else halted(), run)
    precious.mkdir()
    (precious / "precious.json").write_text('{"kept": true}', encoding="utf-8")
    names = [name for name in (*FILES, "chunks") if (run / name).exists()]
    for name in rng.sample(names, rng.choice((1, 1, 1, 2))):
        path = run / name
        if path.is_dir():
            _damage_chunks(rng, path, precious)
        else:
            mutated_file(rng, path, precious)
    if rng.random() < 0.1:
        other_than_file(rng, run / rng.choice(("chunks", "every_curve.parquet", "case.json.new", "x")), precious)
    return Input((_command(rng, is_whole),), lambda _: _changed(precious))


def _command(rng: Random, is_whole: bool) -> Command:
    which = rng.random()
    if which < 0.4 or not is_whole:
        return rng.choice((("runs", "desk"), ("runs", "desk", "--json")))
    if which < 0.5:
        return "query", rng.choice(QUESTIONS), "--root", "desk", "--json"
    since = ("--since", "desk/run") if rng.random() < 0.1 else ()
    return "brief", "desk/run", "-o", f"brief.{rng.choice(('md', 'json'))}", *since


def resumed_run(rng: Random, at: Path) -> Input:
    """A damaged run that its own command goes on with."""
    run, precious = at / "desk" / "run", at / "precious"
    shutil.copytree(halted() if rng.random() < 0.7 else finished(), run)
    precious.mkdir()
    (precious / "precious.json").write_text('{"kept": true}', encoding="utf-8")
    shutil.copy(run / "case.json", at / "case.yaml")
    name = rng.choice([name for name in (*FILES, "chunks", "chunks", "chunks") if (run / name).exists()])
    if name == "chunks":
        _damage_chunks(rng, run / name, precious)
    else:
        mutated_file(rng, run / name, precious)
    return Input((("assess", "case.yaml", *AGAIN),), lambda _: _changed(precious))


def _damage_chunks(rng: Random, chunks: Path, precious: Path) -> None:
    if rng.random() < 0.4:
        other_than_file(rng, chunks, precious)
    else:
        mutated_file(rng, rng.choice(sorted(chunks.iterdir())), precious)


def _changed(precious: Path) -> str | None:
    """What has happened to a folder that only links lead to."""
    if os.listdir(precious) != ["precious.json"]:
        return f"a link was followed: {sorted(os.listdir(precious))}"
    if (precious / "precious.json").read_text(encoding="utf-8") != '{"kept": true}':
        return "a link was followed, and what it leads to was written over"
    return None
