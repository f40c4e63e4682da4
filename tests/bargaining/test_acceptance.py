import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import quiet_case
from generators import cases
from ripeness.answer.zones import ground_at_start
from ripeness.bargaining.acceptance import acceptable, constraints, satisfied, slack_of
from ripeness.case.model import TRUST_LEVELS
from ripeness.case.read.load import with_changes
from ripeness.case.values import MODES
from ripeness.rules.constraints import CONSTRAINTS
from ripeness.settlements.listing import list_settlements

LOW, MID, HIGH = range(3)


def on(case):
    return ground_at_start(case, MODES, list_settlements(case))


def zone(case, reservation, trust=None):
    """Which settlements are acceptable to the incumbents with these reservation values, (settlements,)."""
    level = TRUST_LEVELS.index(case.dynamics.trust) if trust is None else trust
    return acceptable(on(case), [reservation])[0, level, 0]


def holds(case, name, trust=LOW, reservation=0.0):
    """Which settlements satisfy the constraint of this name."""
    (c,) = [c for c in constraints(case.parties) if c.name == name]
    return satisfied(on(case), c, trust, np.full((1, len(case.parties)), reservation))[0].tolist()


def reservations(case):
    return st.lists(st.integers(-30, 30), min_size=len(case.parties), max_size=len(case.parties)).map(
        lambda drawn: np.array([drawn]) / 100
    )


def all_parties(case, change):
    """What `change` makes of each party, as changes of the case."""
    changed = {name: change(party) for name, party in case.parties.items()}
    return {f"parties.{name}.{field}": value for name, fields in changed.items() for field, value in fields.items()}


RELAXED = {
    "a higher concession limit": lambda case: all_parties(
        case, lambda p: {"concession_limit": p.concession_limit.mode + 0.1}
    ),
    "less pride": lambda case: all_parties(case, lambda p: {"pride": p.pride.mode / 2}),
    "no pride": lambda case: all_parties(case, lambda p: {"pride": 0}),
    "more tolerance of exposure": lambda case: all_parties(
        case, lambda p: {"exposure_tolerance": p.exposure_tolerance.mode + 0.05}
    ),
    "no red lines": lambda case: all_parties(case, lambda p: {"red_lines": {}}),
    "softer red lines": lambda case: all_parties(
        case, lambda p: {f"red_lines.{issue}.softens": "mid" for issue in p.red_lines}
    ),
    "no preconditions": lambda case: all_parties(case, lambda p: {"preconditions": {}}),
    "wider preconditions": lambda case: all_parties(
        case,
        lambda p: {
            f"preconditions.{issue}.options": list({*demand.options, list(case.issues[issue].options)[1]})
            for issue, demand in p.preconditions.items()
        },
    ),
    "no vetoes": lambda case: all_parties(
        case, lambda p: {f"constituencies.{c}.veto": False for c in p.constituencies}
    ),
    "lower thresholds at home": lambda case: all_parties(
        case, lambda p: {f"constituencies.{c}.threshold": g.threshold.mode - 0.1 for c, g in p.constituencies.items()}
    ),
    "a stronger guarantee": lambda case: {"dynamics.guarantee": 0.5 + case.dynamics.rate("guarantee").mode / 2},
    "less recognition of power": lambda case: {"dynamics.recognition": case.dynamics.rate("recognition").mode / 2},
}


@pytest.mark.parametrize("relax", RELAXED.values(), ids=RELAXED)
@settings(max_examples=10)
@given(data=st.data())
def test_relaxing_a_constraint_loses_no_deal(relax, data):
    case = data.draw(cases())
    reservation = data.draw(reservations(case))
    relaxed = with_changes(case, relax(case))
    assert not (zone(case, reservation) & ~zone(relaxed, reservation)).any()


@given(st.data())
def test_a_lower_reservation_value_loses_no_deal(data):
    case = data.draw(cases())
    reservation = data.draw(reservations(case))
    assert not (zone(case, reservation) & ~zone(case, reservation - 0.1)).any()


