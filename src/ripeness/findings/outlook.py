"""What may happen meanwhile: alternatives, war by month and path, postures, transitions, and what the case implies."""

from collections.abc import Mapping, Sequence
from textwrap import shorten

from ripeness.answer.result import Alternative, Reach
from ripeness.case.names import EXPECTED_COURSE, posture_in_words
from ripeness.case.quantity import AS_IS
from ripeness.crisis.states import WAR_PATHS
from ripeness.ensemble.wording import (
    called,
    can_be_told_apart,
    first_word,
    month_name,
    outbreak,
    percent,
)
from ripeness.findings.confidence import confidence_of, evidence_of, judged
from ripeness.findings.findings import NOTHING, Block, Chart, Finding, Measure, Section, Value
from ripeness.findings.first_screen import PATHS, likelihood
from ripeness.findings.gains import gains_or_loses
from ripeness.findings.material import DRAWS, Material
from ripeness.findings.text import said

KINDS = ("never", "attack", "wait")
# what an alternative is called in a chart
DRAWN_AS: Mapping[str, str] = {
    "never": "without any deal",
    "attack": "an attack now",
    "wait": "waiting for new leaders",
}
AN_ILLUSION = 0.005
# what is told of a war that goes on, by quantity
GOING_ON: Mapping[str, str] = {
    "at_war": "going on then",
    "war_months": "months of it",
    "decided": "decided",
    "ceasefire.ever": "a ceasefire ever",
}
LONGEST_NAME = 38
ANY_PATH = "any path"


def alternatives(m: Material) -> Section:
    """What each can expect without a deal, as it believes and as the analyst sees it."""
    rows: list[Finding] = []
    illusions: list[Finding] = []
    points: list[Mapping[str, Value]] = []
    for party, of in m.a.alternatives.items():
        *both, _ = m.expected(party)
        for viewer, words, seen, best in (
            ("", "as it believes", of.believed, both[0]),
            ("analyst.", "as the analyst sees it", of.as_analyst, both[1]),
        ):
            label = f"{m.label(party)}, {words}"
            rows.append(Finding(f"alternatives.{viewer}{party}", label, "", (*_each(m, viewer, party, seen), best)))
            points += _points(m, party, words, seen, best)
        illusions.append(_illusion(m, party))
    columns = ("party", *(("best is",) if m.drawn else KINDS), "best alternative")
    note = (
        f"{m.payoffs_are} Never: no deal is ever made; attack: {called(m.case).war} now; wait: deal only with the "
        "next leadership"
    )
    note += ". Best: at the most likely values." if m.drawn else "; –: does not apply."
    blocks = (
        Block("alternatives.illusions", tuple(illusions), "", "list"),
        Block("alternatives", tuple(rows), "", "table", columns, note),
    )
    alt = "Dot plot of what each party expects without a deal, as it believes and as the analyst sees it: " + "; ".join(
        f"{m.name(p)} {believed.shown} as it believes, {seen.shown} as the analyst sees it"
        for p, (believed, seen, _) in ((p, m.expected(p)) for p in m.a.alternatives)
    )
    names = {"row": "what", "seen": "seen", "worth": "worth", "gap": "more than the analyst sees"}
    names |= {"low": "5 %", "high": "95 %"} if m.drawn else {}
    is_left_out = not m.drawn and "attack" not in _kinds_shown(m)
    options = {"note": "Attack is not drawn, since it would set the scale; the table has it."} if is_left_out else {}
    title = "Expected without a deal, of the most that a deal could give (today: 0)"
    chart = Chart("alternatives", "alternatives", title, f"{alt}.", names, tuple(points), options)
    return Section("alternatives", "What each expects without a deal", blocks, (chart,))


def _each(m: Material, viewer: str, party: str, seen: Alternative) -> tuple[Measure, ...]:
    """Each alternative; over draws, which keep the best alone, only which one that is."""
    if m.drawn:
        return (Measure(f"{viewer}best.{party}", seen.best[0], "text"),)
    return tuple(m.worth(f"{viewer}alternative.{party}.{kind}", getattr(seen, kind), party) for kind in KINDS)


