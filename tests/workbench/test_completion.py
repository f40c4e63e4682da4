"""What may stand where the cursor is: asked at the keys and words of whole cases, as if each were being typed."""

import pytest

from needs import ROOT
from ripeness.case.fields import CASE, Kind
from ripeness.case.judgement import Judgement
from ripeness.case.read.document import read
from ripeness.case.scaffold import scaffold
from ripeness.workbench.completion import completions

CASES = {
    "founding": (ROOT / "cases" / "iran-us-2020" / "case.yaml").read_text(),
    "scaffold": scaffold("towns", "Two towns"),
}


def kind_of(path):
    kind = CASE
    for key in path:
        if kind is None:
            return None
        kind = Kind(Judgement).inner(key) if kind.is_judgement and isinstance(key, str) else kind.inner(key)
    return kind


def offered(text, line, column):
    return [each.word for each in completions(text, line, column)[1]]


def typed(text, line, column, word, letters):
    """The text in which of a word only the first letters are there, and where the cursor is then."""
    lines = text.split("\n")
    before, rest = lines[line - 1][: column - 1], lines[line - 1][column - 1 + len(word) :]
    lines[line - 1] = before + word[:letters] + (rest if "{" in before or "[" in before else "")
    return "\n".join(lines), line, column + letters


@pytest.mark.parametrize("name", CASES)
def test_every_key_of_a_case_is_offered_where_it_stands(name):
    text, asked = CASES[name], 0
    for path, (line, column) in list(read(text).positions.items()):
        kind = kind_of(path[:-1])
        if kind is None:
            continue
        model = Kind(Judgement) if kind.is_judgement else kind
        if asked and asked % 3:
            asked += 1
            continue
        asked += 1
        if model.model is None:
            continue
        changed = typed(text, line, column, path[-1], 2)
        if "{" in text.split("\n")[line - 1][: column - 1]:
            # the colon after it would make of what is typed a key that is there
            lines = changed[0].split("\n")
            lines[line - 1] = lines[line - 1][: changed[2] - 1]
            changed = ("\n".join(lines), *changed[1:])
        replaces, _ = completions(*changed)
        assert (path, replaces) == (path, 2)
        assert path[-1] in offered(*changed), path
    assert asked > 50


@pytest.mark.parametrize("name", CASES)
def test_every_word_of_a_few_is_offered_where_it_stands(name):
    text, asked = CASES[name], set()
    document = read(text)
    for path, (line, column) in document.value_positions.items():
        kind = kind_of(path)
        if kind is None or not kind.words():
            continue
        value = document.data
        for key in path:
            value = value[key]
        changed = typed(text, line, column, str(value), 1)
        assert set(kind.words()) & set(offered(*changed)) >= {str(value)}, path
        asked.add(path[-1])
    assert {"trust", "tension"} <= asked


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("|", {"schema", "id", "parties", "issues"}),
        ("schema: 1\n|", {"parties"}),
        ("parties:\n  ann:\n    |", {"name", "salience", "red_lines"}),
        ("parties:\n  ann:\n    name: Ann\n    |", {"salience"}),
        ("issues:\n  oil: {question: x}\nparties:\n  ann:\n    salience: {|", {"oil"}),
        ("issues:\n  oil: {question: x}\nparties:\n  ann:\n    salience:\n      |", {"oil"}),
        ("parties:\n  ann: {}\n  bob: {}\nissues:\n  oil:\n    options:\n      sold: {text: x, value: {ann: 1, |",
         {"bob"}),
        ("issues:\n  oil: {options: {shut: {}, sold: {}}}\nparties:\n  a:\n    red_lines: {oil: {options: [|",
         {"shut", "sold"}),
        ("issues:\n  oil:\n    options:\n      shut: {}\n      sold: {}\nlinkages:\n  - when: {oil: |",
         {"shut", "sold"}),
        ("sources:\n  report: {title: x}\nparties:\n  ann:\n    pride: {mode: 1, basis: |", {"report", "judgement"}),
        ("sources:\n  report: {title: x}\nparties:\n  ann:\n    basis: re|", {"report"}),
        ("parties:\n  ann:\n    pride: {low: 1,\n      mode: 2, |", {"high", "basis"}),
        ("parties:\n  ann:\n    expects: |", {"one-off", "first-step"}),
        ("parties:\n  ann: {}\ntransitions:\n- party: |", {"ann"}),
        ("parties:\n  ann: {}\ntransitions:\n  - party: ann\n    |", {"date", "probability", "successor"}),
        ("dynamics:\n  triggers:\n    raid: {rate: 1, during: [ta|", {"talks"}),
        ("dynamics:\n  trust: m|", {"mid"}),
        ("dynamics:\n  triggers: {raid: {rate: 0.1}}\nissues:\n  oil:\n    options:\n      sold:\n        effects: {|",
         {"incident", "triggers.raid"}),
        ("parties:\n  ann: {propensity: {|", {"press", "accept"}),
        ("parties:\n  ann: {name: 'a # b', |", {"seat"}),
        ("summary: |-\n  schema\nparties:\n  ann:\n    |", {"name"}),
        ("complete: |", {"true", "false"}),
        ("parties:\n  ann:\n    salience: {|\n    pride: {low: 1\n\nissues:\n  oil: {question: x}\n", {"oil"}),
    ],
)  # fmt: skip
def test_names_of_the_case_and_words_of_the_format_are_offered(text, words):
    before = text[: text.rindex("|")]
    line, column = before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1
    found = offered(before + text[text.rindex("|") + 1 :], line, column)
    assert words <= set(found)
    # what is there already is not offered again
    assert not {"ann", "low"} & set(found) or "transitions" in text


@pytest.mark.parametrize(
    "text", ["# a comm", "summary: >\n  a sch", "title: x # par", "nothing:\n  at_all:\n    x", "a: {b: {c: "]
)
def test_nothing_is_offered_where_nothing_can_stand(text):
    line, column = text.count("\n") + 1, len(text.rpartition("\n")[2]) + 1
    assert offered(text, line, column) == []


def test_a_place_that_is_not_there_offers_what_ends_the_text():
    assert "schema" in offered("", 900, 900)


def test_what_is_deeper_than_any_case_is_not_read_on():
    assert offered("a: {" * 20_000, 1, 80_001) == []
    assert offered("- " * 20_000, 1, 40_001) == []
    assert offered("a: {b: " * 20, 1, 141) == []
