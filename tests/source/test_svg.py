from __future__ import annotations

import base64
import io
import re

import pytest
from PIL import Image, PngImagePlugin

from exporters.errors import AssetError
from exporters.source.svg import clean_svg

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="40" height="20">'


def _clean(inner: str, head: str = HEAD) -> tuple[str, list[str]]:
    said: list[str] = []
    picture = clean_svg(f"{head}{inner}</svg>".encode(), lambda code, message: said.append(f"{code} {message}"))
    return picture.data.decode(), said


def test_a_drawing_stays_as_it_is() -> None:
    inner = (
        '<defs><linearGradient id="g"><stop offset="0"/></linearGradient></defs><title>A chart</title>'
        '<rect width="9" height="9" fill="url(#g)"/><text x="1" y="2">Ä 表 &amp; more</text><use href="#g"/>'
    )
    cleaned, said = _clean(inner)
    assert inner.replace(" &amp;", " &amp;") in cleaned
    assert not said


@pytest.mark.parametrize(
    "inner",
    [
        "<script>alert(1)</script>",
        '<rect onload="alert(1)" width="1"/>',
        '<a href="javascript:alert(1)"><text>x</text></a>',
        '<a xlink:href="https://evil.example/"><text>x</text></a>',
        '<image href="https://evil.example/pixel.png" width="1" height="1"/>',
        '<image xlink:href="file:///etc/passwd" width="1" height="1"/>',
        '<use href="other.svg#x"/>',
        "<style>@import url(https://evil.example/a.css);</style>",
        "<style>rect{fill:url('https://evil.example/a.svg#x')}</style>",
        "<style>@\\69mport 'https://evil.example/a.css';</style>",
        '<rect style="fill:url(https://evil.example/#a)"/>',
        '<rect fill="url( &quot;//evil.example/#a&quot;)"/>',
        '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><iframe src="https://evil.example/"/></body></foreignObject>',
        '<animate attributeName="href" to="javascript:alert(1)"/>',
        '<set attributeName="onclick" to="alert(1)"/>',
        '<handler xmlns="http://www.w3.org/2001/xml-events">alert(1)</handler>',
        '<feImage href="https://evil.example/a.png"/>',
        '<image href="data:image/svg+xml;base64,PHN2Zy8+" width="1" height="1"/>',
        '<image href="data:text/html,alert(1)" width="1" height="1"/>',
        '<rect xml:base="https://evil.example/" width="1"/>',
        "<metadata>evil</metadata>",
    ],
)
def test_what_could_run_or_fetch_is_gone(inner: str) -> None:
    cleaned, _ = _clean(f"{inner}<text>kept</text>")
    assert "kept" in cleaned
    for word in ("evil", "alert", "javascript", "file:", "import", "onload", "foreignObject", "iframe"):
        assert word not in cleaned


def test_what_is_left_out_is_said() -> None:
    _, said = _clean("<script>x</script>")
    assert said == ["svg-cleaned left out of the drawing: script"]


@pytest.mark.parametrize(
    "data",
    [
        b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
        b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
        b"<svg>",
        b"<svg/>",
        b"<html/>",
        b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="90000"/>',
        b'<svg xmlns="http://www.w3.org/2000/svg">' + b"<g>" * 200 + b"</g>" * 200 + b"</svg>",
        b'<svg xmlns="http://www.w3.org/2000/svg">' + b"<g/>" * 60_000 + b"</svg>",
        "<svg xmlns='http://www.w3.org/2000/svg'><!ENTITY/></svg>".encode("utf-16"),
    ],
)
def test_hostile_or_broken_drawings_are_refused(data: bytes) -> None:
    with pytest.raises(AssetError):
        clean_svg(data, lambda _code, _message: None)


def test_references_that_unfold_without_end_are_refused() -> None:
    levels = "".join(f'<g id="l{n}">' + f'<use xlink:href="#l{n + 1}"/>' * 10 + "</g>" for n in range(9))
    with pytest.raises(AssetError, match="so often"):
        _clean(f'{levels}<g id="l9"><rect width="1" height="1"/></g>')
    with pytest.raises(AssetError, match="within"):
        _clean('<g id="a"><use href="#a"/></g>')
    with pytest.raises(AssetError, match="within"):
        _clean('<pattern id="p"><rect fill="url(#q)"/></pattern><pattern id="q"><rect fill="url(#p)"/></pattern>')


_MANY = " ".join(f'a{number}="1"' for number in range(600))
_FILTERED = '<rect filter="url(#f)"/>'


