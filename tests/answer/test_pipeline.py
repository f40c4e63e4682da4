import json
import re

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from agreement import differences
from builders import answer, case_of, quiet_case
from generators import TALKS, case_data, cases, untied
from ripeness.answer import pipeline
from ripeness.answer.alternatives import alternatives
from ripeness.answer.pipeline import Later, run, under_posture
from ripeness.answer.reading import Reading
from ripeness.bargaining.acceptance import constraints, slack_of
from ripeness.case.model import Posture
from ripeness.case.read.changes import CHANGEABLE, cannot_stand_beside
from ripeness.case.read.load import judgements, with_changes
from ripeness.case.values import MODES, Values
from ripeness.errors import InputError, UnknownNameError
from ripeness.settlements.listing import list_settlements
from ripeness.settlements.memo import Memo
from settable import changed_at, places
from world import WORLD

FEW = settings(max_examples=8)  # each runs several games
VOTE = {"party": "bob", "date": "2024-07-01", "probability": 0.4}


def unordered(found):
    """An answer in which neither the order of sets of constraints nor that within them counts."""
    listed = ("corrections", "conflicts", "corrections_beyond", "conflicts_beyond", "coalitions")
    return found | {key: sorted(sorted(s) for s in found[key]) for key in listed}


def same(found, expected, tolerance=1e-9):
    return list(differences(unordered(found), unordered(expected), tolerance)) == []


# --- what changes nothing ---


@FEW
@given(case_data(postures=True))
def test_the_names_of_parties_change_nothing_but_names(data):
    def renamed(part, pattern, names):
        return json.loads(re.sub(pattern, lambda match: names[match[0]], json.dumps(part)))

    names = {f"p{n}": f"z{9 - n}" for n in range(4)}
    back = {new: old for old, new in names.items()}
    found = answer(renamed(data, r"\bp\d\b", names))
    assert same(renamed(found, r"\bz\d\b", back), answer(data), tolerance=0)


@FEW
@given(case_data(postures=True), st.data())
def test_the_order_of_parties_and_issues_changes_nothing(data, draw):
    distinct = untied(data)

    def shuffled(entries):
        return {key: entries[key] for key in draw.draw(st.permutations(list(entries)))}

    other = distinct | {"parties": shuffled(distinct["parties"]), "issues": shuffled(distinct["issues"])}
    assert same(answer(other), answer(distinct))


@FEW
@given(case_data(postures=True), st.integers(1, 50))
def test_only_ratios_of_salience_and_capability_count(data, factor):
    def scaled(weights):
        return {issue: weight * factor for issue, weight in weights.items()}

    def rescaled(party):
        groups = {n: g | {"salience": scaled(g["salience"])} for n, g in party.get("constituencies", {}).items()}
        weights = {"salience": scaled(party["salience"]), "capability": party["capability"] * factor}
        return party | weights | ({"constituencies": groups} if groups else {})

    other = data | {"parties": {name: rescaled(party) for name, party in data["parties"].items()}}
    assert same(answer(other), answer(data))


@FEW
@given(case_data(postures=True))
def test_an_indifferent_bystander_changes_nothing(data):
    bystander = {"name": "Eve", "signatory": False, "salience": {"k0": 1}, "capability": 0}
    found = answer(data | {"parties": data["parties"] | {"eve": bystander}})
    for future in found["futures"].values():
        assert future["value"].pop("eve") == 0.0
    assert same(found, answer(data), tolerance=1e-12)


def without_effects(option):
    return {key: value for key, value in option.items() if key != "effects"}


