"""Pages as a browser shows them, from a folder and without a network: WCAG 2.2 AA by axe, search, no overflow.

Needs Debian's Chromium and axe-core, and is left out without them; `.ci/run` installs both.
"""

from pathlib import Path

import pytest

from browser import FLAGS, axe, chromium
from finished_briefs import finished, write_case, write_finished
from needs import needs
from ripeness.site.build import build_site
from site_folders import ADVERSARIAL

pytestmark = [needs("browser"), pytest.mark.slow]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
NAMES = (
    "index.html", "cases.html", "cases/towns.html", "search.html", "weekly.html", "weeks.html", "how-to-read.html",
)  # fmt: skip
FOLDERS = ("regions", "topics", "weeks", "briefs/towns")
# a brief with a landmark and a heading, as finished ones have them
BRIEF = (
    '<!DOCTYPE html><html lang="en"><head><title>Brief</title><style>body { color: #000; background: #fff }</style>'
    "</head><body><main><h1>Brief</h1></main></body></html>"
)


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        profile = tmp_path_factory.mktemp("profile")
        opened = started.chromium.launch_persistent_context(profile, executable_path=chromium(), args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("desk")
    for month, war in ((1, 0.05), (2, 0.09), (3, 0.30)):
        write_finished(folder, finished(as_of=f"2024-0{month}-01", war=war, spread=0.02), page=BRIEF)
    for number, text in enumerate(ADVERSARIAL):
        write_case(folder, f"hard-{number}", text, region=text)
        write_finished(folder, finished(f"hard-{number}", title=text, region=text, topics=(text,), answer=text))
    build_site(folder, folder / "public")
    return folder / "public"


def paths(site: Path) -> list[Path]:
    of_folders = [path for folder in FOLDERS for path in sorted((site / folder).glob("*.html"))]
    return [*(site / name for name in NAMES), *of_folders, *sorted((site / "cases").glob("hard*"))]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_failure(browser, site, scheme):
    source = axe()
    page = browser.new_page()
    page.emulate_media(color_scheme=scheme)
    for path in paths(site):
        page.goto(path.as_uri())
        page.evaluate(source)
        found = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", WCAG)
        told = [(each["id"], each["nodes"][0]["html"][:200]) for each in found["violations"]]
        assert (path.name, told) == (path.name, [])
        assert found["passes"]
    page.close()


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_no_page_is_wider_than_its_window(browser, site, width):
    page = browser.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    for path in paths(site):
        page.goto(path.as_uri())
        assert (path.name, page.evaluate("document.documentElement.scrollWidth") <= width) == (path.name, True)
    page.close()


def test_search_finds_words_from_a_folder_and_shows_scripts_as_text(browser, site):
    page = browser.new_page()
    faults, asked = [], []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", lambda dialog: faults.append(dialog.message))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{(site / 'search.html').as_uri()}?q=mill")
    assert page.locator("#found a").first.inner_text() == "Two towns and a mill"
    page.fill("#q", "scr")
    page.locator("#found li").first.wait_for()
    page.locator("#found a", has_text="<script>").first.click()
    assert "<script>alert(1)</script>" in page.locator("h1").inner_text()
    page.goto((site / "search.html").as_uri())
    page.fill("#q", "nothing-like-it")
    page.keyboard.press("Enter")
    assert page.locator("#status").inner_text() == "0 entries found"
    assert faults == []
    assert all(url.startswith("file:") for url in asked)
    page.close()


def test_the_style_sheet_is_used(browser, site):
    page = browser.new_page()
    page.goto((site / "cases" / "towns.html").as_uri())
    assert page.evaluate("getComputedStyle(document.querySelector('.war .path')).strokeDasharray") != "none"
    assert page.locator("svg.line").count() == 2
    page.close()


def test_what_is_typed_brings_suggestions_and_stands_in_the_address(browser, site):
    page = browser.new_page()
    page.goto((site / "search.html").as_uri())
    page.locator("#q").press_sequentially("grai")
    page.locator("#suggestions option").first.wait_for(state="attached")
    assert page.evaluate("[...document.querySelectorAll('#suggestions option')].map(each => each.value)") == ["grain"]
    page.wait_for_url("**/search.html?q=grai")
    page.reload()
    assert page.locator("#q").input_value() == "grai"
    assert page.locator("#found li").count() > 0
    page.close()


def test_a_brief_leads_back_to_its_case(browser, site):
    page = browser.new_page()
    page.goto(sorted((site / "briefs" / "towns").glob("*.html"))[0].as_uri())
    page.get_by_role("link", name="Back to Two towns and a mill").click()
    assert page.locator("h1").inner_text() == "Two towns and a mill"
    page.close()


@pytest.mark.parametrize("width", [1440, 390])
def test_the_drawing_of_all_cases_is_legible_on_a_phone_and_within_its_column(browser, site, width):
    page = browser.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    page.goto((site / "index.html").as_uri())
    sizes = page.evaluate(
        "[...document.querySelectorAll('svg.overview text')]"
        ".map(each => parseFloat(getComputedStyle(each).fontSize) * each.getCTM().a)"
    )
    assert min(sizes) >= 12
    drawn, column = (page.locator(each).first.bounding_box() for each in ("svg.overview", "main"))
    assert drawn["x"] >= column["x"]
    assert drawn["x"] + drawn["width"] <= column["x"] + column["width"]
    page.close()


def test_without_scripts_search_says_where_to_go(site):
    html = (site / "search.html").read_text(encoding="utf-8")
    assert "Search needs JavaScript (no data leaves your browser)." in html
    assert '<a href="cases.html">See all cases</a> instead.' in html
