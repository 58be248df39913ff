"""Formulas as equations of Word: MathML to Office Math (OMML, ECMA-376 part 1, 22.1).

Presentation MathML as https://www.w3.org/TR/mathml-core/ defines it. Sums and integrals take what follows them as
their operand, brackets that grow become delimiters, and accents over a letter become accents.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from exporters.formats.mathml import to_mathml
from exporters.formats.xmltext import escape_attribute, escape_text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_NARY: Final = frozenset("∑∏∐∫∬∭∮⋃⋂⋁⋀⨁⨂")
_INTEGRALS: Final = frozenset("∫∬∭∮")
_ACCENTS: Final = {
    "^": "\u0302", "ˆ": "\u0302", "~": "\u0303", "˜": "\u0303", "˙": "\u0307", ".": "\u0307", "¨": "\u0308",
    "→": "\u20d7", "⃗": "\u20d7", "ˇ": "\u030c", "˘": "\u0306", "´": "\u0301", "`": "\u0300",
}  # fmt: skip
_BARS: Final = frozenset("¯‾―_̲")
_BRACES: Final = frozenset("⏞⏟⏜⏝⎴⎵")
_OPENING: Final = frozenset("([{⟨⌊⌈|‖")
_CLOSING: Final = frozenset(")]}⟩⌋⌉|‖")
_FONT: Final = '<w:rPr><w:rFonts w:ascii="Cambria Math" w:hAnsi="Cambria Math"/></w:rPr>'
_DEEPEST: Final = 60  # each level is up to three elements deep, and parsers stop at 256


def equation(source: str, *, display: bool) -> str | None:
    """Return a formula in TeX notation as an m:oMath element, or None if it cannot be said as one.

    On a line of its own (`display`) it is an m:oMathPara.
    """
    made = to_mathml(source, display=display)
    if made is None:
        return None
    from xml.etree import ElementTree as ET

    root = ET.fromstring(made)  # noqa: S314  # what the converter made, not what somebody sent
    if _depth(root) > _DEEPEST:
        return None
    math = f"<m:oMath>{_row(list(root))}</m:oMath>"
    # Within a line the limits of sums stand beside their sign, so that the line stays as high as the others.
    return f"<m:oMathPara>{math}</m:oMathPara>" if display else math.replace('"undOvr"', '"subSup"')


def _depth(element: Element) -> int:
    deepest, waiting = 0, [(element, 1)]
    while waiting:
        found, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting.extend((child, depth + 1) for child in found)
    return deepest


def _row(elements: Sequence[Element]) -> str:
    """Return elements side by side; a sum or integral takes the next one as its operand, brackets what they hold."""
    made = []
    position = 0
    bars = [place for place, found in enumerate(elements) if _name(found) == "mo" and _text(found) in ("|", "‖")]
    if len(bars) == 2 and _text(elements[bars[0]]) == _text(elements[bars[1]]):
        first, last = bars
        sign = _text(elements[first])
        inner_row = _delimiters(sign, sign, _row(elements[first + 1 : last]))
        return _row(elements[:first]) + inner_row + _row(elements[last + 1 :])
    while position < len(elements):
        if _is_bracketed(elements[position : position + 3]):
            begin, inner, end = elements[position : position + 3]
            made.append(_delimiters(_text(begin), _text(end), _one(inner)))
            position += 3
            continue
        element = elements[position]
        position += 1
        operator = _nary_operator(element)
        if operator:
            operand = elements[position : position + 1]
            position += len(operand)
            made.append(_nary(element, operator, _row(operand)))
        else:
            made.append(_one(element))
    return "".join(made)


def _is_bracketed(elements: Sequence[Element]) -> bool:
    """Return whether these are a matrix or binomial between brackets, which have to grow with it."""
    if len(elements) < 3:
        return False
    begin, inner, end = elements
    tall = _name(inner) == "mtable" or inner.get("linethickness", "").startswith("0")
    signs = _name(begin) == _name(end) == "mo" and _text(begin) in _OPENING and _text(end) in _CLOSING
    return tall and signs


def _delimiters(begin: str, end: str, inner: str) -> str:
    properties = f'<m:begChr m:val="{begin}"/><m:endChr m:val="{end}"/>'
    return f"<m:d><m:dPr>{properties}</m:dPr>{_argument('e', inner)}</m:d>"


def _one(element: Element) -> str:
    convert = _CONVERTERS.get(_name(element))
    return convert(element) if convert is not None else _row(list(element))


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _text(element: Element) -> str:
    return (element.text or "").strip()


def _run(words: str, properties: str = "") -> str:
    return f"<m:r>{properties}{_FONT}<m:t>{escape_text(words)}</m:t></m:r>" if words else ""


def _identifier(element: Element) -> str:
    words = _text(element)
    upright = element.get("mathvariant") == "normal" or len(words) > 1
    return _run(words, '<m:rPr><m:sty m:val="p"/></m:rPr>' if upright else "")


def _number(element: Element) -> str:
    return _run(_text(element))


def _operator(element: Element) -> str:
    words = _text(element)
    return _run(words, '<m:rPr><m:sty m:val="p"/></m:rPr>' if len(words) > 1 and words.isalpha() else "")


def _words(element: Element) -> str:
    text = (element.text or "").replace("\u00a0", " ")
    return (
        f'<m:r><m:rPr><m:nor/></m:rPr>{_FONT}<m:t xml:space="preserve">{escape_text(text)}</m:t></m:r>' if text else ""
    )


def _space(element: Element) -> str:
    width = element.get("width", "")
    return _run("\u2003" if width.startswith(("1", "2")) else "\u2009") if not width.startswith("-") else ""


def _argument(name: str, inner: str) -> str:
    return f"<m:{name}>{inner}</m:{name}>"


def _children(element: Element, count: int) -> list[str]:
    made = [_one(child) for child in element]
    return made[:count] + [""] * (count - len(made))


def _fraction(element: Element) -> str:
    above, below = _children(element, 2)
    kind = '<m:fPr><m:type m:val="noBar"/></m:fPr>' if element.get("linethickness", "").startswith("0") else ""
    return f"<m:f>{kind}{_argument('num', above)}{_argument('den', below)}</m:f>"


def _square_root(element: Element) -> str:
    hidden = '<m:radPr><m:degHide m:val="1"/></m:radPr><m:deg/>'
    return f"<m:rad>{hidden}{_argument('e', _row(list(element)))}</m:rad>"


def _root(element: Element) -> str:
    base, degree = _children(element, 2)
    return f"<m:rad>{_argument('deg', degree)}{_argument('e', base)}</m:rad>"


def _subscript(element: Element) -> str:
    """Return a letter with an index, or the limit below a name such as lim or max."""
    base, below = _children(element, 2)
    named = len(element) and _name(element[0]) == "mo" and _text(element[0]).isalpha()
    if named:
        return f"<m:limLow>{_argument('e', base)}{_argument('lim', below)}</m:limLow>"
    return f"<m:sSub>{_argument('e', base)}{_argument('sub', below)}</m:sSub>"


def _scripts(name: str, *parts: str) -> Callable[[Element], str]:
    def convert(element: Element) -> str:
        made = _children(element, len(parts) + 1)
        inner = _argument("e", made[0])
        inner += "".join(_argument(part, text) for part, text in zip(parts, made[1:], strict=True))
        return f"<m:{name}>{inner}</m:{name}>"

    return convert


def _nary_operator(element: Element) -> str:
    """Return the sign of a sum or integral, alone or with limits, or nothing."""
    if _name(element) in ("msub", "msup", "msubsup", "munder", "mover", "munderover") and len(element):
        element = element[0]
    sign = _text(element) if _name(element) == "mo" else ""
    return sign if sign in _NARY else ""


def _nary(element: Element, operator: str, operand: str) -> str:
    kind = _name(element)
    parts = [_one(child) for child in list(element)[1:]]
    below = parts[0] if parts and kind in ("msub", "munder", "msubsup", "munderover") else ""
    above = parts[-1] if parts and kind in ("msup", "mover", "msubsup", "munderover") else ""
    place = "subSup" if operator in _INTEGRALS else "undOvr"
    hidden = "" if below else '<m:subHide m:val="1"/>'
    hidden += "" if above else '<m:supHide m:val="1"/>'
    properties = f'<m:naryPr><m:chr m:val="{operator}"/><m:limLoc m:val="{place}"/>{hidden}</m:naryPr>'
    return f"<m:nary>{properties}{_argument('sub', below)}{_argument('sup', above)}{_argument('e', operand)}</m:nary>"


def _over(element: Element) -> str:
    return _with_sign(element, "top", "limUpp")


def _under(element: Element) -> str:
    return _with_sign(element, "bot", "limLow")


def _with_sign(element: Element, side: str, limit: str) -> str:
    """Return what stands under or over something: a bar, an accent, a brace, or any limit."""
    base, mark = _children(element, 2)
    sign = _text(element[1]) if len(element) > 1 and _name(element[1]) == "mo" else ""
    inner = _argument("e", base)
    if sign and sign in _BARS:
        return f'<m:bar><m:barPr><m:pos m:val="{side}"/></m:barPr>{inner}</m:bar>'
    if side == "top" and sign in _ACCENTS:
        return f'<m:acc><m:accPr><m:chr m:val="{_ACCENTS[sign]}"/></m:accPr>{inner}</m:acc>'
    if sign and sign in _BRACES:
        other = "bot" if side == "top" else "top"
        properties = f'<m:chr m:val="{sign}"/><m:pos m:val="{side}"/><m:vertJc m:val="{other}"/>'
        return f"<m:groupChr><m:groupChrPr>{properties}</m:groupChrPr>{inner}</m:groupChr>"
    return f"<m:{limit}>{inner}{_argument('lim', mark)}</m:{limit}>"


def _under_over(element: Element) -> str:
    base, below, above = _children(element, 3)
    lower = f"<m:limLow>{_argument('e', base)}{_argument('lim', below)}</m:limLow>"
    return f"<m:limUpp>{_argument('e', lower)}{_argument('lim', above)}</m:limUpp>"


def _table(element: Element) -> str:
    rows = [[_row(list(cell)) for cell in row] for row in element]
    columns = max((len(row) for row in rows), default=0)
    if not columns:
        return ""
    first = element[0][0] if len(element[0]) else None
    side = first.get("columnalign", "center") if first is not None else "center"
    kind = f'<m:mcPr><m:count m:val="{columns}"/><m:mcJc m:val="{escape_attribute(side)}"/></m:mcPr>'
    lines = "".join(
        _argument("mr", "".join(_argument("e", cell) for cell in row + [""] * (columns - len(row)))) for row in rows
    )
    return f"<m:m><m:mPr><m:mcs><m:mc>{kind}</m:mc></m:mcs></m:mPr>{lines}</m:m>"


def _group(element: Element) -> str:
    """Return a row; one between brackets that grow becomes delimiters of Word."""
    children = list(element)
    opens = bool(children) and _name(children[0]) == "mo" and _text(children[0]) in _OPENING
    closes = len(children) > 1 and _name(children[-1]) == "mo" and _text(children[-1]) in _CLOSING
    if not opens or children[0].get("fence") != "true":
        return _row(children)
    begin, end = _text(children[0]), _text(children[-1]) if closes else ""
    inner = _row(children[1:-1] if closes else children[1:])
    return _delimiters(begin, end, inner)


def _boxed(element: Element) -> str:
    return f"<m:borderBox>{_argument('e', _row(list(element)))}</m:borderBox>"


_CONVERTERS: Final[dict[str, Callable[[Element], str]]] = {
    "menclose": _boxed,
    "mfrac": _fraction,
    "mi": _identifier,
    "mn": _number,
    "mo": _operator,
    "mover": _over,
    "mroot": _root,
    "mrow": _group,
    "mspace": _space,
    "msqrt": _square_root,
    "msub": _subscript,
    "msubsup": _scripts("sSubSup", "sub", "sup"),
    "msup": _scripts("sSup", "sup"),
    "mtable": _table,
    "mtext": _words,
    "munder": _under,
    "munderover": _under_over,
}
