"""Which one of the acceptable deals: the registry of solutions (MODEL.md, section 4)."""

from collections.abc import Callable

from ripeness.bargaining.solutions.egalitarian import egalitarian, egalitarian_keys
from ripeness.bargaining.solutions.kalai_smorodinsky import kalai_smorodinsky, kalai_smorodinsky_keys
from ripeness.bargaining.solutions.nash import nash, nash_keys
from ripeness.bargaining.solutions.utilitarian import utilitarian, utilitarian_keys
from ripeness.case.values import BoolArray, FloatArray, IntArray

Solution = Callable[[FloatArray, FloatArray, IntArray, BoolArray | None], IntArray]

SOLUTIONS: dict[str, Solution] = {
    "nash": nash,
    "egalitarian": egalitarian,
    "kalai-smorodinsky": kalai_smorodinsky,
    "utilitarian": utilitarian,
}

Keys = Callable[[FloatArray, FloatArray, BoolArray | None], list[FloatArray]]

# by what each of them chooses: keys to make largest in turn, (..., deals) each
KEYS: dict[str, Keys] = {
    "nash": nash_keys,
    "egalitarian": egalitarian_keys,
    "kalai-smorodinsky": kalai_smorodinsky_keys,
    "utilitarian": utilitarian_keys,
}
