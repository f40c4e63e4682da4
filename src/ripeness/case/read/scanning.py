"""YAML's events of a text, in time that grows with its length and no faster; none of a text that no case could be.

ruamel's own scanner looks at each open bracket again for every token, and at each character alone. Here brackets,
levels, lines and tokens are counted while the text is scanned, and runs of plain characters are taken at once.
"""

# ruamel's classes are untyped, and say so of what is a property there and an attribute here.
# pyright: basic

import re
from collections.abc import Iterator
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.parser import Parser
from ruamel.yaml.reader import Reader
from ruamel.yaml.scanner import Scanner
from ruamel.yaml.tokens import ScalarToken

MOST_NODES = 35_000  # values of a file: a long case has some 5,000, the largest that `import` writes 34,000
MOST_LINES = MOST_NODES  # one for each value
MOST_TOKENS = 5 * MOST_NODES  # a value has a key, two signs that say so, and a comma
DEEPEST = 40  # levels of a value: the format itself has nine
_LONGEST_TAG = 200  # characters; ruamel reads one in the square of its length
_FAR_AHEAD = 2 * DEEPEST  # brackets: no key is sought behind so many, for the value is too deep already
_MOST_OPEN = 1100  # brackets and indents, where nobody who takes the events has said before that it is too deep

_END = "\\0 \\t\\r\\n\\x85\\u2028\\u2029"
_WORD = f"(?:[^{_END}:]|:(?![{_END}]))++"
_WORD_IN_FLOW = f"(?:[^{_END}:,\\[\\]{{}}]|:(?![{_END}]))++"
_WORDS, _WORDS_IN_FLOW = (re.compile(f"(?!#){word}(?: +(?!#){word})*+") for word in (_WORD, _WORD_IN_FLOW))
_QUOTED = re.compile("[^'\"\\\\\\0\\t\\r\\n\\x85\\u2028\\u2029]*[^ '\"\\\\\\0\\t\\r\\n\\x85\\u2028\\u2029]")
_TAG = re.compile(f"[^{_END}]*")
_SPACES = re.compile(" *")
_COMMENT = re.compile("[^\\0\\r\\n\\x85\\u2028\\u2029]*")


class TooMuchError(Exception):
    """A text holds more than any case: what, and at which line and column."""

    def __init__(self, what: str, line: int, column: int) -> None:
        super().__init__(what)
        self.what = what
        self.place = (line, column)


def scanned(text: str) -> Iterator[Any]:
    """The events of a text. Raises ruamel's errors, and `TooMuchError`."""
    yaml: Any = YAML(typ="safe", pure=True)
    yaml.Reader, yaml.Scanner, yaml.Parser = _Reader, _Scanner, _Parser
    return yaml.parse(text)


class _Reader(Reader):
    def forward(self, length: int = 1) -> None:
        """Goes past a run of characters at once, where no line ends in it."""
        end = self.pointer + length
        passed = self.buffer[self.pointer : end]
        if "\n" in passed or "\r" in passed or "\ufeff" in passed:
            super().forward(length)
            if self.line >= MOST_LINES:
                raise TooMuchError(f"is longer than {MOST_LINES:,} lines", self.line + 1, 1)
        else:
            self.pointer = end
            self.index += length
            self.column += length


class _Parser(Parser):
    scanner: Any = None
    resolver: Any = None

    def __init__(self, loader: Any) -> None:
        # the base class looks both up anew at each use
        self.scanner, self.resolver = loader.scanner, loader.resolver
        super().__init__(loader)


class _Scanner(Scanner):
    reader: Any = None

    def __init__(self, loader: Any) -> None:
        self.reader = loader.reader
        self._fetched = 0
        super().__init__(loader)

    def check_token(self, *choices: Any) -> bool:
        while self.need_more_tokens():
            self.fetch_more_tokens()
        tokens = self.tokens
        return bool(tokens) and (not choices or isinstance(tokens[0], choices))

    def need_more_tokens(self) -> bool:
        if self.done:
            return False
        if not self.tokens:
            return True
        if not self.possible_simple_keys or len(self.flow_context) > _FAR_AHEAD:
            return False
        self.stale_possible_simple_keys()
        return self.next_possible_simple_key() == self.tokens_taken

    def fetch_more_tokens(self) -> Any:
        self._fetched += 1
        if self._fetched > MOST_TOKENS:
            self._stop(f"is more than {MOST_NODES:,} values")
        if self.flow_level + len(self.indents) > _MOST_OPEN:
            self._stop(f"is nested deeper than {DEEPEST} levels")
        return super().fetch_more_tokens()

    def _stop(self, what: str) -> None:
        raise TooMuchError(what, self.reader.line + 1, self.reader.column + 1)

    def _matched(self, pattern: re.Pattern[str]) -> str:
        """What of a pattern stands here, passed over."""
        found = pattern.match(self.reader.buffer, self.reader.pointer)
        if not found or not found[0]:
            return ""
        self.reader.forward(len(found[0]))
        return found[0]

    def scan_to_next_token(self) -> Any:
        reader = self.reader
        while True:
            self._matched(_SPACES)
            if reader.peek() == "#":
                self._matched(_COMMENT)
            if reader.peek() not in "\r\n\x85\u2028\u2029":
                # tabs and a byte order mark, of which a case has none, are the base class's
                return super().scan_to_next_token()
            self.scan_line_break()
            if not self.flow_level:
                self.allow_simple_key = True

    def scan_tag(self) -> Any:
        found = _TAG.match(self.reader.buffer, self.reader.pointer)
        if found and len(found[0]) > _LONGEST_TAG:
            self._stop(f"a tag of {len(found[0]):,} characters, expected: the value without it")
        return super().scan_tag()

    def scan_plain(self) -> Any:
        """The text of a value without quotes, by lines and not by characters."""
        if self.scanner_processing_version == (1, 1):
            return super().scan_plain()  # which knows a `?` that ends a value
        reader, chunks, spaces = self.reader, [], []
        start = end = reader.get_mark()
        indent = self.indent + 1
        pattern = _WORDS_IN_FLOW if self.flow_level else _WORDS
        while words := self._matched(pattern):
            self.allow_simple_key = False
            chunks += [*spaces, words]
            end = reader.get_mark()
            spaces = self.scan_plain_spaces(indent, start)
            if not spaces or (not self.flow_level and reader.column < indent):
                break
        return ScalarToken("".join(chunks), True, start, end)

    def scan_flow_scalar_non_spaces(self, double: Any, start_mark: Any) -> Any:
        """The text of a value in quotes, up to what has a meaning in them."""
        run = self._matched(_QUOTED)
        return [*([run] if run else []), *super().scan_flow_scalar_non_spaces(double, start_mark)]
