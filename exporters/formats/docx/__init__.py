"""Word: a DOCX that an editor can rework, with Word's own styles, notes, lists and fields."""

from __future__ import annotations

from exporters.contract import Format, Job, Output
from exporters.formats.docx.options import DocxOptions
from exporters.model.publication import Publication

__all__ = ["FORMAT", "DocxOptions", "write_docx"]


def write_docx(publication: Publication, output: Output, job: Job[DocxOptions]) -> None:
    """Write the publication as one DOCX file; FormatError if what was rewritten is not well-formed."""
    from exporters.formats.docx.writer import write  # python-docx and lxml are slow to import

    write(publication, output, job)


def check_docx(options: DocxOptions) -> None:
    """Raise UsageError for a template that is not there, or is no Word file."""
    from exporters.formats.docx.writer import check_template

    check_template(options.template)


FORMAT = Format(
    name="docx",
    suffix=".docx",
    media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    summary="Word document to rework, with real styles, notes, lists and fields",
    write=write_docx,
    options=DocxOptions,
    check=check_docx,
)
