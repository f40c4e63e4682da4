"""Charts of findings as Vega-Lite specifications, told apart by shape and dash as well as by colour.

Colours are those that readers with any kind of colour vision can tell apart [Okabe & Ito 2008].
"""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from ripeness.brief.findings import Chart, Value
from ripeness.errors import InputError, Problem

Spec = dict[str, Any]

BLACK, BLUE, VERMILLION, GREEN, ORANGE, PURPLE = "#000000", "#0072B2", "#D55E00", "#009E73", "#B87500", "#A8548A"
COLOURS = [BLACK, BLUE, VERMILLION, GREEN, ORANGE, PURPLE]
SHAPES = ["circle", "square", "triangle-up", "diamond", "cross", "triangle-down"]
DASHES = [[1, 0], [6, 3], [2, 2], [8, 2, 2, 2], [4, 4], [1, 3]]
GREY = "#595959"
WIDTH = 300

_HUNDREDTHS: Spec = {"labelExpr": "format(datum.value * 100, '+.0f')", "tickCount": 6, "labelOverlap": True}

_AT: Spec = {"field": "at", "type": "quantitative"}

_CONFIG: Spec = {
    "font": "Arial, Liberation Sans, DejaVu Sans Condensed, sans-serif",
    # room for the same words in a wider font
    "padding": {"left": 12, "right": 14, "top": 4, "bottom": 4},
    "background": "white",
    "aria": False,
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 10, "titleFontSize": 10, "titleFontWeight": "normal", "labelColor": "#222222",
        "titleColor": "#222222", "gridColor": "#dddddd", "domainColor": GREY, "tickColor": GREY, "labelLimit": 190,
        "titleLimit": 300,
    },
    "legend": {
        "orient": "bottom", "labelFontSize": 10, "titleFontSize": 10, "labelLimit": 200, "columns": 3, "title": None,
        "symbolSize": 70, "symbolStrokeWidth": 1.8,
    },
    "header": {"labelFontSize": 10, "labelLimit": 280, "titleFontSize": 10},
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


def needs_extra(package: str) -> InputError:
    """What to say where a package of the extra is missing.

    >>> print(needs_extra("weasyprint"))
    needs the package weasyprint, would be right: pip install 'ripeness[brief]'
    """
    return InputError(Problem("", f"needs the package {package}, would be right: pip install 'ripeness[brief]'"))


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


def _told_apart(values: Sequence[Value], field: str, dashed: bool = False, columns: int = 3) -> Spec:
    """A colour and a shape or a dash for each value of a column."""
    legend = {"columns": columns, "symbolLimit": 20}
    scales = {
        "color": COLOURS,
        **({"strokeDash": DASHES} if dashed else {"shape": SHAPES}),
    }
    return {
        channel: {
            "field": field,
            "type": "nominal",
            "sort": None,
            "scale": {"domain": list(values), "range": [of[k % len(of)] for k in range(len(values))]},
            "legend": legend,
        }
        for channel, of in scales.items()
    }


def _percent(title: str = "", **scale: Any) -> Spec:
    return {"axis": {"format": ".0%", "title": title or None, "tickCount": 5}, "scale": scale}


def _conditions(chart: Chart) -> Spec:
    return {
        "width": WIDTH - 60,
        "height": {"step": 24},
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
                **_percent("share of deals that pass", domain=[0, 1]),
            },
            **_told_apart(_in_order(chart, "who"), "who"),
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
    return {"width": WIDTH, "height": 190, "layer": layers, "resolve": {"scale": {"color": "independent"}}}


