"""Lines as operators: alignment, marks, decorations, right-to-left lines."""

from __future__ import annotations

import pytest

from exporters.formats.pdf.emission import Drawn, draw_lines
from exporters.formats.pdf.face import Face
from exporters.formats.pdf.fonts import FontSet
from exporters.formats.pdf.lines import Lines, break_lines, text_width_pt
from exporters.formats.pdf.runs import Align, Run, Setting, TextStyle
from tests.formats.pdf.reading import Names, read, read_operators

FONTS = FontSet()
BODY = TextStyle(FONTS.face("serif"), 10.0)
BOLD = TextStyle(FONTS.face("serif", bold=True), 10.0)
WORDS = "The committee heard from several witnesses before it adjourned for the day. "


def resource(_face: Face) -> str:
    return "/F1"


def draw(lines: Lines) -> Drawn:
    return draw_lines(lines, 0, len(lines), 50.0, 700.0, 14.0, resource)


@pytest.mark.parametrize(
    ("align", "left", "right"),
    [("left", 0.0, None), ("right", None, 200.0), ("justify", 0.0, 200.0), ("centre", None, None)],
)
def test_lines_stand_where_their_alignment_says(align: Align, left: float | None, right: float | None) -> None:
    first, *_, last = read(break_lines([Run(WORDS * 3, BODY, "en")], 200.0, Setting(align))).lines
    if left is not None:
        assert first.left == pytest.approx(left, abs=0.05)
    if right is not None:
        assert first.ink_right == pytest.approx(right, abs=0.2)
    if align == "centre":
        assert last.left == pytest.approx(200.0 - last.ink_right, abs=0.1)


def test_lines_follow_down_by_the_leading() -> None:
    lines = break_lines([Run(WORDS * 3, BODY)], 200.0, Setting())
    drawn = draw(lines)
    baselines = [line.y for line in read_operators(drawn.text.replace("/F1", "/F0"), [BODY.face]).lines]
    assert baselines == pytest.approx([700.0 - 14.0 * number for number in range(len(lines))])


def test_the_first_line_is_indented() -> None:
    first, second, *_ = read(break_lines([Run(WORDS * 3, BODY)], 200.0, Setting(first_indent_pt=12.0))).lines
    assert (first.left, second.left) == pytest.approx((12.0, 0.0))
    assert first.ink_right == pytest.approx(200.0, abs=0.2)


def test_every_change_of_mark_is_asked_for_once_a_line() -> None:
    link = ["a link"]
    lines = break_lines(
        [Run("Read ", BODY), Run("this and that ", BODY, mark=link), Run("now.", BODY)], 500.0, Setting()
    )
    asked: list[object] = []

    def switch(mark: object) -> str:
        asked.append(mark)
        return f"% {len(asked)}"

    text = draw_lines(lines, 0, len(lines), 0.0, 0.0, 14.0, resource, switch).text
    assert asked == [None, link, None]
    assert [text.index(f"% {number}") for number in (1, 2, 3)] == sorted(text.index(f"% {n}") for n in (1, 2, 3))


def test_a_mark_over_two_lines_is_two_rectangles() -> None:
    link = object()
    lines = break_lines([Run("Read ", BODY), Run(WORDS, BODY, mark=link), Run("now.", BODY)], 200.0, Setting())
    stretches = draw(lines).stretches
    assert len(lines) >= 2
    assert len(stretches) >= 2
    assert all(stretch.mark is link for stretch in stretches)
    assert stretches[0].x0_pt > 50.0
    assert stretches[0].x1_pt == pytest.approx(250.0, abs=0.3)
    assert stretches[0].y0_pt > stretches[1].y0_pt
    for stretch in stretches:
        assert 50.0 <= stretch.x0_pt < stretch.x1_pt <= 250.3
        assert stretch.y0_pt < stretch.y1_pt


def test_a_marked_stretch_in_several_styles_is_one_rectangle_a_line() -> None:
    link = object()
    lines = break_lines(
        [Run("see ", BODY, mark=link), Run("here", BOLD, mark=link), Run(" now", BODY, mark=link)], 500.0, Setting()
    )
    assert len(draw(lines).stretches) == 1


def test_an_inline_picture_keeps_its_place() -> None:
    picture = object()
    runs = [Run("before ", BODY), Run("", BODY, mark=picture, box_pt=(30.0, 20.0)), Run(" after", BODY)]
    (stretch,) = draw(break_lines(runs, 500.0, Setting("left"))).stretches
    assert stretch.x1_pt - stretch.x0_pt == pytest.approx(30.0)
    assert stretch.y1_pt - stretch.y0_pt == pytest.approx(20.0)
    assert read(break_lines(runs, 500.0, Setting("left"))).text == "before  after"


