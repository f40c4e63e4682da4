"""The argument itself: what it hangs on, its assumptions and rivals, what to watch, its claims put to the test."""

from collections.abc import Sequence
from statistics import NormalDist

from ripeness.case.direction import END
from ripeness.case.judgement import Judgement
from ripeness.case.model import Case
from ripeness.case.names import judgement_in_words
from ripeness.case.read.load import judgements
from ripeness.ensemble.claims import Verdict, how_far_apart, numbers_compared
from ripeness.ensemble.tornado import Bar, tornado
from ripeness.ensemble.wording import first_word, month_name, names_of_statements, outbreak
from ripeness.findings.confidence import as_evidence, evidence_of
from ripeness.findings.findings import Block, Chart, Confidence, Finding, Measure, Section
from ripeness.findings.judgements import judgement_as_label
from ripeness.findings.material import Material, asks_beyond_small_steps, hangs_on_statements
from ripeness.findings.text import said
from ripeness.rules.evidence import Evidence

BARS = 6
SHOWN_PIVOTS = 4


def hangs_on(m: Material) -> Section:
    """What the answer depends on most: the judgement that flips it, and, over draws, what moves war and a deal."""
    blocks = [Block("hangs_on.pivot", (_pivot(m),))]
    charts: list[Chart] = []
    if m.drawn:
        by_path = {j.path: j for j in judgements(m.case)}
        for quantity, words in (("war", outbreak(m.case)), ("bargain", "a partial bargain in force")):
            bars = _standing_out(tornado(m.drawn.draws, m.drawn.outcomes, quantity))[:BARS]
            if bars:
                found = tuple(_bar(m.case, quantity, bar, by_path[bar.judgement]) for bar in bars)
                columns = ("judgement", "its range", "where lowest", "where highest", "difference")
                blocks.append(Block(f"hangs_on.{quantity}", found, f"What moves {words} most", "table", columns))
                charts.append(_tornado(m, quantity, words, bars))
    return Section("hangs_on", "What the answer hangs on", tuple(blocks), tuple(charts))


def _standing_out(bars: Sequence[Bar]) -> list[Bar]:
    """The bars that chance would not make even once in twenty times among so many (Bonferroni)."""
    one, all_of_them = (NormalDist().inv_cdf(1 - 0.025 / many) for many in (1, max(len(bars), 1)))
    return [bar for bar in bars if abs(bar.difference) > bar.noise * all_of_them / one]


def _bar(case: Case, quantity: str, bar: Bar, judgement: Judgement) -> Finding:
    measures = (
        Measure(f"{quantity} | {bar.judgement} low", bar.in_lowest, "probability"),
        Measure(f"{quantity} | {bar.judgement} high", bar.in_highest, "probability"),
        Measure(
            f"{quantity} by {bar.judgement}",
            bar.difference,
            "points",
            bar.difference - bar.noise,
            bar.difference + bar.noise,
            "95 % interval of the difference",
        ),
    )
    key = f"hangs_on.{quantity}.{bar.judgement}"
    return Finding(key, judgement_in_words(case, bar.judgement), str(judgement), measures, (as_evidence(judgement),))


def _tornado(m: Material, quantity: str, words: str, bars: Sequence[Bar]) -> Chart:
    rows = tuple(
        {
            "judgement": bar.judgement,
            "words": judgement_as_label(m.case, bar.judgement),
            "low": bar.in_lowest,
            "high": bar.in_highest,
            "difference": bar.difference,
        }
        for bar in bars
    )
    first = bars[0]
    measures = _bar(m.case, quantity, first, next(j for j in judgements(m.case) if j.path == first.judgement)).measures
    by = month_name(m.case, m.case.horizon)
    alt = (
        f"Tornado diagram of the judgements that move {words} by {by} most. The longest bar is “{rows[0]['words']}”: "
        f"{measures[0].shown} in the third of draws where it is lowest, {measures[1].shown} where it is highest."
    )
    columns = {
        "words": "judgement",
        "judgement": "its place in the case",
        "low": "where lowest",
        "high": "where highest",
        "difference": "difference",
    }
    title = f"What moves {words} most: mean where a judgement is lowest and highest"
    middle = m.of(quantity).value
    return Chart(f"tornado.{quantity}", "tornado", title, alt, columns, rows, {"middle": middle})


