"""Tracked changes and comments: markup that Word can accept, reject and answer, each with its author and date.

ECMA-376 part 1, 17.13.5 (revisions) and 17.13.4 (comments). Runs, marks of paragraphs and rows of tables carry the
change; a deleted run holds w:delText.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from exporters.formats.docx.markup import document, paragraph, run
from exporters.formats.docx.revised import Change
from exporters.formats.xmltext import escape_attribute

if TYPE_CHECKING:
    from exporters.formats.docx.draft import Draft

_RUNS: Final = r"(?:<w:r>.*?</w:r>)+"
_PARAGRAPH_END: Final = "</w:pPr>"
_ROW: Final = r"<w:tr>(?:<w:trPr>(.*?)</w:trPr>)?"
_LONGEST_AUTHOR: Final = 255


class Revisions:
    """The changes of one story: by whom, when, and the comments that tell why. Ids are counted over the whole file.

    `reasons` are what is to be said at the first change: author, time and words of each comment. Without
    `show_deleted` what was deleted is left out altogether.
    """

    def __init__(
        self,
        author: str,
        when: datetime,
        numbers: list[int],
        comments: Comments,
        reasons: Sequence[tuple[str, datetime, str]] = (),
        *,
        show_deleted: bool = True,
    ) -> None:
        self.show_deleted = show_deleted
        self._said = _signed(author, when)
        self._numbers = numbers
        self._comments = comments
        self._reasons = list(reasons)

    def explain(self, markup: str, *, whole: bool) -> str:
        """Return markup with the comments that are still to be made around it; `whole` says that it is paragraphs."""
        if not markup or (whole and "</w:pPr>" not in markup):
            return markup
        while self._reasons:
            markup = self._comments.around(markup, *self._reasons.pop(0), whole=whole)
        return markup

    def mark(self, markup: str, change: Change, *, whole: bool) -> str:
        """Return markup with all its runs inserted or deleted; `whole` says the same of its paragraphs and rows."""
        if not change:
            return markup
        if change == "del":
            markup = (
                markup.replace("<w:t>", "<w:delText>").replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")
            )
            markup = re.sub(r"<(/?)w:instrText\b", r"<\1w:delInstrText", markup)
        made = re.sub(_RUNS, lambda found: f"{self._tag(change)}{found.group()}</w:{change}>", markup, flags=re.DOTALL)
        if not whole:
            return made
        pieces = made.split(_PARAGRAPH_END)
        marks = [f"<w:rPr>{self._tag(change, empty=True)}</w:rPr>{_PARAGRAPH_END}" for _ in pieces[1:]]
        made = "".join(part for pair in zip(pieces, [*marks, ""], strict=True) for part in pair)
        return re.sub(
            _ROW,
            lambda found: f"<w:tr><w:trPr>{found.group(1) or ''}{self._tag(change, empty=True)}</w:trPr>",
            made,
            flags=re.DOTALL,
        )

    def _tag(self, change: Change, *, empty: bool = False) -> str:
        self._numbers[0] += 1
        return f'<w:{change} w:id="{self._numbers[0]}"{self._said}{"/" * empty}>'


class Comments:
    """The comments of a file, in their order."""

    def __init__(self, text_style: str, reference_style: str) -> None:
        self._text_style = text_style
        self._reference_style = reference_style
        self._written: list[str] = []

    def around(self, markup: str, author: str, when: datetime | None, words: str, *, whole: bool) -> str:
        """Return runs, or `whole` paragraphs, with a comment on all that they hold; `when` may be not known."""
        number = len(self._written)
        style = f'<w:rPr><w:rStyle w:val="{self._reference_style}"/></w:rPr>'
        told = paragraph(f"<w:r>{style}<w:annotationRef/></w:r>{run(words)}", self._text_style)
        initials = escape_attribute("".join(word[0] for word in author.split()[:3]) or "?")
        self._written.append(
            f'<w:comment w:id="{number}"{_signed(author, when)} w:initials="{initials}">{told}</w:comment>'
        )
        start = markup.index(_PARAGRAPH_END) + len(_PARAGRAPH_END) if whole else 0
        end = markup.rindex("</w:p>") if whole else len(markup)
        return (
            f'{markup[:start]}<w:commentRangeStart w:id="{number}"/>{markup[start:end]}'
            f'<w:commentRangeEnd w:id="{number}"/><w:r>{style}<w:commentReference w:id="{number}"/></w:r>{markup[end:]}'
        )

    def part(self) -> str:
        """Return the part that holds the comments, or nothing if there are none."""
        return document("comments", "".join(self._written)) if self._written else ""


def comments_of(draft: Draft) -> Comments:
    """Return the comments of the file, begun where there were none."""
    if draft.comments is None:
        draft.comments = Comments(draft.style("annotation text"), draft.style("annotation reference"))
    return draft.comments


def _signed(author: str, when: datetime | None) -> str:
    signed = f' w:author="{escape_attribute(author[:_LONGEST_AUTHOR])}"'
    if when is None:
        return signed
    moment = when.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat()
    return f'{signed} w:date="{moment}Z"'