@given(case_data(), st.data())
def test_a_channel_of_no_use_leaves_the_risk_of_war_as_it_is(data, draw):
    """No deal to be had, no clarity, no leaks, no costs: whether the parties talk makes no difference to war."""
    no_deal = {"reservation": 9, "talk_cost": 0, "audience_cost": 0, "leak_cost": 0}
    useless = {"covert_clarity": 1, "open_clarity": 1, "leak": 0, "trust_effect": 0, "talks_calm": 1}
    # nor does anything hang on talks, or on a deal that might be in force at the start
    useless |= {"talks_ceasefire": 1, "triggers": {}, "bargain": "none"}
    parties = {name: party | no_deal for name, party in data["parties"].items()}
    issues = {
        name: issue
        | {"separable": False, "options": {o: without_effects(option) for o, option in issue["options"].items()}}
        for name, issue in data["issues"].items()
    }
    believed = {"covert_clarity", "open_clarity", "leak", "talks_calm", "talks_ceasefire"}

    def seen(beliefs):
        return {key: value for key, value in beliefs.items() if key not in believed}

    def next_in_office(successor):
        changed = {key: value for key, value in successor.items() if key not in no_deal}
        return changed | ({"beliefs": seen(changed["beliefs"])} if "beliefs" in changed else {})

    def barring(*actions):
        return {"title": "-", "bars": {name: list(actions) for name in parties}}

    case = case_of(
        data
        | {
            "parties": parties,
            "issues": issues,
            "dynamics": data["dynamics"] | useless,
            "beliefs": {name: seen(beliefs) for name, beliefs in data["beliefs"].items()},
            "transitions": [t | {"successor": next_in_office(t["successor"])} for t in data["transitions"]],
            "postures": {"no-diplomacy": barring(*TALKS), "covert-only": barring("offer_open")},
        }
    )
    of = run(case)
    for posture in case.postures:
        war = of.under(posture).futures.curves.war
        assert war == pytest.approx(of.as_is.futures.curves.war, abs=1e-12)


# --- draws ---


@FEW
@given(cases(postures=True), st.integers(0, 10**6))
def test_each_of_many_draws_is_what_the_case_with_its_numbers_would_be_alone(case, seed):
    rng = np.random.default_rng(seed)
    # within the range that a judgement of this size may have; what has to be ordered or bounded is halved or stays
    some = [j for j in judgements(case) if rng.random() < 0.2 and not j.path.startswith("postures")]
    columns = {j.path: j.mode * np.array([1.0, 0.5, 0.75]) for j in some}
    drawn = run(case, Values(3, columns))
    for draw in range(3):
        alone = with_changes(case, {path: float(column[draw]) for path, column in columns.items()})
        expected = Reading(run(alone)).assessment().to_dict()
        assert same(Reading(drawn, draw).assessment().to_dict(), expected)


def test_a_posture_sets_a_field_in_every_draw():
    sure = {"title": "-", "set": {"parties.ann.pride": 0}}
    proud = {"parties.ann.pride": [0, 1, 2], "issues.field.options.shared.value.ann": -0.1, "postures.humble": sure}
    case = quiet_case(proud)
    of = run(case, Values(2, {"parties.ann.pride": np.array([0.5, 2.0])}))
    face = next(c for c in constraints(case.parties) if c.name == "face(ann)")
    for posture, pride in (("as-is", [0.5, 2.0]), ("humble", [0.0, 0.0])):
        slack = slack_of(of.under(posture).zones.grounds[0], face, 0, np.zeros((2, 2)))
        assert slack[:, 1] == pytest.approx([-0.1 * p for p in pride])


# --- postures ---


def test_a_posture_that_sets_a_field_is_judged_with_the_reservation_values_of_the_original():
    richer = {"title": "-", "set": {"parties.ann.reservation": 0.9, "parties.bob.trend": 0.9, "parties.ann.pride": 1}}
    case = quiet_case({"parties.ann.reservation": -0.1, "postures.richer": richer})
    assert with_changes(case, richer["set"]) != case
    as_is, under = run(case).as_is.zones, run(case).under("richer").zones
    assert under.case.parties["ann"].reservation.mode == 0.9
    assert [r[0].tolist() for r in under.reservations[0]] == [r[0].tolist() for r in as_is.reservations[0]]
    assert np.array_equal(under.at_start, as_is.at_start)


