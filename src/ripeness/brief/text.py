"""A case's own words inside ours: shown as they are, without any power over what stands around them."""

_OPENING = {"\u202a": "\u202c", "\u202b": "\u202c", "\u202d": "\u202c", "\u202e": "\u202c"} | dict.fromkeys(
    "\u2066\u2067\u2068", "\u2069"
)
_CLOSING = frozenset(_OPENING.values())
_MARKS = "\u200e\u200f\u061c"
_ISOLATE, _END = "\u2068", "\u2069"


def said(text: str) -> str:
    """A text of a case on one line; what it says of the direction of writing ends where it ends [Unicode 2023].

    >>> said("two\\n towns"), said("a\\u202eb") == "\\u2068a\\u202eb\\u202c\\u2069"
    ('two towns', True)
    """
    text = " ".join(
        "".join(sign if sign.isprintable() or sign.isspace() or sign in _KEPT else "" for sign in text).split()
    )
    if not any(sign in _OPENING or sign in _CLOSING or sign in _MARKS or _is_right_to_left(sign) for sign in text):
        return text
    closers: list[str] = []
    kept: list[str] = []
    for sign in text:
        if sign in _OPENING:
            closers.append(_OPENING[sign])
        elif sign in _CLOSING:
            if not closers or closers[-1] != sign:
                # it would end what stands around the text
                continue
            closers.pop()
        kept.append(sign)
    return f"{_ISOLATE}{''.join(kept)}{''.join(reversed(closers))}{_END}"


# joiners, which letters and emoji are made of, and signs of direction
_KEPT = frozenset("\u200c\u200d\ufe0f\ufe0e") | set(_OPENING) | _CLOSING | set(_MARKS)


def _is_right_to_left(sign: str) -> bool:
    return "\u0590" <= sign <= "\u08ff" or "\ufb1d" <= sign <= "\ufdff" or "\ufe70" <= sign <= "\ufeff"


def listed(words: "list[str] | tuple[str, ...]", last: str = "and") -> str:
    """Words as a sentence lists them.

    >>> listed(["a", "b", "c"]), listed(["a"])
    ('a, b and c', 'a')
    """
    *others, final = words
    return f"{', '.join(others)} {last} {final}" if others else final
