"""Words into glyphs: ligatures, kerning, fallback, and that what is drawn extracts as what was written."""

from __future__ import annotations

from unicodedata import normalize

import pytest

from exporters.formats.pdf.face import Face
from exporters.formats.pdf.fonts import FontSet
from exporters.formats.pdf.lines import break_lines, text_width_pt
from exporters.formats.pdf.runs import Run, Setting, TextStyle
from exporters.formats.pdf.shaping import segments
from tests.formats.pdf.reading import codes, read


@pytest.fixture
def fonts() -> FontSet:
    return FontSet()


def extracted(face: Face, text: str, language: str = "") -> str:
    return read(break_lines([Run(text, TextStyle(face, 10.0), language)], 1000.0, Setting("left"))).text


def test_a_ligature_is_one_glyph_that_extracts_as_its_letters(fonts: FontSet) -> None:
    face = fonts.face("serif")
    _, fragment, parts = face.shaper().word("office")
    assert parts is None
    assert "ffi" in [face.texts[code] for code in codes(fragment)]
    assert extracted(face, "office") == "office"


def test_kerning_moves_letters_together(fonts: FontSet) -> None:
    shaper = fonts.face("serif").shaper()
    width, fragment, _ = shaper.word("AVA")
    assert width < shaper.word("A")[0] * 2 + shaper.word("V")[0] - 50
    assert ")" in fragment


def test_a_word_is_shaped_once(fonts: FontSet) -> None:
    shaper = fonts.face("serif").shaper("en")
    assert shaper.word("once") is shaper.word("once")
    assert fonts.face("serif").shaper("en") is shaper


@pytest.mark.parametrize(
    "text",
    [
        "Ελληνικά", "Русский", "Tiếng Việt", "日本語、", "한국어", "中文", "שלום", "בְּרֵאשִׁית", "العربية", "بِسْمِ", "सभी",
        "क्षत्रिय", "กำหนด", "น้ำ", "বাংলা",
        "தமிழ்", "കൊ", "ქართული", "አማርኛ", "😀", "👩\u200d👩\u200d👧", "👍\U0001f3fd", "→", "ǟ", "a\u0301b",
        "x\u200cy", "ﬁ", "²",
    ],
)  # fmt: skip
def test_every_script_extracts_as_it_was_written(fonts: FontSet, text: str) -> None:
    missing: list[str] = []
    fonts = FontSet(on_missing=lambda character, _face: missing.append(character))
    # Of canonically equivalent spellings either may come out.
    assert normalize("NFC", extracted(fonts.face("serif"), text)) == normalize("NFC", text)
    assert not missing


@pytest.mark.parametrize("text", ["\U0001f3fb", "a\U0001f3fb", "👍\U0001f3fd"])
def test_a_tone_of_skin_is_set_in_a_face_that_has_it(fonts: FontSet, text: str) -> None:
    parts = fonts.face("serif").shaper().parts(text)
    assert "".join(part.text for part in parts) == text
    assert parts[-1].face.covers(text[-1])


def test_no_glyph_drawn_is_notdef(fonts: FontSet) -> None:
    extracted(fonts.face("serif"), "Mixed 日本 שלום \u0378 \U0010fffd ordinary")
    assert all(face.glyphs.get(code, code) != 0 for face in fonts.faces for code in face.texts)


def test_a_character_that_no_face_has_is_replaced_and_reported_once() -> None:
    missing: list[tuple[str, str]] = []
    fonts = FontSet(on_missing=lambda character, face: missing.append((character, face.name)))
    face = fonts.face("serif")
    assert extracted(face, "a\u0378b \u0378c") == "a\ufffdb \ufffdc"
    assert missing == [("\u0378", face.name)]


def test_half_a_surrogate_pair_does_not_stop_the_press(fonts: FontSet) -> None:
    assert extracted(fonts.face("serif"), "a\ud800b") == "a\ufffdb"


def test_fallback_faces_are_opened_only_when_needed(fonts: FontSet) -> None:
    face = fonts.face("serif")
    extracted(face, "Plain words")
    assert fonts.faces == [face]
    extracted(face, "שלום")
    assert [other.name.startswith("NotoSansHebrew") for other in fonts.faces] == [False, True]


def test_bold_text_falls_back_on_bold_faces(fonts: FontSet) -> None:
    extracted(fonts.face("serif", bold=True), "שלום")
    assert fonts.faces[-1].program.axes["wght"] == 700


def test_chinese_japanese_and_korean_have_their_own_forms(fonts: FontSet) -> None:
    pytest.importorskip("manimgx_fonts_cjk")
    for language in ("ja", "zh-Hans", "zh-TW", "ko"):
        extracted(fonts.face("serif"), "骨", language)
    assert len({face.name for face in fonts.faces if "CJK" in face.name}) == 4


def test_brackets_from_the_right_are_drawn_alike_whatever_was_set_before(fonts: FontSet) -> None:
    fresh, used = FontSet().face("sans").shaper(), fonts.face("sans").shaper()
    used.word("()")
    assert used.unit(")(", right_to_left=True)[0].fragment == fresh.unit(")(", right_to_left=True)[0].fragment


def test_right_to_left_words_are_drawn_in_logical_order(fonts: FontSet) -> None:
    face = fonts.face("serif")
    part = face.shaper().unit("אב", right_to_left=True)[0]
    assert [part.face.texts[code] for piece in part.fragment.split(")") for code in codes(piece.split("(")[-1])] == [
        "א",
        "ב",
    ]


def test_one_glyph_for_two_texts_has_two_codes(fonts: FontSet) -> None:
    face = fonts.face("serif")
    shaper = face.shaper()
    assert shaper.hyphen_fragment != shaper.word("\u2010")[1]
    (soft,) = codes(shaper.hyphen_fragment)
    (hard,) = codes(shaper.word("\u2010")[1])
    assert face.glyphs.get(soft, soft) == face.glyphs.get(hard, hard)
    assert (face.texts[soft], face.texts[hard]) == ("\u00ad", "\u2010")


def test_small_capitals_are_made_where_the_face_has_none(fonts: FontSet) -> None:
    face = fonts.face("mono")
    small = TextStyle(face, 10.0, features=("smcp",))
    lines = break_lines([Run("Nato", small)], 100.0, Setting("left"))
    assert read(lines).text == "Nato"
    assert text_width_pt("Nato", small) < text_width_pt("NATO", TextStyle(face, 10.0))
    assert {span.size_pt for span in lines.paragraph.spans} == {10.0, 8.0}


def test_features_choose_other_glyphs(fonts: FontSet) -> None:
    face = fonts.face("serif")
    assert face.shaper().word("0123")[1] != face.shaper("", ("onum",)).word("0123")[1]


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("well-known", ["well-", "known"]),
        ("-x", ["-x"]),
        ("--flag", ["--flag"]),
        ("co\u00adop", ["co\u00ad", "op"]),
        ("a\u200bb", ["a\u200b", "b"]),
        ("10\u00a0km", ["10", "\u00a0", "km"]),
        ("日本、語", ["日", "本、", "語"]),
        ("「日」", ["「日」"]),
        ("and/or", ["and/", "or"]),
        ("3/4", ["3/", "4"]),
        ("end.", ["end."]),
        ("https://a.example/b", ["https://", "a", ".example/", "b"]),
        ("plain", ["plain"]),
    ],
)
def test_words_are_divided_where_a_line_may_end(word: str, pieces: list[str]) -> None:
    assert [piece for piece, _ in segments(word)] == pieces
