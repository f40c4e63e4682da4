"""The postures compared: against no talks and against the expected course, in groups that can be told apart."""

from collections.abc import Sequence
from dataclasses import replace

from ripeness.case.names import EXPECTED_COURSE, posture_in_words
from ripeness.case.quantity import AS_IS
from ripeness.ensemble.wording import (
    DEAL_IN_FORCE,
    LARGER_DEAL,
    RUNG_NAMES,
    called,
    first_word,
    month_name,
    outbreak,
    signed_by,
)
from ripeness.findings.confidence import evidence_of
from ripeness.findings.findings import Block, Chart, Finding, Measure, Section
from ripeness.findings.material import Material
from ripeness.findings.outlook import silent_posture
from ripeness.findings.text import listed, said
from ripeness.settlements.listing import RUNGS

SHOWN = 3


def postures(m: Material) -> Section | None:
    """The postures compared; None where the case has none. In no group are they ranked."""
    if not m.case.postures:
        return None
    lower, higher = m.told_apart()
    war = outbreak(m.case)
    alike = [name for name in m.case.postures if name not in (*lower, *higher)]
    groups = (
        ("lower", f"Postures under which {war} is less likely", lower),
        ("alike", f"The {EXPECTED_COURSE}, and postures that make no clear difference", [AS_IS, *alike]),
        ("higher", f"Postures under which {war} is likelier", higher),
    )
    by = month_name(m.case, m.case.horizon)
    draw_by_draw = ", draw by draw" if m.drawn else ""
    note = f"By {by}. Differences of {war} are in percentage points{draw_by_draw}, taken before rounding. "
    note += f"{first_word(LARGER_DEAL)}: {DEAL_IN_FORCE}."
    order = [AS_IS, *m.case.postures]
    blocks = [
        Block(f"postures.{key}", tuple(_row(m, name) for name in order if name in names), title, "table", _columns(m))
        for key, title, names in groups
        if names
    ]
    blocks[-1] = replace(blocks[-1], note=note)
    said_of_war = Block("postures.war", tuple(what_moves_war(m)))
    charts = (_dots(m, "war"), _dots(m, "deal"))
    return Section(
        "postures", "Postures compared", (said_of_war, *blocks, _in_force(m), _costs(m), _what_they_are(m)), charts
    )


def _columns(m: Material) -> tuple[str, ...]:
    words = called(m.case)
    silent = ["against no talks"] if silent_posture(m) else []
    return (
        "posture",
        words.war,
        *silent,
        "against expected",
        LARGER_DEAL.removeprefix("a "),
        f"months of {words.crisis}",
    )


def _row(m: Material, name: str) -> Finding:
    silent = silent_posture(m)
    nothing = Measure("", None, "points")
    measures = (
        m.of("war", name),
        *([nothing if name == silent else m.difference("war", name, silent)] if silent else []),
        nothing if name == AS_IS else m.difference("war", name),
        m.of("deal", name),
        m.of("crisis_months", name),
    )
    posture = m.case.postures.get(name)
    basis = (evidence_of(posture, f"postures.{name}", said(posture.title)),) if posture else ()
    return Finding(f"postures.{name}", posture_in_words(m.case, name), "", measures, basis)


def _in_force(m: Material) -> Block:
    """The rungs in force at the end under each posture."""
    small = ["step"] if m.case.has_small_steps else []
    columns = ("posture", *(RUNG_NAMES[rung] for rung in RUNGS if rung != "step" or small))
    rows = tuple(
        Finding(f"postures.in_force.{name}", posture_in_words(m.case, name), "", measures)
        for name in (AS_IS, *m.case.postures)
        for measures in [tuple(m.of(rung, name) for rung in (*small, "bargain", "settled"))]
    )
    return Block("postures.in_force", rows, "In force at the end of the horizon", "table", columns)


