"""Plain words of YAML to values and back: the core schema of YAML 1.2, and dates."""

import datetime as dt
import json
import re

_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_INFINITE = re.compile(r"([-+]?)\.(?:inf|Inf|INF)")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}

# Python itself refuses to read integers of thousands of digits, and a float ends at about 1e308.
MOST_DIGITS = 100

Scalar = str | int | float | bool | dt.date | None


def resolved(text: str) -> Scalar:
    """Value of a plain (unquoted) scalar.

    Raises `ValueError` for a number of more than 100 digits.

    >>> [resolved(text) for text in ("0.5", "12", "true", "~", "no", "1_000", "012", "0x1F")]
    [0.5, 12, True, None, 'no', '1_000', 12, 31]
    >>> resolved("2024-11-05"), resolved("2024-13-05")
    (datetime.date(2024, 11, 5), '2024-13-05')
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "+-.0123456789":
        return text
    if _INTEGER.fullmatch(text):
        if len(text) > MOST_DIGITS:
            raise ValueError(f"a number of {len(text)} digits")
        return int(text, {"0o": 8, "0x": 16}.get(text[:2], 10))
    if _FLOAT.fullmatch(text):
        return float(text)
    if infinite := _INFINITE.fullmatch(text):
        return float(f"{infinite[1]}inf")
    if text in (".nan", ".NaN", ".NAN"):
        return float("nan")
    return _date_or_text(text) if _DATE.fullmatch(text) else text


def joined(text: str) -> str:
    r"""A text in which a character beyond U+FFFF is one sign, which a writer of JSON may have given as two.

    >>> joined("\ud83d\ude00"), joined("\ud83d") == "\ud83d"
    ('😀', True)
    """
    return _PAIR.sub(lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), text)


def quoted(text: str) -> str:
    """A text as a case file holds it, in quotes; what cannot be printed becomes a space.

    >>> print(quoted('a "b"'), quoted("tab\\there"))
    "a \\"b\\"" "tab here"
    """
    # JSON's quotes are YAML's
    return json.dumps("".join(each if each.isprintable() else " " for each in text), ensure_ascii=False)


def written_id(name: str) -> str:
    """An id as a case file holds it: in quotes only where YAML would take it for something else.

    >>> print(written_id("border"), written_id("true"), written_id("012"), written_id("1e5"))
    border "true" "012" "1e5"
    """
    return name if isinstance(resolved(name), str) else json.dumps(name)


def _date_or_text(text: str) -> dt.date | str:
    # a date that no calendar has stays text, so that the check can name it
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return text