def _points(m: Material, party: str, words: str, seen: Alternative, best: Measure) -> list[Mapping[str, Value]]:
    """The alternatives of a party in one view, each with how much more that is than in the analyst's.

    All in parts of the most that a deal could give the party.
    """
    believed, _, illusion = m.expected(party)
    most = m.best[party] if m.best[party] > NOTHING else 1.0
    if m.drawn:
        gap = illusion.number / most if best.name == believed.name else None
        low, high = (None if end is None else end / most for end in (best.low, best.high))
        row = {"row": f"{m.label(party)}, the best", "seen": words, "worth": best.number / most, "gap": gap}
        return [row | {"low": low, "high": high}]
    of = m.a.alternatives[party]
    rows: list[Mapping[str, Value]] = []
    for kind in _kinds_shown(m):
        worth, other = getattr(seen, kind), getattr(of.as_analyst, kind)
        if worth is not None:
            gap = None if seen is not of.believed or other is None else (worth - other) / most
            row = f"{m.label(party)}, {DRAWN_AS[kind]}"
            rows.append({"row": row, "seen": words, "worth": worth / most, "gap": gap})
    return rows


def _kinds_shown(m: Material) -> tuple[str, ...]:
    """The alternatives that a chart shows: an attack, which dwarfs the others, only where it is somebody's best."""
    best = {each.best[0] for of in m.a.alternatives.values() for each in (of.believed, of.as_analyst)}
    return tuple(kind for kind in KINDS if kind != "attack" or kind in best)


def _illusion(m: Material, party: str) -> Finding:
    believed, seen, illusion = m.expected(party)
    basis = judged(m.case, f"beliefs.{party}", f"parties.{party}.war")
    if illusion.number > AN_ILLUSION:
        both = f"it expects {gains_or_loses(believed)}, the analyst expects it {gains_or_loses(seen)}"
        spread = f" (a gap of {illusion.span} in 5 to 95 % of the draws)" if illusion.span else ""
        text = f"{first_word(m.name(party))} overrates life without a deal: {both}{spread}."
    else:
        text = f"{first_word(m.name(party))} sees life without a deal much as the analyst does."
    return Finding(f"alternatives.illusion.{party}", "", text, (believed, seen, illusion), basis, confidence_of(basis))


def war(m: Material) -> Section:
    """War by month and by path, what a covert channel does to it, and how far one goes on."""
    by, what = month_name(m.case, m.case.horizon), outbreak(m.case)
    total = m.of("war")
    paths = tuple(m.of(f"war.{path}") for path in WAR_PATHS)
    second, most = sorted(paths, key=lambda each: each.number)[-2:]
    basis = judged(m.case, "dynamics")
    shares = ", ".join(f"{PATHS[path]} {measure.shown}" for path, measure in zip(WAR_PATHS, paths, strict=True))
    text = f"{first_word(what)} by {by}: {likelihood(total)}. By path: {shares}."
    if can_be_told_apart(most.number, second.number):
        text += f" The largest part comes by {PATHS[most.name.removeprefix('war.')]}."
    found = [Finding("war.total", "", text, (total, *paths), basis, confidence_of(basis))]
    found += _covert(m)
    charts = (_path_chart(m, by), _posture_curves(m, by)) if total.number > 0 else ()
    blocks = (Block("war", tuple(found), "", "list"), *_going_on(m, by))
    return Section("war", f"The risk of {what} meanwhile", blocks, charts)


def _going_on(m: Material, by: str) -> list[Block]:
    """How far a war goes on under each posture; none where it is decided in the month in which it begins."""
    if not m.war_goes_on:
        return []
    rows = tuple(
        Finding(f"war.going_on.{name}", posture_in_words(m.case, name), "", tuple(m.of(of, name) for of in GOING_ON))
        for name in (AS_IS, *m.case.postures)
    )
    title = f"{first_word(called(m.case).war)} that goes on, by {by}"
    return [Block("war.going_on", rows, title, "table", ("posture", *GOING_ON.values()))]


