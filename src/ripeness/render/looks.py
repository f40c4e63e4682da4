"""How all charts look: colours, shapes, sizes, and texts that find room.

Colours are those that readers with any kind of colour vision can tell apart [Okabe & Ito 2008].
"""

import datetime as dt
from collections.abc import Sequence
from textwrap import wrap
from typing import Any

from ripeness.findings.findings import Chart, Value
from ripeness.render.face import FAMILY

Spec = dict[str, Any]

BLACK, BLUE, VERMILLION, GREEN, ORANGE, PURPLE = "#000000", "#0072B2", "#D55E00", "#009E73", "#B87500", "#A8548A"
COLOURS = [BLACK, BLUE, VERMILLION, GREEN, ORANGE, PURPLE]
SHAPES = ["circle", "square", "triangle-up", "diamond", "cross", "triangle-down"]
DASHES = [[1, 0], [6, 3], [2, 2], [8, 2, 2, 2], [4, 4], [1, 3]]
INK, GREY, PALE, GRID, PAPER = "#222222", "#595959", "#d9d9d9", "#dddddd", "#ffffff"
# px: a phone's 360 less margins and a scroll bar, so that nothing is made smaller there, and half a page of a screen
NARROW, WIDE = 312, 540
# what the eye needs at least
TEXT = 12
# of a letter on average, of a line, of a sign in the key with the space around it
LETTER, LINE, SIGN = 6.0, 15, 34
PADDING = {"left": 10, "right": 12, "top": 4, "bottom": 4}
FIT: Spec = {"type": "fit-x", "contains": "padding"}

CONFIG: Spec = {
    "font": f"{FAMILY}, Arial, Liberation Sans, DejaVu Sans Condensed, sans-serif",
    # room for the same words in a wider font
    "padding": PADDING,
    "background": PAPER,
    "aria": False,
    "view": {"stroke": None},
    "text": {"fontSize": TEXT, "color": INK, "lineHeight": LINE, "lineBreak": "\n"},
    "axis": {
        "labelFontSize": TEXT, "titleFontSize": TEXT, "titleFontWeight": "normal", "labelColor": INK,
        "titleColor": INK, "gridColor": GRID, "domainColor": GREY, "tickColor": GREY, "titleLimit": 220,
    },
    "legend": {
        "orient": "bottom", "labelFontSize": TEXT, "titleFontSize": TEXT, "labelColor": INK, "labelLimit": 260,
        "columns": 1, "title": None, "symbolSize": 70, "offset": 6, "symbolStrokeWidth": 1.8,
    },
}  # fmt: skip


def frame(width: int, height: int, layers: Sequence[Spec]) -> Spec:
    """A chart that is exactly so wide, with all that is written right of it."""
    return {"autosize": FIT, "width": width, "height": height, "layer": list(layers)}


def inner(width: int, room: int = 0) -> int:
    """How much of so wide a chart is inside its padding, less some room."""
    return width - PADDING["left"] - PADDING["right"] - room


def in_order(chart: Chart, column: str) -> list[Value]:
    """The values of a column, each once, as they come."""
    return list(dict.fromkeys(row.get(column) for row in chart.rows))


def lines_of(text: str, room: float, most: int = 2) -> list[str]:
    """A text in lines that fit in so much room (px), at most so many; a longer one is cut.

    >>> lines_of("parity and no precondition", 90), lines_of("war", 90)
    (['parity and no', 'precondition'], ['war'])
    """
    return wrap(text, max(int(room / LETTER), 4), max_lines=most, placeholder=" …") or [text]


def told_apart(values: Sequence[Value], field: str, width: int, dashed: bool = False) -> Spec:
    """A colour and a shape or a dash for each value of a column, and a key of them."""
    room = inner(width)
    legend: Spec = {"columns": _side_by_side([str(v) for v in values], room), "labelLimit": room - SIGN}
    scales = {"color": COLOURS, **({"strokeDash": DASHES} if dashed else {"shape": SHAPES})}
    return {
        channel: {
            "field": field,
            "type": "nominal",
            "sort": None,
            "scale": {"domain": list(values), "range": all_apart(of, len(values), by=channel != "color")},
            "legend": legend,
        }
        for channel, of in scales.items()
    }


def without_key(channels: Spec) -> Spec:
    """The same colours, shapes and dashes where the names stand beside what they name."""
    return {channel: {**of, "legend": None} for channel, of in channels.items()}


def all_apart(of: Sequence[Any], many: int, by: int) -> list[Any]:
    """So many of a few looks; where they come again, those of one channel move by one against the other's.

    >>> [(c, s) for c, s in zip(all_apart("ab", 4, by=0), all_apart("xy", 4, by=1), strict=True)]
    [('a', 'x'), ('b', 'y'), ('a', 'y'), ('b', 'x')]
    """
    return [of[(k + by * (k // len(of))) % len(of)] for k in range(many)]


def _side_by_side(words: Sequence[str], room: float) -> int:
    """How many entries of a key stand beside each other in so much room (px)."""

    def is_wide(columns: int) -> bool:
        return sum(max(map(len, words[k::columns])) * LETTER + SIGN for k in range(columns)) > room

    return next((columns for columns in range(len(words), 1, -1) if not is_wide(columns)), 1)


def spread(wanted: Sequence[float], heights: Sequence[float], most: float) -> list[float]:
    """Middles near those wanted, of labels so high, none over another, from 0 to `most` where they all fit.

    >>> spread([10, 12, 90], [10, 10, 10], 100), spread([98, 99], [10, 10], 100)
    ([10, 20.0, 90], [85.0, 95.0])
    """
    order = sorted(range(len(wanted)), key=lambda k: (wanted[k], k))
    placed = list(wanted)
    end = 0.0
    for k in order:
        placed[k] = max(placed[k], end + heights[k] / 2)
        end = placed[k] + heights[k] / 2
    end = max(most, sum(heights))
    for k in reversed(order):
        placed[k] = min(placed[k], end - heights[k] / 2)
        end = placed[k] - heights[k] / 2
    return placed


# --- time ---


def month_after(start: dt.date, months: int) -> dt.date:
    """The first day of the month so many months after a day's.

    >>> str(month_after(dt.date(2020, 3, 15), 10))
    '2021-01-01'
    """
    number = start.year * 12 + start.month - 1 + months
    return dt.date(number // 12, number % 12 + 1, 1)


def dated(start: dt.date, horizon: int, room: float) -> Spec:
    """An axis of months that bears dates: first and last, and Januaries, so many as there is room (px) for."""
    label = 9 * LETTER
    ticks = [0, horizon]
    for january in range(12 - (start.month - 1), horizon, 12):
        if all(abs(january - other) * room / horizon >= label for other in ticks):
            ticks.append(january)
    names = {str(month): f"{month_after(start, month):%b %Y}" for month in sorted(ticks)}
    return {
        "title": None, "grid": False, "values": sorted(ticks), "labelExpr": f"{names}[datum.value]",
        # the first and the last name would else stand half outside
        "labelFlush": True, "labelOverlap": False,
    }  # fmt: skip
