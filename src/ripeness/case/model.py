"""What the dispute is: the case as data (MODEL.md, section 2).

Reading, checking and locating errors is `load`'s; here stand only the fields and what they mean.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Mapping
from typing import Annotated, Any, ClassVar, Literal, Self, TypeVar, cast

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    StringConstraints,
    create_model,
)
from pydantic_core import PydanticCustomError

from ripeness.case.direction import said
from ripeness.case.judgement import (
    LARGEST_WEIGHT,
    Amount,
    Confidence,
    Discount,
    Factor,
    Flow,
    Growth,
    Judgement,
    Precision,
    Probability,
    Value,
    Weight,
    Within,
    fixed,
)
from ripeness.case.rates import RATES

ActionName = Literal[
    "wait", "press", "deescalate", "reassure", "offer_covert", "offer_open", "walk_out", "renege", "attack"
]
Trust = Literal["low", "mid", "high"]
TRUST_LEVELS: tuple[Trust, ...] = ("low", "mid", "high")
Channel = Literal["none", "covert", "open"]
Tension = Literal["stalemate", "crisis", "war"]
Standing = Literal["none", "step", "signed"]
Circumstance = Literal["stalemate", "crisis", "talks", "no-talks", "bargain", "no-bargain"]
# what a propensity weighs: an action, or accepting another's
Inclination = Literal[ActionName, "accept"]

ID_PATTERN = "^[A-Za-z0-9_][A-Za-z0-9_-]*$"

Identifier = Annotated[
    str,
    # a purely numeric id such as `option 1` is read by YAML as a number
    BeforeValidator(lambda value: str(value) if isinstance(value, int) and not isinstance(value, bool) else value),
    StringConstraints(pattern=ID_PATTERN, max_length=80),
]


EXPECTATIONS = {"one-off": 0.0, "first-step": 1.0}


def _one_off_or_first_step(value: object) -> object:
    return EXPECTATIONS.get(value, value) if isinstance(value, str) else value


Expectation = Annotated[Judgement, Within(0, 1), BeforeValidator(_one_off_or_first_step)]


def _that_says_something(text: str) -> str:
    if not said(text):
        raise PydanticCustomError("says_nothing", "says nothing, expected: a few words, or none at all")
    return text


Word = Annotated[str, AfterValidator(_that_says_something)]


_Base = TypeVar("_Base", bound=BaseModel)


class Part(BaseModel):
    """Anything in a case: frozen, and no key that it does not know.

    `unknown` are keys that one might expect in it, each with the reason why it has no effect there.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
    unknown: ClassVar[Mapping[str, str]] = {}


class Sourced(Part):
    """A part that may say where it comes from."""

    basis: str | None = Field(default=None, description="a source's id and the place in it, or judgement, or base-rate")
    confidence: Confidence | None = None
    note: str | None = None


class Source(Part):
    """Where judgements come from."""

    title: str
    author: str | None = None
    publisher: str | None = None
    year: int | None = None
    url: str | None = None
    version: str | None = None
    grade: str | None = Field(default=None, description="Admiralty grade, A-F and 1-6, such as B2")
    note: str | None = None


class War(Part):
    """Flows per year after a war, what it costs, and what it takes while it goes on."""

    win: Flow
    lose: Flow
    cost: Amount
    fighting: Amount | None = Field(
        default=None, description="flow per year that a war takes while it goes on; its cost if absent"
    )


class RedLine(Sourced):
    """Options of an issue that a party will never accept, or not before trust has grown."""

    options: tuple[Identifier, ...] = Field(min_length=1)
    softens: Literal["never", "mid", "high"] = "never"


class Precondition(Sourced):
    """Options of an issue one of which a party wants in any deal, until trust has grown."""

    options: tuple[Identifier, ...] = Field(min_length=1)
    fades: Literal["never", "mid", "high"] = "never"


class Constituency(Sourced):
    """A group at home whom a party must answer to."""

    name: Word | None = Field(default=None, description='what it is called within a sentence, such as "Congress"')
    salience: dict[Identifier, Weight]
    values: dict[Identifier, dict[Identifier, Value]] = Field(
        default_factory=dict, description="issue, option, value; the party's where none is given"
    )
    threshold: Flow
    veto: bool = False


