"""Arithmetic on rows, one number a draw: the innermost loops of the kernels, which the compiler turns into vectors.

Rows given to one function never overlap, unless it says so. Loops run to the length of a row, not to a constant, for
the compiler would unroll those and no longer see that they are vectors.
"""

# pyright: basic, reportPrivateUsage=none

import numpy as np

from ripeness.crisis.compiled import inlined, on_rows

_SHIFTER = 6755399441055744.0  # 1.5 * 2^52: adding it leaves the nearest whole number in the low bits


@inlined
def _exp(x):
    """Exponential of a number up to 0, to the last bit or two, -700 at the least; the library's has no vector form."""
    x = max(x, -700.0)
    shifted = x * 1.4426950408889634 + _SHIFTER
    whole = shifted - _SHIFTER
    r = x - whole * 0.693147180369123816490
    r = r - whole * 1.90821492927058770002e-10
    p = 1.0 / 6227020800.0
    p = p * r + 1.0 / 479001600.0
    p = p * r + 1.0 / 39916800.0
    p = p * r + 1.0 / 3628800.0
    p = p * r + 1.0 / 362880.0
    p = p * r + 1.0 / 40320.0
    p = p * r + 1.0 / 5040.0
    p = p * r + 1.0 / 720.0
    p = p * r + 1.0 / 120.0
    p = p * r + 1.0 / 24.0
    p = p * r + 1.0 / 6.0
    p = p * r + 0.5
    p = p * r + 1.0
    p = p * r + 1.0
    bits = (np.float64(shifted).view(np.int64) << 52) + (1023 << 52)
    return p * np.int64(bits).view(np.float64)


@on_rows
def copy(out, a):
    """a"""
    for x in range(out.shape[0]):
        out[x] = a[x]


@on_rows
def fill(out, number):
    """A number for all."""
    for x in range(out.shape[0]):
        out[x] = number


@on_rows
def add(out, a):
    """out + a"""
    for x in range(out.shape[0]):
        out[x] += a[x]


@on_rows
def subtract(out, a):
    """out - a"""
    for x in range(out.shape[0]):
        out[x] -= a[x]


@on_rows
def scale(out, a):
    """out * a"""
    for x in range(out.shape[0]):
        out[x] *= a[x]


@on_rows
def product(out, a, b):
    """a * b"""
    for x in range(out.shape[0]):
        out[x] = a[x] * b[x]


@on_rows
def add_product(out, a, b):
    """out + a * b"""
    for x in range(out.shape[0]):
        out[x] += a[x] * b[x]


@on_rows
def difference(out, a, b):
    """`a` and `b` may be the same row."""
    for x in range(out.shape[0]):
        out[x] = a[x] - b[x]


@on_rows
def largest(out, a):
    """The larger of out and a."""
    for x in range(out.shape[0]):
        out[x] = max(out[x], a[x])


@on_rows
def weigh(out, total, worth, top, sharpness, times):
    """Odds of an action against the best one, counted so many times in their total."""
    for x in range(out.shape[0]):
        odds = _exp(sharpness[x] * (worth[x] - top[x]))
        out[x] = odds
        total[x] += times * odds


@on_rows
def logistic(out, gain, sharpness):
    """How likely a gain is taken."""
    for x in range(out.shape[0]):
        scaled = sharpness[x] * gain[x]
        decayed = _exp(-abs(scaled))
        out[x] = (1.0 if scaled >= 0 else decayed) / (1.0 + decayed)


@on_rows
def invert(out):
    """1 / out"""
    for x in range(out.shape[0]):
        out[x] = 1.0 / out[x]


@on_rows
def flow(out, bargain, trend, crisis, discount, expected, years):
    """A month's flow and what is expected after it."""
    for x in range(out.shape[0]):
        out[x] = (bargain[x] + trend[x] * years - crisis[x]) / 12.0 + discount[x] * expected[x]


@on_rows
def for_good(out, bargain, trend, discount, years):
    """What a flow is worth that goes on for ever."""
    for x in range(out.shape[0]):
        out[x] = (bargain[x] + trend[x] * years) / (12.0 * (1.0 - discount[x]))
