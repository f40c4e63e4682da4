"""What the record says: beside what a case implies, and of each part of the argument."""

from collections.abc import Mapping

from ripeness.answer.result import Assessment
from ripeness.ensemble.wording import first_word
from ripeness.findings.findings import Finding, Measure, Unit
from ripeness.findings.text import listed
from ripeness.record.plausibility import number, plausibility, warning
from ripeness.record.reference import class_of, without_class
from ripeness.record.verdicts import stored
from ripeness.rules.conditions import CONDITIONS

_UNITS: dict[str, Unit] = {"crises_per_year": "rate", "months_per_crisis": "months"}


def beside_the_record(a: Assessment, numbers: Mapping[str, float] | None = None) -> list[Finding]:
    """Each number that the case implies beside its reference class, with a warning where it is outside.

    Where the case has no class, that it is set beside none. `numbers` are the medians of draws, where there are draws.
    """
    of = class_of(a.case)
    if of is None:
        return [Finding("implied.record", "", without_class(a.case))]
    found: list[Finding] = []
    for f in plausibility(a, of, numbers):
        unit: Unit = _UNITS.get(f.name, "probability")
        n = f"{f.n['crises']:,} crises" if "crises" in f.n else f"{f.n['pair_years']:,} pair years"
        text = (
            f"{first_word(f.what)}: {number(f, f.implied)} here; {number(f, f.low)} to "
            f"{number(f, f.high)} in nine of ten pairs of {of.members}, {of.record['years']} "
            f"(mean {number(f, f.mean)}, n = {n})."
        )
        if not f.inside:
            text = f"{text} {warning(f, a.case)}"
        measures = (
            Measure(f.name, f.implied, unit),
            Measure(f"record.{f.name}", f.mean, unit, f.low, f.high, "record"),
        )
        found.append(Finding(f"implied.record.{f.name}", first_word(f.what), text, measures))
    return found


def of_the_argument() -> list[Finding]:
    """The verdicts in short, then each, those against the argument first: none weighs less than one for it."""
    order = ("contradicted", "no clear effect", "contested", "supported", "not testable here")
    verdicts = stored()
    counts = {word: sum(verdict.in_words == word for verdict in verdicts) for word in order}
    summary = (
        f"The {len(verdicts)} parts of the argument: {listed([f'{n} {what}' for what, n in counts.items() if n])}."
    )
    found = [Finding("history.summary", "", summary)]
    for verdict in sorted(verdicts, key=lambda v: order.index(v.in_words)):
        about = f" Condition: {CONDITIONS[verdict.condition]}." if verdict.condition else ""
        shares = f", {verdict.change} (odds ratio {verdict.effect}, n = {verdict.n:,})" if verdict.effect else ""
        disputed = f" The literature disagrees; {verdict.against}." if verdict.against else ""
        text = f"“{first_word(verdict.brief)}”: {verdict.in_words}{shares}.{about}{disputed}"
        of = zip(("lower", "higher"), verdict.shares or (), strict=False)
        measures = tuple(Measure(f"share.{verdict.id}.{group}", share, "probability") for group, share in of)
        found.append(Finding(f"history.{verdict.id}", verdict.in_words, text, measures if verdict.effect else ()))
    return found
