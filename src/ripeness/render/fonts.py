"""Which signs no font of this machine has, and which package brings a font that has them.

Fonts are asked for at fontconfig, as Pango does; where that is not installed nothing can be told of them.
"""

import ctypes
import unicodedata
from collections.abc import Mapping
from ctypes.util import find_library
from functools import cache
from typing import Any

# packages of Debian, and the scripts that their fonts are for: the first words of the names of signs in Unicode
PACKAGES: Mapping[str, tuple[str, ...]] = {
    "fonts-dejavu-core": ("LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW", "ARMENIAN", "GEORGIAN", "LAO"),
    "fonts-noto-cjk": (
        "CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "IDEOGRAPHIC", "FULLWIDTH", "HALFWIDTH", "KANGXI",
    ),
}  # fmt: skip
_EMOJI = "fonts-noto-color-emoji"
# all living scripts but the above
_OTHERS = "fonts-noto-core"
_FIRST_EMOJI = 0x1F000
SHOWN = 20


def warning(text: str) -> str:
    """What to say of signs in a text that no font has: which, and what to install; empty if there are none.

    Empty, too, where fonts cannot be asked for.
    """
    missing = without_a_font(text)
    if not missing:
        return ""
    shown = "".join(missing[:SHOWN]) + ("…" if len(missing) > SHOWN else "")
    packages = " ".join(sorted({package_for(sign) for sign in missing}))
    return f"no font on this machine has {shown}, so boxes are printed, expected: apt-get install {packages}"


def package_for(sign: str) -> str:
    """The package of Debian with a font that has a sign.

    >>> package_for("半"), package_for("あ"), package_for("ب"), package_for("😀"), package_for("अ")
    ('fonts-noto-cjk', 'fonts-noto-cjk', 'fonts-dejavu-core', 'fonts-noto-color-emoji', 'fonts-noto-core')
    """
    if ord(sign) >= _FIRST_EMOJI and unicodedata.category(sign) in ("So", "Sk"):
        return _EMOJI
    # a name such as CJK UNIFIED IDEOGRAPH-534A or KATAKANA-HIRAGANA PROLONGED SOUND MARK
    first = unicodedata.name(sign, "").replace("-", " ").partition(" ")[0]
    return next((package for package, scripts in PACKAGES.items() if first in scripts), _OTHERS)


def without_a_font(text: str) -> list[str]:
    """The signs of a text that no font has, each once, in the order in which they stand; none if it cannot be told."""
    fontconfig = _fontconfig()
    signs = [sign for sign in dict.fromkeys(text) if _is_seen(sign)]
    return [sign for sign in signs if not _has(fontconfig, sign)] if fontconfig else []


def _is_seen(sign: str) -> bool:
    # spaces, controls, joiners, and signs that have no meaning yet or only between two people
    return unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Cn", "Co", "Zs", "Zl", "Zp") and not _selects(sign)


def _selects(sign: str) -> bool:
    return "\ufe00" <= sign <= "\ufe0f"


def family_for(text: str) -> str:
    """The family of the font that is best for a text: first it has the signs, then it is without serifs.

    Empty where fonts cannot be asked for.
    """
    fontconfig = _fontconfig()
    if fontconfig is None:
        return ""
    chars = fontconfig.FcCharSetCreate()
    for sign in filter(_is_seen, set(text)):
        fontconfig.FcCharSetAddChar(chars, ord(sign))
    pattern = fontconfig.FcPatternCreate()
    fontconfig.FcPatternAddCharSet(pattern, b"charset", chars)
    fontconfig.FcPatternAddString(pattern, b"family", b"sans-serif")
    fontconfig.FcConfigSubstitute(None, pattern, 0)
    fontconfig.FcDefaultSubstitute(pattern)
    result, name = ctypes.c_int(), ctypes.c_char_p()
    found = fontconfig.FcFontMatch(None, pattern, ctypes.byref(result))
    is_named = found and fontconfig.FcPatternGetString(found, b"family", 0, ctypes.byref(name)) == 0
    family = (name.value or b"").decode() if is_named else ""
    for made in (found, pattern):
        if made:
            fontconfig.FcPatternDestroy(made)
    fontconfig.FcCharSetDestroy(chars)
    return family


class _Set(ctypes.Structure):
    """Fonts, as fontconfig lists them."""

    _fields_ = (("nfont", ctypes.c_int), ("sfont", ctypes.c_int), ("fonts", ctypes.POINTER(ctypes.c_void_p)))


# what each function of fontconfig takes and gives
_POINTER, _NAME, _NUMBER = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
_FUNCTIONS: Mapping[str, tuple[Any, tuple[Any, ...]]] = {
    "FcInit": (_NUMBER, ()),
    "FcConfigGetFonts": (ctypes.POINTER(_Set), (_POINTER, _NUMBER)),
    "FcPatternGetCharSet": (_NUMBER, (_POINTER, _NAME, _NUMBER, _POINTER)),
    "FcPatternGetString": (_NUMBER, (_POINTER, _NAME, _NUMBER, _POINTER)),
    "FcPatternCreate": (_POINTER, ()),
    "FcPatternDestroy": (None, (_POINTER,)),
    "FcPatternAddCharSet": (_NUMBER, (_POINTER, _NAME, _POINTER)),
    "FcPatternAddString": (_NUMBER, (_POINTER, _NAME, _NAME)),
    "FcCharSetCreate": (_POINTER, ()),
    "FcCharSetDestroy": (None, (_POINTER,)),
    "FcCharSetAddChar": (_NUMBER, (_POINTER, ctypes.c_uint)),
    "FcCharSetHasChar": (_NUMBER, (_POINTER, ctypes.c_uint)),
    "FcConfigSubstitute": (_NUMBER, (_POINTER, _POINTER, _NUMBER)),
    "FcDefaultSubstitute": (None, (_POINTER,)),
    "FcFontMatch": (_POINTER, (_POINTER, _POINTER, _POINTER)),
}


@cache
def _fontconfig() -> Any:
    """The library with its functions typed, or None where there is none."""
    try:
        library: Any = ctypes.CDLL(find_library("fontconfig") or "libfontconfig.so.1")
        for name, (gives, takes) in _FUNCTIONS.items():
            function = getattr(library, name)
            function.restype, function.argtypes = gives, takes
        return library if library.FcInit() else None
    except (OSError, AttributeError):
        return None


@cache
def _has(fontconfig: Any, sign: str) -> bool:
    return any(fontconfig.FcCharSetHasChar(each, ord(sign)) for each in _charsets(fontconfig))


@cache
def _charsets(fontconfig: Any) -> tuple[int, ...]:
    """The sets of signs of all fonts of the system and of the user's."""
    found: list[int] = []
    for of_whom in (0, 1):
        fonts = fontconfig.FcConfigGetFonts(None, of_whom)
        for place in range(fonts.contents.nfont if fonts else 0):
            charset = ctypes.c_void_p()
            if fontconfig.FcPatternGetCharSet(fonts.contents.fonts[place], b"charset", 0, ctypes.byref(charset)) == 0:
                found.append(charset.value or 0)
    return tuple(filter(None, found))
