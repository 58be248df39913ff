"""What a PDF says of itself: the XMP packet and the document information.

XMP: ISO 16684-1; identification of PDF/A in ISO 19005-2, 6.6.4; of PDF/UA in ISO 14289-1, 5; the latter needs
an extension schema to stand in a PDF/A file (19005-2, 6.6.2.3.3). PDF/X-4: ISO 15930-7, 6.8 and 6.9.
"""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape

import msgspec

from exporters.formats.pdf.standards import Claims
from exporters.formats.pdf.syntax import date_string, text_string
from exporters.model.publication import Publication
from exporters.words import words_for

PRODUCER = "Broadsheet"


class Description(msgspec.Struct, frozen=True):
    """The document's words about itself. `created` is the time of the edition, `published` that of the work."""

    title: str
    language: str
    created: datetime
    authors: tuple[str, ...] = ()
    subject: str = ""
    keywords: tuple[str, ...] = ()
    publisher: str = ""
    rights: str = ""
    identifier: str = ""
    published: datetime | None = None


def description_of(publication: Publication, now: datetime) -> Description:
    """Return what a publication says about itself in an edition of this time."""
    meta = publication.meta
    people = meta.contributors or tuple(
        person for article in publication.articles for person in article.meta.contributors
    )
    return Description(
        title=meta.title or words_for(meta.language).untitled,
        language=meta.language or "en",
        created=now,
        authors=tuple(dict.fromkeys(person.name for person in people if person.role == "aut")),
        subject=meta.summary or meta.subtitle,
        keywords=meta.keywords,
        publisher=meta.publisher,
        rights=meta.rights,
        identifier=meta.id,
        published=meta.published,
    )


def information(description: Description, claims: Claims) -> bytes:
    """Return the information dictionary (ISO 32000-1, 14.3.3), which says the same as the XMP packet."""
    entries = {
        "Title": description.title,
        "Author": ", ".join(description.authors),
        "Subject": description.subject,
        "Keywords": ", ".join(description.keywords),
        "Creator": PRODUCER,
        "Producer": PRODUCER,
    }
    spelled = " ".join(f"/{key} {text_string(text)}" for key, text in entries.items() if text)
    moment = date_string(description.created)
    trapped = " /Trapped /False" if claims.exchange else ""
    return f"<<{spelled} /CreationDate {moment} /ModDate {moment}{trapped}>>".encode("ascii")


def xmp_packet(description: Description, claims: Claims) -> bytes:
    """Return the XMP packet: Dublin Core, dates, and what the file claims to conform to."""
    language = f'"{escape(description.language)}"'
    created = _iso(description.created)
    parts = ["<dc:format>application/pdf</dc:format>"]
    parts.append(f"<dc:title>{_alternatives(description.title, language)}</dc:title>")
    if description.authors:
        parts.append(f"<dc:creator>{_several('Seq', description.authors)}</dc:creator>")
    if description.subject:
        parts.append(f"<dc:description>{_alternatives(description.subject, language)}</dc:description>")
    if description.keywords:
        parts.append(f"<dc:subject>{_several('Bag', description.keywords)}</dc:subject>")
        parts.append(f"<pdf:Keywords>{escape(', '.join(description.keywords))}</pdf:Keywords>")
    if description.publisher:
        parts.append(f"<dc:publisher>{_several('Bag', (description.publisher,))}</dc:publisher>")
    if description.rights:
        parts.append(f"<dc:rights>{_alternatives(description.rights, language)}</dc:rights>")
    if description.identifier:
        parts.append(f"<dc:identifier>{escape(description.identifier)}</dc:identifier>")
    if description.published is not None:
        parts.append(f"<dc:date>{_several('Seq', (_iso(description.published),))}</dc:date>")
    parts.append(f"<dc:language>{_several('Bag', (description.language,))}</dc:language>")
    parts.append(f"<pdf:Producer>{PRODUCER}</pdf:Producer><xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool>")
    parts.append(f"<xmp:CreateDate>{created}</xmp:CreateDate><xmp:ModifyDate>{created}</xmp:ModifyDate>")
    if claims.archive_part:
        parts.append(
            f"<pdfaid:part>{claims.archive_part}</pdfaid:part>"
            f"<pdfaid:conformance>{claims.archive_level}</pdfaid:conformance>"
        )
    if claims.ua_part:
        parts.append(f"<pdfuaid:part>{claims.ua_part}</pdfuaid:part>")
        if claims.second_edition:
            parts.append("<pdfuaid:rev>2024</pdfuaid:rev>")
    if claims.exchange:
        from uuid import NAMESPACE_URL, uuid5

        lasting = uuid5(NAMESPACE_URL, description.identifier or description.title)
        parts.append(
            f"<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion><pdf:Trapped>False</pdf:Trapped>"
            f"<xmp:MetadataDate>{created}</xmp:MetadataDate><xmpMM:DocumentID>uuid:{lasting}</xmpMM:DocumentID>"
            "<xmpMM:VersionID>1</xmpMM:VersionID><xmpMM:RenditionClass>default</xmpMM:RenditionClass>"
        )
    extension = _UA_EXTENSION if claims.ua_part and claims.archive_part else ""
    return (
        f'<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" {_NAMESPACES}>'
        f'{"".join(parts)}</rdf:Description>{extension}</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in (
        ("dc", "http://purl.org/dc/elements/1.1/"),
        ("pdf", "http://ns.adobe.com/pdf/1.3/"),
        ("xmp", "http://ns.adobe.com/xap/1.0/"),
        ("pdfaid", "http://www.aiim.org/pdfa/ns/id/"),
        ("pdfuaid", "http://www.aiim.org/pdfua/ns/id/"),
        ("pdfxid", "http://www.npes.org/pdfx/ns/id/"),
        ("xmpMM", "http://ns.adobe.com/xap/1.0/mm/"),
    )
)

_UA_EXTENSION = (
    '<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    ' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
    ' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag>'
    '<rdf:li rdf:parseType="Resource">'
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    "<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema><pdfaSchema:property><rdf:Seq>"
    '<rdf:li rdf:parseType="Resource"><pdfaProperty:category>internal</pdfaProperty:category>'
    "<pdfaProperty:description>Part of the PDF/UA standard</pdfaProperty:description>"
    "<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    "</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)


def _iso(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}+00:00"


def _alternatives(text: str, language: str) -> str:
    words = escape(text)
    return (
        f'<rdf:Alt><rdf:li xml:lang="x-default">{words}</rdf:li><rdf:li xml:lang={language}>{words}</rdf:li></rdf:Alt>'
    )


def _several(container: str, texts: tuple[str, ...]) -> str:
    return f"<rdf:{container}>{''.join(f'<rdf:li>{escape(text)}</rdf:li>' for text in texts)}</rdf:{container}>"
