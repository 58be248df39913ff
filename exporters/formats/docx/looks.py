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
_FIRST_RTL: Final = "\u0590"
_SOFT_HYPHEN: Final = "\u00ad"
_BETWEEN: Final = "\u2011"
"""After the hyphen that does not break, and long before the next letters that run to the left."""
_NEXT_RTL: Final = "\ufb1d"
_LEFT_LETTER: Final = rf"(?:(?![{_RIGHT_TO_LEFT}])[^\W\d_])"
_SPECIAL: Final = pattern(f"[\t\n\r\u00ad\u2011{_RIGHT_TO_LEFT}]")
_RTL_STRETCH: Final = rf"([{_RIGHT_TO_LEFT}]+(?:[\W\d_]+[{_RIGHT_TO_LEFT}]+)*)"
_LTR_STRETCH: Final = rf"({_LEFT_LETTER}+(?:[\W\d_]+{_LEFT_LETTER}+)*)"
KEEP: Final = '<w:t xml:space="preserve">'
PLAIN: Final = "<w:t>"
MAX_PLAIN: Final = 1_000_000
"""Characters of one run beyond which it has to be parted (`markup.text`)."""
_ASCII: Final = bytes(range(128))

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


class Look(msgspec.Struct, frozen=True, eq=False):
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
    _changed: dict[tuple[tuple[str, str | bool], ...], Look] = msgspec.field(default_factory=dict)
    _openings: dict[bool, str] = msgspec.field(default_factory=dict)

    def but(self, **change: str | bool) -> Look:
        """Return this look with something changed."""
        key = tuple(change.items())
        found = self._changed.get(key)
        if found is None:
            found = self._changed[key] = msgspec.structs.replace(self, _changed={}, _openings={}, **change)
        return found

    def plain(self) -> Look:
        """Return a look with nothing but the language and direction of this one."""
        found = self._changed.get(())
        if found is None:
            found = self._changed[()] = Look(language=self.language, rtl=self.rtl)
        return found

    def opening(self, rtl: bool = False) -> str:
        """Return the start of a run that looks so, up to its text; `rtl` is the direction of its own letters."""
        found = self._openings.get(rtl)
        if found is None:
            found = self._openings[rtl] = f"<w:r>{run_properties(self, rtl)}"
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


def _is_plain(words: str) -> bool:
    """Return whether it takes no search to see that text is letters in one direction and spaces.

    Texts have few different characters beyond ASCII, the same row of them again and again.
    """
    return words.isprintable() and _goes_on(words.encode(errors="replace").translate(None, _ASCII))


@lru_cache(maxsize=4096)
def _goes_on(letters: bytes) -> bool:
    others = letters.decode()
    if all((letter < _FIRST_RTL and letter != _SOFT_HYPHEN) or _BETWEEN < letter < _NEXT_RTL for letter in others):
        return True  # as in nearly every text of the west; the pattern has to be compiled first
    return _SPECIAL.search(others) is None


def runs(words: str, look: Look) -> str:
    """Return the runs that show these words, parted where the direction of the letters turns.

    Word orders a run by its `w:rtl`, not by its letters alone, so an Arabic name within English text, or an
    English one within Arabic, is a run of its own; digits and punctuation go with what surrounds them.
    """
    if not words:
        return ""
    if not look.rtl:
        ascii_only = words.isascii()
        plain = words.isprintable() if ascii_only else _is_plain(words) or _SPECIAL.search(words) is None
        if plain and len(words) < MAX_PLAIN:
            if "&" in words or "<" in words or ">" in words:
                words = escape_text(words)
            kept = words[0] == " " or words[-1] == " " or "  " in words
            return f"{look.opening()}{KEEP if kept else PLAIN}{words}</w:t></w:r>"
        if ascii_only:  # as are most lines of program text
            return f"{look.opening()}{text(words)}</w:r>"
    pattern = _LTR_STRETCH if look.rtl else _RTL_STRETCH
    made = []
    for position, piece in enumerate(re.split(pattern, words)):
        if piece:
            turned = bool(position % 2)
            made.append(f"{look.opening(look.rtl != turned)}{text(piece)}</w:r>")
    return "".join(made)
