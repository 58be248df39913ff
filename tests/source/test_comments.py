"""Comments of editors: out of the text before anything reads it, in order for the one file that is to show them."""

from __future__ import annotations

import pytest

from exporters.model.nodes import Cell, Code, CodeBlock, Heading, Paragraph, Redacted
from exporters.model.walk import plain_text, walk
from exporters.report import Report
from exporters.source.characters import SourceText
from exporters.source.comments import LONGEST_COMMENT, read_notes, take_comments
from exporters.source.places import Places
from exporters.source.text import read_text
from tests.source.reading import article, codes, find, only, read


def notes(text: str, kind: str = "markdown") -> list[tuple[str, str, str, bool]]:
    """Return author, words, the words they are said of, and whether what follows is meant."""
    return [(note.author, note.text, note.marked, note.ahead) for note in read_notes(text.encode(), "s.md", kind)]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("One {>>x<<} two.", "One two."),
        ("One {>>x<<}.", "One."),
        ("One{>>x<<} two.", "One two."),
        ("{>>x<<} One.", "One."),
        ("{>>x<<} {>>y<<} {>>z<<} One.", "One."),
        ("A {>>x<<} {>>y<<} b.", "A b."),
        ("One {==two==}{>>x<<} three.", "One two three."),
        ("One {==*two* three==}{>>x<<}.", "One two three."),
        ("One\n{>>x<<}\ntwo.", "One two."),
        ("One {>>x\ny<<} two.", "One two."),
        ("One <!-- editor: x --> two.", "One two."),
        ("One\n<!-- Editor: x\n\ny -->\ntwo.", "One two."),
        ("Ünder — {>>ñ<<} two.", "Ünder — two."),
        ("One {>>a `b<<} two `c`.", "One two c."),
        (r"One \{>>x<<} two.", "One {>>x<<} two."),
        (r"One \\{>>x<<} two.", "One \\ two."),
        ("One {>>`x`<<} `{>>` and `<<}`.", "One {>> and <<}."),
        ("> {>>x<<} One.", "One."),
        ("# A {>>x<<}\n\nOne.", "A One."),
    ],
)
def test_they_leave_no_trace_in_the_text(text: str, left: str) -> None:
    story, report = read(f"---\ntitle: T\n---\n\n{text}\n")
    assert plain_text(story.body) == left
    assert [code for code in codes(report) if code != "comment-dropped"] == []


def test_a_comment_by_itself_makes_no_paragraph() -> None:
    story = article("One.\n\n{>>x<<}\n\n<!-- editor: y -->\n\nTwo.\n")
    assert [plain_text(block) for block in story.body] == ["One.", "Two."]


def test_code_keeps_what_looks_like_one() -> None:
    story = article("Type `{>>x<<}`.\n\n```\n{>>y<<}\n<!-- editor: z -->\n```\n\n    {>>w<<}\n")
    assert only(story, Code).text == "{>>x<<}"
    assert [block.text for block in find(story, CodeBlock)] == ["{>>y<<}\n<!-- editor: z -->", "{>>w<<}"]


def test_cells_stay_apart() -> None:
    story = article("| a | b |\n|---|---|\n| 1 {>>x | y<<} | 2 |\n")
    assert [plain_text(cell) for cell in find(story, Cell)] == ["a", "b", "1", "2"]


def test_places_are_those_of_the_text_as_it_was_written() -> None:
    text = "é {>>one<<} a\n\n{>>two\nlines<<}\n\n## Head {>>x<<}\n\nLast *it*\n"
    story = article(text)
    paragraphs = [(node.place.line, node.place.column) for node in find(story, Paragraph)]
    assert paragraphs == [(1, 1), (8, 1)]
    assert [node.place.line for node in find(story, Heading)] == [6]
    stress = next(node for node in walk(story.body) if type(node).__name__ == "Emphasis")
    assert (stress.place.line, stress.place.column) == (8, 6)


