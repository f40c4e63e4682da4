"""What of an answer may be asked for by itself."""

from collections.abc import Iterable, Mapping

# each part with the sections that it has; the first screen stands before them all
PARTS: Mapping[str, tuple[str, ...]] = {
    "ladder": ("conditions", "funnel", "why_not"),
    "deals": ("deals", "coalitions", "alternatives"),
    "provisions": ("provisions",),
    "talks": ("steps", "breaking", "transitions"),
    "war": ("war", "implied"),
    "postures": ("postures",),
    "record": ("implied", "history"),
    "claims": ("claims",),
    "assumptions": ("hangs_on", "assumptions", "sources", "reproduce"),
}
FIRST, ALL = "message", "all"
NAMES = (*PARTS, ALL)


def sections_of(part: str | None) -> Iterable[str] | None:
    """The sections that a part of an answer has, or that the first screen is; None for all.

    >>> sections_of(None), sections_of("war"), sections_of("all")
    (('message',), ('war', 'implied'), None)
    """
    return None if part == ALL else (FIRST,) if part is None else PARTS[part]
