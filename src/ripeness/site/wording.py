"""How dates, chances and long texts read on the site."""

import datetime as dt
import hashlib
import re

from ripeness.case.direction import said
from ripeness.ensemble.wording import estimate, estimate_range
from ripeness.findings.findings import Measure

_LONGEST_SLUG = 60


def day(date: str) -> str:
    """An ISO date as it is read.

    >>> day("2020-03-01")
    '1 March 2020'
    """
    of = dt.date.fromisoformat(date)
    return f"{of.day} {of:%B %Y}"


def chance(of: Measure) -> str:
    """A probability by its word, the word's range, and the number.

    >>> chance(Measure("war", 0.0444, "probability"))
    'very unlikely (1-20 %), 4.4 %'
    """
    return f"{estimate(of.number)} ({estimate_range(of.number)}), {of.shown}"


def short(text: str, length: int = 160) -> str:
    """A text cut to a length where it is longer, still safe to stand inside another.

    >>> short("a" * 200, 10), short("abc")
    ('aaaaaaaaa…', 'abc')
    """
    if len(text) <= length:
        return text
    return said(text[: length - 1].rstrip() + "…")


def slug(text: str) -> str:
    """A name for files and addresses, one for each text: others than plain lower case get part of a hash.

    >>> slug("iran-us-2020"), slug("Middle East")
    ('iran-us-2020', 'middle-east-37944012')
    """
    plain = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:_LONGEST_SLUG].strip("-")
    if plain == text:
        return plain
    tail = hashlib.sha256(text.encode()).hexdigest()[:8]
    return f"{plain}-{tail}" if plain else tail
