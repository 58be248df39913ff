"""Words put together from signs are what a look at each of their glyphs finds."""

from __future__ import annotations

import pytest

from exporters.formats.pdf.fonts import FontSet
from exporters.formats.pdf.kerned import KernedWords
from exporters.formats.pdf.shaping import Shaper

TEXT = "To Yale AWAY, office fjord don't don’t Ångström T.V. “Tax” 1.97.0 first— ﬁn e\u0301a a\u0308o Ποιός Год"
WORDS = TEXT.split(" ")


@pytest.fixture
def shaper() -> Shaper:
    found: Shaper = FontSet().face("serif").shaper("en")
    return found


def test_signs_say_what_glyphs_do(shaper: Shaper, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [shaper.shaped(word, None) for word in WORDS]
    monkeypatch.setattr(KernedWords, "word", lambda *_: None)
    slowly: Shaper = FontSet().face("serif").shaper("en")
    for word, parts in zip(WORDS, found, strict=True):
        expected = slowly.shaped(word, None)
        assert [part._replace(face=None) for part in parts or ()] == [  # type: ignore[arg-type]
            part._replace(face=None)  # type: ignore[arg-type]
            for part in expected or ()
        ]


def test_most_words_need_no_look_at_their_glyphs(shaper: Shaper) -> None:
    for word in ("Yale", "AWAY,", "office", "don’t", "Ποιός"):
        signs = shaper.kerned.signs(shaper._shaped(word, None))
        assert shaper.kerned.word(word, signs) is not None, word


def test_what_is_more_than_kerned_is_not_put_together(shaper: Shaper) -> None:
    kerned = shaper.kerned
    own = kerned.sign("a")
    assert kerned.word("a", own) is not None
    glyph, width = own.split("+")
    for signs in (f"{glyph}@5,0+{width}", f"{glyph}+{width},7", f"{glyph}@0,9+{width}", "0+500", "", f"{own}|{own}"):
        assert kerned.word("a", signs) is None, signs


def test_last_letters_are_not_kerned_with_what_stands_between(shaper: Shaper) -> None:
    glyph, width = shaper.kerned.sign("a").split("+")
    kerned = f"{glyph}+{int(width) - 20}"
    assert shaper.kerned.word("aa", f"{kerned}|{glyph}+{width}", apart=True) is not None
    assert shaper.kerned.word("a", kerned, apart=True) is None