@FEW
@given(cases(postures=True))
def test_every_posture_keeps_the_original_reservation_values(case):
    of = run(case)
    for name in of.postures:
        for office, by_phase in enumerate(of.under(name).zones.reservations):
            assert np.array_equal(by_phase, of.alternatives.reservations[office])


def test_a_posture_that_sets_a_field_has_deals_of_its_own():
    firm = {"parties.bob.red_lines": {"field": {"options": ["shared"]}}}
    case = quiet_case(firm | {"postures.soft": {"title": "-", "set": {"parties.bob.red_lines": {}}}})
    of = run(case)
    assert of.as_is.zones.at_start.sum() == 0
    assert of.under("soft").zones.at_start.sum() == 1


@FEW
@given(cases(postures=True))
def test_a_posture_that_changes_nothing_is_the_case_as_it_is(case):
    of = run(case.model_copy(update={"postures": {"idle": Posture(title="-")}}))
    assert np.array_equal(of.under("idle").futures.curves.war, of.as_is.futures.curves.war)
    assert np.array_equal(of.under("idle").futures.value, of.as_is.futures.value)


def test_the_case_as_it_is_comes_first_among_the_postures():
    of = run(quiet_case({"postures.quiet": {"title": "-"}, "postures.loud": {"title": "-"}}))
    assert of.postures == ("as-is", "quiet", "loud")
    assert of.under("as-is") is of.as_is
    assert of.under("quiet") is of.under("quiet")


def test_an_unknown_posture_is_an_error_that_offers_the_nearest():
    with pytest.raises(UnknownNameError, match="unknown posture quite; did you mean quiet"):
        run(quiet_case({"postures.quiet": {"title": "-"}})).under("quite")


def test_a_posture_may_not_add_a_transition():
    more = Posture(title="-", set={"transitions": [VOTE]})
    with pytest.raises(InputError, match=r"postures\.more\.set"):
        run(quiet_case().model_copy(update={"postures": {"more": more}})).under("more")


def numbers_of(under):
    """All that a posture's run comes to, as arrays."""
    z, futures = under.zones, under.futures
    offices = range(len(z.grounds))
    zones = [z.zone(office, phase, trust) for office in offices for phase in range(2) for trust in range(3)]
    curves = vars(futures.curves)
    return [
        *zones, under.signed.step, under.signed.partial, under.signed.wide,
        futures.value, futures.first_moves, futures.region_cost,
        *(curves[name] for name in curves if name != "ever"), *futures.curves.ever.values(),
    ]  # fmt: skip


def run_under(memo, case, reservations, values=MODES, title="changed"):
    """A case's run with these reservation values, and what the memo knows of others."""
    return under_posture(memo, case, values, Later(lambda: reservations), Posture(title=title))


@pytest.mark.parametrize("part", CHANGEABLE)
def test_a_posture_that_sets_any_field_is_the_changed_case_with_the_original_reservation_values(part, monkeypatch):
    monkeypatch.setattr(pipeline, "BEYOND_HORIZON_MONTHS", 2)
    case = case_of(WORLD)
    reservations, memo, tried, differing = run(case).alternatives.reservations, Memo(), [], []
    numbers_of(run_under(memo, case, reservations))
    for path, kind in places(case):
        found = changed_at(case, path, kind) if path.partition(".")[0] == part else None
        if found is None or cannot_stand_beside(case, found[1]):
            continue
        expected = numbers_of(run_under(Memo(), found[1], reservations))
        tried.append(path)
        # as postures of one case share what was computed of it and of each other
        if not all(map(np.array_equal, numbers_of(run_under(memo, found[1], reservations)), expected)):
            differing.append(path)
    assert differing == []
    assert tried or part == "horizon"


