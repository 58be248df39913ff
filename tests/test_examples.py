"""The example briefing is clean copy, and uses every kind of node that a newsroom does."""

from __future__ import annotations

import msgspec

from exporters.assets import assets_folder
from exporters.model import nodes
from exporters.model.walk import plain_text, walk
from exporters.pipeline import load_edition
from exporters.report import Report
from exporters.source import read_stories

EXAMPLES = assets_folder() / "examples"


def test_the_example_has_nothing_to_warn_of() -> None:
    report = Report()
    edition = load_edition([EXAMPLES], report, as_one=True)
    assert [str(item) for item in report.diagnostics if item.severity != "info"] == []
    assert len(edition.whole.articles) == 3


def test_the_example_uses_what_a_newsroom_uses() -> None:
    stories, assets = read_stories([EXAMPLES], Report())
    used = {type(node) for story in stories for node in walk(story.body)}
    for kind in (
        nodes.Aside, nodes.Callout, nodes.Cite, nodes.Code, nodes.Definitions, nodes.Emphasis, nodes.Figure,
        nodes.Group, nodes.Heading, nodes.Lines, nodes.Link, nodes.List, nodes.MathBlock, nodes.Note,
        nodes.Quote, nodes.Redacted, nodes.Rule, nodes.SmallCaps, nodes.Span, nodes.Strike, nodes.Strong,
        nodes.Table, nodes.Underline,
    ):  # fmt: skip
        assert kind in used, kind.__name__
    groups = [node for story in stories for node in walk(story.body) if isinstance(node, nodes.Group)]
    assert {"timeline", "details"} <= {group.role for group in groups}
    assert "es" in {group.language for group in groups}
    assert [resource.media_type for resource in assets.resources] == ["image/svg+xml"]
    assert all(story.sources for story in stories)
    assert sum(len(story.corrections) for story in stories) == 1


def test_pull_quotes_say_again_what_a_story_says() -> None:
    stories, _ = read_stories([EXAMPLES], Report())
    for story in stories:
        rest = plain_text(block for block in story.body if not isinstance(block, nodes.Quote))
        for node in walk(story.body):
            if isinstance(node, nodes.Quote) and node.pull:
                assert plain_text(node.children) in rest


def test_what_the_example_withholds_is_nowhere_in_the_model() -> None:
    stories, _ = read_stories([EXAMPLES], Report())
    written = msgspec.json.encode(stories)
    source = b"".join(path.read_bytes() for path in sorted(EXAMPLES.glob("*.md")))
    assert b"no name was ever here" in source
    assert b"no name was ever here" not in written
