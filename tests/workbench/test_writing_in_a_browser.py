"""The walk of somebody who writes a case, in a browser: seven questions, the text, the form, a crash, a save."""

import json

import pytest

from browser import FLAGS, axe, chromium
from needs import needs
from ripeness.case.read.load import load_text
from workbenches import end, start
from workbenches import wait_for as wait

pytestmark = needs("browser")

# milliseconds: a machine may have much else to do
PATIENCE = 120_000
SIZES = [(1440, 900), (390, 844)]
CASE = """\
# mine
schema: 1
id: mine
title: Two towns    # a comment that stays
as_of: 2024-01-01
horizon: 6
sources:
  report: {title: The report}
parties:
  ann:
    name: Ann
    salience: {field: 1}
    pride: [0.2, 0.4, 0.6]   # of pride
  bob: {name: Bob, salience: {field: 1}}
issues:
  field:
    name: the field
    question: Whose is the field?
    options:
      idle: {name: nobody's, text: Nobody's}
      shared: {name: shared, text: Both till it, value: {ann: 0.5, bob: 0.4}}
"""


@pytest.fixture(scope="module")
def browser():
    """Chromium, once for all pages of this file."""
    program = chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield opened
        opened.close()


def wait_for(what):
    """Wait until something is so."""
    return wait(what, PATIENCE / 1000)


class Desk:
    """A workbench of one test's own, which it may kill and start again on the same port."""

    def __init__(self, folder, log):
        folder.mkdir()
        (folder / "mine.yaml").write_text(CASE)
        self.folder, self.log = folder, log
        self.process, self.address = start(folder, log)

    @property
    def base(self):
        """The address without the token."""
        return self.address.partition("/?")[0]

    def kill_and_start(self):
        """End it as a crash would, and start it anew."""
        self.process.kill()
        self.process.wait()
        self.process, self.address = start(self.folder, self.log, "--port", self.base.rpartition(":")[2])

    def read(self, name="mine"):
        """What a file has."""
        return (self.folder / f"{name}.yaml").read_text()


@pytest.fixture
def desk(tmp_path):
    """A workbench with one case."""
    made = Desk(tmp_path / "desk", tmp_path / "log")
    yield made
    end(made.process)


