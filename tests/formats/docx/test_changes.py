"""Two versions as tracked changes: accepted they give the new version, rejected the old one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from exporters.contract import Job
from exporters.editorial.corrections import place_corrections
from exporters.formats.docx import DocxOptions, write_docx
from exporters.model.meta import Correction, Meta
from exporters.model.nodes import (
    Block,
    Callout,
    Cell,
    CodeBlock,
    Column,
    Emphasis,
    Heading,
    Link,
    List,
    ListItem,
    Math,
    MathBlock,
    Note,
    Quote,
    Redacted,
    Row,
    Strong,
    Table,
    Text,
)
from exporters.model.outline import number_article
from exporters.model.publication import Article, Footnote, Publication, lone_story
from exporters.options import OptionStory
from exporters.report import Report
from exporters.testing import MemoryOutput, specimen
from exporters.words import words_for
from tests.formats.docx.lint import W, lint
from tests.formats.docx.reading import Word, p

NOW = datetime(2025, 11, 24, 12, tzinfo=UTC)


def article(*body: Block, title: str = "Title", notes: tuple[Footnote, ...] = (), **more: object) -> Article:
    """Return a story of this body, numbered as the desk does."""
    meta = Meta(title=title, slug="title", publisher="The Desk")
    return number_article(Article(meta=meta, body=body, notes=notes, **more))  # type: ignore[arg-type]


def write(new: Publication | Article, old: Publication | Article | None = None) -> Word:
    """Return the file of the new version with what changed since the old one, free of findings."""
    versions = [lone_story(one) if isinstance(one, Article) else one for one in (new, old) if one is not None]
    output, report = MemoryOutput(), Report()
    compare = OptionStory("old.md", versions[1]) if old is not None else OptionStory()
    write_docx(versions[0], output, Job(options=DocxOptions(compare=compare), report=report, now=NOW))
    data = output.files[None]
    assert lint(data) == []
    return Word(data, report)


def settled(word: Word, kept: str, dropped: str, part: str = "document") -> list[str]:
    """Return the text of the paragraphs after all changes of one kind were kept and those of the other undone."""
    tree = word.tree(part)
    for row in list(tree.iter(f"{W}tr")):
        if row.find(f"{W}trPr/{W}{dropped}") is not None:
            row.getparent().remove(row)  # type: ignore[union-attr]
    for gone in list(tree.iter(f"{W}{dropped}")):
        if gone.getparent() is not None and gone.getparent().tag != f"{W}rPr":  # type: ignore[union-attr]
            gone.getparent().remove(gone)  # type: ignore[union-attr]
    said = []
    for paragraph in tree.iter(f"{W}p"):
        text = "".join(
            found.text or ""
            for found in paragraph.iter(f"{W}t", f"{W}delText")
            if found.getparent().tag == f"{W}r"  # type: ignore[union-attr]
        )
        marked = paragraph.find(f"{W}pPr/{W}rPr/{W}{dropped}") is not None
        assert not (marked and text), "a paragraph that goes leaves words behind"
        if text:
            said.append(text)
    return said


def said(word: Word, part: str = "document") -> list[str]:
    """Return the text of the paragraphs that have any."""
    return settled(word, "ins", "del", part)


CELLS = tuple(Column() for _ in range(2))


def row(*texts: str) -> Row:
    return Row(tuple(Cell((p(text),)) for text in texts))


def items(*texts: str, ordered: bool = False) -> List:
    return List(tuple(ListItem((p(text),)) for text in texts), ordered=ordered)


PAIRS: list[tuple[tuple[Block, ...], tuple[Block, ...]]] = [
    ((p("One two three."),), (p("One four three."),)),
    ((p("Same."), p("Gone entirely.")), (p("Same."),)),
    ((p("Same."),), (p("New at the top."), p("Same."))),
    ((Heading(1, (Text("An old heading"),)), p("Text")), (Heading(1, (Text("A new heading"),)), p("Text"))),
    ((p("A ", Strong((Text("bold word"),)), " here"),), (p("A ", Strong((Text("bold claim"),)), " here"),)),
    (
        (p("See ", Link("https://a.example", (Text("the old record"),))),),
        (p("See ", Link("https://b.example", (Text("the new record"),))),),
    ),
    ((items("one", "two"),), (items("one", "three more", "two"),)),
    ((items("one"),), (items("one", "two more"),)),
    ((items("first point of it", ordered=True),), (items("first part of it", ordered=True),)),
    ((Quote((p("He said yes."),)),), (Quote((p("He said no."),)),)),
    ((Callout("note", (p("Look here now."),)),), (Callout("note", (p("Look there now."),)),)),
    (
        (Table(CELLS, (), (row("a", "1"), row("b", "2"))),),
        (Table(CELLS, (), (row("a", "1"), row("c", "3"), row("b", "4"))),),
    ),
    ((Table(CELLS, (), (row("a", "1"),)),), (p("No table any more"),)),
    ((CodeBlock("old()\n"),), (CodeBlock("new()\n"),)),
    ((p("人口は一万人です。"),), (p("人口は二万人です。"),)),
    ((p("طلبت الوكالة مليون سجل"),), (p("طلبت الوكالة ألف سجل"),)),
    ((), (p("All new"),)),
    ((p("All gone"),), ()),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_accepted_it_is_the_new_version_and_rejected_the_old_one(
    old: tuple[Block, ...], new: tuple[Block, ...]
) -> None:
    word = write(article(*new), article(*old))
    assert settled(word, "ins", "del") == said(write(article(*new)))
    assert settled(word, "del", "ins") == said(write(article(*old)))
    assert "<w:ins " in word.xml() or "<w:del " in word.xml()


_WORDS = st.lists(
    st.sampled_from(["the", "court", "held", "that", "record", "1,270", "97.3", "was", "not", "."]), max_size=8
)
_BODY = st.lists(_WORDS.map(lambda words: p(" ".join(words) or "empty")), max_size=6).map(tuple)


@given(_BODY, _BODY)
def test_any_two_versions_can_be_told_apart_again(old: tuple[Block, ...], new: tuple[Block, ...]) -> None:
    word = write(article(*new), article(*old))
    assert settled(word, "ins", "del")[2:-1] == [block.children[0].text for block in new]  # type: ignore[union-attr]
    assert settled(word, "del", "ins")[2:-1] == [block.children[0].text for block in old]  # type: ignore[union-attr]


def test_only_the_words_that_changed_are_marked() -> None:
    word = write(article(p("The share is 96.3 percent.")), article(p("The share is 97.3 percent.")))
    changes = [
        (etree.QName(found).localname, "".join(str(text) for text in found.itertext()))
        for found in word.tree("document").iter(f"{W}ins", f"{W}del")
    ]
    assert changes == [("del", "97.3"), ("ins", "96.3")]


def test_nothing_changed_means_no_marks() -> None:
    text = specimen()
    word = write(text, text)
    assert "<w:ins " not in word.xml()
    assert "<w:del " not in word.xml()
    assert "word/comments.xml" not in word.names


def test_the_headline_shows_its_change() -> None:
    word = write(article(p("Text"), title="What the file says"), article(p("Text"), title="What the record says"))
    assert settled(word, "del", "ins")[0] == "What the record says"


def test_notes_show_their_changes() -> None:
    def version(words: str) -> Article:
        return article(p("Text", Note("a")), notes=(Footnote("a", (p(words),)),))

    word = write(version("From the new file."), version("From the old file."))
    assert settled(word, "del", "ins", "footnotes") == [" From the old file."]


def test_a_change_carries_date_and_author_of_the_correction_and_a_comment_tells_why() -> None:
    told = Correction(date=datetime(2025, 11, 17, 9, 30, tzinfo=UTC), text="It is 96.3 percent.", author="Ada Example")
    new = place_corrections(article(p("It is 96.3 percent."), corrections=(told,)), words_for("en"))
    word = write(new, article(p("It is 97.3 percent.")))
    changes = list(word.tree("document").iter(f"{W}del"))
    assert {found.get(f"{W}author") for found in changes} == {"Ada Example"}
    assert {found.get(f"{W}date") for found in changes} == {"2025-11-17T09:30:00Z"}
    comment = word.tree("comments").find(f"{W}comment")
    assert comment is not None
    assert comment.get(f"{W}initials") == "AE"
    assert "".join(str(text) for text in comment.itertext()) == "It is 96.3 percent."
    assert word.xml().count("<w:commentReference ") == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["A ", Redacted(), " b John Doe c."], ["A lifted b ", Redacted(), " c."]),
        (["A ", Redacted(), " and ", Redacted(), ", John Doe."], ["A ", Redacted(), " and someone, ", Redacted(), "."]),
        ([Redacted(), Redacted(), " John Doe."], [Redacted(), "."]),
    ],
    ids=["another place", "as many", "fewer"],
)
def test_as_many_bars_as_before_may_cover_other_words(old: list[object], new: list[object]) -> None:
    word = write(article(p(*new)), article(p(*old)))  # type: ignore[arg-type]
    assert "Doe" not in word.xml()
    assert "docx-compare" in [diagnostic.code for diagnostic in word.report.diagnostics]


def test_bars_that_stay_as_they_are_hide_no_deletion() -> None:
    barred = p("The man is ", Redacted("privacy"), ".")
    word = write(article(barred, p("He came.")), article(barred, p("He came late.")))
    assert "late" in word.xml()
    assert word.report.diagnostics == []


def test_what_is_withheld_now_is_not_shown_as_deleted() -> None:
    word = write(
        article(p("The man is ", Redacted("privacy"), ".")), article(p("The man is John Doe."), p("Doe again."))
    )
    everything = b"".join(word.archive.read(name) for name in word.names)
    assert b"Doe" not in everything
    assert [found.code for found in word.report.diagnostics if found.severity == "warning"] == ["docx-compare"]


def test_what_one_story_withholds_now_is_not_shown_as_deleted_in_another() -> None:
    def briefing(first: Block, second: Block) -> Publication:
        stories = [
            Article(meta=Meta(title=slug, slug=slug), body=(body,))
            for slug, body in zip("ab", (first, second), strict=True)
        ]
        return Publication(meta=Meta(title="B", slug="b"), contents=tuple(map(number_article, stories)))

    word = write(
        briefing(p("He said so."), p("The man is ", Redacted("privacy"), ".")),
        briefing(p("John Doe said so."), p("The man is John Doe.")),
    )
    assert b"Doe" not in b"".join(word.archive.read(name) for name in word.names)
    assert [found.code for found in word.report.diagnostics if found.severity == "warning"] == ["docx-compare"] * 2


def test_a_story_that_has_no_older_version_says_so() -> None:
    old = Publication(meta=Meta(title="B", slug="b"), contents=(article(p("a")), article(p("b"))))
    other = Article(meta=Meta(title="Other", slug="other"), body=(p("Text"),))
    word = write(lone_story(other), old)
    assert [found.code for found in word.report.diagnostics] == ["docx-compare"]


def test_versions_that_do_not_differ_say_so() -> None:
    word = write(article(p("Same.")), article(p("Same.")))
    assert [found.code for found in word.report.diagnostics] == ["docx-compare"]
    assert "nothing that can be tracked" in word.report.diagnostics[0].message


def test_formulas_stay_formulas_where_nothing_changed() -> None:
    body = (p("Let ", Math("x^2")), MathBlock("y"))
    word = write(article(*body, p("New")), article(*body))
    assert word.xml().count("<m:oMath>") == 2


def test_a_deleted_formula_and_its_emphasis_are_words() -> None:
    word = write(article(p("Kept all of it.")), article(p("Kept all of it."), p(Emphasis((Math("x^2"),)))))
    assert "x^2" in "".join(settled(word, "del", "ins"))
