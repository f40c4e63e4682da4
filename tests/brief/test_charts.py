import json

import pytest

from brief.told import HOSTILE, founding, hostile
from needs import needs
from ripeness.brief.charts import COLOURS, DASHES, KINDS, SHAPES, as_csv, specification, svg
from ripeness.brief.findings import Chart

KEYS = ["conditions", "deals", "alternatives", "war_by_path", "war_by_posture", "postures"]
BAR = Chart(
    "tornado.war", "tornado", "t", "a.", {"judgement": "judgement", "low": "low", "high": "high"},
    ({"judgement": "a.b", "low": 0.04, "high": 0.06},), {},
)  # fmt: skip


def charts():
    return {chart.key: chart for section in founding().sections for chart in section.charts}


@needs("charts")
@pytest.mark.parametrize("key", [*KEYS, "tornado.war"])
def test_a_chart_is_drawn_with_its_rows_and_nothing_from_elsewhere(key):
    chart = charts().get(key, BAR)
    spec = specification(chart)
    assert spec["data"]["values"] == [dict(row) for row in chart.rows]
    assert spec["description"] == chart.alt
    assert json.loads(json.dumps(spec, allow_nan=False)) == spec
    drawn = svg(chart)
    assert drawn.startswith("<svg")
    assert "NaN" not in drawn
    assert "<image" not in drawn
    assert drawn.count("<path") > 10


def test_all_kinds_are_drawn_somewhere():
    assert {chart.kind for chart in (*charts().values(), BAR)} == set(KINDS)


def test_what_colour_tells_apart_shape_and_dash_do_too():
    assert len(COLOURS) == len(SHAPES) == len(DASHES) == len({str(dash) for dash in DASHES})
    lines = specification(charts()["war_by_path"])["layer"][-1]["encoding"]
    assert lines["color"]["scale"]["domain"] == lines["strokeDash"]["scale"]["domain"]
    points = specification(charts()["conditions"])["encoding"]
    assert points["color"]["scale"]["domain"] == points["shape"]["scale"]["domain"]


def test_csv_has_every_row_at_full_precision():
    lines = as_csv(charts()["war_by_posture"]).splitlines()
    assert lines[0] == "posture,month,war"
    assert len(lines) == 1 + len(charts()["war_by_posture"].rows)
    assert float(lines[-1].split(",")[2]) == charts()["war_by_posture"].rows[-1]["war"]


def test_no_cell_of_a_csv_is_a_formula():
    chart = Chart("k", "tornado", "t", "a.", {"judgement": "=cmd()"}, ({"judgement": "@x"},), {})
    assert as_csv(chart) == "'=cmd()\n'@x\n"


@needs("charts")
def test_hostile_words_are_words():
    found = [chart for section in hostile().sections for chart in section.charts]
    assert any(HOSTILE in head for chart in found for head in chart.columns.values())
    assert not any("<script" in svg(chart) for chart in found)
