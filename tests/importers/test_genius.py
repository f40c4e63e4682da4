"""GENIUS's XML, and what GENIUS itself makes of it."""

from collections.abc import Mapping
from xml.etree import ElementTree

import numpy as np
import pytest

from domain_files import (
    ANN,
    genius,
    genius_issue,
    genius_profile,
    genius_template,
    imported,
    reservation,
    shared,
    sums,
    utilities,
    written,
)
from ripeness.answer.deal_space import DealSpace
from ripeness.errors import InputError
from ripeness.importers.reading import Semantics, read_domain


def test_an_evaluation_is_divided_by_the_largest_of_its_issue(tmp_path):
    case = imported(genius(tmp_path, weights=(0.75, 0.25)))
    # price low or high with today, next week, never
    ann = [0.75 * p / 8 + 0.25 * d / 10 for p in (2, 8) for d in (10, 5, 0)]
    bob = [0.75 * p / 6 + 0.25 * d / 4 for p in (6, 3) for d in (1, 2, 4)]
    np.testing.assert_allclose(utilities(case, "ann"), ann, atol=1e-12)
    np.testing.assert_allclose(utilities(case, "bob"), bob, atol=1e-12)
    assert case.payoff_unit.scale == 1


def test_as_negmas_evaluations_and_weights_stand_as_they_are(tmp_path):
    case = imported(genius(tmp_path, weights=(1.5, 0.5)), Semantics.negmas)
    np.testing.assert_allclose(
        utilities(case, "ann"), [1.5 * p + 0.5 * d for p in (2, 8) for d in (10, 5, 0)], atol=1e-12
    )
    assert case.payoff_unit.scale == 20  # weights of 2 on evaluations of 10


def test_trap_utilities_are_on_the_scale_of_the_reservation(tmp_path):
    # NegMAS loads evaluations of up to 10 beside a reservation value of 0.6, which then excludes nothing
    case = imported(genius(tmp_path, '<reservation value="0.6"/>', '<reservation value="0.6"/>'))
    both = (utilities(case, "ann") > 0.6) & (utilities(case, "bob") > 0.6)
    assert reservation(case, "ann") == pytest.approx(0.6, abs=1e-12)
    # the high price and no delivery: (0.75, 0.625)
    assert (utilities(case, "ann").max(), both.sum()) == (1, 1)
    raw = imported(genius(tmp_path, '<reservation value="0.6"/>'), Semantics.negmas)
    assert (utilities(raw, "ann") > raw.told("ann", raw.parties["ann"].reservation.mode)).all()


def test_trap_a_discount_does_not_drop_the_reservation(tmp_path):
    case = imported(genius(tmp_path, '<discount_factor value="0.8"/><reservation value="0.3"/>'))
    assert reservation(case, "ann") == pytest.approx(0.3, abs=1e-12)
    assert case.parties["ann"].patience.mode == pytest.approx(0.2)
    assert "0.8" in case.parties["ann"].patience.note
    assert reservation(case, "bob") == pytest.approx(0, abs=1e-12)


def test_trap_a_reservation_below_the_least_utility_is_kept(tmp_path):
    profile = genius_profile(genius_issue("x", 1, {"a": 4, "b": 5}), [1], '<reservation value="0.1"/>')
    domain = genius_template(genius_issue("x", 1, ["a", "b"]))
    case = imported(written(tmp_path, d_xml=domain, a_xml=profile, b_xml=profile))
    assert utilities(case, "a").min() == pytest.approx(0.8)
    assert reservation(case, "a") == pytest.approx(0.1, abs=1e-12)


def test_a_reservation_above_every_outcome_is_kept_and_leaves_no_zone(tmp_path):
    case = imported(genius(tmp_path, '<reservation value="1.5"/>'))
    assert reservation(case, "ann") == pytest.approx(1.5, abs=1e-12)