def _covert(m: Material) -> list[Finding]:
    """A posture that begins with a covert channel against one without any talks, or against the case as it is."""
    covert, silent = covert_posture(m), silent_posture(m)
    if covert is None:
        return []
    against = silent or AS_IS
    one, other, less = m.of("war", covert), m.of("war", against), m.difference("war", covert, against)
    share = m.lower("war", covert, against)
    effect = "lower" if less.number < 0 else "no lower"
    beside = "no talks at all" if silent else f"the {EXPECTED_COURSE}"
    text = (
        f"With “{posture_in_words(m.case, covert)}” the risk is {effect} than with {beside}: {one.shown} against "
        f"{other.shown} ({less.shown} points)."
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
        signing = m.a.futures[name].capitulation
        if posture.months is not None:
            continue
        if posture.talks == "none" or all(offers <= set(posture.bars.get(p, ())) for p in signing):
            return name
    return None


def _path_chart(m: Material, by: str) -> Chart:
    """War by path, whose parts add up; over draws, whose medians do not add up, by any path."""
    total, what = m.of("war"), outbreak(m.case)
    paths = () if m.drawn else WAR_PATHS
    rows = [row for path in paths or ("",) for row in _by_month_of(m, "path", path or ANY_PATH, _series(path))]
    if m.drawn:
        alt = f"A line of the probability of {what} up to each month in a band of 5 to 95 % of the draws, "
        alt += f"{total.shown} and {total.span} by {by}."
    else:
        alt = f"The probability of {what} up to each month, the parts by path on top of each other; together they "
        alt += f"reach {total.shown} by {by}."
    title = f"{first_word(what)} up to each month, on the {EXPECTED_COURSE}"
    ends = {path: f"{path} {m.of(_series(path)).shown}" for path in paths} or {ANY_PATH: f"{what} {total.shown}"}
    options = {**_of_time(m), "ends": ends}
    return Chart("war_by_path", "war_by_path", title, alt, _columns_of(m, "path"), tuple(rows), options)


def _series(path: str) -> str:
    return f"war.{path}" if path else "war"


def _by_month_of(m: Material, field: str, name: str, series: str, posture: str = AS_IS) -> list[Mapping[str, Value]]:
    """The rows of a chart over time for one line, with its band where there are draws."""
    middle, low, high = m.curve(series, posture)
    rows: list[Mapping[str, Value]] = []
    for month, value in enumerate(middle):
        row: dict[str, Value] = {field: name, "month": month, "date": month_name(m.case, month), "war": value}
        rows.append(row | ({"low": low[month], "high": high[month]} if low and high else {}))
    return rows


def _columns_of(m: Material, field: str) -> Mapping[str, str]:
    columns = {field: field, "month": "month", "date": "date", "war": outbreak(m.case)}
    return columns | ({"low": "5 %", "high": "95 %"} if m.drawn else {})


def _posture_curves(m: Material, by: str) -> Chart:
    """War on the expected course, and under the postures under which it is least and most likely."""
    lower, higher = m.told_apart()
    shown = [AS_IS, *lower[:1], *higher[:1]]
    rows = [row for name in shown for row in _by_month_of(m, "posture", name, "war", name)]
    names = {name: _short(m, name) for name in shown}
    of = {name: m.of("war", name) for name in shown}
    told = "; ".join(
        f"{posture_in_words(m.case, name)} {each.shown}{f' ({each.span})' if each.span else ''}"
        for name, each in of.items()
    )
    what = outbreak(m.case)
    alt = (
        f"Lines of the probability of {what} up to each month on the {EXPECTED_COURSE}, and where it is least and most "
    )
    alt += f"likely. By {by}: {told}."
    alt += " Bands show 5 to 95 % of the draws." if m.drawn else ""
    options = {**_of_time(m), "names": names, "ends": {name: f"{names[name]} {of[name].shown}" for name in shown}}
    title = f"{first_word(what)} up to each month: {EXPECTED_COURSE}, best and worst posture"
    return Chart("war_by_posture", "war_by_posture", title, alt, _columns_of(m, "posture"), tuple(rows), options)


def _short(m: Material, posture: str) -> str:
    """What a posture is called, short enough for the key of a chart."""
    return said(shorten(posture_in_words(m.case, posture), LONGEST_NAME, placeholder=" …"))


def _of_time(m: Material) -> Mapping[str, object]:
    """What a chart over time needs: when it starts and ends, and the changes of leadership scheduled in between."""
    events: list[Mapping[str, Value]] = []
    for transition in m.case.transitions:
        month = m.case.transition_month(transition)
        if 0 < month <= m.case.horizon:
            who = m.case.parties[transition.party].acting
            events.append({"month": month, "words": f"{transition.date:%-d %b %Y}: {who} may change leaders"})
    return {"from": m.case.as_of.isoformat(), "horizon": m.case.horizon, "events": events}


def transitions(m: Material) -> Section | None:
    """Before and after each scheduled transition; None where there is none within the horizon."""
    found = [_around(m, reach) for reach in m.a.as_is.reach]
    if not found:
        return None
    block = Block("transitions", tuple(found), "", "list")
    return Section("transitions", "Before and after each change of leadership", (block,))


def _around(m: Material, reach: Reach) -> Finding:
    transition = m.case.transitions[reach.transition]
    month, horizon = reach.month, m.case.horizon
    before, after = (
        tuple(_by_month(m, series, at) for series in ("bargain", "settled", "war")) for at in (month, horizon)
    )
    who, when = first_word(m.name(transition.party)), month_name(m.case, month)
    chance = Measure(f"transitions.{reach.transition}.probability", transition.probability.mode, "probability")
    text = (
        f"{who}, {when}: the chance of a change of leadership is {chance.shown}. Chances by then: a partial bargain in "
        f"force {before[0].shown}, a wide settlement in force {before[1].shown}, {outbreak(m.case)} {before[2].shown}; "
        f"by {month_name(m.case, horizon)} {after[0].shown}, {after[1].shown} and {after[2].shown}."
    )
    said_of = transition.probability
    basis = (evidence_of(said_of, f"transitions.{reach.transition}.probability", str(said_of)),)
    return Finding(f"transitions.{reach.transition}", "", text, (chance, *before, *after), basis, confidence_of(basis))


def _by_month(m: Material, series: str, month: int) -> Measure:
    """What a curve of the case as it is says of a month."""
    middle, low, high = m.curve(series)
    ends = (low[month], high[month], DRAWS) if low and high else (None, None, "")
    return Measure(f"{series}[{month}]", middle[month], "probability", *ends)


def _every(a_year: float) -> str:
    """How often something happens that happens so many times a year.

    >>> _every(0.22), _every(1.0), _every(3.04), _every(0.0)
    ('every 4.5 years', 'once a year', '3.0 times a year', 'never')
    """
    if a_year <= 0.0:
        return "never"
    if round(a_year, 1) == 1.0:
        return "once a year"
    return f"every {1 / a_year:.1f} years" if a_year < 1.0 else f"{a_year:.1f} times a year"


def implied(m: Material, record: Sequence[Finding] = ()) -> Section:
    """What the case implies of crises and wars, and `record`: what the record says beside it."""
    names = ("crises_per_year", "months_per_crisis", "war_per_crisis", "war_per_year")
    crises, months, of_crisis, of_year = (m.of(name) for name in names)
    words = called(m.case)
    text = (
        f"These judgements imply {words.a_crisis} {_every(crises.number)} ({crises.shown} a year), lasting "
        f"{months.shown} months on average; {of_crisis.shown} of them turn into {words.war}. The chance of "
        f"{outbreak(m.case)} in a year is {percent(of_year.number)}."
    )
    own = Finding("implied.case", "", text, (crises, months, of_crisis, of_year), judged(m.case, "dynamics"))
    return Section(
        "implied", "What the case implies, beside the record", (Block("implied", (own, *record), "", "list"),)
    )
