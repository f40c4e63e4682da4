"""GeniusWeb's JSON."""

import json

import numpy as np
import pytest

from domain_files import imported, reservation, utilities, written
from ripeness.answer.deal_space import DealSpace
from ripeness.errors import InputError
from ripeness.importers.reading import read_domain

VALUES = {
    "lease car": {"values": ["yes", "no"]},
    "fte": {"values": ["0.6", "1.0"]},
    "salary": {"range": {"low": "1000", "high": "3000", "step": "1000"}},
}
DOMAIN = {"name": "jobs", "issuesValues": VALUES}


def space(*, discrete="DiscreteValueSetUtilities", numeric="NumberValueSetUtilities", **more):
    return {"LinearAdditiveUtilitySpace": {
        "name": "jobs1",
        "domain": DOMAIN,
        "issueWeights": {"lease car": 0.5, "fte": 0.25, "salary": 0.25},
        "issueUtilities": {
            "lease car": {discrete: {"valueUtilities": {"yes": 0.8, "no": 0}}},
            "fte": {discrete: {"valueUtilities": {"0.6": 0, "1.0": 1}}},
            "salary": {numeric: {"lowValue": 1000, "lowUtility": 0.4, "highValue": 3000, "highUtility": 0.8}},
        },
        **more,
    }}  # fmt: skip


EXPECTED = [0.5 * c + 0.25 * f + 0.25 * s for c in (0.8, 0) for f in (0, 1) for s in (0.4, 0.6, 0.8)]


@pytest.mark.parametrize("names", [{}, {"discrete": "discreteutils", "numeric": "numberutils"}], ids=["new", "old"])
@pytest.mark.parametrize("apart", [True, False], ids=["a file of the domain", "the domain in the profiles"])
def test_a_utility_is_the_sum_of_weight_times_utility_as_they_stand(tmp_path, names, apart):
    profile = json.dumps(space(**names))
    files = {"jobs_json": json.dumps(DOMAIN)} if apart else {}
    case = imported(written(tmp_path, a_json=profile, b_json=profile, **files))
    np.testing.assert_allclose(utilities(case, "a"), EXPECTED, atol=1e-12)
    assert list(case.issues["salary"].options) == ["not-settled", "1000", "2000", "3000"]
    # without a bid of last resort any agreement is better than none
    assert reservation(case, "a") == pytest.approx(utilities(case, "a").min(), abs=1e-12)


def test_the_bid_of_last_resort_gives_the_reservation(tmp_path):
    bid = {"issuevalues": {"lease car": "yes", "fte": "1.0", "salary": 2000}}
    folder = written(tmp_path, a_json=json.dumps(space(reservationBid=bid)), b_json=json.dumps(space()))
    assert imported(folder).parties["a"].reservation.mode == pytest.approx(0.4 + 0.25 + 0.15)


@pytest.mark.parametrize(("bid", "zone"), [(None, 4), ({"issuevalues": {}}, 4), ({"issuevalues": {"lamp": "on"}}, 3)])
def test_without_a_bid_of_last_resort_any_agreement_is_better_than_none(tmp_path, bid, zone):
    domain = {"name": "lamp", "issuesValues": {"lamp": {"values": ["on", "off"]}, "hour": {"values": ["7", "8"]}}}
    files = {}
    for name, on in (("anna", 1), ("bert", 0)):
        rows = {"lamp": {"on": on, "off": 1 - on}, "hour": {"7": on, "8": 1 - on}}
        tables = {issue: {"DiscreteValueSetUtilities": {"valueUtilities": row}} for issue, row in rows.items()}
        held = {"name": name, "domain": domain, "issueWeights": {"lamp": 0.5, "hour": 0.5}, "issueUtilities": tables}
        resort = bid if name == "anna" else None
        files[f"{name}_json"] = json.dumps({"LinearAdditiveUtilitySpace": {**held, "reservationBid": resort}})
    case = imported(written(tmp_path, **files))
    # anna has 1, .5, .5 and 0; what equals her half is accepted
    assert DealSpace(case).agreed.zone == zone


@pytest.mark.parametrize(
    "kind",
    ["DefaultPartialOrdering", "SumOfGroupsUtilitySpace", "MappingUtilitySpace", "StrangeUtilitySpace", "Strange"],
)
@pytest.mark.parametrize("both", [True, False])
def test_another_kind_of_profile_is_refused_by_its_name_once(tmp_path, kind, both):
    other = json.dumps({kind: {"name": "a", "domain": DOMAIN, "better": [], "partUtilities": {}}})
    folder = written(tmp_path, a_json=other if both else json.dumps(space()), b_json=other)
    with pytest.raises(InputError) as caught:
        read_domain(folder)
    (problem,) = caught.value.problems
    known = "is not known to be a sum over issues" if kind.startswith("Strange") else "is no sum over issues but a "
    assert problem.message.startswith(f"{kind} {known}")
    assert problem.message.endswith("expected: a LinearAdditiveUtilitySpace")
    assert problem.file == str(folder / ("a.json" if both else "b.json"))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"reservationBid": "none"}, "reservationBid  is not a bid, expected: null, or issuevalues"),
        (
            {"reservationBid": {"issuevalues": {"fte": "0.7"}}},
            "reservationBid: fte: 0.7  the domain has no such option",
        ),
        (
            {"reservationBid": {"issuevalues": {"fete": "1.0"}}},
            "reservationBid: fete: 1.0  the domain has no such issue",
        ),
        ({"issueUtilities": {}}, "lease car  has no evaluations"),
        ({"issueWeights": {"lease cat": 1}}, "lease cat  the domain has no such issue; did you mean lease car?"),
        ({"issueWeights": {"fte": float("inf")}}, "weight of fte  inf is not a finite number"),
    ],
)
def test_what_does_not_fit_is_told(tmp_path, more, said):
    with pytest.raises(InputError) as caught:
        read_domain(written(tmp_path, a_json=json.dumps(space(**more)), b_json=json.dumps(space())))
    assert said in str(caught.value)


def test_a_range_of_too_many_steps_is_refused(tmp_path):
    profile = space()
    values = {**VALUES, "salary": {"range": ["0", "1000", "0.001"]}}
    files = {"a_json": json.dumps(profile), "b_json": json.dumps(profile)}
    with pytest.raises(InputError, match="1,000,001 numbers are too many options, expected: at most 1,000"):
        read_domain(written(tmp_path, d_json=json.dumps({"issuesValues": values}), **files))


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"d_json": json.dumps(DOMAIN), "e_json": json.dumps(DOMAIN)}, "2 GeniusWeb domains (d.json, e.json)"),
        ({"a_json": json.dumps({"issueUtilities": {"fte": {}}})}, "holds no GeniusWeb domain, expected"),
    ],
)
def test_there_is_one_domain(tmp_path, files, said):
    with pytest.raises(InputError) as caught:
        read_domain(written(tmp_path, **files))
    assert said in str(caught.value)
