"""The answer from draws in one object: what a run's tables say, and its machine-readable form."""

import json

import pytest

from builders import quiet_case
from ensembles import DRAWN, answer_from, drawn_from
from ripeness.ensemble.distribution import distribution
from ripeness.ensemble.drawn_answer import MOVED, as_json, plain
from ripeness.ensemble.draws import drawn
from ripeness.ensemble.ensemble import chunk
from ripeness.ensemble.intervals import Share
from ripeness.ensemble.tornado import tornado

each_case = pytest.mark.parametrize("name", DRAWN)


@each_case
def test_it_is_the_distribution_of_the_draws_and_their_tornados(name):
    a = drawn_from(name)
    whole = chunk(quiet_case(DRAWN[name]), drawn(1, 0, 32), 0)
    expected = distribution(whole.outcomes, whole.curves)
    for posture, of in expected.postures.items():
        for series, curve in of.curves.items():
            assert a.found.postures[posture].curves[series] == pytest.approx(curve, rel=1e-6)
        assert a.found.postures[posture].quantities == of.quantities
    assert (a.found.why, a.found.paired) == (expected.why, expected.paired)
    assert a.bars == {quantity: tornado(whole.draws, whole.outcomes, quantity) for quantity in MOVED}
    assert (a.draws, a.seed) == (32, 1)


def test_more_is_asked_for_only_where_small_steps_hide_what_stands_in_its_way():
    assert {name: drawn_from(name).beyond for name in DRAWN} == {
        "open": False, "closed": False, "small steps": True, "nothing asked": False,
    }  # fmt: skip
    assert drawn_from("small steps").found.deal_now.share == 1
    assert 0 < drawn_from("small steps").found.beyond_now.share < 0.5
    assert drawn_from("open").found.deal_now.share > 0.5 > drawn_from("closed").found.deal_now.share > 0


@each_case
def test_json_has_the_documented_keys_and_the_numbers_of_the_distribution(name):
    a = drawn_from(name)
    said = json.loads(json.dumps(as_json(a), allow_nan=False))
    assert set(said) == {
        "case", "draws", "seed", "version", "bottom_line", "deal_now", "beyond_now", "rungs", "in_force_at_start",
        "conditions", "conditions_beyond", "diagnosis", "diagnosis_beyond", "tightest", "deals", "alternatives", "ripe",
        "hurting", "convinced", "stages", "postures", "paired", "tornado", "tested", "levers", "claims_tested",
        "claims",
    }  # fmt: skip
    assert said["bottom_line"]["war"]["median"] == a.war.median
    for posture, of in a.found.postures.items():
        for quantity in ("deal", "war"):
            spread = of.quantities[quantity]
            expected = {"q05": spread.q05, "q50": spread.median, "q95": spread.q95}
            assert said["postures"][posture][quantity] == expected
        assert said["postures"][posture]["curves"]["war"]["q95"] == of.curves["war"][4].tolist()
    assert said["conditions"]["holds"] == {n: vars(share) for n, share in a.found.conditions.holds.items()}
    assert said["diagnosis"]["corrections"] == [
        {"names": list(f.names), "share": vars(f.share)} for f in a.found.why.corrections
    ]
    assert {(p["posture"], p["quantity"]) for p in said["paired"]} == {
        (p.posture, p.quantity) for p in a.found.paired if p.against == "as-is"
    }
    assert [plan["levers"] for plan in said["levers"]] == [list(plan.levers) for plan in a.levers]
    assert {name: claim["verdict"] for name, claim in said["claims"].items()} == {
        name: claim.verdict for name, claim in a.claims.items()
    }


@each_case
def test_the_stages_over_draws_are_means_that_add_up(name):
    a = drawn_from(name)
    assert sum(a.stages.values()) == pytest.approx(1.0, abs=1e-12)
    of = a.found.postures["as-is"].quantities
    assert a.stages["in_force"] == pytest.approx(of["deal"].mean.mean)
    assert a.stages["no_talks"] == pytest.approx(1.0 - of["talks.ever"].mean.mean)


def test_where_a_bargain_is_signed_at_the_start_there_are_no_stages():
    signed = answer_from(quiet_case(DRAWN["open"] | {"dynamics.bargain": "signed"}), 8, 0)
    assert signed.found.in_force_at_start.share > 0.5
    assert signed.stages is None


@pytest.mark.parametrize(
    ("changes", "goes_on"),
    [({}, False), ({"dynamics.war_decided": 0.5, "dynamics.misreading": [0.01, 0.1, 0.3]}, True),
     ({"dynamics.war_decided": 0.5, "dynamics.tension": "war"}, True)],
)  # fmt: skip
def test_a_war_goes_on_where_it_is_not_decided_at_once(changes, goes_on):
    fighting = {f"parties.{name}.war": {"win": 0, "lose": 0, "cost": 1} for name in ("ann", "bob")}
    assert answer_from(quiet_case(DRAWN["nothing asked"] | fighting | changes), 8, 0).war_goes_on is goes_on


def test_a_number_that_there_is_not_is_null():
    claim = as_json(drawn_from("open"))["claims"]["void"]
    assert (claim["verdict"], claim["with_mechanism"]["median"], claim["without_mechanism"]) == ("fails", None, None)
    assert plain({1: (Share(0.5, 0.0, float("inf")),)}) == {"1": [{"share": 0.5, "low": 0.0, "high": None}]}
