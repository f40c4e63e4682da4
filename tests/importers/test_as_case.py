"""A domain as a case: the same outcomes, the same utilities, and no constraint but the reservation."""

from itertools import product
from math import fsum, inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import assessed
from domain_files import as_case, imported, negolog, reservation, utilities
from ripeness.answer.zones import ground_at_start
from ripeness.bargaining.acceptance import constraints, satisfied
from ripeness.bargaining.search import Search
from ripeness.case.names import issue_in_words, option_in_words
from ripeness.case.read.warnings import warnings
from ripeness.case.values import MODES
from ripeness.errors import InputError
from ripeness.importers.as_case import MOST_OPTIONS, case_text
from ripeness.importers.domain import Domain, DomainIssue, Profile
from ripeness.settlements.listing import list_settlements

NUMBERS = st.one_of(st.just(0.0), st.floats(-100, 100, allow_subnormal=False), st.floats(-1, 1, allow_subnormal=False))


@st.composite
def domains(draw):
    """Domains with weights and evaluations of any sign, rows of nothing, and any reservation, discount and bias."""
    counts = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    issues = tuple(DomainIssue(f"i{k}", tuple(f"o{n}" for n in range(count))) for k, count in enumerate(counts))
    profiles = [
        Profile(
            f"p{number}",
            tuple(draw(NUMBERS) for _ in counts),
            tuple(tuple(draw(NUMBERS) for _ in range(count)) for count in counts),
            tuple(1.0 for _ in counts),
            draw(st.one_of(st.none(), NUMBERS)),
            draw(st.sampled_from([1.0, 0.5])),
            draw(st.sampled_from([0.0, 2.5])),
            draw(st.sampled_from([inf, 3.0, 20.0])),
        )
        for number in range(draw(st.integers(2, 3)))
    ]
    return Domain("any", "test", issues, tuple(profiles))


def expected(profile):
    rows = profile.contributions()
    return np.array([min(profile.bias + fsum(chosen), profile.most) for chosen in product(*rows)])


@given(domains())
def test_every_deal_is_an_outcome_with_its_utility(domain):
    case = as_case(domain)
    unit = case.payoff_unit.scale
    settlements = list_settlements(case)
    deals = np.flatnonzero(settlements.is_deal)
    assert len(deals) == domain.outcomes
    payoffs = ground_at_start(case, MODES, settlements).payoffs.utility[0][:, deals]
    for place, (party, profile) in enumerate(zip(case.parties, domain.profiles, strict=True)):
        found = np.array([case.told(party, payoff) for payoff in payoffs[place]])
        np.testing.assert_allclose(found / unit, expected(profile) / unit, rtol=0, atol=1e-12)
        np.testing.assert_allclose(utilities(case, party) / unit, expected(profile) / unit, rtol=0, atol=1e-12)


@given(domains())
def test_no_constraint_but_the_reservation_can_fail(domain):
    case = as_case(domain)
    on = ground_at_start(case, MODES, list_settlements(case))
    deals = on.settlements.is_deal
    reservations = MODES.stack(party.reservation for party in case.parties.values())
    for constraint in constraints(on.parties):
        holds = satisfied(on, constraint, 0, reservations)[0][deals]
        place = list(case.parties).index(constraint.party)
        if constraint.kind != "alternative":
            # entitlement asks for the reservation again, unless that lies above 0 and the party has nothing to gain
            accepted = on.payoffs.utility[0, place][deals] >= reservations[0, place]
            assert (holds | ~accepted).all(), constraint.name
            continue
        profile = domain.profiles[place]
        if profile.reservation is None:
            assert holds.all()
        else:
            surplus = (expected(profile) - profile.reservation) / case.payoff_unit.scale
            clear = np.abs(surplus) > 1e-11
            assert (holds == (surplus > 0))[clear].all()


@given(domains())
def test_a_reservation_is_told_as_the_file_gives_it(domain):
    case = as_case(domain)
    for name, profile in zip(case.parties, domain.profiles, strict=True):
        if profile.reservation is not None:
            told = reservation(case, name)
            assert told == pytest.approx(profile.reservation, abs=1e-12 * case.payoff_unit.scale)


