import ripeness.settlements.listing as listing
from builders import assessed, quiet_case
from ripeness.answer.breaking import RATE_REMEDIES
from ripeness.findings.breaking import WHAT_HELPS, who_breaks_it
from ripeness.findings.material import Material

ERODES = {
    "dynamics.bargain": "signed",
    "dynamics.erosion": 0.1,
    "parties.ann.propensity": {"renege": 0},
    "parties.bob.propensity": {"renege": 0},
    "levers": {"surety": {"title": "A surety", "who": "both", "effort": 1, "set": {"dynamics.guarantee": 0.9}}},
}


def told(changes):
    return who_breaks_it(Material(assessed(quiet_case(changes))))


def findings(section):
    return {finding.key: finding for block in section.blocks for finding in block.findings}


def test_every_rate_that_is_tried_has_words():
    assert set(WHAT_HELPS) == set(RATE_REMEDIES)


def test_it_says_how_a_bargain_ends_and_what_would_make_it_last():
    found = findings(told(ERODES))
    assert found["breaking.bargain"].text == (
        "A partial bargain comes into force by July 2024 with a chance of 100 %. If it does, the chance that it is "
        "lost again by then is 47 %. The largest part of that: it erodes, 47 %. Broken by choice: 0 %."
    )
    row = found["breaking.bargain.fades.0"]
    assert (row.label, row.text, [m.shown for m in row.measures]) == (
        "partial bargain: it erodes", "today's leaders", ["10 %", "47 %"]
    )  # fmt: skip
    first = next(finding for key, finding in found.items() if key.startswith("breaking.remedies"))
    assert (first.label, [m.shown for m in first.measures]) == ("A surety", ["5.9 %", "-41.0", "100 %"])


def test_three_parties_and_an_observer_who_breaks_nothing():
    more = {
        "parties.cyd": {"name": "Cyd", "salience": {"field": 1}, "propensity": {"renege": 5}},
        "parties.dot": {"name": "Dot", "salience": {"field": 1}, "signatory": False},
    }
    found = findings(told(ERODES | more))
    assert found["breaking.bargain.renege.cyd.0"].label == "partial bargain: Cyd reneges on it"
    assert not [key for key in found if "dot" in key]


def test_nothing_is_said_where_no_deal_is_ever_made():
    assert told({"parties.ann.reservation": 0.9}) is None
    assert told({"linkages": [{"if": {"field": "shared"}, "requires": {"field": "idle"}}]}) is None


def test_it_needs_no_list_of_deals(monkeypatch):
    expected = findings(told(ERODES))["breaking.bargain"].text
    monkeypatch.setattr(listing, "LISTED_AT_MOST", 0)
    assert findings(told(ERODES))["breaking.bargain"].text == expected
