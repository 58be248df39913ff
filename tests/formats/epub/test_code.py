from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporters.formats.epub.code import marked_text
from exporters.model.nodes import CodeBlock
from tests.formats.epub.reading import XHTML, lone, opened


def test_parts_of_speech_have_the_classes_of_pygments() -> None:
    made = marked_text("fn main() { // go\n}", "rust,ignore", (), highlight=True)
    assert '<span class="k">fn</span>' in made
    assert '<span class="nf">main</span>' in made
    assert '<span class="c1">// go' in made


@pytest.mark.parametrize("language", ["", "no-such-language", "text"])
def test_text_of_an_unknown_language_stays_as_it_is(language: str) -> None:
    assert marked_text("a < b", language, (), highlight=True) == "a &lt; b"


def test_code_is_plain_unless_asked_for() -> None:
    publication = lone(CodeBlock(text="return 1", language="python"))
    assert opened(publication).document("text/story.xhtml").find(f".//{XHTML}code/{XHTML}span") is None
    made = opened(publication, highlight="yes").document("text/story.xhtml").find(f".//{XHTML}code/{XHTML}span")
    assert made is not None
    assert (made.get("class"), made.text) == ("k", "return")


def test_the_style_sheet_sets_no_colour_of_code() -> None:
    style = opened(lone(CodeBlock(text="x"))).members["EPUB/style.css"].decode()
    rules = [line for line in style.split("}") if "pre .k" in line or "pre .c1" in line]
    assert len(rules) == 2
    assert not any("color" in rule for rule in rules)


@given(st.text(alphabet="if x='\"\\#\n\r\t(){}é", max_size=60), st.integers(0, 60))
def test_no_character_is_lost(text: str, place: int) -> None:
    place = min(place, len(text))
    made = marked_text(text, "python", ((place, "<mark/>"),), highlight=True)
    before, after = (re.sub("<[^>]+>", "", part).replace("&amp;", "&") for part in made.split("<mark/>"))
    assert (before, after) == (text[:place], text[place:])