def test_an_issue_whose_evaluations_are_all_nothing_is_worth_nothing(tmp_path):
    profile = genius_profile(
        genius_issue("x", 1, {"a": 0, "b": 0}) + genius_issue("y", 2, {"c": 1, "d": 2}), [0.5, 0.5]
    )
    domain = genius_template(genius_issue("x", 1, ["a", "b"]) + genius_issue("y", 2, ["c", "d"]))
    case = imported(written(tmp_path, d_xml=domain, a_xml=profile, b_xml=profile))
    np.testing.assert_allclose(utilities(case, "a"), [0.25, 0.5, 0.25, 0.5], atol=1e-12)


def test_of_two_items_of_one_value_the_last_counts_and_items_of_similarity_functions_do_not(tmp_path):
    similar = '<similarity_function><criteria_function><item value="a" evaluation="9"/></criteria_function>'
    issue = '<issue index="1" name="x"><item value="a" evaluation="0"/><item value="a" evaluation="2"/>'
    issue += f'<item value="b" evaluation="4"/>{similar}</similarity_function></issue>'
    profile = genius_profile(issue, [1])
    case = imported(
        written(tmp_path, d_xml=genius_template(genius_issue("x", 1, ["a", "b"])), a_xml=profile, b_xml=profile)
    )
    assert utilities(case, "a").tolist() == [0.5, 1]


NUMERIC = '<issue index="1" name="n" type="integer" lowerbound="3" upperbound="7">{}</issue>'
REAL = '<issue index="2" name="r" vtype="real"><range lowerbound="0.0" upperbound="2.0"/>{}</issue>'


def numeric(folder, of_integer, of_real):
    profile = genius_profile(NUMERIC.format(of_integer) + REAL.format(of_real), [0.5, 0.5])
    return written(folder, d_xml=genius_template(NUMERIC.format("") + REAL.format("")), a_xml=profile, b_xml=profile)


def test_an_integer_issue_counts_from_its_lower_bound_and_is_cut_off(tmp_path):
    line = '<evaluator slope="0.25" offset="0.5"/>'
    folder = numeric(tmp_path, line, '<evaluator ftype="constant" parameter0="0"/>')
    case = imported(folder, points=2)
    assert list(case.issues["n"].options) == ["not-settled", "3", "4", "5", "6", "7"]
    assert utilities(case, "a")[::2].tolist() == [0.25, 0.375, 0.5, 0.5, 0.5]
    # and as NegMAS loads it neither
    raw = imported(folder, Semantics.negmas, points=2)
    np.testing.assert_allclose(utilities(raw, "a")[::2], [0.5 * (0.25 * n + 0.5) for n in range(3, 8)], atol=1e-12)


def test_a_real_valued_issue_is_a_grid_and_says_so(tmp_path):
    folder = numeric(tmp_path, "", '<evaluator ftype="linear" parameter0="0.25" parameter1="0.5"/>')
    domain = read_domain(folder, points=5)
    assert domain.issues[1].options == ("0", "0.5", "1", "1.5", "2")
    assert domain.notes == ("r is real-valued, from 0 to 2; its options are a grid of 5 points.",)
    assert [each / 2 for each in domain.profiles[0].evaluations[1]] == [0.125, 0.25, 0.375, 0.5, 0.5]
    assert domain.notes[0] in imported(folder, points=5).summary


def test_a_triangular_evaluator_rises_to_its_top_and_falls(tmp_path):
    folder = numeric(tmp_path, "", '<evaluator ftype="triangular" parameter0="0" parameter1="2" parameter2="0.5"/>')
    np.testing.assert_allclose(read_domain(folder, points=5).profiles[0].evaluations[1], [0, 1, 2 / 3, 1 / 3, 0])


def test_an_issue_without_a_weight_counts_for_nothing_and_that_is_said(tmp_path):
    folder = genius(tmp_path, weights=(0.5,))
    domain = read_domain(folder)
    assert domain.profiles[0].weights == (0.5, 0)
    assert "Delivery day has no weight in ann.xml; it counts as 0, as in GENIUS." in domain.notes
    assert utilities(imported(folder), "ann").tolist() == [0.125] * 3 + [0.5] * 3


