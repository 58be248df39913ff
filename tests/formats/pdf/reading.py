"""Text operators read back: what a reader extracts, and where the pen goes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from exporters.formats.pdf.emission import draw_lines
from exporters.formats.pdf.face import Face
from exporters.formats.pdf.lines import Lines

_TOKEN = re.compile(
    r"\((?:\\.|[^\\()])*\)|\[|\]|<<.*?>>|<[0-9A-F]*>|/[^\s/<>\[\]()]+|-?\d+\.?\d*|[A-Za-z*]+", re.DOTALL
)


@dataclass
class ReadLine:
    """One line: the baseline, its text, and the leftmost and rightmost point that ink or a space reaches."""

    y: float
    text: str = ""
    left: float = 1e9
    right: float = -1e9
    # Without the space that ends it.
    ink_right: float = -1e9
    # How wide its letters are, of their natural width, and how far they stand apart.
    scale: float = 1.0
    apart: float = 0.0


@dataclass
class Reading:
    """All lines, and the operators that stood between."""

    lines: list[ReadLine] = field(default_factory=list)
    fonts: list[str] = field(default_factory=list)
    # What the horizontal scaling and the room between letters are when the text has ended.
    scale: float = 1.0
    apart: float = 0.0

    @property
    def text(self) -> str:
        """Everything extracted."""
        return "".join(line.text for line in self.lines)


class Names:
    """Resource names for faces, and back."""

    def __init__(self) -> None:
        self.faces: list[Face] = []

    def name(self, face: Face) -> str:
        if face not in self.faces:
            self.faces.append(face)
        return f"/F{self.faces.index(face)}"


def read(lines: Lines, start: int = 0, stop: int | None = None) -> Reading:
    """Return what the operators of these lines say, drawn at 0, 0."""
    names = Names()
    drawn = draw_lines(lines, start, len(lines) if stop is None else stop, 0.0, 0.0, 10.0, names.name)
    return read_operators(drawn.text, names.faces)


def read_operators(operators: str, faces: list[Face]) -> Reading:
    """Return what text operators say."""
    reading = Reading()
    operands: list[str] = []
    face, size = faces[0] if faces else None, 0.0
    x = y = pen = 0.0
    replaced = False
    for token in _TOKEN.findall(operators):
        if not token.isalpha() or token == "":
            operands.append(token)
            continue
        if token == "Td":
            x, y = x + float(operands[-2]), y + float(operands[-1])
            pen = x
            reading.lines.append(ReadLine(y))
        elif token == "Tc":
            reading.apart = float(operands[-1])
        elif token == "Tz":
            reading.scale = float(operands[-1]) / 100
        elif token == "Tf":
            face, size = faces[int(operands[-2][2:])], float(operands[-1])
            reading.fonts.append(operands[-2])
        elif token == "BDC":
            spelled = re.search(r"ActualText<FEFF([0-9A-F]*)>", operands[-1])
            if spelled:
                replaced = True
                reading.lines[-1].text += bytes.fromhex(spelled.group(1)).decode("utf-16-be")
        elif token == "EMC":
            replaced = False
        elif token == "TJ":
            assert face is not None
            line = reading.lines[-1]
            line.scale, line.apart = reading.scale, reading.apart
            for operand in operands:
                if operand.startswith("("):
                    for code in codes(operand[1:-1]):
                        said = "" if replaced else face.texts[code]
                        line.text += said
                        line.left = min(line.left, pen)
                        pen += face.advance(face.glyphs.get(code, code)) * size / 1000 * reading.scale
                        line.right = max(line.right, pen)
                        if said not in (" ", "\u00a0"):
                            line.ink_right = max(line.ink_right, pen)
                        pen += reading.apart * reading.scale
                elif operand not in "[]":
                    pen -= float(operand) * size / 1000 * reading.scale
        operands = []
    return reading


def codes(literal: str) -> list[int]:
    """Return the two-byte codes of a literal string without its parentheses."""
    plain = re.sub(r"\\(.)", lambda match: "\r" if match.group(1) == "r" else match.group(1), literal, flags=re.DOTALL)
    data = plain.encode("latin-1")
    assert len(data) % 2 == 0
    return [data[i] << 8 | data[i + 1] for i in range(0, len(data), 2)]
