import json
import re
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs import RIGHT_TO_LEFT, example, founding, isolates, right_to_left
from builders import assessed, quiet_case
from ripeness.answer.quantities import quantity_values
from ripeness.case.quantity import parsed
from ripeness.case.read.load import load
from ripeness.findings.compose import brief_of, with_changes_first
from ripeness.findings.confidence import confidence_of
from ripeness.findings.findings import Block, Chart, Finding, Measure, Section, brief_from
from ripeness.findings.gains import PARTS
from ripeness.findings.parts import is_on_paper
from ripeness.rules.conditions import CONDITIONS
from ripeness.rules.evidence import Evidence
from ripeness.settlements.listing import RUNGS
from terminal import golden

SECTIONS = [
    "message", "conditions", "funnel", "why_not", "deals", "provisions", "alternatives", "steps", "breaking", "war",
    "postures", "transitions", "implied", "hangs_on", "history", "assumptions", "claims", "sources", "reproduce",
]  # fmt: skip


def is_quantity(name):
    try:
        parsed(name)
    except ValueError:
        return False
    return True


def test_the_sections_of_the_founding_case_come_in_the_order_of_reading():
    assert [section.key for section in founding().sections] == SECTIONS


def test_the_founding_case_has_a_finding_for_each_thing_that_it_says():
    case = load("iran-us-2020")
    counts = {block.key: len(block.findings) for section in founding().sections for block in section.blocks}
    assert counts["conditions"] == len(CONDITIONS) + 1
    assert counts["message.ladder"] == counts["rungs"] == len(RUNGS)
    assert counts["postures.what"] == len(case.postures)
    assert counts["postures.in_force"] == counts["postures.costs"] == len(case.postures) + 1
    assert counts["claims"] == len(case.claims)
    assert counts["assumptions"] == len(case.assumptions)
    assert counts["hypotheses"] == len(case.hypotheses)
    assert counts["indicators"] == len(case.indicators)
    assert counts["alternatives"] == 2 * len(case.signatories)
    for issue, of in case.issues.items():
        # all but the status quo
        assert counts[f"provisions.{issue}"] == len(of.options) - 1


@pytest.mark.parametrize("brief", [founding, example])
def test_keys_are_unique_and_rows_fit_their_columns(brief):
    keys = [finding.key for _, finding in brief().findings()]
    assert len(keys) == len(set(keys))
    for section in brief().sections:
        for block in section.blocks:
            assert block.findings, block.key
            if block.layout == "table":
                for finding in block.findings:
                    assert len(block.columns) == 1 + block.has_texts + len(finding.measures), finding.key
        for chart in section.charts:
            assert chart.rows
            assert chart.alt.endswith(".")
            assert all(set(row) <= set(chart.columns) for row in chart.rows)


def test_the_answer_comes_first():
    first = founding().sections[0].blocks[0].findings[0]
    assert first.text == founding().answer
    assert first.text.startswith("Both sides accept small steps now: ")


def test_confidence_stands_apart_from_likelihood():
    for _, finding in founding().findings():
        assert "onfidence" not in finding.text
        assert finding.confidence is None or finding.confidence.reason


@pytest.mark.parametrize(("brief", "assessment"), [(example, lambda: golden("example"))])
def test_a_number_named_as_a_quantity_is_that_quantity(brief, assessment):
    a, checked = assessment(), 0
    for _, finding in brief().findings():
        for measure in finding.measures:
            name = measure.name.removeprefix("deal@") if measure.name.startswith("deal@") else measure.name
            if isinstance(measure.value, float) and "[" not in name and is_quantity(name):
                assert measure.value == pytest.approx(float(quantity_values(a.run, parsed(name))[0]), abs=1e-12), name
                checked += 1
    assert checked > 15


@pytest.mark.parametrize("brief", [founding, example])
def test_every_per_cent_in_a_sentence_is_that_of_one_of_its_measures(brief):
    for section, finding in brief().findings():
        if section.key in ("reproduce", "assumptions"):
            continue
        words = re.sub(r"\((?:[<>]?\d+(?:-\d+)? %)\)|5 to 95 % of the draws|“.*?”", "", finding.text)
        shown = " ".join(f"{m.shown} {m.span}" for m in finding.measures)
        for number in re.findall(r"[<>]?\d[\d.]* %", words):
            assert number in shown, (finding.key, number)


RATED = ("low", "moderate", "high", None)


