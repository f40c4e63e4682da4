"""What a brief and a site are made with, and how to have it where it is missing."""

import ctypes
import ctypes.util
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Literal

from ripeness.errors import InputError, Problem
from ripeness.findings.text import listed
from ripeness.render.charts import needs_extra

Output = Literal["html", "pdf", "site"]

# the name that is imported, and the package's
_PACKAGES: Mapping[str, str] = {"jinja2": "jinja2", "vl_convert": "vl-convert-python", "weasyprint": "weasyprint"}
MADE_WITH: Mapping[Output, tuple[str, ...]] = {
    "html": ("jinja2", "vl_convert"),
    "pdf": ("jinja2", "vl_convert", "weasyprint"),
    "site": ("jinja2",),
}
# What WeasyPrint loads, by its name for the linker: what it is called, and Debian's package. They bring all else.
LIBRARIES: Mapping[str, tuple[str, str]] = {
    "pango-1.0": ("Pango", "libpango-1.0-0"),
    "pangoft2-1.0": ("PangoFT2", "libpangoft2-1.0-0"),
    "harfbuzz-subset": ("HarfBuzz's subset library", "libharfbuzz-subset0"),
}
FONT = ("a font", "fonts-dejavu-core")


def missing(output: Output) -> Problem | None:
    """What an output cannot be made without and is not installed, with the command that installs it; None if nothing.

    It is asked for before WeasyPrint is imported, which writes to standard output and warns where a library is missing.
    """
    for name in MADE_WITH[output]:
        if find_spec(name) is None:
            return needs_extra(_PACKAGES[name]).problems[0]
    return _missing_of_the_system() if output == "pdf" else None


def refuse_without(output: Output) -> None:
    """Raise `InputError` where something is missing that an output is made with."""
    problem = missing(output)
    if problem is not None:
        raise InputError(problem)


def _missing_of_the_system() -> Problem | None:
    lacking = [of for name, of in LIBRARIES.items() if _library(name) is None]
    if _has_no_font():
        lacking.append(FONT)
    if not lacking:
        return None
    names, packages = zip(*lacking, strict=True)
    right = f"expected: apt-get install {' '.join(packages)}"
    return Problem("", f"a PDF cannot be made without {listed(names)}, {right}")


def _library(name: str, number: int = 0) -> ctypes.CDLL | None:
    # asking the linker for the file costs nothing; searching for it, as is needed elsewhere, starts compilers on Linux
    file = f"lib{name}.so.{number}" if sys.platform == "linux" else ctypes.util.find_library(name)
    try:
        return None if file is None else ctypes.CDLL(file)
    except OSError:
        return None


class _Fonts(ctypes.Structure):
    """The beginning of Fontconfig's FcFontSet."""

    _fields_ = (("number", ctypes.c_int),)


def _has_no_font() -> bool:
    """Whether Fontconfig knows no font; where it is missing itself, Pango is too and brings one."""
    fontconfig = _library("fontconfig", 1)
    if fontconfig is None:
        return False
    fontconfig.FcConfigGetFonts.restype = ctypes.POINTER(_Fonts)
    # of the configuration in use, the fonts of the system
    fonts = fontconfig.FcConfigGetFonts(None, 0)
    return not fonts or fonts.contents.number == 0