@given(st.data())
def test_more_trust_loses_no_deal(data):
    case = data.draw(cases())
    reservation = data.draw(reservations(case))
    low, mid, high = (zone(case, reservation, trust) for trust in range(3))
    assert not (low & ~mid).any()
    assert not (mid & ~high).any()


@given(st.data())
def test_the_acceptable_deals_are_those_that_satisfy_every_constraint(data):
    case = data.draw(cases())
    both = [data.draw(reservations(case)), data.draw(reservations(case))]
    ground = on(case)
    found = acceptable(ground, both)
    for r, reservation in enumerate(both):
        for trust in range(3):
            each = [satisfied(ground, c, trust, reservation)[0] for c in constraints(case.parties)]
            assert np.array_equal(found[r, trust, 0], ground.settlements.is_deal & np.all(each, axis=0))


# --- the rules one by one, on options of one issue ---


def judged(options, ann, **changes):
    """The quiet case with these options, each worth so much to Ann and to Bob, and fields of Ann changed."""
    worth = {name: {"text": "-", "value": dict(zip(("ann", "bob"), w, strict=True))} for name, w in options.items()}
    changed = {f"parties.ann.{field}": value for field, value in ann.items()}
    return quiet_case({"issues.field.options": {"idle": {"text": "-"}, **worth}, **changed, **changes})


def test_a_deal_has_to_be_no_worse_than_the_alternative():
    case = judged({"less": (0.2, 0), "same": (0.3, 0), "more": (0.4, 0)}, {})
    assert holds(case, "alternative(ann)", reservation=0.3) == [False, False, True, True]


def test_a_small_step_has_to_be_no_worse_than_the_status_quo_only():
    case = judged({"loss": (-0.1, 0), "nothing": (0, 0), "gain": (0.1, 0)}, {}, **{"issues.field.separable": True})
    assert holds(case, "alternative(ann)", reservation=0.5)[1:] == [False, True, True]
    assert holds(case, "alternative(ann)", reservation=-0.5)[1:] == [False, True, True]


@pytest.mark.parametrize(("short", "enough"), [(1e-13, True), (1e-11, False)])
def test_comparisons_allow_for_rounding_and_no_more(short, enough):
    case = judged({"short": (0.3 - short, 0)}, {})
    assert holds(case, "alternative(ann)", reservation=0.3)[1] is enough


def test_a_party_concedes_up_to_its_limit_and_no_more():
    case = judged({"less": (-0.2, 0), "limit": (-0.3, 0), "more": (-0.4, 0)}, {"concession_limit": 0.3})
    assert holds(case, "limit(ann)") == [True, True, True, False]


@pytest.mark.parametrize(("softens", "open_from"), [("mid", MID), ("high", HIGH), ("never", 3)])
def test_a_red_line_holds_until_trust_softens_it(softens, open_from):
    case = judged({"shared": (0, 0)}, {"red_lines": {"field": {"options": ["shared"], "softens": softens}}})
    for trust in range(3):
        assert holds(case, "red_line(ann,field)", trust) == [True, trust >= open_from]


@pytest.mark.parametrize(("fades", "open_from"), [("mid", MID), ("high", HIGH), ("never", 3)])
def test_a_precondition_holds_until_trust_lets_it_fade(fades, open_from):
    demand = {"field": {"options": ["hers"], "fades": fades}}
    case = judged({"shared": (0, 0), "hers": (0, 0)}, {"preconditions": demand})
    for trust in range(3):
        assert holds(case, "precondition(ann,field)", trust) == [trust >= open_from, trust >= open_from, True]


def test_a_small_step_is_free_of_preconditions_and_entitlement_but_not_of_red_lines():
    ann = {
        "preconditions": {"field": {"options": ["hers"]}},
        "red_lines": {"field": {"options": ["shared"]}},
    }
    for separable in (True, False):
        kind = {"issues.field.separable": separable, "dynamics.recognition": 2}
        case = judged({"shared": (0.1, 0.9), "hers": (0, 0)}, ann, **kind)
        assert holds(case, "precondition(ann,field)")[1] is separable
        assert holds(case, "entitlement(ann)")[1] is separable
        assert holds(case, "red_line(ann,field)")[1] is False


