"""What each kind of chart draws: the funnel, the deal space, what each expects, war, postures, what moves them."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import cast

from ripeness.ensemble.wording import percent
from ripeness.findings.findings import Chart, Measure, Value
from ripeness.render.looks import (
    BLUE,
    COLOURS,
    GREY,
    LETTER,
    LINE,
    NARROW,
    PALE,
    PAPER,
    SHAPES,
    VERMILLION,
    Spec,
    dated,
    frame,
    in_order,
    inner,
    lines_of,
    spread,
    told_apart,
    without_key,
)

_SHORTEST_BAR = 30.0
# px: of an axis of probabilities, of what is written right of lines, of a number right of a dot
_AXIS, _BESIDE, _NUMBER = 36, 116, 44
_LONGEST_NAME = {True: 230.0, False: 150.0}
_HUNDREDTHS: Spec = {"labelExpr": "format(datum.value * 100, '+.0f')", "tickCount": 5, "labelOverlap": True}
# data of what is drawn once, whatever the rows of the chart
_ONCE: Spec = {"values": [dict[str, object]()]}
_HALO: Spec = {"stroke": PAPER, "strokeWidth": 3, "strokeJoin": "round"}


def _number(row: Mapping[str, Value], column: str) -> float:
    return cast(float, row[column])


def _alone(mark: Spec, encoding: Spec | None = None, row: Mapping[str, object] | None = None) -> Spec:
    """Something drawn once, whatever the rows of the chart."""
    return {"data": {"values": [dict(row or {})]}, "mark": mark, "encoding": encoding or {}}


def _with_halo(mark: Spec, encoding: Spec, **more: object) -> list[Spec]:
    """A text that stands over other marks: in the colour of the paper first, broader, and then itself."""
    return [{**more, "mark": mark | look, "encoding": encoding} for look in (_HALO, {})]


# --- rows with names ---


class _Rows:
    """Rows of a chart as high as their names need, with the name above the mark or left of it.

    Places are pixels, so that marks and names keep to them, whatever else is in the chart.
    """

    def __init__(self, field: str, names: Mapping[str, str], width: int, mark: int, left: float = 0.0) -> None:
        self._field = field
        self._left = left
        self._lines = {name: lines_of(words, left or inner(width)) for name, words in names.items()}
        self._middles = dict[str, float]()
        end = 0.0
        for name, lines in self._lines.items():
            text = len(lines) * LINE
            self._middles[name] = end + (max(text, mark) + 6) / 2 if left else end + text + 5 + mark / 2
            end += max(text, mark) + 6 if left else text + mark + 12
        self.height = round(end)
        self.y: Spec = {"field": "at", "type": "quantitative", "scale": None, "axis": None}

    def data(self, rows: Iterable[Mapping[str, object]]) -> Spec:
        """Rows with the places of their marks."""
        return {"values": [{**row, "at": self._middles[str(row[self._field])]} for row in rows]}

    def names(self, mark: int) -> list[Spec]:
        """The layers with the names, of which those above a mark so high end there."""
        texts: list[Spec] = []
        for name, lines in self._lines.items():
            middle, more = self._middles[name], (len(lines) - 1) * LINE
            look: Spec = (
                {"align": "right", "baseline": "middle", "x": self._left, "y": middle - more / 2}
                if self._left
                else {"align": "left", "baseline": "bottom", "x": 0, "y": middle - mark / 2 - 3 - more}
            )
            texts += _with_halo({"type": "text", "text": lines} | look, {}, data=_ONCE)
        return texts


def _counts(row: Mapping[str, Value]) -> str:
    left, alone = cast(int, row["left"]), cast(int, row["alone"])
    return f"{left:,}" + (f" · {alone:,} alone" if alone != left else "")


def _longest_bar(chart: Chart, width: int) -> float:
    """How long (px) the longest bar may be, so that the counts fit in at the end of each."""
    most = max(_number(row, "alone") for row in chart.rows)
    rooms = [
        (inner(width) - len(_counts(row)) * LETTER - 6) / (_number(row, "alone") / most) ** 0.5
        for row in chart.rows
        if row["alone"]
    ]
    return max(min(rooms, default=0.0), _SHORTEST_BAR)


def _funnel(chart: Chart, width: int) -> Spec:
    """Bars of counts under the root, so that small ones stay in sight; paler ones behind for each step alone."""
    thick = 14
    rows = _Rows("step", {str(name): str(name) for name in in_order(chart, "step")}, width, thick)
    scale: Spec = {"type": "sqrt", "range": [0, _longest_bar(chart, width)], "nice": False}
    x: Spec = {"field": "alone", "type": "quantitative", "axis": None, "scale": scale}
    data = rows.data(dict(row) | {"counts": _counts(row), "none": 0} for row in chart.rows)
    for row in data["values"]:
        row |= {"top": row["at"] - thick / 2, "bottom": row["at"] + thick / 2}
    ends = {"y": {**rows.y, "field": "top"}, "y2": {"field": "bottom"}, "x": {**x, "field": "none"}}
    layers: list[Spec] = [
        {"data": data, "mark": {"type": "rect", "color": colour}, "encoding": {**ends, "x2": {"field": field}}}
        for field, colour in (("alone", PALE), ("left", BLUE))
    ]
    counts: Spec = {
        "data": data,
        "mark": {"type": "text", "align": "left", "baseline": "middle", "dx": 5},
        "encoding": {"y": rows.y, "x": x, "text": {"field": "counts", "type": "nominal"}},
    }
    return frame(width, rows.height, [*layers, counts, *rows.names(thick)])


def _alternatives(chart: Chart, width: int) -> Spec:
    """What each expects, as it believes and as the analyst sees it; the difference stands beside the name."""
    rows = _Rows("row", {str(row["row"]): _with_gap(row) for row in chart.rows if row["gap"] is not None}, width, 12)
    axis = _HUNDREDTHS | {"grid": False}
    x: Spec = {
        "field": "worth",
        "type": "quantitative",
        "title": "% of the most that a deal could give; 0 is today",
        "axis": axis,
    }
    data = rows.data(chart.rows)
    line = {"y": rows.y, "x": x, "detail": {"field": "row"}}
    layers: list[Spec] = [
        _alone({"type": "rule", "color": GREY, "strokeDash": [4, 3]}, {"x": x}, {"worth": 0}),
        {"data": data, "mark": {"type": "line", "color": GREY, "strokeWidth": 1}, "encoding": line},
    ]
    if "low" in chart.columns:
        band: Spec = {"type": "rule", "strokeWidth": 7, "color": PALE}
        ends = {"y": rows.y, "x": {**x, "field": "low"}, "x2": {"field": "high"}}
        layers.insert(1, {"data": data, "mark": band, "encoding": ends})
    point: Spec = {"type": "point", "filled": True, "size": 70, "opacity": 1}
    seen = told_apart(in_order(chart, "seen"), "seen", width)
    layers.append({"data": data, "mark": point, "encoding": {"y": rows.y, "x": x, **seen}})
    return frame(width, rows.height, [*layers, *rows.names(12)])


def _with_gap(row: Mapping[str, Value]) -> str:
    gap = _number(row, "gap")
    words = percent(abs(gap))
    if abs(gap) < 0.001:
        return str(row["row"])
    return f"{row['row']}: {words} {'more' if gap > 0 else 'less'} than the analyst sees"


def _tornado(chart: Chart, width: int) -> Spec:
    """The mean where a judgement is lowest and highest; its sentence above, its path in the data."""
    rows = _Rows("judgement", {str(row["judgement"]): str(row["words"]) for row in chart.rows}, width, 12)
    ends = [_number(row, end) for row in chart.rows for end in ("low", "high")]
    axis: Spec = {"format": ".1%" if max(ends) - min(ends) < 0.05 else ".0%", "title": None, "tickCount": 5}
    axis["grid"] = False
    x: Spec = {"field": "low", "type": "quantitative", "axis": axis, "scale": {"zero": False, "padding": 8}}
    data = rows.data(chart.rows)
    both = {"low": "lowest third", "high": "highest third"}
    looks = told_apart([*both.values()], "third", width)
    whole = {"y": rows.y, "x": x, "x2": {"field": "high"}}
    layers: list[Spec] = [{"data": data, "mark": {"type": "rule", "strokeWidth": 4, "color": PALE}, "encoding": whole}]
    for end, words in both.items():
        layers.append(
            {
                "data": data,
                "transform": [{"calculate": f"'{words}'", "as": "third"}],
                "mark": {"type": "point", "filled": True, "size": 60, "opacity": 1},
                "encoding": {"y": rows.y, "x": {**x, "field": end}, **looks},
            }
        )
    return frame(width, rows.height, [*layers, *rows.names(12)])


def _postures(chart: Chart, width: int) -> Spec:
    """A dot for each posture with its number, its range where there are draws, and a line at the expected course."""
    longest = _LONGEST_NAME[width > NARROW]
    place = int(chart.options["place"])
    names = {str(row["posture"]): str(chart.read(row, "posture")) for row in chart.rows}
    rows = _Rows("posture", names, width, 12, left=longest)
    data = rows.data(dict(row) | {"shown": Measure("", row["p"], "probability").shown} for row in chart.rows)
    most = max(max(_number(row, "p"), cast(float, row.get("high") or 0.0)) for row in chart.rows)
    axis: Spec = {"format": ".1%" if most < 0.04 else ".0%", "title": None, "tickCount": 4}
    scale: Spec = {"domain": [0, max(most, 1e-4)], "range": [longest + 12, inner(width) - _NUMBER - 8], "nice": False}
    x: Spec = {"field": "p", "type": "quantitative", "axis": axis, "scale": scale}
    expected = _alone({"type": "rule", "strokeDash": [4, 3], "color": GREY}, {"x": x}, {"p": chart.rows[0]["p"]})
    layers: list[Spec] = [expected]
    if any(row.get("low") is not None for row in chart.rows):
        ends = {"y": rows.y, "x": {**x, "field": "low"}, "x2": {"field": "high"}}
        layers.append({"data": data, "mark": {"type": "rule", "color": GREY}, "encoding": ends})
    point: Spec = {
        "type": "point", "filled": True, "size": 60, "opacity": 1, "color": COLOURS[1 + place], "shape": SHAPES[place],
    }  # fmt: skip
    number: Spec = {"type": "text", "align": "right", "x": inner(width)}
    text = {"y": rows.y, "text": {"field": "shown", "type": "nominal"}}
    layers += [
        {"data": data, "mark": point, "encoding": {"y": rows.y, "x": x}},
        {"data": data, "mark": number, "encoding": text},
    ]
    return frame(width, rows.height, [*layers, *rows.names(12)])


# --- all deals ---


def _deal_space(chart: Chart, width: int) -> Spec:
    """All deals by what they are worth to two, the quarters that expectations make, and the deals that matter."""
    x, y = (_worth(chart, side) for side in ("x", "y"))
    count: Spec = {
        "field": "deals", "type": "quantitative", "scale": {"type": "log", "range": [0.2, 0.85]}, "legend": None,
    }  # fmt: skip
    layers: list[Spec] = [
        {
            "transform": [{"filter": "datum.kind == 'deals'"}],
            "mark": {"type": "square", "size": 55, "color": GREY},
            "encoding": {"x": x, "y": y, "opacity": count},
        }
    ]
    layers += [_reserved(chart, channel, of, k) for k, (channel, of) in enumerate((("x", x), ("y", y)))]
    layers += _quarters(chart, width)
    for kind, shape, colour in zip(_marked(chart), ("triangle-up", "diamond"), (BLUE, VERMILLION), strict=False):
        mark: Spec = {"type": "point", "filled": True, "size": 90, "opacity": 1, "stroke": PAPER}
        layers += _labelled(chart, kind, x, y, mark | {"shape": shape, "color": colour}, width)
    return frame(width, 260, layers)


def _marked(chart: Chart) -> list[str]:
    return [str(kind) for kind in in_order(chart, "kind") if kind != "deals"]


def _worth(chart: Chart, side: str) -> Spec:
    """An axis of what deals are worth to one, with room above and below for the names of the quarters."""
    reserved = cast(Sequence[float], chart.options["reserved"])["xy".index(side)]
    worths = [_number(row, side) for row in chart.rows] + [reserved]
    low, high = min(worths), max(worths)
    more = (high - low) * (0.2 if side == "y" else 0.04)
    return {
        "field": side, "type": "quantitative", "title": f"better for {chart.options[side]} →", "axis": _HUNDREDTHS,
        "scale": {"domain": [low - more, high + more], "nice": False, "zero": False},
    }  # fmt: skip


def _reserved(chart: Chart, channel: str, axis: Spec, place: int) -> Spec:
    """What one expects without a deal: a line, in a band where there are draws."""
    at = cast(Sequence[float], chart.options["reserved"])[place]
    span = cast(Sequence[float] | None, chart.options["spans"][place])
    rule = _alone({"type": "rule", "strokeDash": [4, 3], "color": GREY}, {channel: {**axis, "field": "at"}}, {"at": at})
    if span is None:
        return rule
    ends = {channel: {**axis, "field": "low"}, f"{channel}2": {"field": "high"}}
    band = _alone({"type": "rect", "color": PALE, "opacity": 0.5}, ends, {"low": span[0], "high": span[1]})
    return {"layer": [band, rule]}


def _quarters(chart: Chart, width: int) -> list[Spec]:
    """The four quarters named in the corners, with how many deals lie in each."""
    layers: list[Spec] = []
    room = (inner(width) - 60) / 2
    for corner, (words, deals) in cast(Mapping[str, tuple[str, int]], chart.options["quarters"]).items():
        is_right, is_top = corner[1] == "r", corner[0] == "t"
        mark: Spec = {
            "type": "text", "text": lines_of(f"{words}: {deals:,}", room),
            "align": "right" if is_right else "left", "baseline": "top" if is_top else "bottom",
            "x": "width" if is_right else 0, "y": 0 if is_top else "height",
            "dx": -4 if is_right else 4,
        }  # fmt: skip
        mark["dy"] = 3 if is_top else -3 - (len(mark["text"]) - 1) * LINE
        layers += _with_halo(mark, {}, data=_ONCE)
    return layers


def _labelled(chart: Chart, kind: str, x: Spec, y: Spec, mark: Spec, width: int) -> list[Spec]:
    """The deals of a kind and, beside the outermost, what they are."""
    rows = [row for row in chart.rows if row["kind"] == kind]
    first, last = cast(Sequence[float], x["scale"]["domain"])
    right, left = (pick(rows, key=lambda row: _number(row, "x")) for pick in (max, min))
    rooms = [(last - _number(right, "x")) / (last - first), (_number(left, "x") - first) / (last - first)]
    is_left = rooms[0] < rooms[1]
    lines = lines_of(kind, (inner(width) - 60) * max(rooms) - 12)
    outer, side = (left, {"align": "right", "dx": -9}) if is_left else (right, {"align": "left", "dx": 9})
    text: Spec = {"type": "text", "text": lines, "dy": -(len(lines) - 1) * LINE / 2, **side}
    shown: Spec = {"data": {"values": [dict(row) for row in rows]}, "mark": mark, "encoding": {"x": x, "y": y}}
    return [*_with_halo(text, {"x": x, "y": y}, data={"values": [dict(outer)]}), shown]


# --- over time ---


def _over_time(
    chart: Chart, width: int, height: int, top: float, layers: Sequence[Spec], ends: Mapping[str, float]
) -> Spec:
    """Layers over months that bear dates, with events, and names with numbers at the ends of what they name."""
    labels = cast(Mapping[str, str], chart.options["ends"])
    lines = [lines_of(labels[name].replace(" %", "\u00a0%"), _BESIDE - 8, most=3) for name in ends]
    middles = spread([height * (1 - at / top) for at in ends.values()], [len(of) * LINE for of in lines], height)
    texts = [
        _alone({
            "type": "text", "text": of, "align": "left", "baseline": "middle", "x": "width", "y": middle, "dx": 6,
            # of more lines the first has the place
            "dy": -(len(of) - 1) * LINE / 2,
        })
        for of, middle in zip(lines, middles, strict=True)
    ]  # fmt: skip
    return frame(width, height, [*layers, *_events(chart, width), *texts])


def _months(chart: Chart, width: int) -> Spec:
    start, horizon = dt.date.fromisoformat(chart.options["from"]), int(chart.options["horizon"])
    axis = dated(start, horizon, inner(width, _AXIS + _BESIDE))
    return {
        "field": "month", "type": "quantitative", "axis": axis, "scale": {"domain": [0, horizon], "nice": False},
    }  # fmt: skip


def _chance(field: str, top: float) -> Spec:
    axis: Spec = {
        "format": ".1%" if top < 0.04 else ".0%", "title": None, "tickCount": 4,
        "minExtent": _AXIS, "maxExtent": _AXIS,
    }  # fmt: skip
    return {"field": field, "type": "quantitative", "axis": axis, "scale": {"domain": [0, top], "nice": False}}


def _events(chart: Chart, width: int) -> list[Spec]:
    """Scheduled events: a line at its month, and what it is, on the side where there is more room."""
    layers: list[Spec] = []
    horizon = int(chart.options["horizon"])
    room = inner(width, _AXIS + _BESIDE)
    for number, event in enumerate(cast(Sequence[Mapping[str, Value]], chart.options["events"])):
        at = {"x": {**_months(chart, width), "field": "at"}}
        is_late = _number(event, "month") > horizon / 2
        share = _number(event, "month") / horizon
        lines = lines_of(str(event["words"]), room * max(share, 1 - share) - 6, most=3)
        side: Spec = {"align": "right" if is_late else "left", "dx": -4 if is_late else 4}
        text: Spec = {"type": "text", "baseline": "top", "y": 2 + number * 2 * LINE, "color": GREY, "text": lines}
        row = {"at": event["month"]}
        layers.append(_alone({"type": "rule", "strokeDash": [4, 3], "color": GREY}, at, row))
        layers += _with_halo(text | side, at, data={"values": [row]})
    return layers


def _top(chart: Chart) -> float:
    """The end of an axis of probabilities, with a quarter of it for what is written at events."""
    return max(*(cast(float, row.get(name) or 0.0) for row in chart.rows for name in ("war", "high")), 1e-4) * 1.25


def _war_by_path(chart: Chart, width: int) -> Spec:
    """At the modes the paths stacked, which add up to all; over draws, whose middles do not, all of it in its band."""
    x, height = _months(chart, width), 150
    paths = [str(path) for path in in_order(chart, "path") if path != "any path"]
    last = {str(row["path"]): _number(row, "war") for row in chart.rows}
    if not paths:
        return _over_time(chart, width, height, _top(chart), _with_band(chart, x, "path"), last)
    top = max(sum(last.values()), 1e-4) * 1.25
    looks = without_key(told_apart(paths, "path", width, dashed=True))
    order: Spec = {"field": "place", "type": "quantitative"}
    rows = [dict(row) | {"place": paths.index(str(row["path"]))} for row in chart.rows]
    y = {**_chance("war", top), "stack": "zero"}
    area: Spec = {
        "data": {"values": rows},
        "mark": {"type": "area", "stroke": PAPER, "strokeWidth": 1},
        "encoding": {"x": x, "y": y, "color": looks["color"], "order": order},
    }
    middles, below = dict[str, float](), 0.0
    for path in paths:
        middles[path] = below + last[path] / 2
        below += last[path]
    return _over_time(chart, width, height, top, [area], middles)


def _with_band(chart: Chart, x: Spec, field: str) -> list[Spec]:
    """Lines, each in its band of draws where there are some."""
    top = _top(chart)
    looks = without_key(told_apart(in_order(chart, field), field, width=1000, dashed=True))
    layers: list[Spec] = []
    if "low" in chart.columns:
        band = {"x": x, "y": _chance("low", top), "y2": {"field": "high"}, "color": looks["color"]}
        layers.append({"mark": {"type": "area", "opacity": 0.16}, "encoding": band})
    line = {"x": x, "y": _chance("war", top), **looks}
    return [*layers, {"mark": {"type": "line", "strokeWidth": 1.8}, "encoding": line}]


def _war_by_posture(chart: Chart, width: int) -> Spec:
    last = {str(row["posture"]): _number(row, "war") for row in chart.rows}
    return _over_time(chart, width, 170, _top(chart), _with_band(chart, _months(chart, width), "posture"), last)


KINDS: Mapping[str, Callable[[Chart, int], Spec]] = {
    "funnel": _funnel,
    "deal_space": _deal_space,
    "alternatives": _alternatives,
    "war_by_path": _war_by_path,
    "war_by_posture": _war_by_posture,
    "postures": _postures,
    "tornado": _tornado,
}
