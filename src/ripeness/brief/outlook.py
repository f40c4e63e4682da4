"""What may happen meanwhile: alternatives, war by month and path, postures, transitions, and what the case implies."""

from collections.abc import Mapping, Sequence
from textwrap import shorten

from ripeness.assessment.result import Reach
from ripeness.assessment.wording import flow, month_name, percent
from ripeness.brief.confidence import confidence_of, evidence_of, ranged
from ripeness.brief.findings import Block, Chart, Finding, Measure, Section, Value
from ripeness.brief.material import Material
from ripeness.brief.message import likelihood, what_moves_war
from ripeness.brief.text import said
from ripeness.case.quantity import AS_IS
from ripeness.crisis.states import WAR_PATHS

KINDS = ("never", "attack", "wait")
AN_ILLUSION = 0.005
LONGEST_NAME = 38


def alternatives(m: Material) -> Section:
    """What each can expect without a deal, as it believes and as the analyst sees it."""
    rows: list[Finding] = []
    illusions: list[Finding] = []
    points: list[Mapping[str, Value]] = []
    for party, of in m.a.alternatives.items():
        basis = ranged(m.case, f"beliefs.{party}", f"parties.{party}.war")
        for viewer, words, seen, best in (
            ("", "as it believes", of.believed, of.reservation),
            ("analyst.", "as the analyst sees it", of.as_analyst, of.reservation_as_analyst),
        ):
            measures = [Measure(f"{viewer}alternative.{party}.{kind}", getattr(seen, kind), "flow") for kind in KINDS]
            measures.append(Measure(f"{viewer}reservation.{party}", best, "flow"))
            label = f"{m.name(party)}, {words}"
            rows.append(Finding(f"alternatives.{viewer}{party}", label, "", tuple(measures)))
            points += [
                {"party": m.name(party), "alternative": kind, "seen": words, "worth": getattr(seen, kind)}
                for kind in KINDS
                if getattr(seen, kind) is not None
            ]
        illusion = Measure(f"illusion.{party}", of.illusion, "amount")
        if of.illusion > AN_ILLUSION:
            text = f"{m.name(party)} expects {illusion.shown} more than the analyst does: an illusion."
        else:
            text = f"{m.name(party)} sees its alternatives much as the analyst does."
        illusions.append(Finding(f"alternatives.illusion.{party}", "", text, (illusion,), basis, confidence_of(basis)))
    columns = ("party", *KINDS, "best, with its chances")
    note = (
        "Hundredths of the party's stake, a year; today is 0. Never: no deal is ever made; attack: war now; wait: deal "
        "only with the next leadership; –: does not apply."
    )
    blocks = (
        Block("alternatives.illusions", tuple(illusions), "", "list"),
        Block("alternatives", tuple(rows), "", "table", columns, note),
    )
    alt = "Dot plot of what each party expects without a deal, as it believes and as the analyst sees it: " + "; ".join(
        f"{m.name(p)} {flow(of.reservation)} as it believes, {flow(of.reservation_as_analyst)} as the analyst sees it"
        for p, of in m.a.alternatives.items()
    )
    names = {"party": "party", "alternative": "alternative", "seen": "seen", "worth": "worth"}
    chart = Chart(
        "alternatives", "alternatives", "Expected without a deal (today: 0)", f"{alt}.", names, tuple(points), {}
    )
    return Section("alternatives", "What each expects without a deal", blocks, (chart,))


def war(m: Material) -> Section:
    """War by month and by path, and what a covert channel does to it."""
    by = month_name(m.case, m.case.horizon)
    total = m.of("war")
    paths = tuple(m.of(f"war.{path}") for path in WAR_PATHS)
    most = max(paths, key=lambda each: each.number)
    basis = ranged(m.case, "dynamics")
    shares = ", ".join(f"{path} {measure.shown}" for path, measure in zip(WAR_PATHS, paths, strict=True))
    text = f"War by {by}: {likelihood(total)}. By path: {shares}."
    if total.number > 0:
        text += f" The largest part comes by {most.name.removeprefix('war.')}."
    found = [Finding("war.total", "", text, (total, *paths), basis, confidence_of(basis))]
    found += _covert(m)
    charts = (_path_chart(m, by), _posture_curves(m, by)) if total.number > 0 else ()
    return Section("war", "The risk of war meanwhile", (Block("war", tuple(found), "", "list"),), charts)