def test_a_constituency_ratifies_what_reaches_its_threshold_by_its_own_values_and_the_partys():
    guards = {"salience": {"field": 5}, "threshold": 0.2, "veto": True, "values": {"field": {"hers": 0.2, "his": 0.1}}}
    case = judged({"shared": (0.5, 0), "hers": (-1, 0), "his": (1, 0)}, {"constituencies": {"guards": guards}})
    assert holds(case, "ratified(ann,guards)") == [False, True, True, False]


def test_a_constituency_without_a_veto_constrains_nothing():
    guards = {"salience": {"field": 1}, "threshold": 1, "veto": False}
    case = judged({"shared": (0, 0)}, {"constituencies": {"guards": guards}})
    assert not [c for c in constraints(case.parties) if c.kind == "ratified"]


def test_pride_asks_a_public_gain_for_each_public_loss():
    case = quiet_case({
        "parties.ann": {"name": "Ann", "salience": {"field": 1, "road": 1}, "pride": 0.5},
        "issues.field.options": {
            "idle": {"text": "-"}, "given": {"text": "-", "value": {"ann": -0.8}, "visibility": 0.5},
        },
        "issues.road": {"question": "?", "options": {
            "shut": {"text": "-"},
            "half": {"text": "-", "value": {"ann": 0.2}},
            "secret": {"text": "-", "value": {"ann": 0.9}, "visibility": 0},
        }},
    })  # fmt: skip
    # giving the field costs 0.4 x 0.5 in public; half the road is a public gain of 0.1, just enough
    named = list_settlements(case)
    found = dict(zip(map(tuple, named.options.tolist()), holds(case, "face(ann)"), strict=True))
    assert found == {(0, 0): True, (0, 1): True, (0, 2): True, (1, 0): False, (1, 1): True, (1, 2): False}


# --- what power entitles to ---


def entitled(case, reservation=0.0, who="ann"):
    """Which options satisfy the entitlement, but for the status quo, which is no deal."""
    return holds(case, f"entitlement({who})", reservation=reservation)[1:]


RECOGNISED = {"dynamics.recognition": 1, "dynamics.entitlement_exponent": 1}


def test_a_stronger_party_feels_entitled_to_more_in_parts_of_what_each_could_have():
    # the best is 1 for Ann and 0.1 for Bob: in parts of it, 60 % and 40 % are as her power, 0.59 and 0.4 are not
    options = {"fair": (0.6, 0.04), "less": (0.59, 0.04), "hers": (1, -0.1), "his": (-0.1, 0.1), "neither": (0, 0)}
    case = judged(options, {"capability": 0.6}, **{"parties.bob.capability": 0.4}, **RECOGNISED)
    assert entitled(case) == [True, False, True, False, True]
    assert entitled(case, who="bob") == [True, True, False, True, True]


def test_what_a_party_escapes_by_dealing_counts_for_it_and_for_nobody_else():
    case = judged({"half": (0.2, 0.2), "best": (0.4, 0.4), "lost": (-0.1, 0.4)}, {}, **RECOGNISED)
    assert entitled(case) == [True, True, False]
    # half of 0.4 is due to her where Bob has his best; 0.31 escaped make up for it
    assert entitled(case, reservation=-0.31) == [True, True, True]
    assert entitled(case, reservation=-0.29) == [True, True, False]
    assert entitled(case, reservation=0.31) == [True, True, False]


def test_power_counts_to_the_exponent_and_that_of_observers_does_not():
    watcher = {"name": "Eve", "salience": {"field": 1}, "capability": 50, "signatory": False}
    case = judged({"x": (0.75, 0.25), "y": (0.7, 0.3), "hers": (1, 0), "his": (0, 1)}, {"capability": 3},
                  **{"parties.bob.capability": 1, "parties.eve": watcher}, **RECOGNISED)  # fmt: skip
    assert entitled(case) == [True, False, True, False]
    squared = with_changes(case, {"dynamics.entitlement_exponent": 2})  # 9/10 now, not 3/4
    assert entitled(squared) == [False, False, True, False]
    # without power there is nothing to compare: each is entitled to half of the parts
    assert entitled(with_changes(case, {"dynamics.entitlement_exponent": 0})) == [True, True, True, False]


