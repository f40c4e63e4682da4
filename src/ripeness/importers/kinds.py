"""Kinds of utility spaces that are no sum over issues, and what they are instead."""

from __future__ import annotations

import re

from ripeness.errors import InputError, Problem

_BOXES = "hyper-rectangles, each worth something where several issues take values within it"
_GROUPS = "a sum over groups of issues, each group valued as a whole"
_DRAWN = "worth a random number, not the same one each time"
_RANKED = "a ranking, which says what is better but not by how much"
_PARTIAL = "a partial order of outcomes, which says of some that they are better, but not by how much"
_TIMED = "worth something else as the negotiation goes on"

# by the programs' own names, in small letters, without what all end in
KINDS: dict[str, str] = {
    # GENIUS
    "constraint": "rules over combinations of issues, with ranks of their options instead of evaluations",
    "nonlinear": _BOXES,
    "uncertain": "ranks of some outcomes instead of evaluations of options",
    # GeniusWeb
    "defaultpartialordering": _PARTIAL,
    "partialordering": _PARTIAL,
    "partialorder": _PARTIAL,
    "fullordering": _RANKED,
    "simplelinearordering": _RANKED,
    "sumofgroups": _GROUPS,
    # NegMAS
    "mapped": "a table of whole outcomes, each with a utility of its own",
    "mapping": "a table of whole outcomes, each with a utility of its own",
    "hyperrectangle": _BOXES,
    "nonlinearhyperrectangle": _BOXES,
    "nonlinearaggregation": "a function of the values of all issues that need be no sum",
    "complexweighted": "a sum of other utility functions",
    "weighted": "a sum of other utility functions",
    "complexnonlinear": "a function of other utility functions",
    "rankonly": _RANKED,
    "random": _DRAWN,
    "uniform": _DRAWN,
    "gaussian": _DRAWN,
    "ils": _DRAWN,
    "prob": _DRAWN,
    "probrandom": _DRAWN,
    "session": _TIMED,
    "staticadaptive": _TIMED,
}
_ENDINGS = ("utilityspace", "utilityfunction", "profile", "ufun", "space")


def refusal(kind: str, right: str, file: str, before: str = "") -> InputError:
    """The error for a kind that is no sum over issues; `before` goes before its name.

    >>> print(refusal("MappingUtilityFunction", "a LinearAdditiveUtilityFunction", "a.yml"))
    a.yml  MappingUtilityFunction is no sum over issues but a table of whole outcomes, each with a utility of its own, \
expected: a LinearAdditiveUtilityFunction
    """
    what = KINDS.get(_plain(kind))
    but = f" but {what}" if what else ""
    known = "is no sum over issues" if what else "is not known to be a sum over issues"
    return InputError(Problem("", f"{before}{kind} {known}{but}, expected: {right}", file))


def is_kind(name: str) -> bool:
    """Whether a name is that of a kind of utility space, known or not."""
    plain = name.casefold()
    return _plain(name) in KINDS or plain.endswith(_ENDINGS) or plain.endswith("ordering")


def _plain(kind: str) -> str:
    plain = re.sub(r"[^a-z]", "", kind.casefold())
    for ending in _ENDINGS:
        if plain.endswith(ending) and plain != ending:
            return plain.removesuffix(ending)
    return plain
