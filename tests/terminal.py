"""Ripeness as a person at a terminal has it: commands called, pages read, golden cases to ask about."""

import io
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from builders import assessed
from ripeness.answer.result import Assessment
from ripeness.case.read.load import load
from ripeness.cli import main

GOLDEN = Path(__file__).parent / "golden"
EXAMPLE = str(GOLDEN / "example.yaml")
# not the readings: each of them fixes numbers that every answer shows alike
NAMES = sorted(path.stem for path in GOLDEN.glob("*.yaml") if not path.stem.startswith("reading-"))
ESCAPE = re.compile(r"\x1b(?:\[[0-9;?]*[A-Za-z]|\][^\x07\x1b]*(?:\x07|\x1b\\))")
COLOUR = re.compile(r"\x1b\[(?:\d+;)*(?:3|4|9|10)[0-9](?:;\d+)*m")
ABOUT_TERMINALS = ("FORCE_COLOR", "NO_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE", "COLUMNS", "LINES", "RIPENESS_DEBUG")

each_golden = pytest.mark.parametrize("name", NAMES)


@cache
def golden(name: str) -> Assessment:
    """The answer to a golden case, computed once for all tests."""
    return assessed(load(GOLDEN / f"{name}.yaml"))


def environment(**more: str) -> dict[str, str]:
    """The variables of this process without any that says something of terminals, and some more."""
    return {name: value for name, value in os.environ.items() if name not in ABOUT_TERMINALS} | {"TERM": "xterm"} | more


def call(*args: str, **env: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a command, run inside this process."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    with (
        patch.dict(os.environ, environment(**env), clear=True),
        patch.object(sys, "argv", ["ripeness", *args]),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 1 if stop.code else 0
    return code, out.getvalue(), err.getvalue()


def started(*args: str, program: str = "", **env: str) -> "subprocess.Popen[str]":
    """The installed program, in a process and group of its own; for what only real streams and signals show.

    Another `program` finds it in `RIPENESS`.
    """
    installed = shutil.which("ripeness", path=str(Path(sys.executable).parent))
    assert installed, "ripeness is not installed beside this Python"
    pipe = subprocess.PIPE

    def heeding_interrupts() -> None:
        # a shell has what it starts in the background ignore them, and children inherit that
        signal.signal(signal.SIGINT, signal.default_int_handler)

    return subprocess.Popen(
        [program or installed, *args],
        stdout=pipe,
        stderr=pipe,
        text=True,
        env=environment(RIPENESS=installed, **env),
        start_new_session=True,
        preexec_fn=heeding_interrupts,
    )


def page(show: Callable[..., Any], *args: Any, width: int = 120, **env: str) -> str:
    """What a function shows on a terminal so many columns wide, without escapes."""
    return ESCAPE.sub("", raw_page(show, *args, width=width, **env))


def raw_page(show: Callable[..., Any], *args: Any, width: int = 120, **env: str) -> str:
    """What a function shows on a terminal so many columns wide, escapes included."""
    out = io.StringIO()
    seen = environment(FORCE_COLOR="1", COLUMNS=str(width), **env)
    with patch.dict(os.environ, seen, clear=True), redirect_stdout(out):
        show(*args)
    return out.getvalue()


def words(text: str) -> str:
    """The text in one line, so that a break between words does not hide a sentence."""
    return " ".join(text.split())


def empty_sections(raw: str) -> list[str]:
    """The headings of a page, escapes included, that have nothing below them."""
    lines = [(ESCAPE.sub("", line).strip(), "\x1b[1;36m" in line) for line in raw.splitlines()]
    assert any(is_heading for text, is_heading in lines if text), "no headings are to be seen"
    # a heading that is wrapped is one
    told = [
        line
        for before, line in zip([("", False), *lines], lines, strict=False)
        if line[0] and not (line[1] and before[1] and before[0])
    ]
    after = [*told[1:], ("", True)]
    return [text for (text, is_heading), (_, then) in zip(told, after, strict=True) if is_heading and then]


def row(text: str, *begins: str) -> list[str]:
    """The cells of the first line of a table that begins with these."""
    for line in text.splitlines():
        cells = re.split(r"\s{2,}", line.strip())
        if tuple(cells[: len(begins)]) == begins:
            return cells[len(begins) :]
    raise AssertionError(f"no row begins with {begins}")
