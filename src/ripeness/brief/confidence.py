"""How sure a finding is: by how the analyst rates the judgements that it rests on, never by how likely it is."""

from collections.abc import Iterable

from ripeness.assessment.evidence import Evidence
from ripeness.brief.findings import Confidence, Level
from ripeness.case.judgement import Judgement
from ripeness.case.load import judgements
from ripeness.case.model import Case, Sourced

_LEVELS: tuple[Level, ...] = ("low", "moderate", "high")


def confidence_of(basis: Iterable[Evidence]) -> Confidence | None:
    """The level at which most of the basis is rated, the lower of two as frequent; None where nothing is rated.

    >>> confidence_of([Evidence("a", "1", None, "high", None), Evidence("b", "2", None, "low", None)])
    Confidence(level='low', reason='of the 2 rated judgements behind it 1 is rated low')
    """
    rated = [each.confidence for each in basis if each.confidence]
    if not rated:
        return None
    level = max(_LEVELS, key=lambda of: (rated.count(of), -_LEVELS.index(of)))
    many = rated.count(level)
    if len(rated) == 1:
        return Confidence(level, f"the one rated judgement behind it is rated {level}")
    said = "all are" if many == len(rated) else f"{many} {'is' if many == 1 else 'are'}"
    return Confidence(level, f"of the {len(rated)} rated judgements behind it {said} rated {level}")


def as_evidence(judgement: Judgement) -> Evidence:
    """A judgement as something that a finding rests on."""
    return evidence_of(judgement, judgement.path, str(judgement))


def evidence_of(part: Judgement | Sourced, path: str, says: str) -> Evidence:
    """A part of a case that says where it comes from, as something that a finding rests on."""
    return Evidence(path, says, part.basis, part.confidence, part.note)


def ranged(case: Case, *within: str) -> tuple[Evidence, ...]:
    """The judgements that have a range, at the paths that begin so; all if none is given."""
    return tuple(
        as_evidence(j)
        for j in judgements(case)
        if not j.is_fixed and (not within or any(j.path.startswith(f"{path}.") for path in within))
    )
