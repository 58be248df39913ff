"""Formulas of TeX as equations of Word: which element each construct becomes, and that every one is well-formed."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from exporters.formats.docx.equations import equation

SPACES = (
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
)


def read(source: str, *, display: bool = False) -> tuple[str, str]:
    """Return the names of the elements within an equation, and its text."""
    made = equation(source, display=display)
    assert made is not None
    root = ET.fromstring(f"<root {SPACES}>{made}</root>")
    names = [element.tag.rpartition("}")[2] for element in root.iter()]
    return " ".join(names[1:]), "".join(root.itertext())


@pytest.mark.parametrize(
    ("source", "element", "text"),
    [
        ("x^2", "sSup", "x2"),
        ("x_i^2", "sSubSup", "xi2"),
        (r"\frac{a}{b}", "f num", "ab"),
        (r"\sqrt{x}", "rad radPr degHide deg e", "x"),
        (r"\sqrt[3]{x}", "rad deg", "3x"),
        (r"\sum_{i=1}^n i", "nary naryPr chr limLoc sub", "i=1ni"),
        (r"\left( \frac{a}{b} \right)", "d dPr begChr endChr e f", "ab"),
        (r"\hat{x}", "acc accPr chr", "x"),
        (r"\overline{ab}", "bar barPr pos", "ab"),
        (r"\underbrace{a+b}_{n}", "limLow e groupChr", "a+bn"),
        (r"\begin{pmatrix}a&b\\c&d\end{pmatrix}", "d dPr begChr endChr e m mPr mcs", "abcd"),
        (r"\begin{cases}a & b\\c & d\end{cases}", "d dPr begChr endChr e m", "abcd"),
        (r"\text{if } x", "nor", "if x"),
        (r"\lim_{x\to 0} f", "limLow e r rPr sty rPr rFonts t lim", "limx→0f"),
        ("a+|x|", "d dPr begChr endChr e r", "a+x"),
        (r"\binom{n}{k}", "d dPr begChr endChr e f fPr type", "nk"),
    ],
)
def test_constructs_of_tex_are_elements_of_word(source: str, element: str, text: str) -> None:
    names, said = read(source)
    assert element in names
    assert said == text


def test_a_formula_on_its_own_line_is_a_paragraph_of_mathematics() -> None:
    assert read("x", display=True)[0].startswith("oMathPara oMath")


def test_a_sum_without_limits_hides_their_places() -> None:
    assert "subHide supHide" in read(r"\sum x")[0]


def test_names_of_functions_stand_upright_and_letters_do_not() -> None:
    made = equation(r"\sin x", display=False)
    assert made is not None
    assert made.count('<m:sty m:val="p"/>') == 1


def test_less_than_is_escaped() -> None:
    assert read("a<b")[1] == "a<b"


@pytest.mark.parametrize("source", ["", r"\nonsense{", "x" * 6000, "{" * 200 + "x" + "}" * 200])
def test_what_cannot_be_said_is_none(source: str) -> None:
    assert equation(source, display=False) is None or len(source) == 401
