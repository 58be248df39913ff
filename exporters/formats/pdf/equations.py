"""Formulas set as formulas: MathML to boxes with a height above and a depth below their line.

MathML Core (https://www.w3.org/TR/mathml-core/) of the parts that school and statistics need: rows, scripts, limits,
fractions, roots, accents, matrices, fences that grow. The letters are those of the text; there is no mathematical font
at hand, so fences, roots and rules are drawn. Distances follow TeX (The TeXbook, Appendix G) where it names them.
What is not known here is refused with `Unknown`, and the formula is shown as it was written.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import msgspec
from msgspec.structs import replace

from exporters.formats.pdf.equation_boxes import (
    MathBox,
    Mathematics,
    Stroke,
    fence,
    large_sign,
    placed,
    radical,
    row,
    rule,
    words,
)
from exporters.formats.pdf.syntax import number
from exporters.patterns import pattern

if TYPE_CHECKING:
    Reader = Callable[["Setter", ET.Element, Mathematics], MathBox]

_DEEPEST = 40
_SPACE = pattern(r"^(-?[\d.]+)(em|ex|px|pt)?$")
_RELATIONS = frozenset("=<>≤≥≠≈≡∼≅∝∈∉⊂⊆⊃⊇→←↔⇒⇐⇔↦∣∥⊥≪≫:⟶⟹⟺∋≺≻⊢⊨")
_BINARY = frozenset("+−-±∓×·÷∗⋅∘∪∩∧∨⊕⊗∖⋆∙*/")
_LARGE = frozenset("∑∏∐⋃⋂⨁⨂⋁⋀")
_INTEGRALS = frozenset("∫∬∭∮")
_FENCES = frozenset("()[]{}|‖⌊⌋⌈⌉⟨⟩∥")
_CLOSING = frozenset(")]}⌋⌉⟩")
_RULES_OVER = frozenset("¯‾_―")
_ARROWS_OVER = frozenset("→⟶⃗")
_LIMITS = frozenset({"lim", "max", "min", "sup", "inf", "limsup", "liminf", "argmax", "argmin"})
_UPRIGHT = {"normal", "bold"}
_SHOWN = {"-": "−", "*": "∗", "∣": "|", "⊤": "T"}
"""What is shown for operators that no text font has, or has as something else."""


class Unknown(Exception):  # noqa: N818  # it names what is unknown, and is no error
    """Something in a formula that is not set here."""


class _Atom(msgspec.Struct, frozen=True):
    """A box in a row and what kind of thing it is, by which its distance is chosen."""

    kind: str
    box: MathBox
    text: str = ""
    stretches: bool = False


def set_formula(mathml: str, maths: Mathematics) -> MathBox:
    """Return the formula as a box. Raises Unknown."""
    return Setter().box(ET.fromstring(mathml), maths)  # noqa: S314  # our own converter's, no entities of its own


class Setter:
    """Sets the elements of one formula."""

    def __init__(self) -> None:
        self._depth = 0

    def box(self, element: ET.Element, maths: Mathematics) -> MathBox:
        """Return an element as a box."""
        name = element.tag.rpartition("}")[2]
        reader = _READERS.get(name)
        if reader is None:
            raise Unknown(name)
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Unknown("nesting so deep")
        try:
            return reader(self, element, maths)
        finally:
            self._depth -= 1

    # ------------------------------------------------------------------------------------------------------ rows

    def row(self, element: ET.Element, maths: Mathematics) -> MathBox:
        """Return the children beside each other, at distances that their kinds ask for."""
        maths = _styled(element, maths)
        atoms = self._stretched([self._atom(child, maths) for child in element], maths)
        kinds = [atom.kind for atom in atoms]
        parts: list[MathBox] = []
        for index, atom in enumerate(atoms):
            before = kinds[index - 1] if index else ""
            if atom.kind == "bin" and before in ("", "bin", "rel", "open", "punct", "op"):
                kinds[index] = "ord"
            if index and not maths.script:
                parts.append(MathBox(_distance(before, kinds[index]) * maths.size_pt))
            elif index and "op" in (before, kinds[index]) and _distance(before, kinds[index]):
                parts.append(MathBox(maths.size_pt / 6))
            parts.append(atom.box)
        return row(parts)

    def _atom(self, element: ET.Element, maths: Mathematics) -> _Atom:
        name = element.tag.rpartition("}")[2]
        text = _text(element)
        box = self.box(element, maths)
        if name == "mo":
            grows = text in _FENCES and element.get("stretchy") != "false"
            return _Atom(_kind(text, element.get("form", "")), box, text, grows)
        if name == "mi":
            return _Atom("op" if len(text) > 1 else _kind(text, ""), box, text)
        if name in ("munder", "mover", "munderover", "msub", "msup", "msubsup") and len(element):
            inner = _text(element[0])
            if inner in _LARGE or inner in _INTEGRALS or inner in _LIMITS:
                return _Atom("op", box)
        return _Atom("ord", box, text)

    def _stretched(self, atoms: Sequence[_Atom], maths: Mathematics) -> list[_Atom]:
        """Return the atoms with fences as tall as what stands in the row."""
        if not any(atom.stretches for atom in atoms):
            return list(atoms)
        axis = maths.axis_pt

        def reach(inside: Sequence[_Atom]) -> float:
            boxes = [atom.box for atom in inside if not atom.stretches]
            return max((max(box.height_pt - axis, box.depth_pt + axis) for box in boxes), default=0.0)

        tall = {index: reach(atoms) for index, atom in enumerate(atoms) if atom.stretches}
        opened: list[int] = []
        for index, atom in enumerate(atoms):
            if atom.stretches and atom.kind == "open":
                opened.append(index)
            elif atom.stretches and atom.kind == "close" and opened:
                begin = opened.pop()
                tall[begin] = tall[index] = reach(atoms[begin:index])
        return [
            replace(atom, box=fence(atom.text, tall[index], maths))
            if tall.get(index, 0.0) > 0.62 * maths.size_pt
            else atom
            for index, atom in enumerate(atoms)
        ]

    # ---------------------------------------------------------------------------------------------------- letters

    def identifier(self, element: ET.Element, maths: Mathematics) -> MathBox:
        text = _SHOWN.get(_text(element), _text(element))
        variant = element.get("mathvariant", "")
        slanted = len(text) == 1 and variant not in _UPRIGHT and not "Α" <= text <= "Ω" and text.isalpha()
        return words(text, maths, italic=slanted and ord(text) < 0x2100, bold=variant.startswith("bold"))

    def upright(self, element: ET.Element, maths: Mathematics) -> MathBox:
        return words(_text(element, keep=True), maths)

    def operator(self, element: ET.Element, maths: Mathematics) -> MathBox:
        text = _text(element)
        if text in ("⁡", "⁢", "⁣", "⁤", ""):
            return MathBox()
        text = _SHOWN.get(text, text)
        if text in _LARGE or text in _INTEGRALS:
            sign = large_sign(text, maths)
            if sign is not None:
                return sign
            scale = 1.5 if maths.display else 1.15
            large = words(text, replace(maths, size_pt=maths.size_pt * scale))
            middle = (large.height_pt - large.depth_pt) / 2
            return placed(large, 0.0, maths.axis_pt - middle)
        return words(text, maths)

    def space(self, element: ET.Element, maths: Mathematics) -> MathBox:
        found = _SPACE.match(element.get("width", "0"))
        if found is None:
            return MathBox()
        unit = {"em": maths.size_pt, "ex": maths.size_pt / 2, "px": 0.75}.get(found[2] or "px", 1.0)
        return MathBox(float(found[1]) * unit)

    # ---------------------------------------------------------------------------------------------------- scripts

    def scripts(self, element: ET.Element, maths: Mathematics) -> MathBox:
        name = element.tag.rpartition("}")[2]
        base, *others = list(element)
        below = others[0] if name in ("msub", "msubsup") else None
        above = others[-1] if name in ("msup", "msubsup") else None
        if maths.display and (_text(base) in _LARGE or _text(base) in _LIMITS):
            return self._with_limits(base, below, above, maths, accent=False)
        return self._with_scripts(base, below, above, maths)

    def _with_scripts(
        self, base: ET.Element, below: ET.Element | None, above: ET.Element | None, maths: Mathematics
    ) -> MathBox:
        core = self.box(base, maths)
        small = maths.smaller
        size = maths.size_pt
        tall = core.height_pt > 0.9 * size or core.depth_pt > 0.35 * size
        over = self.box(above, small) if above is not None else None
        under = self.box(below, small) if below is not None else None
        up = max(0.38 * size, core.height_pt - 0.3 * size if tall else 0.0)
        down = max(0.18 * size, core.depth_pt + 0.1 * size if tall else 0.0)
        if over is not None and under is not None:
            missing = 0.16 * size - ((up - over.depth_pt) - (under.height_pt - down))
            up += max(missing, 0.0) / 2
            down += max(missing, 0.0) / 2
        slant = 0.22 * size if _text(base) in _INTEGRALS else 0.0
        parts = [core]
        if over is not None:
            parts.append(placed(over, core.width_pt + 0.05 * size, up))
        if under is not None:
            parts.append(placed(under, core.width_pt + 0.02 * size - slant, -down))
        made = _together(parts)
        return replace(made, width_pt=made.width_pt + 0.05 * size)

    def limits(self, element: ET.Element, maths: Mathematics) -> MathBox:
        name = element.tag.rpartition("}")[2]
        base, *others = list(element)
        below = others[0] if name in ("munder", "munderover") else None
        above = others[-1] if name in ("mover", "munderover") else None
        text = _text(base)
        if not maths.display and (text in _LARGE or text in _LIMITS or text in _INTEGRALS):
            return self._with_scripts(base, below, above, maths)
        return self._with_limits(base, below, above, maths, accent=element.get("accent") == "true")

    def _with_limits(
        self, base: ET.Element, below: ET.Element | None, above: ET.Element | None, maths: Mathematics, *, accent: bool
    ) -> MathBox:
        core = self.box(base, maths)
        gap = 0.12 * maths.size_pt
        parts = [core]
        for other, over in ((above, True), (below, False)):
            if other is None:
                continue
            mark = _text(other)
            if mark in _RULES_OVER:
                thick = maths.rule_pt
                y = core.height_pt + gap if over else -core.depth_pt - gap - thick
                parts.append(rule(core.width_pt, thick, 0.0, y))
                continue
            if mark in _ARROWS_OVER and over:
                parts.append(_arrow(core, gap, maths))
                continue
            on_top = accent and over and len(mark) == 1
            made = self.box(other, maths if on_top else maths.smaller)
            if on_top:
                y = max(core.height_pt - maths.x_height_pt, 0.0)
            else:
                y = core.height_pt + gap + made.depth_pt if over else -core.depth_pt - gap - made.height_pt
            parts.append(placed(made, (core.width_pt - made.width_pt) / 2, y))
        return _flush(_together(parts))

    # ------------------------------------------------------------------------------------------- fractions, roots

    def fraction(self, element: ET.Element, maths: Mathematics) -> MathBox:
        inner = replace(maths, display=False) if maths.display else maths.smaller
        above, below = (self.box(child, inner) for child in element)
        bare = element.get("linethickness", "").rstrip("pxemt") in ("0", "0.0")
        thick = 0.0 if bare else maths.rule_pt
        gap = (0.16 if maths.display else 0.1) * maths.size_pt
        width = max(above.width_pt, below.width_pt) + 0.2 * maths.size_pt
        axis = maths.axis_pt
        parts = [
            placed(above, (width - above.width_pt) / 2, axis + thick / 2 + gap + above.depth_pt),
            placed(below, (width - below.width_pt) / 2, axis - thick / 2 - gap - below.height_pt),
        ]
        if thick:
            parts.append(rule(width, thick, 0.0, axis - thick / 2))
        made = replace(_together(parts), width_pt=width)
        side = MathBox(0.08 * maths.size_pt)
        return row([side, made, side])

    def root(self, element: ET.Element, maths: Mathematics) -> MathBox:
        children = list(element)
        index: MathBox | None = None
        if element.tag.endswith("mroot"):
            index = self.box(children[1], maths.smaller.smaller)
            inside = self.box(children[0], maths)
        else:
            inside = self.row(element, maths)
        return radical(inside, index, maths)

    # ---------------------------------------------------------------------------------------------------- matrices

    def table(self, element: ET.Element, maths: Mathematics) -> MathBox:
        inner = replace(maths, display=maths.display and element.get("displaystyle") == "true")
        cells = [[self.row(cell, inner) for cell in line] for line in element]
        if not cells or not any(cells):
            return MathBox()
        count = max(len(line) for line in cells)
        aligned = (element.get("columnalign") or "").split()
        own = [[cell.get("columnalign", "") for cell in line] for line in element]
        widths = [max((line[c].width_pt for line in cells if c < len(line)), default=0.0) for c in range(count)]
        pairs = aligned[:2] == ["right", "left"]
        gaps = [0.0 if pairs and c % 2 == 0 else 0.8 * maths.size_pt for c in range(count)]
        parts: list[MathBox] = []
        top = 0.0
        for line, wishes in zip(cells, own, strict=True):
            height = max([box.height_pt for box in line] + [0.7 * maths.size_pt])
            depth = max([box.depth_pt for box in line] + [0.25 * maths.size_pt])
            top -= height
            x = 0.0
            for c, box in enumerate(line):
                align = wishes[c] or (aligned[c] if c < len(aligned) else "center")
                spare = widths[c] - box.width_pt
                parts.append(placed(box, x + {"left": 0.0, "right": spare}.get(align, spare / 2), top))
                x += widths[c] + gaps[c]
            top -= depth + 0.2 * maths.size_pt
        whole = _together(parts)
        tall = whole.height_pt + whole.depth_pt
        return _flush(placed(whole, 0.0, maths.axis_pt + tall / 2 - whole.height_pt))


_READERS: dict[str, Reader] = {
    **dict.fromkeys(("math", "mrow", "mstyle", "mpadded", "semantics"), Setter.row),
    **dict.fromkeys(("mn", "mtext", "ms"), Setter.upright),
    "mi": Setter.identifier,
    "mo": Setter.operator,
    "mspace": Setter.space,
    **dict.fromkeys(("msub", "msup", "msubsup"), Setter.scripts),
    **dict.fromkeys(("munder", "mover", "munderover"), Setter.limits),
    "mfrac": Setter.fraction,
    **dict.fromkeys(("msqrt", "mroot"), Setter.root),
    "mtable": Setter.table,
}


def _styled(element: ET.Element, maths: Mathematics) -> Mathematics:
    shown = element.get("displaystyle")
    return maths if shown is None else replace(maths, display=shown == "true")


def _text(element: ET.Element, *, keep: bool = False) -> str:
    text = "".join(element.itertext())
    return text.replace("\n", " ") if keep else text.strip()


def _kind(text: str, form: str) -> str:
    if form in ("prefix", "postfix") and text in _FENCES:
        return "open" if form == "prefix" else "close"
    if text in _RELATIONS:
        return "rel"
    if text in _BINARY:
        return "bin"
    if text in (",", ";"):
        return "punct"
    if text in _LARGE or text in _INTEGRALS:
        return "op"
    if text in _CLOSING:
        return "close"
    return "open" if text in _FENCES else "ord"


def _distance(before: str, after: str) -> float:
    """Return the distance of two kinds of things, in em (The TeXbook, page 170)."""
    if "rel" in (before, after) and before not in (after, "open") and after != "close":
        return 5 / 18
    if "bin" in (before, after):
        return 4 / 18
    if (
        before == "punct"
        or (before == "op" and after in ("ord", "op"))
        or (after == "op" and before in ("ord", "close"))
    ):
        return 3 / 18
    return 0.0


def _together(parts: Sequence[MathBox]) -> MathBox:
    """Return boxes that have their places as one."""
    return MathBox(
        max((part.width_pt for part in parts), default=0.0),
        max((part.height_pt for part in parts), default=0.0),
        max((part.depth_pt for part in parts), default=0.0),
        tuple(item for part in parts for item in part.items),
    )


def _flush(box: MathBox) -> MathBox:
    """Return a box that nothing stands out of to the left."""
    left = min((item.left_pt for item in box.items), default=0.0)
    return box if left >= 0 else replace(placed(box, -left, 0.0), width_pt=box.width_pt - left)


def _arrow(core: MathBox, gap: float, maths: Mathematics) -> MathBox:
    """Return an arrow over a box."""
    head = 0.09 * maths.size_pt
    y = core.height_pt + gap + head
    x = max(core.width_pt, 0.4 * maths.size_pt)
    path = (
        f"0 {number(y)} m {number(x)} {number(y)} l {number(x - head * 1.4)} {number(y + head)} m"
        f" {number(x)} {number(y)} l {number(x - head * 1.4)} {number(y - head)} l S"
    )
    return MathBox(x, y + head, 0.0, (Stroke(0.0, 0.0, path, maths.rule_pt),))
