"""One answer, at the modes and over draws: what it says, its JSON, its data frames and its view in a notebook."""

import json
import re

import jsonschema
import pytest

import ripeness
from agreement import differences
from builders import quiet_case
from ensembles import DRAWN, answer_from, drawn_from
from ripeness.answering import MOVED
from ripeness.ensemble.distribution import QUANTITIES, distribution
from ripeness.ensemble.draws import drawn
from ripeness.ensemble.ensemble import SERIES, chunk
from ripeness.ensemble.intervals import Share
from ripeness.ensemble.levers import asks_for_more
from ripeness.ensemble.tornado import tornado
from ripeness.errors import InputError
from ripeness.findings.answer_json import plain, schema_text
from ripeness.findings.why import why
from terminal import GOLDEN, words

each_case = pytest.mark.parametrize("name", DRAWN)


def in_json(answer):
    return json.loads(json.dumps(answer.to_dict(), allow_nan=False))


# --- over draws ---


@each_case
def test_it_is_the_distribution_of_the_draws_and_their_tornados(name):
    a = drawn_from(name)
    whole = chunk(quiet_case(DRAWN[name]), drawn(1, 0, 32), 0)
    expected = distribution(whole.outcomes, whole.curves)
    for posture, of in expected.postures.items():
        for series, curve in of.curves.items():
            assert a.over_draws.postures[posture].curves[series] == pytest.approx(curve, rel=1e-6)
        assert a.over_draws.postures[posture].quantities == of.quantities
    assert (a.over_draws.why, a.over_draws.paired) == (expected.why, expected.paired)
    said = in_json(a)["tornado"]
    assert list(said) == list(MOVED)
    for quantity in MOVED:
        bars = tornado(whole.draws, whole.outcomes, quantity)
        assert [(b["judgement"], b["rank_correlation"]) for b in said[quantity]] == [
            (b.judgement, b.rank_correlation) for b in bars
        ]
    assert (a.draws, a.seed) == (32, 1)


def test_more_is_asked_for_only_where_small_steps_hide_what_stands_in_its_way():
    assert {name: asks_for_more(quiet_case(DRAWN[name]), drawn_from(name).over_draws.deal_now) for name in DRAWN} == {
        "open": False, "closed": False, "small steps": True, "nothing asked": False,
    }  # fmt: skip
    assert drawn_from("small steps").over_draws.deal_now.share == 1
    assert 0 < drawn_from("small steps").over_draws.beyond_now.share < 0.5
    assert drawn_from("open").over_draws.deal_now.share > 0.5 > drawn_from("closed").over_draws.deal_now.share > 0


@each_case
def test_json_has_the_numbers_of_the_distribution_under_the_names_of_section_11(name):
    a = drawn_from(name)
    said, found = in_json(a), a.over_draws
    for posture, of in found.postures.items():
        future = said["over_draws"]["futures"][posture]
        for quantity, called in (("deal", "deal_at_horizon"), ("war", "war_total"), ("talks.ever", "talks_ever")):
            assert (future[called]["q05"], future[called]["median"]) == (
                of.quantities[quantity].q05, of.quantities[quantity].median,
            )  # fmt: skip
        assert future["war_by_month"]["q95"] == of.curves["war"][4].tolist()
        assert future["war"]["trigger"]["q95"] == of.quantities["war.trigger"].q95
    over = said["over_draws"]
    assert over["holds"] == {n: vars(share) for n, share in found.conditions.holds.items()}
    assert over["corrections"] == [{"names": list(f.names), "share": vars(f.share)} for f in found.why.corrections]
    assert {(p["posture"], p["quantity"]) for p in over["paired"]} == {
        (p.posture, p.quantity) for p in found.paired if p.against == "as-is"
    }
    tested = a.material.tested
    assert said["levers"]["draws"] == said["claims"]["draws"] == tested.draws
    assert [plan["levers"] for plan in said["levers"]["plans"]] == [list(plan.levers) for plan in tested.plans]
    assert {name: claim["verdict"] for name, claim in said["claims"]["judged"].items()} == {
        name: claim.verdict for name, claim in tested.claims.items()
    }