class Party(Sourced):
    """A party to the dispute, as its incumbents are."""

    name: str
    seat: Word | None = Field(
        default=None, description='who acts for it in a sentence, such as "Washington"; its name if absent'
    )
    in_text: Word | None = Field(
        default=None, description='its name within a sentence, such as "the United States"; its name if absent'
    )
    signatory: bool = Field(default=True, description="whether any deal needs its signature")
    salience: dict[Identifier, Weight] = Field(description="weight of each issue; normalised to sum 1")
    capability: Weight = Field(default=fixed(1.0), description="power, normalised over the parties")
    growth: Growth = Field(default=fixed(0.0), description="relative growth of its capability a year")
    patience: Discount = Field(default=fixed(0.10), description="annual discount rate")
    precision: Precision = Field(default=fixed(200.0), description="how sharply it chooses the better action")
    initiative: Weight = Field(default=fixed(1.0), description="weight with which it is the one to move")
    propensity: dict[Inclination, Weight] = Field(
        default_factory=dict,
        description="how it leans towards actions, or to accept, whatever they are worth (default 1, attack 0.1)",
    )
    concession_limit: Amount = Field(default=fixed(1.0), description="the most that it will give up in a deal")
    pride: Annotated[Judgement, Within(0, 5)] = Field(
        default=fixed(0.0), description="public gain that it needs for each unit of public loss"
    )
    exposure_tolerance: Amount = Field(default=fixed(1.0), description="loss that it dares to be exposed to")
    expects: Expectation = Field(
        default=fixed(0.0), description="what it takes a bargain for: one-off, first-step or between"
    )
    trend: Flow = Field(default=fixed(0.0), description="change per year of its flow while nothing is agreed")
    crisis_cost: Amount = Field(default=fixed(0.0), description="flow per year that a crisis takes from it")
    talk_cost: Amount = Field(default=fixed(0.0), description="cost, once, of offering or accepting open talks")
    audience_cost: Amount = Field(default=fixed(0.0), description="cost, once, of backing down in a crisis")
    leak_cost: Amount = Field(default=fixed(0.0), description="cost, once, of a covert channel's leaking")
    war: War | None = Field(default=None, description="without it the party cannot attack and war costs it nothing")
    spoils: Flow | None = Field(
        None, description="its flow when another capitulates to it; its best settlement if absent"
    )
    reservation: Flow | None = Field(default=None, description="its reservation value, given instead of computed")
    red_lines: dict[Identifier, RedLine] = Field(default_factory=dict)
    preconditions: dict[Identifier, Precondition] = Field(default_factory=dict)
    constituencies: dict[Identifier, Constituency] = Field(default_factory=dict)

    @property
    def shown(self) -> str:
        """Its name at the head of a row or column, whichever way it is written."""
        return said(self.name)

    @property
    def in_sentence(self) -> str:
        """Its name within a sentence: `the United States`."""
        return said(self.in_text or self.name)

    @property
    def acting(self) -> str:
        """What it is called where it acts: its seat of government where the case gives one, else its name."""
        return said(self.seat) if self.seat else self.in_sentence


def _model_of(name: str, fields: dict[str, Any], base: type[_Base]) -> type[_Base]:
    return create_model(name, __base__=base, **fields)


def _all_optional(of: type[BaseModel], but: Container[str] = ()) -> dict[str, Any]:
    """The fields of a model, none of them required, without some."""
    return {
        name: (
            Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation,
            Field(default=None, description=field.description),
        )
        for name, field in of.model_fields.items()
        if name not in but
    }


class Option(Sourced):
    """One way to resolve an issue."""

    name: Word | None = Field(
        default=None, description='what it is called within a sentence, such as "an exchange of prisoners"'
    )
    text: str
    value: dict[Identifier, Value] = Field(default_factory=dict, description="worth per party against the status quo")
    visibility: Probability | None = Field(default=None, description="how public this move is; the issue's if absent")
    effects: dict[str, Factor] = Field(
        default_factory=dict,
        description="rate, or triggers.NAME: factor on it while a deal with this option is in force",
    )


class Issue(Sourced):
    """What is disputed. The first option is the status quo."""

    name: Word | None = Field(
        default=None, description='what it is called within a sentence, article and all: "the nuclear programme"'
    )
    question: str
    visibility: Probability = Field(default=fixed(1.0), description="how public a move on it is")
    separable: bool = Field(default=False, description="a small step that forecloses nothing")
    options: dict[Identifier, Option]


def _one_or_several(value: object) -> object:
    if isinstance(value, list):
        return tuple(cast(list[object], value))
    return (value,) if isinstance(value, str | int) and not isinstance(value, bool) else value


