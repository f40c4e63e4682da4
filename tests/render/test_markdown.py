import re

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from briefs import ENDLESS, HOSTILE, founding, hostile
from ripeness.render.markdown import escaped, to_markdown


def tokens(text):
    return MarkdownIt("commonmark").enable("table").parse(text)


def shown(text):
    """What a reader of the rendered Markdown sees, and which inline marks there are."""
    words, marks = [], set()
    for token in tokens(text):
        for child in token.children or []:
            words.append(child.content if child.type in ("text", "text_special") else " ")
            marks.add(child.type)
    return "".join(words), marks


def test_every_finding_is_there():
    text, _ = shown(to_markdown(founding()))
    for _, finding in founding().findings():
        assert " ".join(finding.text.split()) in text


def test_every_number_of_a_table_is_the_findings_number():
    lines = to_markdown(founding()).splitlines()
    for section in founding().sections:
        for block in section.blocks:
            for finding in block.findings if block.layout == "table" else ():
                cells = [
                    finding.label,
                    *([finding.text] if block.has_texts else []),
                    *(m.shown for m in finding.measures),
                ]
                assert f"| {' | '.join(map(escaped, cells))} |" in lines


def test_hostile_words_are_words():
    text = to_markdown(hostile())
    words, marks = shown(text)
    assert words.count(HOSTILE) > 8
    assert marks <= {"text", "text_special", "softbreak"}
    assert not any(token.type == "html_block" for token in tokens(text))
    assert re.search(r"^# ", text)


def test_endless_words_are_there_in_full():
    assert ENDLESS in shown(to_markdown(hostile(ENDLESS)))[0]


MARKUP = st.text(st.sampled_from("a1 *_`~$|[]()<>!#-+=.:\\&;/amp{}^@\u05d0"), max_size=12)


@given(MARKUP)
def test_any_text_is_shown_as_it_is_wherever_it_stands(text):
    wanted, made = " ".join(text.split()), escaped(text)
    for around in ("{}", "- {}", "# {}", "| h |\n| --- |\n| {} |"):
        words, marks = shown(around.format(made))
        assert words.removeprefix("h") == wanted
        assert marks <= {"text", "text_special"}
    kinds = [token.type for token in tokens(f"- {made}")]
    assert kinds in (
        ["bullet_list_open", "list_item_open", "paragraph_open", "inline", "paragraph_close", "list_item_close",
         "bullet_list_close"],
        ["bullet_list_open", "list_item_open", "list_item_close", "bullet_list_close"],
    )  # fmt: skip


def rendered(text):
    return MarkdownIt("commonmark").enable("table").render(text)


def test_nothing_is_escaped_that_would_be_shown_as_well_without():
    for line in {line for line in to_markdown(founding()).splitlines() if "\\" in line}:
        for found in re.finditer(r"\\", line):
            assert rendered(line[: found.start()] + line[found.end() :]) != rendered(line), line


def test_plain_sentences_stay_as_they_are():
    plain = "War: <1 % (0.5-1.5), a_b & c; 3 * 4 = 12! “x” - it's $5, ~6 #7. Yes?"
    assert escaped(plain) == plain
