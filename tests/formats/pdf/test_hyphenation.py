"""Where words are divided."""

from __future__ import annotations

import pytest

from exporters.formats.pdf.hyphenation import hyphenator


def divided(word: str, language: str) -> str:
    found = hyphenator(language)
    assert found is not None
    parts = [word[a:b] for a, b in zip([0, *found.positions(word)], [*found.positions(word), len(word)], strict=True)]
    return "-".join(parts)


@pytest.mark.parametrize(
    ("word", "language", "expected"),
    [
        ("information", "en", "in-for-ma-tion"),
        ("hyphenation", "en-US", "hy-phen-ation"),
        ("“correspondence,”", "en-GB", "“cor-res-pond-ence,”"),
        ("Donaudampfschiff", "de", "Do-nau-dampf-schiff"),
        ("l’administration", "fr-FR", "l’ad-mi-nis-tra-tion"),
        ("информация", "ru", "ин-фор-ма-ция"),
        ("word", "en", "word"),
        ("NATIONAL", "en", "NATIONAL"),
        ("x1y2z3abcd", "en", "x1y2z3abcd"),
    ],
)
def test_words_are_divided_by_the_patterns_of_their_language(word: str, language: str, expected: str) -> None:
    assert divided(word, language) == expected


@pytest.mark.parametrize("language", ["", "xx", "zh-Hans", "en/../de", "../x"])
def test_a_language_without_patterns_has_no_hyphenator(language: str) -> None:
    assert hyphenator(language) is None or language.startswith("en")


def test_it_divides_as_pyphen_does() -> None:
    pyphen = pytest.importorskip("pyphen")
    reference = pyphen.Pyphen(lang="en_US")
    own = hyphenator("en")
    assert own is not None
    for word in ("establishing", "responsibilities", "extraordinary", "newspaper", "associations", "typography"):
        assert own.positions(word) == [at for at in reference.positions(word) if 2 <= at <= len(word) - 3]


def test_the_same_language_is_read_once() -> None:
    assert hyphenator("en") is hyphenator("en")
    assert hyphenator("de-CH") is not hyphenator("de-DE")
