"""Lists and definition lists, mended where a publishing system left them half done."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from exporters.model.nodes import Block, Definition, Definitions, Group, Inline, List, ListItem, Node, Text
from exporters.model.place import Place
from exporters.source.attributes import anchor_of, classes_of, direction_of, language_of
from exporters.source.builder import Frame, Maker
from exporters.source.figures import is_blank
from exporters.source.lines import SoftBreak, flow, is_inline, line


def _item(frame: Frame) -> Iterable[Node]:
    checked = {"true": True, "false": False}.get(frame.attributes.get("data-checked", ""))
    blocks: tuple[Block, ...] = flow(frame.children)
    language, direction = language_of(frame.attributes), direction_of(frame.attributes)
    if blocks and (language or direction):
        blocks = (Group(blocks, language=language, direction=direction, place=frame.place),)
    return [ListItem(blocks, checked=checked, place=frame.place)]


def _list(frame: Frame) -> Iterable[Node]:
    items: list[ListItem] = []
    strays: list[Node] = []

    def settle() -> None:
        """Give content that stands between items to the one before."""
        blocks = flow(strays)
        strays.clear()
        if blocks and items:
            items[-1] = msgspec.structs.replace(items[-1], children=(*items[-1].children, *blocks))
        elif blocks:
            items.append(ListItem(blocks, place=blocks[0].place))

    for child in frame.children:
        if isinstance(child, ListItem):
            if strays:
                settle()
            items.append(child)
        elif not is_blank(child) and not isinstance(child, SoftBreak):
            strays.append(child)
    settle()
    if not items:
        return []
    start = frame.attributes.get("start", "1").strip()
    made = List(
        tuple(items),
        ordered=frame.tag == "ol",
        start=int(start) if re.fullmatch(r"-?[0-9]{1,9}", start) else 1,
        tight=not frame.loose,
        anchor=anchor_of(frame.attributes),
        place=frame.place,
    )
    if "timeline" in classes_of(frame.attributes):
        return [Group((made,), role="timeline", place=frame.place)]
    return [made]


def _definitions(frame: Frame) -> Iterable[Node]:
    terms: list[list[Inline]] = []
    details: list[list[tuple[Block, ...]]] = []
    places: list[Place] = []

    def begin(place: Place) -> None:
        terms.append([])
        details.append([])
        places.append(place)

    for child in frame.children:
        if isinstance(child, Definition):
            if not places or (child.term and details[-1]):
                begin(child.place)
            if child.term:  # a second term shares what follows with the first
                terms[-1] += (Text(" / ", place=child.place), *child.term) if terms[-1] else child.term
            details[-1] += child.details
        elif not is_blank(child) and not isinstance(child, SoftBreak):
            if not places:
                begin(child.place)
            details[-1].append(flow([child]))
    items = tuple(
        Definition(tuple(term), tuple(told), place=place)
        for term, told, place in zip(terms, details, places, strict=True)
    )
    if not items:
        return []
    made = Definitions(items, anchor=anchor_of(frame.attributes), place=frame.place)
    if "timeline" in classes_of(frame.attributes):
        return [Group((made,), role="timeline", place=frame.place)]
    return [made]


def _term(frame: Frame) -> Iterable[Node]:
    words = line(child for child in frame.children if is_inline(child))
    blocks = flow([child for child in frame.children if not is_inline(child)])
    return [Definition(words, (blocks,) if blocks else (), place=frame.place)]


def _detail(frame: Frame) -> Iterable[Node]:
    return [Definition((), (flow(frame.children),), place=frame.place)]


LIST_MAKERS: dict[str, Maker] = {
    **dict.fromkeys(("ul", "ol", "menu"), _list),
    "li": _item,
    "dl": _definitions,
    "dt": _term,
    "dd": _detail,
}
