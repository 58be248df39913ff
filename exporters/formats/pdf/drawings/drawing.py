"""A drawing as PDF draws it, and where in it an element stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from exporters.formats.pdf.drawings.paints import Gradient
from exporters.formats.pdf.drawings.shapes import Matrix
from exporters.formats.pdf.drawings.styles import Properties

if TYPE_CHECKING:
    from exporters.formats.pdf.face import Face


class Drawing(msgspec.Struct):
    """A drawing as operators in a form of `width` by `height` (CSS pixels, y up), and what those refer to.

    Names: faces are /X0, /X1 …, gradients /P0 …, states /G0 … with opacities of fill and stroke, groups /S0 …
    (operators of their own), pictures /I0 … (as they
    were).
    """

    width: float
    height: float
    operators: str = ""
    faces: list[Face] = msgspec.field(default_factory=list)
    gradients: list[Gradient] = msgspec.field(default_factory=list)
    states: dict[tuple[float, float], str] = msgspec.field(default_factory=dict)
    groups: list[str] = msgspec.field(default_factory=list)
    pictures: list[bytes] = msgspec.field(default_factory=list)

    def state(self, fill: float, stroke: float) -> str:
        """Return the name of the state with these opacities."""
        return self.states.setdefault((round(fill, 4), round(stroke, 4)), f"/G{len(self.states)}")

    def face(self, face: Face) -> str:
        """Return the name of a face."""
        if face not in self.faces:
            self.faces.append(face)
        return f"/X{self.faces.index(face)}"


class Scene(msgspec.Struct, frozen=True):
    """Where an element stands: the style it inherits, its way into the form, the viewport lengths are measured by."""

    style: Properties
    matrix: Matrix
    viewport: tuple[float, float]
    depth: int = 0
