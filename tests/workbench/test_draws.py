"""Draws in the background: the numbers of the command line, stopped and gone on with."""

import json

import pytest

from terminal import call
from workbenches import wait_for


def finished(client, key):
    def state():
        said = client.get(f"/api/v1/draws/{key}").json()
        return said if {"finished", "problems", "stopped"} & set(said) else None

    return wait_for(state, 120)


def test_the_answer_is_that_of_the_command_line(client, server):
    begun = client.post("/api/v1/cases/open/draws?set=nudge&draws=16&seed=3")
    assert begun.status_code == 202
    key = begun.json()["key"]
    assert finished(client, key)["finished"]
    path = str(server.folder / "open.yaml")
    options = ("--draws", "16", "--seed", "3", "--claims", "0", "--json", "--quiet")
    _, out, _ = call("assess", path, *options, "--set", "parties.ann.concession_limit=0.7")
    assert client.get(f"/api/v1/draws/{key}/answer").json() == json.loads(out)
    # the same draws are asked for once
    assert client.post("/api/v1/cases/open/draws?set=nudge&draws=16&seed=3").json()["key"] == key


def test_events_tell_how_far_they_are(client):
    key = client.post("/api/v1/cases/quiet/draws?set=dynamics.incident:0.01..0.1..0.3&draws=64").json()["key"]
    with client.stream("GET", f"/api/v1/draws/{key}/events") as events:
        assert events.headers["content-type"].startswith("text/event-stream")
        said = [json.loads(line.removeprefix("data: ")) for line in events.iter_lines() if line.startswith("data: ")]
    assert said[-1]["finished"]
    assert said[-1]["done"] == said[-1]["draws"] == 64
    assert [each["done"] for each in said] == sorted(each["done"] for each in said)


def test_what_was_stopped_goes_on_and_ends_in_the_same_numbers(client):
    address = "/api/v1/cases/iran-us-2020/draws?set=horizon:6&draws=2048&seed=9"
    key = client.post(address).json()["key"]
    wait_for(lambda: 0 < client.get(f"/api/v1/draws/{key}").json()["done"] < 2048, 120)
    assert client.delete(f"/api/v1/draws/{key}").json()["stopped"]
    assert client.get(f"/api/v1/draws/{key}/answer").status_code == 422
    again = client.post(address).json()
    assert again["key"] == key
    client.delete(f"/api/v1/draws/{key}")


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/api/v1/cases/open/draws?draws=100", 422, "power of two"),
        ("/api/v1/cases/open/draws?draws=131072", 422, "65536"),
        ("/api/v1/cases/open/draws?seed=-1", 422, '"path":"seed"'),
        ("/api/v1/cases/none/draws", 404, "unknown case"),
        ("/api/v1/cases/open/draws?set=pull", 422, "no lever"),
    ],
)
def test_what_cannot_be_is_told_before_anything_is_begun(client, address, status, said):
    response = client.post(address)
    assert (response.status_code, said in response.text) == (status, True)


def test_draws_that_nobody_asked_for_are_not_there(client):
    for request in (client.get, client.delete):
        assert request("/api/v1/draws/none").status_code == 404
    assert client.get("/api/v1/draws/none/answer").status_code == 404
    assert client.get("/api/v1/draws/none/events").status_code == 404


def test_whether_the_engine_is_compiled_is_told(client):
    assert client.get("/api/v1/status").json()["kernels"] in ("ready", "compiling")