def simple(*evaluations, weights=(1.0,), at=0.0, discount=1.0, most=inf):
    issues = tuple(DomainIssue(f"i{k}", tuple(f"o{n}" for n in range(len(row)))) for k, row in enumerate(evaluations))
    profile = Profile("p", weights, evaluations, weights, at, discount, 0.0, most)
    return Domain("d", "test", issues, (profile, profile))


def test_one_factor_scales_all_parties_and_none_where_none_is_needed():
    small, large = (simple((0.0, top)).profiles[0] for top in (0.5, 8.0))
    issues = simple((0.0, 0.5)).issues
    case = as_case(Domain("d", "test", issues, (small, large)))
    assert case.payoff_unit.scale == 8
    assert [case.issues["i0"].options["o1"].value[party].mode for party in case.parties] == [0.0625, 1]
    assert "payoff_unit" not in case_text(Domain("d", "test", issues, (small, small)), "x")


@pytest.mark.parametrize("worst", [-0.2, -0.8], ids=["never below nothing", "below nothing at worst"])
def test_a_party_has_its_utilities_as_they_are(worst):
    case = as_case(simple((worst, 0.6), (0.4, 0.8), weights=(0.5, 0.5), at=-0.25))
    assert case.payoff_unit.zero == {}
    assert case.issues["i0"].options["o0"].value["p"].mode == worst
    assert utilities(case, "p").tolist() == pytest.approx([(worst + 0.4) / 2, (worst + 0.8) / 2, 0.5, 0.7])
    assert case.parties["p"].reservation.mode == -0.25


@pytest.mark.parametrize(("discount", "patience"), [(1.0, 0.1), (0.75, 0.25), (0.0, 0.1), (1.5, 0.1)])
def test_a_discount_over_the_session_is_one_over_the_horizon(discount, patience):
    case = as_case(simple((0.0, 1.0), discount=discount))
    party = case.parties["p"]
    assert party.patience.mode == patience
    assert (1 - party.patience.mode) ** (case.horizon / 12) == pytest.approx(discount if 0 < discount < 1 else 0.9)


# a bid at the reservation, and one that lies below it by less than any file means; also where both lie below nothing
BOUNDARY = [(0.5, 0.5), (-0.3, -0.3), (0.1 + 0.2, 0.3)]


@pytest.mark.parametrize(("bid", "at"), BOUNDARY)
def test_what_equals_the_reservation_is_accepted_and_what_is_less_is_not(bid, at):
    case = as_case(simple((bid, bid - 1e-11, bid - 0.4), at=at))
    on = ground_at_start(case, MODES, list_settlements(case))
    reservations = MODES.stack(party.reservation for party in case.parties.values())
    accepted = np.all([satisfied(on, c, 0, reservations)[0] for c in constraints(on.parties)], axis=0)
    assert (accepted & on.settlements.is_deal).tolist() == [False, True, False, False]


@pytest.mark.parametrize(("bid", "at"), BOUNDARY)
def test_a_search_of_a_large_space_sees_what_equals_the_reservation(bid, at):
    case = as_case(simple((bid, bid - 1e-6, bid - 0.4), at=at))
    on = ground_at_start(case, MODES, list_settlements(case))
    found = Search(on, 0, MODES.stack(party.reservation for party in case.parties.values())).shortlist()
    assert found.options.tolist() == [[1]]


def test_neither_war_nor_small_steps_are_any_part_of_a_domain():
    case = as_case(simple((0.9, 0.2), at=0.5))
    answer = assessed(case)
    assert [each.reservation for each in answer.alternatives.values()] == [0.5, 0.5]
    assert answer.rungs["step"].deals == 0
    assert answer.futures["as-is"].war_total == 0
    assert warnings(case) == ()


def test_a_sum_is_cut_off_at_the_most():
    case = as_case(simple((1.0, 0.8), (1.0, 0.5), weights=(0.7, 0.4), most=1.0))
    np.testing.assert_allclose(utilities(case, "p"), [1, 0.9, 0.96, 0.76], atol=1e-12)
    assert [dict(linkage.when) for linkage in case.linkages] == [{"i0": "o0", "i1": "o0"}]


