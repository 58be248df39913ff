"""Faces and what of them gets into the file."""

from __future__ import annotations

import io
import re
from importlib.util import find_spec
from pathlib import Path

import pikepdf
import pytest
import uharfbuzz as hb
from reportlab.pdfgen.canvas import Canvas

from exporters.errors import AssetError
from exporters.formats.pdf.emission import draw_lines
from exporters.formats.pdf.face import Face, FontSource
from exporters.formats.pdf.fonts import (
    SHIPPED_FALLBACKS,
    Fallback,
    FamilyName,
    FontSet,
    family_from_files,
    shipped_family,
)
from exporters.formats.pdf.later_codes import is_stand_in
from exporters.formats.pdf.lines import break_lines
from exporters.formats.pdf.runs import Run, Setting, TextStyle

SAMPLE = "Office AVATAR information‐free 10\u00a0km correspondence 日本 שלום"


def package_file(package: str, name: str) -> str:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        pytest.skip(f"{package} is not installed")
    return str(Path(spec.origin).parent / name)


def embedded(face: Face, text: str = SAMPLE) -> pikepdf.Pdf:
    """Return a page with the text, as reportlab writes it."""
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=1, initialFontName=face.register(), pageCompression=0)
    lines = break_lines([Run(text, TextStyle(face, 10.0), "en")], 60.0, Setting())
    drawn = draw_lines(lines, 0, len(lines), 50.0, 700.0, 14.0, lambda face: face.resource_name(canvas._doc))
    canvas._code.append(re.sub(r"\[.*?\]TJ", "", drawn.text, flags=re.DOTALL))
    canvas.showPage()
    canvas.save()
    return pikepdf.open(io.BytesIO(stream.getvalue()))


def fonts_of(pdf: pikepdf.Pdf) -> dict[str, pikepdf.Object]:
    return {str(font.BaseFont).split("+")[1]: font for font in pdf.pages[0].Resources.Font.values()}


def test_the_same_arguments_give_the_same_face() -> None:
    fonts = FontSet()
    assert fonts.face("serif") is fonts.face("serif")
    assert len({fonts.face("serif", bold=b, italic=i).name for b in (False, True) for i in (False, True)}) == 4


def test_a_bold_instance_is_heavier_and_has_its_own_widths() -> None:
    fonts = FontSet()
    regular, bold = fonts.face("serif"), fonts.face("serif", bold=True)
    assert bold.program.weight == 700
    assert bold.shaper().word("extraordinary")[0] > regular.shaper().word("extraordinary")[0]


def test_running_text_has_its_optical_size() -> None:
    assert FontSet().face("serif").program.axes["opsz"] == 10


@pytest.mark.parametrize("content", [b"", b"not a font", b"\x00\x01\x00\x00" + bytes(200)])
def test_a_file_that_is_no_font_is_an_error_that_says_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "body.ttf"
    path.write_bytes(content)
    with pytest.raises(AssetError) as caught:
        FontSet(serif=family_from_files(str(path))).face("serif")
    assert caught.value.code == "font-unreadable"


def test_a_missing_file_is_the_same_error(tmp_path: Path) -> None:
    with pytest.raises(AssetError):
        family_from_files(str(tmp_path / "none.ttf"))


def test_a_family_of_one_static_file_serves_for_all_four() -> None:
    path = package_file("fontpkg_amiri", "files/Amiri-Regular.ttf")
    fonts = FontSet(serif=family_from_files(path))
    assert fonts.face("serif", bold=True, italic=True) is fonts.face("serif")


def test_a_variable_file_gives_its_own_bold() -> None:
    regular = shipped_family("sans").regular.path
    family = family_from_files(regular)
    assert family.bold is not None
    assert dict(family.bold.axes)["wght"] == 700


def test_packages_that_are_not_installed_are_passed_over() -> None:
    missing: list[str] = []
    fonts = FontSet(
        fallbacks=[Fallback("no_such_font_package", "x.ttf")],
        on_missing=lambda character, _face: missing.append(character),
    )
    fonts.face("serif").shaper().word("日")
    assert missing == ["日"]


def test_widths_text_and_glyphs_are_those_that_are_drawn() -> None:
    fonts = FontSet()
    face = fonts.face("serif")
    pdf = embedded(face)
    font = fonts_of(pdf)[face.name]
    descendant = font.DescendantFonts[0]
    assert str(font.Encoding) == "/Identity-H"
    widths: dict[int, int] = {}
    entries = list(descendant.W.as_list())
    for first, row in zip(entries[::2], entries[1::2], strict=True):
        widths.update({int(first) + offset: int(width) for offset, width in enumerate(row.as_list())})
    assert set(widths) == set(face.texts)
    glyphs = bytes(descendant.CIDToGIDMap.read_bytes())
    program = hb.Font(hb.Face(hb.Blob(bytes(descendant.FontDescriptor.FontFile2.read_bytes()))))
    program.scale = (1000, 1000)
    for code, width in widths.items():
        glyph = int.from_bytes(glyphs[2 * code : 2 * code + 2], "big")
        assert glyph == face.glyphs.get(code, code)
        # ISO 19005-2, 6.2.11.5: dictionary and program agree.
        assert abs(program.get_glyph_h_advance(glyph) - width) <= 1
    said = dict(re.findall(r"<([0-9A-F]{4})> <([0-9A-F]+)>", font.ToUnicode.read_bytes().decode()))
    said.pop("0000", None)
    assert {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in said.items()} == face.texts
    assert "ffi" in face.texts.values()
    assert not {"\0", "\ufeff", "\ufffe"} & set("".join(face.texts.values()))