@pytest.fixture
def page(browser, desk):
    """A page that has been let in, which keeps what it asked for and what went wrong in a script."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    opened = context.new_page()
    opened.asked, opened.wrong = [], []
    opened.on("request", lambda request: opened.asked.append(request.url))
    opened.on("pageerror", lambda error: opened.wrong.append(str(error)))
    opened.on("dialog", lambda dialog: dialog.accept())
    opened.goto(desk.address)
    yield opened
    assert opened.wrong == []
    # nothing leaves the machine
    assert [url for url in opened.asked if not url.startswith((desk.base, "data:", "blob:"))] == []
    context.close()


def edit(page, desk, name="mine", query=""):
    page.goto(f"{desk.base}/case/{name}/edit{query}")
    page.get_by_text("Nothing is wrong").wait_for()


def state(page, words):
    """Wait until the page says so of itself."""
    page.locator("#state", has_text=words).wait_for()


def text(page):
    return page.locator("#text").input_value()


def put_cursor_after(page, words):
    page.locator("#text").evaluate(
        "(field, words) => { const at = field.value.indexOf(words) + words.length; field.focus(); "
        "field.setSelectionRange(at, at); }",
        words,
    )


def test_seven_questions_make_a_case_by_keyboard_and_a_crash_takes_no_answer(page, desk):
    page.goto(desk.base)
    page.get_by_role("link", name="Write a first case").press("Enter")
    page.get_by_text("answers are missing").wait_for()
    page.get_by_label("What is the dispute called?").fill("Two towns and a <script>alert(1)</script> mill")
    names = page.get_by_label("Its name in a sentence")
    names.nth(0).fill("Alder")
    names.nth(1).fill("Birch")
    page.get_by_label("Where is it?").fill("Élan valley")
    page.get_by_role("button", name="Next").press("Enter")
    assert page.evaluate("document.activeElement.id") == "question-title"
    page.get_by_label("Its name in a sentence").fill("the mill")
    page.get_by_label("The question").fill("Whose is the mill?")
    page.get_by_label("Another way, 1").fill("both run it")
    page.get_by_role("button", name="Another way to settle it").press("Enter")
    page.keyboard.type("Alder runs it")
    page.get_by_role("button", name="Another issue").press("Enter")
    page.get_by_label("Its name in a sentence").nth(1).fill("the road")
    page.get_by_label("Another way, 1").nth(1).fill("open to all")
    wait_for(lambda: "Alder runs it" in page.locator("#made").inner_text())
    state(page, "kept on this machine")
    wait_for(lambda: "open-to-all" in desk.read(".drafts/_new"))

    desk.kill_and_start()
    page.goto(desk.address)
    page.goto(f"{desk.base}/new")
    page.get_by_role("heading", name="2. What is in dispute?").wait_for()
    assert page.get_by_label("Another way, 2").input_value() == "Alder runs it"
    page.get_by_role("button", name="Next").press("Enter")
    slider = page.get_by_label("How much of what Alder has at stake is the mill?", exact=True)
    assert slider.input_value() == "50"
    for _ in range(20):
        slider.press("ArrowRight")
    assert page.get_by_label("How much of what Alder has at stake is the road?", exact=True).input_value() == "30"
    for label, worth in (
        ("both run it: what it is worth to Alder", "better"),
        ("Alder runs it: what it is worth to Alder", "much-better"),
        ("both run it: what it is worth to Birch", "better"),
        ("Alder runs it: what it is worth to Birch", "much-worse"),
        ("open to all: what it is worth to Birch", "better"),
    ):
        page.get_by_label(label).select_option(worth)
    page.get_by_label("Alder runs it: Birch will never accept it").press("Space")
    page.get_by_role("button", name="Next").press("Enter")
    page.get_by_label("Alder hopes that pressure").press("Space")
    page.get_by_label("Birch hopes that the other’s").press("Space")
    page.get_by_role("button", name="Next").press("Enter")
    page.get_by_role("button", name="A group at home").press("Enter")
    page.get_by_label("Its name in a sentence").fill("the council")
    page.get_by_role("button", name="Next").press("Enter")
    page.get_by_role("button", name="An event elsewhere").press("Enter")
    page.get_by_label("What happens elsewhere?").fill("a flood upstream")
    page.get_by_role("button", name="Next").press("Enter")
    page.get_by_role("button", name="A day on which leaders may change").press("Enter")
    page.get_by_label("On which day?").fill("2027-11-02")
    page.get_by_label("Its name: lower-case").fill("two-towns")
    page.get_by_text("Nothing is wrong: this is a case.").wait_for()
    page.get_by_role("button", name="Save the case").press("Enter")
    page.get_by_role("link", name="Open the case").wait_for()
    case = load_text(desk.read("two-towns"))
    assert (case.id, [party.name for party in case.parties.values()]) == ("two-towns", ["Alder", "Birch"])
    assert case.parties["alder"].salience["mill"].mode == 0.7
    assert case.parties["birch"].red_lines["mill"].options == ("alder-runs-it",)
    assert case.parties["alder"].constituencies["council"].name == "the council"
    assert case.beliefs["alder"].capitulation["birch"].mode == 0.02
    assert case.beliefs["birch"].transitions["alder"].mode == 0.75
    assert case.dynamics.triggers["flood-upstream"].note == "a flood upstream"
    assert not (desk.folder / ".drafts" / "_new.yaml").exists()
    page.get_by_role("link", name="Open the case").click()
    assert "<script>alert(1)</script>" in page.locator(".crumb").inner_text()


def test_text_problems_completion_undo_a_crash_and_a_save(page, desk):
    edit(page, desk)
    put_cursor_after(page, "pride: [0.2, 0.4, 0.6]   # of pride")
    page.keyboard.press("Enter")
    page.keyboard.type("conc")
    page.keyboard.press("Control+Space")
    page.locator("#words [aria-selected=true]", has_text="concession_limit").wait_for()
    page.keyboard.press("Enter")
    page.keyboard.type("7000")
    page.locator("#problems li.wrong").wait_for()
    said = page.locator("#problems li.wrong").inner_text()
    assert "parties.ann.concession_limit" in said
    assert "7000 is out of range" in said
    assert page.locator("#gutter .wrong").inner_text() == "14"
    assert "7000" in page.locator("#notes button").first.inner_text()
    state(page, "A draft of this is kept")
    page.keyboard.press("Control+s")
    state(page, "Not saved")
    assert desk.read() == CASE

    desk.kill_and_start()
    page.goto(desk.address)
    page.goto(f"{desk.base}/case/mine/edit")
    page.get_by_text("This is your draft, which is not saved yet.").wait_for()
    assert "concession_limit: 7000\n" in text(page)
    page.locator("#text").focus()
    page.keyboard.press("Control+z")
    assert text(page) == CASE
    page.keyboard.press("Control+y")
    put_cursor_after(page, "concession_limit: 7000")
    for _ in range(4):
        page.keyboard.press("Backspace")
    page.keyboard.type("0.2")
    page.get_by_text("Nothing is wrong").wait_for()
    page.keyboard.press("Control+s")
    state(page, "Saved; open the case")
    assert desk.read() == CASE.replace("# of pride\n", "# of pride\n    concession_limit: 0.2\n")
    assert not (desk.folder / ".drafts" / "mine.yaml").exists()


def test_the_form_writes_into_the_text_and_nothing_else_of_it_changes(page, desk):
    edit(page, desk, query="?tab=form")
    page.locator("summary", has_text="Ann").click()
    group = page.get_by_role("group", name="pride")
    group.get_by_label("most likely").fill("0.5")
    group.get_by_label("most likely").press("Tab")
    state(page, "A draft of this is kept")
    right = CASE.replace("[0.2, 0.4, 0.6]", "[0.2, 0.5, 0.6]")
    assert text(page) == right
    group.get_by_label("basis").fill("report p. 3")
    group.get_by_label("note").focus()
    wait_for(lambda: "basis" in text(page))
    right = right.replace(
        "[0.2, 0.5, 0.6]",
        '{low: 0.2, mode: 0.5, high: 0.6, basis: "report p. 3"}',
    )
    assert text(page) == right
    group.get_by_label("high").fill("0.1")
    group.get_by_label("note").focus()
    group.get_by_text("out of order").wait_for()
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Nothing is wrong").wait_for()
    assert text(page) == right
    page.get_by_label("A new party").fill('Cleo: "<b>"')
    page.get_by_label("A new party").press("Enter")
    page.locator("summary", has_text="Cleo").wait_for()
    page.get_by_label("A new issue").fill("The mill")
    page.get_by_label("A new issue").press("Enter")
    page.locator("summary", has_text="The mill").first.wait_for()
    page.locator("summary", has_text="Sources").click()
    page.get_by_label("A new source").fill("Archive")
    page.get_by_label("A new source").press("Enter")
    wait_for(lambda: "archive" in text(page))
    page.keyboard.press("Control+s")
    state(page, "Saved; open the case")
    case = load_text(desk.read())
    assert [party.name for party in case.parties.values()] == ["Ann", "Bob", 'Cleo: "<b>"']
    assert set(case.issues) == {"field", "the-mill"}
    assert set(case.parties["bob"].salience) == {"field", "the-mill"}
    assert "# a comment that stays" in desk.read()
    page.get_by_role("button", name="Remove The mill and all").click()
    wait_for(lambda: "the-mill" not in text(page))
    page.get_by_text("Nothing is wrong").wait_for()


def test_a_file_that_changes_on_disk_is_noticed_and_never_written_over(page, desk):
    edit(page, desk)
    # nothing is lost where nothing was written here
    (desk.folder / "mine.yaml").write_text(other := CASE.replace("Two towns", "Three towns"))
    page.get_by_text("The file has changed on disk; this is how it is now.").wait_for()
    assert text(page) == other
    put_cursor_after(page, "horizon: 6")
    page.keyboard.type("0")
    page.get_by_text("Nothing is wrong").wait_for()
    (desk.folder / "mine.yaml").write_text(third := CASE.replace("Two towns", "Four towns"))
    page.keyboard.press("Control+s")
    page.get_by_role("heading", name="The file has changed on disk").wait_for()
    rows = page.locator("#difference tr").all_inner_texts()
    assert any("Four towns" in row and "- title" in row for row in rows)
    assert any("horizon: 60" in row and "+ " in row for row in rows)
    assert desk.read() == third
    page.get_by_role("button", name="Decide later").click()
    assert desk.read() == third
    page.get_by_role("button", name="Show what differs").click()
    page.get_by_role("button", name="Keep mine").click()
    state(page, "Saved; open the case")
    assert desk.read() == other.replace("horizon: 6", "horizon: 60")
    # and taken, with mine behind undo
    put_cursor_after(page, "horizon: 60")
    page.keyboard.press("Backspace")
    (desk.folder / "mine.yaml").write_text(third)
    page.get_by_role("button", name="Show what differs").click()
    page.get_by_role("button", name="Take what is on disk").click()
    assert text(page) == third
    page.get_by_role("button", name="Undo").click()
    assert text(page) == other
    assert desk.read() == third


def test_a_case_with_changes_is_saved_as_a_new_one(page, desk):
    page.goto(f"{desk.base}/case/mine?set=parties.ann.pride:0.5")
    is_shown = "shown => document.getElementById('main').dataset.shown === shown"
    page.wait_for_function(is_shown, arg="parties.ann.pride:0.5")
    page.get_by_role("button", name="Save as a new case").click()
    name = page.get_by_label("Name: lower-case")
    assert name.input_value() == "mine-2"
    name.fill("mine")
    name.press("Enter")
    page.get_by_text("mine is taken").wait_for()
    name.fill("bolder")
    name.press("Enter")
    page.wait_for_url("**/case/bolder")
    assert desk.read("bolder") == CASE.replace("id: mine", "id: bolder").replace("0.4,", "0.5,")
    assert desk.read() == CASE


def test_a_bundled_case_and_an_example_are_saved_under_a_name_of_their_own(page, desk):
    page.goto(f"{desk.base}/new?example=1")
    page.get_by_text("Nothing is wrong").wait_for()
    page.keyboard.press("Control+s")
    page.get_by_label("Name: lower-case").fill("from-example")
    page.keyboard.press("Enter")
    page.wait_for_url("**/case/from-example")
    assert load_text(desk.read("from-example")).id == "from-example"
    edit(page, desk, "iran-us-2020")
    page.keyboard.press("Control+s")
    assert page.get_by_label("Name: lower-case").input_value() == "iran-us-2020-2"


@needs("axe")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_and_no_page_is_too_wide(browser, desk, size, scheme):
    width, height = size
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, bypass_csp=True)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(desk.address)
    source = axe()

    def look(what):
        assert page.evaluate("document.documentElement.scrollWidth") <= width, what
        page.evaluate(source)
        found = page.evaluate("axe.run()")
        told = [(each["id"], node["html"]) for each in found["violations"] for node in each["nodes"]]
        assert told == [], json.dumps([what, *told], indent=1)

    edit(page, desk)
    put_cursor_after(page, "bob: {name: Bob, ")
    page.keyboard.press("Control+Space")
    page.locator("#words li").first.wait_for()
    look("completion")
    page.keyboard.type("x")
    page.locator("#problems li.wrong").wait_for()
    look("text")
    page.keyboard.press("Escape")
    page.keyboard.press("Backspace")
    page.get_by_text("Nothing is wrong").wait_for()
    page.locator("#tab-form").click()
    for summary in page.locator("#form summary").all():
        if not summary.evaluate("summary => summary.parentElement.open"):
            summary.click()
    look("form")
    page.locator("#tab-text").click()
    page.locator("#text").press("Control+End")
    page.keyboard.type("# more\n")
    state(page, "A draft of this is kept")
    (desk.folder / "mine.yaml").write_text(CASE + "# theirs\n")
    page.keyboard.press("Control+s")
    page.get_by_role("heading", name="The file has changed on disk").wait_for()
    look("differing")
    page.goto(f"{desk.base}/new")
    page.locator("#made", has_text="schema").wait_for()
    for step in range(7):
        page.locator(".steps button").nth(step).click()
        for adding in ("A group at home", "An event elsewhere", "A day on which"):
            if page.get_by_role("button", name=adding).count():
                page.get_by_role("button", name=adding).click()
        look(f"question {step + 1}")
    context.close()
