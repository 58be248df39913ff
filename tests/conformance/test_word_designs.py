"""Every design and option of Word files before the judges: templates, columns, endnotes, lists, changes, comments."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from exporters.contract import Job
from exporters.formats.docx import DocxOptions, write_docx
from exporters.model.comments import EditorNote
from exporters.model.nodes import Paragraph, Text
from exporters.model.outline import number_publication
from exporters.model.place import NOWHERE
from exporters.model.publication import Publication
from exporters.options import OptionFile, OptionStory
from exporters.report import Report
from exporters.testing import PIXEL, MemoryOutput, briefing, specimen
from tests.conformance.judges import JUDGES_BY_NAME
from tests.conformance.test_judges import require
from tests.formats.docx.test_template import NOW, partner

pytestmark = pytest.mark.conformance


def older() -> Publication:
    """Return the specimen as it was: with a paragraph more, one less, and other words in the first."""
    article = specimen().articles[0]
    body = (Paragraph((Text("Other words stood here, with a note"),)), *article.body[2:], Paragraph((Text("Gone."),)))
    return msgspec.structs.replace(specimen(), contents=(msgspec.structs.replace(article, body=body),))


DESIGNS = {
    "manuscript": (specimen, DocxOptions(template=OptionFile("manuscript"), lists="both")),
    "partner": (briefing, DocxOptions(template=OptionFile("partner.docx", partner()), notes="endnotes")),
    "columns": (briefing, DocxOptions(columns=2, facing=True, contents_depth=3)),
    "endnotes": (specimen, DocxOptions(notes="endnotes", lists="figures", contents="always", paper="letter")),
    "changes": (specimen, DocxOptions(compare=OptionStory("older.md", older()))),
    "changes in a partner's": (
        specimen,
        DocxOptions(compare=OptionStory("older.md", older()), template=OptionFile("partner.docx", partner())),
    ),
    "comments": (specimen, DocxOptions(comments=True)),
    "comments on changes": (specimen, DocxOptions(comments=True, compare=OptionStory("older.md", older()))),
}
NOTES = [
    EditorNote(place=NOWHERE, text=words, author=author) for words, author in (("Why & <how>?", "Ada"), ("No.", ""))
]


@pytest.fixture(scope="module")
def designs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The files in every design."""
    folder = tmp_path_factory.mktemp("designs")
    written = []
    for name, (make, options) in DESIGNS.items():
        output = MemoryOutput()
        job = Job(options=options, report=Report(), now=NOW, read_asset=lambda _name: PIXEL, editor_notes=NOTES)
        write_docx(number_publication(make()), output, job)
        path = folder / f"{name.replace(' ', '-')}.docx"
        path.write_bytes(output.files[None])
        written.append(path)
    return written


@pytest.mark.parametrize("name", [name for name, judge in JUDGES_BY_NAME.items() if judge.suffix == ".docx"])
def test_every_design_is_accepted(name: str, designs: list[Path]) -> None:
    judge = JUDGES_BY_NAME[name]
    require(judge.missing())
    assert {file.name: found for file, found in judge.judge(designs).items() if found} == {}
