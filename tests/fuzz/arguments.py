"""Arguments that are hostile: paths that are no files, names that are too long, numbers that are none."""

import json
import os
from pathlib import Path
from random import Random

from builders import quiet
from fuzz.inputs import Command, Input
from fuzz.mutations import HOSTILE

PATHS = (
    "x" * 300, "x" * 250, "x" * 255 + ".yaml", "d/" * 3000 + "x", "a\udcffb", "a\udcffb.yaml",
    "d/" * 100 + "x", "\udcff/x.yaml", "", " ", ".", "-", "~",
    "folder", "folder/", "folder/x.yaml", "nowhere/x.yaml", "case.yaml/x", "case.yaml/",
    "pipe", "loop", "loop/x", "dangling", "closed", "closed/x.yaml", "unreadable.yaml", "empty.yaml", "binary.yaml",
    "socket",
    "null", "full", "zero", "null/x", "folder/../case.yaml",
    "😀.yaml", "אבג.yaml", "\u202ex.yaml", "a\nb.yaml", "a\tb", "\x1b[2J", "[bold]x[/bold]", "%s%n", "$(x)", "*",
    "case.yaml",
    "CASE.YAML", "case", "http://localhost:9/x", "file:///etc/passwd", "x.html", "x.md", "x.json", "x.pdf.md",
    "x.csv", ".x", "x.",
    "nul\0l", "iran-us-2002",
)  # fmt: skip
# only where nothing is written
READ = (*PATHS, "/dev/null", "/dev/full", "/dev/zero", "/proc/self/mem", "/proc/self/environ", "/proc/self/fd/0")
WORDS = (
    *(each for each in HOSTILE if len(each) < 5000),
    "-1",
    "0",
    "1",
    "1e5",
    "field=shared",
    "=",
    "==",
    "a=",
    "=b",
    "\udcff",
    "\0",
)
FIELDS = ("parties.ann.pride", "horizon", "parties", "issues.field.options", "dynamics.incident", "title", "id",
          "parties.ann", "", ".", "a..b", "parties.ann.salience.field", "²", "x" * 300, "as_of", "postures.x",
          "linkages.0", "linkages.9", "claims")  # fmt: skip

# P: a path, R: one that is only read, W: a word, S: what --set takes
_LINES = """
check R
check R
show R
assess R
new P
new P --title W
import R -o P
import folder -o P
why case.yaml W
why case.yaml field=W
why R field=shared
deals R
deals case.yaml --csv P
deals case.yaml --epsilon W
deals case.yaml --set S
show W
assess case.yaml --set S
why case.yaml field=shared --set S
assess case.yaml --draws W --workers 1
assess case.yaml --draws 8 --seed W --claims W --workers 1
assess case.yaml --workers W
assess case.yaml --out P
runs P
runs P --json
query W --root P
brief R -o P
brief folder -o P
brief case.yaml -o P/x.md
forecasts list --register R
forecasts score --register R
forecasts resolve W W --register P
forecasts add W W --question W --rule W --horizon W
forecasts add x 0.5 --question Q --rule R --horizon 2090-01-01 --register P
forecasts add x 0.5 --question W --rule W --horizon 2090-01-01 --crowd W --made W --seed W --note W
forecasts resolve x yes --date W
site P -o P
site folder -o P
site folder -o site --url W --week-to W --from W --title W
history base-rates --like R
history calibrate R
W
W W
check
assess --W
data status --data P
history analogues R --data P
cases W
schema W
import folder -o x.yaml --grid W
deals case.yaml --chart P
forecasts score --forecastbench R
history backtest --data P
history claims --data P
"""
TEMPLATES = tuple(tuple(line.split()) for line in _LINES.strip().splitlines())


def arguments(rng: Random, at: Path) -> Input:
    """A command with hostile arguments, in a folder that holds the things that they name."""
    _furnish(at)
    return Input((_filled(rng, rng.choice(TEMPLATES)),))


def _filled(rng: Random, template: Command) -> Command:
    made = {"P": lambda: rng.choice(PATHS), "R": lambda: rng.choice(READ), "W": lambda: rng.choice(WORDS),
            "S": lambda: f"{rng.choice(FIELDS)}={rng.choice(WORDS)}"}  # fmt: skip
    filled: list[str] = []
    for part in template:
        ready = made[part]() if part in made else part
        if part.endswith(("=W", "--W")):
            ready = part[:-1] + rng.choice(WORDS)
        elif part.startswith("P/"):
            ready = rng.choice(PATHS) + part[1:]
        filled.append(ready)
    return tuple(filled)


def _furnish(at: Path) -> None:
    (at / "case.yaml").write_text(json.dumps(quiet()), encoding="utf-8")
    (at / "folder").mkdir()
    os.mkfifo(at / "pipe")
    (at / "loop").symlink_to("loop")
    (at / "dangling").symlink_to("not-there")
    for device in ("null", "full", "zero"):
        (at / device).symlink_to(f"/dev/{device}")
    (at / "closed").mkdir(mode=0)
    (at / "unreadable.yaml").touch(mode=0)
    (at / "empty.yaml").touch()
    (at / "binary.yaml").write_bytes(bytes(range(256)))