def test_where_no_sum_exceeds_the_most_nothing_is_cut_off():
    assert as_case(simple((1.0, 0.8), (1.0, 0.5), weights=(0.6, 0.3), most=1.0)).linkages == ()


@pytest.mark.parametrize("top", [2.0, 1.5])
def test_a_single_issue_is_cut_off_without_linkages(top):
    case = as_case(simple((top, 1.2, 0.4), most=1.0))
    assert utilities(case, "p").tolist() == pytest.approx([1, 1, 0.4])
    assert case.linkages == ()


def test_all_of_a_space_may_be_cut_off():
    case = as_case(simple((1.0, 0.8), (1.0, 0.9), weights=(1.5, 1.5), at=1.0, most=1.0))
    np.testing.assert_allclose(utilities(case, "p"), 1, atol=1e-12)
    assert reservation(case, "p") == pytest.approx(1, abs=1e-12)


def test_a_sum_that_no_case_can_cut_off_is_refused():
    rows = tuple(tuple((j + 1) / 7 + k / 100 for j in range(6)) for k in range(6))
    domain = simple(*rows, weights=tuple(0.3 for _ in rows), most=1.0)
    with pytest.raises(InputError, match=r"utilities are cut at 1, but reach .* expected: weights that sum to 1"):
        case_text(domain, "x")


def test_originals_stay_as_titles_and_ids_are_unlike(tmp_path):
    options = {"not settled": 1.0, "a b": 0.5, "a-b": 0.25, "true": 0.0, "1e5": 0.0, 'ü\t"q"': 0.0, "価格": 0.0}
    profile = {"reservationValue": 0.0, "issueWeights": {"id: x": 1}, "issues": {"id: x": options}}
    folder = negolog(tmp_path, **profile)
    (folder / "profileB.json").write_text((folder / "profileA.json").read_text())
    (issue,) = (case := imported(folder)).issues.values()
    assert list(case.issues) == ["id-x"]
    assert (issue.question, list(issue.options)) == (
        "id: x",
        ["not-settled", "not-settled-2", "a-b", "a-b-2", "true", "1e5", "u-q", "option-8"],
    )
    assert [option.text for option in issue.options.values()][1:] == [*list(options)[:5], 'ü "q"', "価格"]


def test_people_read_what_the_domain_calls_things(tmp_path):
    options = {"a b": 0.5, "a-b": 0.25, "0.25": 0.0, 'ü\t"q"': 0.0}
    folder = negolog(tmp_path, reservationValue=0.0, issueWeights={"id: x": 1}, issues={"id: x": options})
    (folder / "profileB.json").write_text((folder / "profileA.json").read_text())
    case = imported(folder)
    assert issue_in_words(case, "id-x") == "id: x"
    shown = [option_in_words(case, "id-x", option) for option in case.issues["id-x"].options]
    assert shown == ["not settled", "a b", "a-b", "0.25", 'ü "q"']
    # where the words of the id are what the domain says, no name is written
    assert [option.name is None for option in case.issues["id-x"].options.values()] == [True, True, False, False, False]


def test_only_a_deal_that_settles_every_issue_counts_and_the_status_quo_is_no_outcome(tmp_path):
    case = imported(negolog(tmp_path))
    assert case.complete
    assert [next(iter(issue.options.values())).text for issue in case.issues.values()] == ["not settled"] * 2
    assert not any(next(iter(issue.options.values())).value for issue in case.issues.values())


def test_more_options_than_a_case_file_holds_are_refused():
    row = tuple(0.0 for _ in range(MOST_OPTIONS // 2 + 1))
    with pytest.raises(InputError, match="2,002 options are too many for a case, expected: at most 2,000"):
        case_text(simple(row, row, weights=(1.0, 1.0)), "x")


def test_as_many_as_it_holds_can_be_read_for_eight_parties():
    row = tuple(0.123456789012345 for _ in range(MOST_OPTIONS // 2))
    domain = simple(row, row, weights=(1.0, 1.0))
    case = as_case(Domain("d", "test", domain.issues, domain.profiles * 4))
    assert len(case.parties) == 8
