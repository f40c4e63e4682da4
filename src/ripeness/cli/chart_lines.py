"""Charts of a brief as lines of a terminal."""

from collections.abc import Callable, Mapping
from typing import cast

from ripeness.findings.findings import Chart

CURVE_ROWS = 8
EIGHTHS = " ▁▂▃▄▅▆▇█"
WIDEST, BESIDE = 72, 12


def lines_of(chart: Chart, width: int) -> list[str]:
    """A chart drawn with characters; nothing for a kind that a table says as well."""
    draw = _KINDS.get(chart.kind)
    return draw(chart, max(2, min(WIDEST, width - BESIDE))) if draw else []


def _war_by_path(chart: Chart, width: int) -> list[str]:
    """War by any path: the paths of a month add up, and over draws there is but one line."""
    by_month: dict[int, float] = {}
    for row in chart.rows:
        month, war = cast(int, row["month"]), cast(float, row["war"] or 0.0)
        by_month[month] = by_month.get(month, 0.0) + war
    heights = tuple(by_month.values())
    return curve(heights, width) if max(heights) > 0.0 else []


def curve(heights: tuple[float, ...], width: int) -> list[str]:
    """Lines that draw a curve as filled columns, with its scale in per cent and its months.

    Months that do not fit are left out evenly; the first and the last one never are.

    >>> for line in curve((0.0, 0.01, 0.02), width=6)[-6:]:
    ...     print(line)
     1.0 % │  ████
     0.8 % │  ████
     0.5 % │  ████
     0.2 % │  ████
         0 └──────
            0 … 2 months
    """
    months = len(heights)
    last = months - 1
    if months > width:
        heights = tuple(heights[round(i * last / (width - 1))] for i in range(width))
        months = width
    columns = width // months
    top = max(max(heights), 1e-9)
    decimals = 1 if top >= 0.008 else 3
    lines: list[str] = []
    for row in reversed(range(CURVE_ROWS)):
        cells = [EIGHTHS[round(8 * min(max(h / top * CURVE_ROWS - row, 0.0), 1.0))] for h in heights]
        label = f"{top * (row + 1) / CURVE_ROWS * 100:.{decimals}f} %"
        lines.append(f"{label:>7} │{''.join(cell * columns for cell in cells)}")
    lines.append(f"{'0':>7} └{'─' * (columns * months)}")
    lines.append(f"{'':9}0 … {last} months")
    return lines


_KINDS: Mapping[str, Callable[[Chart, int], list[str]]] = {"war_by_path": _war_by_path}
