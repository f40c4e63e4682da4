"""The testable parts of the argument (MODEL.md, section 1, A7 to A12), and the rules by which each is judged.

What is claimed, how it is measured and how it is judged was written down here before the results were computed. A
first look at the data was known: of parity, new leaders, satisfaction, small agreements and failures. Those are
measured as they were there.
"""

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


@dataclass(frozen=True)
class Claim:
    """One testable part of the argument.

    Parameters
    ----------
    id, argument, condition
        Its name; the part of the argument, A7 to A12; the condition that it belongs to, one of
        `bargaining.acceptance.CONDITIONS`, or None.
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


NO_ALTERNATIVE, CONCEDE, VICTORY, EQUAL = (
    "no_better_alternative",
    "willing_to_concede",
    "can_declare_victory",
    "treated_as_equal",
)
_CRISIS = ("icb1", "icb2", "icbdy", "nmc")
_KNOWN_BEFORE = ("gravity of the threat", "violent trigger", "protracted conflict", "year")
_OF_CLAIM = ("salience of the claim", "territorial claim", "year")
_AGREED = "the crisis ended by a formal or semi-formal agreement"

CLAIMS: tuple[Claim, ...] = (
    Claim(
        "expectation-gap",
        "A7",
        None,
        "one end, other beginning: the bargain does not last",
        "A bargain that one side takes for the end and the other for a beginning does not last.",
        untestable="no data set codes what the parties took a bargain for",
    ),
    Claim(
        "new-leader",
        "A8",
        NO_ALTERNATIVE,
        "a leader newly in office: less agreement",
        "A leader newly in office has to prove itself and hopes for better terms: there is less agreement.",
        sign=-1,
        sources=(*_CRISIS, "archigos"),
        outcome="the crisis ended by an agreement or a tacit understanding",
        groups=("no new leader within the year before it began", "a new leader in one of the two states"),
        adjusted_for=_KNOWN_BEFORE,
        selection="states that change leaders often differ; for Iran since 1989 the record lists presidents",
    ),
    Claim(
        "successor-ahead",
        "A8",
        NO_ALTERNATIVE,
        "a leader about to go: less agreement",
        "Where a leader is about to go, the parties wait for the next one and agree less.",
        sign=-1,
        sources=(*_CRISIS, "archigos"),
        outcome="the crisis ended by an agreement or a tacit understanding",
        groups=("no new leader within the year after it began", "a new leader in one of the two states"),
        adjusted_for=_KNOWN_BEFORE,
        selection="a leader can fall because of the crisis, and nobody may have expected it",
    ),
    Claim(
        "election-ahead",
        "A8",
        NO_ALTERNATIVE,
        "an election ahead: less agreement",
        "Where an election is near, the parties wait for its outcome and agree less.",
        sign=-1,
        sources=(*_CRISIS, "elections"),
        outcome=_AGREED,
        groups=("no national election within the year after it began", "one in one of the two states"),
        adjusted_for=_KNOWN_BEFORE,
        selection="states that hold elections differ in much else; some choose the date",
    ),
    Claim(
        "hurting",
        "A8",
        NO_ALTERNATIVE,
        "costly to live on without a deal: more agreement",
        "Where living on without a deal is costly, the parties agree more.",
        sign=1,
        sources=_CRISIS,
        outcome=_AGREED,
        groups=("no violence or minor clashes", "serious clashes or full-scale war"),
        adjusted_for=_KNOWN_BEFORE,
        selection="violence is chosen too, and the costliest crises are those that were hardest to settle",
    ),
    Claim(
        "costly-sanctions",
        "A8",
        NO_ALTERNATIVE,
        "sanctions that hurt: more settlements",
        "Sanctions that hurt the target more end more often in a negotiated settlement.",
        sign=1,
        sources=("ties",),
        outcome="the case ended in a negotiated settlement",
        groups=("minor costs to the target", "major or severe costs"),
        adjusted_for=("year",),
        selection="the sender chooses how hard to strike, and does so where it expects resistance",
        chosen=True,
    ),
    Claim(
        "hope-of-collapse",
        "A8",
        NO_ALTERNATIVE,
        "hope that the other breaks: no concession",
        "A party that hopes the other will break concedes nothing.",
        untestable="no data set codes what the parties hoped for",
    ),
    Claim(
        "partial-scope",
        "A9",
        CONCEDE,
        "talks on a part of it: more agreement",
        "Talks on part of a dispute, or on procedure, reach agreement more often than talks on all of it.",
        sign=1,
        sources=("icow-settle", "icow-claimdy"),
        outcome="the attempt ended in an agreement",
        groups=("attempt to settle the substance", "attempt on functions or procedure"),
        adjusted_for=_OF_CLAIM,
        selection="the parties choose what to talk about; the claim is of what is negotiable, not of a cause",
    ),
    Claim(
        "thorny",
        "A9",
        CONCEDE,
        "the more it matters: the less agreement",
        "The more an issue matters to them, the less often an attempt to settle it ends in agreement.",
        sign=-1,
        sources=("icow-settle", "icow-claimdy"),
        outcome="the attempt to settle the substance ended in an agreement",
        groups=("bottom third of salience", "top third of salience"),
        adjusted_for=("territorial claim", "year"),
    ),
    Claim(
        "even-concessions",
        "A9",
        CONCEDE,
        "both concede evenly: kept more often",
        "Agreements in which both concede evenly are kept more often.",
        sign=1,
        sources=("icow-settle", "icow-claimdy"),
        outcome="both complied with the agreement",
        groups=("one conceded more", "both conceded evenly"),
        adjusted_for=_OF_CLAIM,
        selection="only agreements that were reached are compared",
    ),
    Claim(
        "carrots",
        "A9",
        CONCEDE,
        "sanctions with an offer: more settlements",
        "Sanctions that come with an offer end more often in a negotiated settlement.",
        sign=1,
        sources=("ties",),
        outcome="the case ended in a negotiated settlement",
        groups=("no carrot during the sanctions", "a carrot"),
        adjusted_for=("year",),
        selection="the sender offers where it expects to be answered",
        chosen=True,
    ),
    Claim(
        "one-issue-first",
        "A9",
        CONCEDE,
        "all made to depend on one issue: no deal",
        "To make everything depend on one issue leads nowhere.",
        untestable="no data set codes preconditions",
    ),
    Claim(
        "all-satisfied",
        "A10",
        VICTORY,
        "agreed, not imposed: all satisfied more often",
        "Agreements leave all parties satisfied more often than what is imposed or done alone.",
        sign=1,
        sources=_CRISIS,
        outcome="all parties were satisfied with the outcome",
        groups=("imposed, or by a unilateral act", "by a formal or semi-formal agreement"),
        adjusted_for=_KNOWN_BEFORE,
        selection="the parties agree where they are to be satisfied: it says what agreements are, not what makes them",
    ),
    Claim(
        "satisfaction-lasts",
        "A10",
        VICTORY,
        "all satisfied: tension returns less often",
        "Where all are satisfied with the outcome, tension returns less often.",
        sign=-1,
        sources=_CRISIS,
        outcome="tension between the parties rose again within five years",
        groups=("not all parties satisfied", "all parties satisfied"),
        adjusted_for=_KNOWN_BEFORE,
        selection="satisfaction was judged by coders who knew what followed",
    ),
    Claim(
        "wounded-pride",
        "A10",
        VICTORY,
        "a deal that looks like defeat: refused",
        "A party that would look vanquished refuses a deal that serves its interests.",
        untestable="no data set codes public gains and losses of deals refused",
    ),
    Claim(
        "parity",
        "A11",
        EQUAL,
        "near equals: more agreement",
        "It is easier between rough equals: the nearer to parity, the more often a crisis ends by agreement.",
        sign=1,
        sources=_CRISIS,
        outcome=_AGREED,
        groups=("bottom third of parity", "top third of parity"),
        adjusted_for=_KNOWN_BEFORE,
        against="theory does not imply it: what matters is whether benefits mirror power (Powell 1996), war payoffs "
        "leave the chance of war unchanged (Benson, Meirowitz & Ramsay), asymmetry can help peace (Chassang & Padró "
        "i Miquel 2010)",
    ),
    Claim(
        "domination",
        "A11",
        EQUAL,
        "near equals: less is imposed",
        "The weak fear domination: between unequals more crises end by what one side imposes.",
        sign=-1,
        sources=_CRISIS,
        outcome="the outcome was imposed",
        groups=("bottom third of parity", "top third of parity"),
        adjusted_for=_KNOWN_BEFORE,
    ),
    Claim(
        "small-steps",
        "A12",
        None,
        "small agreements first: more agreement later",
        "Small agreements raise the chance of a substantive one later.",
        sign=1,
        sources=("icow-settle", "icow-claimdy"),
        outcome="the attempt to settle the substance ended in a substantive agreement",
        groups=("no agreement on functions or procedure before", "one or more before"),
        adjusted_for=(*_OF_CLAIM, "attempts before"),
        selection="claims with small agreements behind them were not settled at once; and with as many attempts "
        "before, one more small agreement is one failure less",
        against="only steps that an untrustworthy party would find costly to fake restore faith (Kydd 2000, 2005; "
        "Watson 1999)",
    ),
    Claim(
        "failures",
        "A12",
        None,
        "failures before: less agreement",
        "Failed attempts wear faith away and lower the chance of the next.",
        sign=-1,
        sources=("icow-settle", "icow-claimdy"),
        outcome="the attempt to settle the substance ended in a substantive agreement",
        groups=("bottom third of failed attempts before", "top third"),
        adjusted_for=_OF_CLAIM,
        selection="claims that fail often are hard ones, which fail again for the same reasons",
    ),
    Claim(
        "agreed-before",
        "A12",
        None,
        "agreed last time: more agreement",
        "A crisis that two states ended by agreement makes it likelier that they so end the next.",
        sign=1,
        sources=_CRISIS,
        outcome=_AGREED,
        groups=("the pair's last crisis ended otherwise", "it ended by agreement"),
        adjusted_for=_KNOWN_BEFORE,
        selection="pairs that agree once may be those that agree at all times; and only those that met again count",
    ),
    Claim(
        "third-party",
        "A12",
        None,
        "mediation: more agreement",
        "With mediation, more crises end by agreement.",
        sign=1,
        sources=_CRISIS,
        outcome=_AGREED,
        groups=("no mediation", "mediation"),
        adjusted_for=_KNOWN_BEFORE,
        selection="mediation is chosen, by those who would agree and for crises that may be settled: never a cause",
        chosen=True,
    ),
    Claim(
        "talks-prevent-war",
        "A12",
        None,
        "mediation: less war",
        "With mediation, fewer crises become full-scale war.",
        sign=-1,
        sources=_CRISIS,
        outcome="full-scale war was fought",
        groups=("no mediation", "mediation"),
        adjusted_for=_KNOWN_BEFORE,
        selection="mediators come to the worst crises, and often after war has begun: never a cause",
        chosen=True,
    ),
    Claim(
        "covert-talks",
        "A12",
        None,
        "covert talks: fewer accidents",
        "Even covert talks prevent accidents.",
        untestable="no data set codes covert channels",
        against="for it: Kurizaki 2007, Baliga & Sjöström 2004; against it: Acharya & Ramsay 2013",
    ),
)
