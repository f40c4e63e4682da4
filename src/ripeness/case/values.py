"""The numbers of a case as arrays: every judgement at its mode, or one value a draw.

Arrays of the computing rooms carry the draws on their first axis; at the modes there is one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from ripeness.arrays import FloatArray
from ripeness.case.judgement import Judgement


@dataclass(frozen=True)
class Values:
    """What each judgement is worth in each of `n` draws: its mode, unless `columns` has its path."""

    n: int = 1
    columns: Mapping[str, FloatArray] = field(default_factory=dict[str, FloatArray])

    @property
    def are_drawn(self) -> bool:
        """Whether these are draws of a seed, of which any other process has to find the same digits."""
        return False

    def __call__(self, judgement: Judgement | None, default: float = 0.0) -> FloatArray:
        """The judgement's values, shape (n,); `default` where there is no judgement."""
        if judgement is None:
            return np.full(self.n, default)
        column = self.columns.get(judgement.path) if self.columns else None
        return np.full(self.n, judgement.mode) if column is None else column

    def without(self, paths: Iterable[str]) -> "Values":
        """The same, but for what stands at or below these paths, which is as the case has it."""
        gone = tuple(paths)
        kept = {
            path: column
            for path, column in self.columns.items()
            if not any(path == each or path.startswith(f"{each}.") for each in gone)
        }
        return Values(self.n, kept) if len(kept) < len(self.columns) else self

    def stack(self, judgements: Iterable[Judgement | None], default: float = 0.0) -> FloatArray:
        """Several judgements side by side, shape (n, how many)."""
        return np.stack([self(judgement, default) for judgement in judgements], axis=1)


MODES = Values()