# what stands in a list, or by itself where it is one
ONE_OR_SEVERAL = BeforeValidator(_one_or_several)


class Linkage(Sourced):
    """Issues that hang together: worth added when all hold, or an option that needs another."""

    when: dict[Identifier, Identifier] | None = None
    value: dict[Identifier, Flow] | None = None
    if_: dict[Identifier, Identifier] | None = Field(default=None, alias="if")
    requires: dict[Identifier, Annotated[tuple[Identifier, ...], ONE_OR_SEVERAL, Field(min_length=1)]] | None = Field(
        default=None, description="issue: option, or several of which one must be picked"
    )


class Trigger(Sourced):
    """An event elsewhere that can set the conflict off."""

    rate: Probability
    war: Probability | None = Field(default=None, description="share that is war at once; trigger_war if absent")
    collapse: Probability = Field(
        default=fixed(0.0), description="share of the rest that ends talks and bargain instead of making a crisis"
    )
    during: tuple[Circumstance, ...] = Field(
        default=(), description="it happens only where all of these hold; always if none is given"
    )


class Regional(Part):
    """What war and crisis cost the region, flows per year; nobody's motive."""

    war: Flow = fixed(0.0)
    crisis: Flow = fixed(0.0)


_RateFields = _model_of(
    "_RateFields",
    {name: (rate.kind, Field(default=fixed(rate.default), description=rate.meaning)) for name, rate in RATES.items()},
    Part,
)


class Dynamics(_RateFields):
    """How the conflict moves: the start, the triggers and, from the registry, the rates."""

    capitulation: dict[Identifier, Probability] = Field(
        default_factory=dict, description="per party: gives in when pressed, a month (default 0.001)"
    )
    triggers: dict[Identifier, Trigger] = Field(default_factory=dict)
    regional: Regional = Regional()
    trust: Trust = "low"
    channel: Channel = "none"
    tension: Tension = "stalemate"
    bargain: Standing = Field(default="none", description="what is in force at the start, where there is such a deal")

    def rate(self, name: str) -> Judgement:
        """A rate of the registry, as the analyst sees it."""
        return getattr(self, name)


# A leadership that comes changes none of these (MODEL.md, 6.4): the game has the incumbents' from end to end.
_OF_INCUMBENTS: Mapping[str, str] = dict.fromkeys(
    ("capability", "growth", "patience", "precision", "initiative", "propensity", "expects", "war", "spoils"),
    "the game keeps the incumbent's for its whole length, so a successor's changes nothing",
)
_NOT_OF_SUCCESSORS: Mapping[str, str] = {
    **_OF_INCUMBENTS,
    "seat": "a party's seat does not change with its leadership",
    "in_text": "what a party is called does not change with its leadership",
}
# What a party imagines of a successor counts for the deal that it hopes for (section 7), struck at reservations of 0.
_NOT_IMAGINED: Mapping[str, str] = dict.fromkeys(
    (*_NOT_OF_SUCCESSORS, "reservation", "name"),
    "has no effect on the deal hoped for from a successor",
) | {"signatory": "who signs does not change with a leadership"}


class Terms(Sourced):
    """Fields of a party that change: only those given count."""

    def given(self) -> dict[str, Any]:
        """The fields that the file gives, by name."""
        return {name: getattr(self, name) for name in Party.model_fields if name in self.model_fields_set}


_SuccessorFields = _model_of("_SuccessorFields", _all_optional(Party, but=_NOT_OF_SUCCESSORS), Terms)
_ImaginedFields = _model_of("_ImaginedFields", _all_optional(Party, but=_NOT_IMAGINED), Terms)


class Imagined(_ImaginedFields):
    """The terms of the next successor as a party imagines them."""

    unknown: ClassVar[Mapping[str, str]] = _NOT_IMAGINED


_BeliefFields = _model_of(
    "_BeliefFields",
    {
        name: (rate.kind, Field(default=None, description=rate.meaning))
        for name, rate in RATES.items()
        if rate.believable
    },
    Part,
)


