"""The walk of an analyst through the workbench, in a browser."""

import json

import pytest

from browser import FLAGS, axe, chromium
from needs import needs
from workbenches import wait_for

pytestmark = needs("browser")

SIZES = [(1440, 900), (390, 844)]


@pytest.fixture(scope="module")
def browser():
    """Chromium, once for all pages of this file."""
    program = chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser, server):
    """A page that has been let in, which keeps what it asked for and what went wrong."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    opened = context.new_page()
    opened.asked, opened.wrong = [], []
    opened.on("request", lambda request: opened.asked.append(request.url))
    opened.on("pageerror", lambda error: opened.wrong.append(str(error)))
    opened.on("console", lambda said: opened.wrong.append(said.text) if said.type == "error" else None)
    opened.goto(server.address)
    yield opened
    assert opened.wrong == []
    # nothing leaves the machine
    assert [url for url in opened.asked if not url.startswith((server.base, "data:", "blob:"))] == []
    context.close()


def shown(page, changes):
    """Wait until the page shows the answer with these changes."""
    is_shown = "shown => document.getElementById('main').dataset.shown === shown"
    page.wait_for_function(is_shown, arg=changes, timeout=60_000)


def number(page, key):
    return page.locator(f"#n-{key} .big").inner_text()


def test_from_the_shelf_to_a_rung_that_a_lever_opens_and_back(page, server):
    page.get_by_label("Find a case").fill("iran")
    assert page.locator(".card:visible").count() == 1
    page.get_by_role("link", name="The United States and Iran").click()
    shown(page, "")
    assert "small steps" in page.locator("h1").inner_text()
    assert number(page, "open") == "3"
    page.get_by_label("Washington no longer makes all depend").check()
    shown(page, "drop-precondition")
    assert "settlement" in page.locator("h1").inner_text()
    assert "→" in number(page, "deal")
    assert page.locator("#diff").inner_text().startswith("You changed 1 thing. A deal +")
    # the link alone shows the same
    url, headline = page.url, page.locator("h1").inner_text()
    assert url.endswith("/case/iran-us-2020?set=drop-precondition")
    page.goto(server.base)
    page.goto(url)
    shown(page, "drop-precondition")
    assert page.locator("h1").inner_text() == headline
    assert page.get_by_label("Washington no longer makes all depend").is_checked()
    page.get_by_role("button", name="Reset").click()
    shown(page, "")
    page.go_back()
    shown(page, "drop-precondition")


def test_a_slider_by_keyboard_says_where_it_leaves_the_range(page, server):
    page.goto(f"{server.base}/case/open")
    shown(page, "")
    page.get_by_label("Find any of").fill("misreading")
    page.locator("#found button").first.press("Enter")
    slider = page.locator("input[type=range][data-path='dynamics.misreading']")
    assert slider.evaluate("slider => slider === document.activeElement")
    before = number(page, "war")
    slider.press("Shift+ArrowRight")
    wait_for(lambda: number(page, "war") != before)
    assert "Outside the range that the case gives: 0.01 to 0.3" in page.locator(".slider.outside .warn").inner_text()
    assert "dynamics.misreading:" in page.url
    slider.press("u")
    shown(page, "")
    assert number(page, "war") == before


def test_postures_and_draws_come_after(page, server):
    page.goto(f"{server.base}/case/open?posture=talking")
    shown(page, "")
    page.locator("#postures tbody tr").first.wait_for()
    assert page.locator("#postures input:checked").count() == 1
    page.get_by_text("Over 1,024 draws of the ranges").wait_for(timeout=240_000)
    assert "shaded" in page.locator("#curve-title").inner_text()


def test_details_are_loaded_when_they_are_opened(page, server):
    page.goto(f"{server.base}/case/open")
    shown(page, "")
    for part in page.locator("details.part").all():
        part.locator("summary").first.click()
        part.locator(".body h2").first.wait_for(timeout=60_000)


@needs("axe")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing(browser, server, size, scheme):
    width, height = size
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(server.address)
    for address in ("/", "/case/iran-us-2020?set=drop-precondition,dynamics.misreading:0.05"):
        page.goto(f"{server.base}{address}")
        if address != "/":
            shown(page, "drop-precondition,dynamics.misreading:0.05")
            page.locator("#postures tbody tr").first.wait_for()
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width
        page.evaluate(axe())
        found = page.evaluate("axe.run()")
        told = [(each["id"], node["html"]) for each in found["violations"] for node in each["nodes"]]
        assert told == [], json.dumps(told, indent=1)
    context.close()


def test_where_no_judgement_has_a_range_nothing_is_drawn_that_would_look_like_certainty(page, server):
    page.goto(f"{server.base}/case/quiet")
    shown(page, "")
    page.get_by_text("Point values only").wait_for(timeout=60_000)
    assert not any(url.partition("?")[0].endswith("/draws") for url in page.asked)
