"""What of an answer may be asked for by itself."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ripeness.findings.findings import Brief

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
# what a brief shows on paper unless all is asked for: three pages that a minister's office reads
_ON_PAPER = (FIRST, "since", "funnel", "why_not", "deals", "war", "postures", "hangs_on", "assumptions", "reproduce")
# blocks of these sections that say in full what others say in short
_IN_FULL = (
    *("why_not.conflicts", "funnel.convinced", "deals.space", "deals.step.victory", "hypotheses"),
    *("postures.in_force", "postures.costs", "postures.what"),
)
NAMES = (*PARTS, ALL)


def sections_of(part: str | None) -> Iterable[str] | None:
    """The sections that a part of an answer has, or that the first screen is; None for all.

    >>> sections_of(None), sections_of("war"), sections_of("all")
    (('message',), ('war', 'implied'), None)
    """
    return None if part == ALL else (FIRST,) if part is None else PARTS[part]


def is_on_paper(section: str, block: str) -> bool:
    """Whether a printed brief shows a block of a section, unless all of it is asked for."""
    return section in _ON_PAPER and block not in _IN_FULL


def on_paper(brief: "Brief") -> "Brief":
    """What of a brief a printed one shows, unless all of it is asked for."""
    kept = (replace(of, blocks=tuple(b for b in of.blocks if is_on_paper(of.key, b.key))) for of in brief.sections)
    return replace(brief, sections=tuple(section for section in kept if section.blocks))
