import datetime as dt
from dataclasses import replace

import pytest

from ripeness.forecasts.forecast import Forecast
from ripeness.forecasts.keeping import keep_score

TODAY = dt.date(2026, 5, 1)
ONE = Forecast("a", "?", 0.25, dt.date(2026, 1, 1), dt.date(2026, 3, 1), "yes if", dt.date(2026, 1, 1))


def came(id, outcome, **more):
    return replace(ONE, id=id, outcome=outcome, resolved=dt.date(2026, 3, 2), **more)


def test_what_counts_and_what_does_not():
    kept = keep_score(
        [
            ONE,
            replace(ONE, id="b", horizon=dt.date(2027, 1, 1)),
            came("c", "void"),
            came("d", "yes"),
            came("e", "no", crowd=0.5),
            came("f", "yes", recorded=TODAY),
        ],
        TODAY,
    )
    assert (kept.forecasts, kept.open, kept.due, kept.void) == (6, 2, 1, 1)
    assert kept.scored.overall.n == 2
    assert kept.scored.overall.brier == pytest.approx((0.75**2 + 0.25**2) / 2)
    assert kept.scored.crowd.difference == pytest.approx(0.25**2 - 0.5**2)
    assert kept.afterthoughts.overall.n == 1


def test_nothing_to_score_yet():
    assert keep_score([ONE], TODAY).scored is None


def test_forecasts_of_one_case_for_one_day_are_one_group():
    of = [came(id, "no", origin={"case": "x"}) for id in "ab"] + [came("c", "no")]
    assert keep_score(of, TODAY).scored.overall.groups == 2
