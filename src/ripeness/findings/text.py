"""Words as sentences of a brief have them."""

from ripeness.case.direction import said

__all__ = ["listed", "said"]


def listed(words: "list[str] | tuple[str, ...]", last: str = "and") -> str:
    """Words as a sentence lists them.

    >>> listed(["a", "b", "c"]), listed(["a"])
    ('a, b and c', 'a')
    """
    *others, final = words
    return f"{', '.join(others)} {last} {final}" if others else final
