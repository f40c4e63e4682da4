"""What is missing for a brief or a site is told in one line, before anything is computed."""

import os
import subprocess
import sys

import pytest

from needs import needs
from ripeness.errors import InputError
from ripeness.render import needs as module
from ripeness.render.needs import FONT, LIBRARIES, MADE_WITH, missing, refuse_without
from terminal import EXAMPLE, call

ALL = [package for _, package in LIBRARIES.values()]


@pytest.fixture
def everything(monkeypatch):
    """A machine on which nothing is missing, whatever this one has."""
    monkeypatch.setattr(module, "find_spec", lambda name: name)
    monkeypatch.setattr(module, "_library", lambda name, number=0: name)
    monkeypatch.setattr(module, "_has_no_font", lambda: False)
    return monkeypatch


def without(monkeypatch, *names):
    monkeypatch.setattr(module, "_library", lambda name, number=0: None if name in names else name)


@pytest.mark.parametrize("output", MADE_WITH)
def test_nothing_is_said_where_nothing_is_missing(everything, output):
    assert missing(output) is None
    refuse_without(output)


@pytest.mark.parametrize("name", LIBRARIES)
def test_a_library_is_told_with_its_package(everything, name):
    without(everything, name)
    called, package = LIBRARIES[name]
    assert str(missing("pdf")) == f"a PDF cannot be made without {called}, expected: apt-get install {package}"
    assert missing("html") is missing("site") is None


def test_all_that_is_missing_is_told_in_one_line(everything):
    without(everything, *LIBRARIES)
    everything.setattr(module, "_has_no_font", lambda: True)
    told = str(missing("pdf"))
    assert told.endswith(f"expected: apt-get install {' '.join([*ALL, FONT[1]])}")
    assert told.startswith("a PDF cannot be made without Pango, PangoFT2, HarfBuzz's subset library and a font, ")


@pytest.mark.parametrize("output", MADE_WITH)
def test_a_package_is_told_with_the_extra_that_has_it(everything, output):
    for name in MADE_WITH[output]:
        everything.setattr(module, "find_spec", lambda asked, name=name: None if asked == name else asked)
        with pytest.raises(InputError, match=r"^needs the package \S+, expected: pip install 'ripeness"):
            refuse_without(output)


@pytest.mark.parametrize(("args", "name"), [(("brief", EXAMPLE, "-o", "b.html"), "jinja2"), (("site", "."), "jinja2")])
def test_the_commands_say_so_and_write_nothing(everything, tmp_path, args, name):
    everything.chdir(tmp_path)
    everything.setattr(module, "find_spec", lambda asked: None if asked == name else asked)
    out = () if args[0] == "brief" else ("-o", "public")
    assert call(*args, *out) == (2, "", "needs the package jinja2, expected: pip install 'ripeness[brief]'\n")
    assert list(tmp_path.iterdir()) == []


def test_a_pdf_is_refused_before_anything_is_computed(everything, tmp_path):
    without(everything, "harfbuzz-subset")
    everything.setattr("ripeness.cli.brief._of_case", lambda what: pytest.fail("it is computed"))
    right = "expected: apt-get install libharfbuzz-subset0\n"
    assert call("brief", EXAMPLE, "-o", str(tmp_path / "b.pdf")) == (
        2,
        "",
        f"a PDF cannot be made without HarfBuzz's subset library, {right}",
    )
    assert list(tmp_path.iterdir()) == []


def test_weasyprint_is_not_imported_where_a_library_is_missing():
    # it warns, or writes to standard output, as it is imported
    script = (
        "import sys\n"
        "from ripeness.render import needs\n"
        "needs._library = lambda name, number=0: None\n"
        "from ripeness.render.pdf import to_pdf\n"
        "try: to_pdf(None)\n"
        "except needs.InputError as error: print(len(str(error).splitlines()), 'weasyprint' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", script], capture_output=True, text=True)
    assert (done.stdout, done.stderr) in [("1 False\n", "")]


def test_a_library_that_the_linker_does_not_find_is_missing():
    assert module._library("no-such-library-of-anybody") is None


@needs("pdf")
def test_a_machine_without_fonts_is_told_to_get_one(tmp_path):
    config = tmp_path / "fonts.conf"
    config.write_text(f'<?xml version="1.0"?><fontconfig><dir>{tmp_path}</dir></fontconfig>')
    script = "from ripeness.render.needs import missing; print(missing('pdf'))"
    env = os.environ | {"FONTCONFIG_FILE": str(config)}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=env)
    assert done.stdout == f"a PDF cannot be made without a font, expected: apt-get install {FONT[1]}\n"
