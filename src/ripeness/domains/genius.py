"""GENIUS's XML: a domain file (`negotiation_template`) and a utility-space file for each party.

As GENIUS reads it [Lin et al. 2014]: in an issue's items the last of two with one value counts; an evaluator of an
integer issue counts from its lower bound; linear evaluators are cut off at 0 and 1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.etree.ElementTree import Element

from ripeness.domains.domain import Domain, DomainIssue, Given, profile_of
from ripeness.domains.files import named, number, the_one, xml_of
from ripeness.domains.numeric import grid, integers
from ripeness.errors import InputError, Problem

SUFFIXES = (".xml",)
Roots = Mapping[Path, Element]


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
    agents = {each.get("utility_space", "").replace("\\", "/").rsplit("/", 1)[-1]: each.get("name") or ""
              for each in roots[template].iter("agent")}  # fmt: skip
    spaces = [path for path in roots if path != template]
    listed = [path for file in agents for path in spaces if path.name == file]
    given = [
        _given(path, roots[path], agents.get(path.name) or path.stem, issues, as_negmas, notes)
        for path in (listed if len(listed) > 1 else spaces)
    ]
    profiles = tuple(profile_of(each, issues) for each in given)
    return Domain(name, "GENIUS", issues, profiles, tuple(notes))


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
            message = f"is of the kind {kind}, would be right: discrete, integer or real"
            raise InputError(Problem(name, message, file))
    return tuple(issues), notes


def _kind(element: Element) -> str:
    return next((kind for key in ("vtype", "type", "etype") if (kind := element.get(key))), "discrete").lower()


def _bounds(element: Element) -> tuple[float, float]:
    within = element.find("range")
    within = element if within is None else within
    return number(within.get("lowerbound")), number(within.get("upperbound"))


def _given(
    path: Path, space: Element, name: str, issues: tuple[DomainIssue, ...], as_negmas: bool, notes: list[str]
) -> Given:
    if not any(True for _ in space.iter("issue")) or any(True for _ in space.iter("ufun")):
        message = "is no additive utility space, would be right: one with an evaluation for each option of each issue"
        raise InputError(Problem("", message, str(path)))
    domain = {issue.name: issue for issue in issues}
    by_index = {number(weight.get("index")): number(weight.get("value")) for weight in space.iter("weight")}
    weights: dict[str, float] = {}
    evaluations: dict[str, Mapping[str, float]] = {}
    divisors: dict[str, float] = {}
    for element in space.iter("issue"):
        issue = named(element.get("name", ""))
        index = number(element.get("index"))
        if index not in by_index:
            notes.append(f"{issue} has no weight in {path.name}; it counts as 0, as in GENIUS.")
        weights[issue] = by_index.get(index, 0.0)
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


def _evaluator(element: Element, at: float, file: str, issue: str, as_negmas: bool) -> float:
    found = element.find("evaluator")
    if found is None:
        return 0.0
    kind = found.get("ftype", "linear").lower()
    given = {key: number(value) for key, value in found.items() if key != "ftype"}
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
    raise InputError(Problem(issue, f"its evaluator is {kind}, would be right: linear, constant or triangular", file))
