"""Damaged registers of forecasts, and registers written by hand in every way that YAML has."""

import os
from collections.abc import Sequence
from pathlib import Path
from random import Random

from fuzz.inputs import Command, Input
from fuzz.limits import Answer
from fuzz.mutations import HOSTILE, mutated_file, mutated_text
from ripeness.errors import InputError
from ripeness.forecasts.register import load

IDS = ("strait", "2027", "2024-01-01", "'2027'", "0x10", "1e3", "yes", "null", '"null"', "a:b", "1_000", "true",
       "x.war", "a-b")  # fmt: skip
BLOCK = (
    "    question: Is it closed?  # by anybody\n    probability: 0.10\n    made: 2026-01-01\n    horizon: 2026-12-31\n"
    "\n    # the rule\n    rule: 'Yes if no ship passes.'\n    recorded: 2026-01-01\n",
    "      question: >-\n        Is it\n        closed?\n      probability: 1\n      made: 2020-01-01\n"
    "      horizon: 2020-12-31\n      rule: |\n        A rule\n        in lines\n      recorded: 2020-01-01\n"
    "      origin: {case: x, seed: 1, changes: [parties.us.pride=1]}\n",
    "    {question: Q?, probability: .5, made: 2026-01-01, horizon: 2026-12-31, rule: Yes, recorded: 2026-01-02}\n",
    "    question: Q\n    probability: 0\n    made: 2026-01-01\n    horizon: 2026-12-31\n    rule: R\n"
    "    recorded: 2026-01-01\n    outcome: no\n    resolved: 2026-02-01\n",
    "    outcome: yes\n    resolved: 2026-02-01\n    question: Q\n    probability: 1e-3\n    made: 2026-01-01\n"
    "    horizon: 2026-12-31\n    rule: R\n    recorded: 2026-01-01\n    corrections:\n    - outcome: no\n"
    "      resolved: 2026-01-05\n      reason: 'misread'\n",
)  # fmt: skip


def _text(rng: Random) -> str:
    ids = rng.sample(IDS, rng.choice((1, 2, 3, 5)))
    body = "".join(f"  {rng.choice(('', '', '# a comment' + chr(10) + '  '))}{id}:\n{rng.choice(BLOCK)}" for id in ids)
    head = rng.choice(("schema: 1\n", "# kept\nschema: 1\n", "---\nschema: 1\n"))
    text = head + "forecasts:\n" + body + rng.choice(("", "", "# the end\n", "\n\n", "...\n"))
    return rng.choice((text, text, text, text.replace("\n", "\r\n"), text.rstrip("\n"), "\ufeff" + text))


def register(rng: Random, at: Path) -> Input:
    """A register, damaged or not, read, scored, added to or given outcomes; whatever is refused stays as it is."""
    file, precious = at / "forecasts.yaml", at / "precious"
    text, which = _text(rng), rng.random()
    if which < 0.3:
        file.write_bytes(text.encode())
    elif which < 0.9:
        file.write_bytes(mutated_text(rng, text))
    elif which < 0.93:
        file.write_text(rng.choice(("schema: 1\n", "schema: 1\nforecasts:\n", "schema: 1\nforecasts: {}\n", "", "\n",
        "# x\n",
                                    "{schema: 1, forecasts: {}}", "schema: 1\nforecasts: ~")))  # fmt: skip
    else:
        precious.mkdir()
        (precious / "precious.json").write_text('{"kept": true}', encoding="utf-8")
        file.write_bytes(text.encode())
        mutated_file(rng, file, precious)
    before = _bytes(file)
    return Input((_command(rng),), lambda answers: _wrong(file, before, answers))


def _command(rng: Random) -> Command:
    which = rng.random()
    id = rng.choice(IDS).strip("'\"") if which > 0.05 else rng.choice(HOSTILE).replace("\0", "")
    if which < 0.1:
        return rng.choice((("forecasts", "list"), ("forecasts", "list", "--json")))
    if which < 0.2:
        return rng.choice((("forecasts", "score"), ("forecasts", "score", "--json")))
    if which < 0.35:
        said = ("--question", "Q: #?", "--rule", rng.choice(("R", "a\nb", "'", "x" * 300, "😀 אבג", "- y")))
        return "forecasts", "add", rng.choice((id, "new", "2030")), "0.25", "--horizon", "2090-01-01", *said
    more = ("--correct", rng.choice(("a: b # c", "why", "\u202e", "'\"\\"))) if which > 0.8 else ()
    return "forecasts", "resolve", *more, "--", id, rng.choice(("yes", "no", "void"))


def _bytes(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() and os.access(file, os.R_OK) else None


def _wrong(file: Path, before: bytes | None, answers: Sequence[Answer]) -> str | None:
    """What a command has done to a register that it should not have done."""
    (answer,) = answers
    now = _bytes(file)
    if before is None:
        return None
    if answer.code:
        return None if now == before else "refused, but the register has changed"
    if now == before:
        return None
    try:
        load(file)
    except InputError as error:
        return f"the register can no longer be read: {error}"
    return None if now is not None and _is_more_of(before, now) else "the register's own bytes have changed"


def _is_more_of(before: bytes, now: bytes) -> bool:
    """Whether all lines of one stand in the other, in their order, but for the outcome of an entry."""
    rest = iter(now.replace(b"\r\n", b"\n").splitlines())
    return all(any(_same(line, other) for other in rest) for line in before.replace(b"\r\n", b"\n").splitlines())


def _same(line: bytes, other: bytes) -> bool:
    return line == other or line.strip().startswith((b"outcome:", b"resolved:", b"corrections:", b"{", b"forecasts:"))
