"""What README.md promises a writer, tried."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import exporters.source
from exporters.editorial.notices import check_notices
from exporters.editorial.redaction import check_redactions
from exporters.model.nodes import (
    Aside,
    Callout,
    Cite,
    Code,
    CodeBlock,
    Definitions,
    Figure,
    Group,
    Lines,
    Link,
    List,
    Math,
    Node,
    Note,
    Quote,
    Redacted,
    SmallCaps,
    Span,
    Subscript,
    Table,
    Underline,
)
from exporters.report import Diagnostic, Report
from tests.source.reading import article, codes, find, read

README = (Path(exporters.source.__file__).parent / "README.md").read_text(encoding="utf-8")
HEAD = re.search(r"```yaml\n(---\n.*?---\n)```", README, re.DOTALL)


def test_the_head_in_the_readme_is_read_without_a_word() -> None:
    assert HEAD is not None
    story, report = read(f"{HEAD[1]}\nText [@order, p. 4].\n")
    assert codes(report) == []
    assert [(person.name, person.role) for person in story.meta.contributors] == [
        ("Ada Example", "aut"),
        ("Kylie Example", "edt"),
        ("Ben Example", "pht"),
    ]
    assert (story.meta.slug, story.meta.number, story.meta.cover_alt) == ("a-story", "3", "A courthouse")
    assert (len(story.sources), len(story.corrections), len(find(story, Cite))) == (1, 1, 1)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("10^6^, H~2~O", Subscript),
        ("`a`", Code),
        ("$x^2$; `$5-$10`", Math),
        ("https://example.org", Link),
        ("told[^1]\n\n[^1]: By two people.", Note),
        ("told^[By two people.]", Note),
        ('<redact reason="minor">x</redact>', Redacted),
        ("<redact/>", Redacted),
        ("<small-caps>nato</small-caps>", SmallCaps),
        ("<u>a</u>", Underline),
        ("<dfn>a</dfn>", Span),
        ("3. a", List),
        ("Term\n: What it means", Definitions),
        ("> Words.\n> -- Ada Example", Quote),
        ("> [!PULL]\n> Words.", Quote),
        ("> [!KEY-POINTS] Title\n> Words.", Callout),
        ("> [!ASIDE] Title\n> Words.", Aside),
        ("> [!TIMELINE]\n> - 2025: a", Group),
        ('![What it shows](map.png "The caption")', Figure),
        ("| a |\n|---|\n| b |\n\n: Its caption", Table),
        ("| a\n| b", Lines),
        ("```\na\n```", CodeBlock),
        ('<div class="timeline">\n\n- a\n\n</div>', Group),
    ],
)
def test_each_form_gives_what_it_says(text: str, kind: type[Node]) -> None:
    story, report = read(f"---\ntitle: x\n---\n\n{text}\n")
    assert find(story, kind)
    assert codes(report) == []


def test_the_characters_themselves() -> None:
    assert find(article("\\*a\\*, \\[@order], &lt;b>"), Cite) == []


def test_a_notice_is_quoted_within_a_sentence_and_stops_a_story_in_a_block_of_its_own() -> None:
    (quoted,) = re.findall(r"`(The ministry's message .*?)`", README, re.DOTALL)
    head = "---\ntitle: T\nembargo: no\n---\n\n"
    for text, expected in (
        (quoted, 0),
        (f"> {quoted}", 0),
        ("Embargoed until 9 May", 1),
        (f"{quoted}\n\nIt said:\n\n> Embargoed until 9 May", 1),
    ):
        report = Report()
        check_notices(article(head + text), report)
        assert min(report.count("error"), 1) == expected, text


@pytest.mark.parametrize("text", ["`<redact>`", "&lt;redact>", "\\<redact>", "‹redact›"])
def test_the_tag_cannot_be_printed_and_the_remedy_says_how_to_write_of_it(text: str) -> None:
    found = read_and_check(f"The tag {text} withholds.")
    assert [diagnostic.code for diagnostic in found] == ["redaction-unbalanced"]
    assert "brackets out" in found[0].remedy
    assert not read_and_check("The tag `redact` withholds.")


def read_and_check(text: str) -> list[Diagnostic]:
    """Return the errors of a story with this text, from reading it and from the desk."""
    story, report = read(f"---\ntitle: T\n---\n\n{text}\n")
    check_redactions(story, report)
    return [diagnostic for diagnostic in report.diagnostics if diagnostic.severity == "error"]
