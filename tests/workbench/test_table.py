"""The deal table: judged as `why` judges, and put together by hand in a browser."""

import json

import pytest

import ripeness
from browser import FLAGS, chromium
from needs import needs
from ripeness.errors import InputError
from ripeness.workbench.table import moves_from
from terminal import call
from workbenches import wait_for

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
    assert said["accepts"] == {party: not any(f"({party}" in key for key in failing) for party in ("us", "iran")}
    # a plus is a blank in an address
    assert client.get(f"{IRAN}?deal=nuclear.freeze+sanctions.eased").json() == said


def test_it_follows_what_is_changed(client):
    closed = client.get(f"{IRAN}?deal=nuclear.restored+sanctions.eased").json()
    opened = client.get(f"{IRAN}?deal=nuclear.restored+sanctions.eased&set=drop-precondition").json()

    def count(said):
        return said["why"]["sections"][0]["blocks"][0]["findings"][0]["measures"][0]["value"]

    assert count(opened) < count(closed)


def test_the_nearest_open_deal_is_open_and_none_is_nearer(client):
    said = client.get(f"{IRAN}?deal=nuclear.restored+sanctions.eased+prisoners.swapped").json()
    (finding,) = next(b for b in said["why"]["sections"][0]["blocks"] if b["key"] == "why.open")["findings"]
    measures = {m["name"]: m["value"] for m in finding["measures"]}
    nearest = {name.removeprefix("open."): value for name, value in measures.items() if name.startswith("open.")}
    answer = ripeness.assess(ripeness.load("iran-us-2020"))
    assert answer.why(nearest).acceptable
    reading = answer.material.reading
    here = said["why"]["settlement"]
    far = [
        sum(here[issue] != option for issue, option in reading.settlements.named(row).items())
        for row in range(len(reading.settlements))
        if reading.zones.at_start[0][row]
    ]
    assert measures["changes"] == min(far)


@pytest.mark.parametrize(
    ("deal", "status", "said"),
    [
        ("", 422, "this is no deal"),
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


@needs("browser")
def test_a_deal_is_made_by_hand(server):
    program = chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(server.address)
        page.goto(f"{server.base}/case/iran-us-2020")
        page.wait_for_function("document.getElementById('main').dataset.shown === ''", timeout=60_000)
        verdict = page.locator("#deal-verdict")
        assert verdict.inner_text() == "Nothing is on the table yet."
        # by keyboard: into the group, to the next option
        page.locator("#term-nuclear-expanding").focus()
        page.keyboard.press("ArrowRight")
        wait_for(lambda: verdict.inner_text().startswith("Blocked"))
        assert page.url.endswith("deal=nuclear.freeze")
        assert page.locator("#deal-fails li").count() > 0
        page.get_by_role("button", name="Put it on the table").click()
        wait_for(lambda: verdict.inner_text().startswith("Acceptable to all now"))
        assert page.locator("#deal-parties .no").count() == 0
        # the link shows the same deal
        url, told = page.url, verdict.inner_text()
        page.goto("about:blank")
        page.goto(url)
        wait_for(lambda: verdict.inner_text() == told)
        # a click into the cloud puts the deal that lies there on the table
        page.wait_for_function("document.getElementById('main').dataset.shown === ''", timeout=60_000)
        page.locator("#cloud canvas").click(position={"x": 260, "y": 120})
        wait_for(lambda: page.url != url)
        wait_for(lambda: verdict.inner_text().startswith("Blocked"))
        # one term exchanged
        page.locator("#deal-swaps tbody button").first.click()
        wait_for(lambda: page.locator("#judged").get_attribute("data-deal") in page.url)
        page.get_by_role("button", name="Clear the table").click()
        wait_for(lambda: verdict.inner_text() == "Nothing is on the table yet.")
        browser.close()
