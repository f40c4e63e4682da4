"""What the API says is what the command line says, and what is wrong is told."""

import json

import pytest

import ripeness
from builders import quiet, quiet_case
from ensembles import OPEN_IN_MOST
from terminal import call

OPEN = quiet_case(OPEN_IN_MOST | {"id": "open"})


def test_the_shelf_has_our_cases_and_the_bundled_ones(client, server):
    (server.folder / "broken.yaml").write_text("schema: 1\n")
    try:
        shelf = {case["name"]: case for case in client.get("/api/v1/cases").json()}
        assert {"quiet", "open", "broken", "iran-us-2020"} <= set(shelf)
        assert (shelf["quiet"]["own"], shelf["iran-us-2020"]["own"]) == (True, False)
        assert "is missing" in shelf["broken"]["problem"]
        assert "This file is not a case yet" in client.get("/").text
    finally:
        (server.folder / "broken.yaml").unlink()


def test_answer_and_brief_are_those_of_the_command_line(client, server):
    path = str(server.folder / "open.yaml")
    sets = ["parties.ann.concession_limit=0.1", "dynamics.guarantee=0.5"]
    query = "set=parties.ann.concession_limit:0.1,dynamics.guarantee:0.5"
    _, out, _ = call("assess", path, "--json", *(part for each in sets for part in ("--set", each)))
    assert client.get(f"/api/v1/cases/open/answer?{query}").json() == json.loads(out)
    changed = OPEN.with_({"parties.ann.concession_limit": 0.1, "dynamics.guarantee": 0.5})
    assert client.get(f"/api/v1/cases/open/brief?{query}").json() == json.loads(
        json.dumps(ripeness.assess(changed).brief().to_dict())
    )


def test_a_glance_says_what_the_answer_says(client):
    for query in ("", "?set=nudge", "?set=dynamics.misreading:0.3"):
        glance = client.get(f"/api/v1/cases/open/glance{query}").json()
        answer = client.get(f"/api/v1/cases/open/answer{query}").json()
        as_is = answer["futures"]["as-is"]
        assert glance["numbers"]["war"]["value"] == as_is["war_total"]
        assert glance["numbers"]["deal"]["value"] == as_is["bargain_at_horizon"] + as_is["settled"]
        assert (glance["open"], glance["deals"]) == (answer["deals_now"], answer["settlements"])
        assert len(glance["space"]["open"]) == answer["deals_now"]
        assert glance["curves"]["war"] == [round(p, 5) for p in as_is["war_by_month"]]
        postures = {each["key"]: each for each in client.get(f"/api/v1/cases/open/postures{query}").json()["postures"]}
        assert {key: each["war"]["value"] for key, each in postures.items()} == {
            key: future["war_total"] for key, future in answer["futures"].items()
        }
        # a group says which way war moves, and only where that is more than a trifle
        for key, each in postures.items():
            moved = each["war"]["value"] - as_is["war_total"]
            assert each["group"] == "alike" if key == "as-is" else True
            assert {"lower": moved < -0.003, "higher": moved > 0.003, "alike": True}[each["group"]]


def test_what_matters_is_what_each_end_of_a_range_makes_of_it(client):
    found = {each["path"]: each for each in client.get("/api/v1/cases/open/matters").json()["judgements"]}
    for path in ("dynamics.misreading", "parties.ann.concession_limit"):
        judgement = next(each for each in client.get("/api/v1/cases/open").json()["judgements"] if each["path"] == path)
        for end, value in enumerate((judgement["low"], judgement["high"])):
            war = ripeness.assess(OPEN.with_({path: value})).at_modes.as_is.war_total
            assert found[path]["war"][end] == pytest.approx(war, abs=1e-12)


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/api/v1/cases/qiet/glance", 404, "did you mean quiet?"),
        ("/api/v1/cases/quiet/glanze", 404, "no question"),
        ("/api/v1/cases/quiet/glance?set=dynamics.incident:9", 422, "dynamics.incident"),
        ("/api/v1/cases/quiet/glance?set=pull", 422, "no lever of quiet"),
        ("/api/v1/cases/..%2f..%2fetc%2fpasswd/glance", 404, ""),
        ("/api/v1/cases/%2e%2e/glance", 422, "cannot be one"),
        ("/api/v1/cases/Quiet/glance", 422, "cannot be one"),
        ("/static/..%2fapp.py", 404, ""),
        ("/static/app.py", 404, "there is no"),
        ("/case/quiet/part/all", 404, "unknown part"),
        ("/drawn/nothing.svg", 404, "loaded again"),
    ],
)
def test_what_cannot_be_is_told(client, address, status, said):
    response = client.get(address)
    assert response.status_code == status
    assert said in response.text


def test_a_link_in_the_folder_is_no_case(client, server, tmp_path):
    secret = tmp_path / "secret.yaml"
    secret.write_text(json.dumps(quiet()))
    (server.folder / "linked.yaml").symlink_to(secret)
    try:
        assert client.get("/api/v1/cases/linked").status_code == 404
        assert "linked" not in {case["name"] for case in client.get("/api/v1/cases").json()}
    finally:
        (server.folder / "linked.yaml").unlink()


def test_what_a_case_says_is_text_on_every_page(client, server):
    script = "<script>alert(1)</script>"
    texts = {"title": script, "summary": script, "headline": script, "region": script, "topics": [script]}
    data = quiet(OPEN_IN_MOST | {"id": "hostile"} | texts | {"parties.ann.name": script, "levers.nudge.title": script})
    (server.folder / "hostile.yaml").write_text(json.dumps(data))
    try:
        for address in ("/", "/case/hostile", *(f"/case/hostile/part/{part}" for part in ("deals", "war", "claims"))):
            assert "<script>alert" not in client.get(address).text
    finally:
        (server.folder / "hostile.yaml").unlink()


def test_every_script_and_style_that_a_page_names_is_there(client):
    import re

    for page in ("/", "/case/quiet"):
        for address in re.findall(r'(?:src|href)="(/static/[^"]+)"', client.get(page).text):
            assert client.get(address).status_code == 200
