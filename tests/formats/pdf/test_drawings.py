"""Drawings as vectors: what SVG says is what PDF draws, and what it cannot say is refused."""

from __future__ import annotations

import re

import pytest

from exporters.formats.pdf.drawings.drawing import Drawing
from exporters.formats.pdf.drawings.interpreter import draw_svg
from exporters.formats.pdf.drawings.shapes import (
    Unsupported,
    apply,
    bounds,
    inverse,
    multiply,
    path_segments,
    transform_of,
)
from exporters.formats.pdf.drawings.styles import StyleSheet, colour
from exporters.formats.pdf.fonts import FontSet
from exporters.model.nodes import Figure, Image, Text
from exporters.model.publication import Publication, Resource
from tests.formats.pdf.inspection import failures, read_pdf, story, written

GRADIENT = (
    '<linearGradient id="g"><stop offset="0" stop-color="red"/><stop offset=".5" stop-color="white"/>'
    '<stop offset="1" stop-color="#00f"/></linearGradient>'
)
FADING = '<linearGradient id="g"><stop stop-opacity="0"/><stop offset="1"/></linearGradient>'


def drawn(inside: str, **root: str) -> Drawing:
    attributes = "".join(f' {name}="{value}"' for name, value in root.items())
    data = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"{attributes}>{inside}</svg>'
    return draw_svg(data.encode(), FontSet(), 100, 100)


# ------------------------------------------------------------------------------------------------------ path data


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("M1 2L3 4", [("m", ((1, 2),)), ("l", ((3, 4),))]),
        ("m1,2 3-4", [("m", ((1, 2),)), ("l", ((4, -2),))]),
        ("M1 2H5V6h-1v-1", [("m", ((1, 2),)), *(("l", (p,)) for p in ((5, 2), (5, 6), (4, 6), (4, 5)))]),
        ("M0 0 1 1z2 0", [("m", ((0, 0),)), ("l", ((1, 1),)), ("h", ())]),
        ("M0 0zL5 5", [("m", ((0, 0),)), ("h", ()), ("m", ((0, 0),)), ("l", ((5, 5),))]),
        ("M.5.5 1e1-1E-1", [("m", ((0.5, 0.5),)), ("l", ((10, -0.1),))]),
        ("L1 1", []),
        ("M1 1 L2 oops", [("m", ((1, 1),))]),
    ],
)
def test_path_data_is_read_as_the_standard_says(data: str, expected: list[object]) -> None:
    assert path_segments(data) == expected


def test_smooth_curves_mirror_the_control_point_before() -> None:
    cubic = path_segments("M0 0C0 5 5 5 5 0S10-5 10 0")
    assert list(cubic[2][1]) == [(5, -5), (10, -5), (10, 0)]
    lone = path_segments("M1 1S3 3 5 1")
    assert list(lone[1][1]) == [(1, 1), (3, 3), (5, 1)]
    after_quadratic = path_segments("M0 0Q1 1 2 0S4 1 5 0")
    assert after_quadratic[2][1][0] == (2, 0), "a smooth cubic curve does not mirror a quadratic one"


@pytest.mark.parametrize("flags", ["0 0", "0 1", "1 0", "1 1", "00", "01", "10", "11"])
def test_an_arc_runs_on_its_circle_the_way_that_its_flags_say(flags: str) -> None:
    box = bounds(path_segments(f"M0 0A10 10 0 {flags} 10 10"))
    large, sweep = flags[0] == "1", flags[-1] == "1"
    centre = (10, 0) if large == sweep else (0, 10)
    assert box is not None
    left, top, right, bottom = box
    if large:
        assert (left, top, right, bottom) == pytest.approx(
            (centre[0] - 10, centre[1] - 10, centre[0] + 10, centre[1] + 10), abs=0.01
        )
    else:
        assert (left, top, right, bottom) == pytest.approx((0, 0, 10, 10), abs=0.01)


def test_a_half_circle_is_as_wide_as_it_should_be() -> None:
    box = bounds(path_segments("M0 0A10 10 0 0 1 20 0"))
    assert box == pytest.approx((0, -10, 20, 0), abs=0.01)


def test_radii_that_are_too_small_are_made_larger() -> None:
    box = bounds(path_segments("M0 0A1 1 0 0 1 20 0"))
    assert box == pytest.approx((0, -10, 20, 0), abs=0.01)


def test_the_box_of_a_curve_is_that_of_its_line_not_of_its_control_points() -> None:
    assert bounds(path_segments("M0 0C0 10 10 10 10 0")) == pytest.approx((0, 0, 10, 7.5))


