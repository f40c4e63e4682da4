"""Every claim compared and judged, by the rules of `claim.RULES` in their order."""

from collections.abc import Mapping
from typing import Any

from ripeness.record.claims import claim_samples, crisis_samples, sanction_samples
from ripeness.record.claims.argument import CLAIMS
from ripeness.record.claims.claim import NOTES, RULES, SIGNIFICANCE, Claim, Finding
from ripeness.record.claims.comparing import Comparison, OddsRatio, compare, holm
from ripeness.record.sources.store import Store

SOURCES_USED = tuple(sorted({name for claim in CLAIMS for name in claim.sources}))


def judged(store: Store) -> dict[str, Any]:
    """Every claim with what the record says of it: `tests` (how many), `rules`, `notes`, `verdicts`.

    Raises `InputError` where a data set is missing.
    """
    found = {
        id: compare(sample)
        for rooms in (crisis_samples, claim_samples, sanction_samples)
        for id, sample in rooms.samples(store)
    }
    tested = [claim.id for claim in CLAIMS if claim.sources]
    raw = {id: found[id].raw for id in tested}
    corrected = dict(zip(tested, holm([1.0 if (each := raw[id]) is None else each.p for id in tested]), strict=True))
    return {
        "tests": len(tested),
        "rules": list(RULES),
        "notes": list(NOTES),
        "verdicts": [_told(claim, found.get(claim.id), corrected.get(claim.id)) for claim in CLAIMS],
    }


def judge(claim: Claim, found: Comparison | None, corrected: float | None) -> tuple[Finding, str]:
    """The verdict on a claim, and why."""
    raw, adjusted = (None, None) if found is None else (found.raw, found.adjusted)
    if found is None or corrected is None:
        return "not testable here", claim.untestable
    if claim.chosen:
        return "not testable here", f"chosen, no effect: {claim.selection}"
    if not found.lower_n or not found.higher_n:
        return "not testable here", "the groups cannot be compared: the data have nothing in one of them"
    if raw is None:
        return "not testable here", "the groups cannot be compared: one has all of the outcomes or none"
    towards = (raw.ratio > 1.0) == (claim.sign > 0)
    clear = corrected < SIGNIFICANCE
    if clear and not towards:
        return "not supported", "the record points the other way"
    if claim.against:
        way = "in the direction claimed" if towards else "the other way"
        return "contested", f"by theory; in the record {'clear' if clear else 'no clear effect'}, {way}"
    if not clear:
        alone = " (clear alone, not among so many tests)" if raw.p < SIGNIFICANCE else ""
        return "not supported", f"no clear effect{alone}"
    if adjusted is None or adjusted.p >= SIGNIFICANCE or (adjusted.ratio > 1.0) != (raw.ratio > 1.0):
        return "contested", "clear as it stands, not once what was known beforehand is held equal"
    return "supported", "clear as it stands and with what was known beforehand held equal"


def _told(claim: Claim, found: Comparison | None, corrected: float | None) -> dict[str, Any]:
    verdict, why = judge(claim, found, corrected)
    said: dict[str, Any] = {
        "id": claim.id,
        "argument": claim.argument,
        "condition": claim.condition,
        "brief": claim.brief,
        "claim": claim.says,
        "verdict": verdict,
        "why": why,
        "against": claim.against or None,
    }
    if found is None:
        return said
    groups = (
        {"name": name, "share": share, "n": n}
        for name, share, n in zip(
            claim.groups, (found.lower_share, found.higher_share), (found.lower_n, found.higher_n), strict=True
        )
    )
    return said | {
        "sources": list(claim.sources),
        "outcome": claim.outcome,
        "expected": "more" if claim.sign > 0 else "less",
        "groups": list(groups),
        "odds_ratio": _ratio(found.raw),
        "p_corrected": corrected,
        "adjusted": _ratio(found.adjusted),
        "adjusted_for": list(claim.adjusted_for),
        "missing": dict(found.missing),
        "selection": claim.selection or None,
    }


def _ratio(found: OddsRatio | None) -> Mapping[str, float] | None:
    return None if found is None else vars(found).copy()