def _alternatives(chart: Chart) -> Spec:
    y = {"field": "alternative", "type": "nominal", "sort": None, "axis": {"title": None, "grid": True}}
    x = {"field": "worth", "type": "quantitative", "title": "hundredths of its stake, a year", "axis": _HUNDREDTHS}
    return {
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
            "width": WIDTH,
            "height": {"step": 17},
            "layer": [
                {
                    "mark": {"type": "line", "color": GREY, "strokeWidth": 1},
                    "encoding": {"y": y, "x": x, "detail": {"field": "alternative"}},
                },
                {
                    "mark": {"type": "point", "filled": True, "size": 70, "opacity": 0.9},
                    "encoding": {"y": y, "x": x, **_told_apart(_in_order(chart, "seen"), "seen")},
                },
            ],
        },
    }  # fmt: skip


def _war(chart: Chart, field: str) -> Spec:
    x: Spec = {"field": "month", "type": "quantitative", "title": "months from the start", "axis": {"grid": False}}
    last = max(cast(float, row["month"]) for row in chart.rows)
    x["scale"] = {"domain": [0, last], "nice": False}
    y: Spec = {"field": "war", "type": "quantitative", "axis": {"format": ".0%", "title": None, "tickCount": 5}}
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
                    "fontSize": 9,
                    "color": GREY,
                    "text": "change of leadership",
                },
                "encoding": {"x": _AT},
            }
        )  # fmt: skip
    layers.append(
        {
            "mark": {"type": "line", "strokeWidth": 1.8},
            "encoding": {"x": x, "y": y, **_told_apart(_in_order(chart, field), field, dashed=True)},
        }
    )
    return {"width": WIDTH, "height": 150, "layer": layers}


def _postures(chart: Chart) -> Spec:
    names = [row["posture"] for row in chart.rows if row["what"] == "war"]

    def panel(what: str, place: int) -> Spec:
        y: Spec = {
            "field": "posture",
            "type": "nominal",
            "sort": names,
            "axis": {"title": None, "grid": True, "labels": place == 0, "ticks": place == 0, "domain": place == 0},
        }
        x: Spec = {"field": "p", "type": "quantitative", **_percent(what, zero=True)}
        layers: list[Spec] = [
            {
                "mark": {
                    "type": "point",
                    "filled": True,
                    "size": 60,
                    "opacity": 1,
                    "color": COLOURS[1 + place],
                    "shape": SHAPES[place],
                },
                "encoding": {"y": y, "x": x},
            }
        ]  # fmt: skip
        if any(row.get("low") is not None for row in chart.rows):
            layers.insert(
                0,
                {
                    "mark": {"type": "rule", "color": GREY},
                    "encoding": {"y": y, "x": {**x, "field": "low"}, "x2": {"field": "high"}},
                },
            )
        return {
            "transform": [{"filter": f"datum.what == '{what}'"}],
            "width": 240,
            "height": {"step": 14},
            "layer": layers,
        }

    return {"hconcat": [panel("war", 0), panel("deal", 1)], "spacing": 12}


def _tornado(chart: Chart) -> Spec:
    ends = [cast(float, row[end]) for row in chart.rows for end in ("low", "high")]
    axis: Spec = {"format": ".1%" if max(ends) - min(ends) < 0.05 else ".0%", "title": None, "tickCount": 5}
    y: Spec = {"field": "judgement", "type": "nominal", "sort": None, "axis": {"title": None, "labelLimit": 230}}
    bars: list[Spec] = []
    for end in ("low", "high"):
        bars.append(
            {
                "transform": [{"calculate": f"'{'lowest third' if end == 'low' else 'highest third'}'", "as": "third"}],
                "mark": {"type": "point", "filled": True, "size": 60, "opacity": 1},
                "encoding": {
                    "y": y,
                    "x": {"field": end, "type": "quantitative", "axis": axis, "scale": {"zero": False}},
                    **_told_apart(["lowest third", "highest third"], "third"),
                },
            }
        )
    return {
        "width": WIDTH - 60,
        "height": {"step": 16},
        "layer": [
            {
                "mark": {"type": "rule", "strokeWidth": 4, "color": "#c4c4c4"},
                "encoding": {"y": y, "x": {"field": "low", "type": "quantitative"}, "x2": {"field": "high"}},
            },
            *bars,
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
}
