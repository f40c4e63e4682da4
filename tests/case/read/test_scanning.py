"""The scanner in runs gives the events that ruamel's own gives character by character."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from ripeness.case.read.scanning import scanned

# what YAML gives a meaning, several to a draw, so that values do nest, fold and end oddly
PARTS = [
    *("a", "b c", "a: ", "- ", "\n", "\n  ", "\n    ", "  ", " ", "\t", "#", " # x", "'", '"', "\\", "\\n", ":", ","),
    *(
        "[",
        "]",
        "{",
        "}",
        "?",
        "? ",
        "|\n",
        ">\n",
        "&a ",
        "*a",
        "!t ",
        "--- ",
        "...",
        "%",
        "\r",
        "\r\n",
        "\x85",
        "\u2028",
    ),
]
TEXTS = st.lists(st.sampled_from(PARTS), max_size=24).map("".join)


def told(events: Any) -> list[tuple[object, ...]]:
    """Kind, text and place of each event, to the end or to what is wrong."""
    found: list[tuple[object, ...]] = []
    try:
        for event in events:
            places = [(mark.index, mark.line, mark.column) for mark in (event.start_mark, event.end_mark)]
            said = [getattr(event, name, None) for name in ("value", "style", "anchor", "tag")]
            found.append((type(event).__name__, *map(str, said), *places))
    except MarkedYAMLError as error:
        untyped: Any = error
        marks = [mark and (mark.line, mark.column) for mark in (untyped.problem_mark, untyped.context_mark)]
        found.append((untyped.problem, untyped.context, *marks))
    except (YAMLError, ValueError, IndexError) as error:
        found.append((type(error).__name__,))
    return found


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_events_are_those_of_the_scanner_by_characters(text: str):
    plain: Any = YAML(typ="safe", pure=True)
    assert told(scanned(text)) == told(plain.parse(text))
