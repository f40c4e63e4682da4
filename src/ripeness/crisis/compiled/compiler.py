"""How kernels are compiled."""

# The compiler infers types at the first call; annotations would be ignored.
# pyright: basic, reportPrivateUsage=none

import sys
from multiprocessing import parent_process
from typing import Any

from numba import config, njit, types  # type: ignore[import-untyped]
from numba.core.compiler import Compiler  # type: ignore[import-untyped]
from numba.extending import intrinsic  # type: ignore[import-untyped]

from ripeness.crisis.compiled.kernel_cache import are_compiled, cache_folder

_folder = cache_folder()
if not are_compiled() and parent_process() is None:
    often = "once" if _folder else "and again next time, for want of a cache folder that only you can write to"
    print(f"ripeness: compiling its kernels, {often}; this takes about half a minute.", file=sys.stderr)
if _folder is not None:
    config.CACHE_DIR = str(_folder)  # pyright: ignore[reportAttributeAccessIssue]


class _Apart(Compiler):
    """Tells the optimiser that arguments never overlap, without which it would test each loop for it."""

    def define_pipelines(self) -> Any:
        self.state.flags.noalias = True
        return super().define_pipelines()


# never fast-math: it may reorder sums, and the same case must give the same bytes
# and without counting references to arrays, which takes as long as the arithmetic: so no kernel can make one
def _njit(**how: Any) -> Any:
    """The compiler's decorator, in force also under NUMBA_DISABLE_JIT: as plain Python the kernels have no meaning."""

    def decorate(function: Any) -> Any:
        asked, config.DISABLE_JIT = config.DISABLE_JIT, 0  # pyright: ignore
        try:
            return njit(**how)(function)
        finally:
            config.DISABLE_JIT = asked  # pyright: ignore

    return decorate


_kept = _folder is not None
compiled: Any = _njit(cache=_kept, error_model="numpy", nogil=True, _nrt=False)
inlined: Any = _njit(cache=_kept, error_model="numpy", inline="always", _nrt=False)
on_rows: Any = _njit(cache=_kept, error_model="numpy", nogil=True, _nrt=False, forceinline=True, pipeline_class=_Apart)


def _fused(context: Any, a: Any, b: Any, c: Any) -> Any:
    """a * b + c, rounded once: asked for by name, so that it is the same on every machine."""

    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.fma(*arguments)

    return types.float64(types.float64, types.float64, types.float64), generate


fused: Any = intrinsic(_fused)
