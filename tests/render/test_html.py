import re
import subprocess
from html import unescape
from itertools import pairwise
from urllib.parse import unquote

import pytest

from briefs import ENDLESS, HOSTILE, RIGHT_TO_LEFT, Page, example, founding, hostile, isolates, right_to_left
from browser import FLAGS, axe, chromium
from needs import needs
from ripeness.render.charts import as_csv
from ripeness.render.html import isolated, to_html

pytestmark = needs("brief")


def page(brief):
    return Page(to_html(brief))


@pytest.mark.parametrize("brief", [example, founding])
def test_every_number_of_the_tables_is_the_findings_number(brief):
    numbers = page(brief()).numbers
    wanted = [
        (m.name, "" if m.value is None else str(m.value), m.shown)
        for section in brief().sections
        for block in section.blocks
        if block.layout == "table"
        for finding in block.findings
        for m in finding.measures
    ]
    assert sorted(numbers) == sorted(wanted)
    assert len(numbers) > 20


def test_every_sentence_is_there():
    text = page(founding()).text.replace("\u00a0", " ")
    for section in founding().sections:
        for block in section.blocks:
            for finding in block.findings:
                assert finding.text in text
                sure = finding.confidence
                assert sure is None or block.layout == "table" or sure.reason in text


def test_the_page_needs_nothing_else():
    made = page(founding())
    for tag, attributes in made.elements:
        for name in ("src", "href", "data", "action"):
            where = attributes.get(name)
            assert where is None or where.startswith(("data:", "#")), (tag, where)
    assert "script" not in [tag for tag, _ in made.elements]
    assert "@import" not in to_html(founding())


def test_the_page_is_made_for_everybody():
    made = page(founding())
    tags = [tag for tag, _ in made.elements]
    assert tags.count("h1") == tags.count("main") == 1
    assert dict(made.elements[0][1]).get("lang") == "en"
    for tag, attributes in made.elements:
        if tag == "img":
            assert len(attributes["alt"] or "") > 40
        if tag == "th":
            assert attributes["scope"] in ("row", "col")
    ids = [attributes["id"] for _, attributes in made.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    levels = [int(tag[1]) for tag in tags if re.fullmatch("h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_chart_has_its_data_as_a_file():
    links = [attributes for tag, attributes in page(founding()).elements if tag == "a" and "download" in attributes]
    charts = [chart for section in founding().sections for chart in section.charts]
    assert [link["download"] for link in links] == [f"iran-us-2020-{chart.key}.csv" for chart in charts]
    assert unquote((links[0]["href"] or "").partition(",")[2]) == as_csv(charts[0])


def test_hostile_words_are_words():
    made = page(hostile())
    assert "script" not in [tag for tag, _ in made.elements]
    assert made.text.count("<script>alert(1)</script>") > 8
    assert "{{ 7 * 7 }}" in made.text
    assert "49" not in made.text.partition("In short")[0]
    # it reads from right to left to its own end and no further
    assert f"<bdi>{HOSTILE}</bdi>" in unescape(to_html(hostile()))
    assert HOSTILE in made.text


def test_each_name_from_right_to_left_stands_in_an_element_alone():
    html = to_html(right_to_left())
    text = re.sub("</?bdi>|<[^>]*>", lambda tag: {"<bdi>": "\u2068", "</bdi>": "\u2069"}.get(tag[0], ""), html)
    assert set(isolates(text)) == set(RIGHT_TO_LEFT.values())
    assert f"No deal is acceptable to both sides now: <bdi>{RIGHT_TO_LEFT['ann']}</bdi> expects to do better" in html


@pytest.mark.parametrize("text", ["\u2069a", "a\u2068", "\u2069\u2068\u2068a\u2069"])
def test_what_is_not_closed_makes_no_element_that_is_not(text):
    made = isolated(f"<p>{text}</p>")
    assert made.count("<bdi>") == made.count("</bdi>") == text.count("\u2068a\u2069")
    assert isolated(f"<title>{text}</title>") == f"<title>{text}</title>"


def test_endless_words_are_there_in_full():
    assert ENDLESS in page(hostile(ENDLESS)).text


RUN_AXE = """
document.querySelectorAll('details').forEach(each => each.open = true);
axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}).then(result => {
  document.body.innerHTML = '<pre id="axe"></pre>';
  document.getElementById('axe').textContent = result.violations.map(v => v.id + ' ' + v.nodes[0].html).join('\\n');
});
"""


@pytest.mark.slow
@pytest.mark.parametrize("scheme", [[], ["--blink-settings=preferredColorScheme=0"], ["--window-size=390,900"]])
@pytest.mark.parametrize("brief", [founding, hostile])
def test_axe_finds_no_fault(brief, scheme, tmp_path):
    script = axe().replace("</script", "<\\/script")
    file = tmp_path / "brief.html"
    body = f"<script>{script}</script><script>{RUN_AXE}</script></body>"
    file.write_text(to_html(brief()).replace("</body>", body), encoding="utf-8")
    flags = [*FLAGS, "--virtual-time-budget=20000", "--dump-dom"]
    command = [chromium(), *flags, *scheme, f"--user-data-dir={tmp_path / 'profile'}", file.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    found = re.search(r'<pre id="axe">(.*?)</pre>', done.stdout, re.DOTALL)
    assert found, done.stderr[-500:]
    assert unescape(found[1]) == ""
