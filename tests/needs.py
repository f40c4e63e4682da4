"""What tests need beyond the package: asked for here alone, so that a run can say what it left out, and how to have it.

A test says `@needs("pdf")`, or calls `need` where it comes to need something. It is skipped where that is missing, and
fails where the variable RIPENESS_REQUIRE names what is missing (`RIPENESS_REQUIRE=pdf,browser`).
"""

import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path

import pytest

from ripeness.render.fonts import without_a_font
from ripeness.render.needs import Output, missing

ROOT = Path(__file__).parents[1]
REQUIRE = "RIPENESS_REQUIRE"
DATA = Path(os.environ.get("RIPENESS_DATA") or ROOT.parent / "shared" / "data")
SHARED = Path(os.environ.get("RIPENESS_SHARED") or ROOT.parent / "shared")
AXE = Path(os.environ.get("RIPENESS_AXE") or ROOT / "build" / "node_modules" / "axe-core" / "axe.min.js")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
AXE_VERSION = "4.14.1"

_READS = "reads"
_running: list[pytest.Item] = []


def needs(*names: str) -> pytest.MarkDecorator:
    """Mark a test with what it needs: names of `NEEDS`, with what of it after a colon (`data:icb`)."""
    return pytest.mark.needs(*names)


def need(name: str, of: str = "") -> None:
    """Skip the running test where something is missing; fail it where that is required."""
    said = NEEDS[name](of)
    if said is None:
        return
    if name in required():
        pytest.fail(f"{REQUIRE} names {name}, but {said}", pytrace=False)
    pytest.skip(said)


def required() -> set[str]:
    """What has to be there."""
    return {name.strip() for name in os.environ.get(REQUIRE, "").split(",")} - {""}


def _browser(_: str) -> str | None:
    if find_spec("playwright") is None:
        return "playwright is not installed: pip install playwright"
    return None if CHROMIUM else "Chromium is not installed: apt-get install chromium"


def _axe(_: str) -> str | None:
    right = f"npm install --no-save --prefix build axe-core@{AXE_VERSION}, or its axe.min.js in RIPENESS_AXE"
    return None if AXE.is_file() else f"there is no {_shown(AXE)}: {right}"


def _package(name: str, extra: str) -> Callable[[str], str | None]:
    return lambda _: None if find_spec(name) else f"{name} is not installed: pip install 'ripeness[{extra}]'"


def _output(output: Output) -> Callable[[str], str | None]:
    def said(_: str) -> str | None:
        problem = missing(output)
        return None if problem is None else str(problem)

    return said


def _folder(root: Path, right: str) -> Callable[[str], str | None]:
    """A folder outside of the repository, or one in that. What is missing is named; what is read is told at the end."""

    def said(of: str) -> str | None:
        for folder in (root, root / of):
            if not folder.is_dir():
                return f"there is no folder {_shown(folder)}: {right}"
        _running[0].user_properties.append((_READS, _shown(root)))
        return None

    return said


def _device(path: str) -> str | None:
    return None if Path(path).exists() else f"there is no {path}: only a system with it can run them"


def _font(letters: str) -> str | None:
    return f"no font has {letters}: apt-get install fonts-dejavu-core" if without_a_font(letters) else None


def _linux(_: str) -> str | None:
    return None if sys.platform == "linux" else "this is not Linux: only there workers are forks of a server"


def _checkout(_: str) -> str | None:
    is_checkout = shutil.which("git") and (ROOT / ".git").exists()
    return None if is_checkout else "this is no checkout, or git is not installed: git clone, apt-get install git"


# each gives what is missing and how to have it, or None
NEEDS: Mapping[str, Callable[[str], str | None]] = {
    "axe": _axe,
    "brief": _output("html"),
    "browser": _browser,
    "charts": _package("vl_convert", "charts"),
    "dask": _package("distributed", "dask"),
    "data": _folder(DATA, "RIPENESS_DATA names the folder of the record's data sets"),
    "device": _device,
    "domains": _folder(SHARED / "domains", "RIPENESS_SHARED names a folder with negotiation domains in domains/"),
    "font": _font,
    "git": _checkout,
    "linux": _linux,
    "pdf": _output("pdf"),
}


def _shown(path: Path) -> str:
    return os.path.relpath(path, ROOT) if path.is_relative_to(ROOT.parent) else str(path)


# --- hooks, which conftest.py takes in ---


def pytest_configure(config: pytest.Config) -> None:
    """Refuse a requirement that nothing answers to, which would require nothing."""
    config.addinivalue_line("markers", "needs(name, ...): what a test needs beyond the package; it is skipped without")
    unknown = required() - set(NEEDS)
    if unknown:
        raise pytest.UsageError(f"{REQUIRE} names {', '.join(sorted(unknown))}, expected: {', '.join(NEEDS)}")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test before its fixtures are made."""
    _running[:] = [item]
    for mark in item.iter_markers("needs"):
        for name in mark.args:
            need(*name.split(":", 1))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end what was left out and how to have it, and what was read outside of the repository."""
    reports = [report for reports in terminalreporter.stats.values() for report in reports]
    skipped = Counter(_reason(report) for report in terminalreporter.stats.get("skipped", []))
    if skipped:
        _tell(terminalreporter, f"left out: {skipped.total():,} of the tests, since", skipped)
    read = {
        (report.nodeid, value)
        for report in reports
        for name, value in getattr(report, "user_properties", ())
        if name == _READS
    }
    if read:
        _tell(terminalreporter, "read outside of the repository", Counter(folder for _, folder in read))


def _tell(terminalreporter: pytest.TerminalReporter, heading: str, lines: Counter[str]) -> None:
    terminalreporter.write_sep("=", heading)
    for line, count in lines.most_common():
        terminalreporter.write_line(f"{count:5,}  {line}")


def _reason(report: pytest.TestReport) -> str:
    said = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return said.removeprefix("Skipped: ")