def test_agents_of_the_domain_file_name_the_parties_and_their_order(tmp_path):
    folder = genius(tmp_path)
    template = (folder / "domain.xml").read_text()
    agents = '<agent name="The city" utility_space="etc/bob.xml"/><agent name="AMPO" utility_space="ann.xml"/>'
    (folder / "domain.xml").write_text(template.replace("<negotiation_template>", f"<negotiation_template>{agents}"))
    case = imported(folder)
    assert {party: each.name for party, each in case.parties.items()} == {"The-city": "The city", "AMPO": "AMPO"}


def broken(folder, file, old, new, semantics=Semantics.own):
    text = (folder / file).read_text()
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1))
    with pytest.raises(InputError) as caught:
        read_domain(folder, semantics)
    return str(caught.value)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (
            "ann.xml",
            'index="1" name="Price"',
            'index="7" name="Price"',
            "Price  has the index 7, which no issue of the domain has; known: 1 (Price), 2 (Delivery day)",
        ),
        ("ann.xml", 'index="1" name="Price"', 'index="²" name="Price"', 'has the index "²", which no issue'),
        ("ann.xml", 'index="1" name="Price"', 'name="Price"', "has no index, expected"),
        ("ann.xml", 'index="1" name="Price"', 'index="2" name="Price"', "Delivery day  appears twice"),
        ("domain.xml", 'index="2" name', 'index="1" name', "Delivery day  has the index 1, as Price has"),
        ("ann.xml", 'value="high"', 'value="hihg"', "Price: hihg  the domain has no such option; did you mean high?"),
        ("ann.xml", ' evaluation="8"', "", "Price: high  is missing"),
        ("ann.xml", 'value="0.75"', 'value="NaN"', 'weight of Price  "NaN" is no number'),
        ("ann.xml", 'value="0.75"', 'value="1e999"', "weight of Price  1e999 is too large a number"),
        ("ann.xml", "</utility_space>", "", "is not well-formed XML"),
        ("domain.xml", 'type="discrete"', 'type="mystic"', "is of the kind mystic"),
    ],
)
def test_what_does_not_fit_is_told_with_its_place(tmp_path, file, old, new, said):
    message = broken(genius(tmp_path), file, old, new)
    assert message.splitlines()[0].startswith(str(tmp_path / file))
    assert said in message


ADDITIVE = genius_profile(
    genius_issue("Price", 1, ANN["Price"]) + genius_issue("Delivery day", 2, ANN["Delivery day"]), [0.75, 0.25]
)
BARE = '<issue index="1" name="Price"/>'
HYPER = '<hyperRectangle utility_value="3"><INCLUDES index="1" min="0" max="1"/></hyperRectangle>'


@pytest.mark.parametrize(
    ("space", "said"),
    [
        (
            f'<utility_space type="constraint"><objective>{BARE}</objective></utility_space>',
            "the type constraint is no sum over issues but rules over",
        ),
        (
            f"<utility_space><objective>{BARE}<rules><constraints/></rules></objective></utility_space>",
            "the type constraint is no sum",
        ),
        (
            f'<utility_space type="NonLinear">{BARE}<ufun type="PlainUfun"/></utility_space>',
            "the type NonLinear is no sum over issues but hyper-rectangles",
        ),
        (
            f'<utility_space>{BARE}<utility_function maxutility="9">{HYPER}</utility_function></utility_space>',
            "the type nonlinear is no sum over issues but hyper-rectangles",
        ),
        (
            f'<utility_space type="uncertain">{BARE}</utility_space>',
            "the type uncertain is no sum over issues but ranks of some outcomes",
        ),
        (
            f'<utility_space type="mystic">{BARE}</utility_space>',
            "the type mystic is not known to be a sum over issues",
        ),
        ("<utility_space/>", "is a utility space without issues"),
    ],
)
def test_another_kind_of_space_is_refused_by_its_name_once(tmp_path, space, said):
    folder = written(genius(tmp_path), ann_xml=space, bob_xml=space)
    with pytest.raises(InputError) as caught:
        read_domain(folder)
    (problem,) = caught.value.problems
    assert said in problem.message
    assert problem.message.endswith(
        "expected: one of the type linear, with an evaluation for each option of each issue"
    )
    assert problem.file == str(folder / "ann.xml")