def test_without_recognition_power_entitles_to_what_the_first_condition_asks_for_and_no_more():
    case = judged({"loss": (-0.2, 1), "less": (0.2, 1)}, {"capability": 9}, **{"dynamics.recognition": 0})
    assert entitled(case, reservation=-0.3) == [True, True]
    assert entitled(case, reservation=-0.1) == holds(case, "alternative(ann)", reservation=-0.1)[1:] == [False, True]
    assert entitled(case, reservation=0.3) == [False, True]


@pytest.mark.parametrize(("best", "claims"), [(0.0, False), (1e-12, False), (2e-12, True)])
def test_whoever_can_gain_nothing_claims_nothing(best, claims):
    case = judged({"hers": (best, 0), "his": (-0.1, 1)}, {}, **RECOGNISED)
    assert entitled(case)[1] is not claims


def test_gains_of_one_who_can_gain_nothing_are_no_part_of_anything():
    # Bob's best is 1e-12, nothing: Ann's whole gain is hers
    case = judged({"both": (0.4, 1e-12), "neither": (0.1, 0)}, {}, **RECOGNISED)
    assert entitled(case) == [True, True]


def test_others_count_by_their_power_as_the_party_sees_it():
    cat = {"name": "Cat", "salience": {"field": 1}, "capability": 1}
    others = {"parties.bob.capability": 4, "parties.cat": cat}
    case = judged({"x": (0.6, 1), "hers": (1, 0)}, {"capability": 5}, **others, **RECOGNISED)
    # the others' mean part is 4/5, their mean power (4 x 4 + 1) / 5 of 3.4: 5/8.4 x 1.4 = .83 of her 1
    assert entitled(case) == [False, True]
    weak = with_changes(case, {"beliefs.ann.capability": {"ann": 0.5, "bob": 0.0, "cat": 0.5}})
    # now Cat alone counts, who gains nothing: 0.5 x 0.6
    assert entitled(weak) == [True, True]
    # of others without any power each counts alike: 1 x (0.6 + 0.5)
    nobody = with_changes(case, {"beliefs.ann.capability": {"ann": 1.0, "bob": 0.0, "cat": 0.0}})
    assert entitled(nobody) == [False, True]


def due_by_definition(on, party, row, reservation, members):
    """What is asked and what there is, of section 4: a deal's worth and what it escapes; a part of all gains."""
    q, worth = on.shares[party][0], on.payoffs.utility[0]
    best = {j: max(worth[on.index(j), d] for d in np.flatnonzero(on.settlements.is_deal)) for j in on.parties}
    phi = {j: max(worth[on.index(j), row], 0) / best[j] if best[j] > 1e-12 else 0.0 for j in on.parties}
    others = [j for j in members if j != party]
    weights = [q[on.index(j)] for j in others]
    if not any(weights):
        weights = [1.0] * len(others)
    mean = sum(w * phi[j] for w, j in zip(weights, others, strict=True)) / sum(weights)
    power = sum(w * q[on.index(j)] for w, j in zip(weights, others, strict=True)) / sum(weights)
    rates = on.case.dynamics
    kappa = rates.rate("entitlement_exponent").mode
    mine, theirs = q[on.index(party)] ** kappa, power**kappa
    eta = rates.rate("recognition").mode * (mine / (mine + theirs) if mine + theirs else 0.5)
    escaped = -min(reservation[0, on.index(party)], 0.0)
    if best[party] <= 1e-12 or on.settlements.is_small_step[row]:
        return np.inf, 0.0
    return worth[on.index(party), row] + escaped, eta * best[party] * (phi[party] + mean)


