"""PDF, the print edition: tagged, PDF/UA-1 and PDF/A-2a. README.md here tells how it is made."""

from __future__ import annotations

from exporters.contract import Format, Job, Output, PageMap
from exporters.formats.pdf.options import PdfOptions
from exporters.model.publication import Publication


def write_pdf(publication: Publication, output: Output, job: Job[PdfOptions]) -> PageMap:
    """Write the publication as a PDF and return on which page each of its blocks begins."""
    from exporters.formats.pdf.export import (
        export_pdf,
    )  # reportlab and the fonts load here, not when formats are listed

    return export_pdf(publication, output, job)


def check_pdf(options: PdfOptions) -> None:
    """Raise UsageError for a theme or a colour profile that cannot be used."""
    from exporters.formats.pdf.export import check_options

    check_options(options)


FORMAT = Format(
    name="pdf",
    suffix=".pdf",
    media_type="application/pdf",
    summary="Print edition: tagged PDF/UA-1 and PDF/A-2a",
    write=write_pdf,
    options=PdfOptions,
    check=check_pdf,
    paginates=True,
)
