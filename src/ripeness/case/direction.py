"""A case's own words inside ours: shown as they are, without any power over what stands around them.

A name that is written from right to left is isolated by itself [Unicode 2023], so that the sentence that names it runs
on from left to right. `said` is for one name or text of a case, never for a sentence of ours with names in it.
"""

import unicodedata

_OPENING = {"\u202a": "\u202c", "\u202b": "\u202c", "\u202d": "\u202c", "\u202e": "\u202c"} | dict.fromkeys(
    "\u2066\u2067\u2068", "\u2069"
)
_CLOSING = frozenset(_OPENING.values())
_MARKS = "\u200e\u200f\u061c"
ISOLATES = frozenset("\u2066\u2067\u2068")
ISOLATE, END = "\u2068", "\u2069"

# joiners, which letters and emoji are made of, and signs of direction
_KEPT = frozenset("\u200c\u200d\ufe0f\ufe0e") | set(_OPENING) | _CLOSING | set(_MARKS)


def said(text: str) -> str:
    """A text of a case on one line; what it says of the direction of writing ends where it ends.

    What is isolated already stays as it is, so that the same again changes nothing.

    >>> said("two\\n towns"), said("a\\u202eb") == "\\u2068a\\u202eb\\u202c\\u2069"
    ('two towns', True)
    >>> said("\\u05d0") == said(said("\\u05d0")) == "\\u2068\\u05d0\\u2069"
    True
    """
    text = " ".join(
        "".join(sign if sign.isprintable() or sign.isspace() or sign in _KEPT else "" for sign in text).split()
    )
    kept, reaches_out = _ended(text)
    return f"{ISOLATE}{kept}{END}" if reaches_out else kept


def _ended(text: str) -> tuple[str, bool]:
    """A text with all that it opens closed, and whether it has a direction of its own outside of isolates."""
    closers: list[str] = []
    kept: list[str] = []
    reaches_out = False
    for sign in text:
        if sign in _CLOSING:
            if not closers or closers[-1] != sign:
                # it would end what stands around the text
                continue
            closers.pop()
        elif END not in closers:
            embeds = sign in _OPENING and sign not in ISOLATES
            reaches_out = reaches_out or embeds or sign in _MARKS or _is_right_to_left(sign)
        if sign in _OPENING:
            closers.append(_OPENING[sign])
        kept.append(sign)
    return "".join(kept) + "".join(reversed(closers)), reaches_out


def _is_right_to_left(sign: str) -> bool:
    return unicodedata.bidirectional(sign) in ("R", "AL", "AN")
