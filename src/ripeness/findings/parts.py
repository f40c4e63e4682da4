"""What of an answer may be asked for by itself."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ripeness.findings.findings import Brief, Section

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
    *(
        "why_not.conflicts",
        "funnel.convinced",
        "deals.space",
        "deals.step.victory",
        "deals.opened.victory",
        "hypotheses",
    ),
    *("postures.in_force", "postures.costs", "postures.what", "funnel"),
)
# charts whose numbers tables beside them have
_IN_TABLES = ("postures", "postures.deal")
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
    shown = (_in_short(section) for section in brief.sections)
    return replace(brief, sections=tuple(section for section in shown if section.blocks))


def _in_short(section: "Section") -> "Section":
    blocks = tuple(block for block in section.blocks if is_on_paper(section.key, block.key))
    charts = tuple(chart for chart in section.charts if chart.key not in _IN_TABLES)
    return replace(section, blocks=blocks, charts=charts)