@pytest.mark.parametrize("kind", ["linear", "Linear", "any"])
def test_a_space_that_says_that_it_is_additive_is_read(tmp_path, kind):
    folder = written(genius(tmp_path), ann_xml=ADDITIVE.replace("<utility_space>", f'<utility_space type="{kind}">'))
    assert len(read_domain(folder).profiles) == 2


def test_a_discount_that_is_no_number_is_named(tmp_path):
    with pytest.raises(InputError, match=r'discount  "high" is no number, expected: one such as 0.25'):
        read_domain(genius(tmp_path, '<discount_factor value="high"/>'))


def test_an_evaluator_that_is_no_number_is_named(tmp_path):
    folder = numeric(tmp_path, '<evaluator slope="steep"/>', '<evaluator ftype="constant" parameter0="0"/>')
    with pytest.raises(InputError, match='n: slope  "steep" is no number'):
        read_domain(folder, points=2)


def test_weights_stand_as_they_are_and_the_sum_is_cut_at_1(tmp_path):
    issues = [genius_issue("road", 1, {"north": 10, "south": 8}), genius_issue("toll", 2, {"low": 4, "high": 2})]
    template = genius_template(genius_issue("road", 1, ["north", "south"]) + genius_issue("toll", 2, ["low", "high"]))
    anna = genius_profile("".join(issues), [0.7, 0.4], '<reservation value="0.75"/>')
    bert = genius_profile(
        genius_issue("road", 1, {"north": 2, "south": 4}) + genius_issue("toll", 2, {"low": 1, "high": 2}), [0.5, 0.5]
    )
    folder = written(tmp_path, d_xml=template, anna_xml=anna, bert_xml=bert)
    case = imported(folder)
    np.testing.assert_allclose(utilities(case, "anna"), [1, 0.9, 0.96, 0.76], atol=1e-12)
    np.testing.assert_allclose(utilities(case, "bert"), [0.5, 0.75, 0.75, 1], atol=1e-12)
    assert (
        "The weights in anna.xml sum to 1.1; they stand as they are, and a utility above 1 counts as 1" in case.summary
    )
    agreed = DealSpace(case).agreed
    assert agreed.zone == 4
    nash = agreed.solutions["nash"]
    assert nash.deal == {"road": "south", "toll": "low"}
    assert [case.told(party, nash.payoffs[party]) for party in case.parties] == pytest.approx([0.96, 0.75])


def test_issues_are_joined_by_index_whatever_they_are_called(tmp_path):
    template = genius_template(genius_issue("first", 1, ["a", "b"]) + genius_issue("second", 2, ["a", "b"]))
    anna = genius_profile(
        genius_issue("second", 1, {"a": 4, "b": 1}) + genius_issue("first", 2, {"a": 1, "b": 4}), [0.8, 0.2]
    )
    bert = genius_profile(
        genius_issue("first", 1, {"a": 1, "b": 4}) + genius_issue("second", 2, {"a": 4, "b": 1}), [0.5, 0.5]
    )
    case = imported(written(tmp_path, d_xml=template, anna_xml=anna, bert_xml=bert))
    np.testing.assert_allclose(utilities(case, "anna"), [0.85, 1, 0.25, 0.4], atol=1e-12)
    np.testing.assert_allclose(utilities(case, "bert"), [0.625, 0.25, 1, 0.625], atol=1e-12)
    assert "anna.xml calls issue 1 'second', the domain 'first'; the index counts, as in GENIUS." in case.summary
    assert DealSpace(case).agreed.solutions["nash"].deal == {"first": "a", "second": "a"}


def test_as_negmas_issues_are_joined_by_name(tmp_path):
    folder = genius(tmp_path)
    message = broken(folder, "ann.xml", 'name="Price"', 'name="Prize"', Semantics.negmas)
    assert "Prize  the domain has no such issue; did you mean Price?" in message
    assert "calls issue 1 'Prize', the domain 'Price'" in read_domain(folder).notes[0]