@FEW
@given(cases(), st.data())
def test_what_several_cases_share_is_what_each_comes_to_alone(case, data):
    """Cases that differ in one field, with numbers drawn: by a posture's `set`, or changed and run anew."""
    rng = np.random.default_rng(data.draw(st.integers(0, 10**6)))
    columns = {j.path: j.mode * np.array([1.0, 0.75]) for j in judgements(case) if rng.random() < 0.2}
    path, kind = data.draw(st.sampled_from(list(places(case))))
    found = changed_at(case, path, kind)
    assume(found is not None and not cannot_stand_beside(case, found[1]))
    fixed = Values(2, columns).without([path])
    kept = {path: column for path, column in columns.items() if path in {j.path for j in judgements(found[1])}}
    several = [(case, Values(2, columns)), (found[1], fixed), (found[1], Values(2, kept))]
    memo = Memo()
    for of, values in data.draw(st.permutations(several)):
        settlements = list_settlements(of)
        known, anew = (alternatives(of, values, settlements, each) for each in (memo, Memo()))
        assert np.array_equal(known.never, anew.never)
        assert np.array_equal(known.reservations, anew.reservations)
        together, alone = (numbers_of(run_under(each, of, anew.reservations, values)) for each in (memo, Memo()))
        assert all(map(np.array_equal, together, alone))


# --- what is computed once ---


def test_postures_share_what_they_do_not_change():
    postures = {
        "leaky": {"dynamics.leak": 0.9},
        "firm": {"parties.bob.preconditions": {"field": {"options": ["shared"]}}},
        "open": {"dynamics.channel": "open"},
    }
    case = quiet_case({"postures": {name: {"title": "-", "set": change} for name, change in postures.items()}})
    of = run(case)
    as_is, leaky, firm, talking = (of.under(name) for name in of.postures)
    assert leaky.zones.within is as_is.zones.within is talking.zones.within
    assert firm.zones.within is not as_is.zones.within
    assert firm.rules.outlook.rates is as_is.rules.outlook.rates is talking.rules.outlook.rates
    assert leaky.rules.incident() is as_is.rules.incident()
    assert leaky.rules.leak() is not as_is.rules.leak()
    assert firm.rules.in_force(0) is as_is.rules.in_force(0)


def test_what_is_shared_is_told_of_the_case_that_it_is_asked_of():
    case = quiet_case({"postures.leaky": {"title": "-", "set": {"dynamics.leak": 0.9}}})
    under = run(case).under("leaky")
    assert under.zones.case is under.zones.grounds[0].case is under.rules.outlook.case is under.case
    assert under.zones.grounds[0].parties == under.case.parties


def test_the_worth_of_settlements_is_known_to_cases_that_list_the_same():
    separable = {"postures.small": {"title": "-", "set": {"issues.field.separable": True}}}
    as_is, small = (run(quiet_case(separable)).under(name).zones for name in ("as-is", "small"))
    assert small.settlements.is_small_step.any()
    of = run(quiet_case(separable))
    assert of.under("small").zones.grounds[0].payoffs is of.as_is.zones.grounds[0].payoffs
    assert not as_is.settlements.is_small_step.any()


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_whether_a_war_may_go_on_is_known_before_any_game_is_solved(data):
    undecided = {"dynamics.war_decided": 0.5}

    def under(**to):
        return {"postures": {"other": {"title": "Another way", "set": to}}}

    changes = data.draw(
        st.sampled_from([
            {}, undecided, undecided | {"dynamics.tension": "war"}, {"beliefs": {"ann": {"war_decided": 0.3}}},
            under(**{"dynamics.war_decided": 0.2}), under(**{"beliefs": {"bob": {"war_decided": 0.9}}}),
            undecided | under(**{"dynamics.war_decided": 1}),
        ])
    )  # fmt: skip
    fighting = {f"parties.{name}.war": {"win": 0, "lose": 0, "cost": 1} for name in ("ann", "bob")}
    of = run(quiet_case(fighting | changes))
    reading = Reading(of)
    assert of.war_goes_on == any(reading.future(of.under(name)).war_goes_on for name in of.postures)
