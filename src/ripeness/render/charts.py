"""Charts of findings as Vega-Lite specifications, told apart by shape and dash as well as by colour.

Colours are those that readers with any kind of colour vision can tell apart [Okabe & Ito 2008].
"""

import csv
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from html import escape, unescape
from typing import Any, cast

from ripeness.case.direction import END
from ripeness.errors import InputError, Problem
from ripeness.findings.findings import Chart, Value
from ripeness.render.fonts import family_for

Spec = dict[str, Any]

BLACK, BLUE, VERMILLION, GREEN, ORANGE, PURPLE = "#000000", "#0072B2", "#D55E00", "#009E73", "#B87500", "#A8548A"
COLOURS = [BLACK, BLUE, VERMILLION, GREEN, ORANGE, PURPLE]
SHAPES = ["circle", "square", "triangle-up", "diamond", "cross", "triangle-down"]
DASHES = [[1, 0], [6, 3], [2, 2], [8, 2, 2, 2], [4, 4], [1, 3]]
GREY = "#595959"
# px: a phone's 360 less margins and a scroll bar, so that nothing is made smaller there; what the eye needs at least
WIDTH = 312
TEXT = 12
# of a picture for each px: 360 an inch in print
DOTS = 3
# of a letter on average, and of a sign in the key with the space around it
_LETTER, _SIGN = 6.0, 34
_PADDING = {"left": 10, "right": 12, "top": 4, "bottom": 4}
_LONGEST_LABEL = 156
_SHORTEST_BAR = 30.0
_FIT = {"type": "fit-x", "contains": "padding"}

_HUNDREDTHS: Spec = {"labelExpr": "format(datum.value * 100, '+.0f')", "tickCount": 6, "labelOverlap": True}

_AT: Spec = {"field": "at", "type": "quantitative"}

_CONFIG: Spec = {
    "font": "Arial, Liberation Sans, DejaVu Sans Condensed, sans-serif",
    # room for the same words in a wider font
    "padding": _PADDING,
    "background": "white",
    "aria": False,
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": TEXT, "titleFontSize": TEXT, "titleFontWeight": "normal", "labelColor": "#222222",
        "titleColor": "#222222", "gridColor": "#dddddd", "domainColor": GREY, "tickColor": GREY,
        "labelLimit": _LONGEST_LABEL, "titleLimit": 220,
    },
    "legend": {
        "orient": "bottom", "labelFontSize": TEXT, "titleFontSize": TEXT, "labelLimit": 260, "columns": 1,
        "title": None, "symbolSize": 70, "offset": 6, "symbolStrokeWidth": 1.8,
    },
    "header": {"labelFontSize": TEXT, "labelLimit": 230, "titleFontSize": TEXT},
}  # fmt: skip


