"""Arithmetic on rows, one number a draw: the innermost loops of the kernels, which the compiler turns into vectors.

A row is named by its array, (rows, lanes), and its number in it: a view of it would be counted in and out by everything
that holds it, which takes longer than the arithmetic. `out` is never one of the other rows. Loops run to the length of
a row, not to a constant, for the compiler would unroll those and no longer see that they are vectors.
"""

# pyright: basic, reportPrivateUsage=none

import numpy as np

from ripeness.crisis.compiled.compiler import fused, inlined, on_rows

_SHIFTER = 6755399441055744.0  # 1.5 * 2^52: adding it leaves the nearest whole number in the low bits


@inlined
def _exp(x):
    """Exponential of a number up to 0, to the last bit or two, -700 at the least; the library's has no vector form."""
    x = max(x, -700.0)
    shifted = fused(x, 1.4426950408889634, _SHIFTER)
    whole = shifted - _SHIFTER
    r = fused(whole, -0.693147180369123816490, x)
    r = fused(whole, -1.90821492927058770002e-10, r)
    p = 1.0 / 479001600.0
    p = fused(p, r, 1.0 / 39916800.0)
    p = fused(p, r, 1.0 / 3628800.0)
    p = fused(p, r, 1.0 / 362880.0)
    p = fused(p, r, 1.0 / 40320.0)
    p = fused(p, r, 1.0 / 5040.0)
    p = fused(p, r, 1.0 / 720.0)
    p = fused(p, r, 1.0 / 120.0)
    p = fused(p, r, 1.0 / 24.0)
    p = fused(p, r, 1.0 / 6.0)
    p = fused(p, r, 0.5)
    p = fused(p, r, 1.0)
    p = fused(p, r, 1.0)
    bits = (np.float64(shifted).view(np.int64) << 52) + (1023 << 52)
    return p * np.int64(bits).view(np.float64)


@on_rows
def copy(out, o, a, i):
    """a"""
    for x in range(out.shape[1]):
        out[o, x] = a[i, x]


@on_rows
def fill(out, o, number):
    """The number, for every draw."""
    for x in range(out.shape[1]):
        out[o, x] = number


@on_rows
def add(out, o, a, i):
    """out + a"""
    for x in range(out.shape[1]):
        out[o, x] += a[i, x]


@on_rows
def subtract(out, o, a, i):
    """out - a"""
    for x in range(out.shape[1]):
        out[o, x] -= a[i, x]


@on_rows
def scale(out, o, a, i):
    """out * a"""
    for x in range(out.shape[1]):
        out[o, x] *= a[i, x]


@on_rows
def product(out, o, a, i, b, j):
    """a * b; they may be the same row."""
    for x in range(out.shape[1]):
        out[o, x] = a[i, x] * b[j, x]


@on_rows
def quotient(out, o, a, i, b, j):
    """a / b"""
    for x in range(out.shape[1]):
        out[o, x] = a[i, x] / b[j, x]


@on_rows
def difference(out, o, a, i, b, j):
    """a - b; they may be the same row."""
    for x in range(out.shape[1]):
        out[o, x] = a[i, x] - b[j, x]


@on_rows
def add_product(out, o, a, i, b, j):
    """out + a * b"""
    for x in range(out.shape[1]):
        out[o, x] += a[i, x] * b[j, x]


@on_rows
def add_product_of_three(out, o, a, i, b, j, c, k):
    """out + a * b * c"""
    for x in range(out.shape[1]):
        out[o, x] += a[i, x] * b[j, x] * c[k, x]


@on_rows
def two_products(out, o, a, i, b, j, c, k, d, m):
    """a * b + c * d"""
    for x in range(out.shape[1]):
        out[o, x] = a[i, x] * b[j, x] + c[k, x] * d[m, x]


@on_rows
def add_two_products(out, o, a, i, b, j, c, k, d, m):
    """out + a * b + c * d"""
    for x in range(out.shape[1]):
        out[o, x] += a[i, x] * b[j, x] + c[k, x] * d[m, x]


@on_rows
def plus_product(out, o, a, i, b, j, c, k):
    """a + b * c"""
    for x in range(out.shape[1]):
        out[o, x] = a[i, x] + b[j, x] * c[k, x]


@on_rows
def mixed(out, o, share, i, part, j, b, k):
    """out * share + part * b: what is left of a value, and what comes instead."""
    for x in range(out.shape[1]):
        out[o, x] = out[o, x] * share[i, x] + part[j, x] * b[k, x]


@on_rows
def mixed_of_two(out, o, share, i, part, j, b, k, other, m, c, n):
    """out * share + part * b + other * c"""
    for x in range(out.shape[1]):
        out[o, x] = out[o, x] * share[i, x] + part[j, x] * b[k, x] + other[m, x] * c[n, x]


@on_rows
def largest(out, o, a, i):
    """The larger of out and a."""
    for x in range(out.shape[1]):
        out[o, x] = max(out[o, x], a[i, x])


@on_rows
def largest_of_two(out, o, a, i, b, j):
    """The largest of out, a and b."""
    for x in range(out.shape[1]):
        out[o, x] = max(out[o, x], max(a[i, x], b[j, x]))


@on_rows
def weigh(out, o, worth, i, top, j, sharpness, k, total, t, weight, w):
    """Odds of an action against the best one, by its weight, and their total."""
    for x in range(out.shape[1]):
        odds = weight[w, x] * _exp(sharpness[k, x] * (worth[i, x] - top[j, x]))
        out[o, x] = odds
        total[t, x] += odds


@on_rows
def offer(out, kept, taken, odds, a, share, j, agreed, k):
    """What an offer adds to staying, where it is refused, and to going where it leads; both are rows of `out`."""
    for x in range(out.shape[1]):
        made = odds[a, x] * share[j, x]
        going = made * agreed[k, x]
        out[kept, x] += made - going
        out[taken, x] += going


@on_rows
def logistic(out, o, gain, i, sharpness, k, weight, w):
    """How likely a gain is taken, by the weight of taking it."""
    for x in range(out.shape[1]):
        scaled = sharpness[k, x] * gain[i, x]
        decayed = _exp(-abs(scaled))
        above, below = (1.0, decayed) if scaled >= 0 else (decayed, 1.0)
        out[o, x] = weight[w, x] * above / (below + weight[w, x] * above)


@on_rows
def flow(out, o, bargain, b, trend, t, crisis, c, discount, i, expected, e, years):
    """A month's flow and what is expected after it."""
    for x in range(out.shape[1]):
        of_month = (bargain[b, x] + trend[t, x] * years - crisis[c, x]) / 12.0
        out[o, x] = of_month + discount[i, x] * expected[e, x]


@on_rows
def for_good(out, o, bargain, b, trend, t, discount, i, years):
    """What a flow is worth that goes on for ever."""
    for x in range(out.shape[1]):
        out[o, x] = (bargain[b, x] + trend[t, x] * years) / (12.0 * (1.0 - discount[i, x]))