class Beliefs(_BeliefFields):
    """What a party sees differently from the analyst; the rates come from the registry."""

    capability: dict[Identifier, Weight] = Field(
        default_factory=dict, description="shares laid over the normalised ones, then normalised again"
    )
    capitulation: dict[Identifier, Probability] = Field(default_factory=dict)
    transitions: dict[Identifier, Probability] = Field(
        default_factory=dict, description="per party of a transition: how likely it thinks that is"
    )
    successor_terms: Imagined = Imagined()

    def rate(self, name: str) -> Judgement | None:
        """A rate that this party sees differently, or None."""
        return getattr(self, name, None)


class Successor(_SuccessorFields):
    """What changes when a transition brings the next leadership."""

    unknown: ClassVar[Mapping[str, str]] = _NOT_OF_SUCCESSORS

    beliefs: Beliefs | None = Field(default=None, description="in place of the incumbent's")


class Transition(Sourced):
    """A scheduled moment at which a party may change its leadership."""

    party: Identifier
    date: dt.date
    probability: Probability
    successor: Successor = Successor()


class Posture(Sourced):
    """A way to conduct the conflict, compared with the case as it is."""

    name: Word | None = Field(
        default=None, description='what it is called in tables and sentences, such as "maximum pressure"'
    )
    title: str
    months: tuple[int, int] | None = Field(
        default=None, description="from and to: bars and policy hold within [from, to)"
    )
    talks: Literal["none"] | None = Field(default=None, description="none: within the months nobody offers talks")
    bars: dict[Identifier, tuple[ActionName, ...]] = Field(default_factory=dict)
    policy: dict[Identifier, dict[ActionName, Annotated[float, Field(le=LARGEST_WEIGHT)]]] = Field(default_factory=dict)
    set: dict[str, Any] = Field(default_factory=dict, description="dotted path, value: the case with these replaced")


class Lever(Sourced):
    """A change that somebody could bring about."""

    title: str
    who: str
    effort: int = Field(ge=1, le=5)
    set: dict[str, Any] = Field(min_length=1)


class Claim(Sourced):
    """A comparison of two quantities that the case puts to the test (MODEL.md, section 9)."""

    text: str
    less: tuple[str | float, str | float] | None = None
    more: tuple[str | float, str | float] | None = None
    holds: str | None = None
    without: dict[str, Any] = Field(
        default_factory=dict, description="path, value that switches the mechanism off; once spelled `off`"
    )


class Assumption(Part):
    """A key assumption, how sure, and what if it is wrong."""

    text: str
    confidence: Confidence | None = None
    if_wrong: str | None = None
    basis: str | None = None


class Hypothesis(Part):
    """An alternative reading of the conflict with the evidence for and against it."""

    text: str
    evidence: tuple[str, ...] = ()
    basis: str | None = None


class Indicator(Part):
    """Something to watch that would change the judgement."""

    text: str
    direction: str | None = None
    basis: str | None = None


# times the largest payoff it is still a number; imported weights and evaluations reach 1e100 each
_LARGEST_UNIT = 1e250


class PayoffUnit(Part):
    """What payoffs are told in, where that is not the case's own unit: scale · U_i + zero_i."""

    scale: float = Field(
        default=1.0, ge=1, le=_LARGEST_UNIT, allow_inf_nan=False, description="what one unit of U_i is worth in it"
    )
    zero: dict[Identifier, Annotated[float, Field(ge=-_LARGEST_UNIT, le=_LARGEST_UNIT)]] = Field(
        default_factory=dict, description="per party: what U_i = 0 is worth in it (missing: 0)"
    )


class Words(Part):
    """What the three states of tension are called in a case: wording only."""

    stalemate: Word | None = Field(default=None, description='such as "the war at today\'s level"')
    crisis: Word | None = Field(default=None, description='such as "a major offensive"')
    war: Word | None = Field(default=None, description='such as "war with a third power"')


class Reference(Part):
    """Where in the record the case belongs: what its numbers are set beside. The model computes nothing with it."""

    class_: Identifier | None = Field(
        default=None,
        alias="class",
        description="the reference class of the base rates, such as rivals; none where no class fits",
    )
    dyad: tuple[str | int, str | int] | None = Field(
        default=None,
        description="the case's own two states, each by the name, abbreviation or number that the record has for it",
    )


def _text_of(changes: Mapping[str, object]) -> str:
    return repr(sorted((path, repr(value)) for path, value in changes.items()))


# a posture, a lever or a claim may each have one, and a few more that somebody tries
_MOST_REMEMBERED = 500

# each is a case of its own that has to be checked, solved and read
_MOST_TRIED = 100


