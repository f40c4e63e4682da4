import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from generators import cases
from ripeness.answer.zones import ground_at_start
from ripeness.bargaining.acceptance import constraints, is_satisfied, slack_of
from ripeness.bargaining.linear import linear_ground
from ripeness.case.values import MODES
from ripeness.settlements.listing import list_settlements


def amount(linear, space, options):
    """A linear number of one settlement, from the definition."""
    parts = sum(part[o] for part, o in zip(linear.parts, options, strict=True))
    holds = [all(options[k] == o for k, o in link.when.items()) for link in space.links]
    return linear.constant + parts + float(linear.links @ np.array(holds, dtype=float).reshape(-1))


@settings(max_examples=60)
@given(cases(transitions=0), st.integers(0, 2), st.lists(st.integers(-30, 30), min_size=4, max_size=4))
def test_the_linear_rules_are_those_of_acceptance(case, trust, numbers):
    settlements = list_settlements(case)
    on = ground_at_start(case, MODES, settlements)
    reservation = np.array([numbers[: len(case.parties)]]) / 100
    linear = linear_ground(on, trust, reservation)
    expected = {c: is_satisfied(slack_of(on, c, trust, reservation)[0]) for c in constraints(case.parties)}
    for row, options in enumerate(settlements.options.tolist()):
        worth = np.array([amount(u, linear.space, options) for u in linear.utility])
        assert np.allclose(worth, on.payoffs.utility[0, :, row], atol=1e-14)
        if not settlements.is_deal[row]:
            continue
        rules = linear.small_steps if settlements.is_small_step[row] else linear.beyond
        found = dict.fromkeys(expected, True)
        for rule in rules:
            gains = sum(weight * max(worth[i], 0.0) for i, weight in rule.gains.items())
            assert all(weight >= 0 for weight in rule.gains.values())
            slack = amount(rule.slack, linear.space, options) - gains
            assert rule.slack.lowest - 1e-12 <= amount(rule.slack, linear.space, options) <= rule.slack.highest + 1e-12
            found[rule.constraint] = bool(is_satisfied(slack))
            if rule.always_holds:
                assert expected[rule.constraint][row]
        assert found == {c: bool(held[row]) for c, held in expected.items()}