def _costs(m: Material) -> Block:
    """Who capitulates under each posture, and what crises and wars cost the region."""
    rows: list[Finding] = []
    for name in (AS_IS, *m.case.postures):
        cost = Measure(f"region_cost@{name}", m.region_cost(name), "amount", whole=m.region_cost(AS_IS))
        measures = (*(m.gives_in(p, name) for p in m.a.that_sign), *([cost] if m.has_region_cost else []))
        rows.append(Finding(f"postures.costs.{name}", posture_in_words(m.case, name), "", measures))
    columns = ("posture", *map(m.label, m.a.that_sign), *(["region's cost"] if m.has_region_cost else []))
    note = "A party's column: the chance that it capitulates."
    if m.has_region_cost:
        note += " The region's cost: what crises and war cost it over the horizon, 100 % being the expected course."
    return Block("postures.costs", tuple(rows), "Who would capitulate, what the region pays", "table", columns, note)


def _what_they_are(m: Material) -> Block:
    found = tuple(
        Finding(
            f"postures.what.{name}",
            "",
            f"{first_word(posture_in_words(m.case, name))}: {said(posture.title)}"
            f"{signed_by(m.case, m.a.futures[name].capitulation)}.",
        )
        for name, posture in m.case.postures.items()
    )
    return Block("postures.what", found, "What each posture is", "list")


def _others(number: int, what: str) -> str:
    return f"One other {what}" if number == 1 else f"{number} other {what}s"


def what_moves_war(m: Material) -> list[Finding]:
    """The postures under which war is likelier or less likely than as things are, and never an order of the others."""
    if not m.case.postures:
        return []
    as_is = m.of("war")
    groups = m.told_apart()
    sides: list[str] = []
    for names, words in zip(groups, ("less likely", "likelier"), strict=True):
        if names:
            shown = [f"“{posture_in_words(m.case, name)}” ({m.of('war', name).shown})" for name in names[:SHOWN]]
            if len(names) > SHOWN:
                shown.append(_others(len(names) - SHOWN, "posture").lower())
            sides.append(f"{words} under {listed(shown)}")
    alike = len(m.case.postures) - sum(map(len, groups))
    if not sides:
        which = (
            "The posture compared does not clearly change"
            if alike == 1
            else f"None of the {alike} postures clearly changes"
        )
        text = f"{which} the risk of {outbreak(m.case)} ({as_is.shown} on the {EXPECTED_COURSE})."
    else:
        text = f"Compared with the {EXPECTED_COURSE} ({as_is.shown}), {outbreak(m.case)} is {'; it is '.join(sides)}."
        if alike:
            text += f" {_others(alike, 'posture')} {'makes' if alike == 1 else 'make'} no clear difference."
    named = [m.of("war", name) for names in groups for name in names[:SHOWN]]
    return [Finding("postures.war", "", text, (as_is, *named))]


def _dots(m: Material, what: str) -> Chart:
    """War or a deal under each posture, in the order of the case."""
    names = [AS_IS, *m.case.postures]
    points = tuple(
        {"posture": name, "p": of.value, "low": of.low, "high": of.high}
        for name, of in ((name, m.of(what, name)) for name in names)
    )
    by = month_name(m.case, m.case.horizon)
    named = outbreak(m.case) if what == "war" else LARGER_DEAL
    key, title = "postures" if what == "war" else f"postures.{what}", first_word(named)
    alt = f"Dot plot of {named} by {by} under each posture. {_compared(m, what)}"
    columns = {"posture": "posture", "p": "probability", "low": "5 %", "high": "95 %"}
    of_draws = " Lines: 5 to 95 % of the draws." if m.drawn else ""
    options = {
        "place": int(what != "war"),
        "names": {name: posture_in_words(m.case, name) for name in names},
        "note": f"The dashed line is the {EXPECTED_COURSE}.{of_draws}",
        "meaning": "postures.what",
    }
    return Chart(key, "postures", f"{title} by {by}, by posture", alt, columns, points, options)


def _compared(m: Material, quantity: str) -> str:
    """Under which postures a quantity is told apart from the expected course."""

    def under(names: Sequence[str]) -> str:
        shown = [f"{posture_in_words(m.case, name)} ({m.of(quantity, name).shown})" for name in names]
        return listed(shown) if shown else "no posture"

    lower, higher = map(under, m.told_apart(quantity))
    what = first_word({"war": outbreak(m.case), "deal": LARGER_DEAL}[quantity])
    expected = f"{m.of(quantity).shown} on the {EXPECTED_COURSE}"
    return f"{what} ({expected}) is likelier under {higher}, less likely under {lower}."
