import pytest

from builders import assessed, quiet_case
from ripeness.answer.breaking import RATE_REMEDIES, breaking, remedies
from ripeness.crisis.losses import FADES, Loss

ERODES = {
    "dynamics.bargain": "signed",
    "dynamics.erosion": 0.1,
    "parties.ann.propensity": {"renege": 0},
    "parties.bob.propensity": {"renege": 0},
    "levers": {
        "surety": {"title": "Surety", "who": "both", "effort": 1, "set": {"dynamics.guarantee": 0.9}},
        "nothing": {"title": "Nothing", "who": "both", "effort": 1, "set": {"dynamics.erosion": 0.1}},
    },
}


def test_what_lowers_erosion_makes_a_bargain_last():
    a = assessed(quiet_case(ERODES))
    of = breaking(a)["bargain"]
    assert of.chance == pytest.approx([1 - 0.9**6])
    assert set(of.lost) == {Loss(FADES, None, 0)}
    best, *others = remedies(a, "bargain")
    assert (best.name, best.lever, best.made) == ("surety", True, 1.0)
    assert best.chance == pytest.approx(1 - 0.99**6)
    tried = {remedy.name: remedy.chance for remedy in others}
    assert tried["guarantee"] == tried["erosion"] == pytest.approx(1 - 0.95**6)
    assert tried["nothing"] == pytest.approx(of.chance[0])
    # a rate that is at its best already is not tried
    assert set(tried) == {"nothing", *RATE_REMEDIES} - {"lapse", "expectations"}


def test_no_deal_is_broken_where_none_is_made():
    nothing = {"linkages": [{"if": {"field": "shared"}, "requires": {"field": "idle"}}]}
    assert breaking(assessed(quiet_case(nothing))) == {}
    assert breaking(assessed(quiet_case({"parties.ann.reservation": 0.9}))) == {}