def _pivot(m: Material) -> Finding:
    a, found = m.a, m.pivots
    more = " beyond small steps" if asks_beyond_small_steps(a) else ""
    is_open = a.deals.exists and not a.only_small_steps
    now = f"a deal{more} is open now" if is_open else f"no deal{more} is open now"
    if not found:
        text = (
            f"{first_word(now)}. That rests on stated positions, {names_of_statements()}, and not on any estimate."
            if hangs_on_statements(a)
            else f"{first_word(now)}, and no single number decides that: it holds however far any one of them is moved."
        )
        return Finding("hangs_on.pivot", "", text)
    first = found[0]
    j = first.judgement
    flips = f"opens a deal{more}" if first.opens else f"leaves no deal{more}"
    far = (
        f"its range is {j.low:g} to {j.high:g}" if first.in_range else "no judgement flips the answer within its range"
    )
    what = judgement_in_words(m.case, j.path)
    text = f"The answer flips first on {what}: moved from {j.mode:g} to {first.value:.3g}, it {flips} ({far})."
    if len(found) > 1:
        others = [judgement_in_words(m.case, p.judgement.path) for p in found[1 : SHOWN_PIVOTS + 1]]
        text += f" Next: {'; '.join(others)}."
    measures = (
        Measure(j.path, j.mode, "judgement", j.low, j.high),
        Measure(f"{j.path} where it flips", first.value, "judgement"),
    )
    basis = tuple(as_evidence(p.judgement) for p in found[: SHOWN_PIVOTS + 1])
    sure = Confidence(j.confidence, f"so {j.path} is rated") if j.confidence else None
    return Finding("hangs_on.pivot", "", text, measures, basis, sure)


def assumptions(m: Material) -> Section | None:
    """Key assumptions, other hypotheses, and what to watch: what the case gives of them; None where it gives none."""
    case = m.case
    assumed = tuple(
        Finding(
            f"assumptions.{number}",
            said(each.text),
            said(each.if_wrong or "–"),
            (Measure("confidence", each.confidence or "not rated", "text"),),
            _basis_of(f"assumptions.{number - 1}", each.basis),
            Confidence(each.confidence, "as the analyst rates it") if each.confidence else None,
        )
        for number, each in enumerate(case.assumptions, start=1)
    )
    rivals = tuple(
        Finding(
            f"hypotheses.{number}",
            "",
            said(each.text)
            + (f" Evidence: {' '.join(_sentence(said(e)) for e in each.evidence)}" if each.evidence else ""),
            (),
            _basis_of(f"hypotheses.{number - 1}", each.basis),
        )
        for number, each in enumerate(case.hypotheses, start=1)
    )
    watched = tuple(
        Finding(
            f"indicators.{number}",
            said(each.direction or ""),
            said(each.text) + (f": {said(each.direction)}." if each.direction else "."),
            (),
            _basis_of(f"indicators.{number - 1}", each.basis),
        )
        for number, each in enumerate(case.indicators, start=1)
    )
    blocks = (
        Block("assumptions", assumed, "Key assumptions", "table", ("assumption", "if it is wrong", "confidence")),
        Block("hypotheses", rivals, "Other readings of the conflict", "list"),
        Block("indicators", watched, "What to watch: it would change the judgement", "list"),
    )
    kept = tuple(block for block in blocks if block.findings)
    return Section("assumptions", "Assumptions, rival readings, indicators", kept) if kept else None


def _sentence(text: str) -> str:
    return text if text.rstrip(END).endswith((".", "!", "?")) else f"{text}."


def _basis_of(path: str, basis: str | None) -> tuple[Evidence, ...]:
    return (Evidence(path, "", basis, None, None),) if basis else ()


