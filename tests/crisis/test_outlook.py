import numpy as np
import pytest

from builders import quiet_case
from ripeness.case.rates import RATES
from ripeness.case.values import MODES
from ripeness.crisis.outlook import DEFAULT_CAPITULATION, capitulation_flows, outlook
from ripeness.settlements.listing import list_settlements
from ripeness.settlements.payoffs import payoffs

ANN, BOB, ANALYST = 0, 1, 2
SUCCESSION = {"party": "ann", "date": "2024-03-01", "probability": 0.3}


def rate(case, name):
    """A rate by viewer and leadership, (viewers, leaderships)."""
    return outlook(case, MODES).rates[name][0].tolist()


def test_everybody_sees_a_rate_as_the_analyst_does_unless_it_believes_otherwise():
    assert rate(quiet_case({"dynamics.incident": 0.1}), "incident") == [[0.1], [0.1], [0.1]]
    assert rate(quiet_case({"dynamics.incident": 0.1, "beliefs.bob.incident": 0}), "incident") == [[0.1], [0.0], [0.1]]


def test_a_successors_beliefs_stand_in_place_of_the_incumbents():
    replaced = SUCCESSION | {"successor": {"beliefs": {"leak": 0.4}}}
    case = quiet_case({"beliefs.ann": {"incident": 0.5}, "transitions": [replaced]})
    assert rate(case, "incident")[ANN] == [0.5, 0.0]
    assert rate(case, "leak")[ANN] == [0.0, 0.4]


def test_a_successor_without_beliefs_of_its_own_keeps_the_incumbents():
    case = quiet_case({"beliefs.ann": {"incident": 0.5}, "transitions": [SUCCESSION]})
    assert rate(case, "incident")[ANN] == [0.5, 0.5]


def test_of_several_successors_the_last_in_the_file_stands():
    two = [SUCCESSION | {"successor": {"trend": t, "beliefs": {"leak": -t}}} for t in (-0.1, -0.2)]
    case = quiet_case({"transitions": two, "parties.ann.trend": -0.4})
    assert outlook(case, MODES).trend[0, ANN].tolist() == [-0.4, -0.1, -0.2, -0.2]
    assert rate(case, "leak")[ANN] == [0.0, 0.1, 0.2, 0.2]


def test_costs_are_those_of_whoever_is_in_office():
    succession = SUCCESSION | {"successor": {"crisis_cost": 0.1, "talk_cost": 0.2}}
    case = quiet_case({"parties.ann.crisis_cost": 0.3, "transitions": [succession]})
    costs = outlook(case, MODES).costs
    assert costs["crisis_cost"][0].tolist() == [[0.3, 0.1], [0.0, 0.0]]
    assert costs["talk_cost"][0, ANN].tolist() == [0.0, 0.2]


def test_a_transition_is_as_likely_as_each_party_believes():
    case = quiet_case({"transitions": [SUCCESSION], "beliefs.bob.transitions": {"ann": 0.9}})
    assert outlook(case, MODES).transitions[0, :, 0, 0].tolist() == [0.3, 0.9, 0.3]


def test_capitulation_has_a_default_an_analysts_rate_and_beliefs():
    case = quiet_case({"dynamics.capitulation": {"bob": 0.02}, "beliefs.ann.capitulation": {"bob": 0.2}})
    found = outlook(case, MODES).capitulation[0, :, 0]
    assert found[ANN].tolist() == [DEFAULT_CAPITULATION, 0.2]
    assert found[ANALYST].tolist() == [DEFAULT_CAPITULATION, 0.02]


def test_the_discount_is_a_months_share_of_the_annual_patience():
    case = quiet_case({"parties.ann.patience": 0.19})
    view = outlook(case, MODES)
    assert view.discount[0] ** 12 == pytest.approx([0.81, 0.9])
    # a flow of 12 a year is 1 a month, for ever
    months = view.discount[0, ANN] ** np.arange(5000)
    assert view.for_good(np.full((1, 2), 12.0))[0, ANN] == pytest.approx(months.sum())


def test_all_rates_of_the_registry_are_seen():
    assert set(outlook(quiet_case(), MODES).rates) == set(RATES)


def test_the_analyst_sees_and_each_party_believes_whether_a_war_may_go_on():
    assert not outlook(quiet_case(), MODES).war_goes_on
    assert outlook(quiet_case({"dynamics.war_decided": 0.9}), MODES).war_goes_on
    assert outlook(quiet_case({"beliefs.bob.war_decided": 0.9}), MODES).war_goes_on
    succession = SUCCESSION | {"successor": {"beliefs": {"war_decided": 0.9}}}
    assert outlook(quiet_case({"transitions": [succession]}), MODES).war_goes_on


WAR = {"win": 0.5, "lose": -1, "cost": 0.2}


def war_flows(changes, month=0):
    return outlook(quiet_case(changes), MODES).war_flows(month)[0]


