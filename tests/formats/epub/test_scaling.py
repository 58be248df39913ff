from __future__ import annotations

import io

import pytest
from PIL import Image

from exporters.formats.epub.scaling import scale, scaled_size
from exporters.model import nodes
from exporters.model.publication import Resource, lone_story
from tests.formats.epub.reading import XHTML, opened, story


def picture(width: int, height: int, kind: str = "jpeg", mode: str = "RGB") -> tuple[Resource, bytes]:
    stream = io.BytesIO()
    Image.effect_noise((width, height), 80).convert(mode).save(stream, kind)
    name = f"images/picture.{kind}"
    return Resource(name=name, media_type=f"image/{kind}", width=width, height=height), stream.getvalue()


@pytest.mark.parametrize(("size", "limit", "made"), [
    ((4000, 3000), 2000, (2000, 1500)), ((3000, 4000), 2000, (1500, 2000)), ((2000, 10), 2000, (2000, 10)),
    ((4000, 3000), 0, (4000, 3000)), ((9000, 2), 90, (90, 1)), ((9000, 9000), 2000, (9000, 9000)),
])  # fmt: skip
def test_no_side_is_over_the_limit(size: tuple[int, int], limit: int, made: tuple[int, int]) -> None:
    resource = Resource(name="a.jpg", media_type="image/jpeg", width=size[0], height=size[1])
    assert scaled_size(resource, limit) == made


@pytest.mark.parametrize(
    ("kind", "mode"), [("jpeg", "RGB"), ("jpeg", "L"), ("png", "RGBA"), ("png", "P"), ("webp", "RGB")]
)
def test_a_large_picture_becomes_smaller_in_its_own_format(kind: str, mode: str) -> None:
    resource, content = picture(600, 400, kind, mode)
    made = scale(content, resource, 150)
    with Image.open(io.BytesIO(made)) as smaller:
        assert (smaller.format, smaller.size) == (kind.upper(), (150, 100))
    assert len(made) < len(content)
    assert scale(content, resource, 150) == made


def test_a_small_picture_and_a_drawing_stay_as_they_are() -> None:
    resource, content = picture(60, 40)
    assert scale(content, resource, 150) is content
    drawing = Resource(name="a.svg", media_type="image/svg+xml", width=6000, height=4000)
    assert scale(b"<svg/>", drawing, 150) == b"<svg/>"


def test_a_picture_that_moves_is_not_scaled() -> None:
    stream = io.BytesIO()
    frames = [Image.effect_noise((300, 200), sigma) for sigma in (10, 90)]
    frames[0].save(stream, "PNG", save_all=True, append_images=frames[1:])
    resource = Resource(name="a.png", media_type="image/png", width=300, height=200)
    assert scale(stream.getvalue(), resource, 100) == stream.getvalue()


def test_the_text_says_the_size_of_the_picture_that_is_there() -> None:
    resource, content = picture(600, 400)
    figure = nodes.Figure(image=nodes.Image(source=resource.name, alt="Noise"))
    made = opened(lone_story(story(figure), (resource,)), picture=content, picture_px="150")
    shown = made.document("text/story.xhtml").find(f".//{XHTML}img")
    assert shown is not None
    assert (shown.get("width"), shown.get("height")) == ("150", "100")
    with Image.open(io.BytesIO(made.members[f"EPUB/{resource.name}"])) as held:
        assert held.size == (150, 100)
