"""Any publication becomes a Word file without findings, in any design, and compared with any other."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from exporters.contract import Job
from exporters.formats.docx import DocxOptions, write_docx
from exporters.model.comments import EditorNote
from exporters.model.place import NOWHERE
from exporters.model.publication import Publication
from exporters.options import OptionFile, OptionStory
from exporters.report import Report
from exporters.testing import PIXEL, MemoryOutput
from tests.formats.docx.lint import lint
from tests.formats.docx.test_template import NOW, partner
from tests.strategies import numbered_publications

SLOW = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
TEMPLATES = (OptionFile("report"), OptionFile("manuscript"), OptionFile("partner.docx", partner()))
OPTIONS = st.builds(
    DocxOptions,
    template=st.sampled_from(TEMPLATES),
    columns=st.integers(1, 3),
    facing=st.booleans(),
    contents=st.sampled_from(("auto", "always", "never")),
    lists=st.sampled_from(("none", "both")),
    notes=st.sampled_from(("footnotes", "endnotes")),
)


NOTES = [
    EditorNote(place=NOWHERE, text="Why & <how>?", author="Ada"),
    EditorNote(place=NOWHERE, text="No.", marked="a"),
]


def written(publication: Publication, options: DocxOptions) -> bytes:
    """Return the file of a publication."""
    output = MemoryOutput()
    job = Job(options=options, report=Report(), now=NOW, read_asset=lambda _name: PIXEL, editor_notes=NOTES)
    write_docx(publication, output, job)
    return output.files[None]


def findings(data: bytes) -> list[str]:
    """Return what the lint finds, links that lead nowhere aside: the desk lets go of those before any format."""
    return [found for found in lint(data) if "no bookmark" not in found]


@SLOW
@given(numbered_publications(), OPTIONS)
def test_any_publication_in_any_design(publication: Publication, options: DocxOptions) -> None:
    data = written(publication, options)
    assert findings(data) == []
    assert written(publication, options) == data


@SLOW
@given(numbered_publications(), numbered_publications())
def test_any_publication_compared_with_any_other(old: Publication, new: Publication) -> None:
    options = DocxOptions(compare=OptionStory("old.md", old))
    assert findings(written(new, options)) == []
    assert findings(written(new, replace(options, comments=True))) == []


@SLOW
@given(numbered_publications())
def test_any_publication_with_comments_of_editors(publication: Publication) -> None:
    data = written(publication, DocxOptions(comments=True))
    assert findings(data) == []
