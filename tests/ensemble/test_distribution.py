"""The answer over draws, against tables made by hand and against counting draw by draw."""

import numpy as np
import pytest

from ripeness.answer.answers import BEST
from ripeness.answer.pipeline import run
from ripeness.answer.reading import Reading
from ripeness.case.read.load import load, with_changes
from ripeness.ensemble.distribution import QUANTITIES, distribution, postures_of, sets_of, under
from ripeness.ensemble.draws import drawn
from ripeness.ensemble.ensemble import SERIES, chunk
from ripeness.rules.conditions import CONDITIONS
from terminal import GOLDEN

TEXTS = ("corrections", "conflicts", "corrections_beyond", "conflicts_beyond", "tightest", *BEST.values())

# constraints, in the order of their names
A, B, C = "face(ann)", "limit(ann)", "limit(bob)"


def by_hand(draws, **of_as_is):
    """Tables of two postures: columns given are those of the case as it is; the other posture has half the war."""
    n = draws * 2
    table = {"draw": np.arange(draws).repeat(2), "posture": np.array(["as-is", "talks"] * draws)}
    table |= {quantity: np.zeros(n) for quantity in (*QUANTITIES, "in_force_at_start")}
    table |= {"deal_now": np.zeros(n, dtype=int)}
    table |= {f"holds.{condition}": np.array([1, -1] * draws) for condition in CONDITIONS}
    table |= {f"reservation.{p}.{seen}": np.zeros(n) for p in ("ann", "bob") for seen in ("believed", "analyst")}
    table |= {text: np.zeros(n, dtype="U80") for text in TEXTS}
    for column, values in of_as_is.items():
        table[column][::2] = values
    table["war"][1::2] = table["war"][::2] / 2
    return table


def answered(draws, columns):
    curves = np.zeros((2, len(SERIES), 3, draws), dtype=np.float32)
    curves[0, SERIES.index("war"), 2] = np.arange(draws)
    return distribution(by_hand(draws, **columns), curves)


def shares(frequencies):
    return {f.names: f.share.share for f in frequencies}


def test_sets_are_counted_in_all_draws_and_the_necessary_are_those_in_every_set_of_a_draw():
    corrections, conflicts = [f"{A}+{B} | {A}+{C}", f"{A}+{B}", "-", ""], [f"{A} | {B}+{C}", A, "", ""]
    why = answered(4, {"corrections": corrections, "conflicts": conflicts}).why
    assert shares(why.corrections) == {(A, B): 0.5, (A, C): 0.25, (): 0.25}
    assert [f.names for f in why.corrections] == [(A, B), (), (A, C)]
    assert shares(why.necessary) == {(A,): 0.5, (B,): 0.25}
    assert shares(why.conflicts) == {(A,): 0.5, (B, C): 0.25}


def test_beyond_small_steps_is_counted_apart():
    of = answered(4, {"corrections": ["-"] * 4, "corrections_beyond": ["-", A, A, B], "deal_now": [1] * 4})
    assert (of.deal_now.share, of.beyond_now.share) == (1, 0.25)
    assert shares(of.why.necessary) == {}
    assert shares(of.why_beyond.necessary) == {(A,): 0.5, (B,): 0.25}


def test_the_best_deal_is_that_of_the_highest_rung_that_has_one():
    partial, wide = ["x=1", "x=1", "", ""], ["x=1 y=2", "", "", ""]
    step = ["z=1", "", "z=1", ""]
    columns = {"best.step": step, "best.partial": partial, "best.wide": wide, "tightest": [A, A, B, ""]}
    of = answered(4, columns)
    assert shares(of.best) == {("x=1",): 0.25, ("x=1", "y=2"): 0.25, ("z=1",): 0.25}
    assert {rung: shares(found) for rung, found in of.best_of.items()} == {
        "step": {("z=1",): 0.5}, "partial": {("x=1",): 0.5}, "wide": {("x=1", "y=2"): 0.25},
    }  # fmt: skip
    assert {rung: share.share for rung, share in of.rungs.items()} == {"step": 0.5, "partial": 0.5, "wide": 0.25}
    assert shares(of.tightest) == {(A,): 0.5, (B,): 0.25}


