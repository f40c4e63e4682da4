"""Making inputs from a seed and a number, and giving their commands: what is found can be made again."""

import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

from fuzz.arguments import arguments
from fuzz.case_files import case_file, extreme_case, small
from fuzz.import_folders import import_folder
from fuzz.inputs import Command, Input, Maker
from fuzz.kept_runs import finished, halted, kept_run, resumed_run
from fuzz.limits import LIMITS, Limits, answer_of, slowness, working_in
from fuzz.questions import question
from fuzz.registers import register
from terminal import call

# how many of a hundred inputs; the cheap ones are the most
KINDS: Mapping[str, tuple[int, Maker]] = {
    "case": (36, case_file),
    "extreme": (3, extreme_case),
    "import": (22, import_folder),
    "run": (16, kept_run),
    "resumed": (1, resumed_run),
    "register": (12, register),
    "arguments": (8, arguments),
    "question": (2, question),
}


@dataclass(frozen=True)
class Found:
    """An input that broke a limit: its place, its kind, the command, and what went wrong."""

    seed: int
    index: int
    kind: str
    command: Command
    fault: str

    def __str__(self) -> str:
        """How to make it again, and what went wrong."""
        said = " ".join(part if len(part) < 80 else f"{part[:77]}…" for part in self.command)
        again = f"python -m fuzz --seed {self.seed} --index {self.index}"
        return f"{again}  ({self.kind})\n  ripeness {said!r}\n  {self.fault}"


def prepare() -> None:
    """Make what inputs are made from, and compile what commands compute with, so that no input pays for it."""
    finished()
    halted()
    slowness()
    with tempfile.TemporaryDirectory() as folder:
        case = Path(folder) / "case.yaml"
        case.write_text(json.dumps(small()[-1]), encoding="utf-8")
        for command in ("assess", "deals"):
            code, _, error = call(command, str(case))
            assert code == 0, error


def kind_of(seed: int, index: int, only: str | None = None) -> str:
    """The kind of the input with this number."""
    if only:
        return only
    of = Random(f"{seed}:{index}:kind")
    return of.choices([*KINDS], [share for share, _ in KINDS.values()])[0]


def made(seed: int, index: int, folder: Path, only: str | None = None) -> Input:
    """The input with this number, in a folder that is empty."""
    kind = kind_of(seed, index, only)
    return KINDS[kind][1](Random(f"{seed}:{index}:{kind}"), folder)


def tried(seed: int, index: int, only: str | None = None, limits: Limits = LIMITS) -> Found | None:
    """Give the commands of an input in a folder of its own; what goes wrong first, or None."""
    folder = Path(tempfile.mkdtemp(prefix="ripeness-fuzz-"))
    try:
        return _tried(seed, index, folder, only, limits)
    finally:
        _removed(folder)


def _tried(seed: int, index: int, folder: Path, only: str | None, limits: Limits) -> Found | None:
    given = made(seed, index, folder, only)
    kind = kind_of(seed, index, only)
    with working_in(folder):
        answers = [answer_of(command, limits) for command in given.commands]
        for command, answer in zip(given.commands, answers, strict=True):
            if answer.fault:
                return Found(seed, index, kind, command, answer.fault)
        if fault := given.inspect(answers):
            return Found(seed, index, kind, given.commands[-1], fault)
    return None


def kept(found: Found, folder: Path, only: str | None = None) -> Path:
    """Keep an input that was found as it was before its command, with the command beside it."""
    at = folder / f"{found.seed}-{found.index}"
    if at.exists():
        _removed(at)
    (at / "input").mkdir(parents=True)
    made(found.seed, found.index, at / "input", only)
    (at / "found.txt").write_text(f"{found}\n{found.command!a}\n", encoding="utf-8", errors="backslashreplace")
    return at


def _removed(folder: Path) -> None:
    for path in folder.rglob("*"):
        if not path.is_symlink() and path.is_dir():
            path.chmod(0o700)
    shutil.rmtree(folder)
