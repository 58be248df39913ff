"""Two versions of a story as one, with what was inserted and what was deleted, word by word.

Blocks are aligned by what they say, those that say nearly the same are compared within: paragraphs, headings and
captions by words, lists by items, tables by rows, boxes and quotations by the blocks they hold. Everything else that
changed is deleted and inserted whole. A change of looks alone is no change of the text, and takes the new look.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any, Final, NamedTuple, TypeVar

from msgspec.structs import replace

from exporters.formats.docx.revised import Change, RevisedBlock, RevisedInlines, RevisedItem, RevisedRow
from exporters.model.nodes import (
    Aside,
    Block,
    Callout,
    Code,
    CodeBlock,
    Figure,
    Group,
    Heading,
    Image,
    Inline,
    Link,
    List,
    ListItem,
    MathBlock,
    Note,
    Paragraph,
    Quote,
    Redacted,
    Row,
    Table,
    Text,
)
from exporters.model.publication import Article, Footnote
from exporters.model.walk import plain_text, walk

T = TypeVar("T")

# Numbers and words, but ideographs and syllables one by one: they are written without spaces.
_TOKENS: Final = r"\d+(?:[.,:]\d+)*|[\u2e80-\u9fff\uac00-\ud7af]|[^\W\u2e80-\u9fff\uac00-\ud7af]+|\s+|[^\w\s]"
_ALIKE: Final = 0.4
_FAR: Final = 12  # how many blocks on one that is alike is looked for
_MOST: Final = 4_000_000  # comparisons of pairs; what would need more is replaced whole


class _Token(NamedTuple):
    """A word or an inline that has none, with the inlines around it, outermost first, emptied."""

    said: Any
    around: tuple[Any, ...]
    node: Any


def compare_articles(old: Article, new: Article) -> Article:
    """Return the new version with marks at what it has more than the old, and what it has less put in its place."""
    before = {note.key: note for note in old.notes}
    notes = tuple(_note(before[note.key], note) if note.key in before else note for note in new.notes)
    return replace(new, body=tuple(_blocks(old.body, new.body)), notes=notes)


def compare_words(old: str, new: str) -> tuple[Inline, ...]:
    """Return a line of text with its changes, such as a headline."""
    made: tuple[Inline, ...] = compare_inlines((Text(old),) if old else (), (Text(new),) if new else ())
    return made


def withholds_more(old: Article, new: Article) -> bool:
    """Return whether the new version may withhold something that the old one did not.

    It does not where every text with a bar stood in the old version just as it does now. Nothing less is enough: of
    bars alone nobody can tell which words they cover, and as many as before may cover others.
    """
    return bool(_barred(new) - _barred(old))


def _barred(article: Article) -> Counter[str]:
    """Return how often each block with a bar is there, by what it holds."""
    every = [article.body, *(note.children for note in article.notes)]
    blocks = (block for own in every for block in own)
    return Counter(repr(_said(block)) for block in blocks if any(type(node) is Redacted for node in walk((block,))))


def _note(old: Footnote, new: Footnote) -> Footnote:
    return replace(new, children=tuple(_blocks(old.children, new.children)))


def _blocks(old: Sequence[Block], new: Sequence[Block]) -> Iterator[Any]:
    """Yield the blocks of both versions in one order."""
    yield from _aligned(old, new, _said, _block, RevisedBlock)


def _aligned(
    old: Sequence[T],
    new: Sequence[T],
    said: Callable[[T], Any],
    compare: Callable[[T, T], Sequence[Any]],
    mark: Callable[[Change, T], Any],
) -> Iterator[Any]:
    """Yield what both have, what only one has with its mark, and what `compare` makes of two that are alike."""
    olds, news = [said(item) for item in old], [said(item) for item in new]
    for kind, first, last, start, end in _steps(olds, news):
        if kind == "equal":
            yield from new[start:end]
            continue
        waiting, added = first, start
        for position in range(start, end):
            found = _find_alike(old, olds, new, news, waiting, last, position)
            if found is None:
                continue
            yield from (mark("del", item) for item in old[waiting:found])
            yield from (mark("ins", item) for item in new[added:position])
            yield from compare(old[found], new[position])
            waiting, added = found + 1, position + 1
        yield from (mark("del", item) for item in old[waiting:last])
        yield from (mark("ins", item) for item in new[added:end])


def _find_alike(
    old: Sequence[Any], olds: list[Any], new: Sequence[Any], news: list[Any], first: int, last: int, position: int
) -> int | None:
    """Return the next item of the old version that says much of what this one of the new says, or None."""
    kind, said = type(new[position]), _words(news[position])
    for at in range(first, min(last, first + _FAR)):
        if type(old[at]) is kind:
            there = _words(olds[at])
            shared = sum((said & there).values())
            if (not said and not there) or 2 * shared >= _ALIKE * (said.total() + there.total()):
                return at
    return None


def _words(said: Any) -> Counter[str]:
    return Counter(re.findall(r"\w+", str(said[1])))


def _said(block: Any) -> tuple[str, str, str]:
    """Return what a block says, for comparison: its kind, its words, and where its links lead."""
    return type(block).__name__, plain_text(block), _targets(block)


def _targets(node: Any) -> str:
    told = []
    for found in walk(node):
        if isinstance(found, Link):
            told.append(found.target)
        elif isinstance(found, Note):
            told.append(f"note {found.key}")
        elif isinstance(found, Redacted):
            told.append("bar")
        elif isinstance(found, Image):
            told.append(f"{found.source} {found.alt}")
        elif isinstance(found, (Code, CodeBlock)):
            told.append(found.text)
        elif isinstance(found, MathBlock):
            told.append(found.source)
    return "\n".join(told)


def _block(old: Any, new: Any) -> Sequence[Any]:
    """Return two blocks that are alike as one with its changes within, or as the old and the new one."""
    if isinstance(new, (Paragraph, Heading)):
        return [replace(new, children=compare_inlines(old.children, new.children))]
    if isinstance(new, Quote):
        attribution = compare_inlines(old.attribution, new.attribution)
        return [replace(new, children=tuple(_blocks(old.children, new.children)), attribution=attribution)]
    if isinstance(new, (Callout, Aside, Group)):
        title = compare_inlines(old.title, new.title)
        return [replace(new, children=tuple(_blocks(old.children, new.children)), title=title)]
    if isinstance(new, List) and new.ordered == old.ordered:
        return [replace(new, items=tuple(_aligned(old.items, new.items, _said, _item, _mark_item)))]
    if isinstance(new, Figure) and new.image == old.image and old.caption and new.caption:
        return [replace(new, caption=compare_inlines(old.caption, new.caption))]
    if isinstance(new, Table) and _plain_grid(old) and _plain_grid(new) and len(old.columns) == len(new.columns):
        rows = tuple(_aligned(old.rows, new.rows, _said, _row, _mark_row))
        header = new.header
        if len(header) == len(old.header):
            header = tuple(row for pair in zip(old.header, new.header, strict=True) for row in _row(*pair))
        return [replace(new, header=header, rows=rows, caption=compare_inlines(old.caption, new.caption))]
    return [RevisedBlock("del", old), RevisedBlock("ins", new)]


def _item(old: ListItem, new: ListItem) -> list[ListItem]:
    return [replace(new, children=tuple(_blocks(old.children, new.children)))]


def _mark_item(change: Change, item: ListItem) -> RevisedItem:
    return RevisedItem(children=item.children, checked=item.checked, change=change, place=item.place)


def _row(old: Row, new: Row) -> list[Row]:
    if len(old.cells) != len(new.cells):
        return [_mark_row("del", old), _mark_row("ins", new)]
    pairs = zip(old.cells, new.cells, strict=True)
    cells = tuple(replace(now, children=tuple(_blocks(was.children, now.children))) for was, now in pairs)
    return [replace(new, cells=cells)]


def _mark_row(change: Change, row: Row) -> RevisedRow:
    return RevisedRow(cells=row.cells, change=change, place=row.place)


def _plain_grid(table: Table) -> bool:
    """Return whether no cell spans rows, so that rows can come and go."""
    return all(cell.row_span == 1 for row in (*table.header, *table.rows) for cell in row.cells)


# Words


def compare_inlines(old: tuple[Inline, ...], new: tuple[Inline, ...]) -> Any:
    """Return the inlines of both versions in one order."""
    olds, news = list(_tokens(old)), list(_tokens(new))
    steps = _steps([(token.said, token.around) for token in olds], [(token.said, token.around) for token in news])
    made: list[Any] = []
    for kind, first, last, start, end in _joined(steps, news):
        if kind == "equal":
            made.extend(_nested(news[start:end]))
            continue
        if first < last:
            made.append(RevisedInlines("del", tuple(_nested(olds[first:last]))))
        if start < end:
            made.append(RevisedInlines("ins", tuple(_nested(news[start:end]))))
    return tuple(made)


def _tokens(nodes: Sequence[Any], around: tuple[Any, ...] = ()) -> Iterator[_Token]:
    for node in nodes:
        if isinstance(node, Text):
            yield from (_Token(word, around, word) for word in re.findall(_TOKENS, node.text))
        elif hasattr(node, "children"):
            yield from _tokens(node.children, (*around, replace(node, children=())))
        elif hasattr(node, "number"):
            yield _Token(replace(node, number=0), around, node)
        else:
            yield _Token(node, around, node)


def _nested(tokens: Sequence[_Token], depth: int = 0) -> Iterator[Any]:
    """Yield the tokens as inlines again, those with the same inline around them within one."""
    for outer, group in groupby(tokens, key=lambda token: token.around[depth] if len(token.around) > depth else None):
        if outer is not None:
            yield replace(outer, children=tuple(_nested(list(group), depth + 1)))
            continue
        for is_word, words in groupby(group, key=lambda token: isinstance(token.node, str)):
            if is_word:
                yield Text("".join(token.node for token in words))
            else:
                yield from (token.node for token in words)


Step = tuple[str, int, int, int, int]


def _steps(old: Sequence[Any], new: Sequence[Any]) -> list[Step]:
    """Return the steps from one sequence to the other: kind, and the stretch of each (difflib's opcodes)."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    middle_old, middle_new = old[head : len(old) - tail], new[head : len(new) - tail]
    steps: list[Step] = [("equal", 0, head, 0, head)] if head else []
    if len(middle_old) * len(middle_new) > _MOST:
        steps.append(("replace", head, len(old) - tail, head, len(new) - tail))
    elif middle_old or middle_new:
        matcher = SequenceMatcher(None, middle_old, middle_new, autojunk=False)
        steps += [(kind, a + head, b + head, c + head, d + head) for kind, a, b, c, d in matcher.get_opcodes()]
    if tail:
        steps.append(("equal", len(old) - tail, len(old), len(new) - tail, len(new)))
    return steps


def _joined(steps: list[Step], new: list[_Token]) -> list[Step]:
    """Return the steps with changes that only spaces or marks part taken as one, as a reader would tell them."""
    made: list[Step] = []
    for at, step in enumerate(steps):
        kind, first, last, start, end = step
        small = kind == "equal" and 0 < at < len(steps) - 1 and not any(_is_word(token) for token in new[start:end])
        if made and (small or made[-1][0] == "replace") and (small or kind != "equal"):
            before = made[-1]
            made[-1] = ("replace", before[1], last, before[3], end)
        else:
            made.append(("replace" if kind != "equal" else kind, first, last, start, end))
    return made


def _is_word(token: _Token) -> bool:
    return not isinstance(token.node, str) or token.node[:1].isalnum()
