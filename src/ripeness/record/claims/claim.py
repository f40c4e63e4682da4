"""What a testable claim is, and the rules by which each is judged; the claims themselves are in `argument`."""

from dataclasses import dataclass
from typing import Literal

Finding = Literal["supported", "not supported", "contested", "not testable here"]

SIGNIFICANCE = 0.05

RULES: tuple[str, ...] = (
    "not testable here: no data set codes it, or one side chose it in view of what it expected, as mediation is "
    "chosen; then the association is shown and is no effect",
    "not supported: the record clearly points the other way (p < 0.05 after Holm's correction for all tests)",
    "contested: the literature disagrees and the record does not clearly point the other way; or the record is clear "
    "as it stands and not once what was known beforehand is held equal (adjusted p >= 0.05, or another sign)",
    "supported: clear in the direction claimed (p < 0.05 after Holm's correction), and so when adjusted (p < 0.05)",
    "not supported: all else; no clear effect",
)

NOTES: tuple[str, ...] = (
    "how a crisis ended is read from icb1's forout, whose labels are inferred from the actors' outfor; whether it was "
    "mediated from mediate, by the number of mediators",
    "a year counts only where the source covers it: no new leader only where one leader is on record throughout, "
    "elections from the first year to the last in which two states voted",
    "odds ratios allow for cases of one pair of states, claim or target being alike; intervals are 95 %, not corrected",
)


@dataclass(frozen=True)
class Claim:
    """One testable part of the argument.

    Parameters
    ----------
    id, argument, condition
        Its name; the part of the argument, A7 to A12; the condition that it belongs to, one of
        `rules.conditions.CONDITIONS`, or None.
    brief, says
        What is claimed, in a few words and in a sentence.
    sign
        +1 where the outcome should be more frequent in the higher group, -1 where less, 0 where nothing measures it.
    outcome, groups
        What is counted; the lower and the higher group.
    adjusted_for
        What is held equal in the adjusted comparison.
    selection
        How the cases compared came to be what they are, where that bites.
    chosen
        Whether one side chose the group in view of what it expected.
    against, untestable
        What the literature disagrees on (MODEL.md, section 12); why nothing measures it.
    """

    id: str
    argument: str
    condition: str | None
    brief: str
    says: str
    sign: int = 0
    sources: tuple[str, ...] = ()
    outcome: str = ""
    groups: tuple[str, str] = ("", "")
    adjusted_for: tuple[str, ...] = ()
    selection: str = ""
    chosen: bool = False
    against: str = ""
    untestable: str = ""