def _covert(m: Material) -> list[Finding]:
    """A posture that begins with a covert channel against one without any talks, or against the case as it is."""
    covert, silent = covert_posture(m), silent_posture(m)
    if covert is None:
        return []
    against = silent or AS_IS
    one, other, less = m.of("war", covert), m.of("war", against), m.difference("war", covert, against)
    share = m.lower("war", covert, against)
    effect = "lowers" if less.number < 0 else "does not lower"
    beside = "no talks at all" if silent else "the case as it is"
    text = (
        f"A covert channel {effect} the risk: {one.shown} under “{said(m.case.postures[covert].title)}” against "
        f"{other.shown} with {beside} ({less.shown} points)."
    )
    measures = [one, other, less]
    if share is not None:
        measures.append(m.share(f"share(war@{covert} < war@{against})", share))
        text += f" It is lower in {measures[-1].shown} of the draws."
    return [Finding("war.covert", "", text, tuple(measures))]


def covert_posture(m: Material) -> str | None:
    """The first posture that begins with a covert channel."""
    return next((n for n, p in m.case.postures.items() if p.set.get("dynamics.channel") == "covert"), None)


def silent_posture(m: Material) -> str | None:
    """The first posture under which nobody offers talks, ever."""
    offers = {"offer_covert", "offer_open"}
    for name, posture in m.case.postures.items():
        if posture.months is None and all(offers <= set(posture.bars.get(p, ())) for p in m.case.signatories):
            return name
    return None


def _path_chart(m: Material, by: str) -> Chart:
    rows: list[Mapping[str, Value]] = []
    for path in ("", *WAR_PATHS):
        middle, low, high = m.curve(f"war.{path}" if path else "war")
        for month, value in enumerate(middle):
            row: dict[str, Value] = {"path": path or "any path", "month": month, "war": value}
            if not path and low and high:
                row |= {"low": low[month], "high": high[month]}
            rows.append(row)
    total = m.of("war")
    alt = (
        f"Lines of the probability of war up to each month, by any path and by each; it reaches {total.shown} by {by}."
    )
    if total.span:
        alt += f" A band shows 5 to 95 % of the draws, {total.span} at the end."
    columns = {"path": "path", "month": "month", "war": "war"} | ({"low": "5 %", "high": "95 %"} if m.drawn else {})
    return Chart("war_by_path", "war_by_path", "War up to each month, as it is", alt, columns, tuple(rows), _marks(m))


def _posture_curves(m: Material, by: str) -> Chart:
    """War under the case as it is and under every posture that the text names."""
    texts = [*_covert(m), *what_moves_war(m)]
    named = {measure.name: None for finding in texts for measure in finding.measures}
    shown = [AS_IS, *(name for name in m.case.postures if f"war@{name}" in named)]
    rows = tuple(
        {"posture": name, "month": month, "war": value}
        for name in shown
        for month, value in enumerate(m.curve("war", name)[0])
    )
    names = {name: _title(m, name) for name in shown}
    ends = "; ".join(f"{names[name]} {m.of('war', name).shown}" for name in shown)
    alt = f"Lines of the probability of war up to each month under some postures. By {by}: {ends}."
    columns = {"posture": "posture", "month": "month", "war": "war"}
    options = {**_marks(m), "names": names}
    return Chart("war_by_posture", "war_by_posture", "War up to each month, by posture", alt, columns, rows, options)


def _title(m: Material, posture: str) -> str:
    """What a posture is called in a text, short enough for the key of a chart."""
    if posture == AS_IS:
        return "the case as it is"
    return f"“{said(shorten(m.case.postures[posture].title, LONGEST_NAME, placeholder=' …'))}”"


def _marks(m: Material) -> Mapping[str, Sequence[int]]:
    """The months of the transitions within the horizon."""
    months = {m.case.transition_month(t) for t in m.case.transitions}
    return {"transitions": sorted(month for month in months if 0 < month <= m.case.horizon)}


