"""The harness sees what it is for: planted faults are found, each as what it is."""

import os
import time
import warnings
from contextlib import suppress

import pytest
import typer

from fuzz import harness
from fuzz.harness import kept, tried
from fuzz.inputs import Input
from fuzz.limits import Limits, answer_of, own_time, slowness
from ripeness.cli.app import app

SHORT = Limits(seconds=0.1, mebibytes=20)


@pytest.fixture
def planted():
    """Puts a function among the commands, as `planted`."""

    def plant(function):
        app.command("planted")(function)

    before = len(app.registered_commands)
    yield plant
    del app.registered_commands[before:]


def raising():
    raise KeyError("planted")


def sleeping():
    time.sleep(60)


def reckoning():
    while True:
        with suppress(Exception):
            sum(range(1000))


def waiting():
    read, write = os.pipe()
    try:
        os.read(read, 1)
    finally:
        os.close(read), os.close(write)


def allocating():
    assert len(b"x" * (60 << 20))


def allocating_without_end():
    gathered = []
    while True:
        gathered.append(b"x" * (1 << 20))


def warning():
    warnings.warn("overflow encountered", RuntimeWarning, stacklevel=1)


def telling_of_source():
    typer.echo('File "x.py:12"', err=True)


def stopping_with_1():
    raise typer.Exit(1)


def refusing_without_a_word():
    raise typer.Exit(2)


@pytest.mark.parametrize(
    ("function", "fault"),
    [
        (raising, "ends with 1: This is a fault of ripeness"),
        (sleeping, "takes more than 0.1 s"),
        (reckoning, "takes more than 0.1 s"),
        (waiting, "takes more than 0.1 s"),
        (allocating, "takes 6"),
        (allocating_without_end, "ends with 1"),
        (warning, "warns: RuntimeWarning: overflow"),
        (telling_of_source, "shows our code"),
        (stopping_with_1, "ends with 1"),
        (refusing_without_a_word, "ends with 2 and says nothing"),
    ],
)
def test_a_planted_fault_is_found(planted, function, fault):
    planted(function)
    limits = Limits(seconds=20, mebibytes=20) if "alloc" in function.__name__ else SHORT
    assert (answer_of(("planted",), limits).fault or "none").startswith(fault)


def test_a_command_within_the_limits_has_no_fault(planted):
    planted(lambda: typer.echo("all is well"))
    answer = answer_of(("planted",), Limits(seconds=20, mebibytes=20))
    assert (answer.fault, answer.code, answer.out) == (None, 0, "all is well\n")


def test_what_is_found_is_kept_as_it_was_and_made_again(planted, monkeypatch, tmp_path):
    def make(rng, folder):
        (folder / "file").write_text(str(rng.random()))
        return Input((("planted",),))

    def spoiling():
        with open("file", "w") as file:
            file.write("spoilt")
        raise KeyError("planted")

    planted(spoiling)
    monkeypatch.setattr(harness, "KINDS", {"case": (1, make)})
    found = tried(3, 14)
    assert found
    assert str(found).startswith("python -m fuzz --seed 3 --index 14  (case)")
    at = kept(found, tmp_path)
    assert float((at / "input" / "file").read_text()) < 1
    assert "KeyError: 'planted'" in (at / "found.txt").read_text()


def test_what_else_must_hold_is_told(planted, monkeypatch):
    planted(lambda: None)
    of = Input((("planted",),), lambda answers: f"ended with {answers[0].code}, and a file has changed")
    monkeypatch.setattr(harness, "KINDS", {"case": (1, lambda rng, folder: of)})
    found = tried(1, 1)
    assert found
    assert found.fault == "ended with 0, and a file has changed"


def test_the_clock_counts_sleep():
    start = own_time()
    time.sleep(0.05)
    assert own_time() - start >= 0.04
    assert slowness() >= 1
