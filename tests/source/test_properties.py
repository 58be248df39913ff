"""Whatever is written: no crash, no hang, no letter lost, every place within the file."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exporters.errors import SourceError
from exporters.model.nodes import CodeBlock, Link, Node
from exporters.model.outline import number_article
from exporters.model.publication import Article
from exporters.model.walk import walk
from tests.source.hostile import REPEATED
from tests.source.reading import article, read
from tests.work import calls

_PIECES = st.sampled_from(
    [
        *(
            "a",
            "Ö",
            "中",
            " ",
            "\n",
            "\n\n",
            "# ",
            "> ",
            "- ",
            "1. ",
            "    ",
            "|",
            "|-|",
            "*",
            "**",
            "_",
            "~",
            "^",
            "^[",
        ),
        *(
            "^[",
            "[",
            "]",
            "(",
            ")",
            "!",
            "[^1]",
            "[^1]: ",
            "[@k]",
            "`",
            "```",
            "$",
            "$$",
            "=",
            "/",
            "\\",
            "&amp;",
            "{{",
        ),
        *("'", "{: #a}", "---", "...", ": ", "[!NOTE]", "https://a.org/", "<!--", "-->", "<x", '"', "<redact>"),
        *("<b>", "</b>", "<p>", "<aside>", "</aside>", "<table>", "<tr>", "<td>", "<th rowspan=2>", "</table>", "<ul>"),
        *("<li>", "<dl>", "<dt>", "<dd>", "<figure>", "<figcaption>", "<cite>", "</figure>", "<img src=x>", "<br>"),
        *("<hr>", "<details>", "<summary>", "<pre>", "</pre>", "<code>", "<blockquote>", "<footer>", "<a name=q>"),
        *("<script>", "</script>", "</redact>", ":::", '{:start="2"}\n', "::: tip ", "\n:"),
    ]
)
_WRITTEN = st.lists(_PIECES, max_size=60).map("".join)


def everything(story: Article) -> list[Node]:
    return [*walk(story.body), *(node for note in story.notes for node in walk(note.children))]


@settings(max_examples=300, deadline=None)
@given(_WRITTEN)
def test_any_markdown_gives_a_story_whose_places_are_in_the_file(text: str) -> None:
    try:
        story = article(text)
    except SourceError:
        return
    lines = text.split("\n")
    for node in everything(story):
        if node.place.line:
            assert node.place.line <= len(lines)
            assert 1 <= node.place.column <= len(lines[node.place.line - 1]) + 2
    number_article(story)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300) | st.binary(max_size=300))
def test_any_bytes_give_a_story_or_an_error_of_ours(text: str | bytes) -> None:
    with suppress(SourceError):
        story = article(text.encode(errors="surrogatepass") if isinstance(text, str) else text)
        assert story.meta.title


_WORD = st.sampled_from(["word", "*word*", "`word`", "[word](x)", "word[^1]", "^[word]", "H~2~O", "$5-$6"])
_WORDS = st.lists(_WORD, min_size=1)
_BLOCK = st.sampled_from(
    [
        *("{}", "# {}", "> {}", "- {}", "1. {}", "| {} |\n|---|", "<p>{}</p>", "<aside>\n\n{}\n\n</aside>", "x\n: {}"),
        *("<figure><figcaption>{}</figcaption></figure>", "> [!NOTE] {}", "> x\n> -- {}"),
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(_BLOCK, _WORDS.map(" ".join)), min_size=1, max_size=6))
def test_no_word_is_lost(blocks: list[tuple[str, str]]) -> None:
    story = article("\n\n".join(block.format(words) for block, words in blocks) + "\n\n[^1]: note\n")
    kept = [getattr(node, "text", "") for node in everything(story) if not isinstance(node, CodeBlock)]
    wanted = sum(len(re.findall("word", words)) for _, words in blocks)
    found = Counter(re.findall("word", f"{story.meta.title} {' '.join(kept)}"))["word"]
    assert found >= wanted


def test_what_is_read_twice_is_equal() -> None:
    text = "# T\n\na[^1] ^[b] **c** https://a.org\n\n> [!NOTE] x\n\n[^1]: d\n"
    assert article(text) == article(text)


@pytest.mark.parametrize("piece", REPEATED)
@pytest.mark.parametrize("head", ["", "<div>\n", "<table><td>"])
def test_work_grows_with_the_text_alone(head: str, piece: str) -> None:
    def work(count: int) -> int:
        with suppress(SourceError):
            return calls(lambda: read(head + piece * count))
        return 0

    work(10)
    assert work(600) < 2.2 * work(300) + 1000


def test_a_long_line_keeps_its_columns() -> None:
    story = article("Ünïcödé " * 8000 + "[here](https://example.org)")
    (link,) = [node for node in everything(story) if isinstance(node, Link)]
    assert (link.place.line, link.place.column) == (1, 64001)