@pytest.mark.parametrize(
    ("inner", "words"),
    [
        (f"<rect {_MANY}/>", "attributes"),
        (f'<filter id="f">{"<feGaussianBlur/>" * 500}</filter><rect filter="url(#f)"/>', "safely"),
        (f'<filter id="f">{"<feOffset/>" * 5}</filter>{_FILTERED * 100}', "safely"),
        (f"<g>{'<image/>' * 600}</g>", "pictures"),
    ],
)
def test_drawings_that_take_too_long_to_draw_are_refused(inner: str, words: str) -> None:
    with pytest.raises(AssetError, match=words):
        _clean(inner)


_DOTS = '<marker id="m">' + '<circle r="1"/>' * 50 + "</marker>"
_POINTS = " ".join(f"{number},{number % 7}" for number in range(5000))
_LINE = f'<polyline %s points="{_POINTS}"/>'


@pytest.mark.parametrize(
    "inner",
    [
        _DOTS + _LINE % 'marker-mid="url(#m)"',
        _DOTS + _LINE % 'style="fill:none; marker:url(#m)"',
        _LINE % 'marker-end="url(#m)"' + _DOTS,
        f"{_DOTS}<style>.a {{ marker-mid: url(#m) }}</style>" + _LINE % 'class="a"',
        f'{_DOTS}<g marker-start="url(#m)">' + _LINE % "" + "</g>",
        _DOTS + f'<path marker-mid="url(#m)" d="M0 0L{_POINTS}"/>',
        _DOTS + '<line marker-start="url(#m)" x1="1"/>' * 2500,
    ],
)
def test_markers_at_very_many_corners_are_refused(inner: str) -> None:
    with pytest.raises(AssetError, match="so often"):
        _clean(inner)


@pytest.mark.parametrize(
    "inner",
    [
        _DOTS.replace('<circle r="1"/>' * 49, "") + _LINE % 'marker-mid="url(#m)"',
        _DOTS + _LINE % "",
        _DOTS + '<line marker-start="url(#m)" x1="1"/>' * 500,
    ],
)
def test_markers_of_a_chart_are_drawn(inner: str) -> None:
    assert "polyline" in _clean(inner)[0] or "line" in _clean(inner)[0]


def test_shadows_of_some_parts_are_drawn() -> None:
    shadow = '<filter id="f"><feFlood/><feComposite/><feGaussianBlur/><feOffset/><feComposite/></filter>'
    assert _clean(shadow + '<rect filter="url(#f)"/>' * 50)[0].count("<rect") == 50


def test_glyphs_used_again_and_again_are_fine() -> None:
    cleaned, _ = _clean('<defs><path id="A" d="M0 0"/></defs>' + '<use href="#A"/>' * 2000)
    assert cleaned.count("<use") == 2000


def test_pictures_within_are_cleaned_too() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "Secret Name")
    stream = io.BytesIO()
    Image.new("RGB", (2, 2), "red").save(stream, "PNG", pnginfo=info)
    coded = base64.b64encode(stream.getvalue()).decode()
    cleaned, said = _clean(f'<image xlink:href="data:image/png;base64,{coded}" width="2" height="2"/>')
    found = re.search(r'data:image/png;base64,([^"]+)"', cleaned)
    assert found is not None
    assert b"Secret" not in base64.b64decode(found[1])
    assert not said


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="2in" height="1in"', (192, 96)),
        ('viewBox="0 0 30 60"', (30, 60)),
        ('width="100%" viewBox="0 0 30 60"', (30, 60)),
        ('width="60" viewBox="0 0 30 60"', (60, 120)),
        ("", (300, 150)),
    ],
)
def test_the_size_is_found(attributes: str, size: tuple[int, int]) -> None:
    data = f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}><rect/></svg>'.encode()
    picture = clean_svg(data, lambda _code, _message: None)
    assert (picture.width, picture.height) == size


@pytest.mark.parametrize(
    ("inner", "said"),
    [
        (f"<text>{'word ' * 2001}</text>", "letters"),
        (f"<text>{'<tspan>x</tspan>' * 1001}</text>", "parts"),
        (f"<style>{'g ' * 9}{{fill:red}}</style><g/>", "selectors"),
        (f"<style>{'g{fill:red}' * 2000}</style>{'<g/>' * 1000}", "selectors"),
    ],
)
def test_what_a_renderer_would_not_end_is_refused(inner: str, said: str) -> None:
    with pytest.raises(AssetError, match=said):
        _clean(inner)


def test_style_sheets_as_drawing_programs_write_them_stay() -> None:
    sheet = "*{stroke-linejoin:round}.a,.b > text tspan{fill:#123}@media print{g.c rect{fill:none}}"
    cleaned, said = _clean(f"<style>{sheet}</style>{'<g><text>label</text></g>' * 500}")
    assert sheet.replace(">", "&gt;") in cleaned
    assert not said