def test_transforms_apply_from_right_to_left() -> None:
    matrix = transform_of("translate(10 20) rotate(90) scale(2)")
    assert apply(matrix, (1, 0)) == pytest.approx((10, 22))
    undone = inverse(matrix)
    assert undone is not None
    assert multiply(matrix, undone) == pytest.approx((1, 0, 0, 1, 0, 0))
    assert apply(transform_of("rotate(180 5 5)"), (0, 0)) == pytest.approx((10, 10))


# ---------------------------------------------------------------------------------------------------------- style


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("red", ((1, 0, 0), 1)),
        ("#0f0", ((0, 1, 0), 1)),
        ("#0000ff80", ((0, 0, 1), 128 / 255)),
        ("rgb(255, 0, 0)", ((1, 0, 0), 1)),
        ("rgba(100%,0%,0%,.5)", ((1, 0, 0), 0.5)),
        ("hsl(120, 100%, 50%)", ((0, 1, 0), 1)),
        ("currentColor", ((0, 0, 1), 1)),
        ("none", None),
        ("transparent", None),
    ],
)
def test_colours(value: str, expected: object) -> None:
    assert colour(value, "blue") == expected


def test_an_id_outweighs_a_class_and_that_a_name() -> None:
    drawing = drawn(
        "<style>#i{fill:#0f0} .c{fill:#00f} rect{fill:#f00}</style>"
        '<rect id="i" class="c" width="1" height="1"/><rect class="c" width="1" height="1"/>'
        '<rect width="1" height="1"/><rect class="c" style="fill:#ff0" fill="#fff" width="1" height="1"/>'
    )
    assert re.findall(r"[\d. ]+ rg", drawing.operators) == [" 0 1 0 rg", " 0 0 1 rg", " 1 0 0 rg", " 1 1 0 rg"]


@pytest.mark.parametrize("sheet", ["g > rect{fill:red}", "a b{fill:red}", "rect:hover{}", "@media print{}"])
def test_style_sheets_beyond_what_drawing_programs_write_are_refused(sheet: str) -> None:
    with pytest.raises(Unsupported):
        StyleSheet(sheet)


# -------------------------------------------------------------------------------------------------------- drawing


def test_shapes_are_painted_as_they_say() -> None:
    operators = drawn('<rect x="1" y="2" width="3" height="4" stroke="#f00" stroke-width="2" fill="none"/>').operators
    assert "1 0 0 RG 2 w" in operators
    assert "1 2 m 4 2 l 4 6 l 1 6 l h S" in operators
    assert operators.startswith("q 1 0 0 -1 0 100 cm"), "y runs down in SVG"
    assert "f*" in drawn('<path d="M0 0H1V1z" fill-rule="evenodd"/>').operators
    assert drawn('<g display="none"><rect width="1" height="1"/></g>').operators == "q 1 0 0 -1 0 100 cm  Q"


def test_gradients_stand_where_the_shape_stands() -> None:
    drawing = drawn(GRADIENT + '<g transform="translate(10 0)"><rect fill="url(#g)" width="20" height="10"/></g>')
    (gradient,) = drawing.gradients
    assert apply(gradient.matrix, (0, 0)) == pytest.approx((10, 100))
    assert apply(gradient.matrix, (1, 1)) == pytest.approx((30, 90))
    assert [offset for offset, _ in gradient.stops] == [0, 0.5, 1]
    spelled = gradient.spelled("/DeviceRGB", lambda rgb: " ".join(f"{part:g}" for part in rgb))
    assert "/ShadingType 2" in spelled
    assert "/C0 [1 0 0]" in spelled


def test_a_group_that_is_see_through_is_one_whole() -> None:
    shapes = '<rect width="5" height="5"/><rect x="3" width="5" height="5"/>'
    drawing = drawn(f'<g opacity=".5">{shapes}</g>')
    assert len(drawing.groups) == 1
    assert drawing.states == {(0.5, 0.5): "/G0"}
    assert drawing.groups[0].count(" f ") == 2
    single = drawn('<rect width="5" height="5" opacity=".5" fill-opacity=".5"/>')
    assert single.groups == []
    assert single.states == {(0.25, 1.0): "/G0"}


def test_lettering_is_text_in_our_fonts() -> None:
    drawing = drawn('<text x="50" y="50" text-anchor="middle">Budget <tspan font-weight="bold">2025</tspan></text>')
    assert len(drawing.faces) == 2
    assert drawing.operators.count("BT") == 2


