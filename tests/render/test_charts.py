import json
import re
from importlib.resources import files

import pytest

from briefs import HOSTILE, founding, hostile, right_to_left
from needs import needs
from ripeness.findings.findings import Chart
from ripeness.render.charts import COLOURS, DASHES, KINDS, SHAPES, as_csv, is_shaped, picture, specification, svg

KEYS = ["funnel", "deals", "alternatives", "war_by_path", "war_by_posture", "postures", "postures.deal"]
BAR = Chart(
    "tornado.war", "tornado", "t", "a.", {"judgement": "judgement", "low": "low", "high": "high"},
    ({"judgement": "a.b", "low": 0.04, "high": 0.06},), {},
)  # fmt: skip

FUNNEL = Chart(
    "funnel.wide", "funnel", "t", "a.", {"step": "step", "left": "left", "alone": "alone", "who": "who"},
    (
        {"step": "all wide settlements", "left": 123456, "alone": 123456, "who": None},
        {"step": "treated as an equal", "left": 2, "alone": 100000, "who": "Ann"},
        {"step": "field: red lines and preconditions", "left": 0, "alone": 0, "who": "all alike"},
    ), {},
)  # fmt: skip
MADE = {chart.key: chart for chart in (BAR, FUNNEL)}


def charts():
    return {chart.key: chart for section in founding().sections for chart in section.charts}


@needs("charts")
@pytest.mark.parametrize("key", [*KEYS, *MADE])
def test_a_chart_is_drawn_with_its_rows_and_nothing_from_elsewhere(key):
    chart = MADE.get(key) or charts()[key]
    spec = specification(chart)
    assert spec["data"]["values"] == [dict(row) for row in chart.rows]
    assert spec["description"] == chart.alt
    assert json.loads(json.dumps(spec, allow_nan=False)) == spec
    drawn = svg(chart)
    assert drawn.startswith("<svg")
    assert "NaN" not in drawn
    assert "<image" not in drawn
    assert drawn.count("<path") >= 10


def test_all_kinds_are_drawn_somewhere():
    assert {chart.kind for chart in (*charts().values(), *MADE.values())} == set(KINDS)


def test_what_colour_tells_apart_shape_and_dash_do_too():
    assert len(COLOURS) == len(SHAPES) == len(DASHES) == len({str(dash) for dash in DASHES})
    lines = specification(charts()["war_by_path"])["layer"][-1]["encoding"]
    assert lines["color"]["scale"]["domain"] == lines["strokeDash"]["scale"]["domain"]
    points = specification(charts()["alternatives"])["spec"]["layer"][-1]["encoding"]
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


def sizes(drawn):
    """The width (px) of a drawing and the size (px) of its smallest text."""
    width = re.match(r'<svg[^>]*\bwidth="([\d.]+)"', drawn)
    assert width
    return float(width[1]), min(float(size) for size in re.findall(r'<text[^>]*\bfont-size="([\d.]+)px"', drawn))


LONG = Chart(
    "tornado.war", "tornado", "t", "a.", BAR.columns,
    ({"judgement": "beliefs.iran.dynamics.a_name_that_is_very_long_indeed", "low": 0.04, "high": 0.06},), {},
)  # fmt: skip


@needs("charts")
@pytest.mark.parametrize("brief", [founding, hostile, right_to_left])
def test_text_is_large_enough_on_a_phone_and_in_print(brief):
    css = (files("ripeness.render") / "templates" / "brief.css").read_text(encoding="utf-8")
    printed = re.search(r"^  img \{ width: ([\d.]+)mm; \}", css, re.MULTILINE)
    assert printed
    for chart in [*(chart for section in brief().sections for chart in section.charts), *MADE.values(), LONG]:
        width, smallest = sizes(svg(chart))
        # 360 px less a margin of 16 px on either side
        assert (chart.key, min(1, 328 / width) * smallest >= 12) == (chart.key, True)
        assert (chart.key, float(printed[1]) / 25.4 * 72 / width * smallest >= 7) == (chart.key, True)


@needs("charts")
def test_the_posture_that_a_text_names_is_in_the_chart():
    named = {
        measure.name.partition("@")[2]
        for measure in founding().finding("war.covert").measures
        if re.fullmatch(r"war@[\w-]+", measure.name)
    }
    assert {"covert-channel", "no-diplomacy"} <= named
    chart = charts()["war_by_posture"]
    shown = {row["posture"] for row in chart.rows}
    assert {"as-is", *named} <= shown
    # and the least and the most dangerous of those that can be told apart
    wars = {row["posture"]: row["p"] for row in charts()["postures"].rows}
    assert {min(wars, key=wars.get), max(wars, key=wars.get)} <= shown
    drawn = svg(chart)
    for name, title in chart.options["names"].items():
        assert title in drawn, name
    assert "no diplomacy" in drawn
    assert "as-is" not in drawn


@pytest.mark.parametrize("word", ["Iran", "Côte d’Ivoire", "Αθήνα", "Україна", "半開", "한국", "1–2 %", "“x” → y …"])
def test_letters_that_stand_by_themselves_need_no_picture(word):
    assert not is_shaped(f'<svg><text font-family="x">{word}</text></svg>')


@pytest.mark.parametrize("word", ["شهر", "עברית", "हिन्दी", "ไทย", "e\u0301", "👩\u200d🚀", "\u2068a\u2069"])
def test_letters_that_join_or_turn_need_a_picture(word):
    assert is_shaped(f'<svg><text font-family="x"><tspan>{word}</tspan></text></svg>')


@needs("charts", "font:شهر")
def test_a_picture_shows_letters_joined():
    def drawn(text):
        frame = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40"><text x="5" y="25" font-family="x"'
        return picture(f'{frame} font-size="16px">{text}</text></svg>')

    assert drawn("\u2068شهر\u2069") == drawn("شهر")
    # a sign of no width between them keeps letters from joining
    assert drawn("شهر") != drawn("ش\u200cه\u200cر")
    assert drawn("رهش") != drawn("شهر")


def test_lines_beyond_the_colours_that_there_are_are_told_apart_too():
    names = [f"p{number}" for number in range(13)]
    rows = tuple({"posture": name, "month": month, "war": 0.1 * month} for name in names for month in (0, 1))
    columns = {"posture": "posture", "month": "month", "war": "war"}
    lines = specification(Chart("k", "war_by_posture", "t", "a.", columns, rows, {}))["layer"][-1]["encoding"]
    looks = zip(lines["color"]["scale"]["range"], map(str, lines["strokeDash"]["scale"]["range"]), strict=True)
    assert len(set(looks)) == len(names)
