"""How a stretch of text looks and reads: the properties of a run, one object for each combination that occurs."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal

import msgspec

from exporters.formats.docx.markup import text
from exporters.formats.xmltext import escape_attribute, escape_text
from exporters.patterns import pattern

_RIGHT_TO_LEFT: Final = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_LEFT_LETTER: Final = rf"(?:(?![{_RIGHT_TO_LEFT}])[^\W\d_])"
_RTL: Final = pattern(f"[{_RIGHT_TO_LEFT}]")
_RTL_STRETCH: Final = rf"([{_RIGHT_TO_LEFT}]+(?:[\W\d_]+[{_RIGHT_TO_LEFT}]+)*)"
_LTR_STRETCH: Final = rf"({_LEFT_LETTER}+(?:[\W\d_]+{_LEFT_LETTER}+)*)"
_RTL_LEADS: Final = bytes.maketrans(bytes((*range(0xD6, 0xE1), 0xEF, 0xF0)), bytes(13))
"""Maps what letters from right to left begin with in UTF-8, and some others, to something else."""
_SUSPECTED: Final = _RTL_LEADS.replace(b"\t\n", b"\0\0").replace(b"\r", b"\0")
"""The same for spaces that are elements of Word's as well."""
KEEP: Final = '<w:t xml:space="preserve">'
PLAIN: Final = "<w:t>"
MAX_PLAIN: Final = 1_000_000
"""Characters of one run beyond which it has to be parted (`markup.text`)."""

