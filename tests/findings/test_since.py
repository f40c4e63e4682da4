from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import ROAD, quiet_case
from ripeness.case.read.load import load, with_changes
from ripeness.errors import InputError
from ripeness.findings.since import amounts, changes, changes_since, shares
from terminal import GOLDEN

BASE = quiet_case({"dynamics.incident": 0.02, "dynamics.misreading": 0.05})


def paths(now, before=BASE):
    return [change.paths for change in changes(now, before)]


def test_equal_cases_have_no_changes():
    assert changes(BASE, BASE) == ()
    section = changes_since(BASE, BASE)
    assert section.blocks[0].findings[0].text == "Nothing in the case that the answer rests on has changed."
    assert [m.value for m in section.blocks[1].findings[1].measures][2] == 0.0


def test_what_says_where_a_number_comes_from_is_no_change():
    noted = with_changes(BASE, {"dynamics.incident": {"low": 0.01, "mode": 0.02, "high": 0.05, "note": "new"}})
    assert changes(noted, BASE) == ()


def test_what_only_says_how_something_is_called_is_no_change():
    called = {"issues.field.name": "the field", "issues.field.options.shared.name": "a shared field",
              "issues.field.options.idle.text": "No one's", "issues.field.question": "Whose?",
              "parties.ann.seat": "Annapolis", "parties.ann.in_text": "the Anns"}  # fmt: skip
    assert changes(with_changes(BASE, called), BASE) == ()


def test_a_group_whose_id_is_a_word_of_the_format_is_a_change():
    group = {"salience": {"field": 1}, "threshold": 0.9, "veto": True}
    before = with_changes(BASE, {"parties.ann.constituencies": {"name": group}})
    now = with_changes(BASE, {"parties.ann.constituencies": {"name": group | {"threshold": 0.5}}})
    assert paths(now, before) == [("parties.ann.constituencies.name.threshold",)]


def test_a_change_is_found_as_deep_as_it_lies():
    now = with_changes(BASE, {"dynamics.incident": 0.03, "issues.field.options.shared.value.bob": 0.3})
    assert paths(now) == [("issues.field.options.shared.value.bob",), ("dynamics.incident",)]
    (_, change) = changes(now, BASE)
    assert (change.was, change.now) == (("0.02",), ("0.03",))


def test_what_is_new_or_gone_is_found_above_it():
    line = {"field": {"options": ["shared"]}}
    now = with_changes(BASE, {"parties.ann.red_lines": line})
    assert paths(now) == [("parties.ann.red_lines",)]
    assert paths(BASE, now) == [("parties.ann.red_lines",)]


def test_a_field_that_one_file_leaves_to_its_default_is_compared_with_that():
    pride = with_changes(BASE, {"parties.ann.pride": 0.5})
    assert changes(BASE, pride)[0].data == {"parties.ann.pride": {"low": 0.0, "mode": 0.0, "high": 0.0}}
    assert changes(with_changes(BASE, {"parties.ann.pride": 0}), BASE) == ()


def test_a_part_that_one_case_lacks_is_set_to_its_default():
    transition = {"party": "ann", "date": "2024-04-01", "probability": 0.5}
    now = with_changes(BASE, {"transitions": [transition]})
    assert paths(BASE, now) == [("transitions",)]
    assert changes(BASE, now)[0].data == {"transitions": []}


def test_changes_that_make_no_case_alone_go_together():
    halves = {"idle": {"text": "No"}, "split": {"text": "Half"}}
    road = {"issues.road": ROAD}

    def linked(option):
        return {"linkages": [{"when": {"field": option, "road": "free"}, "value": {"ann": 0.1}}]}

    before = quiet_case(road | linked("shared"))
    now = quiet_case(road | linked("split") | {"issues.field.options": halves, "horizon": 7})
    assert paths(now, before) == [("horizon",), ("issues.field.options", "linkages.0.when.field")]
    assert amounts(now) == pytest.approx(amounts(with_changes(before, _all(changes(now, before)))))


def _all(found):
    return {path: value for change in found for path, value in change.data.items()}


def test_one_change_has_all_of_the_difference():
    now = with_changes(BASE, {"dynamics.misreading": 0.1})
    section = changes_since(now, BASE)
    said, moved, by_change = section.blocks
    (change,) = by_change.findings
    of_all = {f.key: f.measures[2].value for f in moved.findings}
    assert said.findings[0].text.startswith("A larger deal: as it was. War: +")
    assert said.findings[0].text.endswith("most by dynamics.misreading (" + change.measures[1].shown + ").")
    assert change.measures[1].value == pytest.approx(of_all["since.war"])
    assert of_all["since.war"] > 0


@pytest.mark.slow
def test_shares_add_up_to_what_has_moved():
    before = load(GOLDEN / "example.yaml")
    now = with_changes(before, {"dynamics.incident": 0.09, "dynamics.misreading": 0.09, "dynamics.subside": 0.3})
    section = changes_since(now, before)
    start, end = amounts(before), amounts(now)
    for place in range(3):
        found = [f.measures[place].value for f in section.blocks[-1].findings]
        assert sum(found) == pytest.approx(end[place] - start[place], abs=1e-12)
    assert "Shapley" in section.blocks[-1].note


def test_cases_of_different_conflicts_are_not_compared():
    with pytest.raises(InputError, match="is of the case quiet, expected: a run of other"):
        changes_since(BASE.model_copy(update={"id": "other"}), BASE)


@given(st.lists(st.floats(-1, 1), min_size=8, max_size=8))
def test_shares_are_means_over_all_orders(worths):
    of = {frozenset(k for k in range(3) if mask >> k & 1): (worths[mask],) for mask in range(8)}
    found, _ = shares(3, of.__getitem__, of[frozenset()], of[frozenset(range(3))])
    for k in range(3):
        adds = []
        for order in permutations(range(3)):
            before = frozenset(order[: order.index(k)])
            adds.append(of[before | {k}][0] - of[before][0])
        assert found[k][0] == pytest.approx(np.mean(adds), abs=1e-7)


def test_beyond_ten_changes_the_rest_is_said():
    found, how = shares(11, lambda chosen: (float(len(chosen)) ** 2,), (0.0,), (121.0,))
    assert found == [(1.0,)] * 11 + [(110.0,)]
    assert "more than 10" in how


def test_changes_that_add_up_are_not_shared_out():
    asked = []
    shares(9, lambda chosen: asked.append(chosen) or (float(len(chosen)),), (0.0,), (9.0,))
    assert len(asked) == 18
