"""A domain as the text of a case, so that the case's deals and payoffs are the domain's outcomes and utilities.

Every issue gets a first option "not settled", and only settlements that move every issue are deals. No issue is
separable, so that none of them is a small step. Of the constraints on deals (MODEL.md, section 4) only `alternative`
can bind, which takes what equals the reservation, as the parties of a domain do:

- `face`: nobody has pride, so that any gain is enough.
- `limit`, `exposure`: shares of loss sum to at most 1, which is what a party concedes and dares by default.
- `entitlement`: with `recognition` 0 it asks for no more than `alternative` does.

A sum that its program cuts off from above is cut by linkages.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import fsum

from ripeness.case.direction import said
from ripeness.case.judgement import LARGEST_WEIGHT
from ripeness.case.names import in_words
from ripeness.case.read.scalars import quoted, written_id
from ripeness.errors import InputError, Problem
from ripeness.importers.cut import MOST_TERMS, Picks, excess
from ripeness.importers.domain import Domain, Profile

NOT_SETTLED = "not settled"
MOST_OPTIONS = 2000  # of all issues together, so that the case file is one that can be read
SESSION_MONTHS = 12
_AS_OF = "2000-01-01"  # a domain has no date, and the same files give the same case
_ROUNDING = 1e-14  # weights that sum to 1 but for this were meant to
_LONGEST = 60  # of an id, with room for a number after it
_WHOLE = 1e15
# within what a case file may say of a reservation value (`Flow`), with room for rounding
LARGEST_RESERVATION = 500.0


def case_text(domain: Domain, case_id: str) -> str:
    """The text of a case file, the domain's notes in its summary.

    Raises `InputError` for a domain with too many options for a case, or a sum that no case can cut off.
    """
    options = sum(len(issue.options) for issue in domain.issues)
    if options > MOST_OPTIONS:
        message = f"{options:,} options are too many for a case, expected: at most {MOST_OPTIONS:,}"
        raise InputError(Problem("issues", message))
    parties = _ids((profile.name for profile in domain.profiles), "party")
    issues = _ids((issue.name for issue in domain.issues), "issue")
    scale, fitted = _fitted(domain.profiles)
    zeros = {name: each.zero for name, each in zip(parties, fitted, strict=True) if each.zero}
    about = f"A negotiation domain in {domain.format}'s format, {domain.outcomes:,} outcomes."
    summary = " ".join((about, f"A utility is {domain.utilities}.", *domain.notes))
    lines = [
        "schema: 1",
        f"id: {written_id(case_id)}",
        f"title: {quoted(domain.name)}",
        f"summary: {quoted(summary)}",
        f"as_of: {_AS_OF}  # a domain has no date",
        f"horizon: {SESSION_MONTHS}  # the session, taken for a year",
        "complete: true  # a deal settles every issue",
    ]
    if scale != 1 or zeros:
        zero = f", zero: {{{_pairs(zeros)}}}" if zeros else ""
        lines.append(f"payoff_unit: {{scale: {_number(scale)}{zero}}}  # utility = scale * payoff + zero of the party")
    dynamics = "dynamics: {recognition: 0, miscalculation: 0, misreading: 0}  # a domain knows reservations, and no war"
    lines += ["", dynamics, "", "parties:"]
    for name, profile, each in zip(parties, domain.profiles, fitted, strict=True):
        lines += [f"  {written_id(name)}:", f"    name: {quoted(profile.name)}"]
        lines.append(f"    salience: {{{_pairs(dict(zip(issues, each.salience, strict=True)))}}}")
        lines.append(f"    reservation: {_number(each.reservation)}")
        if 0 < profile.discount < 1:
            note = quoted(f"a utility is worth {profile.discount:g} of itself at the end of the session")
            lines.append(f"    patience: {{mode: {_number(1 - profile.discount)}, note: {note}}}")
    lines += ["", "issues:"]
    for k, (name, issue) in enumerate(zip(issues, domain.issues, strict=True)):
        lines += [f"  {written_id(name)}:", *_named("    name: ", name, issue.name)]
        lines += [f"    question: {quoted(issue.name)}", "    options:"]
        none, *ids = _ids((NOT_SETTLED, *issue.options), "option")
        lines.append(f"      {none}: {{text: {quoted(NOT_SETTLED)}}}")
        for place, (option, text) in enumerate(zip(ids, issue.options, strict=True)):
            values = {party: each.values[k][place] for party, each in zip(parties, fitted, strict=True)}
            called = "".join(f"{each}, " for each in _named("name: ", option, text))
            lines.append(f"      {written_id(option)}: {{{called}text: {quoted(text)}, value: {{{_pairs(values)}}}}}")
    lines += _linkages(domain, dict(zip(parties, fitted, strict=True)), issues)
    return "\n".join(lines) + "\n"


def _named(before: str, known_by: str, name: str) -> list[str]:
    """What a reader sees where the words of the id are not what the domain calls it."""
    return [f"{before}{quoted(name)}"] if said(name) and in_words(known_by) != name else []


def _linkages(domain: Domain, fitted: Mapping[str, _Fitted], issues: list[str]) -> list[str]:
    """The combinations of options whose sum is cut off, each with what it loses by that."""
    options = [_ids((NOT_SETTLED, *issue.options), "option")[1:] for issue in domain.issues]
    combinations = sorted({picks for each in fitted.values() for picks in each.cut})
    lines = ["", "linkages:  # where a sum is cut off from above"] if combinations else []
    for picks in combinations:
        when = ", ".join(f"{written_id(issues[k])}: {written_id(options[k][option])}" for k, option in picks)
        values = {party: -each.cut[picks] for party, each in fitted.items() if picks in each.cut}
        lines += [f"  - when: {{{when}}}", f"    value: {{{_pairs(values)}}}"]
    return lines


@dataclass(frozen=True)
class _Fitted:
    """A profile in a case's bounds: utility = scale · (Σ salience (normalised) · value - Σ cut) + zero.

    `cut` has what combinations of options lose where the sum is cut off.
    """

    salience: tuple[float, ...]
    values: tuple[tuple[float, ...], ...]
    cut: Mapping[Picks, float]
    reservation: float
    zero: float


def _fitted(profiles: tuple[Profile, ...]) -> tuple[float, tuple[_Fitted, ...]]:
    """One scale for all parties, at least 1, and each party within its bounds."""
    cuts = [_cut(profile) for profile in profiles]
    counted = [_counted(profile, cut) for profile, cut in zip(profiles, cuts, strict=True)]
    reserved = [_reserved(profile) - zero for profile, (_, zero) in zip(profiles, counted, strict=True)]
    scale = max(
        1.0,
        *(abs(each) for rows, _ in counted for row in rows for each in row),
        *(abs(reservation) / LARGEST_RESERVATION for reservation in reserved),
    )
    fitted: list[_Fitted] = []
    for profile, cut, (rows, zero), reservation in zip(profiles, cuts, counted, reserved, strict=True):
        # where nothing has any weight, every outcome is worth the same, whatever the salience
        salience = tuple(map(abs, profile.weights)) if any(profile.weights) else tuple(1.0 for _ in rows)
        if max(salience) > LARGEST_WEIGHT:
            salience = tuple(weight / max(salience) for weight in salience)
        values = tuple(tuple(each / scale for each in row) for row in rows)
        linked = {picks: each / scale for picks, each in cut.items() if len(picks) > 1}
        fitted.append(_Fitted(salience, values, linked, reservation / scale, zero))
    return scale, tuple(fitted)


def _reserved(profile: Profile) -> float:
    """What a profile asks of a deal at least: its reservation, or without one no more than its worst outcome."""
    if profile.reservation is not None:
        return profile.reservation
    return min(profile.bias + fsum(min(row) for row in profile.contributions()), profile.most)


def _cut(profile: Profile) -> Mapping[Picks, float]:
    """What outcomes lose because no more than the most counts."""
    rows = profile.contributions()
    found = excess(rows, profile.most - profile.bias)
    if found is None:
        highest = profile.bias + fsum(max(row) for row in rows)
        message = (
            f"utilities are cut at {profile.most:g}, but reach {highest:.6g}: the cut would take more combinations of "
            f"options than a case can hold ({MOST_TERMS}), expected: weights that sum to 1"
        )
        raise InputError(Problem(profile.name, message))
    return found


def _counted(profile: Profile, cut: Mapping[Picks, float]) -> tuple[tuple[tuple[float, ...], ...], float]:
    """What each option is worth before the scale, over normalised salience; and the utility of nothing settled.

    Of what is cut off, only that which several issues have to do with is left.
    """
    total = fsum(map(abs, profile.weights))
    if abs(total - 1.0) < _ROUNDING:
        total = 1.0
    rows = tuple(
        tuple(
            (weight * each - off) / abs(weight) * total if off else _sign(weight) * each * total
            for option, each in enumerate(row)
            for off in [cut.get(((k, option),), 0.0)]
        )
        for k, (weight, row) in enumerate(zip(profile.weights, profile.evaluations, strict=True))
    )
    return rows, profile.bias - cut.get((), 0.0)


def _sign(weight: float) -> int:
    return (weight > 0) - (weight < 0)


def _ids(names: Iterable[str], kind: str) -> list[str]:
    """Ids for names: the names themselves where they can be ids, each unlike the others.

    >>> _ids(["Size of Fund", "size", "Size-of-Fund", "-5", "0.25", "価格"], "issue")
    ['Size-of-Fund', 'size', 'Size-of-Fund-2', 'minus-5', '0-25', 'issue-6']
    """
    ids: list[str] = []
    for place, name in enumerate(names, 1):
        plain = (
            unicodedata.normalize("NFKD", re.sub(r"^-(?=[0-9.])", "minus ", name)).encode("ascii", "ignore").decode()
        )
        wanted = re.sub(r"[^A-Za-z0-9_]+", "-", plain).strip("-")[:_LONGEST] or f"{kind}-{place}"
        taken, free = 1, wanted
        while free in ids:
            taken += 1
            free = f"{wanted}-{taken}"
        ids.append(free)
    return ids


def _pairs(numbers: Mapping[str, float]) -> str:
    return ", ".join(f"{written_id(name)}: {_number(each)}" for name, each in numbers.items())


def _number(value: float) -> str:
    """A number at full precision, whole ones without a point."""
    return str(int(value)) if value == int(value) and abs(value) < _WHOLE else repr(value)
