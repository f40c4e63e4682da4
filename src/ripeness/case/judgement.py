"""A judgement: a number that an analyst puts in a case, with its range, its source and how sure they are.

Every number of a case is one. A plain number is a judgement without a range; it is fixed in every draw.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, PrivateAttr
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

Confidence = Literal["low", "moderate", "high"]


class Judgement(BaseModel):
    """Low, most likely and high value, with basis, confidence and note (MODEL.md, section 2)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    low: float
    mode: float
    high: float
    basis: str | None = None
    confidence: Confidence | None = None
    note: str | None = None
    _path: str = PrivateAttr(default="")

    @property
    def path(self) -> str:
        """Where it stands in its case, such as `parties.iran.pride`; empty for a default that no file gives."""
        return self._path

    @property
    def is_fixed(self) -> bool:
        """Whether it has no range, so that no draw changes it."""
        return self.low == self.high

    @property
    def source_id(self) -> str | None:
        """The source that `basis` names: its first word, the place in the source being the rest."""
        return self.basis.split()[0] if self.basis else None

    def placed(self, path: str) -> "Judgement":
        """Remember where in its case it stands; done once, when a case is loaded."""
        self._path = path
        return self

    def __str__(self) -> str:
        return f"{self.mode:g}" if self.is_fixed else f"{self.mode:g} ({self.low:g} to {self.high:g})"


def fixed(value: float) -> Judgement:
    """A number without a range.

    >>> fixed(0.5).is_fixed
    True
    """
    return Judgement(low=value, mode=value, high=value)


def _plain_number(value: object) -> float:
    # YAML has true and false where Python would take them for 1 and 0
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise PydanticCustomError(
            "judgement",
            "{shown} is not a number, expected: a number, [low, mode, high] or {low, mode, high, basis, note}",
            {"shown": _shown(value)},
        )
    if not math.isfinite(value):
        raise PydanticCustomError("judgement", "{shown} is not a finite number", {"shown": _shown(value)})
    return float(value)


def _shown(value: object) -> str:
    if value is None or isinstance(value, bool):
        return "nothing" if value is None else str(value).lower()
    text = repr(value)
    return text if len(text) <= 40 else text[:37] + "..."


def _parts(value: object) -> dict[str, Any]:
    """Bring the three ways to write a judgement to one."""
    if isinstance(value, Judgement):
        return {name: getattr(value, name) for name in Judgement.model_fields}
    if isinstance(value, Mapping):
        given = dict(cast(Mapping[str, Any], value))
        if "mode" in given and "low" not in given and "high" not in given:
            given["low"] = given["high"] = given["mode"]
        missing = [name for name in ("low", "mode", "high") if name not in given]
        if missing:
            raise PydanticCustomError(
                "judgement", "lacks {missing}, expected: low, mode and high", {"missing": " and ".join(missing)}
            )
        return given
    if isinstance(value, Sequence) and not isinstance(value, str):
        numbers = cast(Sequence[Any], value)
        if len(numbers) != 3:
            raise PydanticCustomError(
                "judgement", "a list of {n} numbers, expected: [low, mode, high]", {"n": len(numbers)}
            )
        return dict(zip(("low", "mode", "high"), numbers, strict=True))
    number = _plain_number(value)
    return {"low": number, "mode": number, "high": number}


@dataclass(frozen=True)
class Within:
    """Annotation of a judgement field: the interval that its whole range keeps to."""

    lowest: float = -math.inf
    highest: float = math.inf
    reason: str = ""  # for an end that no analyst means, but beyond which numbers overflow or lose their digits

    def in_words(self) -> str:
        """The interval as a person would say it.

        >>> Within(0, 1).in_words(), Within(0).in_words()
        ('between 0 and 1', 'at least 0')
        """
        return (
            f"at least {self.lowest:g}" if math.isinf(self.highest) else f"between {self.lowest:g} and {self.highest:g}"
        )

    def check(self, value: object) -> dict[str, Any]:
        """Bring the ways to write a judgement to one and check numbers, order and interval."""
        parts = _parts(value)
        low, mode, high = (_plain_number(parts[name]) for name in ("low", "mode", "high"))
        if not low <= mode <= high:
            raise PydanticCustomError(
                "judgement",
                "low {low} > mode {mode} > high {high} is out of order, expected: low <= mode <= high",
                {"low": f"{low:g}", "mode": f"{mode:g}", "high": f"{high:g}"},
            )
        outside = next((number for number in (low, mode, high) if not self.holds(number)), None)
        if outside is not None:
            raise PydanticCustomError(
                "judgement",
                "{outside} is out of range, expected: {range}",
                {"outside": f"{outside:g}", "range": self._right_for(outside)},
            )
        return parts | {"low": low, "mode": mode, "high": high}

    def _right_for(self, outside: float) -> str:
        """What was expected instead of a number: of two ends, the one that it lies beyond if that has a meaning."""
        if not self.reason:
            return self.in_words()
        if outside < self.lowest and self.lowest == 0:
            return "at least 0"
        return f"{self.in_words()}, because {self.reason}"

    def holds(self, number: float) -> bool:
        """Whether a number lies in the interval."""
        return self.lowest <= number <= self.highest

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self.check, handler(source))

    def limits(self) -> dict[str, Any]:
        """The interval in the words of JSON Schema."""
        number: dict[str, Any] = {"type": "number"}
        if math.isfinite(self.lowest):
            number["minimum"] = self.lowest
        if math.isfinite(self.highest):
            number["maximum"] = self.highest
        return number


# Ends so wide that no analyst meets them. Beyond them sums overflow, or lose the digits that tell deals apart.
LARGEST_WEIGHT = 100_000.0
Weight = Annotated[Judgement, Within(0, LARGEST_WEIGHT, reason="only its ratio to the others counts")]
Flow = Annotated[Judgement, Within(-1000, 1000, reason="all that is disputed is worth 1 a year at most")]
Amount = Annotated[Judgement, Within(0, 1000, reason="all that is disputed is worth 1 a year at most")]
Factor = Annotated[Judgement, Within(0, 100, reason="100 times a chance of 1 in 100 is certainty")]
SMALLEST_FACTOR = 0.0001
PositiveFactor = Annotated[
    Judgement,
    Within(SMALLEST_FACTOR, 100, reason="at 0 every crisis would end at once, and at 100 chances are certainty"),
]
Growth = Annotated[
    Judgement,
    Within(-0.99, 10, reason="a party that loses all of its power in a year, or has ten times more, is another one"),
]
Exponent = Annotated[Judgement, Within(0, 10, reason="at the tenth power only the largest value counts")]
Precision = Annotated[Judgement, Within(0, 10_000, reason="the better action is certain well below that")]
Probability = Annotated[Judgement, Within(0, 1)]
Value = Annotated[Judgement, Within(-1, 1)]
Discount = Annotated[Judgement, Within(0.0001, 0.9999, reason="at 0 the future has infinite worth and at 1 none")]
