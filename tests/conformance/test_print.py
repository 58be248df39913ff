"""What is made for print passes the judges as well: inks, archives with their source, formulas, booklets."""

from __future__ import annotations

from pathlib import Path

import pytest

from exporters.delivery.imposition import Booklet, impose
from exporters.model.nodes import Math, MathBlock, Paragraph, Text
from exporters.model.publication import Publication
from exporters.testing import briefing, specimen
from tests.conformance.judges import JUDGES_BY_NAME, _verapdf
from tests.conformance.test_judges import require
from tests.formats.pdf.inspection import story
from tests.formats.pdf.test_press import PROFILE, colourful, written
from tests.formats.pdf.test_tables import table

pytestmark = pytest.mark.conformance

EVERY = ("veraPDF ua1", "veraPDF 2a", "page-validation", "qpdf")


def _formulas() -> Publication:
    return story(
        Paragraph((Text("The mean is "), Math(r"\bar{x} = \frac{1}{n}\sum_i x_i"), Text("."))),
        MathBlock(r"x = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}"),
        MathBlock(r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}"),
        table(30, columns=17),
    )


def test_every_kind_of_print_conforms(tmp_path: Path) -> None:
    made = {
        "inks": written(colourful(), colours="cmyk", profile=PROFILE, bleed_mm=3.0, marks="all")[0],
        "grey": written(colourful(), colours="grey")[0],
        "drawings": written(colourful())[0],
        "formulas": written(_formulas())[0],
        "grid": written(_formulas(), table_style="grid")[0],
    }
    files = []
    for name, data in made.items():
        files.append(tmp_path / f"{name}.pdf")
        files[-1].write_bytes(data)
    for name in EVERY:
        judge = JUDGES_BY_NAME[name]
        require(judge.missing())
        assert {file.name: found for file, found in judge.judge(files).items() if found} == {}


@pytest.mark.parametrize(
    ("standard", "flavours"),
    [
        ("ua1+a3a", ("ua1", "3a")),
        ("a3b", ("3b",)),
        ("a2b", ("2b",)),
        ("a2u", ("2u",)),
        ("ua1", ("ua1",)),
        ("ua2", ("ua2",)),
    ],
)
def test_each_standard_is_what_its_judge_says(standard: str, flavours: tuple[str, ...], tmp_path: Path) -> None:
    require(JUDGES_BY_NAME["veraPDF 2a"].missing())
    files = []
    for name, publication in (("colours", colourful()), ("everything", specimen()), ("several", briefing())):
        files.append(tmp_path / f"{name}.pdf")
        files[-1].write_bytes(written(publication, standard=standard)[0])
    for flavour in flavours:
        assert {file.name: found for file, found in _verapdf(flavour)(files).items() if found} == {}
    assert _verapdf("4")(files[:1])[files[0]] != [], "the judge still tells one from another"


def test_booklets_and_files_for_exchange_are_whole(tmp_path: Path) -> None:
    judge = JUDGES_BY_NAME["qpdf"]
    require(judge.missing())
    exchanged = written(colourful(), standard="x4", profile=PROFILE, bleed_mm=3.0, marks="all")[0]
    files = [tmp_path / "x4.pdf", tmp_path / "booklet.pdf"]
    files[0].write_bytes(exchanged)
    files[1].write_bytes(impose(exchanged, Booklet()))
    assert {file.name: found for file, found in judge.judge(files).items() if found} == {}