@each_case
def test_what_stands_at_the_top_is_the_same_with_draws_and_without(name):
    at_modes = in_json(ripeness.assess(quiet_case(DRAWN[name])))
    said = in_json(drawn_from(name))
    assert {key: said[key] for key in at_modes} == at_modes
    assert set(said["over_draws"]) & set(at_modes) >= {"rungs", "holds", "corrections", "reservation", "futures"}
    # a name that both have means the same: each future has the numbers of section 11, as spreads
    future = at_modes["futures"]["as-is"]
    spread = said["over_draws"]["futures"]["as-is"]
    assert set(future) - set(spread) == {"value", "capitulation", "policy0", "implied"}


@pytest.mark.parametrize("name", [*DRAWN, "at the modes", "founding"])
def test_json_is_as_its_schema_says(name):
    schema = json.loads(schema_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    answer = (
        ripeness.assess(quiet_case()) if name == "at the modes"
        else ripeness.assess(ripeness.load("iran-us-2020")) if name == "founding" else drawn_from(name)
    )  # fmt: skip
    jsonschema.validate(in_json(answer), schema, jsonschema.Draft202012Validator)


def test_the_schema_refuses_what_is_no_answer():
    valid = jsonschema.Draft202012Validator(json.loads(schema_text())).is_valid
    said = in_json(drawn_from("open"))
    assert valid(said)
    for key in said:
        # the folder alone is not in every answer over draws
        assert not valid({name: value for name, value in said.items() if name != key}), key
    assert not valid(said | {"more": 1})
    assert not valid(said | {"deals_now": "seven"})


@each_case
def test_the_stages_over_draws_are_means_that_add_up(name):
    a = drawn_from(name)
    stages = in_json(a)["over_draws"]["stages"]
    assert sum(stages.values()) == pytest.approx(1.0, abs=1e-12)
    of = a.over_draws.postures["as-is"].quantities
    assert stages["in_force"] == pytest.approx(of["deal"].mean.mean)
    assert stages["no_talks"] == pytest.approx(1.0 - of["talks.ever"].mean.mean)


def test_where_a_bargain_is_signed_at_the_start_there_are_no_stages():
    signed = answer_from(quiet_case(DRAWN["open"] | {"dynamics.bargain": "signed"}), 8, 0)
    assert signed.over_draws.in_force_at_start.share > 0.5
    assert in_json(signed)["over_draws"]["stages"] is None


def test_a_number_that_there_is_not_is_null():
    claim = in_json(drawn_from("open"))["claims"]["judged"]["void"]
    assert (claim["verdict"], claim["with_mechanism"]["median"], claim["without_mechanism"]) == ("fails", None, None)
    assert plain({1: (Share(0.5, 0.0, float("inf")),)}) == {"1": [{"share": 0.5, "low": 0.0, "high": None}]}


# --- for those who write Python ---


def test_draws_are_those_of_the_seed_however_they_are_computed(tmp_path):
    case = quiet_case(DRAWN["nothing asked"])
    kept = ripeness.assess(case, draws=8, seed=5, keep=tmp_path / "run")
    assert (tmp_path / "run" / "manifest.json").is_file()
    again = ripeness.assess(case, draws=8, seed=5)
    assert again.number("war") == kept.number("war")
    other = ripeness.assess(case, draws=8, seed=6)
    assert (other.draws, other.seed) == (8, 6)
    assert other.number("war") != kept.number("war")


def test_a_number_is_the_value_at_the_modes_or_the_middle_of_the_draws():
    case = quiet_case(DRAWN["open"])
    alone = ripeness.assess(case)
    assert (alone.number("war").value, alone.number("war").low) == (alone.at_modes.as_is.war_total, None)
    assert (alone.over_draws, alone.draws) == (None, 0)
    spread = drawn_from("open").over_draws.postures["talking"].quantities["settled"]
    of = drawn_from("open").number("settled", "talking")
    assert (of.value, of.low, of.high) == (spread.median, spread.q05, spread.q95)
    for quantity, posture in (("peace", "as-is"), ("war", "peace")):
        with pytest.raises(KeyError):
            alone.number(quantity, posture)


def test_parts_of_the_brief_are_asked_for_by_name():
    a = drawn_from("open")
    assert [section.key for section in a.brief(None).sections] == ["message"]
    assert [section.key for section in a.brief("war").sections] == ["war", "implied"]
    assert len(a.brief().sections) > 8
    assert a.brief().answer == a.sentence


def test_a_deal_is_judged_by_what_it_moves():
    a = ripeness.assess(quiet_case(DRAWN["open"]))
    judged = a.why({"field": "shared"})
    assert judged.settlement == {"field": "shared", "road": "shut"}
    reading = a.material.reading
    assert judged.acceptable == why(reading, reading.settlements.row_of({"field": "shared"})).acceptable
    assert a.deals().settlements == a.at_modes.deals.settlements
    with pytest.raises(InputError, match="no such issue"):
        a.why({"feild": "shared"})
    with pytest.raises(InputError, match="no such option of field"):
        a.why({"field": "shard"})
    with pytest.raises(InputError, match="this is no deal"):
        a.why({})


def test_a_changed_case_is_another_case():
    case = quiet_case(DRAWN["open"])
    changed = case.with_({"dynamics.misreading": 0.5}, horizon=3)
    assert (changed.horizon, changed.dynamics.misreading.mode) == (3, 0.5)
    assert case.horizon != 3
    assert case.with_() == case
    with pytest.raises(InputError, match="dynamics"):
        case.with_({"dynamics.misreding": 0.5})


def test_data_frames_have_a_row_for_each_thing():
    for a in (ripeness.assess(quiet_case(DRAWN["open"])), drawn_from("open")):
        frames = a.to_frames()
        postures = list(a.at_modes.futures)
        assert len(frames["futures"]) == len(postures) * len(QUANTITIES)
        war = frames["futures"].set_index(["posture", "quantity"]).loc[("talking", "war")]
        assert war["value"] == a.number("war", "talking").value
        months = a.case.horizon + 1
        assert len(frames["curves"]) == len(postures) * len(SERIES) * months
        assert list(frames["alternatives"]["party"]) == ["ann", "bob"]
        assert list(frames["rungs"]["open"]) == [of.all for of in a.at_modes.rungs.values()]
        row = frames["judgements"].set_index("path").loc["parties.bob.reservation"]
        assert (row["low"], row["mode"], row["high"]) == (0, 0.1, 0.2)
        assert ("outcomes" in frames) == (a.draws > 0)
    assert len(frames["outcomes"]) == a.draws * len(postures)


def test_a_notebook_shows_the_sentence_the_ladder_and_the_curve_of_war():
    a = ripeness.assess(ripeness.load("iran-us-2020"))
    shown = a._repr_html_()
    assert a.sentence in words(re.sub(r"</?bdi>", "", re.sub(r"<svg.*</svg>", "", shown, flags=re.DOTALL)))
    assert shown.count("<tr>") == 4
    assert "<svg" in shown
    assert repr(a).startswith("<Answer of iran-us-2020, at the most likely values: Both sides accept small steps")
    assert "<script" not in ripeness.assess(quiet_case({"title": "<script>x</script>"}))._repr_html_()


def test_the_golden_assessments_are_the_answers_of_the_front_door():
    said = in_json(ripeness.assess(ripeness.load(GOLDEN / "example.yaml")))
    assert list(differences(said, json.loads((GOLDEN / "example.json").read_text()), 1e-9)) == []
