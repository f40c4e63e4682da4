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
from ripeness.findings.compose import brief_of, with_changes_first, with_record
from ripeness.findings.confidence import confidence_of
from ripeness.findings.findings import Block, Finding, Measure, Section, brief_from
from ripeness.rules.evidence import Evidence
from terminal import golden

SECTIONS = [
    "message", "conditions", "funnel", "why_not", "deals", "provisions", "alternatives", "steps", "breaking", "war",
    "postures", "transitions", "implied",
    "hangs_on", "history", "assumptions", "claims", "sources", "reproduce",
]  # fmt: skip


def is_quantity(name):
    try:
        parsed(name)
    except ValueError:
        return False
    return True


def test_the_sections_of_the_founding_case_come_in_the_order_of_reading():
    assert [section.key for section in founding().sections] == SECTIONS


def test_the_findings_of_the_founding_case_are_these():
    counts = {s.key: {b.key: len(b.findings) for b in s.blocks} for s in founding().sections}
    assert counts == {
        "message": {"message": 7},
        "conditions": {"conditions": 5, "rungs": 3},
        "funnel": {"funnel": 1, "funnel.steps": 6, "funnel.statements": 1, "funnel.convinced": 2},
        "why_not": {"why_not.conflicts": 3, "why_not.corrections": 5, "why_not.levers": 1},
        "deals": {
            "deals.space": 1,
            "deals.step": 3, "deals.step.victory": 2,
            "deals.opened": 7, "deals.opened.victory": 2,
        },
        "provisions": {
            "provisions": 1,
            "provisions.nuclear": 3, "provisions.sanctions": 3, "provisions.missiles": 2, "provisions.allies": 2,
            "provisions.iraq-gulf": 2, "provisions.palestine": 2, "provisions.incidents": 1, "provisions.prisoners": 1,
        },
        "alternatives": {"alternatives.illusions": 2, "alternatives": 4},
        "steps": {"steps": 5, "steps.by_trust": 3},
        "breaking": {"breaking": 3, "breaking.ends": 13, "breaking.remedies": 6},
        "war": {"war": 2},
        "postures": {"postures": 15},
        "transitions": {"transitions": 1},
        "implied": {"implied": 5},
        # what the record says of the argument: 14 parts of it could be tested
        "history": {"history": 14},
        "hangs_on": {"hangs_on.pivot": 1},
        "assumptions": {"assumptions": 6, "hypotheses": 3, "indicators": 8},
        "claims": {"claims": 19},
        "sources": {"sources": 4},
        "reproduce": {"reproduce": 4},
    }  # fmt: skip
    assert {c.key for s in founding().sections for c in s.charts} == {
        "conditions", "funnel", "deals", "alternatives", "war_by_path", "war_by_posture", "postures", "postures.deal",
    }  # fmt: skip


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
    assert first.text.startswith("Diplomacy can succeed now, but only in small steps: 3 of 4,211 deals")


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
    return brief.finding("message.postures").text, brief


@pytest.mark.parametrize(
    ("wars", "text"),
    [
        (
            {"calm": 0.044, "heat": 0.081, "cool": 0.02},
            "Compared with the case as it is (4.7 %), war is less likely under “cool” (2.0 %); it is likelier under "
            "“heat” (8.1 %). One other posture makes no clear difference.",
        ),
        (
            {"calm": 0.046, "heat": 0.047},
            "None of the 2 postures clearly changes the risk of war (4.7 % as things are).",
        ),
        (
            {"a": 0.3, "b": 0.4, "c": 0.2, "d": 0.1, "e": 0.09},
            "Compared with the case as it is (4.7 %), war is likelier under “b” (40 %), “a” (30 %), “c” (20 %) and "
            "2 other postures.",
        ),
    ],
)
def test_postures_are_set_against_the_case_as_it_is_and_those_like_it_are_not_ranked(wars, text):
    found, brief = postures(0.047, **wars)
    assert found == text
    labels = [finding.label for finding in brief.section("postures").blocks[0].findings]
    assert labels == ["as-is", *wars]


def test_the_largest_path_to_war_is_named_only_where_it_stands_out():
    trigger = {"dynamics.triggers": {"t": {"rate": 0.3, "war": 1}}}
    of_one = brief_of(assessed(quiet_case(trigger))).finding("war.total").text
    assert of_one.endswith("The largest part comes by trigger.")
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
    told = with_record(founding(), [record], [history])
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
        (Measure("x", 4211.0, "count"), "4,211"),
        (Measure("x", 54.0, "change"), "+54"),
        (Measure("x", "B3", "text"), "B3"),
        (Measure("x", True, "holds"), "holds"),
    ],
)
def test_a_number_is_shown_in_its_unit(measure, shown):
    assert measure.shown == shown


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
    assert isolates(both) == [RIGHT_TO_LEFT["ann"], RIGHT_TO_LEFT["bob"]]
