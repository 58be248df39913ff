"""Which element each event of the Markdown parser opens, under the names that the tree builder knows."""

from __future__ import annotations

from typing import Any

ELEMENTS = {
    "Paragraph": "p",
    "Emphasis": "em",
    "Strong": "strong",
    "Strikethrough": "del",
    "Superscript": "sup",
    "Subscript": "sub",
    "Item": "li",
    "DefinitionList": "dl",
    "DefinitionListTitle": "dt",
    "DefinitionListDefinition": "dd",
    "TableHead": "md-row",
    "TableRow": "md-row",
    "TableCell": "md-cell",
    "HtmlBlock": "md-html",
}
"""Events that are no more than a name."""


def element_of(kind: str, detail: Any, attributes: dict[str, str]) -> str:
    """Return the element that this event opens, and set its attributes."""
    match kind:
        case "Heading":
            if detail["id"]:
                attributes["id"] = detail["id"]
            return f"h{detail['level'][1]}"
        case "BlockQuote":
            if detail is not None:
                attributes["data-callout"] = detail
            return "blockquote"
        case "List":
            if detail is None:
                return "ul"
            attributes["start"] = str(detail)
            return "ol"
        case "Link":
            target = detail["dest_url"]
            mail = detail["link_type"] == "Email" and not target.startswith("mailto:")
            attributes["href"] = f"mailto:{target}" if mail else target
            attributes["title"] = detail["title"]
            return "a"
        case "Image":
            attributes["src"] = detail["dest_url"]
            attributes["title"] = detail["title"]
            return "md-image"
        case "CodeBlock":
            attributes["info"] = "" if detail == "Indented" else detail["Fenced"]
            return "md-code"
        case "Table":
            attributes["columns"] = " ".join(detail)
            return "md-table"
        case "FootnoteDefinition":
            attributes["key"] = detail.casefold()
            return "md-note"
        case _:
            return "div"
