"""Files within the file: the publication that the pages were made of, for PDF/A-3 (ISO 19005-3, 6.8).

What is put in is the exact form of what the pages show, pictures included: what the desk took out is not in it either.
"""

from __future__ import annotations

import io
import zlib
from datetime import datetime
from typing import BinaryIO

import msgspec

from exporters.contract import Job
from exporters.formats.native import NativeOptions, write_native
from exporters.formats.pdf.options import PdfOptions
from exporters.formats.pdf.syntax import date_string, name, text_string
from exporters.model.publication import Publication


class Attachment(msgspec.Struct, frozen=True):
    """A file to be put in: its name, type, bytes, what it is, when it was made."""

    file_name: str
    media_type: str
    data: bytes
    description: str
    moment: datetime
    relationship: str = "Source"
    """What it is to the document (ISO 19005-3, 6.8): Source, Data, Alternative, Supplement or Unspecified."""

    def stream(self) -> tuple[bytes, str]:
        """Return the bytes, deflated, and the entries of the embedded file (ISO 32000-1, 7.11.4)."""
        moment = date_string(self.moment)
        entries = (
            f"/Type /EmbeddedFile /Subtype {name(self.media_type)} /Filter /FlateDecode"
            f" /Params <</Size {len(self.data)} /CreationDate {moment} /ModDate {moment}>>"
        )
        return zlib.compress(self.data, 9), entries

    def specification(self, stream_number: int) -> bytes:
        """Return the file specification, given the number of the embedded file."""
        spelled = text_string(self.file_name)
        return (
            f"<</Type /Filespec /F {spelled} /UF {spelled} /EF <</F {stream_number} 0 R /UF {stream_number} 0 R>>"
            f" /Desc {text_string(self.description)} /AFRelationship /{self.relationship}>>"
        ).encode("ascii")


def source_of(publication: Publication, job: Job[PdfOptions]) -> Attachment:
    """Return the publication in exact form as a file to be put in."""
    output = _Kept()
    write_native(publication, output, Job(NativeOptions(), job.report, job.now, job.read_asset))
    return Attachment(
        f"{publication.meta.slug or 'publication'}.native.json",
        "application/json",
        output.stream.getvalue(),
        "The publication of which the pages were made, in Broadsheet's exact form",
        job.now,
    )


class _Kept:
    """An output that keeps its one file."""

    def __init__(self) -> None:
        self.stream = _Open()

    def open(self, name: str | None = None) -> BinaryIO:
        """Return the stream."""
        assert name is None
        return self.stream


class _Open(io.BytesIO):
    """A stream that can still be read when it was closed."""

    def close(self) -> None:
        """Stay open."""
