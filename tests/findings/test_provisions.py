import ripeness.settlements.listing as listing
from builders import ROAD, assessed, quiet_case
from ripeness.findings.material import Material
from ripeness.findings.provisions import provisions

FIELD = {
    "parties.ann.salience": {"field": 0.5, "road": 0.5},
    "parties.bob.salience": {"field": 0.5, "road": 0.5},
    "issues.field.options.hers": {"text": "Ann's", "value": {"ann": 1.0, "bob": -0.8}},
    "issues.road": ROAD | {"options": ROAD["options"] | {"free": {"text": "Yes", "value": {"ann": 0.4, "bob": -0.2}}}},
    "parties.bob.concession_limit": 0.3,
    "partial_issues": 2,
}


def told(changes):
    section = provisions(Material(assessed(quiet_case(changes))))
    assert section is not None
    return section, {finding.key: finding for block in section.blocks for finding in block.findings}


def test_the_sheet_has_a_table_for_each_issue():
    section, found = told(FIELD)
    assert [block.title for block in section.blocks[1:]] == ["Whose is the field?", "Is the road open?"]
    assert found["provisions.judged_by"].text.startswith("Each provision is judged by the 2 partial bargains that are")
    # the field and the road give Ann at most 0.7, the field Bob at most 0.2
    shared, hers = found["provisions.field.shared"], found["provisions.field.hers"]
    assert (shared.label, [m.shown for m in shared.measures]) == ("Both till it", ["every", "+36 %", "+100 %"])
    assert [m.shown for m in hers.measures] == ["none", "+71 %", "-200 %"]
    assert hers.text == (
        "every deal with it is blocked: Bob expects to do better without a deal; Bob would get less than it thinks "
        "its power entitles it to; Bob will not concede that much"
    )
    assert [m.shown for m in found["provisions.road.free"].measures] == ["1 of 2", "+29 %", "-50 %"]


def test_it_says_which_change_opens_the_deals_that_it_is_of():
    _, found = told(FIELD | {"parties.bob.reservation": 0.9})
    assert found["provisions.judged_by"].text.startswith(
        "No deal is open now, so each provision is judged by the 2 deals that the smallest change opens: Bob comes to "
        "expect less without a deal, or gains more from one."
    )


def test_who_does_not_sign_has_a_column_too():
    more = {
        "parties.cyd": {"name": "Cyd", "salience": {"field": 1}},
        "parties.dot": {"name": "Dot", "salience": {"field": 1, "road": 1}, "signatory": False},
        "issues.road.options.free.value.dot": -0.4,
    }
    section, found = told(FIELD | more)
    assert section.blocks[1].columns[-4:] == ("Ann", "Bob", "Cyd", "Dot (does not sign)")
    assert [m.shown for m in found["provisions.road.free"].measures[1:]] == ["+29 %", "-50 %", "0 %", "below 0"]
    assert "No deal gives Cyd or Dot anything" in found["provisions.judged_by"].text
    assert all(len(b.columns) == 1 + b.has_texts + len(b.findings[0].measures) for b in section.blocks[1:])


def test_it_is_a_sentence_where_deals_are_not_listed_and_nothing_where_there_are_none(monkeypatch):
    nothing = {"linkages": [{"if": {"field": "shared"}, "requires": {"field": "idle"}}]}
    assert provisions(Material(assessed(quiet_case(nothing)))) is None
    monkeypatch.setattr(listing, "LISTED_AT_MOST", 0)
    _, found = told(FIELD)
    assert list(found) == ["provisions.unlisted"]
    assert found["provisions.unlisted"].measures == ()
