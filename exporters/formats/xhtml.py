"""The model as XHTML that is HTML5 as well: what EPUB puts into chapters and feeds into entries.

`XhtmlRenderer` writes plain content that any reader shows: no ids, classes or types, links to absolute URLs only,
pictures as their alternative text, notes as numbers. A format makes it its own by overriding hooks:

    address(target)           URL for `Link.target` ("#anchor", "story:slug#anchor", absolute); "" keeps the words only
    picture(image)            Picture(address, width, height), or None
    anchored(anchor)          ' id="…"' or ""
    styled(name)              ' class="…"' or ""
    meant(type, role)         ' epub:type="…" role="…"' or ""
    spoken(language, dir)     ' lang="…" dir="…"'
    note_reference(note)      what stands in the text for a note
    code_opening              the opening tag of program words in a line
    boxed(node, title, text)  a callout, aside or details group

and calls `blocks(article.body)`, `inlines(...)`, and `note_body(footnote, lead, tail)` for the text of a note with its
number before the first words and its way back behind the last. Attributes come with a space before them. Strings are
joined, never parsed; characters that XML forbids are dropped by whoever writes the document (`xmltext.drop_forbidden`).
One renderer serves many articles, as long as they are in one language (`words`).
"""

from __future__ import annotations

from collections.abc import Sequence

from exporters.formats.renderer import handles
from exporters.formats.xhtml_inlines import Picture
from exporters.formats.xhtml_tables import TableRenderer
from exporters.formats.xmltext import escape_attribute, escape_text
from exporters.model.nodes import (
    Aside,
    Block,
    Callout,
    CodeBlock,
    Definitions,
    Figure,
    Group,
    GroupRole,
    Heading,
    Inline,
    Lines,
    List,
    ListItem,
    Paragraph,
    Quote,
    Rule,
    Text,
)
from exporters.model.publication import Footnote

__all__ = ["Picture", "XhtmlRenderer"]

_DEEPEST: int = 6

_GROUPS: dict[GroupRole, tuple[str, str]] = {
    "corrections": ("errata", "doc-errata"),
    "sources": ("bibliography", "doc-bibliography"),
}


