"""The quantities that claims compare (MODEL.md, section 9).

```
comparison  = quantity | quantity " - " quantity
quantity    = name [ "@" posture ] [ "[before]" | "[after]" ]
```
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, cast

from ripeness.errors import near_misses

AS_IS = "as-is"

# Name of each quantity with what it is; PARTY stands for a party's id.
QUANTITIES: dict[str, str] = {
    "war": "probability of war within the horizon",
    "war.intention": "probability of war by intention",
    "war.miscalculation": "probability of war by miscalculation",
    "war.miscommunication": "probability of war by misunderstanding",
    "war.trigger": "probability of war by a trigger",
    "settled": "probability of a settlement in force at the horizon",
    "step": "probability of a small step in force at the horizon",
    "bargain": "probability of a partial bargain in force at the horizon",
    "deal": "probability of a larger deal, a partial bargain or a wide settlement, in force at the horizon",
    "talks.ever": "probability that talks were ever opened",
    "opening.ever": "probability that talks ever found a deal beyond small steps to be had",
    "step.ever": "probability that a small step was ever agreed on",
    "bargain.ever": "probability that a bargain was ever signed",
    "settled.ever": "probability that a settlement was ever reached",
    "deal.ever": "probability that a bargain was ever signed or a settlement reached",
    "bargain.life": "expected months in force of a bargain once signed",
    "crisis_months": "expected months of crisis",
    "capitulation.PARTY": "probability that the party capitulates",
    "value.PARTY": "what the party can expect in all, discounted",
    "deal_now": "whether there is a deal now, 0 or 1",
    "deals_now": "number of deals that satisfy all conditions now",
    "alternative.PARTY.never": "the party's alternative: never to deal",
    "alternative.PARTY.wait": "the party's alternative: to wait for the next transition",
    "alternative.PARTY.attack": "the party's alternative: to attack",
    "illusion.PARTY": "what the party's beliefs add to its best alternative",
}

# Of which one can say yes or no.
YES_OR_NO = ("deal_now",)

_QUANTITY = re.compile(r"(?P<name>[^@\[\]\s]+)(?:@(?P<posture>[^@\[\]\s]+))?(?:\[(?P<when>before|after)\])?")


@dataclass(frozen=True)
class Quantity:
    """One number of an assessment: `name` as in `QUANTITIES`, the party that stands for PARTY, posture, moment."""

    name: str
    party: str = ""
    posture: str = AS_IS
    when: Literal["", "before", "after"] = ""

    def __str__(self) -> str:
        moment = f"[{self.when}]" if self.when else ""
        return f"{self.name.replace('PARTY', self.party)}@{self.posture}{moment}"


@dataclass(frozen=True)
class Difference:
    """The first quantity less the second."""

    first: Quantity
    second: Quantity

    def __str__(self) -> str:
        return f"{self.first} - {self.second}"


def parsed(text: str) -> Quantity | Difference:
    """The quantity or difference that a text names; raises `ValueError`, which says what was expected.

    >>> parsed("war@covert-channel[before]")
    Quantity(name='war', party='', posture='covert-channel', when='before')
    >>> parsed("alternative.iran.wait").party
    'iran'
    >>> print(parsed("value.iran - value.iran@talks"))
    value.iran@as-is - value.iran@talks
    >>> parsed("war.intent@talks")
    Traceback (most recent call last):
    ValueError: no such quantity: war.intent; did you mean war.intention?
    """
    parts = re.split(r"\s+-\s+", text.strip())
    if len(parts) > 2:
        raise ValueError(f"a difference of {len(parts)}, expected: a - b")
    quantities = [_quantity(part) for part in parts]
    return quantities[0] if len(quantities) == 1 else Difference(*quantities)


def parts_of(parsed: Quantity | Difference) -> tuple[Quantity, ...]:
    """The quantities that a quantity or difference is made of."""
    return (parsed.first, parsed.second) if isinstance(parsed, Difference) else (parsed,)


def _quantity(text: str) -> Quantity:
    found = _QUANTITY.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is no quantity, expected: name@posture, such as war@{AS_IS} or war[before]")
    given = found["name"]
    segments = given.split(".")
    for name in QUANTITIES:
        pattern = name.split(".")
        if len(pattern) == len(segments) and all(
            mine in (theirs, "PARTY") for mine, theirs in zip(pattern, segments, strict=True)
        ):
            party = segments[pattern.index("PARTY")] if "PARTY" in pattern else ""
            when = cast(Literal["", "before", "after"], found["when"] or "")
            return Quantity(name, party, found["posture"] or AS_IS, when)
    raise ValueError(f"no such quantity: {given}{_nearest(segments)}")


def _nearest(segments: list[str]) -> str:
    """What may be meant: among those that begin alike, or else what it may begin with."""
    alike = [name for name in QUANTITIES if name.split(".")[0] == segments[0]]
    if not alike:
        heads = dict.fromkeys(name.split(".")[0] for name in QUANTITIES)
        return near_misses(segments[0], heads) or f", expected: {', '.join(QUANTITIES)}"
    meant = [name.replace("PARTY", segments[1] if len(segments) > 1 else "PARTY") for name in alike]
    return near_misses(".".join(segments), meant) or f", expected: {', '.join(alike)}"
