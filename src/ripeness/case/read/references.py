"""What the parts of a case say of each other: every name has to mean something, and the sums have to make sense.

It reads plain data and passes over what has the wrong shape, so that all problems of a file are found in one go.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ripeness.case.fields import CASE, Kind, at, listed
from ripeness.case.judgement import SMALLEST_FACTOR
from ripeness.case.model import ID_PATTERN
from ripeness.case.quantity import AS_IS, YES_OR_NO, Quantity, parsed, parts_of
from ripeness.case.rates import RATES, TRIGGERS
from ripeness.case.read.changes import no_such
from ripeness.case.read.document import Entries, Fault, Path, entries, is_mapping, items
from ripeness.errors import near_misses

# Quantities that only signatories have.
OF_SIGNATORIES = ("alternative", "illusion", "capitulation")


LARGEST_COMPARED = 1e9  # in a claim; the number of deals is the largest quantity


def lowest_of(value: object) -> float | None:
    """The lowest value of a judgement however it is written, or None if it is not one."""
    if is_mapping(value):
        value = entries(value).get("low", entries(value).get("mode"))
    elif len(items(value)) == 3:
        value = items(value)[0]
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def mode_of(value: object) -> float | None:
    """The most likely value of a judgement however it is written, or None if it is not one."""
    if is_mapping(value):
        value = entries(value).get("mode")
    elif len(items(value)) == 3:
        value = items(value)[1]
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


@dataclass(frozen=True)
class Names:
    """What a case declares; None where its declaration has the wrong shape, so that nothing can be said of it."""

    parties: tuple[str, ...] | None
    signatories: tuple[str, ...]
    issues: Mapping[str, tuple[str, ...] | None] | None
    sources: tuple[str, ...] | None
    triggers: tuple[str, ...] | None
    postures: Mapping[str, tuple[str, ...]] | None  # each with the paths that it sets
    lacks_transitions: bool

    @classmethod
    def of(cls, data: Entries) -> Names:
        """What plain data declare."""
        parties = entries(data.get("parties"))
        postures, dynamics = data.get("postures", {}), data.get("dynamics", {})
        issues = {name: _ids(entries(issue).get("options")) for name, issue in entries(data.get("issues")).items()}
        return cls(
            parties=_ids(data.get("parties")),
            signatories=tuple(name for name, party in parties.items() if entries(party).get("signatory") is not False),
            issues=issues or None,
            sources=_ids(data.get("sources", {})),
            triggers=_ids(entries(dynamics).get("triggers", {})) if is_mapping(dynamics) else None,
            postures={name: tuple(entries(entries(each).get("set"))) for name, each in entries(postures).items()}
            if is_mapping(postures)
            else None,
            lacks_transitions=data.get("transitions", []) == [],
        )

    def no_party(self, path: Path, name: object, at_key: bool = True) -> Iterator[Fault]:
        """A fault unless a party has the name."""
        if self.parties is not None and isinstance(name, str):
            yield from _unless_known("party", path, name, self.parties, at_key)

    def no_issue(self, path: Path, name: str) -> Iterator[Fault]:
        """A fault unless an issue has the name."""
        if self.issues is not None:
            yield from _unless_known("issue", path, name, tuple(self.issues), at_key=True)

    def no_option(self, path: Path, issue: str, name: object, at_key: bool = False) -> Iterator[Fault]:
        """A fault unless an option of the issue has the name; an option that YAML took for a number is text."""
        options = self.issues.get(issue) if self.issues is not None else None
        name = str(name) if isinstance(name, int) and not isinstance(name, bool) else name
        if options is not None and isinstance(name, str):
            yield from _unless_known(f"option of {issue}", path, name, options, at_key)

    def may_set(self, posture: str, path: str) -> bool:
        """Whether a posture replaces what stands at a dotted path."""
        return any(f"{path}.".startswith(f"{each}.") for each in (self.postures or {}).get(posture, ()))


def _unless_known(kind: str, path: Path, name: str, known: tuple[str, ...], at_key: bool) -> Iterator[Fault]:
    # where the name was declared in a way that no id can be spelt, that is the cause
    if name not in known and not near_misses(name, (each for each in known if not re.fullmatch(ID_PATTERN, each))):
        yield Fault(path, no_such(kind, name, known), at_key)


def _ids(value: object) -> tuple[str, ...] | None:
    return tuple(entries(value)) if is_mapping(value) else None


def references(data: Entries, among: Iterable[Path] = ((),)) -> Iterator[Fault]:
    """Every name that means nothing, and every set of numbers that makes no sense together.

    Bases are looked for `among` what stands at these paths alone: of data that were sound before those were changed,
    all others are known.
    """
    names = Names.of(data)
    yield from _head(data, names)
    yield from _dyad(data)
    yield from _weights_of_parties(data, names)
    for name, party in entries(data.get("parties")).items():
        yield from _terms(("parties", name), entries(party), names)
        yield from _propensity(("parties", name, "propensity"), entries(entries(party).get("propensity")))
    for name, issue in entries(data.get("issues")).items():
        yield from _issue(("issues", name), entries(issue), names)
    yield from _linkages(data, names)
    for part, key in (("payoff_unit", "zero"), ("dynamics", "capitulation")):
        for name in entries(entries(data.get(part)).get(key)):
            yield from names.no_party((part, key, name), name)
    yield from _start(entries(data.get("dynamics")))
    for index, transition in enumerate(items(data.get("transitions"))):
        yield from _transition(("transitions", index), entries(transition), data, names)
    for name, beliefs in entries(data.get("beliefs")).items():
        yield from names.no_party(("beliefs", name), name)
        yield from _beliefs(("beliefs", name), entries(beliefs), data, names)
    for name, posture in entries(data.get("postures")).items():
        yield from _posture(("postures", name), entries(posture), names)
    for name, claim in entries(data.get("claims")).items():
        yield from _claim(("claims", name), entries(claim), names)
    for path in among:
        yield from _bases_at(path, data, names)


def _head(data: Entries, names: Names) -> Iterator[Fault]:
    partial = data.get("partial_issues")
    if isinstance(partial, int) and names.issues and partial > len(names.issues):
        number = f"{len(names.issues)} issue{'s' if len(names.issues) > 1 else ''}"
        yield Fault(("partial_issues",), f"{partial} is more than there are issues, expected: at most {number}")
    if names.parties and len(names.parties) > 1 and len(names.signatories) < 2:
        number = f"{len(names.signatories) or 'no'} signator{'y' if names.signatories else 'ies'}"
        yield Fault(("parties",), f"{number}, expected: two or more without `signatory: false`", at_key=True)


def _dyad(data: Entries) -> Iterator[Fault]:
    """Which states there are only the record knows, but one of them is no pair."""
    match items(entries(data.get("reference")).get("dyad")):
        case [one, other] if str(one).casefold() == str(other).casefold():
            yield Fault(("reference", "dyad", 1), f"{other} is given twice, expected: two states")
        case _:
            pass


def _weights_of_parties(data: Entries, names: Names) -> Iterator[Fault]:
    parties = entries(data.get("parties"))
    for weight, default in (("initiative", 1.0), ("capability", 1.0)):
        given = [entries(parties[name]).get(weight, default) for name in names.signatories]
        if given and (sums := _zero(given)):
            path = ("parties", names.signatories[0], weight)
            yield Fault(path, f"the {weight} of the signatories {sums}, expected: above 0 for one of them")


def _terms(path: Path, terms: Entries, names: Names) -> Iterator[Fault]:
    """Faults of the fields of a party, its successor, or of what another imagines of that."""
    yield from _salience((*path, "salience"), terms, names)
    for field in ("red_lines", "preconditions"):
        for issue, demand in entries(terms.get(field)).items():
            here = (*path, field, issue)
            yield from names.no_issue(here, issue)
            options = items(entries(demand).get("options"))
            for index, option in enumerate(options):
                yield from names.no_option((*here, "options", index), issue, option)
            existing = (names.issues or {}).get(issue) or ()
            if field == "red_lines" and len(existing) > 1 and set(existing) <= set(map(str, options)):
                message = f"bars every option of {issue}, expected: at least one that it can accept"
                yield Fault((*here, "options"), message)
    for name, constituency in entries(terms.get("constituencies")).items():
        here = (*path, "constituencies", name)
        yield from _salience((*here, "salience"), entries(constituency), names)
        for issue, values in entries(entries(constituency).get("values")).items():
            yield from names.no_issue((*here, "values", issue), issue)
            for option in entries(values):
                yield from names.no_option((*here, "values", issue, option), issue, option, at_key=True)


def _salience(path: Path, of: Entries, names: Names) -> Iterator[Fault]:
    salience = of.get("salience")
    for issue in entries(salience):
        yield from names.no_issue((*path, issue), issue)
    if is_mapping(salience) and (sums := _zero(entries(salience).values())):
        yield Fault(path, f"{sums}, expected: above 0 for at least one issue", at_key=True)


def _zero(weights: Iterable[object]) -> str:
    """How weights come to be 0 together, where they can, so that they have no ratio to each other; else nothing."""
    weights = list(weights)
    if all(mode_of(each) == 0 for each in weights):
        return "sums to 0"
    return "may sum to 0, each at its lowest" if all(lowest_of(each) == 0 for each in weights) else ""


def _propensity(path: Path, propensity: Entries) -> Iterator[Fault]:
    if lowest_of(propensity.get("wait")) == 0:
        # whatever is closed or barred acts as waiting, and in some states nothing else is open
        may_be = "is 0" if mode_of(propensity["wait"]) == 0 else "may be 0, at its lowest"
        message = f"{may_be}, expected: above 0, because waiting may be all that a party can do"
        yield Fault((*path, "wait"), message)


def _start(dynamics: Entries) -> Iterator[Fault]:
    """What cannot be so at the start of a case in a war that goes on (MODEL.md, 6.7)."""
    if dynamics.get("tension") != "war":
        return
    decided = lowest_of(dynamics.get("war_decided", RATES["war_decided"].default))
    if decided is not None and decided >= 1:
        message = "a war that is decided at once does not go on, expected: war only where war_decided is below 1"
        yield Fault(("dynamics", "tension"), message)
    if dynamics.get("trust", "low") != "low":
        yield Fault(("dynamics", "trust"), "in a war there is no trust beyond low, expected: low")
    if dynamics.get("bargain", "none") != "none":
        yield Fault(("dynamics", "bargain"), "in a war no bargain is in force, expected: none")


def _issue(path: Path, issue: Entries, names: Names) -> Iterator[Fault]:
    options = issue.get("options")
    if is_mapping(options) and len(entries(options)) < 2:
        number = "one option" if options else "no option"
        yield Fault((*path, "options"), f"{number}, expected: two or more, the first the status quo", at_key=True)
    for name, option in entries(options).items():
        for party in entries(entries(option).get("value")):
            yield from names.no_party((*path, "options", name, "value", party), party)
        yield from _effects((*path, "options", name, "effects"), entries(entries(option).get("effects")), names)


def _effects(path: Path, effects: Entries, names: Names) -> Iterator[Fault]:
    for name, factor in effects.items():
        lowest = lowest_of(factor)
        if name in RATES and not RATES[name].changeable:
            fixed = listed((rate for rate, of in RATES.items() if not of.changeable), "and")
            yield Fault((*path, name), f"no deal changes it, expected: any rate but {fixed}", at_key=True)
        elif name == "talks_calm" and lowest is not None and 0 <= lowest < SMALLEST_FACTOR:
            right = f"between {SMALLEST_FACTOR:g} and 100, because at 0 every crisis would end at once"
            yield Fault((*path, name), f"{lowest:g} is out of range, expected: {right}")
        elif name not in RATES:
            yield from _effect_on_trigger(path, name, names)


def _effect_on_trigger(path: Path, name: str, names: Names) -> Iterator[Fault]:
    """A fault unless this names a trigger of the case; what it may be meant for, a rate or a trigger."""
    triggers = tuple(f"{TRIGGERS}{each}" for each in names.triggers or ())
    if names.triggers is None or name in triggers:
        return
    if name in names.triggers:
        yield Fault((*path, name), f"no such rate; did you mean {TRIGGERS}{name}?", at_key=True)
    elif name.startswith(TRIGGERS):
        yield Fault((*path, name), no_such("trigger", name, triggers), at_key=True)
    else:
        rates = tuple(rate for rate, of in RATES.items() if of.changeable)
        right = f"a rate, such as {listed(rates[:3], 'or')}, or {TRIGGERS}NAME"
        meant = near_misses(name, (*rates, *triggers)) or f", expected: {right}"
        yield Fault((*path, name), f"no such rate{meant}", at_key=True)


def _linkages(data: Entries, names: Names) -> Iterator[Fault]:
    for index, linkage in enumerate(items(data.get("linkages"))):
        yield from _linkage(("linkages", index), entries(linkage), names)


def _linkage(path: Path, linkage: Entries, names: Names) -> Iterator[Fault]:
    for key in ("when", "if", "requires"):
        for issue, wanted in entries(linkage.get(key)).items():
            here = (*path, key, issue)
            yield from names.no_issue(here, issue)
            for place, option in _numbered(here, items(wanted)) or [(here, wanted)]:
                yield from names.no_option(place, issue, option)
    for party in entries(linkage.get("value")):
        yield from names.no_party((*path, "value", party), party)
    if not set(linkage) <= set(at(path).keys()):
        return  # a misspelt key is the cause of what lacks
    given = [key for key in ("when", "value", "if", "requires") if key in linkage]
    if given not in (["when", "value"], ["if", "requires"]):
        have = f"has {listed(given, 'and')}" if given else "is empty"
        yield Fault(path, f"{have}, expected: either when and value, or if and requires")
        return
    fewest = {"when": 2, "value": 1, "if": 1, "requires": 1}
    for key in given:
        number = len(entries(linkage[key]))
        if is_mapping(linkage[key]) and number < fewest[key]:
            right = "two or more issues" if key == "when" else "an issue and its option"
            yield Fault((*path, key), f"{'one issue' if number else 'nothing'}, expected: {right}", at_key=True)


def _transition(path: Path, transition: Entries, data: Entries, names: Names) -> Iterator[Fault]:
    yield from names.no_party((*path, "party"), transition.get("party"), at_key=False)
    date, as_of = _date(transition.get("date")), _date(data.get("as_of"))
    # by months, for the day of a date does not matter
    if date and as_of and (date.year, date.month) < (as_of.year, as_of.month):
        yield Fault((*path, "date"), f"{date} is before the case's as_of, expected: {as_of} or later")
    successor = entries(transition.get("successor"))
    incumbent = entries(entries(data.get("parties")).get(str(transition.get("party"))))
    if successor.get("signatory", incumbent.get("signatory", True)) != incumbent.get("signatory", True):
        # who signs is settled for the whole game: its moves, offers and constraints are laid out once
        message = "who signs does not change with a leadership, expected: without signatory"
        yield Fault((*path, "successor", "signatory"), message, at_key=True)
    yield from _terms((*path, "successor"), successor, names)
    yield from _beliefs((*path, "successor", "beliefs"), entries(successor.get("beliefs")), data, names)


def _beliefs(path: Path, beliefs: Entries, data: Entries, names: Names) -> Iterator[Fault]:
    for field in ("capability", "capitulation", "transitions"):
        for party in entries(beliefs.get(field)):
            yield from names.no_party((*path, field, party), party)
    yield from _terms((*path, "successor_terms"), entries(beliefs.get("successor_terms")), names)
    yield from _believed_capability((*path, "capability"), entries(beliefs.get("capability")), data, names)


def _believed_capability(path: Path, believed: Entries, data: Entries, names: Names) -> Iterator[Fault]:
    """Shares as this party sees them: the normalised ones of all, with its own laid over them."""
    if not believed or not names.signatories:
        return
    parties = entries(data.get("parties"))
    given: dict[str, object] = {name: entries(party).get("capability", 1.0) for name, party in parties.items()}
    given |= {name: value for name, value in believed.items() if name in given}
    # whether a sum is 0 does not depend on normalising the rest
    if sums := _zero(given[name] for name in names.signatories):
        yield Fault(path, f"{sums} over the signatories, expected: above 0 for one of them", at_key=True)


def _posture(path: Path, posture: Entries, names: Names) -> Iterator[Fault]:
    if path[-1] == AS_IS:
        yield Fault(path, f"{AS_IS} is the case itself, expected: another name", at_key=True)
    match posture.get("months"):
        case [int(start), int(end)] if not 0 <= start < end:
            message = f"[{start}, {end}] holds no month, expected: [from, to) with 0 <= from < to"
            yield Fault((*path, "months"), message)
        case _:
            pass
    for field in ("bars", "policy"):
        for party in entries(posture.get(field)):
            yield from names.no_party((*path, field, party), party)
    for party, weights in entries(posture.get("policy")).items():
        numbers = [each for each in entries(weights).values() if isinstance(each, int | float)]
        for action, weight in entries(weights).items():
            if isinstance(weight, int | float) and not 0 <= weight < float("inf"):
                yield Fault((*path, "policy", party, action), f"{weight:g} is no weight, expected: at least 0")
        if is_mapping(weights) and all(number == 0 for number in numbers):
            yield Fault((*path, "policy", party), "sums to 0, expected: above 0 for one action", at_key=True)


def _claim(path: Path, claim: Entries, names: Names) -> Iterator[Fault]:
    given = [key for key in ("less", "more", "holds") if key in claim]
    if set(claim) <= set(at(path).keys()) and len(given) != 1:
        have = f"has {listed(given, 'and')}" if given else "compares nothing"
        yield Fault(path, f"{have}, expected: one of less, more or holds", at_key=True)
    for key in given:
        quantities = [((*path, key), claim[key])] if key == "holds" else _numbered((*path, key), items(claim[key]))
        for here, quantity in quantities:
            if isinstance(quantity, str):
                yield from _quantity(here, quantity, names, yes_or_no=key == "holds")
            elif isinstance(quantity, float) and not abs(quantity) <= LARGEST_COMPARED:
                message = f"{quantity:g} is too large a number to compare with, expected: at most {LARGEST_COMPARED:g}"
                yield Fault(here, message)


def _numbered(path: Path, of: Iterable[Any]) -> list[tuple[Path, Any]]:
    return [((*path, index), each) for index, each in enumerate(of)]


def _quantity(path: Path, text: str, names: Names, yes_or_no: bool) -> Iterator[Fault]:
    try:
        quantity = parsed(text)
    except ValueError as error:
        yield Fault(path, str(error))
        return
    parts = parts_of(quantity)
    for part in parts:
        yield from _party_of_quantity(path, part, names)
        known = tuple(dict.fromkeys((AS_IS, *(names.postures or ()))))
        if names.postures is not None and part.posture not in known:
            yield Fault(path, no_such("posture", part.posture, known))
        # no posture may bring one either, for it could not be compared with the case as it is
        if part.when and names.lacks_transitions:
            message = f"[{part.when}] needs a transition, but there is none, expected: without [{part.when}]"
            yield Fault(path, message)
    if yes_or_no and [part.name for part in parts] not in [[name] for name in YES_OR_NO]:
        right = f"{listed(YES_OR_NO, 'or')}, or less or more in place of holds"
        yield Fault(path, f"{text} is neither true nor false, expected: {right}")


def _party_of_quantity(path: Path, asked: Quantity, names: Names) -> Iterator[Fault]:
    if not asked.party or names.parties is None:
        return
    yield from names.no_party(path, asked.party, at_key=False)
    kind = asked.name.partition(".")[0]
    if kind not in OF_SIGNATORIES or asked.party not in names.parties or asked.party in names.signatories:
        return
    # a posture that has it sign is another case, but alternatives are those of the original
    if kind == "capitulation" and names.may_set(asked.posture, f"parties.{asked.party}.signatory"):
        return
    if names.signatories:
        right = listed(names.signatories, "or")
        yield Fault(path, f"{asked.party} signs nothing and has no {kind}, expected: {right}")


def _bases_at(path: Path, data: Entries, names: Names) -> Iterator[Fault]:
    """The same of what stands at a path, which may itself be a `basis`."""
    here: object = data
    kind, above = CASE, CASE
    for key in path:
        below = dict(enumerate(items(here))) if isinstance(key, int) else dict(entries(here))
        here = below.get(key)  # type: ignore[arg-type]
        above, kind = kind, kind.inner(key) or kind
    if path and path[-1] == "basis" and above.model:
        yield from _basis(path, here, names)
    elif is_mapping(here) or items(here):
        yield from _bases(path, here, kind, names)


def _bases(path: Path, value: object, kind: Kind, names: Names) -> Iterator[Fault]:
    """Every `basis` that names no source, wherever the format has one."""
    below = entries(value).items() if is_mapping(value) else enumerate(items(value))
    for key, each in below:
        inner = kind.inner(key)
        if key == "basis" and kind.model:
            yield from _basis((*path, key), each, names)
        elif inner and (is_mapping(each) or items(each)):
            yield from _bases((*path, key), each, inner, names)


def _basis(path: Path, basis: object, names: Names) -> Iterator[Fault]:
    if names.sources is None or not isinstance(basis, str):
        return
    word = basis.split(maxsplit=1)[0] if basis.strip() else ""
    if word in (*names.sources, "judgement", "base-rate"):
        return
    known = (*names.sources, "judgement", "base-rate")
    hint = near_misses(word, known) or ", expected: a source's id and the place in it, judgement or base-rate"
    yield Fault(path, f"{f'no such source: {word}' if word else 'names no source'}{hint}")


def _date(value: object) -> dt.date | None:
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
