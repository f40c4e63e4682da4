"""What changed since another run, and which judgement moved it: one change at a time, shared out where they interact.

Shares are Shapley values [Shapley 1953]: the mean of what a change adds over all orders in which changes could be made.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import factorial
from textwrap import shorten
from typing import Any, cast

from ripeness.answer.pipeline import run
from ripeness.case.fields import at
from ripeness.case.model import Case
from ripeness.case.read.changes import CHANGEABLE, as_plain, keys_of, plain
from ripeness.case.read.load import with_changes
from ripeness.ensemble.wording import DEAL_IN_FORCE, LARGER_DEAL, called, day, first_word, outbreak
from ripeness.errors import CaseError, InputError, Problem
from ripeness.findings.findings import Block, Finding, Measure, Section, Unit
from ripeness.findings.text import said

EXACT_UP_TO = 10
SURELY_EXACT_UP_TO = 4
LONGEST = 120
SHOWN_FROM = 0.0005
TOLERANCE = 1e-9

QUANTITIES: Mapping[str, tuple[str, Unit]] = {
    "deal": (DEAL_IN_FORCE, "points"),
    "war": ("{war}", "points"),
    "deals_now": ("deals acceptable now", "count"),
}
# what says where a number comes from, and moves none
_SAID = ("basis", "note", "confidence")
# what only says how something is called
_CALLED = ("name", "seat", "in_text", "question", "text")
Amounts = tuple[float, ...]


@dataclass(frozen=True)
class Change:
    """Fields of a case that differ, changed together since one alone may make no case; what each was and is."""

    paths: tuple[str, ...]
    was: tuple[str, ...]
    now: tuple[str, ...]
    data: Mapping[str, Any]


def changes_since(now: Case, before: Case) -> Section:
    """What moved from one case to the other, at the modes, and what each change did to it.

    Raises `InputError` where the two are of different cases.
    """
    if now.id != before.id:
        fault = f"is of the case {before.id}, expected: a run of {now.id}"
        raise InputError(Problem("--since", fault))
    start, end = amounts(before), amounts(now)
    changed = changes(now, before)
    rows: list[Finding] = []
    for place, (quantity, (words, unit)) in enumerate(QUANTITIES.items()):
        of: Unit = "probability" if unit == "points" else unit
        measures = (
            Measure(f"{quantity} before", start[place], of),
            Measure(quantity, end[place], of),
            Measure(f"{quantity} - before", end[place] - start[place], "points" if unit == "points" else "change"),
        )
        named = words.format(war=outbreak(now))
        rows.append(Finding(f"since.{quantity}", named, "", measures))
    moved = Block("since.moved", tuple(rows), "", "table", ("what", "before", "now", "change"))
    if not changed:
        text = "Nothing in the case that the answer rests on has changed."
        return _section(before, (Block("since.none", (Finding("since.none", "", text),)), moved))
    by_change = _by_change(before, changed, start, end, called(now).war)
    return _section(before, (Block("since.most", (_in_short(rows, by_change),)), moved, by_change))


def _in_short(rows: Sequence[Finding], by_change: Block) -> Finding:
    """What moved a deal and war most."""
    words: list[str] = []
    measures: list[Measure] = []
    for place, (what, row) in enumerate(zip((first_word(LARGER_DEAL), first_word(rows[1].label)), rows, strict=False)):
        moved = row.measures[2]
        most = max(by_change.findings, key=lambda change: abs(change.measures[place].number))
        if abs(moved.number) < SHOWN_FROM and abs(most.measures[place].number) < SHOWN_FROM:
            words.append(f"{what}: as it was.")
            continue
        share = most.measures[place]
        measures += [moved, share]
        words.append(f"{what}: {moved.shown} points, most by {most.label} ({share.shown}).")
    return Finding("since.most", "", " ".join(words), tuple(measures))


def _section(before: Case, blocks: tuple[Block, ...]) -> Section:
    return Section("since", f"What has changed since {day(before.as_of)}", blocks)


def _by_change(before: Case, changed: Sequence[Change], start: Amounts, end: Amounts, war: str) -> Block:
    parts, how = shares(len(changed), lambda chosen: _with(before, [changed[k] for k in sorted(chosen)]), start, end)
    found: list[Finding] = []
    for number, (change, part) in enumerate(zip(changed, parts, strict=False), start=1):
        text = "; ".join(f"{was} → {now}" for was, now in zip(change.was, change.now, strict=True))
        found.append(Finding(f"since.change.{number}", ", ".join(change.paths), text, _measures(change.paths, part)))
    if len(parts) > len(changed):
        found.append(Finding("since.together", "what they do together", "", _measures(("together",), parts[-1])))
    size = max((abs(m.number) for f in found for m in f.measures[:2]), default=0.0)
    found.sort(key=lambda f: -abs(f.measures[0].number) - abs(f.measures[1].number) if size else 0.0)
    columns = ("judgement", "was → is", LARGER_DEAL.removeprefix("a "), war, "open now")
    note = f"Percentage points of {LARGER_DEAL} and of {war}, every judgement at its most likely value. {how}".rstrip()
    return Block("since.changes", tuple(found), "Which change moved it", "table", columns, note)


def _measures(paths: Sequence[str], part: Amounts) -> tuple[Measure, ...]:
    name = "+".join(paths)
    return tuple(
        Measure(f"{quantity} by {name}", amount, "points" if unit == "points" else "change")
        for (quantity, (_, unit)), amount in zip(QUANTITIES.items(), part, strict=True)
    )


def amounts(case: Case) -> Amounts:
    """The quantities compared, at the modes: a deal and war by the horizon, and the deals acceptable now."""
    as_is = run(case).as_is
    curves = as_is.futures.curves
    deal = float(curves.bargain[0, -1] + curves.settled[0, -1])
    return deal, float(curves.war[0, :, -1].sum()), float(as_is.zones.at_start[0].sum())


def shares(
    number: int, of: Callable[[frozenset[int]], Amounts], start: Amounts, end: Amounts
) -> tuple[list[Amounts], str]:
    """What each of some changes adds to the amounts, and how that was found.

    `of` gives the amounts with some of the changes made. Shapley values up to 10 changes; of more than 4 that each add
    the same first as last, what each adds. Beyond 10, each alone, and one more entry at the end: what they do together.

    >>> shares(2, lambda s: (float(len(s) == 2),), (0.0,), (1.0,))[0]
    [(0.5,), (0.5,)]
    """
    known: dict[frozenset[int], Amounts] = {frozenset(): start, frozenset(range(number)): end}

    def worth(chosen: frozenset[int]) -> Amounts:
        if chosen not in known:
            known[chosen] = of(chosen)
        return known[chosen]

    alone = [_less(worth(frozenset([k])), start) for k in range(number)]
    rest = _less(_less(end, start), tuple(map(sum, zip(*alone, strict=True))))
    together = frozenset(range(number))
    if number == 1:
        return alone, ""
    if number > SURELY_EXACT_UP_TO and all(
        abs(first - last) <= TOLERANCE
        for k in range(number)
        for first, last in zip(alone[k], _less(end, worth(together - {k})), strict=True)
    ):
        return alone, "Each change adds the same whether made first or last."
    if number > EXACT_UP_TO:
        return [
            *alone,
            rest,
        ], (f"Each change made alone, for there are more than {EXACT_UP_TO}; the rest is what they do together.")
    found: list[Amounts] = []
    for k in range(number):
        others = [j for j in range(number) if j != k]
        total = tuple(0.0 for _ in start)
        for size in range(number):
            weight = factorial(size) * factorial(number - size - 1) / factorial(number)
            for chosen in map(frozenset, combinations(others, size)):
                adds = _less(worth(chosen | {k}), worth(chosen))
                total = tuple(t + weight * a for t, a in zip(total, adds, strict=True))
        found.append(total)
    return found, "Changes that interact share what they do by Shapley's rule: the mean over all orders of making them."


def _less(one: Amounts, other: Amounts) -> Amounts:
    return tuple(a - b for a, b in zip(one, other, strict=True))


def changes(now: Case, before: Case) -> tuple[Change, ...]:
    """The fields of the dispute that differ, each by itself unless that makes no case.

    What moves no number at the modes is left out: notes, sources, ends of ranges.
    """
    was, is_now = plain(before), plain(now)
    paths = [path for key in CHANGEABLE for path in _differing(key, _at(was, key), _at(is_now, key))]
    made = [_change([path], was, is_now) for path in paths]
    sound = [change for change in made if _is_case(before, [change])]
    unsound = [path for change in made if change not in sound for path in change.paths]
    if unsound:
        together = _change(unsound, was, is_now)
        if not _is_case(before, [together]):
            return (_change(paths, was, is_now),)
        sound.append(together)
    # changes that are sound alone may make no case with others
    return tuple(sound) if _all_sound(before, sound) else (_change(paths, was, is_now),)


def _all_sound(before: Case, changed: Sequence[Change]) -> bool:
    pairs = [list(pair) for pair in combinations(changed, 2)] if len(changed) <= EXACT_UP_TO else []
    return all(_is_case(before, chosen) for chosen in [*pairs, list(changed)])


def _change(paths: Sequence[str], was: Mapping[str, Any], is_now: Mapping[str, Any]) -> Change:
    old, new = ([_at(data, path) for path in paths] for data in (was, is_now))
    return Change(tuple(paths), tuple(map(_shown, old)), tuple(map(_shown, new)), dict(zip(paths, new, strict=True)))


def _shown(data: Any) -> str:
    return said(shorten(_in_words(data), LONGEST, placeholder=" …"))


def _in_words(data: Any) -> str:
    """A piece of data without what only says where it comes from."""
    if isinstance(data, dict):
        entries = cast(Mapping[str, Any], data)
        if _is_judgement(entries):
            low, mode, high = (entries.get(end, entries["mode"]) for end in ("low", "mode", "high"))
            return f"{mode:g}" if low == high else f"{mode:g} ({low:g} to {high:g})"
        kept = ", ".join(f"{key}: {_in_words(value)}" for key, value in entries.items() if key not in _SAID)
        return f"({kept})" if kept else "none"
    if isinstance(data, list):
        return ", ".join(map(_in_words, cast(list[Any], data))) or "none"
    return "not given" if data is None else f"{data:g}" if isinstance(data, float) else said(str(data))


def _at(data: Any, path: str) -> Any:
    """What stands at a path, or the field's default where nothing does."""
    here: Any = data
    for key in keys_of(path):
        try:
            here = here[key]
        except (KeyError, IndexError):
            return _default(path)
    return here