@settings(max_examples=40)
@given(cases(transitions=0), st.data())
def test_entitlement_is_what_the_definition_says_for_all_who_sign_and_for_some(case, data):
    reservation, ground = data.draw(reservations(case)), on(case)
    members = data.draw(st.sampled_from([case.signatories, case.signatories[:2], case.signatories[-2:]]))
    for c in constraints(case.parties):
        if c.kind == "entitlement" and c.party in members:
            slack = slack_of(ground.among(members), c, LOW, reservation)[0]
            for row in np.flatnonzero(ground.settlements.is_deal):
                has, asked = due_by_definition(ground, c.party, row, reservation, members)
                assert slack[row] == pytest.approx(has - asked, abs=1e-14)


@given(st.data())
def test_where_each_sees_itself_the_stronger_no_deal_with_gains_satisfies_both(data):
    case = data.draw(cases(signatories=2))
    one, other = case.signatories
    believed = data.draw(st.tuples(st.integers(51, 99), st.integers(51, 99)))
    optimists = with_changes(
        case,
        {
            "dynamics.recognition": 1,
            "dynamics.entitlement_exponent": 1,
            f"beliefs.{one}.capability": {one: believed[0], other: 100 - believed[0]},
            f"beliefs.{other}.capability": {other: believed[1], one: 100 - believed[1]},
        },
    )
    ground = on(optimists)
    signing = [ground.index(one), ground.index(other)]
    has_stake = (ground.best[0, signing] > 1e-9).all()
    gains = (ground.payoffs.utility[0, signing] > 1e-9).any(axis=0)
    both = np.array(holds(optimists, f"entitlement({one})")) & holds(optimists, f"entitlement({other})")
    counted = ground.settlements.is_deal & ~ground.settlements.is_small_step
    assert not (both & gains & counted & has_stake).any()


def exposed(tolerance, **dynamics):
    """Whether Ann, who has 0.2 of the power, dares a loss of 0.5, which exposes her to 0.4, at each trust."""
    changes = {f"dynamics.{name}": value for name, value in dynamics.items()} | {"parties.bob.capability": 4}
    case = judged({"given": (-0.5, 0)}, {"capability": 1, "exposure_tolerance": tolerance}, **changes)
    return [holds(case, "exposure(ann)", trust)[1] for trust in range(3)]


def test_a_weaker_party_dares_half_as_much_again_with_some_trust_and_twice_as_much_with_high_trust():
    assert exposed(0.402, trust_effect=1) == [True, True, True]
    assert exposed(0.268, trust_effect=1) == [False, True, True]  # 0.402 and 0.536
    assert exposed(0.202, trust_effect=1) == [False, False, True]  # 0.303 and 0.404
    assert exposed(0.198, trust_effect=1) == [False, False, False]


def test_trust_helps_a_weaker_party_to_the_power_of_its_effect():
    assert exposed(0.18, trust_effect=2) == [False, True, True]  # 2.25 and 4 times as much
    assert exposed(0.11, trust_effect=2) == [False, False, True]
    assert exposed(0.27, trust_effect=0) == [False, False, False]


def test_a_guarantee_takes_its_share_of_exposure_away():
    assert exposed(0.21, guarantee=0.5) == [True, True, True]
    assert exposed(0.19, guarantee=0.5) == [False, False, False]
    assert exposed(0, guarantee=1) == [True, True, True]


@given(cases())
def test_only_signatories_have_constraints_and_each_its_own_red_lines_and_vetoes(case):
    found = [c.name for c in constraints(case.parties)]
    expected = []
    for name in case.signatories:
        party = case.parties[name]
        expected += [f"{kind}({name})" for kind in ("alternative", "limit", "face", "entitlement", "exposure")]
        expected += [f"red_line({name},{issue})" for issue in party.red_lines]
        expected += [f"precondition({name},{issue})" for issue in party.preconditions]
        expected += [f"ratified({name},{c})" for c, group in party.constituencies.items() if group.veto]
    assert sorted(found) == sorted(expected)
    assert all(c.condition == CONSTRAINTS[c.kind].condition for c in constraints(case.parties))
