"""Structure elements in the terms of PDF 2.0, for PDF/UA-2: which namespace each belongs to, and what ours stand for.

ISO 32000-2, 14.7.4 (namespaces) and Annex L (what was dropped since 1.7); ISO 14289-2, 8.2.
"""

from __future__ import annotations

from collections.abc import Iterator

from exporters.formats.pdf.syntax import name, text_string

STANDARD = "http://iso.org/pdf2/ssn"
OWN = "urn:broadsheet:structure"

_STANDARD_TYPES = frozenset({
    "Document", "DocumentFragment", "Part", "Sect", "Div", "Aside", "NonStruct", "P", "H1", "H2", "H3", "H4", "H5",
    "H6", "Title", "Sub", "Span", "Em", "Strong", "Link", "Lbl", "LBody", "L", "LI", "Table", "TR", "TH", "TD",
    "THead", "TBody", "TFoot", "Caption", "Figure", "Formula", "FENote",
})  # fmt: skip
_ROLES = {
    "Art": "Sect", "BlockQuote": "Div", "Byline": "P", "Callout": "Aside", "Code": "Span", "Colophon": "Div",
    "Quote": "Span", "Reference": "Span", "Subtitle": "P", "TOC": "Div", "TOCI": "P",
}  # fmt: skip
"""Types of ours, and of PDF 1.7, by the types of PDF 2.0 that stand for them."""
_RENAMED = {"Note": "FENote"}
"""A note by its old name is not allowed (ISO 14289-2, 8.2.5.14)."""
DESCRIPTION_LIST = "<</O /List /ListNumbering /Description>>"
"""What a list of terms says of itself; 1.7 has no word for it."""


class Namespaces:
    """The two namespaces of a document's structure, as numbered objects."""

    def __init__(self, first_free: int) -> None:
        self.standard_number = first_free
        self.own_number = first_free + 1

    def typed(self, tag: str) -> str:
        """Return an element's type and namespace as its dictionary says them."""
        tag = _RENAMED.get(tag, tag)
        number = self.standard_number if tag in _STANDARD_TYPES else self.own_number
        return f"/S {name(tag)} /NS {number} 0 R"

    def objects(self) -> Iterator[tuple[int, bytes]]:
        """Yield both as numbered objects."""
        standard = f"{self.standard_number} 0 R"
        roles = " ".join(f"{name(ours)} [{name(theirs)} {standard}]" for ours, theirs in sorted(_ROLES.items()))
        yield self.standard_number, f"<</Type /Namespace /NS {text_string(STANDARD)}>>".encode()
        yield self.own_number, f"<</Type /Namespace /NS {text_string(OWN)} /RoleMapNS <<{roles}>>>>".encode()
