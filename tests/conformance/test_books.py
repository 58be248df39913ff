"""A reading system in a real browser opens our e-books: foliate-js in Chromium, on a screen of a phone's size.

It walks every document in the order of reading, follows contents, pages, landmarks and links, and calls every note.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from exporters.contract import page_key, turn_key
from exporters.model.nodes import Heading, Note, Paragraph, Text
from exporters.model.outline import number_publication
from exporters.model.publication import Footnote, Publication
from exporters.model.walk import walk
from exporters.testing import briefing, specimen
from tests.conformance.documents import JAPANESE
from tests.conformance.judges import HERE, JUDGES, calibre
from tests.conformance.test_judges import require
from tests.formats.epub.reading import lone, write

pytestmark = pytest.mark.conformance


def read(book: Path) -> dict[str, Any]:
    """Return what foliate-js shows of a book."""
    found = shutil.which("node") and shutil.which("chromium") and (JUDGES / "node/node_modules/foliate-js").exists()
    require("" if found else "not installed: node, chromium, foliate-js (make conformance installs it)")
    done = subprocess.run(
        ["node", HERE / "read_book.mjs", JUDGES, book], capture_output=True, text=True, check=True, timeout=240
    )
    shown: dict[str, Any] = json.loads(done.stdout)
    return shown


def made(publication: Publication, folder: Path, **more: Any) -> dict[str, Any]:
    book = folder / "book.epub"
    book.write_bytes(write(publication, **more)[0])
    return read(book)


def assert_sound(shown: dict[str, Any]) -> None:
    """Nothing leads nowhere, nothing is wider than the screen, every picture and style sheet is there."""
    assert shown["failed"] == []
    assert shown["dead"] == []
    for section in shown["sections"]:
        assert section["wide"] == [], section["id"]
        assert all(section["pictures"]), section["id"]
        assert section["styled"], section["id"]


@pytest.mark.parametrize("publication", [specimen(), briefing()], ids=["lone", "several"])
def test_every_word_is_shown_in_order(publication: Publication, tmp_path: Path) -> None:
    shown = made(publication, tmp_path)
    assert_sound(shown)
    assert shown["title"] == publication.meta.title
    texts = [section for section in shown["sections"] if "/text/" in section["id"] and "part." not in section["id"]]
    for article, section in zip(publication.articles, texts, strict=True):
        assert article.meta.title in shown["toc"]
        shown_text, place = _letters(section["text"]), 0
        for node in walk(article.body):
            if isinstance(node, Text):
                place = shown_text.find(_letters(node.text), place)
                assert place >= 0, node.text
                place += len(_letters(node.text))
        assert section["lang"] == article.meta.language


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def test_a_note_pops_up_alone(tmp_path: Path) -> None:
    notes = (
        Footnote(key="a", children=(_words("The first note."),)),
        Footnote(key="b", children=(_words("Another."),)),
    )
    body = (Paragraph(children=(Text(text="One"), Note(key="a"), Text(text=" two"), Note(key="b"))), _words("More."))
    shown = made(lone(*body, notes=notes), tmp_path)
    assert_sound(shown)
    assert [(note["type"], note["hidden"]) for note in shown["notes"]] == [("footnote", True)] * 2
    assert [note["text"].rstrip(" ↩\ufe0e") for note in shown["notes"]] == ["1 The first note.", "2 Another."]


def test_pages_of_the_print_edition_are_reached_within_paragraphs_and_files(tmp_path: Path) -> None:
    publication = number_publication(lone(*(_words(f"{number} " + "word " * 60) for number in range(8))))
    anchors = [block.anchor for block in publication.articles[0].body]  # type: ignore[union-attr]
    page_map = {page_key("story", ""): "1", turn_key("story", anchors[2], 41): "2", page_key("story", anchors[6]): "3"}
    shown = made(publication, tmp_path, page_map=page_map, split_kb="1")
    assert_sound(shown)
    assert shown["pages"] == ["1", "2", "3"]
    assert len([section for section in shown["sections"] if "/text/" in section["id"]]) > 1


def test_japanese_runs_downwards_where_it_is_asked_to(tmp_path: Path) -> None:
    title = JAPANESE.split("title: ")[1].splitlines()[0]
    shown = made(lone(_words("記録は11月に出た。"), title=title, language="ja"), tmp_path, vertical="yes")
    assert_sound(shown)
    assert (shown["dir"], shown["sections"][0]["mode"]) == ("rtl", "vertical-rl")
    assert "記録は11月に出た。" in shown["sections"][0]["text"]


def test_a_book_with_fonts_a_theme_and_marked_code_opens(tmp_path: Path) -> None:
    assert_sound(made(specimen(), tmp_path, fonts="embed", theme="book", highlight="yes"))


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda text: text.replace(b'href="text/story.xhtml#there"', b'href="text/story.xhtml#gone"'), "contents"),
        (lambda text: text.replace(b"style.css", b"stile.css"), "styled"),
        (lambda text: text.replace(b"images/pixel.png", b"images/gone.png"), "pictures"),
    ],
    ids=["dead link", "no styles", "no picture"],
)
def test_it_sees_what_is_wrong(spoil: Callable[[bytes], bytes], told: str, tmp_path: Path) -> None:
    from exporters.model.nodes import Figure, Image
    from tests.formats.epub.reading import PICTURE

    heading = Heading(level=1, children=(Text(text="There"),))
    figure = Figure(image=Image(source=PICTURE.name, alt="Grey"))
    data, _ = write(lone(heading, figure, _words("x")))
    whole, bad = tmp_path / "whole.epub", tmp_path / "bad.epub"
    whole.write_bytes(data)
    with zipfile.ZipFile(whole) as archive, zipfile.ZipFile(bad, "w") as spoiled:
        for name in archive.namelist():
            content = archive.read(name)
            spoiled.writestr(name, spoil(content) if name.endswith(".xhtml") else content)
    shown = read(bad)
    with pytest.raises(AssertionError):
        assert_sound(shown)
    found = {
        "contents": any(line.startswith("contents") for line in shown["dead"]),
        "styled": not shown["sections"][0]["styled"],
        "pictures": not all(shown["sections"][0]["pictures"]),
    }
    assert [name for name, seen in found.items() if seen] == [told]


@pytest.mark.skipif(shutil.which("calibre-debug") is None, reason="an audit: apt-get install calibre")
def test_calibre_finds_nothing_in_any_book_and_a_dead_link_in_a_bad_one(
    documents: dict[str, list[Path]], tmp_path: Path
) -> None:
    bad = tmp_path / "bad.epub"
    with zipfile.ZipFile(documents[".epub"][0]) as archive, zipfile.ZipFile(bad, "w") as spoiled:
        for name in archive.namelist():
            content = archive.read(name)
            spoiled.writestr(name, content.replace(b'href="text/', b'href="gone/') if "nav" in name else content)
    found = calibre([*documents[".epub"], bad])
    assert any("gone/" in told for told in found.pop(bad))
    assert {book.name: told for book, told in found.items() if told} == {}


def _words(text: str) -> Paragraph:
    return Paragraph(children=(Text(text=text),))
