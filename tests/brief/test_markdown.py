import re

from markdown_it import MarkdownIt

from brief.told import ENDLESS, HOSTILE, founding, hostile
from ripeness.brief.markdown import escaped, to_markdown


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
