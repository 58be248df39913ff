"""The export itself: a publication in, a PDF out. Start reading the PDF format here.

model -> boxes (blocks.py and its neighbours) -> pages (pages.py) -> canvas (canvas.py) -> file (writer.py)

Every story is laid out once. The list of contents is drawn last, when the pages are known, and moved to the
front.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from exporters.contract import Job, Output, PageMap, page_key, turn_key
from exporters.formats.pdf.canvas import TaggedCanvas
from exporters.formats.pdf.code import CodeBlocks
from exporters.formats.pdf.families import family_named
from exporters.formats.pdf.figures import FigureBlocks
from exporters.formats.pdf.filing import FilingBlocks, case_of, counted
from exporters.formats.pdf.fonts import FontSet
from exporters.formats.pdf.footnotes import PageNote
from exporters.formats.pdf.foresight import learn_words
from exporters.formats.pdf.front import ContentsLine, contents_boxes, count_pages
from exporters.formats.pdf.labels import page_map_json
from exporters.formats.pdf.lists import ListBlocks
from exporters.formats.pdf.metadata import Description
from exporters.formats.pdf.missing import MissingGlyphs
from exporters.formats.pdf.newspaper import NewspaperBlocks
from exporters.formats.pdf.notes import NoteBlocks
from exporters.formats.pdf.options import PdfOptions
from exporters.formats.pdf.pages import PageBuilder
from exporters.formats.pdf.pictures import PictureStore
from exporters.formats.pdf.press import press_of
from exporters.formats.pdf.sheet import BODY, LOOKS, Sheet
from exporters.formats.pdf.standards import Claims, claims_of
from exporters.formats.pdf.story import Edition, Flow, HtmlDirection
from exporters.formats.pdf.tables import TableBlocks
from exporters.formats.pdf.tags import Element, StructureTree
from exporters.formats.pdf.theme import Theme, load_theme
from exporters.formats.pdf.writer import Bookmark, PageLabels, write_file
from exporters.model.meta import Meta, text_direction
from exporters.model.nodes import Text
from exporters.model.outline import OutlineEntry, outline
from exporters.model.publication import Article, Part, Publication
from exporters.model.walk import walk
from exporters.options import OptionFile
from exporters.report import Report
from exporters.words import words_for

if TYPE_CHECKING:
    from exporters.formats.pdf.attachments import Attachment


class StoryWriter(FigureBlocks, ListBlocks, CodeBlocks, TableBlocks, NoteBlocks, FilingBlocks):
    """Makes the boxes of everything that stands on the pages."""


_BLOCKS_A_PAGE = 7
"""About so many paragraphs and headings stand on a page."""


class NewspaperWriter(NewspaperBlocks, StoryWriter):
    """Makes the boxes of a newspaper."""


def export_pdf(publication: Publication, output: Output, job: Job[PdfOptions]) -> PageMap:
    """Write the publication and return its page map."""
    return _Export(publication, job).write(output)


def check_options(options: PdfOptions) -> None:
    """Raise UsageError for a theme that cannot be read and for inks without their profile."""
    _theme(options, Report())
    press_of(options, exchange=claims_of(options.standard).exchange)


def _theme(options: PdfOptions, report: Report) -> Theme:
    return load_theme(options.theme if options.theme.name else OptionFile(options.layout or "report"), LOOKS, report)


class _Export:
    """One publication on its way to a file."""

    def __init__(self, publication: Publication, job: Job[PdfOptions]) -> None:
        self.publication = publication
        self.job = job
        self.tree = StructureTree()
        self.canvas = TaggedCanvas(self.tree, press_of(job.options, exchange=claims_of(job.options.standard).exchange))
        theme = _theme(job.options, job.report)
        serif, sans, mono = map(family_named, (theme.fonts.text, theme.fonts.headings, theme.fonts.code))
        self.missing = MissingGlyphs(job.report, lambda: self.edition.place)
        self.fonts = FontSet(serif, sans, mono, on_missing=self.missing.told)
        self.sheet = Sheet(job.options, self.fonts, theme)
        self.edition = Edition(
            sheet=self.sheet,
            pictures=PictureStore(publication.resources, job.read_asset, job.report, self.fonts),
            report=job.report,
            claims=claims_of(job.options.standard),
            lone=publication.lone,
            page_digits=len(str(sum(1 + len(article.body) // _BLOCKS_A_PAGE for article in publication.articles))),
        )
        self.pages = PageBuilder(self.canvas, self.sheet, self)
        self.page_map: dict[str, str] = {}
        self.page_labels: list[PageLabels] = [PageLabels(0)]
        self.labels = self.edition.labels
        self._stories = 0
        meta = publication.meta
        self.pages.slots |= {
            "title": meta.title,
            "publisher": meta.publisher,
            "date": words_for(meta.language).format_date(meta.published) if meta.published else "",
        }

    def write(self, output: Output) -> PageMap:
        """Lay out everything, write the file, return the page map."""
        if self.sheet.layout == "newspaper":
            bookmarks = self._newspaper()
        else:
            bookmarks = self._lone() if self.publication.lone else self._several()
        self.pages.finish_document()
        self.edition.late.finish(self.canvas)
        self.missing.finish()
        if self.canvas.links_left_out:
            self.job.report.info(
                "pdf-links-left-out",
                f"{self.canvas.links_left_out} links are words only, for PDF/X-4 lets none stand on a page"
                " (ISO 15930-7, 6.17)",
                self.publication.meta.place,
                "Make another PDF for those who read on screens",
            )
        with output.open() as stream:
            write_file(
                self.canvas,
                stream,
                self._description(),
                self._claims(),
                outline=bookmarks,
                labels=self.page_labels,
                right_to_left=self._direction(self.publication.meta) == "rtl",
                attachments=self._attachments(),
            )
        if self.job.options.page_map:
            with output.open(f"{self.publication.meta.slug or 'publication'}.pages.json") as stream:
                stream.write(page_map_json(self.page_map, self.page_labels, len(self.canvas.pages)))
        return self.page_map

    def turned(self, slug: str, anchor: str, told: int, label: str) -> None:
        """Keep where within a block a page begins, for other formats."""
        self.page_map.setdefault(turn_key(slug, anchor, told), label)

    def landed(self, slug: str, anchor: str, label: str, top_pt: float) -> None:
        """Keep where a block begins, for links, for the contents and for other formats."""
        key = self.edition.key(slug, anchor) if slug else f"part/{anchor}"
        self.labels.setdefault(key, label)
        self.page_map.setdefault(page_key(slug, anchor), label)
        self.canvas.destination(key, min(top_pt + self.sheet.size_pt, self.sheet.height_pt))

    # ------------------------------------------------------------------------------------------------- parts

    def _lone(self) -> list[Bookmark]:
        (article,) = self.publication.articles
        bookmarks = [self._article(article, self.tree.root, level=1)]
        self._colophon(article.meta)
        self.pages.finish_page()
        return bookmarks

    def _newspaper(self) -> list[Bookmark]:
        """Lay out stories one below the other, under the nameplate of the paper."""
        meta, root = self.publication.meta, self.tree.root
        bookmarks: list[Bookmark] = []
        self.pages.begin_story("", meta.language, self._direction(meta))
        if not self.publication.lone:
            self.pages.pour(self._newspaper_writer(meta, root).nameplate(meta), spanning=True)
        for item in self.publication.contents:
            if isinstance(item, Article):
                bookmarks.append(self._article(item, root, level=1, running_on=True, below=bool(bookmarks)))
                continue
            section = root.child("Part")
            writer = self._newspaper_writer(meta, section)
            self.pages.begin_story("", meta.language, self._direction(meta), running_on=True)
            self.pages.pour(writer.section_head(item.title, item.anchor, first=not bookmarks), spanning=True)
            below = [
                self._article(article, section, level=2, running_on=True, below=position > 0)
                for position, article in enumerate(item.articles)
            ]
            bookmarks.append(Bookmark(item.title, f"part/{item.anchor}", below))
        self._colophon(meta)
        self.pages.finish_page()
        return bookmarks

    def _newspaper_writer(self, meta: Meta, parent: Element) -> NewspaperWriter:
        writer = self._writer(meta, parent, "")
        assert isinstance(writer, NewspaperWriter)
        return writer

    def _several(self) -> list[Bookmark]:
        options, meta = self.job.options, self.publication.meta
        root = self.tree.root
        cover = self._writer(meta, root.child("Sect"), "")
        self.pages.show_folio = False
        self.pages.pour(cover.cover(meta), spanning=True)
        self.pages.finish_page()
        contents_section = root.child("Sect")
        contents_lines = self._contents_lines()
        contents_pages = 0
        if options.contents:
            writer = self._writer(meta, contents_section, "")
            contents = list(contents_boxes(writer, contents_lines, self.labels))
            contents_pages = count_pages(contents, self.sheet.column_pt)
        self.pages.show_folio = True
        front_pages = len(self.canvas.pages)
        self.pages.number = 1
        self.pages.sheet_number = front_pages + contents_pages + 1
        # The cover by its name, the contents in roman numbers, the stories from 1 on.
        self.page_labels = [PageLabels(0, "", prefix=words_for(meta.language).cover)]
        if contents_pages:
            self.page_labels.append(PageLabels(front_pages, "r"))
        self.page_labels.append(PageLabels(front_pages + contents_pages))
        bookmarks: list[Bookmark] = []
        for item in self.publication.contents:
            if isinstance(item, Part):
                section = root.child("Part")
                self.pages.begin_story("", meta.language, self._direction(meta))
                self.pages.pour(self._writer(meta, section, "").part_head(item.title, item.anchor), spanning=True)
                below = [self._article(article, section, level=2) for article in item.articles]
                bookmarks.append(Bookmark(item.title, f"part/{item.anchor}", below))
            else:
                bookmarks.append(self._article(item, root, level=1))
        self._colophon(meta)
        self.pages.finish_page()
        if options.contents:
            self.pages.begin_story("", meta.language, self._direction(meta))
            self.pages.number, self.pages.roman = 1, True
            self.pages.sheet_number = front_pages + 1
            before = len(self.canvas.pages)
            self.pages.pour(contents, spanning=True)
            self.pages.finish_page()
            self.canvas.move_last_pages_to_front(len(self.canvas.pages) - before, front_pages)
        return bookmarks

    def _article(
        self, article: Article, parent: Element, *, level: int, running_on: bool = False, below: bool = False
    ) -> Bookmark:
        """Lay out one story and return its bookmark; it may stand on a page begun before, `below` another story."""
        meta = article.meta
        body = self.sheet.style(BODY)
        shaper = body.face.shaper(meta.language, body.features)
        learn_words(shaper, [node.text for node in walk(article.body) if isinstance(node, Text)])
        section = parent.child("Art")
        if meta.language != self.publication.meta.language:
            section.describe(language=meta.language)
        head = self._writer(meta, section, meta.slug, level=level)
        writer = self._writer(meta, section, meta.slug, level=level, article=article, column=True)
        case = case_of(self.job.options, article.sources)
        exhibit = counted(self.job.options.exhibit, self._stories)
        self._stories += 1
        foot: dict[str, PageNote] = {}
        if self.job.options.notes == "page" and article.notes:
            writer = writer.into(replace(writer.flow, foot=foot))
            foot.update(writer.page_notes(article.notes))
        self.pages.begin_story(
            meta.title,
            meta.language,
            self._direction(meta),
            section=meta.section,
            element=section,
            noting=bool(foot),
            running_on=running_on,
        )
        self.pages.slots |= {"docket": case.docket, "exhibit": exhibit}
        if self.pages.needs_sections:
            self.pages.sections |= {(meta.slug, entry.anchor): entry.title for entry in outline(article)}
        if below and isinstance(head, NewspaperWriter):
            self.pages.pour(head.between(), spanning=True)
        if self.sheet.layout == "filing":
            self.pages.pour(head.filing_head(meta, case, exhibit), spanning=True)
        else:
            self.pages.pour(head.story_head(meta), spanning=True)
        self.pages.pour(writer.boxes(article.body))
        # Those that nothing on the pages refers to stand at the end in any case.
        self.pages.pour(writer.notes([note for note in article.notes if foot.get(note.key) not in self.pages.noted]))
        inner = self._bookmarks(outline(article), meta.slug)
        return Bookmark(meta.title or words_for(meta.language).untitled, self.edition.key(meta.slug, ""), inner)

    def _colophon(self, meta: Meta) -> None:
        if self.job.options.colophon:
            # A lone story lists its sources itself, right above.
            articles = () if self.publication.lone else self.publication.articles
            sources = [source for article in articles for source in article.sources]
            # In columns it ends the last of them; it is not worth a page of its own.
            writer = self._writer(meta, self.tree.root, "", column=True)
            self.pages.pour(writer.colophon(meta, sources))

    def _writer(
        self,
        meta: Meta,
        parent: Element,
        slug: str,
        *,
        level: int = 1,
        article: Article | None = None,
        column: bool = False,
    ) -> StoryWriter:
        flow = Flow(
            parent=parent,
            left_pt=self.sheet.left_pt,
            width_pt=self.sheet.column_width_pt if column else self.sheet.measure_pt,
            slug=slug,
            words=words_for(meta.language),
            language=meta.language,
            direction=self._direction(meta),
            level=level,
            notes={note.key: note.anchor for note in article.notes} if article is not None else {},
        )
        columns = self.sheet.layout == "newspaper" or len(self.sheet.columns_pt) > 1
        writer = NewspaperWriter if columns else StoryWriter
        return writer(self.edition, flow)

    def _contents_lines(self) -> list[ContentsLine]:
        depth = self.job.options.contents_depth
        lines: list[ContentsLine] = []

        def headings(entries: Iterable[OutlineEntry], slug: str, level: int) -> None:
            for entry in entries:
                if level <= depth:
                    lines.append(ContentsLine(entry.title, self.edition.key(slug, entry.anchor), level))
                    headings(entry.children, slug, level + 1)

        def story(article: Article) -> None:
            title = article.meta.title or words_for(article.meta.language).untitled
            lines.append(ContentsLine(title, self.edition.key(article.meta.slug, ""), 1))
            headings(outline(article), article.meta.slug, 2)

        for item in self.publication.contents:
            if isinstance(item, Part):
                lines.append(ContentsLine(item.title, f"part/{item.anchor}", 0))
                for article in item.articles:
                    story(article)
            else:
                story(item)
        return lines

    def _bookmarks(self, entries: Sequence[OutlineEntry], slug: str) -> list[Bookmark]:
        return [
            Bookmark(entry.title, self.edition.key(slug, entry.anchor), self._bookmarks(entry.children, slug))
            for entry in entries
        ]

    # ---------------------------------------------------------------------------------------------- documents

    def _attachments(self) -> tuple[Attachment, ...]:
        """Return the files that the standard has the document bring along."""
        if not self._claims().brings_source:
            return ()
        from exporters.formats.pdf.attachments import source_of

        return (source_of(self.publication, self.job),)

    def _claims(self) -> Claims:
        """Return what the file can claim, after all that was found."""
        claims = self.edition.claims
        if not self.edition.withdrawn:
            return claims
        level = "U" if claims.archive_level == "A" else claims.archive_level
        return replace(claims, ua_part=0, archive_level=level)

    def _description(self) -> Description:
        meta = self.publication.meta
        people = meta.contributors or tuple(
            person for article in self.publication.articles for person in article.meta.contributors
        )
        authors = tuple(dict.fromkeys(person.name for person in people if person.role == "aut"))
        return Description(
            title=meta.title or words_for(meta.language).untitled,
            language=meta.language or "en",
            created=self.job.now,
            authors=authors,
            subject=meta.summary or meta.subtitle,
            keywords=meta.keywords,
            publisher=meta.publisher,
            rights=meta.rights,
            identifier=meta.id,
            published=meta.published,
        )

    def _direction(self, meta: Meta) -> HtmlDirection:
        return text_direction(meta.language, meta.direction)
