"""Footnotes or endnotes as Word knows them: their part, their calls, and the cases that it does not allow.

ECMA-376 part 1, 17.11. Word numbers notes itself, through all stories of a file: it could begin anew with each, but
LibreOffice then shows 0 for most. A second call of the same note is a NOTEREF field; a note within a note, which Word
does not have, follows in the note that calls it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

from exporters.formats.docx.draft import Draft
from exporters.formats.docx.looks import Look, run_properties
from exporters.formats.docx.markup import document, field, run
from exporters.model.meta import text_direction
from exporters.model.nodes import Block, Note
from exporters.model.publication import Article, Footnote

NoteKind = Literal["footnote", "endnote"]
_SEPARATORS: Final = ((-1, "separator"), (0, "continuationSeparator"))


class Notes:
    """The notes of one article. `write` turns the blocks of a note into paragraphs of the notes part."""

    def __init__(self, article: Article, draft: Draft, write: Callable[[tuple[Block, ...], str], str]) -> None:
        self._draft = draft
        self._slug = article.meta.slug
        self._rtl = text_direction(article.meta.language, article.meta.direction) == "rtl"
        self._texts: dict[str, Footnote] = {note.key: note for note in article.notes}
        self._write = write
        self._before = len(draft.notes)
        self._written: set[str] = set()
        self._inner: list[Footnote] | None = None

    def call(self, node: Note) -> str:
        """Return the runs that refer to a note, and write the note at its first call."""
        note = self._texts.get(node.key)
        if note is None:
            return self._mark(f"[{node.number or node.key}]")
        if self._inner is not None:
            return self._call_within(node, note)
        name = self._draft.bookmarks.name(self._slug, note.anchor or f"note-{note.key}")
        if node.key in self._written:
            return self._refer(name, node)
        self._written.add(node.key)
        number = self._add(note)
        made = f'<w:r>{self._style()}<w:{self._draft.note_kind}Reference w:id="{number}"/></w:r>'
        repeated = (self._slug, node.key) in self._draft.targets.repeated
        return self._draft.bookmarks.mark(name, made) if repeated else self._named(note, made)

    def _named(self, note: Footnote, made: str) -> str:
        """Return these runs with the bookmark of a note around them, if a link leads there."""
        if (self._slug, note.anchor) not in self._draft.targets.anchors:
            return made
        return self._draft.bookmarks.mark(self._draft.bookmarks.name(self._slug, note.anchor), made)

    def uncalled(self) -> list[Footnote]:
        """Return the notes that were not written, in their order."""
        return [note for key, note in self._texts.items() if key not in self._written]

    def _add(self, note: Footnote) -> int:
        """Write a note into the notes part and return its id; the separators have -1 and 0."""
        self._draft.notes.append("")
        number = len(self._draft.notes)
        self._inner = []
        sign = f"<w:r>{self._style()}<w:{self._draft.note_kind}Ref/></w:r>{run(' ')}"
        text = self._write(note.children, sign)
        seen = {note.key}
        while self._inner:
            inner = self._inner.pop(0)
            if inner.key not in seen:
                seen.add(inner.key)
                self._written.add(inner.key)
                text += self._write(inner.children, self._named(inner, self._mark(f"[{inner.number}]")) + run(" "))
        self._inner = None
        kind = self._draft.note_kind
        self._draft.notes[number - 1] = f'<w:{kind} w:id="{number}">{text}</w:{kind}>'
        return number

    def _call_within(self, node: Note, note: Footnote) -> str:
        """Return the call of a note within a note: of one that the text calls too, or of one that is only here."""
        if (self._slug, node.key) in self._draft.targets.called:
            return self._refer(self._draft.bookmarks.name(self._slug, note.anchor or f"note-{note.key}"), node)
        assert self._inner is not None
        self._inner.append(note)
        self._draft.report.loss("docx", "note within a note", "text of the note that calls it", node.place)
        return self._mark(f"[{node.number}]")

    def _refer(self, name: str, node: Note) -> str:
        return field(f"NOTEREF {name} \\f \\h", str(self._before + node.number), self._style())

    def _style(self) -> str:
        return run_properties(Look(style=self._draft.style(f"{self._draft.note_kind} reference")), self._rtl)

    def _mark(self, words: str) -> str:
        return run(words, run_properties(Look(raised="superscript")))


def notes_part(notes: list[str], kind: NoteKind, *, rtl: bool) -> str:
    """Return the part that holds the notes, or nothing if there are none."""
    if not notes:
        return ""
    spacing = f'<w:pPr>{"<w:bidi/>" * rtl}<w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
    separators = "".join(
        f'<w:{kind} w:type="{name}" w:id="{number}"><w:p>{spacing}<w:r><w:{name}/></w:r></w:p></w:{kind}>'
        for number, name in _SEPARATORS
    )
    return document(f"{kind}s", separators + "".join(notes))


def note_setting(kind: NoteKind, *, lone: bool) -> str:
    """Return the setting that names the separators (17.15.1.78); endnotes count in decimals, after their story."""
    separators = "".join(f'<w:{kind} w:id="{number}"/>' for number, _ in _SEPARATORS)
    where = "" if lone else '<w:pos w:val="sectEnd"/>'
    counted = f'{where}<w:numFmt w:val="decimal"/>' if kind == "endnote" else ""
    return f"<w:{kind}Pr>{counted}{separators}</w:{kind}Pr>"
