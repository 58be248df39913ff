from __future__ import annotations

import re

import uharfbuzz as hb

from exporters.model.nodes import Paragraph, Text
from exporters.testing import briefing
from tests.formats.epub.reading import lone, opened, write


def words(text: str) -> Paragraph:
    return Paragraph(children=(Text(text=text),))


def test_no_font_is_embedded_unless_asked_for() -> None:
    made = opened(briefing())
    assert made.hrefs("font/ttf") == []
    assert b"@font-face" not in made.members["EPUB/style.css"]


def test_fonts_hold_the_letters_of_the_text_and_no_others() -> None:
    made = opened(lone(words("Zażółć")), fonts="embed")
    fonts = made.hrefs("font/ttf")
    assert "fonts/source-serif-4-roman-400.ttf" in fonts
    assert not any("amiri" in name for name in fonts)
    face = hb.Face(made.members["EPUB/fonts/source-serif-4-roman-400.ttf"])
    held = {chr(point) for point in face.unicodes}
    assert set("Zażółć") <= held
    assert not held & set("ЖΩQ")
    assert "SIL Open Font License" in face.get_name(13)
    assert len(made.members["EPUB/fonts/source-serif-4-roman-400.ttf"]) < 40_000


def test_the_style_sheet_names_every_font_and_no_other() -> None:
    made = opened(lone(words("a سجل")), fonts="embed")
    named = re.findall(r'url\("([^"]+)"\)', made.members["EPUB/style.css"].decode())
    assert named == made.hrefs("font/ttf")
    assert any("amiri" in name for name in named)
    assert 'font-family: "Source Serif 4", "Amiri", serif' in made.members["EPUB/style.css"].decode()


def test_the_same_text_gives_the_same_fonts() -> None:
    first, second = (write(lone(words("same")), fonts="embed")[0] for _ in range(2))
    assert first == second
