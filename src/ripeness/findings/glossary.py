"""The terms that pages, messages and code use: one term, one thing. `docs/glossary.md` is made of them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ripeness.answer.stages import STAGES
from ripeness.case.rates import RATES
from ripeness.ensemble.wording import ESTIMATES, estimate_range
from ripeness.errors import InputError, Problem, near_misses
from ripeness.rules.conditions import CONDITIONS, numbered_conditions
from ripeness.rules.constraints import CONSTRAINTS


@dataclass(frozen=True)
class Term:
    """A term, what it means, and where the code has it, as Markdown."""

    name: str
    meaning: str
    code: str = ""


# in alphabetical order
TERMS: tuple[Term, ...] = (
    Term("action", "what a signatory may do when it is its turn to move", "`crisis/actions.py`, `ACTIONS`"),
    Term(
        "against expected", "a posture's chance of war less that of the expected course, in points", "`war - war@as-is`"
    ),
    Term(
        "against no talks",
        "a posture's chance of war less that of the posture without any talks, in points",
        "`Posture.talks`",
    ),
    Term(
        "all at once",
        "whether some deal satisfies a condition's constraints of all signatories together",
        "`Conditions.holds`",
    ),
    Term(
        "alternative",
        "what a party can expect without dealing",
        "`Alternatives`",
    ),
    Term(
        "analyst",
        "whoever wrote the case; sees everything as the case says it, without anybody's beliefs",
        "the last viewer",
    ),
    Term(
        "as the analyst sees it",
        "without the beliefs that a party has and others do not share",
        "`reservation_as_analyst`",
    ),
    Term("assumption", "what the analyst takes for granted, with what follows if it is wrong", "`Assumption`"),
    Term("attack", "of the alternatives: to begin a war now", "`Alternative.attack`"),
    Term("audience cost", "what backing down before one's own public costs, once", "`audience_cost`"),
    Term("bargain", "short for a partial bargain; signed, it can erode, be reneged on or be built on", "`with_signed`"),
    Term(
        "basis",
        "where a judgement comes from: a source and the place in it, `judgement`, or `base-rate`",
        "`Judgement.basis`",
    ),
    Term("belief", "what a party sees differently from the analyst", "`Beliefs`"),
    Term(
        "best",
        "of a party: the most that any deal would give it in a year, which is the 100 % of its payoffs; 0 is today",
        "`Ground.best`",
    ),
    Term("calm", "the factor by which talks and deals in force make crises rarer", "`Rules.calm`"),
    Term("capability", "a party's power as a share of that of all parties", "`Party.capability`"),
    Term("capitulates", "of a party: another gets all that it wants, for nothing", "`capitulation`"),
    Term("capitulation", "giving another party all that it wants, for nothing", "`capitulation`"),
    Term("ceasefire", "the end of a war that goes on without a deal: a stalemate", "`ceasefire`"),
    Term(
        "change",
        "how much a number is above or below the one it is compared with; of probabilities in points",
        "`Measure`",
    ),
    Term("channel", "talks that stand: none, covert or open", "`Channel`"),
    Term("claim", "a comparison of two quantities that the case puts to the test", "`Claim`"),
    Term("coalition", "signatories to whom some deal would be acceptable, were they alone to sign", "`coalitions`"),
    Term("compared", "the two quantities that a claim compares", "`Claim`"),
    Term("concession limit", "the most that a party will give up", "`concession_limit`"),
    Term("condition", "one of the four for diplomacy, each made of constraints", "`CONDITIONS`"),
    Term(
        "confidence",
        "how far a judgement or a finding can be relied on: low, moderate or high; never how likely it is",
        "`Confidence`",
    ),
    Term("conflict, minimal", "constraints that no deal satisfies together: why not", "`Diagnosis.conflicts`"),
    Term("constituency", "a group at home whom a party must answer to", "`Constituency`"),
    Term("constraint", "what a deal must satisfy for one signatory", "`CONSTRAINTS`"),
    Term(
        "convinced",
        "of a party: that nothing is better than a deal; its reservation value is not above the noise",
        "`is_convinced`",
    ),
    Term(
        "correction set, minimal",
        "constraints that open a deal when they give way: what must change",
        "`Diagnosis.corrections`",
    ),
    Term("covert", "of a channel: talks that the public does not know of", "`Channel`"),
    Term("crisis", "tension in which pressing, a misunderstanding or an attack can mean war", "`CRISIS`"),
    Term(
        "crisis game",
        "the months up to the horizon, in which each party does what is best for it as it sees things",
        "`crisis/game.py`",
    ),
    Term(
        "deal",
        "one option for each issue that moves at least one of them off the status quo: on the rungs a small step, a "
        "partial bargain or a wide settlement",
        "`is_deal`",
    ),
    Term(
        "deals that pass",
        "the share of all deals that satisfy a condition's constraints of all signatories",
        "`RungCounts.passing`",
    ),
    Term("difficulty", "how hard a lever is to bring about, from 1 (easy) to 5 (hardest)", "`Lever.effort`"),
    Term("draw", "one value for each judgement, drawn from its range", "`Drawn`"),
    Term("effect", "a factor on a rate while a deal with an option is in force", "`Option.effects`"),
    Term("entitlement", "what a party holds its power to entitle it to", "`entitlement`"),
    Term("event", "what may happen in a month without anybody's choosing it", "`crisis/rules.py`"),
    Term(
        "expected course",
        "the case without a posture; people read this, machines `as-is`",
        "`as-is`, `EXPECTED_COURSE`",
    ),
    Term("exposure", "what a concession leaves a weaker party open to", "`exposure`"),
    Term(
        "face",
        "public gains of at least a party's pride times its public losses",
        "`face`",
    ),
    Term(
        "flow",
        "worth per year, against the status quo on every issue with neither crisis nor war",
        "unit of all payoffs",
    ),
    Term("grade", "how reliable a source is and how credible what it says, as the analyst grades it", "`Source.grade`"),
    Term("horizon", "the last month that is looked at, counted from the date of the case", "`horizon`"),
    Term("how likely", "the estimative word for a probability, which stands for a range", "`estimate`"),
    Term("if it is wrong", "what would follow if an assumption did not hold", "`Assumption`"),
    Term("illusion", "how much better a party thinks it can do without a deal than the analyst does", "`illusion`"),
    Term("in force", "of a deal: agreed, and neither eroded nor broken nor lapsed", "`deal`"),
    Term("in text", "a party's name within a sentence: the United States", "`Party.in_text`"),
    Term(
        "in the way", "the conditions whose constraints no deal of a rung satisfies together", "`RungCounts.in_the_way`"
    ),
    Term("issue", "what is disputed; its first option is the status quo", "`Issue`"),
    Term("judgement", "a number with its range, basis and confidence", "`Judgement`"),
    Term("lapse", "the end of a wide settlement", "`lapse`"),
    Term("larger deal", "a deal beyond small steps: a partial bargain or a wide settlement", "`deal`"),
    Term("leadership", "who is in office: which transitions have brought their successor", "`case/leadership.py`"),
    Term("left", "how many deals satisfy a condition and all those before it", "`Funnel`"),
    Term("lever", "a change that somebody could bring about", "`Lever`"),
    Term("lost", "of a deal: that it erodes, is reneged on, lapses, or ends in war, once it was made", "`Losses`"),
    Term("made", "of a deal: that it comes into force by the horizon", "`Losses.made`"),
    Term(
        "misunderstanding",
        "a path to war: in a crisis somebody misreads what the other does; less likely where a channel stands",
        "`war.miscommunication`",
    ),
    Term("months of crisis", "how many months up to the horizon are spent in a crisis, on average", "`crisis_months`"),
    Term("most restrictive", "of a party: the fewest deals satisfy what it asks for", "`Funnel`"),
    Term("name", "what people read in place of an id", "`case/names.py`"),
    Term("never", "of the alternatives: that no deal is ever made", "`Alternative.never`"),
    Term("open", "of a deal: acceptable to all signatories now; of a channel: talks in public", "`deals_now`"),
    Term("open now", "how many deals of a rung are acceptable to all signatories now, of how many", "`RungCounts.all`"),
    Term("opening", "a month in which talks go on and a deal beyond small steps is open", "`opening`"),
    Term("option", "one way to resolve an issue", "`Option`"),
    Term(
        "partial bargain",
        "a deal on some issues only, half of them at most if the case does not say, and no small step",
        "`RUNGS`",
    ),
    Term("party", "an actor of the dispute, taken for one that looks ahead", "`Party`"),
    Term("pass it alone", "how many deals satisfy a condition, whatever the others", "`Funnel`"),
    Term(
        "point",
        "one per cent: of a probability or, in a few comparisons of two parties, of what each has at stake",
        "`points`",
    ),
    Term("posture", "a way to conduct the conflict, compared with the expected course", "`Posture`"),
    Term("precondition", "options of an issue one of which a party wants in any deal", "`Precondition`"),
    Term("pride", "how much public gain a party asks for each 1 of public loss", "`Party.pride`"),
    Term("propensity", "how a party leans towards an action whatever it is worth", "`propensity`"),
    Term("provision", "an option of an issue, other than the status quo, as part of a deal", "`Provision`"),
    Term("rate", "a chance or factor of the crisis game", "`RATES`"),
    Term("ratification", "the consent of a constituency with a veto", "`ratified`"),
    Term("red line", "options that a party will not accept", "`RedLine`"),
    Term(
        "region's cost",
        "what crises and wars cost others in the region, the expected course being 100 %",
        "`region_cost`",
    ),
    Term("reservation value", "the largest of a party's alternatives: less it does not accept", "`reservation`"),
    Term(
        "ripe moment",
        "every signatory expects worse than today without a deal, and a deal beyond small steps is acceptable",
        "`is_ripe`",
    ),
    Term("rung", "small step, partial bargain or wide settlement", "`RUNGS`"),
    Term("salience", "the weight of an issue to a party", "`salience`"),
    Term("seat", "who acts for a party in a sentence: Washington", "`Party.seat`"),
    Term("settled", "a wide settlement in force at the horizon", "`is_settled`"),
    Term(
        "settlement",
        "short for a wide settlement; in JSON and commands also any choice of one option for each issue",
        "`Settlements`, `is_settled`",
    ),
    Term("signatory", "a party whose signature any deal needs", "`signatory`"),
    Term("slack", "how far a deal is from breaking a constraint", "`Slack`"),
    Term("small step", "a deal on separable issues alone, which forecloses nothing", "`is_small_step`"),
    Term("source", "what a judgement comes from: who said it, where and when", "`Source`"),
    Term("stages", "where a case's talks end: none, no opening, not in time, lost, in force", "6.5"),
    Term("status quo", "the first option of every issue", "the first option"),
    Term("surplus", "what a deal is worth above the reservation value", "`surpluses`"),
    Term("transition", "a scheduled moment at which a party may change its leadership", "`Transition`"),
    Term("trigger", "an event elsewhere that can set the conflict off", "`Trigger`"),
    Term("trust", "low, mid or high: what kept promises raise and pressing lowers", "`Trust`"),
    Term("verdict", "whether a claim holds, fails or is undecided", "`ClaimResult`"),
    Term("wait", "of the alternatives: to deal only with the next leadership", "`Alternative.wait`"),
    Term("war", "a state of tension; told as the chance that it breaks out by the horizon", "`WAR`"),
    Term("wide settlement", "a deal on more issues than a partial bargain may have", "`RUNGS`"),
    Term("without it", "a claim's verdict when the mechanism that should explain it is switched off", "`Claim.off`"),
    Term("zone of possible agreement", "the deals that are acceptable to all signatories", "`Zones`"),
)

# what pages call the same otherwise
ALSO: Mapping[str, str] = {
    "(does not sign)": "signatory",
    "as-is": "expected course",
    "against as-is": "against expected",
    "by the end of the horizon": "stages",
    "chance": "how likely",
    "change in points": "point",
    "deal, and what ends it": "lost",
    "expects without a deal": "reservation value",
    "in open deals": "open",
    "lost once made": "lost",
    "once made": "lost",
    "in a month in force": "lost",
    "what comes with it, or blocks it": "provision",
    "what ends it": "lost",
    "what is asked": "condition",
    "binds": "most restrictive",
    "effort": "difficulty",
    "misreading of a crisis": "misunderstanding",
    "miscommunication": "misunderstanding",
    "who governs": "leadership",
    "in the way now": "in the way",
    "reservation": "reservation value",
    "best alternative": "reservation value",
    "what would be signed first": "bargain",
    "what would settle it": "settlement",
    "who governs, and trust": "leadership",
    "zopa": "zone of possible agreement",
}


# what a constraint is on, where a party may have several of its kind
_ITEMS: Mapping[str, str] = {"red_line": "an issue", "precondition": "an issue", "ratified": "a group at home"}


def words() -> tuple[Term, ...]:
    """The estimative words, each with its range."""
    lowest = (0.0, *(bound for bound, _ in ESTIMATES))
    return tuple(
        Term(word, f"a probability of {estimate_range(low)}", "`ESTIMATES`")
        for low, (_, word) in zip(lowest, ESTIMATES, strict=False)
    )


def terms() -> tuple[Term, ...]:
    """Everything that can be explained: the glossary, and what the tables of the model say of themselves.

    Estimative words, conditions, stages, constraints and rates are told from their own tables. What the glossary and a
    table both name is told once, with what each says of it.
    """
    found: dict[str, Term] = {}
    for term in (*TERMS, *words(), *_of_tables()):
        known = found.get(_plain(term.name))
        if known is not None:
            term = replace(known, meaning=f"{known.meaning}; {term.meaning}")
        found[_plain(term.name)] = term
    return tuple(found.values())


def _of_tables() -> Iterator[Term]:
    for name, numbered in numbered_conditions().items():
        made_of = [rule.name for rule in CONSTRAINTS.values() if rule.condition == name]
        number = numbered.partition(" ")[0]
        yield Term(
            CONDITIONS[name], f"condition {number}, made of these constraints: {', '.join(made_of)}", f"`{name}`"
        )
    for kind, rule in CONSTRAINTS.items():
        item = _ITEMS.get(kind, "")
        clause = rule.fails.format(who="the party", acts="the party", issue=item, group=item)
        condition = CONDITIONS[rule.condition]
        yield Term(rule.name, f"a constraint of “{condition}”: where it fails, {clause}", f"`{kind}`")
    for name, text in STAGES.items():
        yield Term(name.replace("_", " "), f"as a stage of how far diplomacy gets: {text}", "`STAGES`")
    for name, rate in RATES.items():
        yield Term(name, f"as a rate: {rate.meaning}; {rate.default:g} if a case does not say", f"`dynamics.{name}`")


def explained(word: str) -> tuple[Term, ...]:
    """What is said of a word, in whichever case, number or spelling; of a heading, without the month in it.

    Raises InputError with near misses for a word that is none.
    """
    wanted = _plain(re.sub(r"(^| )(by|in) [A-Z]\w+ \d{4}(, |$)", "", word))
    wanted = {_plain(name): _plain(of) for name, of in ALSO.items()}.get(wanted, wanted)
    found = tuple(term for term in terms() if _plain(term.name) == wanted)
    if not found:
        names = dict.fromkeys(term.name for term in terms())
        close = near_misses(word, names) or ", expected: one of those that `ripeness explain` lists"
        raise InputError(Problem(word, f"no such term{close}"))
    return found


def _plain(word: str) -> str:
    """A word as it is looked up.

    >>> _plain("Red_Lines"), _plain("status quo"), _plain("small steps"), _plain("zone-of agreement")
    ('red line', 'status quo', 'small step', 'zone of agreement')
    """
    plain = " ".join(word.casefold().replace("_", " ").replace("-", " ").split())
    return plain if plain.endswith("ss") else plain.removesuffix("s")


def as_markdown() -> str:
    """The glossary as `docs/glossary.md` has it."""
    return "\n".join(
        (
            "# Glossary",
            "",
            "The terms of the field as this project uses them: in names, on pages, in messages. One term, one thing.",
            "`ripeness explain TERM` prints one of them, and what conditions, constraints, stages and rates mean.",
            "",
            *_table(("term", "meaning", "in the code"), TERMS),
            "",
            "## Estimative words",
            "",
            *_table(("word", "range", "in the code"), words()),
            "",
        )
    )


def _table(head: Sequence[str], rows: Sequence[Term]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    yield from (f"| {term.name} | {term.meaning} | {term.code} |" for term in rows)
