"""What a run of the tests says of those that it left out: nothing is skipped without a word."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from needs import AXE_VERSION, NEEDS, REQUIRE, ROOT
from ripeness.render.needs import FONT, LIBRARIES

TESTS = ROOT / "tests"
CI = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
# what no machine can be made to have: data that are not ours to give
NOT_OURS = {"data", "domains"}
SAMPLE = """
import pytest
from needs import need, needs

@needs("axe")
@pytest.mark.parametrize("n", range(3))
def test_axe(n): pass

@needs("data")
def test_data(): pass

@needs("domains:small")
def test_domains(): pass

def test_inside(): need("data", "nowhere")

@needs("browser")
def test_fixtures_are_not_made(broken): pass

@pytest.fixture
def broken(): raise AssertionError

def test_here(): pass
"""


def ran(folder: Path, *args: str, **env: str) -> tuple[int, str]:
    """Exit code and output of pytest on the sample, with our hooks, on a machine that has the data alone."""
    (folder / "test_sample.py").write_text(SAMPLE, encoding="utf-8")
    (folder / "data").mkdir()
    nothing = {"PATH": str(folder), "RIPENESS_AXE": str(folder / "no.js"), "RIPENESS_DATA": str(folder / "data")}
    shared = {"RIPENESS_SHARED": str(folder / "shared"), "PYTHONPATH": str(TESTS), REQUIRE: ""}
    command = [sys.executable, "-m", "pytest", "-q", "-c", os.devnull, "-p", "needs", "-p", "no:cacheprovider", *args]
    done = subprocess.run(
        [*command, f"--rootdir={folder}", str(folder)],
        env=os.environ | nothing | shared | env,
        capture_output=True,
        text=True,
        cwd=folder,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["0", "2"])
def test_the_end_names_what_was_left_out_and_how_to_have_it(tmp_path, workers):
    code, out = ran(tmp_path, "-n", workers)
    assert code == 0
    end = out[out.index("left out: 6 of the tests") :]
    assert re.search(rf"^    3  there is no \S+no\.js: npm install .*axe-core@{AXE_VERSION}", end, re.MULTILINE)
    assert re.search(r"^    1  (Chromium|playwright) is not installed: \w+", end, re.MULTILINE)
    assert re.search(r"^    1  there is no folder \S+shared/domains: RIPENESS_SHARED names", end, re.MULTILINE)
    assert re.search(r"^    1  there is no folder \S+data/nowhere: RIPENESS_DATA names", end, re.MULTILINE)
    assert re.search(r"read outside of the repository =+\n    1  \S+/data$", end, re.MULTILINE)
    assert "2 passed, 6 skipped" in end


def test_what_is_required_fails_where_it_is_missing(tmp_path):
    code, out = ran(tmp_path, RIPENESS_REQUIRE="axe, domains")
    assert code == 1
    assert len(re.findall(rf"{REQUIRE} names axe, but there is no \S+no\.js: npm install", out)) >= 3
    assert f"{REQUIRE} names domains, but there is no folder" in out
    assert "2 passed, 2 skipped, 4 errors" in out


def test_a_requirement_that_nothing_answers_to_is_refused(tmp_path):
    code, out = ran(tmp_path, RIPENESS_REQUIRE="axe,chrome")
    assert code == pytest.ExitCode.USAGE_ERROR
    assert f"{REQUIRE} names chrome, expected: axe, brief," in out


@pytest.mark.parametrize("name", NEEDS)
def test_some_test_needs_it(name):
    mentioned = re.compile(rf"\bneeds?\((?:[^()]*, )?f?\"{name}\b")
    assert any(
        mentioned.search(path.read_text(encoding="utf-8")) for path in TESTS.rglob("*.py") if path != Path(__file__)
    )


def skips(path: Path) -> list[str]:
    """Where a file skips a test, or expects it to fail, by other ways than ours."""
    others = {"skip", "skipif", "importorskip", "xfail"}
    found = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return [f"{path.name}:{e.lineno}" for e in found if isinstance(e, ast.Attribute) and e.attr in others]


def test_no_test_is_skipped_in_another_way():
    assert [found for path in TESTS.rglob("*.py") if path != TESTS / "needs.py" for found in skips(path)] == []
    assert len(skips(TESTS / "needs.py")) == 1


def test_ci_requires_all_that_can_be_installed():
    named = re.search(rf"export {REQUIRE}=(\S+)", CI)
    assert named
    assert set(named[1].split(",")) == set(NEEDS) - NOT_OURS


def test_the_page_of_commands_names_what_a_pdf_needs():
    command = f"apt-get install {' '.join(package for _, package in (*LIBRARIES.values(), FONT))}"
    assert command in " ".join((ROOT / "docs" / "commands.md").read_text(encoding="utf-8").split())


def test_ci_installs_what_a_pdf_and_the_browser_need():
    wanted = {package for _, package in (*LIBRARIES.values(), FONT)} | {"chromium", "npm"}
    assert wanted <= set(re.findall(r"missing\+=\(([^)]*)\)", CI))
    assert f"\naxe={AXE_VERSION}\n" in CI
