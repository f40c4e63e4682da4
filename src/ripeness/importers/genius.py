"""GENIUS's XML: a domain file (`negotiation_template`) and a utility-space file for each party.

As GENIUS reads it [Lin et al. 2014]: a profile's issues are the domain's by their index, whatever they are called; in
an issue's items the last of two with one value counts; an evaluator of an integer issue counts from its lower bound;
linear evaluators are cut off at 0 and 1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum
from pathlib import Path
from xml.etree.ElementTree import Element

from ripeness.errors import InputError, Problem
from ripeness.importers.domain import Domain, DomainIssue, Given, Profile, checked, profile_of
from ripeness.importers.files import NoNumber, named, number, the_one, xml_of
from ripeness.importers.kinds import refusal
from ripeness.importers.numeric import grid, integers

SUFFIXES = (".xml",)
Roots = Mapping[Path, Element]
_ROUNDED = 1e-9  # weights that sum to 1 but for this were meant to
_LINEAR = ("linear", "any", "additive", "discrete", "integer", "real")
# what only the other kinds of spaces hold
_TAGS = {"rules": "constraint", "constraints": "constraint", "ufun": "nonlinear", "utility_function": "nonlinear",
         "hyperrectangle": "nonlinear"}  # fmt: skip
_RIGHT = "one of the type linear, with an evaluation for each option of each issue"


def recognised(files: Sequence[Path]) -> Roots:
    """Those of the files that belong to a domain, with their roots."""
    roots = {path: xml_of(path) for path in files if path.suffix.lower() in SUFFIXES}
    return {path: root for path, root in roots.items() if root.tag in ("negotiation_template", "utility_space")}


def read(name: str, roots: Roots, points: int, as_negmas: bool) -> Domain:
    """The domain of a folder, evaluations and weights as they stand in the files.

    `as_negmas` has numeric evaluators as NegMAS loads them: neither cut off nor counted from the lower bound.
    """
    templates = [path for path, root in roots.items() if root.tag == "negotiation_template"]
    template = the_one(templates, "GENIUS domain file", "<negotiation_template>")
    issues, notes = _issues(roots[template], str(template), points)
    by_index: Mapping[float, str] = {} if as_negmas else _by_index(roots[template], issues, str(template))
    agents = {each.get("utility_space", "").replace("\\", "/").rsplit("/", 1)[-1]: each.get("name") or ""
              for each in roots[template].iter("agent")}  # fmt: skip
    spaces = [path for path in roots if path != template]
    listed = [path for file in agents for path in spaces if path.name == file]
    given = [
        _given(path, roots[path], agents.get(path.name) or path.stem, issues, by_index, as_negmas, notes)
        for path in (listed if len(listed) > 1 else spaces)
    ]
    profiles = tuple(profile_of(each, issues) for each in given)
    if not as_negmas:
        notes += [note for each, profile in zip(given, profiles, strict=True) if (note := _of_weights(each, profile))]
    return Domain(name, "GENIUS", issues, profiles, tuple(notes))


def _of_weights(given: Given, profile: Profile) -> str:
    total = fsum(profile.weights)
    if abs(total - 1.0) < _ROUNDED:
        return ""
    cut = ", and a utility above 1 counts as 1" if total > 1.0 else ""
    return f"The weights in {Path(given.file).name} sum to {total:.6g}; they stand as they are{cut}, as in GENIUS."


def _by_index(template: Element, issues: Sequence[DomainIssue], file: str) -> Mapping[float, str]:
    """The domain's issues by their indices; none where the file gives none."""
    found: dict[float, str] = {}
    for element, issue in zip(template.iter("issue"), issues, strict=True):
        index = number(element.get("index"))
        if index in found:
            message = f"has the index {index:g}, as {found[index]} has, expected: one index each"
            raise InputError(Problem(issue.name, message, file))
        if index == index:
            found[index] = issue.name
    return found


def _issues(template: Element, file: str, points: int) -> tuple[tuple[DomainIssue, ...], list[str]]:
    issues: list[DomainIssue] = []
    notes: list[str] = []
    for element in template.iter("issue"):
        name = named(element.get("name", ""))
        kind = _kind(element)
        if kind == "integer":
            issues.append(integers(name, *_bounds(element), file))
        elif kind == "real":
            issue, note = grid(name, *_bounds(element), points, file)
            issues.append(issue)
            notes.append(note)
        elif kind == "discrete":
            options = tuple(dict.fromkeys(named(item.get("value", "")) for item in element.findall("item")))
            issues.append(DomainIssue(name, options))
        else:
            message = f"is of the kind {kind}, expected: discrete, integer or real"
            raise InputError(Problem(name, message, file))
    return checked(issues, file), notes