def claims(m: Material) -> Section | None:
    """The claims put to the test, those that fail first; None where the case makes none."""
    if not m.claims:
        return None
    verdicts = {name: _verdict(m, name) for name in m.claims}
    order: tuple[Verdict, ...] = ("fails", "undecided", "holds")
    rows = tuple(_claim(m, name, verdict) for verdict in order for name, of in verdicts.items() if of == verdict)
    over = ["holds in"] if m.claims_over_draws else []
    columns = ("claim", "verdict", *over, "without it", "by how much" if over else "compared")
    fail, undecided = (list(verdicts.values()).count(each) for each in order[:2])
    note = (
        "Without it: the same test with the mechanism that the claim names switched off; if the claim still holds, the "
        "mechanism is not the reason. "
    )
    if m.claims_over_draws:
        note += (
            f"Holds in: the share of {m.claim_draws} draws; a claim fails where that is under half, and is undecided "
            "where the 95 % interval of the share includes half. By how much: the first number that it compares minus "
            "the second, as the median of the draws and the range from 5 to 95 % of them."
        )
    else:
        note += "Compared: the two numbers, at the most likely values."
    title = f"Claims put to the test: {fail or 'none'} of {len(rows)} {'fails' if fail == 1 else 'fail'}"
    title += f", {undecided} {'is' if undecided == 1 else 'are'} undecided" if undecided else ""
    return Section("claims", title, (Block("claims", rows, "", "table", columns, note),))


def _verdict(m: Material, name: str) -> Verdict:
    if m.claims_over_draws:
        return m.claims_over_draws[name].verdict
    return _as_verdict(m.claims[name].holds)


def _as_verdict(holds: bool) -> Verdict:
    return "holds" if holds else "fails"


def _claim(m: Material, name: str, verdict: Verdict) -> Finding:
    claim = m.claims[name].claim
    measures = [Measure(f"verdict({name})", verdict, "text")]
    if m.claims_over_draws:
        over = m.claims_over_draws[name]
        without = over.without_mechanism.verdict if over.without_mechanism else None
        middle, ends = how_far_apart(over, m.best)
        measures.append(m.share(f"share({name})", over.with_mechanism.share))
        measures.append(Measure(f"verdict({name}) off", without, "text"))
        measures.append(Measure(f"size({name})", f"{middle} ({ends})" if ends else middle, "text"))
    else:
        off = m.claims[name].without_mechanism
        measures.append(Measure(f"verdict({name}) off", None if off is None else _as_verdict(off.holds), "text"))
        measures.append(Measure(f"compared({name})", numbers_compared(m.claims[name], m.best), "text"))
    basis = (evidence_of(claim, f"claims.{name}", said(claim.text)),)
    return Finding(f"claims.{name}", said(claim.text), "", tuple(measures), basis)


def sources(case: Case) -> Section | None:
    """The sources with their Admiralty grades, and how many judgements rest on each; None where there is none."""
    used: dict[str, int] = {}
    for judgement in judgements(case):
        if judgement.source_id:
            used[judgement.source_id] = used.get(judgement.source_id, 0) + 1
    rows: list[Finding] = []
    for key, source in case.sources.items():
        parts = [source.author, source.title, source.publisher, source.version, str(source.year or "")]
        text = ", ".join(said(part) for part in parts if part)
        measures = (
            Measure(f"grade.{key}", said(source.grade) if source.grade else "not graded", "text"),
            Measure(f"judgements.{key}", float(used.get(key, 0)), "count"),
        )
        rows.append(Finding(f"sources.{key}", key, text, measures))
    own = used.get("judgement", 0)
    if own:
        measures = (Measure("grade.judgement", "–", "text"), Measure("judgements.judgement", float(own), "count"))
        rows.append(Finding("sources.judgement", "judgement", "the analyst's own, no source for it", measures))
    if not rows:
        return None
    columns = ("source", "what it is", "grade", "judgements")
    note = "Grades: A, reliable, to F; 1, confirmed, to 6 (Admiralty system). Judgements: how many numbers rest on it."
    return Section("sources", "Sources", (Block("sources", tuple(rows), "", "table", columns, note),))