def test_who_says_what_of_which_words() -> None:
    text = (
        "The {==share of *it*==}{>>@Ada Example: from the order?<<} is {>>ask<<} new.\n\n"
        "<!-- editor: @Ben: check\n  this -->\n\n{>>at: head<<} Words.\n\n- {>>item<<} one\n\n| a {>>c<<} |\n|---|\n"
    )
    assert notes(text) == [
        ("Ada Example", "from the order?", "share of *it*", False),
        ("", "ask", "", False),
        ("Ben", "check this", "", True),
        ("", "at: head", "", True),
        ("", "item", "", True),
        ("", "c", "", False),
    ]


def test_comments_of_html_and_of_plain_text() -> None:
    assert notes("<p>a <!-- editor: b --> {>>c<<}</p><!-- d -->", "html") == [("", "b", "", False)]
    assert notes("A\n\nb {>>c<<}", "text") == [("", "c", "", False)]
    assert notes('{"meta": {}} {>>c<<}', "native") == []


def test_plain_text_loses_them_and_keeps_its_lines() -> None:
    report = Report()
    story = read_text(b"Title\n\nOne {>>x<<} two.\n{>>y<<}\n\nThree.\n", "s.txt", report)
    assert [(plain_text(block), block.place.line) for block in story.body] == [("One two.", 3), ("Three.", 6)]
    assert codes(report) == ["comment-dropped", "comment-dropped"]


@pytest.mark.parametrize(
    "text",
    [
        "One {>>x two.",
        "One {>>x\n\ny<<} two.",
        "One <!-- editor: x",
        "One {>>" + "x" * LONGEST_COMMENT + "<<}",
        "One {>>use `<<} two {>>x<<} and `code`.",
        "One {>>why\n```\n<<} two.\n\nThree {>>x<<} four.",
        "One ` two {>>x ` y<<}.",
        "One `{>>` x<<}.",
        "One {>>x {>>y<<} z<<}.",
        "One {>>x<<} two {>>y",
        "One <!-- editor: x <!-- editor: y --> z -->.",
    ],
)
def test_one_without_an_end_is_an_error(text: str) -> None:
    _, report = read(text)
    assert "comment-unclosed" in codes(report)
    assert report.count("error") == 1


def test_the_head_of_a_story_holds_none() -> None:
    _, report = read("---\ntitle: A {>>x<<} story\n---\n\nOne.\n")
    assert "comment-unclosed" in codes(report)
    _, report = read("---\ntitle: A story\nsummary: One <!-- Editor: x -->\n---\n\nOne.\n")
    assert next((found.code, found.place.line) for found in report.diagnostics) == ("comment-unclosed", 3)


@pytest.mark.parametrize(
    "text",
    [
        "A <redact>B {>>SECRET<<}</redact> c.",
        "<redact>\n\nB {>>SECRET<<}\n\n</redact>\n\nc.",
        "A {==<redact>SECRET</redact>==}{>>x<<} c.",
        "A {>>it is <redact>SECRET</redact><<} c.",
    ],
)
def test_what_is_withheld_is_in_none(text: str) -> None:
    story, _ = read(text)
    assert "SECRET" not in repr(story)
    assert "SECRET" not in repr(notes(text))


@pytest.mark.parametrize("text", ["A {>><redact><<} SECRET </redact>", "<redact> SECRET {>></redact><<} c."])
def test_marks_of_a_redaction_within_one_have_no_partner_outside(text: str) -> None:
    story, report = read(text)
    assert "SECRET" not in repr(story)
    assert "redaction-unbalanced" in codes(report)
    assert find(story, Redacted) == []


@pytest.mark.parametrize(
    "text", ["A {>>Embargoed until 3 May 2999<<} b.", "A <!-- editor: EMBARGOED until 3 May 2999 --> b."]
)
def test_the_notice_of_an_embargo_in_one_is_seen(text: str) -> None:
    _, report = read(text)
    assert "embargo-unclear" in codes(report)


def test_one_line_may_hold_very_many() -> None:
    text = "a {>>b<<} {==c==}{>>d<<} " * 20_000 + "<redact " * 20_000
    taken = take_comments(SourceText(text, text.encode(), text.encode()), Places(text.encode(), "s.md"), Report())
    assert len(taken.notes) == 40_000
    assert taken.source.text.startswith("a c a c ")
