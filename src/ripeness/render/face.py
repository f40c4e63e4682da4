"""The face that pages are set in: Ripeness Sans, which is Source Sans 3 cut to Latin letters, under the OFL."""

from base64 import b64encode
from functools import cache
from importlib.resources import files

FAMILY = "Ripeness Sans"
_WEIGHTS = {"regular": 400, "bold": 700}


@cache
def face() -> str:
    """The rules of a style sheet that bring the face with them, so that a page needs no other file.

    >>> face().count("@font-face"), "http" in face()
    (2, False)
    """
    return "".join(_rule(name, weight) for name, weight in _WEIGHTS.items())


def _rule(name: str, weight: int) -> str:
    data = b64encode((files("ripeness.render") / "face" / f"{name}.woff2").read_bytes()).decode()
    return (
        f'@font-face {{ font-family: "{FAMILY}"; font-weight: {weight}; font-style: normal; '
        f"src: url(data:font/woff2;base64,{data}) format('woff2'); }}\n"
    )
