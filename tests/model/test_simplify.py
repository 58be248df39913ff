"""Simplifying ends at plain paragraphs, whatever it begins with, and says all the words on the way."""

from __future__ import annotations

from exporters.formats.renderer import Renderer, handles
from exporters.model.nodes import Block, Inline, Paragraph, Text
from exporters.model.simplify import simplify_block, simplify_inline
from exporters.model.walk import plain_text, walk
from exporters.report import Report
from exporters.testing import specimen
from exporters.words import words_for

WORDS = words_for("en")


class PlainText(Renderer[str]):
    """The poorest format there can be: it knows paragraphs and text, and nothing else."""

    @handles(Paragraph)
    def paragraph(self, node: Paragraph) -> str:
        return "".join(self.render_all(node.children)) + "\n"

    @handles(Text)
    def text(self, node: Text) -> str:
        return node.text


def test_a_format_that_knows_only_paragraphs_and_text_says_every_word() -> None:
    article = specimen().articles[0]
    report = Report()
    rendered = " ".join("".join(PlainText("plain", report, WORDS).render_all(article.body)).split())
    for word in plain_text(article.body).split():
        assert word.strip("[].,") in rendered
    assert report.losses[("plain", "table", "group")] == 1


def test_losses_are_said_once_and_counted_always() -> None:
    report = Report()
    renderer = PlainText("plain", report, WORDS)
    article = specimen().articles[0]
    renderer.render_all(article.body)
    said = [d.message for d in report.diagnostics if "strong" in d.message.split("for ")[1].split(";")[0]]
    assert len(said) == 1
    assert report.losses[("plain", "strong", "text")] > 1


def test_every_kind_becomes_something_lower() -> None:
    for node in walk(specimen().articles[0].body):
        if isinstance(node, (Paragraph, Text)):
            continue
        simpler: tuple[object, ...] = ()
        if isinstance(node, Block):
            simpler = simplify_block(node, WORDS)
        elif isinstance(node, Inline):
            simpler = simplify_inline(node, WORDS)
        assert node not in simpler
