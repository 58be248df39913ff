"""EPUB 3.3: the e-book that subscribers read on a phone (https://www.w3.org/TR/epub-33/)."""

from __future__ import annotations

from exporters.contract import Format, Job, Output
from exporters.formats.epub.options import EpubOptions
from exporters.model.publication import Publication

__all__ = ["FORMAT", "EpubOptions", "write_epub"]


def write_epub(publication: Publication, output: Output, job: Job[EpubOptions]) -> None:
    """Write the publication as one EPUB file."""
    from exporters.formats.epub.writer import write  # ebooklib and lxml are slow to import

    write(publication, output, job)


def check_epub(options: EpubOptions) -> None:
    """Raise UsageError for a theme that is not there, or that fetches."""
    from exporters.formats.epub.styles import theme_text

    theme_text(options.theme)


FORMAT = Format(
    name="epub",
    suffix=".epub",
    media_type="application/epub+zip",
    summary="E-book for phones, tablets and e-readers, EPUB 3.3",
    write=write_epub,
    options=EpubOptions,
    check=check_epub,
)
