"""The properties of the file: what the meta says, in the fields where Word and libraries look for it, and no more.

Core properties are those of ISO/IEC 29500-2, 11; custom ones of ECMA-376 part 1, 22.3.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from exporters.formats.docx.markup import XML_DECLARATION
from exporters.formats.xmltext import escape_attribute
from exporters.model.meta import Meta

_CORE: Final = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
_EXTENDED: Final = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_CUSTOM: Final = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES: Final = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_OWN: Final = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the set of properties that users define
_FIRST: Final = 2  # 0 and 1 are reserved


def core_properties(meta: Meta, now: datetime) -> str:
    """Return docProps/core.xml. Authors are parted by semicolons, as Word reads them; times are in UTC."""
    authors = "; ".join(person.name for person in meta.contributors if person.role == "aut")
    created = meta.published or now
    modified = meta.modified or created
    told = (
        ("dc:title", meta.title),
        ("dc:creator", authors or meta.publisher),
        ("cp:keywords", ", ".join(meta.keywords)),
        ("dc:description", meta.summary),
        ("dc:identifier", meta.id),
        ("dc:language", meta.language),
        ("cp:category", meta.section),
        ("cp:contentStatus", meta.status if meta.status != "published" else ""),
        ("cp:revision", str(meta.version) if meta.version > 0 else ""),
    )
    inner = "".join(f"<{name}>{escape_attribute(value)}</{name}>" for name, value in told if value)
    dates = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{_time(moment)}</dcterms:{name}>'
        for name, moment in (("created", created), ("modified", modified))
    )
    return f"{XML_DECLARATION}<cp:coreProperties {_CORE}>{inner}{dates}</cp:coreProperties>"


def extended_properties(meta: Meta) -> str:
    """Return docProps/app.xml with the publisher as company, or nothing without one."""
    if not meta.publisher:
        return ""
    company = f"<Company>{escape_attribute(meta.publisher)}</Company>"
    return f'{XML_DECLARATION}<Properties xmlns="{_EXTENDED}">{company}</Properties>'


def custom_properties(meta: Meta) -> str:
    """Return docProps/custom.xml: what Word has no field for, under the names that our own meta gives it."""
    told = (
        ("id", meta.id),
        ("slug", meta.slug),
        ("version", str(meta.version) if meta.version > 0 else ""),
        ("url", meta.url),
        ("series", meta.series),
        ("number", meta.number),
        ("rights", meta.rights),
        ("licence", meta.licence),
        ("usage_terms", meta.usage_terms),
    )
    kept = [(name, value) for name, value in told if value]
    if not kept:
        return ""
    inner = "".join(
        f'<property fmtid="{_OWN}" pid="{number}" name="{name}">'
        f"<vt:lpwstr>{escape_attribute(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(kept, _FIRST)
    )
    return f'{XML_DECLARATION}<Properties xmlns="{_CUSTOM}" xmlns:vt="{_VALUES}">{inner}</Properties>'


def _time(moment: datetime) -> str:
    return f"{moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat()}Z"
