"""Every command, by itself: what it does where its output cannot be written, closed or full."""

import json
import sys
from pathlib import Path
from unittest.mock import patch

import pytest
import typer

from builders import quiet
from needs import needs
from ripeness.cli import main
from ripeness.cli.app import app
from terminal import EXAMPLE, started


def commands(group: object, before: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The words that call each command of the help page, and of the pages below it."""
    found = getattr(group, "commands", None)
    if found is None:
        return [before]
    return [words for name, each in found.items() for words in commands(each, (*before, name))]


COMMANDS = commands(typer.main.get_command(app))
QUICK = [
    ("cases",),
    ("show", EXAMPLE),
    ("check", EXAMPLE),
    ("schema",),
    ("deals", EXAMPLE),
    ("deals", EXAMPLE, "--json"),
    ("assess", EXAMPLE),
    ("assess", EXAMPLE, "--json"),
    ("runs",),
    ("runs", "--json"),
    ("data", "list"),
    ("forecasts", "score"),
    ("--version",),
    ("--help",),
]


def ended(args: tuple[str, ...], output: object) -> tuple[int, str]:
    """Exit code and standard error of a command that has this for its standard output."""
    said: list[str] = []

    class Err:
        def write(self, text: str) -> int:
            said.append(text)
            return len(text)

        def flush(self) -> None: ...

    with (
        patch.object(sys, "argv", ["ripeness", *args]),
        patch.object(sys, "stdout", output),
        patch.object(sys, "stderr", Err()),
    ):
        try:
            main()
        except SystemExit as stop:
            return int(stop.code or 0), "".join(said)
    return 0, "".join(said)


def test_all_commands_are_found():
    assert {("assess",), ("query",), ("history", "claims"), ("forecasts", "score")} <= set(COMMANDS)


@needs("device:/dev/full")
@pytest.mark.parametrize("args", [*((*words, "--help") for words in COMMANDS), *QUICK], ids=" ".join)
def test_a_full_output_is_told_as_it_is(args: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    with open("/dev/full", "w") as full:
        code, err = ended(args, full)
    assert (code, err) == (2, "standard output  cannot be written: No space left on device\n")


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_closed_output_is_told_before_anything_is_computed(words: tuple[str, ...]):
    assert ended((*words, "--help"), None) == (
        2,
        "standard output  is closed, expected: a terminal, a pipe or a file\n",
    )


@pytest.mark.parametrize(
    ("shell", "code", "err"),
    [
        ("exec {} cases >&-", 2, "standard output  is closed, expected: a terminal, a pipe or a file\n"),
        ("exec {} cases >&- 2>&-", 2, ""),
        ("exec {} check nothing 2>&- >/dev/null", 2, ""),
        ("exec {} check nothing 2>/dev/full", 2, ""),
        ("exec {} cases <&- >/dev/null", 0, ""),
        ("exec {} schema >/dev/full", 2, "standard output  cannot be written: No space left on device\n"),
        ("{} schema | head -1 >/dev/null", 0, ""),
        ("mkdir gone; cd gone; rmdir ../gone; exec {} cases", 2,
         "the folder that you are in  has been deleted, expected: cd to a folder that exists\n"),
        ("unset HOME; LANG=C LC_ALL=C PYTHONIOENCODING=ascii PYTHONUTF8=0 TERM=dumb exec {} show case.yaml >/dev/null",
         0, ""),
    ],
)  # fmt: skip
def test_odd_streams_and_surroundings(shell: str, code: int, err: str, tmp_path: Path):
    data = quiet({"parties.ann.name": "Ánn → ‎آن", "title": "Ž"})
    (tmp_path / "case.yaml").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    process = started("-c", f"cd {tmp_path}; " + shell.replace("{}", "$RIPENESS"), program="/bin/sh")
    _, said = process.communicate(timeout=120)
    assert (process.returncode, said) == (code, err)
