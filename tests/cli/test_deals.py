import csv
import json

import pytest

from builders import quiet
from ripeness.answer.deal_space import DealSpace
from ripeness.rules.solutions import SOLUTIONS
from terminal import EXAMPLE, call, golden, words


def given(tmp_path, changes):
    path = tmp_path / "case.yaml"
    path.write_text(json.dumps(quiet(changes)))
    return str(path)


RESERVED = {"parties.ann.reservation": 0.0, "parties.bob.reservation": 0.0}


def test_json_is_the_deal_space_and_nothing_else():
    code, out, err = call("deals", EXAMPLE, "--json")
    assert (code, err) == (0, "")
    assert json.loads(out) == json.loads(json.dumps(DealSpace(golden("example").case).to_dict()))


def test_a_page_counts_the_zone_and_shows_every_solution_with_its_payoffs():
    code, out, err = call("deals", EXAMPLE)
    a = golden("example")
    assert (code, err) == (0, "")
    assert f"{a.deals.now:,} of {a.deals.settlements:,} deals" in words(out)
    assert all(f"\n{name} " in out for name in SOLUTIONS)
    assert "kalai-smorodinsky-classical" in out


def test_csv_has_every_point_and_every_solution(tmp_path):
    file = tmp_path / "deals.csv"
    assert call("deals", EXAMPLE, "--csv", str(file))[0] == 0
    rows = list(csv.DictReader(file.read_text().splitlines()))
    space = DealSpace(golden("example").case)
    points = [row for row in rows if row["what"] == "frontier"]
    assert len(points) == len(space.frontier)
    for number, row in enumerate(points):
        assert [float(row[f"payoff.{p}"]) for p in space.case.parties] == space.frontier.payoffs[number].tolist()
        assert {issue: row[issue] for issue in space.case.issues} == space.frontier.named(number)
    assert [row["what"] for row in rows[len(points) :]] == [
        name for name, chosen in space.agreed.solutions.items() if chosen
    ]


def test_payoffs_are_told_in_the_unit_of_the_case(tmp_path):
    unit = {"payoff_unit": {"scale": 20.0, "zero": {"bob": 3.0}}}
    plain, told = (json.loads(call("deals", given(tmp_path, RESERVED | more), "--json")[1]) for more in ({}, unit))

    def in_unit(payoffs):
        return {"ann": 20.0 * payoffs["ann"], "bob": 20.0 * payoffs["bob"] + 3.0}

    assert [p["payoffs"] for p in told["frontier"]] == [in_unit(p["payoffs"]) for p in plain["frontier"]]
    nash = plain["solutions"]["nash"]["payoffs"]
    assert told["solutions"]["nash"]["payoffs"] == in_unit(nash)
    out = call("deals", given(tmp_path, RESERVED | unit))[1]
    assert f"{in_unit(nash)['bob']:.4g}" in words(out)
    assert "(utilities)" in out


def test_outcomes_as_many_as_can_be_listed_are_counted_though_the_status_quo_makes_more(tmp_path):
    options = {"none": {"text": "-"}} | {f"o{k}": {"text": "-", "value": {"ann": 0.1, "bob": 0.1}} for k in range(6)}
    issues = {f"i{n}": {"question": "?", "options": options} for n in range(8)}
    case = tmp_path / "wide.yaml"
    case.write_text(
        json.dumps(
            quiet(
                RESERVED
                | {"issues": issues, "complete": True}
                | {f"parties.{p}.salience": dict.fromkeys(issues, 1.0) for p in ("ann", "bob")}
                | {"dynamics.recognition": 0}
            )
        )
    )
    found = json.loads(call("deals", str(case), "--json")[1])
    assert (found["settlements"], found["zone"]) == (6**8, 6**8)


def test_an_empty_zone_is_said_to_be_empty_with_its_reasons(tmp_path):
    case = given(tmp_path, RESERVED | {"parties.bob.reservation": 0.9})
    code, out, _ = call("deals", case)
    assert code == 0
    assert "The zone of possible agreement is empty: none of 1 deals" in words(out)
    assert "Bob expects to do better without a deal" in words(out)
    assert "Bob comes to expect less without a deal, or gains more from one" in words(out)
    found = json.loads(call("deals", case, "--json")[1])
    assert (found["zone"], found["solutions"]) == (0, dict.fromkeys(SOLUTIONS))


def test_an_approximate_frontier_says_its_epsilon_beside_the_json(tmp_path):
    code, out, err = call("deals", given(tmp_path, RESERVED), "--json", "--epsilon", "0.1")
    assert code == 0
    assert "at most 0.1 worse" in err
    assert list(json.loads(out)) == ["settlements", "zone", "frontier", "solutions"]


@pytest.mark.parametrize("file", ["missing/deals.csv", "."])
def test_a_file_that_cannot_be_written_is_bad_input(file, tmp_path):
    code, _, err = call("deals", given(tmp_path, RESERVED), "--csv", str(tmp_path / file))
    assert code == 2
    assert "Traceback" not in err
