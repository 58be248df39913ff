"""Words learnt together are what they are alone."""

from __future__ import annotations

from exporters.formats.pdf.fonts import FontSet
from exporters.formats.pdf.foresight import learn_words
from exporters.formats.pdf.lines import text_width_pt
from exporters.formats.pdf.runs import TextStyle
from exporters.formats.pdf.shaping import Shaper

TEXT = (
    "To Yale went a Wave of “Tax Files.” AWAY, Type: Vogue; rare (Fly) office fjord Ångström, état, Łódź T.V. L’Ouest "
    "‘What’ Tyrol's yawn? P. r. ff r, v. W; Zoë naïve Avocat, 'tis \"Very\" ﬁn a\u00adb e\u0301a ÿ. "
    "undemonstrative undemonstrable?’ (Yes), (no). (what?) 1,5 2025 A4 undemonstrable. "
    "camelCaseInLongWords camelCaseInLong, (camelCase), A1."
)


def shapers(family: str, *, bold: bool = False, italic: bool = False) -> tuple[Shaper, Shaper]:
    """Return the shaper of one face in two documents."""
    first, second = (FontSet().face(family, bold=bold, italic=italic) for _ in range(2))  # type: ignore[arg-type]
    return first.shaper("en"), second.shaper("en")


def test_words_learnt_together_are_what_they_are_alone() -> None:
    for family in ("serif", "sans"):
        for bold in (False, True):
            for italic in (False, True):
                learning, plain = shapers(family, bold=bold, italic=italic)
                learn_words(learning.sized(10.0), [TEXT, TEXT])
                learnt = dict(learning.words)
                assert len(learnt) >= 30, "most words can be learnt"
                assert learnt == {word: plain.word(word) for word in learnt}


def test_what_may_change_beside_its_neighbours_waits() -> None:
    learning, _ = shapers("serif")
    learn_words(learning.sized(10.0), [TEXT])
    for word in ("T.V.", "1,5", "undemonstrable?’", "a\u00adb", "e\u0301a"):
        assert word not in learning.words


def test_faces_that_set_letter_by_letter_need_no_foresight() -> None:
    learning, _ = shapers("mono")
    learn_words(learning.sized(10.0), [TEXT])
    assert learning.words == {}


def test_small_capitals_that_must_be_made_are_not_learnt() -> None:
    face = FontSet().face("mono")
    shaper = face.shaper("en", ("smcp",))
    learn_words(shaper.sized(10.0), ["Small letters"])
    assert shaper.words == {}
    assert text_width_pt("Small", TextStyle(face, 10, features=("smcp",)), "en") > 0
