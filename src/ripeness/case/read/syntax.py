"""YAML's syntax errors in plain words, at the place that the person has to look at."""

from typing import Any

from ruamel.yaml.error import MarkedYAMLError

_QUOTES = "expected: the text in quotes"
_BACKSLASH = "a backslash that YAML does not know, expected: single quotes, or two backslashes"
_OPEN_QUOTE = "a quotation mark that is never closed"

# Part of what the parser says, and the same in plain words.
_IN_PLAIN_WORDS = {
    "mapping values are not allowed": f"a colon where none can be, {_QUOTES}, or another indentation",
    "sequence entries are not allowed": "a list item where none can be, expected: `- ` on a line of its own",
    "could not find expected ':'": "a line without a colon, expected: `key: value`",
    "found character '\\t'": "a tab, expected: spaces",
    "that cannot start any token": f"a character that no text can begin with, {_QUOTES}",
    "found unexpected end of stream": _OPEN_QUOTE,
    "found unexpected document separator": _OPEN_QUOTE,
    "expected ',' or ']'": 'a `[` whose list goes wrong here or is never closed, expected: [a, b, "c[d]"]',
    "expected ',' or '}'": "a `{` whose mapping goes wrong here or is never closed, expected: {a: 1, b: 2}",
    "but found '<block mapping start>'": "a line indented otherwise than its neighbours",
    "but found '<block sequence start>'": "a list indented otherwise than its neighbours",
    "but found '<scalar>'": "text after the end of a value, expected: the whole text in quotes",
    "but found '-'": "a list item between the keys of a mapping, expected: another indentation",
    "expected <block end>": "something that does not belong here, or a wrong indentation",
    "found unknown escape character": _BACKSLASH,
    "expected escape sequence": _BACKSLASH,
    "expected alphabetic or numeric character": f"a `*` or `&` that is neither alias nor anchor, {_QUOTES}",
    "expected the node content": "a value that is missing",
    "undefined tag handle": f"a tag (`!`), {_QUOTES}",
    "expected '<document start>'": "a second beginning, expected: one mapping",
}

# For these the place where the thing began says more than the one where the parser gave up.
_FROM_THEIR_START = (_OPEN_QUOTE, _IN_PLAIN_WORDS["could not find expected ':'"])


def in_plain_words(error: MarkedYAMLError) -> tuple[str, tuple[int, int]]:
    """Message and place (line and column, from 1) of a syntax error."""
    untyped: Any = error
    said = str(untyped.problem or untyped.context)
    known = (plain for words, plain in _IN_PLAIN_WORDS.items() if words in said)
    message = next(known, f"cannot be read as YAML: {said}")
    first, second = untyped.problem_mark, untyped.context_mark
    if message in _FROM_THEIR_START:
        first, second = second, first
    mark = first or second
    return message, (mark.line + 1, mark.column + 1) if mark else (0, 0)
