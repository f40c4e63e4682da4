"""The browser that some tests open, and axe, which looks at pages in it."""

from needs import AXE, CHROMIUM, need

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str:
    """The browser's program. Skips the test where there is none."""
    need("browser")
    assert CHROMIUM
    return CHROMIUM


def axe() -> str:
    """The script of axe-core. Skips the test where it is not there."""
    need("axe")
    return AXE.read_text(encoding="utf-8")
