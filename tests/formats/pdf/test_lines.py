"""What broken lines promise: all of the text, once and in order, within the measure, the same every time."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exporters.formats.pdf.fonts import FontSet
from exporters.formats.pdf.lines import Lines, break_lines, natural_widths_pt, text_width_pt
from exporters.formats.pdf.opportunities import SOFT
from exporters.formats.pdf.runs import Align, Run, Setting, TextStyle
from tests.formats.pdf.reading import read
from tests.work import calls

FONTS = FontSet()
BODY = TextStyle(FONTS.face("serif"), 10.0)
BOLD = TextStyle(FONTS.face("serif", bold=True), 10.0)
CODE = TextStyle(FONTS.face("mono"), 9.0, hyphenate=False)
STYLES = (BODY, BOLD, CODE, TextStyle(FONTS.face("sans"), 7.0, rise_pt=3.0))
PROSE = (
    "The newsroom published an extraordinary investigation of governmental correspondence, notwithstanding the "
    "considerable difficulties that its correspondents had encountered in establishing responsibilities. "
)

words = st.one_of(
    st.text("abcdefgimnorstuvfiAVTW", min_size=1, max_size=18),
    st.sampled_from(
        [
            "well-known", "10\u00a0km", "co\u00adop\u00ader\u00ada\u00adtion", "https://example.com/a/b?c=d", "office",
            "AVATAR", "a" * 90,
            "日本語、「括弧」。", "שלום", "العربية", "(בדיקה)", "123", "₤", "e\u0301", "सभी", "กำหนด",
            "👩\u200d👩\u200d👧", "std::collections::HashMap", "—", "„Zitat“", "x\u200by", "ﬁ", "\u0378", "بِسْمِ",
        ]
    ),
)  # fmt: skip
texts = st.lists(words, min_size=1, max_size=30).map(" ".join)
runs = st.lists(
    st.builds(
        lambda text, style, before, after: Run(" " * before + text + " " * after, style, "en"),
        texts,
        st.sampled_from(STYLES),
        st.integers(0, 2),
        st.integers(0, 2),
    ),
    min_size=1,
    max_size=5,
)
alignments: st.SearchStrategy[Align] = st.sampled_from(["justify", "left", "right", "centre"])


def expected(text: str) -> str:
    """Return what must come out: white space as one space, no signs that are never shown."""
    text = re.sub("[ \n]+", " ", text.replace("\u0378", "\ufffd")).strip(" ")
    return re.sub("[\u00ad\u200b\u200c\u200d]", "", text)


def extracted(text: str) -> str:
    return re.sub("[\u00ad\u200b\u200c\u200d]", "", text)


@settings(max_examples=150, deadline=None)
@given(runs, st.floats(30, 400), alignments, st.booleans(), st.booleans())
def test_every_character_comes_out_once_and_in_order(
    given_runs: list[Run], width: float, align: Align, greedy: bool, hyphenate: bool
) -> None:
    lines = break_lines(given_runs, width, Setting(align, greedy=greedy, hyphenate=hyphenate))
    source = "".join(run.text for run in given_runs)
    # Spaces at the border of two runs may meet.
    assert extracted(read(lines).text) == expected(source)
    assert extracted(lines.text()) == expected(source)


@settings(max_examples=100, deadline=None)
@given(runs, st.floats(40, 400), alignments, st.booleans(), st.floats(0, 20), st.sampled_from([0.0, 0.015]))
def test_no_line_is_wider_than_the_measure(
    given_runs: list[Run], width: float, align: Align, greedy: bool, indent: float, scaling: float
) -> None:
    setting = Setting(align, greedy=greedy, first_indent_pt=indent, scaling=scaling)
    lines = break_lines(given_runs, width, setting)
    for line in read(lines).lines:
        # TJ numbers are whole thousandths of the size, a few for each word.
        assert line.left >= -0.3
        assert line.ink_right <= width + 0.3


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30), st.floats(20, 200))
def test_any_text_is_set_without_complaint(text: str, width: float) -> None:
    lines = break_lines([Run(text, BODY, "en")], width, Setting())
    assert len(read(lines).lines) == len(lines)


def test_vowelled_words_cut_by_a_narrow_measure_stay_in_order() -> None:
    text = "בְּרֵאשִׁית"
    assert read(break_lines([Run(text, BODY)], 20.0, Setting())).text == text


@settings(max_examples=50, deadline=None)
@given(runs, st.floats(40, 300), st.data())
def test_lines_split_between_pages_lose_nothing(given_runs: list[Run], width: float, data: st.DataObject) -> None:
    lines = break_lines(given_runs, width, Setting())
    cut = data.draw(st.integers(0, len(lines)))
    whole = read(lines)
    parts = (read(lines, 0, cut).lines if cut else []) + (read(lines, cut).lines if cut < len(lines) else [])
    assert [line.text for line in parts] == [line.text for line in whole.lines]


def fresh_lines() -> Lines:
    fonts = FontSet()
    style = TextStyle(fonts.face("serif"), 10.0)
    text = PROSE * 3 + "日本 שלום well-known office 10\u00a0km " + PROSE
    return break_lines([Run(text, style, "en")], 200.0, Setting())


def test_the_same_text_gives_the_same_lines_and_codes() -> None:
    one, other = fresh_lines(), fresh_lines()
    assert one.rows == other.rows
    assert one.paragraph.fragments == other.paragraph.fragments


def test_justified_lines_fill_the_measure_and_the_last_does_not() -> None:
    reading = read(break_lines([Run(PROSE * 3, BODY, "en")], 300.0, Setting()))
    assert len(reading.lines) > 4
    for line in reading.lines[:-1]:
        assert line.ink_right == pytest.approx(300.0, abs=0.2)
    assert reading.lines[-1].ink_right < 299.0


def test_total_fit_is_more_even_than_first_fit() -> None:
    def looseness(setting: Setting) -> float:
        rows = break_lines([Run(PROSE * 6, BODY)], 260.0, setting).rows[:-1]
        return sum(((260.0 - row.width_pt) / row.stretch_pt) ** 2 for row in rows)

    assert looseness(Setting(hyphenate=False)) < looseness(Setting(hyphenate=False, greedy=True))


def test_hyphens_appear_where_they_help_and_rejoin() -> None:
    lines = break_lines([Run(PROSE * 2, BODY, "en")], 110.0, Setting())
    assert any(row.ending == SOFT for row in lines.rows)
    text = read(lines).text
    assert "\u00ad" in text
    assert text.replace("\u00ad", "") == (PROSE * 2).strip()


@pytest.mark.parametrize("language", ["", "xx", "ja"])
def test_without_patterns_no_word_is_divided(language: str) -> None:
    lines = break_lines([Run(PROSE, BODY, language)], 110.0, Setting())
    assert all(row.ending != SOFT for row in lines.rows)


def test_code_and_addresses_are_not_hyphenated() -> None:
    text = "https://www.example.com/extraordinary/investigation/correspondence/notwithstanding/establishing " * 2
    for style in (BODY, CODE):
        lines = break_lines([Run(text, style, "en")], 90.0, Setting())
        assert all(row.ending != SOFT for row in lines.rows)


def test_words_do_not_join_over_line_ends() -> None:
    text = read(break_lines([Run("All programs\nmust end", BODY)], 40.0, Setting())).text
    assert text.split() == ["All", "programs", "must", "end"]


def test_preserved_text_keeps_its_spaces_and_lines() -> None:
    code = "if x:\n    return  1\n\n\ty"
    lines = break_lines([Run(code, CODE)], 300.0, Setting("left", preserve=True))
    assert lines.text() == "if x:\n    return  1\n\n    y"
    assert len(lines) == 4


def test_a_long_code_line_breaks_after_its_indent() -> None:
    code = "        " + "abcdefgh " * 12
    lines = break_lines([Run(code, CODE)], 200.0, Setting("left", preserve=True))
    assert lines.text(0, 1).startswith("        abcdefgh")


def test_a_space_that_must_not_break_does_not() -> None:
    lines = break_lines([Run("aaa 10\u00a0km " * 20, BODY)], 60.0, Setting())
    for number in range(len(lines)):
        assert not lines.text(number, number + 1).strip().endswith("10")


def test_no_text_makes_no_line() -> None:
    assert len(break_lines([], 100.0, Setting())) == 0
    assert len(break_lines([Run("", BODY)], 100.0, Setting())) == 0
    assert read(break_lines([Run("", BODY)], 100.0, Setting())).text == ""


def test_marks_begin_where_they_are_first_seen() -> None:
    note, link = "note", "link"
    lines = break_lines(
        [
            Run(PROSE, BODY),
            Run("see here for more of it", BODY, mark=link),
            Run(PROSE, BODY),
            Run("1", BODY, mark=note),
        ],
        150.0,
        Setting(),
    )
    assert lines.marks() == [link, note]
    found = [mark for number in range(len(lines)) for mark in lines.marks(number, number + 1)]
    assert found == [link, note]


def test_natural_widths_are_those_of_the_longest_word_and_line() -> None:
    part, line = natural_widths_pt([Run("a extraordinary b\nc", BODY)], Setting("left"))
    assert part == pytest.approx(text_width_pt("extraordinary", BODY))
    assert line == pytest.approx(text_width_pt("a extraordinary b", BODY))
    assert len(break_lines([Run("a extraordinary b", BODY)], line + 0.001, Setting("left"))) == 1


def test_a_long_paragraph_takes_work_in_proportion() -> None:
    def work(repeats: int) -> int:
        return calls(lambda: break_lines([Run(PROSE * repeats, BODY, "en")], 200.0, Setting()))

    work(10)
    assert work(400) < 2.2 * work(200)


def test_a_space_that_does_not_break_stays_at_the_end_of_a_run() -> None:
    style = TextStyle(FontSet().face("serif"), 10)
    runs = [Run("Where.\u00a0", style), Run("\u00a0", style), Run("X", style, mark=object())]
    assert break_lines(runs, 300, Setting("left")).text() == "Where.\u00a0\u00a0X"
