"""What is known of which deals two that could fight would accept."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from disputes import acceptable, acceptable_shares, answer, future, territory
from generators import cases
from ripeness.answer.zones import zones
from ripeness.case.leadership import leaderships
from ripeness.case.values import MODES
from ripeness.settlements.listing import list_settlements

# as in the argument: whoever wants to can fight at any time, and nobody asks for more than its alternative
AT_ANY_TIME = {"incident": 1, "subside": 0, "recognition": 0}
WITHOUT_DELAY = {"channel": "open", "partial_rate": 1, "trust_effect": 0, "crisis_pace": 1}


@pytest.mark.parametrize(("held", "power"), [(0.2, 0.7), (0.5, 0.7), (0.5, 0.5), (0.8, 0.3)])
def test_deals_lie_within_the_costs_of_war_around_what_war_would_bring(held, power):
    """Both prefer to war what costs neither more than war itself would [Fearon 1995]."""
    cost = 0.1
    shares = acceptable_shares(territory(held, cost, power, dynamics=AT_ANY_TIME))
    assert all(power - cost <= share <= power + cost for share in shares)
    # the ends of the range hang on how soon war would come, its middle does not
    middle = {share for share in (power - cost / 2, power, power + cost / 2) if abs(share - held) > 1e-9}
    assert {round(share, 9) for share in middle} <= set(shares)


@pytest.mark.parametrize("dynamics", [AT_ANY_TIME, {}], ids=["war at any time", "rates as they are"])
def test_a_threat_makes_deals_acceptable_that_are_worse_than_today(dynamics):
    """What is bargained over is the war that is avoided, not what the parties have today [Fearon 1995]."""
    shares = acceptable_shares(territory(held=0.2, cost=0.2, power=0.7, dynamics=dynamics))
    assert shares
    assert all(share > 0.2 for share in shares)  # Bob gives up land in every one of them


def test_without_a_threat_nobody_accepts_less_than_today():
    """[Fearon 1995]: where neither could gain by war, the status quo is within its costs."""
    shares = acceptable_shares(
        territory(held=0.5, cost=0.4, power=0.5, dynamics={"misreading": 0, "miscalculation": 0})
    )
    assert shares == []


def test_there_is_war_where_the_range_is_empty_and_hardly_any_by_intention_where_it_is_not():
    """What cannot be divided leaves no deal between the costs of war [Fearon 1995]."""
    dynamics = AT_ANY_TIME | WITHOUT_DELAY
    whole, divided = (territory(0.5, 0.1, 0.7, shares, dynamics=dynamics) for shares in ((1.0,), ()))
    assert acceptable(whole) == []
    assert acceptable(divided)
    assert future(whole).war["intention"] > 0.5
    assert future(divided).war["intention"] < 0.01
    assert future(divided).war_total < future(whole).war_total / 2


def test_costlier_war_leaves_more_deals():
    """The range is as wide as the costs of war [Fearon 1995]."""
    found = [set(acceptable_shares(territory(0.5, c, 0.7, dynamics=AT_ANY_TIME))) for c in (0.05, 0.1, 0.2, 0.3)]
    assert all(fewer < more for fewer, more in pairwise(found))


# --- two levels ---


def guarded(threshold):
    """A rising Ann and a Bob under threat; Ann's guards have to ratify, and ask for so much."""
    guards = {"guards": {"salience": {"land": 1}, "threshold": threshold, "veto": True}}
    return territory(0.5, 0.1, 0.7, dynamics=AT_ANY_TIME, parties__ann__constituencies=guards)


def test_a_smaller_win_set_means_better_terms_or_no_deal():
    """Whoever has less leeway at home gets more of the gains, as long as there is a deal [Putnam 1988]."""
    thresholds = (0.0, 0.15, 0.2, 0.25, 0.3)
    win_sets = [set(acceptable_shares(guarded(threshold))) for threshold in thresholds]
    assert all(smaller <= larger for larger, smaller in pairwise(win_sets))
    deals = [answer(guarded(threshold)).deals.best_partial for threshold in thresholds]
    struck = [deal.utility["ann"] for deal in deals if deal is not None]
    assert struck == sorted(struck)
    assert struck[-1] > struck[0]
    assert deals[-1] is None


# --- alternatives ---


@given(cases(), st.floats(-0.5, 0.3), st.floats(0, 0.5), st.data())
def test_a_worse_alternative_never_closes_a_deal(case, best, worse_by, data):
    """A party that can expect less elsewhere accepts no less than before [Nash 1950]."""
    party = data.draw(st.sampled_from(range(len(case.parties))))

    def within(lowered):
        r = np.full((1, len(case.parties)), best)
        r[0, party] -= lowered
        z = zones(case, MODES, list_settlements(case), [[r, r] for _ in leaderships(case)])
        return [z.zone(office, 0, trust)[0] for office in leaderships(case) for trust in range(3)]

    for before, after in zip(within(0.0), within(worse_by), strict=True):
        assert (after | ~before).all()


