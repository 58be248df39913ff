"""WordprocessingML as strings: escaped text, runs, fields and paragraphs, each in the order that the schema wants.

Element order follows ECMA-376 part 1, 17.3.1.26 (pPr) and 17.3.2.28 (rPr),
https://ecma-international.org/publications-and-standards/standards/ecma-376/.
"""

from __future__ import annotations

from typing import Final

from exporters.formats.xmltext import escape_text

MAIN: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES: Final = (
    f'xmlns:w="{MAIN}" xmlns:r="{RELATIONSHIPS}"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14"'
)
XML_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_IN_RUN: Final = {
    "\t": "<w:tab/>",
    "\n": "<w:br/>",
    "\r": "",
    "\u00ad": "<w:softHyphen/>",
    "\u2011": "<w:noBreakHyphen/>",
}
_TEXT: Final = '<w:t xml:space="preserve">'
_NO_TEXT: Final = f"{_TEXT}</w:t>"
_APART: Final = '<w:contextualSpacing w:val="0"/>'
_MAX_TEXT: Final = 1_000_000  # characters in one w:t: readers refuse text nodes over 10 MB


def text(words: str) -> str:
    """Return the content of a run that shows these words: w:t, with the characters that are elements of their own.

    Tabs, line breaks, soft and non-breaking hyphens are elements in Word; spaces are kept everywhere.
    """
    if len(words) > _MAX_TEXT:
        pieces = (words[start : start + _MAX_TEXT] for start in range(0, len(words), _MAX_TEXT))
        return "".join(text(piece) for piece in pieces)
    words = escape_text(words)
    for letter, element in _IN_RUN.items():
        if letter in words:
            words = words.replace(letter, f"</w:t>{element}{_TEXT}" if element else "")
    return f"{_TEXT}{words}</w:t>".replace(_NO_TEXT, "")


def run(words: str, properties: str = "") -> str:
    """Return a run of text; `properties` is a whole rPr element or nothing."""
    return f"<w:r>{properties}{text(words)}</w:r>" if words else ""


def field(instruction: str, result: str = "", properties: str = "") -> str:
    """Return a complex field with its cached result, which stands until Word is told to update it (17.16.18)."""
    start, separate, end = (
        f'<w:r>{properties}<w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    code = f'<w:r>{properties}<w:instrText xml:space="preserve"> {escape_text(instruction)} </w:instrText></w:r>'
    return f"{start}{code}{separate}{run(result, properties)}{end}"


def paragraph(inner: str, style: str, *, tabs: str = "", rtl: bool = False) -> str:
    """Return a paragraph of this style, which is given by its id."""
    return f"{paragraph_opening(style, tabs=tabs, rtl=rtl)}{inner}</w:p>"


def paragraph_opening(
    style: str,
    *,
    keep_next: bool = False,
    numbering: tuple[int, int] | None = None,
    tabs: str = "",
    rtl: bool = False,
    before: int | None = None,
    indent: tuple[int, int] | None = None,
    right: int = 0,
    apart: bool = False,
    alignment: str = "",
) -> str:
    """Return how a paragraph begins, up to its runs. `style` is its id, `numbering` a list id and a level from 0.

    `indent` is the space on the leading side and how far the first line hangs out of it, `right` the space on the
    trailing side, `before` the space above, all in twentieths of a point. `apart` keeps the space between this item of
    a list and the next, which the style leaves out.
    """
    properties = f'<w:pStyle w:val="{style}"/>'
    if keep_next:
        properties += "<w:keepNext/>"
    if numbering is not None:
        properties += f'<w:numPr><w:ilvl w:val="{numbering[1]}"/><w:numId w:val="{numbering[0]}"/></w:numPr>'
    properties += tabs
    if rtl:
        properties += "<w:bidi/>"
    if before is not None:
        properties += f'<w:spacing w:before="{before}"/>'
    if indent is not None:
        trailing = f' w:right="{right}"' if right else ""
        hanging = f' w:hanging="{indent[1]}"' if indent[1] else ' w:firstLine="0"'
        properties += f'<w:ind w:left="{indent[0]}"{trailing}{hanging}/>'
    if apart:
        properties += _APART
    if alignment:
        properties += f'<w:jc w:val="{alignment}"/>'
    return f"<w:p><w:pPr>{properties}</w:pPr>"


def set_apart(block: str) -> str:
    """Return the items of a list with space below the last, as between a list and the list that follows it."""
    start = block.rfind("<w:p>")
    end = block.find("</w:pPr>", start)
    listed = block.endswith("</w:p>") and block.find("<w:numPr>", start, end) >= 0
    already = block.find(_APART, start, end) >= 0
    changed = block.find("<w:rPr>", start, end)  # the mark of a paragraph that was inserted or deleted comes after it
    at = changed if changed >= 0 else end
    return f"{block[:at]}{_APART}{block[at:]}" if listed and not already else block


def end_section(blocks: list[str], section: str) -> list[str]:
    """Return the blocks with this section ending at the last of them."""
    while len(blocks) > 1 and not blocks[-1]:
        del blocks[-1]
    return [*blocks[:-1], with_section(blocks[-1], section)]


def with_section(block: str, section: str) -> str:
    """Return the blocks with this section ending at the last of them; a table gets a small paragraph after it."""
    if not block.endswith("</w:p>"):
        thin = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
        return f"{block}<w:p><w:pPr>{thin}{section}</w:pPr></w:p>"
    start = block.rfind("<w:p>")
    end = block.find("</w:pPr>", start)
    return f"{block[:end]}{section}{block[end:]}"


def document(root: str, inner: str) -> str:
    """Return a whole part: the declaration and this root element around its content."""
    return f"{XML_DECLARATION}<w:{root} {NAMESPACES}>{inner}</w:{root}>"
