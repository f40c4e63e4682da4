"""What a case implies of crises and war, to be set beside the record (MODEL.md, section 6.5)."""

import numpy as np

from ripeness.arrays import FloatArray
from ripeness.crisis.futures import Curves


def implied(curves: Curves) -> dict[str, FloatArray]:
    """Crises begun a year, months and war of each crisis (0 if none begun), and war a year, (draws,) each."""
    months = curves.crisis.shape[1] - 1
    begun, war = curves.crises_begun[:, -1], curves.war[:, :, -1].sum(axis=1)
    some = np.where(begun > 0, begun, 1.0)
    return {
        "crises_per_year": begun * 12.0 / months,
        "months_per_crisis": np.where(begun > 0, curves.crisis[:, 1:].sum(axis=1) / some, 0.0),
        "war_per_crisis": np.where(begun > 0, war / some, 0.0),
        # rounding may carry the sum of the paths a hair past 1
        "war_per_year": 1.0 - np.maximum(1.0 - war, 0.0) ** (12.0 / months),
    }
