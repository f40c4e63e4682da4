"""Which one of the acceptable deals: the registry of solutions (MODEL.md, section 4)."""

from collections.abc import Callable

from ripeness.bargaining.solutions.egalitarian import egalitarian
from ripeness.bargaining.solutions.kalai_smorodinsky import kalai_smorodinsky
from ripeness.bargaining.solutions.nash import nash
from ripeness.bargaining.solutions.utilitarian import utilitarian
from ripeness.case.values import BoolArray, FloatArray, IntArray

Solution = Callable[[FloatArray, FloatArray, IntArray, BoolArray | None], IntArray]

SOLUTIONS: dict[str, Solution] = {
    "nash": nash,
    "egalitarian": egalitarian,
    "kalai-smorodinsky": kalai_smorodinsky,
    "utilitarian": utilitarian,
}