def test_a_subset_is_small_and_named_by_its_content() -> None:
    one, other, more = (embedded(FontSet().face("serif"), text) for text in ("abc", "abc", "abcd"))
    names = [str(pdf.pages[0].Resources.Font.F1.BaseFont) for pdf in (one, other, more)]
    assert names[0] == names[1] != names[2]
    assert re.fullmatch(r"/[A-Z]{6}\+\S+", names[0])
    file = one.pages[0].Resources.Font.F1.DescendantFonts[0].FontDescriptor.FontFile2
    assert len(file.read_bytes()) < 20_000
    assert len(file.read_bytes()) == int(file.Length1)


def test_a_font_without_truetype_outlines_is_embedded_as_cff() -> None:
    path = package_file("manimgx_fonts_cjk", "NotoSansCJK-VF.otf.ttc")
    face = Face(FontSource(path, (("wght", 700.0),)))
    pdf = embedded(face, "日本語")
    font = pdf.pages[0].Resources.Font.F1
    descendant = font.DescendantFonts[0]
    assert str(descendant.Subtype) == "/CIDFontType0"
    assert "/CIDToGIDMap" not in descendant
    assert str(descendant.FontDescriptor.FontFile3.Subtype) == "/CIDFontType0C"
    assert bytes(descendant.FontDescriptor.FontFile3.read_bytes())[:1] == b"\x01"


def test_reportlab_can_draw_with_a_face() -> None:
    stream = io.BytesIO()
    face = FontSet().face("sans")
    canvas = Canvas(stream, invariant=1, initialFontName=face.register(), pageCompression=0)
    canvas.setFont(face.name, 9)
    canvas.drawString(50, 700, "Page (1) \u0378")
    assert canvas.stringWidth("Page", face.name, 10) == pytest.approx(face.shaper().width("Page") / 100)
    canvas.showPage()
    canvas.save()
    text = "".join(face.texts.values())
    assert {"P", "(", "\ufffd"} <= set(text)


def test_codes_of_a_font_s_own_letters_do_not_hang_on_the_order_of_use() -> None:
    texts = ("a fine\u00a0page", "co-operate", "\ufb01ne", "na\u00efve \u2010")
    found = []
    for order in (texts, texts[::-1]):
        fonts = FontSet()
        face = fonts.face("serif")
        for text in order:
            for word in text.split(" "):
                face.shaper("en").word(word)
        letter = face.program.letter
        found.append({pair: code for pair, code in face.codes.items() if letter(pair[0]) == pair[1]})
        own = range(face.program.face.glyph_count)
        assert all(text == letter(glyph) for glyph, text in face.texts.items() if glyph in own)
    assert found[0] == found[1]
    assert {"a", "-", "fi", " "} < {text for _, text in found[0]}
    bold, italic = (FontSet().face("serif", bold=bold, italic=not bold).resource for bold in (True, False))
    assert (bold, italic) == ("F2", "F3")


def test_codes_that_are_given_later_have_a_place_that_no_stream_holds() -> None:
    fonts = FontSet()
    later = fonts.give_later()
    face = fonts.face("serif")
    space = face.program.font.get_nominal_glyph(0x20)
    code = face.code(space, "\u00a0")
    assert code is not None
    assert is_stand_in(code)
    assert not is_stand_in(face.code(space, " ") or "")
    later.settled[ord(code)] = "\x01\x02"
    assert later.spelled(f"[({code}x)]TJ") == "[(\x01\x02x)]TJ"


def test_signs_for_private_use_are_no_text() -> None:
    missing: list[str] = []
    fonts = FontSet(on_missing=lambda character, _face: missing.append(character))
    parts = fonts.face("mono").shaper("en").parts("\ue0b0")  # which this font has, for prompts of a terminal
    assert [part.text for part in parts] == ["\ufffd"]
    assert missing == ["\ue0b0"]


@pytest.mark.parametrize("family", ["serif", "sans", "mono"])
def test_bars_that_a_story_quotes_need_no_package_that_is_not_always_installed(family: FamilyName) -> None:
    extras = {"manimgx_fonts", "manimgx_fonts_cjk", "ziamath"}
    fonts = FontSet(fallbacks=[font for font in SHIPPED_FALLBACKS if font.package not in extras])
    lines = break_lines([Run("was █████ by ▓░", TextStyle(fonts.face(family), 10.0), "en")], 200.0, Setting())
    drawn = draw_lines(lines, 0, len(lines), 50.0, 700.0, 14.0, lambda face: face.name)
    assert "SourceCodePro" in drawn.text
    assert not fonts.missing
