"""Comments of editors as comments in Word: on which words, by whom, and with what is left for a comparison."""

from __future__ import annotations

from pathlib import Path

import pytest

from exporters.contract import Job
from exporters.formats.docx import DocxOptions, write_docx
from exporters.pipeline import load_edition
from exporters.report import Report
from exporters.testing import MemoryOutput
from tests.formats.docx.lint import W, lint
from tests.formats.docx.reading import Word

HEAD = "---\ntitle: T\nslug: t\nid: urn:x:t\ndate: 2025-11-01\n{}---\n\n"


def write(folder: Path, text: str, old: str = "", more: str = "", publisher: str = "The Desk") -> Word:
    """Return the Word file of this text with its comments, compared with an older one if there is one."""
    more += f"publisher: {publisher}\n" if publisher else ""
    (folder / "s.md").write_text(HEAD.format(more) + text, encoding="utf-8")
    report = Report()
    edition = load_edition([folder / "s.md"], report)
    options = DocxOptions(comments=True)
    if old:
        from exporters.options import OptionStory

        (folder / "old.md").write_text(HEAD.format(more) + old, encoding="utf-8")
        compared = load_edition([folder / "old.md"], Report()).whole
        options = DocxOptions(comments=True, compare=OptionStory("old.md", compared))
    output = MemoryOutput()
    job = Job(options=options, report=report, now=edition.now, editor_notes=edition.editor_notes)
    write_docx(edition.whole, output, job)
    data = output.files[None]
    assert lint(data) == []
    return Word(data, report)


def said(word: Word) -> list[tuple[str, str, str]]:
    """Return author, words, and the text that each comment is on."""
    text: dict[str, str] = {}
    for paragraph in word.tree("document").iter(f"{W}p"):
        open_now: list[str] = []
        for node in paragraph.iter():
            number = str(node.get(f"{W}id"))
            if node.tag == f"{W}commentRangeStart":
                open_now.append(number)
                text[number] = ""
            elif node.tag == f"{W}commentRangeEnd":
                open_now.remove(number)
            elif node.tag in (f"{W}t", f"{W}delText"):
                for each in open_now:
                    text[each] += node.text or ""
        assert open_now == []
    return [
        (
            str(note.get(f"{W}author")),
            "".join(node.text or "" for node in note.iter(f"{W}t")),
            text[str(note.get(f"{W}id"))],
        )
        for note in word.tree("comments").iter(f"{W}comment")
    ]


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("One two {>>x<<} three.", "One two three."),
        ("One {==two==}{>>x<<} three.", "two"),
        ("One {==*two* and three==}{>>x<<} four.", "two and three"),
        ("One **two {==three==}{>>x<<}** four.", "two three"),
        ("One {==gone `code` here==}{>>x<<} four.", "gone code here"),
        ("First.\n\n<!-- editor: x -->\n\nSecond.", "Second."),
        ("First.\n\n{>>x<<}\n", "First."),
        ("First.\n\n> Quoted {>>x<<} words.\n", "Quoted words."),
        ("## A head {>>x<<}\n\nFirst.", "A head"),
        ("- one\n- {>>x<<} two\n- three\n", "two"),
        ("Term\n: What {>>x<<} it means\n", "What it means"),
        ("| a | b |\n|---|---|\n| 1 {>>x<<} | 2 |\n", "1"),
        ("<table><tr><th>a</th><td>1 <!-- editor: x --></td></tr></table>\n", "1"),
        ("> [!NOTE]\n> In a {>>x<<} box.\n", "In a box."),
        ("Called.[^1]\n\nOther.\n\n[^1]: The note {>>x<<} here.\n", "Called."),
        ("One.\n\n```\ncode\n```\n\n{>>x<<}\n", "One."),
    ],
)
def test_where_a_comment_is(tmp_path: Path, text: str, on: str) -> None:
    assert said(write(tmp_path, text)) == [("The Desk", "x", on)]


def test_who_says_it(tmp_path: Path) -> None:
    more = "authors: [Ada Writer, {name: Ed Itor, role: editor}]\n"
    word = write(tmp_path, "One {>>mine<<} two {>>@Ben Other: yours & <ours><<}.", more=more)
    assert [(author, words) for author, words, _ in said(word)] == [
        ("Ed Itor", "mine"),
        ("Ben Other", "yours & <ours>"),
    ]
    assert 'w:initials="BO"' in word.xml("comments")
    assert "w:date" not in word.xml("comments")  # the source tells none


@pytest.mark.parametrize(("language", "author"), [("en", "Editor"), ("de", "Redaktion"), ("pt-BR", "Redação")])
def test_one_that_nobody_signed_is_not_said_by_the_story(tmp_path: Path, language: str, author: str) -> None:
    more = f"authors: [Ada Writer]\nlanguage: {language}\n"
    word = write(tmp_path, "One {>>mine<<} two.", more=more, publisher="")
    assert [(by, words) for by, words, _ in said(word)] == [(author, "mine")]


def test_comments_within_each_other(tmp_path: Path) -> None:
    word = write(tmp_path, "One {==two==}{>>a<<} three {==two==}{>>b<<} {>>c<<}.")
    assert [(words, on) for _, words, on in said(word)] == [("a", "two"), ("b", "two"), ("c", "One two three two.")]


def test_none_without_a_part_where_there_are_none(tmp_path: Path) -> None:
    assert "word/comments.xml" not in write(tmp_path, "One.").names


def test_beside_tracked_changes(tmp_path: Path) -> None:
    word = write(
        tmp_path,
        "The share is 96.3 percent {>>x<<}.\n\n- one\n- new {>>y<<}\n\nNew paragraph {>>z<<} here.\n",
        old="The share is 97.3 percent.\n\n- one\n",
    )
    assert [words for _, words, _ in said(word)] == ["x", "y", "z"]
    assert "<w:delText>97.3</w:delText>" in word.xml()


def test_a_build_has_none_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "s.md").write_text(HEAD.format("") + "One {>>x<<}.", encoding="utf-8")
    report = Report()
    edition = load_edition([tmp_path / "s.md"], report)
    output = MemoryOutput()
    write_docx(edition.whole, output, Job(options=DocxOptions(comments=True), report=report, now=edition.now))
    word = Word(output.files[None], report)
    assert "word/comments.xml" not in word.names
    assert [found.code for found in report.diagnostics if found.severity == "warning"] == ["docx-comments"]
