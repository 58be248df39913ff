from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporters.contract import count_characters, page_key, turn_key
from exporters.formats.epub.turns import places_of, turns_by_block
from exporters.model.nodes import Block, CodeBlock, Emphasis, List, ListItem, Note, Paragraph, Redacted, Text
from exporters.model.publication import Footnote, Publication
from tests.formats.epub.reading import TYPE, XHTML, lone, opened


def words(text: str) -> Paragraph:
    return Paragraph(children=(Text(text=text),))


def anchor_of(publication: Publication) -> str:
    anchor: str = publication.articles[0].body[0].anchor  # type: ignore[union-attr]
    return anchor


def parted(*body: Block, turns: dict[int, str], notes: tuple[Footnote, ...] = ()) -> list[str]:
    """Return the text of the story in the pieces between its page breaks."""
    publication = lone(*body, notes=notes)
    anchor = anchor_of(publication)
    page_map = {page_key("story", ""): "1", page_key("story", anchor): "1"}
    page_map |= {turn_key("story", anchor, told): label for told, label in turns.items()}
    made = opened(publication, page_map=page_map)
    assert made.dead_links() == []
    parts = [""]

    def listen(element: ET.Element) -> None:
        if element.get(TYPE) == "pagebreak":
            parts.append("")
        parts[-1] += element.text or ""
        for child in element:
            listen(child)
            parts[-1] += child.tail or ""

    section = made.document("text/story.xhtml").find(f".//{XHTML}section")
    assert section is not None
    header = section.find(f"{XHTML}header")
    assert header is not None
    section.remove(header)
    listen(section)
    return ["".join(part.split("\n")) for part in parts]


def test_a_page_begins_within_a_paragraph() -> None:
    assert parted(words("one two three four"), turns={6: "2"}) == ["one two ", "three four"]


def test_a_word_that_the_turn_divides_stays_whole_before_it() -> None:
    assert parted(words("one two three four"), turns={8: "2"}) == ["one two three ", "four"]


def test_japanese_turns_between_any_two_characters() -> None:
    assert parted(words("記録は百三十万行で"), turns={3: "2"}) == ["記録は", "百三十万行で"]


def test_several_pages_may_begin_in_one_block_and_within_its_inlines() -> None:
    block = Paragraph(
        children=(Text(text="one "), Emphasis(children=(Text(text="two three"),)), Text(text=" four five"))
    )
    assert parted(block, turns={6: "2", 11: "3"}) == ["one two ", "three ", "four five"]


def test_numbers_of_notes_and_redactions_do_not_count() -> None:
    block = Paragraph(children=(Text(text="one"), Note(key="n"), Redacted(), Text(text=" two three")))
    (_, after) = parted(block, turns={6: "2"}, notes=(Footnote(key="n", children=(words("told"),)),))
    assert after.startswith("three")


def test_a_page_begins_at_an_item_of_a_list() -> None:
    block = List(items=tuple(ListItem(children=(words(word),)) for word in ("one", "two", "three")))
    assert parted(block, turns={6: "2"}) == ["onetwo", "three"]


@pytest.mark.parametrize("highlight", ["yes", "no"])
def test_a_page_begins_within_program_text(highlight: str) -> None:
    publication = lone(CodeBlock(text="x = 1\ny = 2\nz = 3\n", language="python"))
    page_map = {page_key("story", ""): "1", turn_key("story", anchor_of(publication), 3): "2"}
    made = opened(publication, page_map=page_map, highlight=highlight).document("text/story.xhtml")
    code = made.find(f".//{XHTML}code")
    assert code is not None
    assert "".join(code.itertext()) == "x = 1\ny = 2\nz = 3\n"
    text = ET.tostring(code, encoding="unicode")
    plain = re.sub(r"<[^>]*pagebreak[^>]*>", "|", text)
    assert re.sub(r"<[^>]*>", "", plain) == "x = 1\n|y = 2\nz = 3\n"


def test_the_page_list_leads_into_the_paragraph() -> None:
    publication = lone(words("one two"), words("three"))
    anchor = anchor_of(publication)
    page_map = {page_key("story", ""): "1", turn_key("story", anchor, 3): "2"}
    made = opened(publication, page_map=page_map)
    nav = made.document("nav.xhtml")
    pages = next(element for element in nav.iter(f"{XHTML}nav") if element.get(TYPE) == "page-list")
    assert [link.get("href") for link in pages.iter(f"{XHTML}a")] == [
        "text/story.xhtml#page.1",
        "text/story.xhtml#page.2",
    ]
    mark = next(element for element in made.document("text/story.xhtml").iter() if element.get("id") == "page.2")
    assert (mark.tag, mark.tail) == (f"{XHTML}span", "two")


def test_two_pages_of_one_label_have_ids_of_their_own() -> None:
    publication = lone(words("one"), words("two"), words("three"))
    anchors = [block.anchor for block in publication.articles[0].body]  # type: ignore[union-attr]
    page_map = {page_key("story", anchor): label for anchor, label in zip(anchors, ("A-1", "٣", "A-1"), strict=True)}
    made = opened(publication, page_map=page_map | {page_key("story", anchors[1]): "2"})
    ids = [element.get("id") for element in made.document("text/story.xhtml").iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert made.dead_links() == []


@given(st.text(alphabet="ab 記\n", max_size=30), st.lists(st.integers(0, 30), max_size=4))
def test_no_turn_stands_within_a_word_of_letters(text: str, tolds: list[int]) -> None:
    places = list(places_of(text, sorted(tolds)))
    assert places == sorted(places)
    for place, told in zip(places, sorted(tolds), strict=True):
        assert 0 <= place <= len(text)
        assert count_characters(text[:place]) >= min(told, count_characters(text))
        if 0 < place < len(text):
            assert text[place - 1].isspace() or text[place] >= "\u2e80"


def test_turns_are_found_by_their_block_and_in_order() -> None:
    page_map = {"s#a": "1", "s#a\t120": "3", "s#a\t20": "2", "s#b": "3"}
    assert turns_by_block(page_map) == {"s#a": [(20, "2"), (120, "3")]}
