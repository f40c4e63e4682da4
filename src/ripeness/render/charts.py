"""Charts of findings as Vega-Lite specifications, drawn, and their rows as a file."""

import csv
import io
import re
from html import escape, unescape

from ripeness.errors import InputError, Problem
from ripeness.findings.findings import Brief, Chart, Value
from ripeness.render.fonts import family_for
from ripeness.render.kinds import KINDS
from ripeness.render.looks import CONFIG, NARROW, WIDE, Spec

# of a picture for each px: 360 an inch in print
DOTS = 3
# the key of a drawing that is wide, beside that of the narrow one
WIDER = " wide"


def specification(chart: Chart, width: int = NARROW) -> Spec:
    """The Vega-Lite specification of a chart so wide (px), with its data in it.

    Raises KeyError for a kind that there is not.
    """
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "description": chart.alt,
        "data": {"values": [dict(row) for row in chart.rows]},
        "config": CONFIG,
        **KINDS[chart.kind](chart, width),
    }


def svg(chart: Chart, width: int = NARROW) -> str:
    """A chart drawn. Raises `InputError` where the extra `brief` is not installed."""
    try:
        import vl_convert
    except ImportError:
        raise needs_extra("vl-convert-python") from None
    return vl_convert.vegalite_to_svg(specification(chart, width), vl_version="5.21")


def drawings(brief: Brief, wide: bool = True) -> dict[str, str]:
    """All charts of a brief drawn, by key: for a phone and for print and, if asked for, wider for a screen.

    Raises `InputError` where the extra `brief` is not installed.
    """
    found: dict[str, str] = {}
    for chart in (chart for section in brief.sections for chart in section.charts):
        found[chart.key] = svg(chart)
        if wide:
            found[chart.key + WIDER] = svg(chart, WIDE)
    return found


# signs that stand side by side, one glyph each: Latin, Greek, Cyrillic, Armenian, signs, scripts of East Asia
_UNJOINED = re.compile(
    "[\\s!-\u02ff\u0370-\u058f\u1d00-\u1dbf\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u2070-\u2e7f\u2e80-\ua4cf\uac00-\ud7a3"
    "\uf900-\ufaff\ufe30-\ufe4f\uff01-\uffee]*"
)
_TEXT = re.compile(r"(<text\b[^>]*?\bfont-family=\")([^\"]*)(\"[^>]*>)(.*?)(?=</text>)", re.DOTALL)


def is_shaped(drawn: str) -> bool:
    """Whether a drawing (SVG) has text whose letters are joined, combined or turned round, as Arabic or Hindi is."""
    return any(_has_to_be_shaped(found[4]) for found in _TEXT.finditer(drawn))


def _has_to_be_shaped(text: str) -> bool:
    return not _UNJOINED.fullmatch(unescape(re.sub("<[^>]*>", "", text)))


def picture(drawn: str, dots: int = DOTS) -> bytes:
    """A drawing (SVG) as PNG with so many dots for each px, its text joined and in order.

    Raises `InputError` where the extra is not installed.
    """
    try:
        import vl_convert
    except ImportError:
        raise needs_extra("vl-convert-python") from None
    return vl_convert.svg_to_png(_TEXT.sub(_with_its_font, drawn), scale=dots)


def _with_its_font(found: re.Match[str]) -> str:
    """A text of a drawing with the font that has its signs; the renderer alone takes any, such as a bold one."""
    before, families, after, text = found.groups()
    family = family_for(unescape(re.sub("<[^>]*>", "", text))) if _has_to_be_shaped(text) else ""
    return f"{before}{escape(family)}, {families}{after}{text}" if family else found[0]


def needs_extra(package: str) -> InputError:
    """What to say where a package of the extra is missing.

    >>> print(needs_extra("weasyprint"))
    needs the package weasyprint, expected: pip install 'ripeness[brief]'
    """
    return InputError(Problem("", f"needs the package {package}, expected: pip install 'ripeness[brief]'"))


def as_csv(chart: Chart) -> str:
    """The rows of a chart as comma-separated values, numbers at full precision.

    A text that a spreadsheet would take for a formula begins with an apostrophe.
    """
    out = io.StringIO()
    written = csv.writer(out, lineterminator="\n")
    written.writerow(map(_in_cell, chart.columns.values()))
    written.writerows([_in_cell(row.get(name)) for name in chart.columns] for row in chart.rows)
    return out.getvalue()


def _in_cell(value: Value) -> Value:
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t")):
        return f"'{value}"
    return "" if value is None else value