def test_decorations_go_behind_the_text() -> None:
    style = TextStyle(FONTS.face("serif"), 10.0, underline=True, strike=True, background=(1.0, 1.0, 0.0))
    drawn = draw(break_lines([Run("marked", style)], 100.0, Setting()))
    assert drawn.backdrop.count(" re f") == 3
    assert "1 1 0 rg" in drawn.backdrop
    assert " re " not in drawn.text


def test_colour_and_rise_are_given_back() -> None:
    style = TextStyle(FONTS.face("serif"), 7.0, colour=(0.5, 0.0, 0.0), rise_pt=3.0)
    text = draw(break_lines([Run("note", style)], 100.0, Setting())).text
    assert text.index("0.5 0 0 rg") < text.index("3 Ts") < text.index("TJ") < text.index("0 Ts") < text.index("0 g")


def test_the_font_is_named_once_for_a_paragraph_in_one_style() -> None:
    assert draw(break_lines([Run(WORDS * 5, BODY)], 200.0, Setting())).text.count(" Tf") == 1


def test_right_to_left_lines_are_logical_in_the_file_and_reversed_on_the_page() -> None:
    names = Names()
    lines = break_lines([Run("שלום abc עולם", BODY, "he")], 200.0, Setting("left"))
    drawn = draw_lines(lines, 0, 1, 0.0, 0.0, 14.0, names.name)
    reading = read_operators(drawn.text, names.faces)
    assert reading.text == "שלום abc עולם"
    # The first word ends at the right edge, because that is where a right-to-left line starts.
    first_word = drawn.text.split("]TJ")[0] + "]TJ"
    assert read_operators(first_word, names.faces).lines[0].right == pytest.approx(200.0, abs=0.1)
    assert reading.lines[0].left > 100.0


def test_an_indent_in_right_to_left_text_is_on_the_right() -> None:
    line = read(break_lines([Run("שלום", BODY)], 200.0, Setting("left", first_indent_pt=20.0))).lines[0]
    assert line.right == pytest.approx(180.0, abs=0.1)


def test_strings_survive_every_byte() -> None:
    face = FONTS.face("serif")
    for glyph in range(1, 1400):
        face.advance(glyph)
        face.code(glyph, f"{glyph}")
    # Codes with parentheses, backslashes and carriage returns in them read back as themselves.
    from tests.formats.pdf.reading import codes

    for (glyph, text), code in list(face.codes.items()):
        (number,) = codes(code)
        assert face.glyphs.get(number, number) == glyph
        assert face.texts[number] == text
        assert "\r" not in code


def test_a_line_with_too_few_spaces_stays_ragged() -> None:
    first = read(break_lines([Run("two words" + " " + "m" * 11, BODY)], 120.0, Setting())).lines[0]
    assert first.text == "two words "
    assert first.ink_right < 60.0


@pytest.mark.parametrize(
    ("words", "measure"),
    [(WORDS, 233.0), ("הוועדה שמעה כמה עדים לפני שהתפזרה לאותו יום. ", 205.0)],
    ids=["left to right", "right to left"],
)
def test_spaces_in_code_keep_their_width_and_the_others_fill_the_line(words: str, measure: float) -> None:
    code = TextStyle(FONTS.face("mono"), 9.0, hyphenate=False, rigid=True)
    shown = "a b c d e"
    runs = [Run(words, BODY), Run(shown, code, mark="code"), Run(f" {words}", BODY)]
    lines = break_lines(runs, measure, Setting())
    (stretch,) = draw(lines).stretches
    assert stretch.x1_pt - stretch.x0_pt == pytest.approx(text_width_pt(shown, code), abs=0.1)
    (line,) = [line for line in read(lines).lines if shown in line.text]
    assert line.ink_right - line.left == pytest.approx(measure, abs=0.5)


def test_a_line_of_nothing_but_code_stays_as_it_is() -> None:
    code = TextStyle(FONTS.face("mono"), 9.0, hyphenate=False, rigid=True)
    lines = break_lines([Run("x = y + z " * 12, code)], 200.0, Setting())
    pitch = text_width_pt("x", code)
    for line in read(lines).lines[:-1]:
        assert line.ink_right - line.left == pytest.approx(len(line.text.rstrip()) * pitch, abs=0.1)