@given(st.lists(st.sampled_from(RATED), min_size=1, max_size=9), st.data())
def test_rating_less_never_makes_a_finding_surer(ratings, data):
    def level(of):
        return RATED.index(confidence_of([Evidence("p", "1", None, rating, None) for rating in of]).level)

    forgotten = data.draw(st.integers(0, len(ratings) - 1))
    assert level([*ratings[:forgotten], None, *ratings[forgotten + 1 :]]) <= level(ratings)


@pytest.mark.parametrize(
    ("ratings", "level", "reason"),
    [
        ([None] * 70 + ["moderate"], "low", "of the 71 judgements behind it, 1 is rated moderate and 70 are not rated"),
        (["low", "high", "high"], "high", "of the 3 judgements behind it, 1 is rated low and 2 high"),
        (["high", None], "low", "of the 2 judgements behind it, 1 is rated high and 1 is not rated"),
        ([None], "low", "the one judgement behind it is not rated"),
        (["moderate"] * 3, "moderate", "all 3 judgements behind it are rated moderate"),
    ],
)
def test_what_nobody_rated_counts_as_rated_low(ratings, level, reason):
    found = confidence_of([Evidence("p", "1", None, rating, None) for rating in ratings])
    assert (found.level, found.reason) == (level, reason)


def postures(war_as_is, **wars):
    """What the message says of postures where war comes with these chances: by the rates of one trigger."""
    posture = {name: {"title": name, "set": {"dynamics.triggers.t.rate": rate}} for name, rate in wars.items()}
    trigger = {"dynamics.triggers": {"t": {"rate": war_as_is, "war": 1}}, "horizon": 1, "postures": posture}
    brief = brief_of(assessed(quiet_case(trigger)))
    return brief.finding("postures.war").text, brief


@pytest.mark.parametrize(
    ("wars", "text"),
    [
        (
            {"calm": 0.044, "heat": 0.081, "cool": 0.02},
            "Compared with the expected course (4.7 %), war is less likely under “cool” (2.0 %); it is likelier under "
            "“heat” (8.1 %). One other posture makes no clear difference.",
        ),
        (
            {"calm": 0.046, "heat": 0.047},
            "None of the 2 postures clearly changes the risk of war (4.7 % on the expected course).",
        ),
        (
            {"a": 0.3, "b": 0.4, "c": 0.2, "d": 0.1, "e": 0.09},
            "Compared with the expected course (4.7 %), war is likelier under “b” (40 %), “a” (30 %), “c” (20 %) and "
            "2 other postures.",
        ),
    ],
)
def test_postures_are_set_against_the_expected_course_and_those_like_it_are_not_ranked(wars, text):
    found, brief = postures(0.047, **wars)
    assert found == text
    # in every group in the order of the case
    of_groups = [b for b in brief.section("postures").blocks if b.key.partition(".")[2] in ("lower", "alike", "higher")]
    labels = [[f.label for f in block.findings if f.label != "expected course"] for block in of_groups]
    assert all(group == [name for name in wars if name in group] for group in labels)
    assert sorted(name for group in labels for name in group) == sorted(wars)


def test_the_largest_path_to_war_is_named_only_where_it_stands_out():
    trigger = {"dynamics.triggers": {"t": {"rate": 0.3, "war": 1}}}
    of_one = brief_of(assessed(quiet_case(trigger))).finding("war.total").text
    assert of_one.endswith("The largest part comes by an outside trigger.")
    assert "largest" not in brief_of(assessed(quiet_case())).finding("war.total").text


def test_a_brief_survives_json():
    data = founding().to_dict()
    text = json.dumps(data, allow_nan=False)
    assert json.dumps(brief_from(json.loads(text)).to_dict(), allow_nan=False) == text
    assert data["sections"][1]["blocks"][0]["findings"][0]["measures"][0]["shown"] == "holds"
    with pytest.raises(ValueError, match="another"):
        brief_from({"format": "another"})


def test_what_a_case_lacks_is_left_out():
    keys = {section.key for section in example().sections}
    assert ("assumptions" in keys) == bool(golden("example").case.assumptions)
    assert ("claims" in keys) == bool(golden("example").case.claims)


def test_the_record_stands_beside_what_the_case_implies_and_history_before_the_assumptions():
    record, history = Finding("record.war", "", "In the record: 0.12 a year."), Finding("history.verdict", "", "So-so.")
    told = brief_of(golden("example"), record=[record], history=[history])
    assert told.section("implied").blocks[0].findings[-1] == record
    keys = [section.key for section in told.sections]
    assert keys[keys.index("hangs_on") + 1] == "history"
    assert told.finding("history.verdict") == history


