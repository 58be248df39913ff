"""Letters that are made wider or narrower, by so little that nobody sees it, and where they are not."""

from __future__ import annotations

import pytest

from exporters.formats.pdf.emission import draw_lines
from exporters.formats.pdf.fonts import FontSet
from exporters.formats.pdf.lines import Lines, break_lines
from exporters.formats.pdf.opportunities import SOFT
from exporters.formats.pdf.runs import Run, Setting, TextStyle
from exporters.formats.pdf.scaling import scale_of
from tests.formats.pdf.reading import read

FONTS = FontSet()
BODY = TextStyle(FONTS.face("serif"), 10.0)
BOLD = TextStyle(FONTS.face("serif", bold=True), 10.0)
PROSE = (
    "The newsroom published an extraordinary investigation of governmental correspondence, notwithstanding the "
    "considerable difficulties that its correspondents had encountered in establishing responsibilities. "
)
SCALED = Setting(scaling=0.015)
PLAIN = Setting()


def spaces(lines: Lines) -> list[float]:
    """Return how wide the spaces of each full line are, of their natural width."""
    return [
        (lines.width_pt / lines.scale(number) - row.width_pt) / row.stretch_pt + 1.0
        for number, row in enumerate(lines.rows[:-1])
    ]


def test_lines_of_one_style_and_of_several_fill_the_measure() -> None:
    for runs in ([Run(PROSE * 4, BODY, "en")], [Run(PROSE, BODY, "en"), Run(PROSE, BOLD, "en"), Run(PROSE, BODY)]):
        reading = read(break_lines(runs, 260.0, SCALED))
        assert {line.scale for line in reading.lines} > {1.0}
        assert all(0.985 <= line.scale <= 1.015 for line in reading.lines)
        for line in reading.lines[:-1]:
            assert line.ink_right == pytest.approx(260.0, abs=0.2)
        assert reading.lines[-1].scale == reading.scale == 1.0


def test_spaces_are_more_even_and_fewer_words_divided() -> None:
    runs = [Run(PROSE * 8, BODY, "en")]
    plain, scaled = break_lines(runs, 220.0, PLAIN), break_lines(runs, 220.0, SCALED)
    assert max(spaces(scaled)) - min(spaces(scaled)) < max(spaces(plain)) - min(spaces(plain))
    divided = [sum(row.ending == SOFT for row in lines.rows) for lines in (plain, scaled)]
    assert divided[1] < divided[0]


def test_no_space_is_narrower_than_without() -> None:
    for width in range(150, 400, 10):
        assert min(spaces(break_lines([Run(PROSE * 3, BODY, "en")], float(width), SCALED))) >= 0.7 - 1e-6


@pytest.mark.parametrize(
    ("natural", "scale"), [(300.0, 1.0), (291.0, 1.005), (200.0, 1.015), (300.5, 0.995), (310.0, 0.985)]
)
def test_letters_are_scaled_in_steps_as_far_as_needed(natural: float, scale: float) -> None:
    assert scale_of(0.015, natural, 25.0, 300.0) == pytest.approx(scale)


def test_the_scale_ends_where_lines_are_cut_by_a_page() -> None:
    lines = break_lines([Run(PROSE * 4, BODY, "en")], 260.0, SCALED)
    scales = [lines.scale(number) for number in range(len(lines))]
    cut = next(number for number, scale in enumerate(scales) if scale != 1.0) + 1
    first, second = read(lines, 0, cut), read(lines, cut)
    assert first.lines[-1].scale != 1.0
    assert first.scale == 1.0
    assert [line.scale for line in first.lines + second.lines] == pytest.approx(scales)


@pytest.mark.parametrize(
    "runs",
    [
        [Run("هذا نص طويل يملأ عدة أسطر من الصفحة " * 6, BODY, "ar")],
        [Run("本報告は、委員会が提出した文書をまとめたものである。" * 6, BODY, "ja")],
        [Run(PROSE * 3, BODY, "en"), Run("", BODY, box_pt=(20.0, 8.0)), Run(PROSE, BODY, "en")],
    ],
    ids=["Arabic", "Japanese", "with a picture"],
)
def test_letters_keep_their_width_in(runs: list[Run]) -> None:
    assert {line.scale for line in read(break_lines(runs, 200.0, SCALED)).lines} == {1.0}


def test_ragged_lines_and_cells_keep_it() -> None:
    for setting in (Setting("left", scaling=0.015), Setting(greedy=True, scaling=0.015)):
        assert {line.scale for line in read(break_lines([Run(PROSE * 3, BODY)], 200.0, setting)).lines} == {1.0}


def test_links_at_the_end_of_a_line_end_where_it_does() -> None:
    seen = 0
    for width in range(200, 320, 2):
        runs = [Run(PROSE * 2, BODY, "en"), Run("linked", BODY, "en", mark=object()), Run(" " + PROSE, BODY, "en")]
        lines = break_lines(runs, float(width), SCALED)
        [stretch] = draw_lines(lines, 0, len(lines), 0.0, 0.0, 10.0, lambda _: "/F0").stretches
        at = next(at for at in range(len(lines)) if "linked" in lines.text(at, at + 1))
        if lines.scale(at) != 1.0 and lines.text(at, at + 1).endswith("linked "):
            assert stretch.x1_pt == pytest.approx(width, abs=0.2)
            seen += 1
    assert seen > 1


def test_what_fits_by_narrow_letters_alone_is_set_so() -> None:
    width = break_lines([Run("Correspondence", BODY)], 500.0, SCALED).last_width_pt
    [line] = read(break_lines([Run("Correspondence", BODY)], width * 0.992, SCALED)).lines
    assert 0.985 <= line.scale < 1.0
    assert line.ink_right <= width * 0.992


def test_letters_stand_apart_where_a_line_has_too_few_spaces() -> None:
    setting = Setting(hyphenate=False, scaling=0.015)
    reading = read(break_lines([Run("an investigation " * 12, BODY, "en")], 92.0, setting))
    spread = [line for line in reading.lines if line.apart]
    assert spread
    for line in spread:
        assert line.apart <= 0.8
        assert line.ink_right == pytest.approx(92.0, abs=0.2)
    assert reading.apart == 0.0


def test_letters_that_join_or_carry_marks_never_do() -> None:
    for text in ("भारत सरकार " * 12, "e\u0301tablissements re\u0301els " * 12):
        lines = read(break_lines([Run(text, BODY)], 92.0, Setting(hyphenate=False, scaling=0.015))).lines
        assert not any(line.apart for line in lines)
