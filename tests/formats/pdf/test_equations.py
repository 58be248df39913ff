"""Formulas: where their parts stand, and that what is not known is shown as it was written."""

from __future__ import annotations

import pytest

from exporters.formats.mathml import to_mathml
from exporters.formats.pdf import fonts
from exporters.formats.pdf.equation_boxes import Letters, MathBox, Mathematics, Sign, Stroke, fence
from exporters.formats.pdf.equations import Unknown, set_formula
from exporters.formats.pdf.fonts import SHIPPED_FALLBACKS, Fallback, FontSet
from exporters.model.nodes import Math, MathBlock, Paragraph, Text
from exporters.model.place import Place
from tests.formats.pdf.inspection import read_story, story, written

SIZE = 10.0


@pytest.fixture(autouse=True, params=["with", "without"])
def signs(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether there is a font with the signs of formulas; what holds, holds with and without."""
    if request.param == "without":
        monkeypatch.setattr(fonts, "SHIPPED_FALLBACKS", SHIPPED_FALLBACKS[:-1])
        monkeypatch.setattr(fonts, "MATHEMATICS", Fallback("not_installed", ""))
    return bool(request.param == "with")


def formula(source: str, *, display: bool = True) -> MathBox:
    mathml = to_mathml(source, display=display)
    assert mathml is not None
    return set_formula(mathml, Mathematics(FontSet(), SIZE, display=display))


def letters(source: str, *, display: bool = True) -> dict[str, Letters]:
    return {item.text: item for item in formula(source, display=display).items if isinstance(item, Letters)}


def shown(source: str, *, display: bool = True) -> dict[str, Letters | Sign]:
    return {item.text: item for item in formula(source, display=display).items if not isinstance(item, Stroke)}


def strokes(source: str) -> list[Stroke]:
    return [item for item in formula(source).items if isinstance(item, Stroke)]


def test_scripts_stand_above_and_below_and_are_smaller() -> None:
    found = letters("x_i^2")
    assert found["2"].base_pt > 0 > found["i"].base_pt
    assert found["2"].style.size_pt < found["x"].style.size_pt == SIZE
    assert found["2"].left_pt > found["x"].left_pt
    smallest = min(item.style.size_pt for item in letters("a^{b^{c^{d^e}}}").values())
    assert smallest >= SIZE / 2


def test_variables_are_slanted_and_functions_and_numbers_upright() -> None:
    found = letters(r"\sin x = 2")
    upright = FontSet().face("serif").name
    assert found["sin"].style.face.name == found["2"].style.face.name == upright
    assert found["x"].style.face.name != upright


def test_a_fraction_has_a_rule_between_its_parts() -> None:
    found = letters(r"\frac{a}{b}")
    (bar,) = strokes(r"\frac{a}{b}")
    assert found["a"].base_pt > bar.base_pt > found["b"].base_pt
    assert bar.thick_pt == 0, "it is filled"
    assert len(strokes(r"\binom{n}{k}")) == 2, "no rule, but fences that grow"


def test_limits_stand_over_and_under_a_sum_by_itself_and_beside_one_in_a_line() -> None:
    alone, within = (shown(r"\sum_{i}^n i", display=display) for display in (True, False))
    assert alone["n"].left_pt < alone["∑"].left_pt + SIZE
    assert alone["n"].base_pt > SIZE
    assert within["n"].left_pt > within["∑"].left_pt + SIZE / 2
    assert within["n"].base_pt < SIZE


def test_relations_have_room_and_a_sign_before_a_number_has_none() -> None:
    assert formula("a=b").width_pt > formula("ab").width_pt + SIZE / 2
    assert formula("a-b").width_pt > formula("-ab").width_pt + SIZE * 0.4


def test_fences_grow_with_what_they_hold() -> None:
    assert strokes("(a)") == []
    assert len(strokes(r"\left(\frac{a}{b}\right)")) == 3
    assert len(strokes(r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}")) == 2
    for fences in (r"\left[", r"\left\{", r"\left|", r"\left\langle", r"\left\lfloor"):
        assert strokes(rf"{fences}\frac{{a}}{{b}}\right."), fences


def test_a_matrix_stands_in_rows_and_columns() -> None:
    found = letters(r"\begin{matrix} a & b \\ c & d \end{matrix}")
    assert found["a"].base_pt == found["b"].base_pt > found["c"].base_pt == found["d"].base_pt
    assert found["a"].left_pt < found["b"].left_pt
    box = formula(r"\begin{matrix} a \\ c \end{matrix}")
    assert box.height_pt > box.depth_pt > 0, "its middle is on the axis"


def test_a_root_reaches_over_what_it_holds() -> None:
    box = formula(r"\sqrt[3]{x^2}")
    inner = formula("x^2")
    assert box.height_pt > inner.height_pt
    assert box.width_pt > inner.width_pt
    assert {item.text for item in box.items if isinstance(item, Letters)} >= {"x", "2", "3"}


def test_everything_of_a_box_is_within_it() -> None:
    for source in (r"\frac{a}{b}", "x^2", r"\sum_{i=1}^n", r"\hat{x}", r"\overline{AB}", r"\int_0^1", r"\vec{v}"):
        box = formula(source)
        assert all(-0.01 <= item.left_pt <= box.width_pt for item in box.items), source
        assert all(-box.depth_pt - 0.01 <= item.base_pt <= box.height_pt for item in box.items), source


def test_what_is_not_known_is_refused() -> None:
    with pytest.raises(Unknown):
        set_formula("<math><menclose><mi>x</mi></menclose></math>", Mathematics(FontSet(), SIZE))
    deep = "<mrow>" * 60 + "<mi>x</mi>" + "</mrow>" * 60
    with pytest.raises(Unknown):
        set_formula(f"<math>{deep}</math>", Mathematics(FontSet(), SIZE))


def test_formulas_on_a_page_are_tagged_say_their_source_and_are_drawn() -> None:
    read = read_story(
        Paragraph((Text("The mass is "), Math("E = mc^2"), Text("."))),
        MathBlock(r"\sum_{i=1}^n i = \frac{n(n+1)}{2}"),
        MathBlock(r"\unknowncommand{x}"),
    )
    within, alone, source = read.all("Formula")
    assert str(within.entry.Alt) == "E = mc^2"
    assert within.all_text == "E=mc2"
    assert str(alone.entry.Alt) == r"\sum_{i=1}^n i = \frac{n(n+1)}{2}"
    assert "∑" in alone.all_text
    assert "/BBox" in alone.entry.A
    assert source.all_text == r"\unknowncommand{x}"


def test_a_formula_that_is_not_set_is_told() -> None:
    _, report = written(story(Paragraph((Math("x^2"), Math(r"\unknown"))), MathBlock(r"\unknown{y}")))
    assert [diagnostic.code for diagnostic in report.diagnostics] == ["pdf-formula-as-source"] * 2


@pytest.mark.parametrize(
    ("source", "why", "remedy"),
    [
        (r"\xymatrix{A} + \foo", r"not known: \xymatrix, \foo", "alternative text"),
        (r"\begin{matrix} a & b", "cannot be read", "Close what it opens"),
        (" + ".join(f"a_{{{index}}}" for index in range(90)), "cannot be set in this measure", "Make two of it"),
    ],
)
def test_why_a_formula_is_not_set_is_told_with_its_place_and_a_remedy(source: str, why: str, remedy: str) -> None:
    _, report = written(story(MathBlock(source, place=Place("a.md", 9, 1))))
    [told] = report.diagnostics
    assert (told.severity, told.place) == ("warning", Place("a.md", 9, 1))
    assert why in told.message
    assert remedy in told.remedy


def test_a_formula_wider_than_the_page_is_set_smaller_or_as_it_was_written() -> None:
    wide = " + ".join(f"a_{{{index}}}" for index in range(20))
    wider = " + ".join(f"a_{{{index}}}" for index in range(90))
    shrunk, as_written = read_story(MathBlock(wide), MathBlock(wider)).all("Formula")
    assert "a0" in shrunk.all_text.replace(" ", "")
    assert "a_{89}" in as_written.all_text


@pytest.mark.parametrize("width", range(300, 460, 3))
def test_no_line_begins_with_the_comma_after_a_formula(width: int) -> None:
    from exporters.formats.pdf.lines import break_lines
    from exporters.formats.pdf.runs import Run, Setting, TextStyle

    style = TextStyle(face=FontSet().face("serif"), size_pt=SIZE)
    runs = [
        Run("Some words that stand before (", style),
        Run("", style, box_pt=(40.0, 8.0)),
        Run("), and words", style),
    ]
    lines = break_lines(runs * 3, width / 2, Setting(align="left"))
    texts = [lines.text(number, number + 1).strip() for number in range(len(lines))]
    assert not [text for text in texts if text.startswith(")") or text.endswith("(")]


@pytest.mark.parametrize("signs", ["with"], indirect=True)
def test_sums_and_integrals_by_themselves_are_larger_glyphs_read_as_what_they_are() -> None:
    for character, source in (("∑", r"\sum"), ("∫", r"\int"), ("∮", r"\oint")):
        alone, within = (shown(source, display=display)[character] for display in (True, False))
        assert isinstance(alone, Sign)
        assert isinstance(within, Sign)
        assert alone.glyph != within.glyph
        box = formula(source)
        assert box.height_pt + box.depth_pt > 1.25 * SIZE
        middle = (box.height_pt - box.depth_pt) / 2
        assert middle == pytest.approx(Mathematics(FontSet(), SIZE).axis_pt, abs=0.01)


@pytest.mark.parametrize("character", "()[]{}⟨⟩⌈⌉⌊⌋|‖")
@pytest.mark.parametrize("reach", [6.0, 14.0, 40.0, 150.0])
def test_fences_are_as_high_as_what_they_hold(character: str, reach: float) -> None:
    box = fence(character, reach, Mathematics(FontSet(), SIZE))
    high = box.height_pt + box.depth_pt
    assert high >= 2 * reach - 0.5
    assert high < 2 * reach + 3.5
    assert box.width_pt < 2 * SIZE


def test_each_pair_of_fences_is_as_high_as_what_stands_between() -> None:
    tall = r"\begin{pmatrix} a \\ b \\ c \\ d \end{pmatrix}"
    alone, beside = strokes(r"\begin{pmatrix} a \end{pmatrix}"), strokes(rf"\begin{{pmatrix}} a \end{{pmatrix}} {tall}")
    assert len(beside) == len(alone) + 2, "the low pair stays as it is"


@pytest.mark.parametrize("signs", ["with"], indirect=True)
def test_a_letter_that_only_the_font_for_formulas_has_is_set_in_it() -> None:
    found = letters(r"x \otimes \mathbb{R}")
    assert found["ℝ"].style.face.name == found["⊗"].style.face.name == "STIXTwoMath"


def test_formulas_with_signs_conform_and_say_them(signs: bool) -> None:
    block = MathBlock(r"\sum_{i=1}^n \left\{ \sqrt[3]{\frac{a}{b}} \right\} \otimes \int_0^1 f")
    read = read_story(block, Paragraph((Math(r"\prod_k p_k"),)))
    assert read.all("Formula")[0].entry.Alt is not None
    if signs:
        assert {"∑", "∫", "⊗"} <= set(read.all("Formula")[0].all_text)
        assert "∏" in read.all("Formula")[1].all_text
