"""The export itself: a publication in, a PDF out. Start reading the PDF format here.

model -> boxes (blocks.py and its neighbours) -> pages (pages.py) -> canvas (canvas.py) -> file (writer.py)

Every story is laid out once. The list of contents is drawn last, when the pages are known, and moved to the
front.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from msgspec.structs import replace

from exporters.contract import Job, Output, PageMap, page_key, turn_key
from exporters.formats.closing import gathered_sources
from exporters.formats.pdf.canvas import TaggedCanvas
from exporters.formats.pdf.families import family_named
from exporters.formats.pdf.filing import case_of, counted
from exporters.formats.pdf.fonts import FontSet
from exporters.formats.pdf.footnotes import PageNote
from exporters.formats.pdf.foresight import learn_story
from exporters.formats.pdf.front import contents_boxes, count_pages
from exporters.formats.pdf.hyphenation import hyphenator
from exporters.formats.pdf.labels import page_map_json
from exporters.formats.pdf.lines import text_width_pt
from exporters.formats.pdf.metadata import description_of
from exporters.formats.pdf.missing import MissingGlyphs
from exporters.formats.pdf.options import PdfOptions
from exporters.formats.pdf.pages import PageBuilder
from exporters.formats.pdf.pictures import PictureStore
from exporters.formats.pdf.plan import Step, bookmarks_of, contents_lines, steps_of
from exporters.formats.pdf.press import press_of
from exporters.formats.pdf.sheet import LOOKS, RUNNING, Sheet
from exporters.formats.pdf.standards import Claims, claims_of
from exporters.formats.pdf.story import Edition, Flow, HtmlDirection
from exporters.formats.pdf.story_writer import StoryWriter
from exporters.formats.pdf.tags import Element, StructureTree
from exporters.formats.pdf.theme import Theme, load_theme
from exporters.formats.pdf.writer import PageLabels, write_file
from exporters.model.meta import Meta, text_direction
from exporters.model.outline import outline
from exporters.model.publication import Article, Publication
from exporters.options import OptionFile
from exporters.report import Report
from exporters.words import words_for

if TYPE_CHECKING:
    from exporters.formats.pdf.attachments import Attachment
    from exporters.formats.pdf.newspaper import NewspaperWriter


_BLOCKS_A_PAGE = 7
"""About so many paragraphs and headings stand on a page."""


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
        self.canvas = TaggedCanvas(
            self.tree,
            press_of(job.options, exchange=claims_of(job.options.standard).exchange),
            tagged=job.options.standard != "none",
        )
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
        meta = publication.meta
        self.pages.slots |= {
            "title": meta.title,
            "publisher": meta.publisher,
            "date": words_for(meta.language).format_date(meta.published) if meta.published else "",
        }

    def write(self, output: Output) -> PageMap:
        """Lay out everything, write the file, return the page map."""
        for article in self.publication.articles:
            learn_story(article, self.sheet, running=self.pages.needs_sections)
        if self.sheet.layout == "newspaper":
            self._newspaper()
        elif self.publication.lone:
            self._lone()
        else:
            self._several()
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
                description_of(self.publication, self.job.now),
                self._claims(),
                outline=bookmarks_of(self.publication, self.edition),
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

    def _lone(self) -> None:
        (article,) = self.publication.articles
        self._article(article, self.tree.root, 0, level=1)
        self._colophon(article.meta)
        self.pages.finish_page()

    def _newspaper(self) -> None:
        """Lay out stories one below the other, under the nameplate of the paper."""
        meta, root = self.publication.meta, self.tree.root
        self.pages.begin_story("", meta.language, self._direction(meta))
        if not self.publication.lone:
            self.pages.pour(self._newspaper_writer(meta, root).nameplate(meta), spanning=True)
        section, steps = root, steps_of(self.publication)
        for at, step in enumerate(steps):
            if step.article is None and step.part is not None:
                section = root.child("Part")
                writer = self._newspaper_writer(meta, section)
                self.pages.begin_story("", meta.language, self._direction(meta), running_on=True)
                head = writer.section_head(step.part.title, step.part.anchor, first=at == 0)
                self.pages.pour(head, spanning=True)
            elif step.article is not None:
                parent, level = (root, 1) if step.part is None else (section, 2)
                below = at > 0 and (step.part is None or steps[at - 1].article is not None)
                self._article(step.article, parent, step.position, level=level, running_on=True, below=below)
        self._colophon(meta)
        self.pages.finish_page()

    def _newspaper_writer(self, meta: Meta, parent: Element) -> NewspaperWriter:
        return cast("NewspaperWriter", self._writer(meta, parent, ""))

    def _several(self) -> None:
        options, meta = self.job.options, self.publication.meta
        root = self.tree.root
        cover = self._writer(meta, root.child("Sect"), "")
        self.pages.show_folio = False
        self.pages.pour(cover.cover(meta), spanning=True)
        self.pages.finish_page()
        contents_section = root.child("Sect")
        contents_pages = 0
        if options.contents:
            writer = self._writer(meta, contents_section, "")
            lines = list(contents_lines(self.publication, self.edition, options.contents_depth))
            contents = list(contents_boxes(writer, lines, self.labels))
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
        # A line at the edge of a page is cut where its number is wide: the font has what then stands there in any case.
        text_width_pt("\u2026", self.sheet.style(RUNNING))
        steps = steps_of(self.publication)
        shares: list[Sequence[Step]] = [steps]
        if self._can_be_parted:
            from exporters.formats.pdf.beside import lay_out, shares_of

            shares = shares_of(steps, options.jobs)
            hyphenator(meta.language)  # once for all processes, as the words of all stories are known by now
        if len(shares) > 1:
            from exporters.formats.pdf.segments import Desk

            desk = Desk(self.canvas, self.pages, self.edition, self.fonts, self.missing, self.page_map)
            lay_out(shares, desk, self._lay_out)
        else:
            self._lay_out(steps)
        if not steps:
            self._colophon(meta)
        self.pages.finish_page()
        if options.contents:
            self._begin_no_story()
            self.pages.number, self.pages.edges.roman = 1, True
            self.pages.sheet_number = front_pages + 1
            before = len(self.canvas.pages)
            self.pages.pour(contents, spanning=True)
            self.pages.finish_page()
            self.canvas.move_last_pages_to_front(len(self.canvas.pages) - before, front_pages)

    @property
    def _can_be_parted(self) -> bool:
        """Whether stories can be laid out without knowing on which pages those before them stand.

        The text that refers to a page before it is as long as its number; mirrored pages stand elsewhere.
        """
        return not self.job.options.page_references and not self.sheet.theme.page.mirrored

    def _lay_out(self, steps: Sequence[Step]) -> None:
        """Lay out these stories, each on pages of its own, and the heads of parts."""
        meta, root = self.publication.meta, self.tree.root
        for step in steps:
            if step.article is None and step.part is not None:
                section = root.child("Part")
                self._begin_no_story()
                head = self._writer(meta, section, "").part_head(step.part.title, step.part.anchor)
                self.pages.pour(head, spanning=True)
            elif step.article is not None:
                parent = root if step.part is None else self._part_under_way()
                self._article(step.article, parent, step.position, level=1 if step.part is None else 2)
            if step.last:
                self._colophon(meta)

    def _begin_no_story(self) -> None:
        """Begin a page of the publication's own, at whose edges nothing stands of the story before."""
        meta = self.publication.meta
        self.pages.begin_story("", meta.language, self._direction(meta))
        self.pages.slots |= {"docket": case_of(self.job.options, ()).docket, "exhibit": ""}

    def _part_under_way(self) -> Element:
        """Return the part that the last of the tree belongs to; what stands in for it if it was begun elsewhere."""
        last = self.tree.root.kids[-1]
        if isinstance(last, Element) and last.tag == "Part":
            return last
        self.edition.levels.follow(1)  # that of its title
        return self.tree.root.child("Part")

    def _article(
        self,
        article: Article,
        parent: Element,
        position: int,
        *,
        level: int,
        running_on: bool = False,
        below: bool = False,
    ) -> None:
        """Lay out the story at this position; it may stand on a page begun before, `below` another story."""
        meta = article.meta
        section = parent.child("Art")
        if meta.language != self.publication.meta.language:
            section.describe(language=meta.language)
        head = self._writer(meta, section, meta.slug, level=level)
        writer = self._writer(meta, section, meta.slug, level=level, article=article, column=True)
        case = case_of(self.job.options, article.sources)
        exhibit = counted(self.job.options.exhibit, position)
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
        if below:
            self.pages.pour(cast("NewspaperWriter", head).between(), spanning=True)
        if self.sheet.layout == "filing":
            self.pages.pour(head.filing_head(meta, case, exhibit), spanning=True)
        else:
            self.pages.pour(head.story_head(meta), spanning=True)
        self.edition.opening = self.sheet.theme.type.drop_caps > 1
        self.pages.pour(writer.boxes(article.body))
        self.edition.opening = False
        # Those that nothing on the pages refers to stand at the end in any case.
        noted = self.pages.noted
        self.pages.pour(writer.notes([note for note in article.notes if foot.get(note.key) not in noted]))

    def _colophon(self, meta: Meta) -> None:
        if self.job.options.colophon:
            sources = gathered_sources(self.publication)
            # In columns it ends the last of them; only a list of sources is worth a page of its own.
            apart = bool(sources) and self.sheet.layout != "newspaper"
            writer = self._writer(meta, self.tree.root, "", column=not apart)
            boxes = list(writer.colophon(meta, sources, apart=apart))
            if apart and boxes:
                self.pages.begin_story(meta.title, meta.language, self._direction(meta))
            else:
                self.pages.following = {"story": meta.title, "section": ""}
            self.pages.pour(boxes, spanning=apart)

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
        if self.sheet.layout == "newspaper" or len(self.sheet.columns_pt) > 1:
            from exporters.formats.pdf.newspaper import NewspaperWriter

            return NewspaperWriter(self.edition, flow)
        return StoryWriter(self.edition, flow)

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

    def _direction(self, meta: Meta) -> HtmlDirection:
        return text_direction(meta.language, meta.direction)