def _default(path: str) -> Any:
    """What a field is where the file does not give it; None for what is no field or has to be given."""
    *above, last = keys_of(path)
    kind = at(above)
    field = kind.described().get(str(last)) if kind.model else None
    if field is None or field.is_required():
        return None
    return as_plain(cast(object, field.get_default(call_default_factory=True)))


def _differing(path: str, was: Any, now: Any) -> list[str]:
    """The deepest paths at which data differ in what moves a number, above any name that is new or gone."""
    if _bare(was) == _bare(now):
        return []
    if isinstance(was, dict) and isinstance(now, dict):
        first, second = cast(Mapping[str, Any], was), cast(Mapping[str, Any], now)
        if _is_judgement(first) or _is_judgement(second):
            return [path]
        fields = at(keys_of(path)).model is not None
        # an id of the analyst's may be `name`
        aside = (*_SAID, *_CALLED) if fields else _SAID
        keys = [key for key in dict.fromkeys([*first, *second]) if key not in aside]
        if fields or all(key in first and key in second for key in keys):
            both_of = ((of.get(key, _default(f"{path}.{key}")) for of in (first, second)) for key in keys)
            return [
                each
                for key, (one, other) in zip(keys, both_of, strict=True)
                for each in _differing(f"{path}.{key}", one, other)
            ]
    if isinstance(was, list) and isinstance(now, list) and len(cast(list[Any], was)) == len(cast(list[Any], now)):
        both = list(zip(cast(list[Any], was), cast(list[Any], now), strict=True))
        if all(isinstance(each, dict) for pair in both for each in pair):
            return [found for k, (a, b) in enumerate(both) for found in _differing(f"{path}.{k}", a, b)]
    return [path]


def _is_judgement(data: Mapping[str, Any]) -> bool:
    # a name of the analyst's may be `mode`, and what stands under it is no plain number
    return isinstance(data.get("mode"), int | float)


def _bare(data: Any) -> Hashable:
    """What of some data moves a number at the modes, made comparable."""
    if isinstance(data, dict):
        entries = cast(Mapping[str, Any], data)
        if _is_judgement(entries):
            return float(entries["mode"])
        return frozenset((key, _bare(value)) for key, value in entries.items() if key not in _SAID)
    if isinstance(data, list):
        return tuple(map(_bare, cast(list[Any], data)))
    return float(data) if isinstance(data, int | float) and not isinstance(data, bool) else data


def _is_case(before: Case, changed: Sequence[Change]) -> bool:
    try:
        _made(before, changed)
    except CaseError:
        return False
    return True


def _made(before: Case, changed: Sequence[Change]) -> Case:
    # what is asked of a case is checked with every change of it, and no number here needs it
    bare = before.model_copy(update={"postures": {}, "levers": {}, "claims": {}})
    return with_changes(bare, {path: value for change in changed for path, value in change.data.items()})


def _with(before: Case, changed: Sequence[Change]) -> Amounts:
    return amounts(_made(before, changed))
