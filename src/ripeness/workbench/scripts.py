"""Vega's scripts for the browser, out of the package that draws our charts; made once, then kept."""

import os
from collections.abc import Callable
from functools import cache
from importlib import metadata

from ripeness.files.opening import read_file
from ripeness.files.own_folder import own_folder
from ripeness.files.whole import write_whole

# Vega-Lite 6.4 shows "undefined" in some tooltips
VEGA_LITE = "6.1"
LARGEST = 8 << 20


@cache
def vega() -> bytes:
    """The script that gives pages `vegaEmbed`, made in about two seconds where it has not been kept."""
    import vl_convert  # pyright: ignore[reportMissingTypeStubs]

    name = f"vega-{VEGA_LITE}-of-{metadata.version('vl-convert-python')}.js"
    folder = own_folder("scripts", is_closed=True)
    if folder is not None and os.path.lexists(folder / name):
        return read_file(folder / name, LARGEST, within=folder)
    bundle: Callable[..., str] = vl_convert.javascript_bundle
    made = bundle(vl_version=VEGA_LITE).encode()
    if folder is not None:
        write_whole(folder / name, [made], within=folder)
    return made