def _kind(element: Element) -> str:
    return next((kind for key in ("vtype", "type", "etype") if (kind := element.get(key))), "discrete").lower()


def _bounds(element: Element) -> tuple[float, float]:
    within = element.find("range")
    within = element if within is None else within
    return number(within.get("lowerbound")), number(within.get("upperbound"))


def _given(
    path: Path,
    space: Element,
    name: str,
    issues: tuple[DomainIssue, ...],
    by_index: Mapping[float, str],
    as_negmas: bool,
    notes: list[str],
) -> Given:
    _refuse_other_kinds(space, str(path))
    domain = {issue.name: issue for issue in issues}
    of_index = {number(weight.get("index")): number(weight.get("value")) for weight in space.iter("weight")}
    weights: dict[str, float] = {}
    evaluations: dict[str, Mapping[str, float]] = {}
    divisors: dict[str, float] = {}
    for element in space.iter("issue"):
        issue, note = _joined(element, by_index, path)
        if issue in weights:
            raise InputError(Problem(issue, "appears twice, expected: each issue once", str(path)))
        index = number(element.get("index"))
        notes += [note] if note else []
        if index not in of_index:
            notes.append(f"{issue} has no weight in {path.name}; it counts as 0, as in GENIUS.")
        weights[issue] = of_index.get(index, 0.0)
        numbers = domain[issue].numbers if issue in domain else None
        if numbers is not None:
            row = [_evaluator(element, each, str(path), issue, as_negmas) for each in numbers]
            evaluations[issue] = dict(zip(domain[issue].options, row, strict=True))
        else:
            # of similarity functions, which have items too, nothing counts
            items = element.findall("item")
            evaluations[issue] = {named(item.get("value", "")): number(item.get("evaluation")) for item in items}
            divisors[issue] = max(evaluations[issue].values(), default=0.0)
    reservation, discount = space.find("reservation"), space.find("discount_factor")
    return Given(
        name,
        str(path),
        weights,
        evaluations,
        reservation=0.0 if reservation is None else number(reservation.get("value")),
        discount=1.0 if discount is None else number(discount.get("value")),
        divisors=divisors,
    )


def _refuse_other_kinds(space: Element, file: str) -> None:
    given = (space.get("type") or "linear").strip()
    within = (each.tag.casefold() for each in space.iter())
    kind = given if given.casefold() not in _LINEAR else next((_TAGS[tag] for tag in within if tag in _TAGS), "")
    if kind:
        raise refusal(kind, _RIGHT, file, "a utility space of the type ")
    if not any(True for _ in space.iter("issue")):
        raise InputError(Problem("", f"is a utility space without issues, expected: {_RIGHT}", file))


def _joined(element: Element, by_index: Mapping[float, str], path: Path) -> tuple[str, str]:
    """The domain's name for an issue of a profile, and a note where the profile has another."""
    own, index = named(element.get("name", "")), number(element.get("index"))
    if not by_index:
        return own, ""
    if index not in by_index:
        known = ", ".join(f"{each:g} ({name})" for each, name in by_index.items())
        message = f"has the index {index:g}, which no issue of the domain has; known: {known}"
        if element.get("index") is None:
            message = f"has no index, expected: that of an issue of the domain; known: {known}"
        raise InputError(Problem(own, message, str(path)))
    issue = by_index[index]
    calls = f"{path.name} calls issue {index:g} {own!r}, the domain {issue!r}; the index counts, as in GENIUS."
    return issue, "" if own == issue else calls


def _evaluator(element: Element, at: float, file: str, issue: str, as_negmas: bool) -> float:
    found = element.find("evaluator")
    if found is None:
        return 0.0
    kind = found.get("ftype", "linear").lower()
    given = {key: number(value) for key, value in found.items() if key != "ftype"}
    for key, value in given.items():
        if isinstance(value, NoNumber):
            raise InputError(Problem(f"{issue}: {key}", value.wrong, file))
    from_lower = _kind(element) == "integer" and "slope" in given
    slope, offset = given.get("slope", given.get("parameter1", 0.0)), given.get("offset", given.get("parameter0", 0.0))
    if kind == "constant":
        return offset
    if kind == "linear" and as_negmas:
        return slope * at + offset
    if kind == "linear":
        return min(max(slope * (at - _bounds(element)[0] if from_lower else at) + offset, 0.0), 1.0)
    if kind == "triangular":
        low, high, top = (given.get(f"parameter{k}", 0.0) for k in range(3))
        if not low <= at <= high:
            return 0.0
        return 1.0 if at == top else (at - low) / (top - low) if at < top else (high - at) / (high - top)
    raise InputError(Problem(issue, f"its evaluator is {kind}, expected: linear, constant or triangular", file))