class XhtmlRenderer(TableRenderer):
    """Blocks, each one string without a line end of its own."""

    heading_shift = 1  # the story's own title is the h1

    def note_body(self, note: Footnote, lead: str, tail: str) -> str:
        """Return the text of a note, `lead` before its first words and `tail` behind its last."""
        return self.led(note.children, lead, tail)

    def boxed(self, node: Callout | Aside | Group, title: tuple[Inline, ...], text: str) -> str:
        """Return matter that stands apart: here its title in bold above it, as a reader without styles needs it."""
        heading = f"<p><strong>{self.inlines(title)}</strong></p>\n" if title else ""
        element = "aside" if isinstance(node, Aside) else "div"
        return f"<{element}{self.anchored(node.anchor)}>\n{heading}{text}\n</{element}>"

    def led(self, nodes: Sequence[Block], lead: str, tail: str = "") -> str:
        """Return blocks with something before the first words and behind the last, as paragraphs if need be."""
        made: list[str] = []
        last = len(nodes) - 1
        for position, node in enumerate(nodes):
            before, after = lead if position == 0 else "", tail if position == last else ""
            if isinstance(node, Paragraph):
                words = self.inlines(node.children)
                made.append(f"<p{self.anchored(node.anchor)}>{before}{words}{after}</p>")
                continue
            made.extend((f"<p>{before}</p>",) if before else ())
            made.extend(self.render(node))
            made.extend((f"<p>{after}</p>",) if after else ())
        return "\n".join(made) or f"<p>{lead}{tail}</p>"

    # --------------------------------------------------------------------------------------------------- blocks

    @handles(Paragraph)
    def paragraph(self, node: Paragraph) -> str:
        return f"<p{self.anchored(node.anchor)}>{self.inlines(node.children)}</p>"

    @handles(Heading)
    def heading(self, node: Heading) -> str:
        level = min(node.level + self.heading_shift, _DEEPEST)
        number = f"{escape_text(node.number)} " if node.number else ""
        return f"<h{level}{self.anchored(node.anchor)}>{number}{self.inlines(node.children)}</h{level}>"

    @handles(Quote)
    def quote(self, node: Quote) -> str:
        style = self.styled("pull") if node.pull else ""
        meaning = self.meant("pullquote", "doc-pullquote") if node.pull else ""
        attributes = f"{self.anchored(node.anchor)}{style}{meaning}"
        text = self.blocks(node.children)
        if not node.attribution:
            if meaning:
                return f"<aside{attributes}>\n{text}\n</aside>"
            return f"<blockquote{attributes}>\n{text}\n</blockquote>"
        said = f"— {self.inlines(node.attribution)}"
        if meaning:
            return f"<aside{attributes}>\n{text}\n<p{self.styled('attribution')}>{said}</p>\n</aside>"
        # an attribution belongs outside the blockquote (https://html.spec.whatwg.org/#the-blockquote-element)
        quoted = f"<blockquote>\n{text}\n</blockquote>\n<figcaption>{said}</figcaption>"
        return f"<figure{attributes}{self.styled('quote')}>\n{quoted}\n</figure>"

    @handles(List)
    def list(self, node: List) -> str:
        element = "ol" if node.ordered else "ul"
        start = f' start="{node.start}"' if node.ordered and node.start != 1 else ""
        items = "\n".join([self._item(item, node) for item in node.items])
        return f"<{element}{self.anchored(node.anchor)}{start}>\n{items}\n</{element}>"

    def _item(self, item: ListItem, node: List) -> str:
        lead = start = ""
        if item.checked is not None:
            start = self.styled("task")
            mark, word = ("☑", self.words.done) if item.checked else ("☐", self.words.open)
            lead = f'<span role="img" aria-label="{escape_attribute(word)}">{mark}</span> '
        if not node.tight:
            return f"<li{start}>{self.led(item.children, lead) if lead else self.blocks(item.children)}</li>"
        made: list[str] = [lead] if lead else []
        bare = False
        for block in item.children:
            if isinstance(block, Paragraph) and not block.anchor and not bare:
                made.append(self.inlines(block.children))
                bare = True
            else:
                made.append("\n" if bare else "")
                made.extend(self.render(block))
        return f"<li{start}>{''.join(made)}</li>"

    @handles(Definitions)
    def definitions(self, node: Definitions) -> str:
        made: list[str] = []
        for item in node.items:
            made.append(f"<dt>{self.inlines(item.term)}</dt>")
            # a term needs an explanation, be it an empty one (https://html.spec.whatwg.org/#the-dl-element)
            made.extend(f"<dd>{self.plainly(detail)}</dd>" for detail in item.details or ((),))
        return f"<dl{self.anchored(node.anchor)}>\n{chr(10).join(made)}\n</dl>"

    @handles(CodeBlock)
    def code_block(self, node: CodeBlock) -> str:
        language = "-".join(node.language.split())
        # the class by which highlighters know a language (https://html.spec.whatwg.org/#the-code-element)
        kind = f' class="language-{escape_attribute(language)}"' if language else ""
        return f"<pre{self.anchored(node.anchor)}><code{kind}>{self.code_text(node)}</code></pre>"

    def code_text(self, node: CodeBlock) -> str:
        """Return the text of a code block, which a format may set apart by parts of speech."""
        return escape_text(node.text)

    @handles(Figure)
    def figure(self, node: Figure) -> str:
        caption = self.inlines(node.caption)
        if caption and node.number:
            caption = f"<b>{escape_text(self.words.figure)} {node.number}.</b> {caption}"
        if node.credit:
            credit = f"<small>{escape_text(f'{self.words.photo}: {node.credit}')}</small>"
            caption = f"{caption} {credit}" if caption else credit
        below = f"\n<figcaption>{caption}</figcaption>" if caption else ""
        shown = self.image(node.image)
        if shown and not shown.startswith("<img"):
            shown = f"<p>{shown}</p>"
        return f"<figure{self.anchored(node.anchor)}>\n{shown}{below}\n</figure>"

    @handles(Callout)
    def callout(self, node: Callout) -> str:
        title = node.title or (Text(self.words.callout(node.callout)),)
        return self.boxed(node, title, self.blocks(node.children))

    @handles(Aside)
    def aside(self, node: Aside) -> str:
        return self.boxed(node, node.title, self.blocks(node.children))

    @handles(Rule)
    def rule(self, node: Rule) -> str:
        del node
        return "<hr/>"

    @handles(Lines)
    def lines(self, node: Lines) -> str:
        lines = "<br/>\n".join([self.inlines(line) for line in node.lines])
        return f"<p{self.anchored(node.anchor)}{self.styled('lines')}>{lines}</p>"

    @handles(Group)
    def group(self, node: Group) -> str:
        text = self.blocks(node.children)
        if node.title:
            return self.boxed(node, node.title, text)
        meaning = self.meant(*_GROUPS[node.role]) if node.role in _GROUPS else ""
        style = self.styled(node.role) if node.role else ""
        spoken = self.spoken(node.language, node.direction)
        element = "section" if meaning else "div"
        return f"<{element}{self.anchored(node.anchor)}{style}{meaning}{spoken}>\n{text}\n</{element}>"
