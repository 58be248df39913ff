from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image as Pillow

from exporters.errors import AssetError
from exporters.model.meta import Meta
from exporters.model.nodes import Block, Figure, Image, Link, Paragraph, Text
from exporters.model.place import Place
from exporters.model.publication import Article, Footnote, Resource
from exporters.model.walk import plain_text, walk
from exporters.report import Report
from exporters.source import read_stories
from exporters.source.folder import SourceFile
from exporters.source.images import AssetStore
from tests.strategies import JPEG, SVG


@pytest.fixture
def story(tmp_path: Path) -> SourceFile:
    """Return a story in a folder with a picture, beside a folder that it may not look into."""
    folder = tmp_path / "stories"
    (folder / "img").mkdir(parents=True)
    (folder / "img" / "a b.jpg").write_bytes(JPEG)
    (folder / "é.svg").write_bytes(SVG)
    (tmp_path / "secret.jpg").write_bytes(JPEG)
    (folder / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    path = folder / "story.md"
    path.write_text("")
    return SourceFile(path, str(path), folder.resolve())


def _load(file: SourceFile, *body: Block) -> tuple[Article, AssetStore, list[str]]:
    store, report = AssetStore(), Report()
    article = Article(meta=Meta(title="A"), body=body)
    return store.load(article, file, report), store, [diagnostic.code for diagnostic in report.diagnostics]


@pytest.mark.parametrize(
    "source", ["img/a b.jpg", "img/a%20b.jpg", "./img/a%20b.jpg?v=2", "/img/a b.jpg", "img\\a b.jpg"]
)
def test_a_picture_is_found_however_its_address_is_written(story: SourceFile, source: str) -> None:
    loaded, store, codes = _load(story, Figure(Image(source, alt="x")))
    figure = loaded.body[0]
    assert isinstance(figure, Figure)
    assert figure.image.source == store.resources[0].name
    assert store.read(figure.image.source) == JPEG
    assert not codes


def test_accents_apart_or_composed_name_the_same_file(story: SourceFile) -> None:
    _, store, codes = _load(story, Figure(Image("e\u0301.svg", alt="x")))
    assert (len(store.resources), codes) == (1, [])
    assert store.resources[0].name.isascii()


def test_a_resource_tells_what_the_picture_is(story: SourceFile) -> None:
    _, store, _ = _load(story, Figure(Image("img/a b.jpg")))
    resource = store.resources[0]
    assert (resource.media_type, resource.width, resource.height) == ("image/jpeg", 2, 1)
    assert resource.name.startswith("images/a-b-")
    assert resource.name.endswith(".jpg")
    assert resource.digest.startswith("sha256:")


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("../secret.jpg", "outside-root"),
        ("%2e%2e/secret.jpg", "outside-root"),
        ("..\\secret.jpg", "outside-root"),
        ("link.jpg", "outside-root"),
        ("/etc/passwd", "image-missing"),
        ("missing.png", "image-missing"),
        ("img", "image-missing"),
        ("a\x00b.png", "image-missing"),
        ("x" * 5000, "image-missing"),
        ("file:///etc/passwd", "image-refused"),
        ("data:image/png;base64,AAAA", "image-refused"),
        ("story.md", "image-refused"),
        ("https://example.org/a.png", "image-remote"),
        ("//example.org/a.png", "image-remote"),
    ],
)
def test_what_cannot_be_shown_is_reported_and_told_in_words(story: SourceFile, source: str, code: str) -> None:
    loaded, store, codes = _load(story, Figure(Image(source, alt="A map"), caption=(Text("Caption"),), credit="Ada"))
    assert codes == [code]
    assert not store.resources
    assert not [node for node in walk(loaded.body) if isinstance(node, Image)]
    assert "A map" in plain_text(loaded.body)
    assert "Caption (Ada)" in plain_text(loaded.body)


def test_a_remote_picture_leaves_a_link(story: SourceFile) -> None:
    loaded, _, _ = _load(story, Paragraph((Text("See "), Image("//example.org/a.png", alt="the map"))))
    links = [node for node in walk(loaded.body) if isinstance(node, Link)]
    assert [(link.target, plain_text(link)) for link in links] == [("https://example.org/a.png", "the map")]


