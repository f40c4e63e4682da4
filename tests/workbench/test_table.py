"""The deal table: judged as `why` judges, and the ways from a deal to others against a search through all."""

import json

import pytest

import ripeness
from builders import quiet
from ripeness.answer.pipeline import run
from ripeness.answer.reading import Reading
from ripeness.errors import InputError
from ripeness.rules.constraints import Constraint
from ripeness.workbench.table import moves_from
from terminal import call

IRAN = "/api/v1/cases/iran-us-2020/deal"


def test_it_says_what_the_command_line_says(client):
    said = client.get(f"{IRAN}?deal=nuclear.freeze%2Bsanctions.eased").json()
    _, out, _ = call("why", "iran-us-2020", "nuclear=freeze", "sanctions=eased", "--json")
    assert said["why"] == json.loads(out)
    failing = {
        each["key"]
        for block in said["why"]["sections"][0]["blocks"]
        if block["key"] == "why.fails"
        for each in block["findings"]
    }
    accepts = {side["party"]: side["accepts"] for side in said["sides"]}
    assert accepts == {party: not any(f"({party}" in key for key in failing) for party in ("us", "iran")}
    assert {f"why.fails.{name}" for side in said["sides"] for name in side["fails"]} == failing
    # a plus is a blank in an address
    assert client.get(f"{IRAN}?deal=nuclear.freeze+sanctions.eased").json() == said


def test_it_follows_what_is_changed(client):
    closed = client.get(f"{IRAN}?deal=nuclear.restored+sanctions.eased").json()
    opened = client.get(f"{IRAN}?deal=nuclear.restored+sanctions.eased&set=drop-precondition").json()

    def count(said):
        return said["why"]["sections"][0]["blocks"][0]["findings"][0]["measures"][0]["value"]

    assert count(opened) < count(closed)


@pytest.mark.parametrize("deal", ["nuclear.restored+sanctions.eased+prisoners.swapped", "", "sanctions.full"])
def test_the_nearest_open_deal_is_open_and_none_is_nearer(client, deal):
    nearest = client.get(f"{IRAN}?deal={deal}").json()["nearest"]
    answer = ripeness.assess(ripeness.load("iran-us-2020"))
    assert answer.why(nearest["settlement"]).acceptable
    reading = answer.material.reading
    here = reading.options_of(dict(moves_from(deal)))
    far = (reading.settlements.options[reading.zones.at_start[0]] != here).sum(axis=1)
    assert len(nearest["changes"]) == min(far)
    assert nearest["of_all"]


@pytest.mark.parametrize("deal", ["nuclear.restored+sanctions.eased", "", "sanctions.full", "prisoners.swapped"])
def test_swaps_are_all_deals_with_one_other_term_and_no_others(client, deal):
    said = client.get(f"{IRAN}?deal={deal}").json()
    case = ripeness.load("iran-us-2020")
    rest = {issue: next(iter(of.options)) for issue, of in case.issues.items()}
    here = rest | dict(moves_from(deal))
    apart = {(issue, option) for issue, of in case.issues.items() for option in of.options} - set(here.items())
    reading = Reading(run(case))
    known = {pair: reading.settlements.row_of(here | dict([pair])) for pair in apart}
    assert {tuple(pair) for pair in said["excluded"]} == {pair for pair, row in known.items() if row is None}
    deals = {pair for pair, row in known.items() if row is not None and reading.settlements.is_deal[row]}
    assert sorted((swap["issue"], swap["option"]) for swap in said["swaps"]) == sorted(deals)
    for swap in said["swaps"]:
        judged = reading.deal(known[swap["issue"], swap["option"]])
        failing = {Constraint.named(slack.constraint).party for slack in judged.slacks if not slack.satisfied}
        assert set(swap["accepts"]) == {"us", "iran"} - failing
        assert (swap["fails"] == 0) == bool(reading.zones.at_start[0][known[swap["issue"], swap["option"]]])
    assert [swap["fails"] > 0 for swap in said["swaps"]] == sorted(swap["fails"] > 0 for swap in said["swaps"])


def test_each_side_shows_what_it_gains_in_public_and_gives_what_it_concedes(client):
    said = client.get(f"{IRAN}?deal=nuclear.restored+sanctions.eased").json()
    us, iran = said["sides"]
    assert [term["issue"] for term in us["shows"]] == ["nuclear"] == [term["issue"] for term in iran["gives"]]
    assert [term["issue"] for term in us["gives"]] == ["sanctions"] == [term["issue"] for term in iran["shows"]]
    worth = said["why"]["sections"][0]["blocks"][1]["findings"][0]["text"]
    assert f"{us['worth']['shown']} (needs {us['needs']['shown']})" in worth


def test_a_start_is_the_best_deal_of_its_rung(client):
    query = "set=drop-precondition"
    starts = client.get(f"{IRAN}?{query}").json()["starts"]
    case = ripeness.load("iran-us-2020")
    deals = ripeness.assess(case.with_(case.levers["drop-precondition"].set)).at_modes.deals
    best = {"small step": deals.best_step, "partial bargain": deals.best_partial, "wide settlement": deals.best_wide}
    assert {start["rung"]: start["settlement"] for start in starts} == {
        rung: dict(deal.settlement) for rung, deal in best.items() if deal is not None
    }
    assert len(starts) > 1


def test_where_deals_are_too_many_to_list_each_is_judged_all_the_same(client, server):
    def option(issue, step):
        return {"text": "-", "value": {"ann": 0.1 * step - 0.1, "bob": 0.2 - 0.1 * (issue % 4)} if step else {}}

    issues = {
        f"k{issue:02}": {"question": "?", "options": {f"o{step}": option(issue, step) for step in range(4)}}
        for issue in range(12)
    }
    salience = dict.fromkeys(issues, 1)
    case = quiet({"id": "vast", "issues": issues, "parties.ann.salience": salience, "parties.bob.salience": salience})
    (server.folder / "vast.yaml").write_text(json.dumps(case))
    try:
        said = client.get("/api/v1/cases/vast/deal?deal=k03.o1").json()
        _, out, _ = call("why", str(server.folder / "vast.yaml"), "k03=o1", "--json")
        assert said["why"] == json.loads(out)
        assert len(said["swaps"]) == 12 * 3 - 1
        # Bob concedes; one more term makes up for it
        assert (said["why"]["acceptable"], len(said["nearest"]["changes"]), said["nearest"]["of_all"]) == (
            False,
            1,
            True,
        )
    finally:
        (server.folder / "vast.yaml").unlink()


@pytest.mark.parametrize(
    ("deal", "status", "said"),
    [
        ("", 200, "this is no deal"),
        ("sanctions.full", 200, "exclude this settlement"),
        ("nuclear", 422, "expected: issue.option"),
        ("nucleer.freeze", 422, "no such issue; did you mean nuclear?"),
        ("nuclear.frozen", 422, "no such option of nuclear"),
        ("+".join(["nuclear.freeze"] * 100), 422, "one an issue"),
    ],
)
def test_what_cannot_be_is_told(client, deal, status, said):
    response = client.get(f"{IRAN}?deal={deal}")
    assert (response.status_code, said in response.text) == (status, True)


def test_the_last_option_of_an_issue_counts():
    assert moves_from("a.b a.c") == (("a", "c"),)
    with pytest.raises(InputError, match=r"expected: issue\.option"):
        moves_from("abc")