def test_a_symbol_is_fitted_and_an_arrow_turned() -> None:
    drawing = drawn(
        '<symbol id="s" viewBox="0 0 10 10"><rect width="10" height="10"/></symbol>'
        '<use href="#s" x="20" y="30" width="40" height="40"/>'
    )
    assert "4 0 0 4 0 0 cm" in drawing.operators
    assert "1 0 0 1 20 30 cm" in drawing.operators
    arrow = '<marker id="m" orient="auto" refX="1" refY="1"><path d="M0 0L2 1L0 2z"/></marker>'
    drawing = drawn(f'{arrow}<path d="M0 0V50" stroke="red" marker-end="url(#m)"/>')
    assert "0 1 -1 0 1 49 cm" in drawing.operators


@pytest.mark.parametrize(
    "inside",
    [
        '<mask id="m"/><rect mask="url(#m)" width="5" height="5"/>',
        '<rect filter="url(#f)" width="5" height="5"/>',
        '<pattern id="p"/><rect fill="url(#p)" width="5" height="5"/>',
        FADING + '<path fill="url(#g)" d="M0 0"/>',
        '<rect style="mix-blend-mode:multiply" width="5" height="5"/>',
        '<text stroke="red">x</text>',
        '<text><textPath href="#p">x</textPath></text>',
        '<path d="M0 0L1e30 0" stroke="red"/>',
        '<rect width="nonsense" height="1"/>',
        '<clipPath id="c"><path d="M0 0H9V9"/><path d="M0 0H9V9"/></clipPath><path clip-path="url(#c)" d="M0 0H9V9"/>',
    ],
)
def test_what_cannot_be_said_exactly_is_refused(inside: str) -> None:
    with pytest.raises(Unsupported):
        drawn(inside)


def test_what_refers_to_itself_ends() -> None:
    with pytest.raises(Unsupported):
        drawn('<g id="a"><use href="#a"/></g>')
    assert drawn('<linearGradient id="a" href="#b"/><linearGradient id="b" href="#a"/>').gradients == []


# ----------------------------------------------------------------------------------------------------- in a story


def _story(svg: str) -> Publication:
    publication = story(Figure(Image("d.svg", alt="A drawing"), caption=(Text("What it shows"),)))
    resource = Resource(name="d.svg", media_type="image/svg+xml", width=200, height=100, data=svg.encode())
    return Publication(meta=publication.meta, contents=publication.contents, resources=(resource,))


EVERYTHING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100" viewBox="0 0 200 100">'
    + GRADIENT
    + '<rect width="50" height="50" fill="url(#g)"/><g opacity=".4"><circle cx="80" cy="50" r="30"/>'
    '<circle cx="100" cy="50" r="30" fill="url(#g)"/></g><text x="150" y="50" font-size="12">Lettering</text></svg>'
)


def test_a_drawing_is_drawn_as_vectors_and_conforms() -> None:
    data, report = written(_story(EVERYTHING))
    assert report.diagnostics == []
    assert failures(data) == []
    read = read_pdf(data)
    (page,) = read.pdf.pages
    forms = [entry for name, entry in page.Resources.XObject.items() if entry.Subtype == "/Form"]
    assert len(forms) == 1
    assert not [entry for entry in page.Resources.XObject.values() if entry.Subtype == "/Image"]
    (figure,) = read.all("Figure")
    assert str(figure.entry.Alt) == "A drawing"


def test_a_drawing_that_cannot_be_vectors_becomes_pixels_and_says_so() -> None:
    masked = EVERYTHING.replace("<text", '<mask id="m"><rect width="9" height="9"/></mask><text mask="url(#m)"')
    data, report = written(_story(masked))
    assert [diagnostic.code for diagnostic in report.diagnostics] == ["pdf-drawing-as-pixels"]
    assert failures(data) == []


@pytest.mark.parametrize(
    "part",
    [
        '<image width="9" height="9" href="data:image/png;base64,AAAA"/>',
        '<path stroke="red" stroke-miterlimit="x" d="M0 0H9"/>',
    ],
)
def test_what_cannot_be_read_never_ends_the_run(part: str) -> None:
    data, report = written(_story(EVERYTHING.replace("<text", f"{part}<text")))
    assert [diagnostic.code for diagnostic in report.diagnostics] == ["pdf-drawing-as-pixels"]
    assert failures(data) == []


def test_the_same_drawing_gives_the_same_bytes() -> None:
    assert written(_story(EVERYTHING))[0] == written(_story(EVERYTHING))[0]