def test_a_linked_remote_picture_leaves_one_link(story: SourceFile) -> None:
    loaded, _, _ = _load(
        story, Paragraph((Link("https://example.org/", (Image("https://example.org/a.png", alt="Badge"),)),))
    )
    assert loaded.body == (Paragraph((Link("https://example.org/", (Text("Badge"),)),)),)


def test_a_paragraph_of_a_lost_decorative_picture_goes(story: SourceFile) -> None:
    loaded, _, codes = _load(story, Paragraph((Image("gone.png", decorative=True),)), Paragraph((Text("x"),)))
    assert loaded.body == (Paragraph((Text("x"),)),)
    assert codes == ["image-missing"]


def test_pictures_in_notes_and_covers_are_loaded(story: SourceFile) -> None:
    store, report = AssetStore(), Report()
    note = Footnote(key="1", children=(Paragraph((Image("é.svg", alt="x"),)),))
    loaded = store.load(Article(meta=Meta(title="A", cover="img/a b.jpg"), notes=(note,)), story, report)
    assert loaded.meta.cover == store.resources[0].name
    assert next(node for node in walk(loaded.notes[0].children) if isinstance(node, Image)).source.startswith("images/")


def test_one_file_is_read_once_and_kept_once(story: SourceFile, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    kept = AssetStore.take

    def take(store: AssetStore, data: bytes, name: str, place: Place, report: Report) -> Resource | None:
        calls.append(name)
        return kept(store, data, name, place, report)

    monkeypatch.setattr(AssetStore, "take", take)
    _, store, _ = _load(story, *(Figure(Image("img/a b.jpg", alt=str(number))) for number in range(5)))
    assert (len(calls), len(store.resources)) == (1, 1)


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(AssetError, match="no picture"):
        AssetStore().read("images/none.png")


def test_a_story_without_pictures_loads_no_image_library(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("# A\n\nWords.\n")
    code = (
        "import sys; from exporters.report import Report; from exporters.source import read_stories;"
        f"read_stories([{str(path)!r}], Report());"
        "sys.exit(any(name.split('.')[0] in ('PIL', 'lxml') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_many_pictures_do_not_stay_in_memory(tmp_path: Path) -> None:
    lines = []
    for number in range(30):
        stream = io.BytesIO()
        Pillow.effect_noise((400, 400), 50 + number).save(stream, "PNG")
        (tmp_path / f"p{number}.png").write_bytes(stream.getvalue())
        lines.append(f"![noise](p{number}.png)\n")
    (tmp_path / "a.md").write_text("# A\n\n" + "\n".join(lines))
    _, store = read_stories([tmp_path / "a.md"], Report())
    held = sum(len(value) for value in vars(store).values() if isinstance(value, bytes))
    assert (len(store.resources), held) == (30, 0)
    assert all(store.read(resource.name).startswith(b"\x89PNG") for resource in reversed(store.resources))


def test_the_caption_of_a_missing_picture_does_not_read_as_the_story(story: SourceFile) -> None:
    figure = Figure(Image("map.png", alt="A map"), caption=(Text("Cap"),), credit="AP")
    loaded, _, codes = _load(story, figure)
    assert [plain_text(block) for block in loaded.body] == ["[A map. Cap (AP)]"]
    assert codes == ["image-missing"]


@pytest.mark.parametrize("source", ["img/A B.JPG", "img/a b.jpeg", "img/a  b.jpg"])
def test_a_missing_picture_is_told_what_may_be_meant(story: SourceFile, source: str) -> None:
    store, report = AssetStore(), Report()
    store.load(Article(meta=Meta(title="A"), body=(Figure(Image(source, alt="x")),)), story, report)
    assert [item.remedy for item in report.diagnostics] == ["Did you mean 'a b.jpg'?"]
    assert "img/a b.jpg" in store.looked_at


def test_no_name_is_guessed_far_off_or_outside(story: SourceFile) -> None:
    for source in ("img/courthouse.jpg", "../secret.jpeg", "nowhere/a b.jpg"):
        store, report = AssetStore(), Report()
        store.load(Article(meta=Meta(title="A"), body=(Figure(Image(source, alt="x")),)), story, report)
        assert [item.code for item in report.diagnostics] in (["image-missing"], ["outside-root"])
        assert not any("Did you mean" in item.remedy for item in report.diagnostics)
