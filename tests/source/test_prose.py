"""The quick way of the Markdown reader gives the same nodes, places and diagnostics as the builder."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporters.model.nodes import Paragraph
from exporters.model.walk import walk
from exporters.report import Report
from exporters.source import markdown
from exporters.source.builder import TreeBuilder
from exporters.source.markdown import read_markdown
from exporters.source.prose import read_prose

_PIECES = (
    "a word",
    "two  spaces",
    "\n",
    "\n\n",
    " ",
    "*",
    "**",
    "_stress_",
    "**strong**",
    "`code`",
    "``a ` b``",
    "~~gone~~",
    '[link](https://example.org "Title")',
    "[empty]()",
    "[](x)",
    "<https://example.org>",
    "<a@b.example>",
    "https://example.org/x",
    "[^n]",
    "\n\n[^n]: A note.\n\n",
    "@key",
    "[@record, 2]",
    "x^2^",
    "H~2~O",
    "$a+b$",
    "$5 and $6",
    "\\*",
    "\\|",
    "\\^",
    "<b>",
    "</b>",
    '<span class="filename">',
    '<span class="sc">',
    '<span class="redacted">',
    "</span>",
    '\n\n<span class="File">Name: a</span>\n\n',
    '<a id="one">',
    "</a>",
    '\n\n<a name="two"></a><a id="3"></a>\n\n',
    "<!-- left out -->",
    "<!-- <redact> -->",
    "<redact>",
    "</redact>",
    "&lt;redact>",
    "&amp;",
    "{{ site }}",
    "\n{: .lead}\n",
    "\n\n# ",
    "\n## Two {#two}\n",
    "\n\n> ",
    "\n> — A name\n",
    "\n\n- ",
    "\n\n1. ",
    "\n  - [x] done\n",
    "\n\n```python\n",
    "\n```\n",
    "\n\n    indented\n",
    "\n\n| a | b |\n|---|--:|\n| ",
    " | ",
    " |\n",
    "\nTable: words\n",
    "\n: words\n",
    "\n\n::: note Title\n",
    "\n:::\n",
    "![alt](none.png)",
    "  \n",
    "漢字",
    "한글",
    "\u00a0",
    "\u200b",
    "é",
    "|",
    "[!NOTE] ",
)


def both_ways(text: str, monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, list[str], list[str]]]:
    """Return what the reader makes of the text by the quick way and without it: story, places, diagnostics."""
    made: list[tuple[object, list[str], list[str]]] = []
    for quick in (True, False):
        report = Report()
        with monkeypatch.context() as patch:
            if not quick:
                patch.setattr(markdown, "read_prose", lambda *_: 0)
            article = read_markdown(text.encode(), "story.md", report)
        blocks = (article.body, *(note.children for note in article.notes))
        places = [str(node.place) for some in blocks for node in walk(some)]
        made.append((article, places, [str(diagnostic) for diagnostic in report.diagnostics]))
    return made


@given(st.lists(st.sampled_from(_PIECES), max_size=40))
def test_both_ways_give_the_same(pieces: list[str]) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        quick, slow = both_ways("".join(pieces), monkeypatch)
    assert quick == slow


@pytest.mark.parametrize(
    "written",
    [
        '<span class="file">A: *b*</span>',
        'a <span class="x">b\n c</span>\nd',
        '<a id="a"></a>',
        '- <a id="a"></a><a name="b"></a>\n\n  c',
    ],
)
def test_names_and_plain_spans_take_the_quick_way(written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    quick, slow = both_ways(written, monkeypatch)
    assert quick == slow
    monkeypatch.setattr(TreeBuilder, "text", lambda *_: pytest.fail("the builder read words"))
    read_markdown(written.encode(), "story.md", Report())


def test_prose_takes_the_quick_way(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[int] = []

    def counted(*given: object) -> int:
        taken.append(read_prose(*given))  # type: ignore[arg-type]
        return taken[-1]

    monkeypatch.setattr(markdown, "read_prose", counted)
    text = "# Title\n\nWords, *stress* and `code`.\n\n## Section\n\n```\ncode\n```\n\nMore <b>words</b>.\n"
    article = read_markdown(text.encode(), "story.md", Report())
    assert [bool(after) for after in taken if after] == [True] * 4
    assert [type(block).__name__ for block in article.body] == ["Paragraph", "Heading", "CodeBlock", "Paragraph"]


@pytest.mark.parametrize("text", ["one\ntwo", "one  \ntwo", "one <!-- x --> two", "one\n<!-- x --> two", "[a\n](b)"])
def test_line_ends_become_one_space(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    quick, slow = both_ways(f"# T\n\n{text}", monkeypatch)
    assert quick == slow
    article = quick[0]
    assert isinstance(article.body[0], Paragraph)  # type: ignore[attr-defined]
