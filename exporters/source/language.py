"""The language of a story that does not say it: from the name of its file, else from its script."""

from __future__ import annotations

import unicodedata
from collections import Counter
from itertools import chain

from exporters.model.meta import Meta
from exporters.model.nodes import Block, Text
from exporters.model.walk import walk
from exporters.patterns import beyond_ascii, pattern
from exporters.report import Report

_NAMED = pattern(r"\.([a-z]{2})(?:[-_]([A-Za-z]{2}|[A-Za-z]{4}))?$")
_LANGUAGES = frozenset({
    "ar", "bg", "bn", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fr", "ga", "gl", "gu",
    "ha", "he", "hi", "hr", "ht", "hu", "hy", "id", "is", "it", "ja", "ka", "km", "kn", "ko", "lo", "lt", "lv", "mk",
    "ml", "mn", "mr", "ms", "my", "ne", "nl", "no", "pa", "pl", "pt", "ro", "ru", "si", "sk", "sl", "so", "sq", "sr",
    "sv", "sw", "ta", "te", "th", "tl", "tr", "uk", "ur", "uz", "vi", "yo", "zh", "zu",
})  # fmt: skip
"""Those that a file name such as `story.es.md` may name: a suffix of two letters can be something else."""

_SCRIPTS = {
    "ARABIC": "ar", "HEBREW": "he", "THAI": "th", "HANGUL": "ko", "HIRAGANA": "ja", "KATAKANA": "ja", "CJK": "zh",
    "DEVANAGARI": "hi", "BENGALI": "bn", "TAMIL": "ta", "TELUGU": "te", "GUJARATI": "gu", "GURMUKHI": "pa",
    "KANNADA": "kn", "MALAYALAM": "ml", "SINHALA": "si", "GREEK": "el", "CYRILLIC": "ru", "ARMENIAN": "hy",
    "GEORGIAN": "ka", "KHMER": "km", "LAO": "lo", "MYANMAR": "my", "ETHIOPIC": "am",
}  # fmt: skip
_LATIN = pattern("[A-Za-z]+")
_SAMPLE = 1000


def language_of(meta: Meta, body: tuple[Block, ...], stem: str, report: Report) -> str:
    """Return the language of a story; `stem` is the name of its file without suffix.

    One that is not given is guessed only where the script leaves little doubt: a story in Arabic letters that was taken
    for English would run the wrong way. Otherwise it is English.
    """
    if meta.language:
        return meta.language
    found = _NAMED.search(stem)
    if found and found[1] in _LANGUAGES:
        tag = f"{found[1]}-{found[2]}" if found[2] else found[1]
        report.info("language-guessed", f"the language {tag!r} is taken from the name of the file", meta.place)
        return tag
    guessed = script_language(f"{meta.title} {_sample(body)}")
    if guessed:
        report.warning(
            "language-guessed",
            f"the story gives no language; by its script it is taken as {guessed!r}",
            meta.place,
            f"Write `language: {guessed}`, or the right one, into the front matter",
        )
    return guessed or "en"


def _sample(body: tuple[Block, ...]) -> str:
    """Return the first words of the story; code is left out, which is written in Latin letters anywhere."""
    parts: list[str] = []
    length = 0
    for node in chain.from_iterable(map(walk, body)):  # few blocks are enough
        if type(node) is Text:
            parts.append(node.text)
            length += len(node.text)
            if length > _SAMPLE:
                break
    return " ".join(parts)[:_SAMPLE]


def script_language(text: str) -> str:
    """Return the language that most letters of the text belong to, or nothing where they are Latin or mixed."""
    if text.isascii():
        return ""
    others = [character for character in beyond_ascii(text) if character.isalpha()]
    if not others:
        return ""
    latin = sum(map(len, _LATIN.findall(text)))
    total = latin + len(others)
    if len(others) * 10 < total:
        return ""
    scripts = Counter(unicodedata.name(char, "").partition(" ")[0] for char in others)
    scripts["LATIN"] += latin
    kana = scripts["HIRAGANA"] + scripts["KATAKANA"]
    if kana and kana * 10 > total:
        return "ja"
    script, count = max(scripts.items(), key=lambda item: (item[1], item[0]), default=("", 0))
    return _SCRIPTS.get(script, "") if count * 2 > total else ""
