"""Findings before words: what a brief tells, as data that every rendering formats and none computes.

A brief is a list of sections; a section has blocks of findings, and charts whose rows are numbers of findings.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from functools import cache
from math import isfinite
from typing import Any, Literal, cast

from pydantic import TypeAdapter

from ripeness.ensemble.wording import part, percent, points
from ripeness.rules.evidence import Evidence

FORMAT = "ripeness brief 1"

Unit = Literal[
    "probability",  # 0 to 1, shown in per cent
    "points",  # a difference of two probabilities
    "flow",  # what something is worth to a party a year; hundredths of its stake where no whole is given
    "amount",  # the same without a sign
    "months",
    "count",
    "change",  # of a count
    "rate",  # a year
    "effort",  # 1 to 5
    "judgement",  # in the unit of the judgement
    "holds",  # yes or no
    "text",
]
# a whole up to here is none, of which nothing could be a part
NOTHING = 1e-12
# what is left to show of such a number: on which side of 0 it is
BEYOND = ("below 0", "above 0")
Level = Literal["low", "moderate", "high"]
Layout = Literal["sentences", "list", "table"]
# whole numbers apart, so that what is read again is written as before
Value = int | float | bool | str | None


@dataclass(frozen=True)
class Measure:
    """One number of a finding.

    `name` is that of the quantity as claims write it, such as `war@covert-channel`, where there is one. `low` and
    `high` bound the interval, which is `of` the draws (5 to 95 %) or of a share (95 % interval); None without draws.
    `whole` is what the number is shown as a part of: for a payoff, the most that any deal is worth to the party.
    """

    name: str
    value: Value
    unit: Unit
    low: float | None = None
    high: float | None = None
    of: str = ""
    whole: float | None = None

    @property
    def shown(self) -> str:
        """The number as every rendering shows it.

        >>> Measure("war", 0.0444, "probability").shown, Measure("holds", False, "holds").shown
        ('4.4 %', 'fails')
        >>> Measure("utility.iran", 0.12, "flow", whole=0.4).shown
        '+30 %'
        """
        return self._in_unit(self.value)

    @property
    def span(self) -> str:
        """The interval as every rendering shows it; empty if there is none."""
        if self.low is None or self.high is None:
            return ""
        return f"{self._in_unit(self.low)} to {self._in_unit(self.high)}"

    def _in_unit(self, value: Value) -> str:
        if self.whole is None or not isinstance(value, int | float) or not isfinite(value):
            return _shown(value, self.unit)
        if self.whole <= NOTHING:
            return "0 %" if abs(value) <= NOTHING else BEYOND[value > 0]
        told = part(value / self.whole)
        return told.replace("+", "") if self.unit == "amount" else told

    @property
    def number(self) -> float:
        """The value of a measure that is a number."""
        assert isinstance(self.value, int | float)
        return float(self.value)


def _shown(value: Value, unit: Unit) -> str:
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    if unit == "holds":
        return "holds" if value else "fails"
    if not isfinite(value):
        return "yes or no"
    return _IN_UNITS[unit](value)


_IN_UNITS: Mapping[Unit, Callable[[float], str]] = {
    "probability": percent,
    "points": points,
    "flow": points,
    "amount": lambda v: points(v).lstrip("+"),
    "months": lambda v: f"{v:.1f}",
    "count": lambda v: f"{v:,.0f}",
    "change": lambda v: f"{v:+,.1f}".removesuffix(".0") if v else "0",
    "rate": lambda v: f"{v:.2f}",
    "effort": lambda v: f"{v:.0f}",
    "judgement": lambda v: f"{v:.3g}",
}


@dataclass(frozen=True)
class Confidence:
    """How far a finding can be relied on, apart from how likely what it says is, and why."""

    level: Level
    reason: str


@dataclass(frozen=True)
class Finding:
    """One thing found: what, how much, on what basis, how sure.

    `key` is unique in its brief; `label` says what it is about, `text` says it in words, either of which may be empty.
    """

    key: str
    label: str = ""
    text: str = ""
    measures: tuple[Measure, ...] = ()
    basis: tuple[Evidence, ...] = ()
    confidence: Confidence | None = None

    def measure(self, name: str) -> Measure:
        """A measure by its name; raises KeyError."""
        for measure in self.measures:
            if measure.name == name:
                return measure
        raise KeyError(name)


@dataclass(frozen=True)
class Block:
    """Findings that are told together; `columns` head the label, the text if there is any, and the measures."""

    key: str
    findings: tuple[Finding, ...]
    title: str = ""
    layout: Layout = "sentences"
    columns: tuple[str, ...] = ()
    note: str = ""

    @property
    def units(self) -> tuple[Unit, ...]:
        """The units of the measures of a table, column by column."""
        return tuple(measure.unit for measure in self.findings[0].measures)

    @property
    def has_texts(self) -> bool:
        """Whether a table of it has a column of texts."""
        return any(finding.text for finding in self.findings)


@dataclass(frozen=True)
class Chart:
    """A chart as data: its kind, what it shows in words, and rows of plain values under named columns.

    Where `options` has `names`, these are what ids in the rows are called where a person reads them; `note` says how
    to read it, and `meaning` is the block that says what is in it.
    """

    key: str
    kind: str
    title: str
    alt: str
    columns: Mapping[str, str]
    rows: tuple[Mapping[str, Value], ...]
    options: Mapping[str, Any]

    @property
    def names(self) -> Mapping[str, str]:
        """What ids in the rows are called, by id."""
        return self.options.get("names", {})

    @property
    def note(self) -> str:
        """How to read it; empty if that needs no words."""
        return self.options.get("note", "")

    @property
    def meaning(self) -> str:
        """The key of the block that says what is in it; empty if there is none."""
        return self.options.get("meaning", "")

    def read(self, row: Mapping[str, Value], column: str) -> Value:
        """What stands in a row under a column, as a person reads it."""
        value = row.get(column)
        return self.names.get(value, value) if isinstance(value, str) else value


@dataclass(frozen=True)
class Section:
    """A section of a brief; where it has one chart, so many of its blocks stand beside it, all if 0."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    charts: tuple[Chart, ...] = ()
    beside: int = 0

    @property
    def basis(self) -> tuple[Evidence, ...]:
        """What its findings rest on, each once, in the order in which it is first used."""
        found = {each.path: each for block in self.blocks for f in block.findings for each in f.basis}
        return tuple(found.values())

    def to_dict(self) -> dict[str, Any]:
        """The section as plain data: numbers at full precision, each also as it is shown."""
        return _plain(self)