def specification(chart: Chart) -> Spec:
    """The Vega-Lite specification of a chart, with its data in it; raises KeyError for a kind that there is not."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "description": chart.alt,
        "data": {"values": [dict(row) for row in chart.rows]},
        "config": _CONFIG,
        **KINDS[chart.kind](chart),
    }


def svg(chart: Chart) -> str:
    """A chart drawn. Raises `InputError` where the extra `brief` is not installed."""
    try:
        import vl_convert
    except ImportError:
        raise needs_extra("vl-convert-python") from None
    return vl_convert.vegalite_to_svg(specification(chart), vl_version="5.21")


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


def _in_order(chart: Chart, column: str) -> list[Value]:
    return list(dict.fromkeys(row.get(column) for row in chart.rows))


def _told_apart(
    values: Sequence[Value],
    field: str,
    axis: Sequence[Value] = (),
    dashed: bool = False,
    names: Mapping[str, str] | None = None,
) -> Spec:
    """A colour and a shape or a dash for each value of a column.

    The key stands right of the names of an axis; `names` are what it calls the values.
    """
    words = [(names or {}).get(str(value), str(value)) for value in values]
    room = WIDTH - _PADDING["left"] - _PADDING["right"] - _width(axis)
    legend: Spec = {"columns": _side_by_side(words, room), "labelLimit": room - _SIGN, "symbolLimit": 20}
    if names:
        legend["labelExpr"] = f"{json.dumps(dict(zip(map(str, values), words, strict=True)))}[datum.value]"
    scales = {
        "color": COLOURS,
        **({"strokeDash": DASHES} if dashed else {"shape": SHAPES}),
    }
    return {
        channel: {
            "field": field,
            "type": "nominal",
            "sort": None,
            "scale": {"domain": list(values), "range": _all_apart(of, len(values), by=channel != "color")},
            "legend": legend,
        }
        for channel, of in scales.items()
    }


def _all_apart(of: Sequence[Any], many: int, by: int) -> list[Any]:
    """So many of a few looks; where they come again, those of one channel move by one against the other's.

    >>> [(c, s) for c, s in zip(_all_apart("ab", 4, by=0), _all_apart("xy", 4, by=1), strict=True)]
    [('a', 'x'), ('b', 'y'), ('a', 'y'), ('b', 'x')]
    """
    return [of[(k + by * (k // len(of))) % len(of)] for k in range(many)]


def _width(axis: Sequence[Value]) -> float:
    """How wide (px) an axis with such names is, or one of numbers."""
    longest = max((len(line) for value in axis for line in _in_two(str(value))), default=5)
    return min(longest * _LETTER, _LONGEST_LABEL) + 10


def _side_by_side(words: Sequence[str], room: float) -> int:
    """How many entries of a key stand beside each other in so much room (px)."""

    def is_wide(columns: int) -> bool:
        return sum(max(map(len, words[k::columns])) * _LETTER + _SIGN for k in range(columns)) > room

    return next((columns for columns in range(len(words), 1, -1) if not is_wide(columns)), 1)


def _by_line(values: Sequence[Value], names: Mapping[str, str] | None = None) -> Spec:
    """An axis of values or of what `names` calls them, those that are too long for a line in two."""
    lines = {str(value): _in_two((names or {}).get(str(value), str(value))) for value in values}
    return {"title": None, "grid": True, "labelExpr": f"{json.dumps(lines)}[datum.value]"}


def _in_two(name: str) -> list[str]:
    """A name broken where a part of it ends, if it is too long for a label.

    >>> _in_two("beliefs.iran.dynamics.press_crisis"), _in_two("talks")
    (['beliefs.iran.dynamics.', 'press_crisis'], ['talks'])
    """
    longest = int(_LONGEST_LABEL / _LETTER)
    # an isolate is not broken
    ends = [found.end() for found in re.finditer(r"[.\-_ ]", name) if found.end() <= longest and END not in name]
    return [name[: ends[-1]].rstrip(), name[ends[-1] :]] if len(name) > longest and ends else [name]


def _step(values: Sequence[Value], alone: int) -> Spec:
    """The height of a row, more where names take two lines."""
    return {"step": max(alone, 2 * TEXT + 8) if any(len(_in_two(str(value))) > 1 for value in values) else alone}


def _hundredths(chart: Chart, *columns: str) -> Spec:
    """An axis of probabilities, with a decimal where two ticks would else read alike."""
    found = [cast(float, row[name]) for row in chart.rows for name in columns if row.get(name) is not None]
    return {"format": ".1%" if max(found, default=1.0) < 0.05 else ".0%", "title": None, "tickCount": 4}


def _conditions(chart: Chart) -> Spec:
    return {
        "autosize": _FIT,
        "width": WIDTH,
        "height": {"step": 19},
        "mark": {"type": "point", "filled": True, "size": 70, "opacity": 0.9},
        "encoding": {
            "y": {
                "field": "condition",
                "type": "nominal",
                "sort": None,
                "axis": {"title": None, "grid": True},
            },
            "x": {
                "field": "share",
                "type": "quantitative",
                "axis": {"format": ".0%", "title": "share of deals that pass", "values": [0, 0.5, 1]},
                "scale": {"domain": [0, 1]},
            },
            **_told_apart(_in_order(chart, "who"), "who", _in_order(chart, "condition")),
        },
    }


def _deal_space(chart: Chart) -> Spec:
    def axis(side: str) -> Spec:
        return {"field": side, "type": "quantitative", "title": f"worth to {chart.options[side]}", "axis": _HUNDREDTHS}

    first, second = cast(Sequence[float], chart.options["reserved"])
    marked = [kind for kind in _in_order(chart, "kind") if kind != "deals"]
    rule: Spec = {"type": "rule", "strokeDash": [4, 3], "color": GREY}
    layers: list[Spec] = [
        {
            "transform": [{"filter": "datum.kind == 'deals'"}],
            "mark": {"type": "square", "opacity": 1, "size": 55},
            "encoding": {
                "x": axis("x"),
                "y": axis("y"),
                "color": {
                    "field": "deals",
                    "type": "quantitative",
                    "scale": {"type": "log", "range": ["#e3e3e3", "#8a8a8a"]},
                    "legend": None,
                },
            },
        },
        {"data": {"values": [{"at": first}]}, "mark": rule, "encoding": {"x": {"field": "at", "type": "quantitative"}}},
        {
            "data": {"values": [{"at": second}]},
            "mark": rule,
            "encoding": {"y": {"field": "at", "type": "quantitative"}},
        },
    ]
    if marked:
        colours = [BLUE, VERMILLION]
        layers.append(
            {
                "transform": [{"filter": "datum.kind != 'deals'"}],
                "mark": {"type": "point", "filled": True, "size": 90, "opacity": 1, "stroke": "white"},
                "encoding": {
                    "x": axis("x"),
                    "y": axis("y"),
                    "fill": {
                        "field": "kind",
                        "type": "nominal",
                        "scale": {"domain": marked, "range": colours},
                        "sort": None,
                    },
                    "shape": {
                        "field": "kind",
                        "type": "nominal",
                        "sort": None,
                        "scale": {"domain": marked, "range": ["triangle-up", "diamond"]},
                    },
                },
            }
        )
    return {
        "autosize": _FIT,
        "width": WIDTH,
        "height": 150,
        "layer": layers,
        "resolve": {"scale": {"color": "independent"}},
    }


def _alternatives(chart: Chart) -> Spec:
    y = {"field": "alternative", "type": "nominal", "sort": None, "axis": {"title": None, "grid": True}}
    named = _in_order(chart, "alternative")
    x = {"field": "worth", "type": "quantitative", "title": "% of the most a deal could give", "axis": _HUNDREDTHS}
    return {
        "spacing": 4,
        "facet": {
            "row": {
                "field": "party",
                "type": "nominal",
                "sort": _in_order(chart, "party"),
                "title": None,
                "header": {"labelAngle": 0, "labelOrient": "top", "labelAnchor": "start"},
            }
        },
        "spec": {
            # a facet is not fitted: room for the three names and the padding
            "width": WIDTH - 66,
            "height": {"step": 16},
            "layer": [
                {
                    "mark": {"type": "line", "color": GREY, "strokeWidth": 1},
                    "encoding": {"y": y, "x": x, "detail": {"field": "alternative"}},
                },
                {
                    "mark": {"type": "point", "filled": True, "size": 70, "opacity": 0.9},
                    "encoding": {"y": y, "x": x, **_told_apart(_in_order(chart, "seen"), "seen", named)},
                },
            ],
        },
    }  # fmt: skip


def _war(chart: Chart, field: str) -> Spec:
    x: Spec = {"field": "month", "type": "quantitative", "title": "months from the start", "axis": {"grid": False}}
    last = max(cast(float, row["month"]) for row in chart.rows)
    x["scale"] = {"domain": [0, last], "nice": False}
    y: Spec = {"field": "war", "type": "quantitative", "axis": _hundredths(chart, "war", "high")}
    layers: list[Spec] = []
    if "low" in chart.columns:
        layers.append(
            {
                "transform": [{"filter": "isValid(datum.low)"}],
                "mark": {"type": "area", "color": "#bbbbbb", "opacity": 0.45},
                "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}},
            }
        )
    marks = [{"at": month} for month in cast(Sequence[int], chart.options.get("transitions", ()))]
    if marks:
        layers.append(
            {
                "data": {"values": marks},
                "mark": {"type": "rule", "strokeDash": [4, 3], "color": GREY},
                "encoding": {"x": {"field": "at", "type": "quantitative"}},
            }
        )
        layers.append(
            {
                "data": {"values": marks},
                "mark": {
                    "type": "text",
                    "align": "left",
                    "dx": 3,
                    "y": 6,
                    "fontSize": TEXT,
                    "color": GREY,
                    "text": "change of leadership",
                },
                "encoding": {"x": _AT},
            }
        )  # fmt: skip
    layers.append(
        {
            "mark": {"type": "line", "strokeWidth": 1.8},
            "encoding": {
                "x": x,
                "y": y,
                **_told_apart(_in_order(chart, field), field, (), True, chart.names),
            },
        }
    )
    return {"autosize": _FIT, "width": WIDTH, "height": 120, "layer": layers}


def _postures(chart: Chart) -> Spec:
    names = _in_order(chart, "posture")
    place = int(chart.options["place"])
    y: Spec = {"field": "posture", "type": "nominal", "sort": None, "axis": _by_line(names, chart.names)}
    axis = _hundredths(chart, "p", "high")
    x: Spec = {"field": "p", "type": "quantitative", "axis": axis, "scale": {"zero": True}}
    point: Spec = {"type": "point", "filled": True, "size": 60, "opacity": 1}
    layers: list[Spec] = [
        {"mark": point | {"color": COLOURS[1 + place], "shape": SHAPES[place]}, "encoding": {"y": y, "x": x}}
    ]
    if any(row.get("low") is not None for row in chart.rows):
        ends = {"y": y, "x": {**x, "field": "low"}, "x2": {"field": "high"}}
        layers.insert(0, {"mark": {"type": "rule", "color": GREY}, "encoding": ends})
    shown = [chart.names.get(str(name), name) for name in names]
    return {"autosize": _FIT, "width": WIDTH, "height": _step(shown, 16), "layer": layers}


def _tornado(chart: Chart) -> Spec:
    ends = [cast(float, row[end]) for row in chart.rows for end in ("low", "high")]
    axis: Spec = {"format": ".1%" if max(ends) - min(ends) < 0.05 else ".0%", "title": None, "tickCount": 5}
    names = _in_order(chart, "judgement")
    y: Spec = {"field": "judgement", "type": "nominal", "sort": None, "axis": _by_line(names)}
    bars: list[Spec] = []
    for end in ("low", "high"):
        bars.append(
            {
                "transform": [{"calculate": f"'{'lowest third' if end == 'low' else 'highest third'}'", "as": "third"}],
                "mark": {"type": "point", "filled": True, "size": 60, "opacity": 1},
                "encoding": {
                    "y": y,
                    "x": {"field": end, "type": "quantitative", "axis": axis, "scale": {"zero": False}},
                    **_told_apart(["lowest third", "highest third"], "third", names),
                },
            }
        )
    return {
        "autosize": _FIT,
        "width": WIDTH,
        "height": _step(names, 18),
        "layer": [
            {
                "mark": {"type": "rule", "strokeWidth": 4, "color": "#c4c4c4"},
                "encoding": {"y": y, "x": {"field": "low", "type": "quantitative"}, "x2": {"field": "high"}},
            },
            *bars,
        ],
    }


def _longest_bar(chart: Chart, names: Sequence[Value]) -> float:
    """How long (px) the longest bar of a funnel may be, so that the counts fit in at the end of each."""
    room = WIDTH - _PADDING["left"] - _PADDING["right"] - _width(names)
    counts = [(cast(int, row["left"]), cast(int, row["alone"])) for row in chart.rows]
    most = max(alone for _, alone in counts)
    words = {both: f"{both[0]:,}" + (f" · {both[1]:,} alone" if both[0] != both[1] else "") for both in counts}
    left = [
        (room - len(words[left, alone]) * _LETTER - 4) / (alone / most) ** 0.5 for left, alone in counts if alone > 0
    ]
    return max(min(left, default=0.0), _SHORTEST_BAR)


def _funnel(chart: Chart) -> Spec:
    """Bars of counts under the root, so that small ones stay in sight; paler ones behind for each step alone."""
    names = _in_order(chart, "step")
    y: Spec = {"field": "step", "type": "nominal", "sort": None, "axis": _by_line(names) | {"grid": False}}
    apart = "datum.alone == datum.left"
    counts = f"format(datum.left, ',') + ({apart} ? '' : ' · ' + format(datum.alone, ',') + ' alone')"
    x: Spec = {
        "field": "alone",
        "type": "quantitative",
        "axis": None,
        "scale": {"type": "sqrt", "range": [0, _longest_bar(chart, names)], "nice": False},
    }
    bar: Spec = {"type": "bar", "height": {"band": 0.72}, "opacity": 1}
    return {
        "autosize": _FIT,
        "width": WIDTH,
        "height": _step(names, 24),
        "layer": [
            {"mark": bar | {"color": "#d9d9d9"}, "encoding": {"y": y, "x": x}},
            {"mark": bar | {"color": BLUE}, "encoding": {"y": y, "x": {**x, "field": "left"}}},
            {
                "transform": [{"calculate": counts, "as": "counts"}],
                "mark": {"type": "text", "align": "left", "dx": 4, "fontSize": TEXT, "color": "#222222"},
                "encoding": {"y": y, "x": x, "text": {"field": "counts", "type": "nominal"}},
            },
        ],
    }


KINDS: Mapping[str, Callable[[Chart], Spec]] = {
    "conditions": _conditions,
    "deal_space": _deal_space,
    "alternatives": _alternatives,
    "war_by_path": lambda chart: _war(chart, "path"),
    "war_by_posture": lambda chart: _war(chart, "posture"),
    "postures": _postures,
    "tornado": _tornado,
    "funnel": _funnel,
}