def test_war_is_won_with_the_share_of_power_that_a_party_believes_it_has():
    changes = {"parties.ann.war": WAR, "parties.ann.capability": 3, "beliefs.bob.capability": {"bob": 0.75}}
    assert war_flows(changes) == pytest.approx([0.75 * 0.5 - 0.25 - 0.2, 0.0])
    armed = {"parties.bob.war": WAR, "beliefs.bob.capability": {"ann": 0.25, "bob": 0.75}}
    assert war_flows(armed)[BOB] == pytest.approx(0.75 * 0.5 - 0.25 - 0.2)


@pytest.mark.parametrize(("month", "share"), [(0, 0.5), (12, 3 / 4), (24, 9 / 10), (6, 3**0.5 / (1 + 3**0.5))])
def test_shares_of_power_move_with_growth(month, share):
    found = war_flows({"parties.ann.war": WAR, "parties.ann.growth": 2, "parties.bob.war": WAR}, month)
    assert found == pytest.approx([p * 0.5 - (1 - p) - 0.2 for p in (share, 1 - share)])


def test_growth_starts_from_the_shares_that_each_party_sees():
    seen = {"beliefs.ann.capability": {"ann": 0.75, "bob": 0.25}, "parties.ann.growth": -0.5, "parties.bob.growth": 0.5}
    found = war_flows({"parties.ann.war": WAR, "parties.bob.war": WAR} | seen, 12)
    # 3 to 1 as Ann sees it, 1 to 1 as Bob does; after a year 3 to 3, and 1 to 3
    assert found == pytest.approx([0.5 * 0.5 - 0.5 - 0.2, 0.75 * 0.5 - 0.25 - 0.2])


@pytest.mark.parametrize("growth", [-0.3, 0.5, 4])
def test_equal_growth_changes_nothing(growth):
    changes = {"parties.ann.war": WAR, "parties.bob.war": WAR, "parties.ann.capability": 3}
    equal = {"parties.ann.growth": growth, "parties.bob.growth": growth}
    assert war_flows(changes | equal, 30) == pytest.approx(war_flows(changes), abs=1e-12)


@pytest.mark.parametrize(("war", "flow"), [({"cost": 0.3}, 0.3), ({"fighting": 0.1}, 0.1), ({"fighting": 0}, 0.0)])
def test_fighting_takes_what_war_costs_unless_the_case_says_otherwise(war, flow):
    assert outlook(quiet_case({"parties.ann.war": WAR | war}), MODES).fighting[0].tolist() == [flow, 0.0]


def surrender(**changes):
    """Flows after j has capitulated to m, (j, m, parties)."""
    three = {"shared": (0.5, 0.4), "hers": (0.9, -0.6), "also-hers": (0.9, -0.8)}
    options = {name: {"text": "-", "value": {"ann": a, "bob": b}} for name, (a, b) in three.items()}
    watcher = {"name": "Eve", "signatory": False, "salience": {"field": 1}}
    case = quiet_case({"issues.field.options": {"idle": {"text": "-"}, **options}, "parties.eve": watcher, **changes})
    return capitulation_flows(case, payoffs(case, case.parties, list_settlements(case), MODES), MODES)[0]


def test_the_winner_takes_its_best_settlement_the_first_of_equals_and_the_loser_only_gives():
    flows = surrender()
    assert flows[BOB, ANN] == pytest.approx([0.9, -0.6, 0.0])
    assert flows[ANN, BOB] == pytest.approx([0.0, 0.4, 0.0])  # sharing costs Ann nothing; what it gives her is lost


def test_spoils_stand_in_place_of_what_the_settlement_would_bring():
    flows = surrender(**{"parties.ann.spoils": 0.1})
    assert flows[BOB, ANN] == pytest.approx([0.1, -0.6, 0.0])


def test_the_winner_may_take_only_what_is_allowed():
    toll = {"shut": {"text": "-"}, "free": {"text": "-", "value": {"ann": -1}}}
    flows = surrender(linkages=[{"if": {"field": "hers"}, "requires": {"road": "free"}}], **{
        "issues.road": {"question": "?", "options": toll}, "parties.ann.salience": {"field": 0.5, "road": 0.5},
    })  # fmt: skip
    assert flows[BOB, ANN] == pytest.approx([0.45, -0.8, 0.0])


def test_where_even_the_status_quo_is_excluded_there_is_nothing_to_take_but_spoils():
    nothing = [{"if": {"field": option}, "requires": {"field": "hers"}} for option in ("idle", "shared", "also-hers")]
    nothing.append({"if": {"field": "hers"}, "requires": {"field": "idle"}})
    assert not surrender(linkages=nothing).any()
    flows = surrender(linkages=nothing, **{"parties.ann.spoils": 0.1})
    assert flows[BOB, ANN].tolist() == [0.1, 0.0, 0.0]
    assert not flows[ANN, BOB].any()