def test_a_condition_holds_where_a_correction_set_leaves_its_constraints_alone():
    sets = ["limit(ann) | face(bob)", "limit(ann)+face(bob)", "-", ""]
    of = answered(4, {"corrections": ["-"] * 4, "corrections_beyond": sets})
    assert {each.share for each in of.conditions.holds.values()} == {of.conditions.together.share} == {1}
    beyond = of.conditions_beyond
    # no deal at all, in the last draw, satisfies nothing
    held = {"no_better_alternative": 0.75, "willing_to_concede": 0.5, "can_declare_victory": 0.5}
    assert {name: share.share for name, share in beyond.holds.items()} == held | {"treated_as_equal": 0.75}
    assert (beyond.for_party["ann"]["willing_to_concede"].share, beyond.together.share) == (0.5, 0.25)
    assert beyond.for_party["bob"]["willing_to_concede"].share == beyond.for_party["ann"]["can_declare_victory"].share
    assert beyond.for_party["bob"]["willing_to_concede"].share == 0.75


def test_ripe_is_when_all_hurt_and_there_is_a_way_out():
    # a way out is a deal beyond small steps; less than a hundredth below today is the noise of trembles
    of = answered(4, {"reservation.ann.believed": [-1, -1, -1, 1], "reservation.bob.believed": [-1, -1, -0.009, -1],
                      "reservation.bob.analyst": [-2] * 4, "deal_now": [1] * 4,
                      "corrections": ["-"] * 4, "corrections_beyond": ["-", A, "-", "-"]})  # fmt: skip
    assert of.ripe.share == 0.25
    assert {party: share.share for party, share in of.hurting.items()} == {"ann": 0.75, "bob": 0.75}
    assert {party: share.share for party, share in of.convinced.items()} == {"ann": 0.75, "bob": 1}
    assert of.reservations["ann"].mean.mean == -0.5
    assert of.illusions["bob"].mean.mean == pytest.approx(2 - 3.009 / 4)
    assert {each.share for each in of.conditions.holds.values()} == {1}


def test_postures_are_compared_draw_by_draw():
    of = answered(4, {"war": [0, 0.2, 0.4, 0.6]})
    talks = of.compared("talks")
    assert talks.difference.mean == pytest.approx(-0.15)
    assert (talks.lower.share, talks.higher.share) == (0.75, 0)
    assert talks.median == pytest.approx(-0.15)
    opposite = of.compared("as-is", "talks")
    assert (opposite.higher, opposite.q05) == (talks.lower, pytest.approx(-talks.q95))
    assert of.compared("talks", quantity="settled").lower.share == 0
    with pytest.raises(KeyError):
        of.compared("talks", "talks")


def test_curves_are_quantiles_by_month():
    of = answered(101, {})
    curve = of.postures["as-is"].curves["war"]
    assert curve.shape == (5, 3)
    assert curve[:, 2].tolist() == [5, 25, 50, 75, 95]
    assert not of.postures["talks"].curves["war"].any()


def test_the_rows_of_a_posture_are_found_by_its_name():
    table = by_hand(3, war=[1, 2, 3])
    assert postures_of(table) == ("as-is", "talks")
    assert under(table, "talks")["war"].tolist() == [0.5, 1, 1.5]
    with pytest.raises(ValueError, match="tuple"):
        under(table, "walks")


@pytest.mark.slow
def test_the_answer_of_an_ensemble_is_what_counting_its_draws_gives():
    ranges = {"parties.birch.concession_limit": [0.01, 0.35, 0.45], "parties.alder.pride": [0, 0.5, 3]}
    case = with_changes(load(GOLDEN / "example.yaml"), ranges)
    n = 24
    tables = chunk(case, drawn(1, 0, n), 0)
    of = distribution(tables.outcomes, tables.curves)
    readings = [Reading(run(case, drawn(1, 0, n)), draw) for draw in range(n)]
    diagnoses = [reading.diagnosis() for reading in readings]
    assert of.draws == n
    assert of.deal_now.share == np.mean([reading.deals().now > 0 for reading in readings])
    for f in of.why.necessary:
        assert f.share.share == np.mean([f.names[0] in d.necessary for d in diagnoses])
    for f in of.why.conflicts:
        assert f.share.share == np.mean([f.names in d.conflicts for d in diagnoses])
    for condition in CONDITIONS:
        assert of.conditions.holds[condition].share == np.mean([r.conditions().holds[condition] for r in readings])
    for name, posture in of.postures.items():
        futures = [reading.future(reading.run.under(name)) for reading in readings]
        assert posture.quantities["war"].mean.mean == pytest.approx(np.mean([f.war_total for f in futures]))
        assert posture.curves["war"][:, -1] == pytest.approx(
            np.quantile([f.war_total for f in futures], [0.05, 0.25, 0.5, 0.75, 0.95]), rel=1e-5
        )
    assert sets_of(str(tables.outcomes["corrections"][0])) == diagnoses[0].corrections
