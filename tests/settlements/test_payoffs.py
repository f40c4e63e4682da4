import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import quiet_case
from generators import cases
from ripeness.case.model import Beliefs
from ripeness.case.read.load import with_changes
from ripeness.case.values import MODES, Values
from ripeness.settlements.listing import list_settlements
from ripeness.settlements.payoffs import capability_shares, normalised, payoffs


def by_definition(case, party, settlement):
    """U, loss, public gain and public loss of one settlement to one party, as section 3 of MODEL.md has them."""
    total = sum(weight.mode for weight in case.parties[party].salience.values())
    u = loss = public_gain = public_loss = 0.0
    for name, issue in case.issues.items():
        option = issue.options[settlement[name]]
        weight = case.parties[party].salience.get(name)
        value = option.value.get(party)
        flow = weight.mode / total * value.mode if weight and value else 0.0
        visible = (option.visibility or issue.visibility).mode
        u += flow
        loss += max(-flow, 0.0)
        public_gain += visible * max(flow, 0.0)
        public_loss += visible * max(-flow, 0.0)
    for link in case.linkages:
        if link.when and all(settlement[issue] == option for issue, option in link.when.items()):
            u += link.value[party].mode if party in link.value else 0.0
    return u, loss, public_gain, public_loss


@given(cases())
def test_payoffs_are_what_the_definition_says_settlement_by_settlement(case):
    s = list_settlements(case)
    found = payoffs(case, case.parties, s, MODES)
    parts = np.stack([found.utility, found.loss, found.public_gain, found.public_loss])[:, 0]
    for i, party in enumerate(case.parties):
        for row in range(len(s)):
            assert parts[:, i, row] == pytest.approx(by_definition(case, party, s.named(row)), abs=1e-14)


def test_a_bonus_for_other_options_is_another_bonus_where_settlements_share_what_is_known_of_them():
    road = {"question": "?", "options": {name: {"text": "-"} for name in ("shut", "free", "tolled")}}
    case = quiet_case(
        {"issues.road": road, "linkages": [{"when": {"field": "shared", "road": "free"}, "value": {"ann": 0.1}}]}
    )
    other = with_changes(case, {"linkages.0.when": {"field": "shared", "road": "tolled"}})
    s = list_settlements(case)
    found = [payoffs(each, each.parties, s, MODES).utility[0, 0, -3:].tolist() for each in (case, other)]
    assert found == [pytest.approx([0.5, 0.6, 0.5]), pytest.approx([0.5, 0.5, 0.6])]


@given(cases())
def test_the_status_quo_is_worth_nothing_unless_a_linkage_rewards_it(case):
    plain = case.model_copy(update={"linkages": ()})
    found = payoffs(plain, plain.parties, list_settlements(plain), MODES)
    assert not found.utility[..., 0].any()
    assert not found.loss[..., 0].any()


@given(cases())
def test_gains_are_what_is_left_of_utility_when_losses_are_added_back(case):
    open_and_unlinked = case.model_copy(update={"linkages": ()})
    p = payoffs(open_and_unlinked, case.parties, list_settlements(open_and_unlinked), MODES)
    gain = p.utility + p.loss
    assert (gain >= -1e-15).all()
    assert (p.public_gain <= gain + 1e-15).all()
    assert (p.public_loss <= p.loss + 1e-15).all()


def test_each_draw_has_its_own_weights_and_values():
    case = quiet_case({"issues.field.options.shared.value.ann": [0.1, 0.5, 0.9]})
    values = Values(3, {"issues.field.options.shared.value.ann": np.array([0.1, 0.5, 0.9])})
    found = payoffs(case, case.parties, list_settlements(case), values)
    assert found.utility[:, :, 1].tolist() == [[0.1, 0.4], [0.5, 0.4], [0.9, 0.4]]


@given(st.lists(st.floats(0.01, 10), min_size=2, max_size=5), st.floats(0.01, 100))
def test_only_the_ratio_of_weights_counts(weights, factor):
    shares = normalised(np.array(weights))
    assert shares.sum() == pytest.approx(1.0, abs=1e-15)
    assert normalised(np.array(weights) * factor) == pytest.approx(shares, abs=1e-15)


@pytest.mark.parametrize(
    ("believed", "shares"),
    [
        ({}, [0.6, 0.4]),
        ({"ann": 0.7, "bob": 0.3}, [0.7, 0.3]),
        ({"ann": 0.9}, [0.9 / 1.3, 0.4 / 1.3]),  # overlaid on the normalised shares, then normalised again
        ({"bob": 0.0}, [1.0, 0.0]),
    ],
)
def test_believed_shares_are_laid_over_the_normalised_ones(believed, shares):
    case = quiet_case({"parties.ann.capability": 3, "parties.bob.capability": 2})
    beliefs = with_changes(case, {"beliefs.ann.capability": believed}).beliefs["ann"] if believed else Beliefs()
    assert capability_shares(case, beliefs, MODES)[0] == pytest.approx(shares, abs=1e-15)
