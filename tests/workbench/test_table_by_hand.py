"""A deal made by hand in a browser: by keyboard, by a click into the chart, and out of a link."""

import json

import pytest

from browser import FLAGS, axe, chromium
from builders import quiet
from needs import needs
from workbenches import wait_for

pytestmark = needs("browser")

IRAN = "iran-us-2020"
NOTHING = "Nothing is on the table yet."
# six that sign, a linkage that shuts an option, and a lever
SIX = [f"p{number}" for number in range(6)]


def six():
    """A case of six signatories."""
    options = {
        "border": {"old": {}, "joint": dict.fromkeys(SIX, 0.1), "moved": dict.fromkeys(SIX, 0.3) | {"p0": -0.4}},
        "guarantee": {"none": {}, "troops": dict.fromkeys(SIX, 0.2)},
        "prisoners": {"held": {}, "swapped": dict.fromkeys(SIX, 0.9)},
    }
    issues = {
        issue: {"question": "?", "options": {option: {"text": option, "value": value} for option, value in of.items()}}
        for issue, of in options.items()
    }
    party = {"salience": dict.fromkeys(issues, 1), "reservation": 0.02, "concession_limit": 0.05}
    shut = {"basis": "judgement", "note": "-", "if": {"guarantee": "troops"}, "requires": {"border": ["joint"]}}
    lever = {"title": "The first gives way", "who": "p0", "effort": 2, "set": {"parties.p0.concession_limit": 1}}
    return quiet(
        {
            "id": "six",
            "parties": {p: {"name": f"Party {p}", **party} for p in SIX},
            "issues": issues,
            "dynamics.capitulation": {},
            "linkages": [shut],
            "levers": {"yield": lever},
        }
    )


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
    """A page that has been let in; nothing goes wrong on it."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    opened = context.new_page()
    wrong = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    opened.goto(server.address)
    yield opened
    assert wrong == []
    context.close()


def at(page, server, case, query=""):
    page.goto(f"{server.base}/case/{case}{query}")
    page.locator("#main[data-shown]").wait_for(timeout=60_000)


def dealt(page, deal):
    """Wait until what is shown is said of this deal."""
    page.locator(f"#judged[data-deal='{deal}']").wait_for(state="attached", timeout=30_000)


def verdict(page):
    return page.locator("#deal-verdict").inner_text()


def test_by_keyboard_to_an_open_deal_and_back(page, server):
    at(page, server, IRAN)
    dealt(page, "")
    assert verdict(page) == NOTHING
    page.locator("#term-nuclear-expanding").focus()
    page.keyboard.press("ArrowRight")
    dealt(page, "nuclear.freeze")
    assert verdict(page).startswith("Blocked: ")
    assert page.url.endswith("?deal=nuclear.freeze")
    assert page.locator("#deal-parties .no .fails li").count() > 0
    page.get_by_role("button", name="Put it on the table").press("Enter")
    wait_for(lambda: verdict(page).startswith("Acceptable to all now"))
    assert "United States and Iran accept." in verdict(page)
    assert page.locator("#deal-parties .no").count() == 0
    page.get_by_role("button", name="Clear the table").press("Enter")
    dealt(page, "")
    assert verdict(page) == NOTHING
    page.go_back()
    wait_for(lambda: verdict(page).startswith("Acceptable to all now"))


def test_a_link_shows_the_same_deal_with_the_same_changes(page, server):
    at(page, server, IRAN, "?set=drop-precondition&deal=nuclear.restored+sanctions.eased")
    dealt(page, "nuclear.restored+sanctions.eased")
    told, url = verdict(page), page.url
    assert "2 of 13" in told
    page.goto("about:blank")
    page.goto(url)
    dealt(page, "nuclear.restored+sanctions.eased")
    assert verdict(page) == told
    # the deal follows what is changed on the page
    page.get_by_label("Washington no longer makes all depend").uncheck()
    wait_for(lambda: "3 of 14" in verdict(page))
    assert page.url.endswith("?deal=nuclear.restored+sanctions.eased")


def test_a_click_into_the_chart_and_arrow_keys_take_the_deals_that_lie_there(page, server):
    at(page, server, IRAN)
    cloud = page.locator("#cloud")
    cloud.locator("canvas").click(position={"x": 260, "y": 120})
    wait_for(lambda: "deal=" in page.url)
    clicked = page.locator("#table").get_attribute("data-deal")
    dealt(page, clicked)
    assert verdict(page).startswith("Blocked")
    assert verdict(page).partition("\n")[0] in page.locator("#at-point").inner_text()
    worth = page.locator("#deal-parties dd").first.inner_text()
    page.reload()
    dealt(page, clicked)
    page.locator("#main[data-shown]").wait_for()
    cloud.focus()
    page.keyboard.press("ArrowRight")
    wait_for(lambda: page.locator("#table").get_attribute("data-deal") != clicked)
    dealt(page, page.locator("#table").get_attribute("data-deal"))
    assert float(page.locator("#deal-parties dd").first.inner_text().split()[0]) > float(worth.split()[0])
    # only small steps are open
    page.keyboard.press("Shift+ArrowLeft")
    wait_for(lambda: verdict(page).startswith("Acceptable to all now"))


def test_one_term_swapped_and_what_would_fix_it(page, server):
    at(page, server, IRAN, "?deal=nuclear.restored+sanctions.eased")
    dealt(page, "nuclear.restored+sanctions.eased")
    page.get_by_text("What would fix it?").click()
    page.get_by_role("button", name="Pull these levers").click()
    wait_for(lambda: verdict(page).startswith("Acceptable to all now"))
    assert "set=drop-precondition,sober-about-pressure&deal=nuclear.restored+sanctions.eased" in page.url
    assert page.get_by_label("Washington no longer makes all depend").is_checked()
    page.locator("#deal-swaps tr.open button").first.click()
    wait_for(lambda: page.locator("#judged").get_attribute("data-deal") != "nuclear.restored+sanctions.eased")
    assert verdict(page).startswith("Acceptable to all now")


def test_a_judgement_that_a_deal_rests_on_becomes_a_slider(page, server):
    at(page, server, IRAN, "?deal=nuclear.restored")
    dealt(page, "nuclear.restored")
    page.locator(".fails summary").last.click()
    name = page.locator(".fails details[open] button.link").first
    words = name.inner_text()
    name.click()
    held = page.evaluate("() => document.activeElement.labels[0].textContent")
    assert held == words


@needs("axe")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_with_six_parties_nothing_overflows_and_axe_finds_nothing(browser, server, width, scheme):
    (server.folder / "six.yaml").write_text(json.dumps(six()))
    size = {"width": width, "height": 850}
    context = browser.new_context(viewport=size, color_scheme=scheme, bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    page.goto(server.address)
    try:
        at(page, server, "six", "?deal=border.moved+prisoners.swapped")
        dealt(page, "border.moved+prisoners.swapped")
        assert page.locator("#deal-parties > li").count() == 6
        assert "Not by Party p0." in verdict(page)
        assert page.locator(".option.shut").count() == 1
        page.get_by_text("What would fix it?").click()
        page.get_by_role("button", name="Pull this lever").wait_for()
        page.locator(".fails summary").first.click()
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width
        page.evaluate(axe())
        found = page.evaluate("() => axe.run()")
        told = [(each["id"], node["html"]) for each in found["violations"] for node in each["nodes"]]
        assert told == [], json.dumps(told, indent=1)
        # what the linkages exclude is said, with a way out
        page.locator("#term-guarantee-none").focus()
        page.keyboard.press("ArrowRight")
        wait_for(lambda: "exclude this settlement" in verdict(page))
        page.get_by_role("button", name="Put it on the table").click()
        wait_for(lambda: verdict(page).startswith("Acceptable to all now"))
    finally:
        context.close()
        (server.folder / "six.yaml").unlink()


def test_on_a_phone_the_verdict_stays_in_sight_while_options_are_chosen(page, server):
    page.set_viewport_size({"width": 390, "height": 844})
    at(page, server, IRAN)
    page.locator("#term-nuclear-expanding").focus()
    page.keyboard.press("ArrowRight")
    dealt(page, "nuclear.freeze")
    headline, option, said = (
        page.locator(each).bounding_box() for each in (".headline", "#term-nuclear-freeze", "#deal-verdict")
    )
    assert headline["y"] + headline["height"] <= option["y"]
    assert option["y"] + option["height"] <= said["y"]
    assert said["y"] + said["height"] <= 844