@dataclass(frozen=True)
class Brief:
    """What is told of one case; `answer` is the first sentence.

    `words` are what the case calls stalemate, crisis and war, and `outbreak`, what its chance of war is of; `headline`
    and `summary` are the analyst's own words, empty where there are none.
    """

    case: str
    title: str
    region: str
    topics: tuple[str, ...]
    as_of: str
    horizon: int
    draws: int
    seed: int
    version: str
    case_sha256: str
    answer: str
    sections: tuple[Section, ...]
    words: Mapping[str, str] = field(default_factory=dict[str, str])
    headline: str = ""
    summary: str = ""

    @property
    def sentence(self) -> str:
        """The one sentence that stands for the brief: the analyst's headline, else the answer."""
        return self.headline or self.answer

    def findings(self) -> Iterator[tuple[Section, Finding]]:
        """Every finding with its section, in order."""
        for section in self.sections:
            for block in section.blocks:
                for finding in block.findings:
                    yield section, finding

    def section(self, key: str) -> Section:
        """A section by its key; raises KeyError."""
        for section in self.sections:
            if section.key == key:
                return section
        raise KeyError(key)

    def finding(self, key: str) -> Finding:
        """A finding by its key; raises KeyError."""
        for _, finding in self.findings():
            if finding.key == key:
                return finding
        raise KeyError(key)

    def to_dict(self) -> dict[str, Any]:
        """The brief as plain data: numbers at full precision, each also as it is shown."""
        return {"format": FORMAT, **_plain(self)}


def _plain(part: Any) -> Any:
    if isinstance(part, Measure):
        data = {name: _plain(value) for name, value in asdict(part).items() if value or name not in ("of", "whole")}
        return data | {"shown": part.shown} | ({"span": part.span} if part.span else {})
    if hasattr(part, "__dataclass_fields__"):
        return {field.name: _plain(getattr(part, field.name)) for field in fields(part)}
    if isinstance(part, Mapping):
        return {str(key): _plain(value) for key, value in cast(Mapping[Any, Any], part).items()}
    if isinstance(part, list | tuple):
        return [_plain(each) for each in cast(tuple[Any, ...], part)]
    # JSON has no infinity: a constraint that is yes or no has no slack in numbers
    return None if isinstance(part, float) and not isfinite(part) else part


def brief_from(data: Mapping[str, Any]) -> Brief:
    """A brief from its plain data; raises KeyError or ValueError for other data."""
    if data["format"] != FORMAT:
        raise ValueError(data["format"])
    return _reader().validate_python(data)


@cache
def _reader() -> TypeAdapter[Brief]:
    return TypeAdapter(Brief)