@pytest.mark.parametrize(
    ("field", "flows"), [("trend", (0, -0.02, -0.04, -0.06)), ("reservation", (0, -0.1, -0.2, -0.4))]
)
def test_the_worse_a_party_stands_the_more_deals_there_are(field, flows):
    """A stalemate that hurts more widens what can be agreed [Zartman 2000]."""
    declining = {"parties.bob.trend": -0.3, "parties.ann.war": None, "parties.bob.war": None}
    found = [set(acceptable_shares(territory(**declining | {f"parties.ann.{field}": flow}))) for flow in flows]
    assert all(fewer < more for fewer, more in pairwise(found))


def test_a_war_that_hurts_makes_deals_acceptable_that_peace_would_not():
    """The costs of going on, not those of today, decide what a party will give [Zartman 2000]."""
    peace, war = territory(), territory(dynamics={"tension": "war", "war_decided": 0.1})
    assert acceptable(peace) == []
    assert acceptable_shares(war) == [0.45, 0.55]  # one of them would rather have what it had before the war
    fought_harder = {f"parties__{name}__war__fighting": 0.6 for name in ("ann", "bob")}
    harder = territory(dynamics={"tension": "war", "war_decided": 0}, **fought_harder)
    assert set(acceptable_shares(war)) < set(acceptable_shares(harder))


# --- hope ---

ELECTION = {"party": "bob", "date": "2024-07-01", "probability": 0.3}
TERMS = {"as-it-is": (0, 0), "half": (0.4, 0.4), "hers": (0.8, 0.3)}


def hoping(**beliefs):
    """Ann and Bob could both gain, she more once Bob's successor drops his red line, if she waits for that."""
    options = {name: {"text": "-", "value": {"ann": a, "bob": b}} for name, (a, b) in TERMS.items()}
    return territory(
        issues__land__options=options,
        parties__bob__red_lines={"land": {"options": ["hers"]}},
        transitions=[ELECTION],
        beliefs={"ann": {"successor_terms": {"red_lines": {}}} | beliefs},
    )


def test_hope_for_a_successors_terms_never_adds_a_deal_and_enough_of_it_closes_some():
    """Whoever expects better terms of the next government does not sign with this one [Wolford 2012]."""
    hopes = (0, 0.3, 0.6, 0.9)
    found = [acceptable(hoping(transitions={"bob": hope})) for hope in hopes]
    expected = [answer(hoping(transitions={"bob": hope})).alternatives["ann"].reservation for hope in hopes]
    assert expected == sorted(expected)
    assert all(set(map(str, more)) >= set(map(str, fewer)) for more, fewer in pairwise(found))
    assert found[0] == [{"land": "half"}]
    assert found[-1] == []


def test_hope_that_pressure_will_work_never_adds_a_deal_and_enough_of_it_closes_some():
    """Whoever expects the other to give in has a better alternative than a deal [Zartman 2000]."""

    def shares(**beliefs):
        return acceptable_shares(territory(0.5, 0.1, 0.7, dynamics=AT_ANY_TIME, beliefs={"ann": beliefs}))

    found = [shares(capitulation={"bob": hope}) for hope in (0.001, 0.01, 0.05, 0.2)]
    assert found[0] == shares()
    assert all(set(fewer) <= set(more) for more, fewer in pairwise(found))
    assert len(found[-1]) < len(found[0])


# --- ripeness ---


@pytest.mark.parametrize("hurting", [True, False])
@pytest.mark.parametrize("way_out", [True, False])
def test_a_moment_is_ripe_where_it_hurts_all_and_there_is_a_way_out(hurting, way_out):
    """A mutually hurting stalemate and a way out, neither of which is enough [Zartman 2000]."""
    data = territory(
        issues__land__options={name: {"text": "-", "value": {"ann": a, "bob": b}} for name, (a, b) in TERMS.items()},
        dynamics={"incident": 0, "press_crisis": 0},
        **{f"parties__{name}__trend": -0.2 for name in (("ann", "bob") if hurting else ("ann",))},
        **({} if way_out else {"parties__bob__preconditions": {"land": {"options": ["as-it-is"]}}}),
    )
    found = answer(data)
    assert found.is_hurting == {"ann": True, "bob": hurting}
    assert found.has_way_out == way_out
    assert found.is_ripe == (hurting and way_out)


def test_a_small_step_is_no_way_out():
    """A way out is a settlement to be had, not a gesture [Zartman 2000]."""
    trend = {f"parties__{name}__trend": -0.2 for name in ("ann", "bob")}
    options = {name: {"text": "-", "value": {"ann": a, "bob": b}} for name, (a, b) in TERMS.items()}
    step = territory(issues__land__options=options, issues__land__separable=True, **trend)
    assert acceptable(step)
    assert not answer(step).has_way_out