def postures(m: Material) -> Section | None:
    """The postures compared, the least war first; None where the case has none."""
    if not m.case.postures:
        return None
    names = [AS_IS, *sorted(m.case.postures, key=lambda name: m.of("war", name).number)]
    rows: list[Finding] = []
    for name in names:
        title = "The case as it is" if name == AS_IS else said(m.case.postures[name].title)
        against = Measure("", None, "points") if name == AS_IS else m.difference("war", name)
        measures = (
            m.of("war", name),
            against,
            m.of("deal", name),
            m.of("settled", name),
            *(m.of(f"capitulation.{p}", name) for p in m.case.signatories),
            m.of("crisis_months", name),
        )
        posture = m.case.postures.get(name)
        basis = (evidence_of(posture, f"postures.{name}", title),) if posture else ()
        rows.append(Finding(f"postures.{name}", name, title, measures, basis))
    gives_in = [f"{m.name(p)} gives in" for p in m.case.signatories]
    columns = ("posture", "what it is", "war", "against as-is", "deal", "settled", *gives_in, "months of crisis")
    by = month_name(m.case, m.case.horizon)
    draw_by_draw = ", draw by draw" if m.drawn else ""
    note = f"By {by}; against as-is in points of war{draw_by_draw}. A deal: a bargain in force or a settlement."
    block = Block("postures", tuple(rows), "", "table", columns, note)
    charts = (_posture_dots(rows, "war", 0, by), _posture_dots(rows, "deal", 2, by))
    return Section("postures", "Postures compared", (block,), charts)


def _posture_dots(rows: Sequence[Finding], what: str, place: int, by: str) -> Chart:
    """War or a deal under each posture, in the order of the table; `place` is that of its measure."""
    points = tuple(
        {"posture": row.label, "p": m.value, "low": m.low, "high": m.high}
        for row, m in ((row, row.measures[place]) for row in rows)
    )
    least, most = (best(rows, key=lambda row: row.measures[place].number) for best in (min, max))
    alt = (
        f"Dot plot of {what} by {by} under each posture. Least under {least.label} ({least.measures[place].shown}), "
        f"most under {most.label} ({most.measures[place].shown})."
    )
    columns = {"posture": "posture", "p": "probability", "low": "5 %", "high": "95 %"}
    key, title = ("postures", "War") if what == "war" else (f"postures.{what}", f"A {what}")
    return Chart(key, "postures", f"{title} by {by}, by posture", alt, columns, points, {"place": int(what != "war")})


def transitions(m: Material) -> Section | None:
    """Before and after each scheduled transition; None where there is none within the horizon."""
    found = [_around(m, reach) for reach in m.a.as_is.reach]
    if not found:
        return None
    note = "At the most likely values, without the ranges." if m.drawn else ""
    block = Block("transitions", tuple(found), "", "list", (), note)
    return Section("transitions", "Before and after each change of leadership", (block,))


def _around(m: Material, reach: Reach) -> Finding:
    transition = m.case.transitions[reach.transition]
    # the run keeps no curve of bargains ever signed, so that all of this is at the modes
    future, month = m.a.as_is, reach.month
    in_force, settled, war_of = future.bargain_by_month, future.settled_by_month, future.war_by_month
    before = (
        Measure(f"bargain.ever[{month}]", reach.bargain, "probability"),
        Measure(f"settled[{month}]", settled[month], "probability"),
        Measure(f"war[{month}]", war_of[month], "probability"),
    )
    after = (
        Measure(f"bargain[{m.case.horizon}]", in_force[-1], "probability"),
        Measure(f"settled[{m.case.horizon}]", settled[-1], "probability"),
        Measure(f"war[{m.case.horizon}] - war[{month}]", war_of[-1] - war_of[month], "probability"),
    )
    who, when = m.name(transition.party), month_name(m.case, month)
    chance = Measure(f"transitions.{reach.transition}.probability", transition.probability.mode, "probability")
    text = (
        f"{who}, {when}: a change of leadership has a chance of {chance.shown}. Before it, a bargain is signed with "
        f"{before[0].shown}, a settlement reached with {before[1].shown}, and war comes with {before[2].shown}. "
        f"At the end of the horizon a bargain is in force with {after[0].shown} and the dispute settled with "
        f"{after[1].shown}; war comes after the change with {after[2].shown}."
    )
    said_of = transition.probability
    basis = (evidence_of(said_of, f"transitions.{reach.transition}.probability", str(said_of)),)
    return Finding(f"transitions.{reach.transition}", "", text, (chance, *before, *after), basis, confidence_of(basis))


def implied(m: Material) -> Section:
    """What the case implies of crises and wars."""
    names = ("crises_per_year", "months_per_crisis", "war_per_crisis", "war_per_year")
    crises, months, of_crisis, of_year = (m.of(name) for name in names)
    text = (
        f"The case implies {crises.shown} crises a year, each of {months.shown} months and turning into war with "
        f"{of_crisis.shown}; war in a year {percent(of_year.number)}."
    )
    own = Finding("implied.case", "", text, (crises, months, of_crisis, of_year), ranged(m.case, "dynamics"))
    return Section("implied", "What the case implies, beside the record", (Block("implied", (own,), "", "list"),))