def test_what_equals_the_reservation_is_accepted(tmp_path):
    ann, bob = ({"all to ann": 2 - k, "halves": 1, "all to bob": k} for k in (0, 2))
    profiles = [genius_profile(genius_issue("cake", 1, row), [1], '<reservation value="0.5"/>') for row in (ann, bob)]
    template = genius_template(genius_issue("cake", 1, list(ann)))
    case = imported(written(tmp_path, d_xml=template, ann_xml=profiles[0], bob_xml=profiles[1]))
    agreed = DealSpace(case).agreed
    assert (agreed.zone, agreed.solutions["nash"].deal) == (1, {"cake": "halves"})


def test_a_raw_ampersand_is_read(tmp_path):
    template = genius_template(genius_issue("road", 1, ["north & south", "south"]))
    profile = genius_profile(genius_issue("road", 1, {"north & south": 2, "south": 1}), [1])
    case = imported(written(tmp_path, d_xml=template, a_xml=profile, b_xml=profile))
    assert [option.text for option in case.issues["road"].options.values()] == ["not settled", "north & south", "south"]
    assert utilities(case, "a").tolist() == [1, 0.5]


# --- the shared domains, every outcome, against a reading of their files that shares no code ---


def straight_from(path, raw: bool, options: Mapping[str, list[str]]) -> list[list[float]]:
    root = ElementTree.parse(path).getroot()
    weights = {each.get("index"): float(each.get("value")) for each in root.iter("weight")}
    found = {}
    for issue in root.iter("issue"):
        table = {i.get("value"): float(i.get("evaluation")) for i in issue if i.tag == "item"}
        by = 1 if raw else max(table.values())
        found[issue.get("name")] = {o: weights[issue.get("index")] * e / by for o, e in table.items()}
    return [[found[issue][option] for option in listed] for issue, listed in options.items()]


DOMAINS = {
    "EnglandZimbabwe": ("EnglandZimbabwe_domain", ("England", "Zimbabwe"), 576),
    "ItexvsCypress": ("ItexvsCypress_domain", ("ItexvsCypress_Cypress", "ItexvsCypress_Itex"), 180),
    "Travel": ("travel_domain", ("travel_chox", "travel_fanny"), 188_160),
    "AMPOvsCity": ("ampo_vs_city_template", ("ampo_vs_city_ampo_space", "ampo_vs_city_city_space"), 1_944_000),
    "group2-politics": ("Politics", ("Politics_util1", "Politics_util2", "Politics_util3"), 23_040),
}


@pytest.mark.parametrize("name", DOMAINS)
@pytest.mark.parametrize("semantics", [Semantics.own, Semantics.negmas])
def test_every_outcome_of_a_shared_domain_is_worth_what_its_files_say(name, semantics):
    folder = shared(name)
    template, files, outcomes = DOMAINS[name]
    case = imported(folder, semantics)
    issues = ElementTree.parse(folder / f"{template}.xml").getroot().iter("issue")
    options = {issue.get("name"): [item.get("value") for item in issue if item.tag == "item"] for issue in issues}
    assert [issue.question for issue in case.issues.values()] == list(options)
    assert [[o.text for o in issue.options.values()][1:] for issue in case.issues.values()] == list(options.values())
    for party, file in zip(case.parties, files, strict=True):
        found = utilities(case, party)
        expected = sums(straight_from(folder / f"{file}.xml", semantics is Semantics.negmas, options))
        assert len(found) == outcomes
        np.testing.assert_allclose(
            found / case.payoff_unit.scale, expected / case.payoff_unit.scale, rtol=0, atol=1e-12
        )


def frontier(points):
    """Points that no other dominates, for a few parties, the best of the first party first."""
    points = np.unique(np.round(points, 9), axis=0)[::-1]
    found = np.empty((0, points.shape[1]))
    for point in points:
        if not (found >= point).all(axis=1).any():
            found = np.vstack([found, point])
    return found


@pytest.mark.slow
@pytest.mark.parametrize(("name", "size"), [("EnglandZimbabwe", 23), ("Travel", 21), ("group2-politics", 121)])
def test_the_frontier_of_a_shared_domain_has_the_size_that_negmas_finds(name, size):
    case = imported(shared(name), Semantics.negmas)
    assert len(frontier(np.stack([utilities(case, party) for party in case.parties], axis=1))) == size
