"""The array types of the computing rooms: the draws are on the first axis, and at the modes there is one draw."""

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