class _Remembered(dict[str, "Case"]):
    """What is kept beside a case and is no part of it: two cases do not differ by it."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Remembered)

    __hash__ = None  # type: ignore[assignment]


class Case(Part):
    """One conflict, as one analyst judges it on one day."""

    schema_: Literal[1] = Field(alias="schema")
    id: Identifier
    title: str
    headline: str = Field(
        default="", description="one line that is shown in place of the sentence that the program makes: wording only"
    )
    summary: str = ""
    region: str = ""
    as_of: dt.date
    horizon: int = Field(default=36, ge=1, le=240, description="months")
    partial_issues: int | None = Field(
        None, ge=0, description="a deal on at most so many issues is partial, none with 0; default half"
    )
    complete: bool = Field(default=False, description="whether only settlements that move every issue count as deals")
    words: Words = Field(default=Words(), description="what stalemate, crisis and war are called in this case")
    payoff_unit: PayoffUnit = Field(
        default=PayoffUnit(), description="what payoffs of deals are told in: an imported domain's own utilities"
    )
    reference: Reference = Field(default=Reference(), description="where in the record the case belongs")
    sources: dict[Identifier, Source] = Field(default_factory=dict)
    topics: tuple[str, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    hypotheses: tuple[Hypothesis, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    parties: dict[Identifier, Party] = Field(min_length=2, max_length=8)
    issues: dict[Identifier, Issue] = Field(min_length=1)
    linkages: tuple[Linkage, ...] = ()
    dynamics: Dynamics = Dynamics()
    transitions: tuple[Transition, ...] = Field(default=(), max_length=4)
    beliefs: dict[Identifier, Beliefs] = Field(default_factory=dict)
    postures: dict[Identifier, Posture] = Field(default_factory=dict, max_length=_MOST_TRIED)
    levers: dict[Identifier, Lever] = Field(default_factory=dict, max_length=_MOST_TRIED)
    claims: dict[Identifier, Claim] = Field(default_factory=dict, max_length=_MOST_TRIED)

    # what became of it by changes, from a text of them: making a case anew takes longer than its game for a draw
    _known: _Remembered = PrivateAttr(default_factory=lambda: _Remembered())

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy that remembers nothing: what becomes of it by changes is not what becomes of this one."""
        copied = super().model_copy(update=update, deep=deep)
        copied._known = _Remembered()
        return copied

    def remember(self, changes: Mapping[str, object], changed: Case) -> None:
        """Keep what this case becomes by changes, which are asked about again; what is asked of both is the same."""
        asked = {name: getattr(self, name) for name in ("postures", "levers", "claims")}
        if len(self._known) < _MOST_REMEMBERED:
            self._known[_text_of(changes)] = changed.model_copy(update=asked)

    def remembered(self, changes: Mapping[str, object]) -> Case | None:
        """What it becomes by changes, if that is known."""
        return self._known.get(_text_of(changes)) if self._known else None

    def with_(self, changes: Mapping[str, object] | None = None, /, **further: object) -> Case:
        """The case with other values at dotted paths, as `--set` gives them; raises `CaseError` with all that is wrong.

        >>> import ripeness
        >>> case = ripeness.load("iran-us-2020").with_({"parties.us.pride": 0.5}, horizon=12)
        >>> case.parties["us"].pride.mode, case.horizon
        (0.5, 12)
        """
        # reading knows the model, so the model asks for it only here
        from ripeness.case.read.load import with_changes

        return with_changes(self, {**(changes or {}), **further}, remember=False)

    @property
    def signatories(self) -> tuple[str, ...]:
        """Ids of the parties that any deal needs."""
        return tuple(name for name, party in self.parties.items() if party.signatory)

    def told(self, party: str, payoff: float) -> float:
        """A payoff or reservation value of a party in the unit that payoffs are told in (`payoff_unit`)."""
        return self.payoff_unit.scale * payoff + self.payoff_unit.zero.get(party, 0.0)

    @property
    def has_small_steps(self) -> bool:
        """Whether a deal may be a small step."""
        return any(issue.separable for issue in self.issues.values())

    @property
    def partial_limit(self) -> int:
        """How many issues a partial deal moves at most."""
        return self.partial_issues if self.partial_issues is not None else (len(self.issues) + 1) // 2

    def transition_month(self, transition: Transition) -> int:
        """Calendar months from `as_of` to the transition; the day does not matter."""
        return (transition.date.year - self.as_of.year) * 12 + transition.date.month - self.as_of.month
