import pytest

import ripeness.settlements.listing as listing
from builders import assessed, quiet_case
from ripeness.answer.result import Assessment
from ripeness.findings.funnel import where_deals_die
from ripeness.findings.material import Material

FIELD = {
    "parties.ann.reservation": 0.2,
    "parties.bob.reservation": 0.0,
    "parties.bob.concession_limit": 0.1,
    "parties.bob.red_lines": {"field": {"options": ["shared"]}},
    "issues.field.options.hers": {"text": "Ann's", "value": {"ann": 1.0, "bob": -0.2}},
    "issues.field.options.his": {"text": "Bob's", "value": {"ann": -0.3, "bob": 1.0}},
}


def told(a: Assessment):
    return where_deals_die(Material(a))


def findings(section):
    return {finding.key: finding for block in section.blocks for finding in block.findings}


def test_a_sentence_tells_the_funnel_to_where_nothing_is_left():
    found = findings(told(assessed(quiet_case(FIELD))))
    assert found["funnel.words"].text == (
        "Of 3 partial bargains, 1 passes “no better alternative”, 1 of these “willing to concede”, 1 of these "
        "“can declare victory”, 1 of these “treated as an equal”, none of these “field: red lines”."
    )
    assert [m.shown for m in found["funnel.willing_to_concede"].measures] == ["1", "2", "3", "2", "Bob"]
    assert found["funnel.without.statements.field"].text == (
        "Field: no deal is left; without Bob's red line 1 would be."
    )


def test_who_is_convinced_stands_beside_what_each_expects():
    found = findings(told(assessed(quiet_case(FIELD))))
    assert [m.shown for m in found["funnel.convinced.ann"].measures] == ["no", "+20 %", "+20 %", "0 %"]
    assert [m.shown for m in found["funnel.convinced.bob"].measures] == ["yes", "0 %", "0 %", "0 %"]


def test_the_chart_shows_the_counts_of_the_table():
    section = told(assessed(quiet_case(FIELD)))
    (chart,) = section.charts
    (table,) = [block for block in section.blocks if block.key == "funnel.steps"]
    for row, finding in zip(chart.rows, table.findings, strict=True):
        assert (row["step"], row["left"], row["alone"]) == (finding.label, *[m.value for m in finding.measures[:2]])


def test_three_parties_and_an_observer():
    more = {
        "parties.cyd": {"name": "Cyd", "salience": {"field": 1}, "reservation": 0.1},
        "parties.dot": {"name": "Dot", "salience": {"field": 1}, "signatory": False},
    }
    section = told(assessed(quiet_case(FIELD | more)))
    (table,) = [block for block in section.blocks if block.key == "funnel.steps"]
    assert table.columns[3:-1] == ("Ann", "Bob", "Cyd")
    # the field is worth nothing to Cyd, so it is the first to say no
    assert findings(section)["funnel.no_better_alternative"].measures[-1].value == "Cyd"
    assert "funnel.convinced.dot" not in findings(section)


def test_nothing_is_counted_where_deals_are_not_listed(monkeypatch):
    monkeypatch.setattr(listing, "LISTED_AT_MOST", 0)
    section = told(assessed(quiet_case(FIELD)))
    assert section.charts == ()
    assert [block.key for block in section.blocks] == ["funnel", "funnel.convinced"]
    (sentence,) = section.blocks[0].findings
    assert sentence.text.startswith("The 3 deals of this case are too many to list")
    assert sentence.measures == ()


@pytest.mark.parametrize("most", [0, 4])
def test_there_is_no_funnel_without_any_deal(most, monkeypatch):
    monkeypatch.setattr(listing, "LISTED_AT_MOST", most)
    nothing = {"linkages": [{"if": {"field": "shared"}, "requires": {"field": "idle"}}]}
    assert told(assessed(quiet_case(nothing))) is None