_REGIONS: Final = {
    "ar": "ar-SA", "cs": "cs-CZ", "da": "da-DK", "de": "de-DE", "el": "el-GR", "en": "en-US", "es": "es-ES",
    "fa": "fa-IR", "fi": "fi-FI", "fr": "fr-FR", "he": "he-IL", "hi": "hi-IN", "hu": "hu-HU", "it": "it-IT",
    "ja": "ja-JP", "ko": "ko-KR", "nb": "nb-NO", "nl": "nl-NL", "no": "nb-NO", "pl": "pl-PL", "pt": "pt-PT",
    "ro": "ro-RO", "ru": "ru-RU", "sv": "sv-SE", "th": "th-TH", "tr": "tr-TR", "uk": "uk-UA", "ur": "ur-PK",
    "vi": "vi-VN", "zh": "zh-CN", "zh-hans": "zh-CN", "zh-hant": "zh-TW",
}  # fmt: skip
_LANGUAGE_TAG: Final = pattern(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_EAST_ASIAN: Final = frozenset({"ja", "zh", "ko"})


@lru_cache
def word_language(tag: str) -> str:
    """Return the tag as Word's proofing tools know it, with a region; empty for what is not a BCP 47 tag."""
    if tag in _REGIONS:
        return _REGIONS[tag]
    plain = tag.replace("_", "-")
    if _LANGUAGE_TAG.fullmatch(plain) is None:
        return ""
    return _REGIONS.get(plain.lower(), plain)


def script(tag: str) -> Literal["latin", "east-asian"]:
    """Return which of Word's sets of fonts and languages the text of this language belongs to, direction aside."""
    return "east-asian" if tag.partition("-")[0].lower() in _EAST_ASIAN else "latin"


class Look(msgspec.Struct, eq=False):
    """What a run can be told. `language` is empty where it is that of the document; `rtl` is the base direction.

    Looks are made from each other by `but`, which gives the same object for the same change: text has few looks and
    many runs.
    """

    style: str = ""
    bold: bool = False
    italic: bool = False
    small_caps: bool = False
    strike: bool = False
    underline: bool = False
    monospace: bool = False
    highlight: bool = False
    raised: Literal["", "superscript", "subscript"] = ""
    language: str = ""
    rtl: bool = False
    proof: bool = True
    opening: str = ""
    """The start of a run that looks so, up to its text, if its letters run from left to right."""
    rtl_opening: str = ""
    """The same for letters from right to left."""
    _changed: dict[tuple[tuple[str, str | bool], ...], Look] = msgspec.field(default_factory=dict)

    def __post_init__(self) -> None:
        self.opening = f"<w:r>{run_properties(self)}"
        self.rtl_opening = f"<w:r>{run_properties(self, rtl=True)}"

    def but(self, **change: str | bool) -> Look:
        """Return this look with something changed."""
        key = tuple(change.items())
        found = self._changed.get(key)
        if found is None:
            found = self._changed[key] = msgspec.structs.replace(self, _changed={}, **change)
        return found

    def plain(self) -> Look:
        """Return a look with nothing but the language and direction of this one."""
        found = self._changed.get(())
        if found is None:
            found = self._changed[()] = Look(language=self.language, rtl=self.rtl)
        return found


def run_properties(look: Look, rtl: bool = False) -> str:
    """Return the rPr element of a run that looks so, or nothing; `rtl` is the direction of its own letters.

    Bold and italic are told twice, for Latin and for complex scripts, since Word keeps them apart (17.3.2.2).
    """
    made = f'<w:rStyle w:val="{look.style}"/>' if look.style else ""
    if look.monospace:
        made += '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/>'
    elif look.language and script(look.language) == "east-asian":
        made += '<w:rFonts w:hint="eastAsia"/>'
    if look.bold:
        made += "<w:b/><w:bCs/>"
    if look.italic:
        made += "<w:i/><w:iCs/>"
    if look.small_caps:
        made += "<w:smallCaps/>"
    if look.strike:
        made += "<w:strike/>"
    if not look.proof:
        made += "<w:noProof/>"
    if look.highlight:
        made += '<w:highlight w:val="yellow"/>'
    if look.underline:
        made += '<w:u w:val="single"/>'
    if look.raised:
        made += f'<w:vertAlign w:val="{look.raised}"/>'
    if rtl:
        made += "<w:rtl/>"
    if look.language:
        kind = "bidi" if rtl else "eastAsia" if script(look.language) == "east-asian" else "val"
        made += f'<w:lang w:{kind}="{escape_attribute(look.language)}"/>'
    return f"<w:rPr>{made}</w:rPr>" if made else ""


def shows_as_is(words: str) -> bool:
    """Return whether the letters all run from left to right, and none is an element of Word's (`markup.text`).

    No pattern has to be compiled to say so of nearly every text of the west. A translation that changes nothing takes
    a fifth of the time of a search.
    """
    if words.isascii():
        return words.isprintable()
    data = words.encode(errors="replace")
    if data.translate(_SUSPECTED) != data and ("\n" in words or "\t" in words or "\r" in words or _turns(words)):
        return False
    return not ("\u00ad" in words or "\u2011" in words)


def _turns(words: str) -> bool:
    """Return whether some letters run from right to left."""
    data = words.encode(errors="replace")
    return data.translate(_RTL_LEADS) != data and _RTL.search(words) is not None


def runs(words: str, look: Look) -> str:
    """Return the runs that show these words, parted where the direction of the letters turns.

    Word orders a run by its `w:rtl`, not by its letters alone, so an Arabic name within English text, or an
    English one within Arabic, is a run of its own; digits and punctuation go with what surrounds them.
    """
    if not words:
        return ""
    if not look.rtl:
        if shows_as_is(words) and len(words) < MAX_PLAIN:
            kept = words[0] == " " or words[-1] == " " or "  " in words
            return f"{look.opening}{KEEP if kept else PLAIN}{escape_text(words)}</w:t></w:r>"
        if not _turns(words):
            return f"{look.opening}{text(words)}</w:r>"
    pattern = _LTR_STRETCH if look.rtl else _RTL_STRETCH
    made = []
    for position, piece in enumerate(re.split(pattern, words)):
        if piece:
            turned = bool(position % 2)
            made.append(f"{look.rtl_opening if look.rtl != turned else look.opening}{text(piece)}</w:r>")
    return "".join(made)
