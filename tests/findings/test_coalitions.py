import numpy as np

import ripeness.settlements.listing as listing
from builders import assessed, quiet_case
from ripeness.answer.reading import Reading
from ripeness.findings.coalitions import who_could_sign
from ripeness.findings.material import Material
from ripeness.findings.settlement import deals
from terminal import each_golden, golden

# Cyd alone loses by the field; Dot, who does not sign, gains
THREE = {
    "parties.cyd": {"name": "Cyd", "salience": {"field": 1}, "concession_limit": 0.2},
    "parties.dot": {"name": "Dot", "salience": {"field": 1}, "signatory": False},
    "dynamics.capitulation": {"ann": 0, "bob": 0, "cyd": 0},
    "issues.field.options.shared.value": {"ann": 0.5, "bob": 0.4, "cyd": -0.3, "dot": 0.1},
}


def material(changes):
    return Material(assessed(quiet_case(changes)))


def test_two_could_sign_without_the_third():
    section = who_could_sign(material(THREE))
    (words,), table = section.blocks[0].findings, section.blocks[1]
    assert words.text == (
        "Ann and Bob could sign a deal beyond small steps without Cyd. In the way of those left out, in the best such "
        "deal: Cyd expects to do better without a deal; Cyd will not concede that much."
    )
    assert table.title == "The best deal of Ann and Bob alone"
    assert table.columns[2:] == ("Ann", "Bob", "Cyd (left out)", "Dot (does not sign)")
    # the one deal is the most that any of them can get
    assert [m.shown for m in table.findings[0].measures] == ["+100 %", "+100 %", "below 0", "+100 %"]


def test_all_could_sign_together_or_no_two():
    together = who_could_sign(material(THREE | {"issues.field.options.shared.value.cyd": 0.1}))
    assert [f.text for b in together.blocks for f in b.findings] == [
        "All signatories could sign a deal beyond small steps together: Ann, Bob and Cyd."
    ]
    nobody = who_could_sign(material(THREE | {"parties.ann.reservation": 0.9, "parties.bob.reservation": 0.9}))
    assert nobody.blocks[0].findings[0].text.startswith("No two of the signatories could sign")


def test_two_signatories_leave_nobody_out():
    assert who_could_sign(material({})) is None
    nothing = {"linkages": [{"if": {"field": "shared"}, "requires": {"field": "idle"}}]}
    assert who_could_sign(material(THREE | nothing)) is None


def test_who_does_not_sign_has_its_gains_in_the_tables_of_deals():
    section = deals(material(THREE | {"issues.field.options.shared.value.cyd": 0.1}))
    (table,) = [block for block in section.blocks if block.key == "deals.partial"]
    assert table.columns[-1] == "Dot (does not sign)"
    assert [m.shown for m in table.findings[0].measures] == ["+100 %"] * 4


def test_a_search_finds_the_deal_that_a_list_does(monkeypatch):
    expected = Reading(assessed(quiet_case(THREE)).run).best_among(("ann", "bob"))
    monkeypatch.setattr(listing, "LISTED_AT_MOST", 0)
    reading = Reading(assessed(quiet_case(THREE)).run)
    assert reading.best_among(("ann", "bob")) == expected
    assert reading.best_among(("ann", "cyd")) is None


@each_golden
def test_the_best_deal_of_all_is_that_of_the_case(name):
    a = golden(name)
    reading = Reading(a.run)
    best = reading.best_among(a.case.signatories)
    assert (best is None) == (a.best_beyond is None)
    for members in a.coalitions:
        deal = reading.best_among(tuple(p for p in a.case.signatories if p in members))
        assert deal is not None
        surplus = [deal.utility[p] - a.alternatives[p].reservation for p in members]
        assert np.min(surplus) >= -1e-12
        mine = {s.constraint: s.satisfied for s in deal.slacks}
        # but for what hangs on who else signs
        kept = [
            ok for c, ok in mine.items() if c.split("(")[1].split(",")[0].rstrip(")") in members and "entitle" not in c
        ]
        assert all(kept)
