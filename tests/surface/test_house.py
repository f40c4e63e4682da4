"""How the code is kept: functions that can be read at once, and no exception that is no longer needed."""

import ast
import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator

import pytest

from needs import ROOT

LONGEST = 60
# those that are longer, by file, with a reason here
TOO_LONG: dict[str, set[str]] = {}
LINT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]["lint"]


def functions() -> Iterator[tuple[str, str, int]]:
    """File, name and number of lines of every function, decorators apart."""
    for path in sorted((ROOT / "src").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield path.relative_to(ROOT).as_posix(), node.name, (node.end_lineno or 0) - node.lineno + 1


def test_no_function_is_longer_than_a_page_but_those_named():
    long: dict[str, set[str]] = {}
    for path, name, lines in functions():
        if lines > LONGEST:
            long.setdefault(path, set()).add(name)
    # one that has become shorter is no exception any more
    assert long == TOO_LONG


@pytest.mark.parametrize("path", [path for path, rules in LINT["per-file-ignores"].items() if rules == ["C901"]])
def test_an_exception_from_the_limit_of_branches_is_still_needed(path):
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "C901", "--output-format", "json"]
    limit = f"lint.mccabe.max-complexity={LINT['mccabe']['max-complexity']}"
    done = subprocess.run([*command, "--config", limit, str(ROOT / path)], capture_output=True, text=True)
    assert json.loads(done.stdout), f"{path} needs no exception from C901 any more"


def test_the_limit_of_branches_holds():
    assert "C901" in LINT["select"]
    assert LINT["mccabe"]["max-complexity"] <= 10