def test_what_has_changed_comes_right_after_the_message():
    changed = Section("since", "What has changed", (Block("since", (Finding("since.none", "", "Nothing."),)),))
    assert [s.key for s in with_changes_first(founding(), changed).sections][:2] == ["message", "since"]


@pytest.mark.parametrize(
    ("measure", "shown"),
    [
        (Measure("x", None, "probability"), "–"),
        (Measure("x", inf, "flow"), "yes or no"),
        (Measure("x", -0.011, "points"), "-1.1"),
        (Measure("x", 0.08, "amount"), "8.0"),
        (Measure("x", 0.08, "amount", whole=0.4), "20 %"),
        (Measure("x", -0.08, "flow", whole=0.4), "-20 %"),
        (Measure("x", 0.001, "amount", whole=0.4), "<1 %"),
        (Measure("x", -0.08, "flow", whole=0.0), "below 0"),
        (Measure("x", 0.0, "flow", whole=0.0), "0 %"),
        (Measure("x", inf, "flow", whole=0.4), "yes or no"),
        (Measure("x", 4211.0, "count"), "4,211"),
        (Measure("x", 54.0, "change"), "+54"),
        (Measure("x", "B3", "text"), "B3"),
        (Measure("x", True, "holds"), "holds"),
    ],
)
def test_a_number_is_shown_in_its_unit(measure, shown):
    assert measure.shown == shown


def test_what_payoffs_are_is_said_by_what_is_printed_and_not_again_after_it():
    saying = [
        (section.key, block.key)
        for section in founding().sections
        for block in section.blocks
        if PARTS in " ".join([block.note, *(finding.text for finding in block.findings)])
    ]
    assert saying == [("funnel", "funnel.convinced"), ("deals", "deals.opened")]
    assert [is_on_paper(*each) for each in saying] == [False, True]


def test_an_interval_is_shown_where_there_is_one():
    assert Measure("x", 0.26, "probability", 0.15, 0.4).span == "15 % to 40 %"
    assert Measure("x", 0.26, "probability").span == ""


def test_the_founding_case_names_what_each_finding_rests_on():
    conflict = founding().finding("why_not.conflict.1")
    assert {e.path for e in conflict.basis} == {
        "parties.us.preconditions.palestine",
        "parties.iran.red_lines.palestine",
    }
    assert conflict.confidence is not None
    assert conflict.confidence.level == "moderate"
    assert load("iran-us-2020").id == founding().case


def test_people_read_names_and_keys_stay_ids():
    brief = founding()
    first = brief.finding("postures.as-is")
    assert first.label == "expected course"
    assert first.measures[0].name == "war"
    assert brief.finding("postures.maximum-pressure").measures[0].name == "war@maximum-pressure"
    assert brief.finding("postures.maximum-pressure").label == "maximum pressure"
    conflict = brief.finding("why_not.conflict.1")
    assert conflict.label == "precondition(us,palestine)+red_line(iran,palestine)"
    assert "Washington demands movement on the Palestinian question first" in conflict.text
    texts = " ".join([f.text for _, f in brief.findings()] + [c.alt for s in brief.sections for c in s.charts])
    for known_by in ("as-is", "palestine", "iraq-gulf", "stay-out", "core-supporters", "no-precondition"):
        # paths of judgements are given as they are
        assert re.search(rf"(?<![.\w-]){known_by}(?![.\w-])", texts) is None, known_by


def test_a_chart_keeps_ids_and_is_read_by_names():
    charts = {chart.key: chart for section in founding().sections for chart in section.charts}
    for key in ("postures", "postures.deal", "war_by_posture"):
        chart = charts[key]
        assert chart.rows[0]["posture"] == "as-is"
        assert chart.read(chart.rows[0], "posture") == "expected course"
        assert set(chart.names) == {row["posture"] for row in chart.rows}
    row = {"posture": "as-is", "p": 0.5}
    assert Chart("k", "postures", "t", "a.", {}, (row,), {}).read(row, "posture") == "as-is"
    assert charts["postures"].read(row, "p") == 0.5


def texts_of(data):
    """All texts of plain data, at any depth."""
    if isinstance(data, dict):
        data = list(data.values())
    if isinstance(data, list):
        return [text for each in data for text in texts_of(each)]
    return [data] if isinstance(data, str) else []


def test_each_name_from_right_to_left_is_isolated_alone():
    found = [name for text in texts_of(right_to_left().to_dict()) for name in isolates(text)]
    assert set(found) == set(RIGHT_TO_LEFT.values())
    both = right_to_left().finding("why_not.correction.1").text
    assert isolates(both) == [RIGHT_TO_LEFT[name] for name in ("ann", "bob", "issue")]
