"""How sure a finding is: by how the analyst rates the judgements that it rests on, never by how likely it is."""

import re
from collections.abc import Iterable, Sequence

from ripeness.case.judgement import Judgement
from ripeness.case.model import Case, Sourced
from ripeness.case.read.load import judgements
from ripeness.findings.findings import Confidence, Level
from ripeness.findings.text import listed
from ripeness.rules.evidence import Evidence

_LEVELS: tuple[Level, ...] = ("low", "moderate", "high")


def confidence_of(basis: Iterable[Evidence]) -> Confidence | None:
    """The level that at least half of the basis reaches; None without any basis.

    What nobody rated counts as rated low, so that rating less never makes a finding surer.

    >>> confidence_of([Evidence("a", "1", None, "high", None), Evidence("b", "2", None, "low", None)])
    Confidence(level='low', reason='of the 2 judgements behind it, 1 is rated low and 1 high')
    """
    ratings = [each.confidence for each in basis]
    if not ratings:
        return None
    ranks = sorted(_LEVELS.index(rating) if rating else 0 for rating in ratings)
    level = _LEVELS[ranks[(len(ranks) - 1) // 2]]
    return Confidence(level, _counted(ratings))


def _counted(ratings: Sequence[str | None]) -> str:
    """How many of the judgements have which rating."""
    counts = {f"rated {level}": ratings.count(level) for level in _LEVELS} | {"not rated": ratings.count(None)}
    counts = {word: n for word, n in counts.items() if n}
    if len(ratings) == 1:
        return f"the one judgement behind it is {next(iter(counts))}"
    if len(counts) == 1:
        return f"all {len(ratings)} judgements behind it are {next(iter(counts))}"
    first, *others = [f"{n} {'is' if n == 1 else 'are'} {word}" for word, n in counts.items()]
    words = [first, *(re.sub(r" (is|are) rated ", " ", word) for word in others)]
    return f"of the {len(ratings)} judgements behind it, {listed(words)}"


def as_evidence(judgement: Judgement) -> Evidence:
    """A judgement as something that a finding rests on."""
    return evidence_of(judgement, judgement.path, str(judgement))


def evidence_of(part: Judgement | Sourced, path: str, says: str) -> Evidence:
    """A part of a case that says where it comes from, as something that a finding rests on."""
    return Evidence(path, says, part.basis, part.confidence, part.note)


def judged(case: Case, *within: str) -> tuple[Evidence, ...]:
    """The judgements that the file gives, with a range or without, at the paths that begin so; all if none is given."""
    return tuple(
        as_evidence(j) for j in judgements(case) if not within or any(j.path.startswith(f"{path}.") for path in within)
    )
