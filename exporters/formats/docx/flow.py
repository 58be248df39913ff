"""The flow of paragraphs: how one is written at its place, what leads into it, and what goes on in notes and cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from exporters.formats.docx.context import INDENTS, TURNED, Context
from exporters.formats.docx.draft import Draft
from exporters.formats.docx.inlines import InlineRenderer
from exporters.formats.docx.looks import runs
from exporters.formats.docx.markup import paragraph, paragraph_opening
from exporters.formats.docx.notes import Notes
from exporters.formats.docx.numbering import STEP
from exporters.formats.docx.references import label_key
from exporters.formats.docx.revised import Change, Remarked, RevisedInlines
from exporters.formats.renderer import handles
from exporters.model.nodes import Block, Note
from exporters.model.publication import Article
from exporters.words import words_for

if TYPE_CHECKING:
    from exporters.formats.docx.revisions import Revisions

BLOCKS: Final = 100
"""How many blocks are written at once: some ten thousand letters, which stay in the cache of a processor."""
_AFTER_BLOCK: Final = 240
"""Space above a paragraph that follows a table or a box, which have none below them; in twentieths of a point."""
_RULE_ABOVE: Final = '<w:pBdr><w:top w:val="single" w:sz="4" w:space="8" w:color="BFBFBF"/></w:pBdr>'
_OWN_SPACE: Final = frozenset({"Figure", "Table Caption", "Source Code", "Intense Quote"})


class FlowRenderer(InlineRenderer):
    """Where the blocks of one article flow to. `depth` is how many heading levels stand above its own first one."""

    def __init__(self, draft: Draft, article: Article, depth: int, revisions: Revisions | None = None) -> None:
        super().__init__(draft, article.meta.slug, words_for(article.meta.language))
        self._article = article
        self._notes = Notes(article, draft, self._note_blocks)
        self._depth = depth
        self._lead = ""
        self._after = ""
        self._nested_counts = False
        self.revisions = revisions
        self.speak(article.meta.language, article.meta.direction)
        self.context = self.context.but(rtl=self.look.rtl)

    def article(self) -> Iterator[list[str]]:
        """Yield the blocks of the article, some at a time, and at its end the notes that nothing in it calls.

        They stay apart: a text with one letter beyond Latin-1 would take two bytes for each letter of its markup.
        """
        body = self._article.body
        for start in range(0, len(body), BLOCKS):
            yield self.render_all(body[start : start + BLOCKS])
        made = [self.lead_in()]
        for note in self._notes.uncalled():
            self.report.loss("docx", "note that nothing calls", "text at the end of the story", note.place)
            self._lead = self.mark(note.anchor, self.words_run(f"{note.key}. "))
            made += (self.blocks(note.children), self.lead_in())
        yield made

    def blocks(self, nodes: tuple[Block, ...], context: Context | None = None) -> str:
        """Return these blocks, in another context if one is given."""
        before = self.context
        if context is not None:
            self.context = context
        try:
            return "".join(self.render_all(nodes))
        finally:
            self.context = before

    def emit(
        self,
        inner: str,
        style: str,
        *,
        anchor: str = "",
        keep_next: bool = False,
        numbering: tuple[int, int] | None = None,
        hanging: int = 0,
        inset: int = 0,
        lead: int = 0,
        before: int | None = None,
        apart: bool = False,
        ruled: bool = False,
    ) -> str:
        """Return a paragraph of this style at this place.

        `inset` sets it further in on both sides, `lead` on the leading one; `ruled` draws a line above it.
        `before` is the space above where it is not that of the style; `apart` is said of items with space between.
        """
        context = self.context
        if anchor:
            inner = self.mark(anchor) + inner
        if self._lead:
            inner, self._lead = self._lead + inner, ""
        if self._after:
            if not ruled:
                before = _AFTER_BLOCK if style not in _OWN_SPACE and not style.startswith("heading") else None
            self._after = ""
        key = (style, keep_next, numbering, hanging, inset, lead, before, apart, ruled)
        opening = context.openings.get(key)
        if opening is None:
            left, right = context.left + inset + lead, context.right + inset
            given = INDENTS.get(style, (0, 0))
            if numbering is not None:
                # The level of a list says where its items stand, so that they can be moved there with Word's buttons.
                given = (STEP * numbering[1] + hanging, 0) if style == "List Paragraph" else (-1, 0)
            opening = context.openings[key] = paragraph_opening(
                self.draft.style(style),
                keep_next=keep_next,
                numbering=numbering,
                tabs=_RULE_ABOVE if ruled else TURNED.get(style, "") if context.rtl else "",
                rtl=context.rtl,
                before=before,
                indent=(left, hanging if numbering is not None else 0) if (left, right) != given else None,
                right=right,
                apart=apart,
                alignment=context.alignment,
            )
        return f"{opening}{inner}</w:p>"

    def running(self, inner: str, anchor: str) -> str:
        """Return a paragraph of running text, as `emit` does."""
        context = self.context
        if self._lead or self._after:
            return self.emit(inner, context.style, anchor=anchor)
        opening = context.openings.get(())
        if opening is None:
            opening = context.openings[()] = self.emit("", context.style).removesuffix("</w:p>")
        if anchor and (self.slug, anchor) in self.draft.targets.anchors:
            inner = self.mark(anchor) + inner
        return f"{opening}{inner}</w:p>"

    def mark(self, anchor: str, inner: str = "", *, always: bool = False) -> str:
        """Return the bookmark of an anchor around this content, if anything leads there or it is to stand anyway."""
        if self.deleting:
            return inner
        if always or (anchor and (self.slug, anchor) in self.draft.targets.anchors):
            return self.draft.bookmarks.mark(self.draft.bookmarks.name(self.slug, anchor), inner)
        return inner

    def mark_label(self, anchor: str, inner: str) -> str:
        """Return words by which something is referred to, with a bookmark around them if a link repeats them."""
        if self.deleting or not self.draft.targets.labels.get((self.slug, anchor)):
            return inner
        bookmarks = self.draft.bookmarks
        return bookmarks.mark(bookmarks.name(*label_key(self.slug, anchor)), inner)

    def lead_in(self) -> str:
        """Return what was to stand before the next paragraph as one of its own, for blocks that are none."""
        return self.emit("", self.context.style) if self._lead else ""

    def _note_blocks(self, nodes: tuple[Block, ...], sign: str) -> str:
        """Return the blocks of a note, `sign` before the first."""
        kept = (self.look, self.context, self.owner, self._lead, self._after, self._in_link)
        self.look = self.look.plain()
        self.owner = self.draft.package.notes
        self._lead, self._after, self._in_link = sign, "", False
        context = self.draft.place.but(
            style=f"{self.draft.note_kind} text", rtl=self.context.rtl, structural=False, plain=True, in_note=True
        )
        made = self.blocks(nodes, context)
        self.context = context
        made += self.lead_in()
        if not made.endswith("</w:p>"):
            made += self.emit("", context.style)
        self.look, self.context, self.owner, self._lead, self._after, self._in_link = kept
        return made

    def set_apart(self) -> None:
        """Put space above the next paragraph, as after a table or box."""
        self._after = "head"

    def cell(self, children: tuple[Block, ...]) -> str:
        """Return the blocks of a table cell, which nothing outside of it touches."""
        self._after = ""
        return "".join(self.render_all(children))

    def gap(self) -> str:
        """Return the small paragraph that keeps a table or box apart from one just before it."""
        if self._after in ("", "head"):
            return ""
        self._after = ""
        return paragraph("", self.draft.style("Table Gap"))

    @handles(Note)
    def note(self, node: Note) -> str:
        """Return the call of a note; of one that is deleted, its number alone."""
        if self.deleting:
            return runs(f"[{node.number or node.key}]", self.look.but(raised="superscript"))
        return self._notes.call(node)

    @handles(Remarked)
    def remarked(self, node: Remarked) -> str:
        """Return words with the comment of an editor on them."""
        made = self.inlines(node.children)
        comments = self.draft.comments
        return made if comments is None else comments.around(made, node.author, None, node.words, whole=False)

    @handles(RevisedInlines)
    def revised_inlines(self, node: RevisedInlines) -> str:
        """Return words as inserted or deleted."""
        made = self.revised(node.change, lambda: self.inlines(node.children), whole=False)
        return self.revisions.explain(made, whole=False) if self.revisions is not None else made

    def revised(self, change: Change, write: Callable[[], str], *, whole: bool = True) -> str:
        """Return what `write` returns as inserted or deleted; what is deleted holds no links and no bookmarks."""
        if self.revisions is None or (change == "del" and not self.revisions.show_deleted):
            return ""
        kept, self.deleting = self.deleting, self.deleting or change == "del"
        try:
            made = write()
        finally:
            self.deleting = kept
        return self.revisions.mark(made, change, whole=whole)
