"""Where a line may end inside a word: the part of UAX 14 that spaces do not decide.

https://www.unicode.org/reports/tr14/ . Rules of thumb stand in for the full pair table: hyphens, dashes and slashes,
ideographs and kana with kinsoku, Thai syllables, addresses and long technical words.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect

from exporters.formats.pdf.hyphenation import hyphenator
from exporters.patterns import pattern

# How good a place is to end a line; the order is used, larger is worse.
NEVER = 0
FREE = 1  # a space, or between ideographs
DASH = 2  # after a hyphen or dash that is in the text
SOFT = 3  # a hyphen appears there
TECHNICAL = 4  # in an address or a long technical word; nothing is added
EMERGENCY = 5  # anywhere, because the line would overflow
FORCED = 8  # the line must end
END = 9  # so does the paragraph

SOFT_HYPHEN = "\u00ad"
ZERO_WIDTH_SPACE = "\u200b"

# A word in which none of this is found has no opportunity and is set in one piece.
NOTEWORTHY = pattern(r"[-/_.:@(=&]|[^\x00-\x9f\xa1-\xac\u00ae-\u0dff\u1e00-\u1fff\u2018\u2019\u201c-\u201e\u2026]")
_DASHES = pattern("(?<=\\w\\w)-(?=[^\\W\\d]{2})|[\u2010\u2012-\u2014](?=\\w)|/(?=\\w)")
_ADDRESS = pattern(r"://|^www\.|\w@\w+\.|^[\w.-]+\.[a-z]{2,6}/")
_TECHNICAL = pattern(
    r"(?<=[/:,;>])(?=[^/:,;>])|(?=[._?&=#%~(\[{<@+])(?<=[^\W_])|(?<=[a-z])(?=[A-Z])|(?<=[_-])(?=\w)|(?<=[)\]}])(?=\w)"
)
_LONG = 14

# Where ideographs, kana, syllables and emoji begin and end, alternately; a regular expression would take five times
# as long to compile as all the rest of this module.
_IDEOGRAPHIC = (
    "\u1100\u1200\u2e80\u3000\u3001\u4dc0\u4e00\ua000\ua001\ua4d0\ua960\ua980\uac00\ud7fc\uf900\ufb00"
    "\ufe30\ufe50\uff01\uff61\uffe0\uffe7\U00016fe0\U00018d00\U0001b000\U0001b300\U0001f000\U0001fb00"
    "\U00020000\U0003fffe"
)
# Japanese kinsoku and its Chinese counterpart: what must not begin a line, what must not end one.
_NOT_FIRST = frozenset(
    "\u3001\u3002\uff0c\uff0e\u30fb\uff1a\uff1b\uff1f\uff01\u30fc\u3005\u303b\u309d\u309e\u30fd\u30fe\u2026\u2025\u301c\uff5e"
    "\u3041\u3043\u3045\u3047\u3049\u3063\u3083\u3085\u3087\u308e\u3095\u3096"
    "\u30a1\u30a3\u30a5\u30a7\u30a9\u30c3\u30e3\u30e5\u30e7\u30ee\u30f5\u30f6"
    "\u31f0\u31f1\u31f2\u31f3\u31f4\u31f5\u31f6\u31f7\u31f8\u31f9\u31fa\u31fb\u31fc\u31fd\u31fe\u31ff"
    "\uff05\u2030\u2103\uffe0.,;:!?%\u2019\u201d\u3099\u309a\ufe0f\ufe0e\u200d\u200b"
    '-/"\u2010\u2024\u203c\u2047\u2048\u2049\u17d6'
)
_NOT_LAST = frozenset('\uffe5\uff04\uffe1$\u00a3\u00a5\u20ac\u2018\u201c\u200d#\u2060\ufeff"\u00b4')
# Letters of Hangul that make up syllables with those before or after them (LB26), and halves of flags (LB30a).
_JAMO_FIRST = pattern("[\u1100-\u115f\ua960-\ua97f]")
_JAMO_AFTER = pattern("[\u1160-\u11ff\ud7b0-\ud7ff]")
_HANGUL = pattern("[\u1100-\u11ff\ua960-\ua97f\uac00-\ud7ff]")
_FLAG = pattern("[\U0001f1e6-\U0001f1ff][\u0300-\u036f]*[\U0001f1e6-\U0001f1ff]")
_CLOSING = ("Pe", "Pf", "Mn", "Mc", "Me", "Sk")
_OPENING = ("Ps", "Pi")

_THAI = pattern("[\u0e01-\u0e4e]+")
_THAI_LEADING = "\u0e40\u0e41\u0e42\u0e43\u0e44"
_THAI_REPEAT = "\u0e46\u0e2f"


def opportunities(word: str) -> list[tuple[int, int]]:
    """Return the places in this word where a line may end: (characters before it, how good it is), ascending.

    Soft hyphens and zero width spaces are counted as characters before the place; the caller leaves them out.
    """
    if not NOTEWORTHY.search(word):
        return []
    places: dict[int, int] = {}
    if len(word) >= _LONG or _ADDRESS.search(word):
        for match in _TECHNICAL.finditer(word):
            if 1 < match.start() < len(word) - 1:
                places[match.start()] = TECHNICAL
    for match in _DASHES.finditer(word):
        if match.start() > 0 and match.end() < len(word):
            places[match.end()] = TECHNICAL if match.end() in places else DASH
    if word.isascii():
        return sorted(places.items())
    base = ""
    for position, character in enumerate(word[:-1], 1):
        if not base or unicodedata.category(character)[0] != "M":
            base = character  # marks are as what they stand on (LB9)
        if character == SOFT_HYPHEN:
            if unicodedata.category(word[position]) not in _CLOSING:
                places[position] = SOFT
        elif word[position] == ZERO_WIDTH_SPACE:
            continue
        elif character == ZERO_WIDTH_SPACE or _breaks_between(base, word[position]):
            places[position] = FREE
    for match in _FLAG.finditer(word):
        places.pop(match.end() - 1, None)
    for match in _THAI.finditer(word):
        for place in _thai_places(match.group()):
            places.setdefault(match.start() + place, FREE)
    return sorted((place, kind) for place, kind in places.items() if word[place] not in "\u2060\ufeff\u200d\u00a0")


def _thai_places(text: str) -> list[int]:
    """Return where Thai, which is written without spaces between words, may be parted: between syllables.

    The patterns know the syllables; no line begins with a sign of repetition or abbreviation, and a vowel that is
    written before its consonant begins its syllable.
    """
    known = hyphenator("th")
    places = known.places(text, 2, 2) if known is not None else []
    return [place for place in places if text[place] not in _THAI_REPEAT and text[place - 1] not in _THAI_LEADING]


def between(before: str, after: str) -> int:
    """Return how good a place the border between two runs is, from the last and the next character."""
    if not before or not after:
        return NEVER
    if before in "-/\u2010\u2013\u2014" and after.isalpha():
        return DASH
    return FREE if before == ZERO_WIDTH_SPACE or _breaks_between(before, after) else NEVER


def _breaks_between(before: str, after: str) -> bool:
    """Return whether a line may end here because one side is an ideograph, a syllable or a kana (UAX 14, LB31)."""
    if not (bisect(_IDEOGRAPHIC, before) & 1 or bisect(_IDEOGRAPHIC, after) & 1):
        return False
    if after in _NOT_FIRST or before in _NOT_LAST or "\U0001f3fb" <= after <= "\U0001f3ff":
        return False
    if _HANGUL.match(before) and (_JAMO_AFTER.match(after) or (_JAMO_FIRST.match(before) and _HANGUL.match(after))):
        return False
    return unicodedata.category(after) not in _CLOSING and unicodedata.category(before) not in _OPENING
