"""Styles and lists of other programs as the schema wants them: elements in order, whole numbers, no unknown values.

Word reads what LibreOffice and Google Docs write, and validators do not. What is mended here was met in their files.
Orders: ECMA-376 part 1, 17.3.1.26 (pPr), 17.3.2.28 (rPr), 17.9.6 (lvl), 17.3.1.24 (pBdr), 17.4.38 (tblBorders).
"""

from __future__ import annotations

from typing import Any, Final

from exporters.formats.docx.markup import MAIN
from exporters.patterns import pattern

_W: Final = f"{{{MAIN}}}"
_EDGES: Final = "top left start bottom right end insideH insideV between bar"
_ORDERS: Final = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs"
    " suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd"
    " snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment"
    " textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid"
    " vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em"
    " lang eastAsianLayout specVanish oMath",
    "lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
    "pBdr": _EDGES,
    "tblBorders": _EDGES,
    "tblCellMar": _EDGES,
}
_RANKS: Final = {
    f"{_W}{name}": {f"{_W}{child}": at for at, child in enumerate(order.split())} for name, order in _ORDERS.items()
}
_BARE: Final = frozenset(
    f"{_W}{name}"
    for name in ("semiHidden", "unhideWhenUsed", "qFormat", "locked", "hidden", "autoRedefine", "personal")
)
"""Elements of a style that are there or not, and take no value."""
_DECIMAL: Final = pattern(r"(-?\d+)\.\d+")
_OFF: Final = ("0", "false", "off")


def tidy(root: Any) -> None:
    """Put what is below this element into the order of the schema, and take out values that it does not know."""
    for element in list(root.iter()):
        tag = element.tag
        if not isinstance(tag, str):
            continue
        if tag in _BARE:
            _bare(element)
        elif tag == f"{_W}charset":
            element.attrib.pop(f"{_W}characterSet", None)
        elif tag == f"{_W}shd" and element.get(f"{_W}val") is None:
            element.set(f"{_W}val", "clear")
        elif tag in (f"{_W}style", f"{_W}rPrDefault"):
            for marked in element.findall(f"{_W}rPr/{_W}highlight"):
                marked.getparent().remove(marked)
        width = element.get(f"{_W}w")
        if width is not None and (whole := _DECIMAL.fullmatch(width)) is not None:
            element.set(f"{_W}w", whole.group(1))
        ranks = _RANKS.get(tag)
        if ranks is not None:
            _order(element, ranks)


def _bare(element: Any) -> None:
    value = element.attrib.pop(f"{_W}val", None)
    if value in _OFF:
        element.getparent().remove(element)


def _order(element: Any, ranks: dict[str, int]) -> None:
    """Sort the children of an element that has an order; what has no place in it stays at the end, twins go."""
    children = list({child.tag: child for child in element}.values())
    for twin in set(element) - set(children):
        element.remove(twin)
    sorted_children = sorted(children, key=lambda child: ranks.get(child.tag, len(ranks)))
    if children != sorted_children:
        for child in sorted_children:
            element.append(child)  # moves it
