"""Footnotes as publishing systems write them in HTML: a raised link in the text, a list item at the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

_CONTAINERS = (
    ".footnotes", ".wp-block-footnotes", ".footnote-list", ".endnotes", "#footnotes", "[role=doc-endnotes]",
    "[role=doc-footnotes]",
)  # fmt: skip
_LONE = ("[role=doc-footnote]", "aside.footnote", "li.footnote", "p.footnote", "div.footnote")


@dataclass(frozen=True, slots=True)
class Footnotes:
    """The notes of a page: nodes that hold their text by key, by the ids of nodes; and what is passed over for them."""

    notes: dict[str, Any]
    skipped: frozenset[int]
    references: dict[int, str]


def find_footnotes(root: Any) -> Footnotes:
    """Return the footnotes below this node: elements with an id, in a list of notes or marked as one, and linked to.

    A reference is a link to such an element, with the `sup` around it if there is nothing else in that; links back to
    the text are passed over, and so are the lists.
    """
    candidates: dict[str, Any] = {}
    holders: list[Any] = []
    for selector in _CONTAINERS:
        for container in root.css(selector):
            holders.append(container)
            for item in container.css("li[id], p[id], div[id], dd[id]"):
                candidates.setdefault(item.attributes.get("id") or "", item)
    for selector in _LONE:
        for item in root.css(f"{selector}[id]"):
            candidates.setdefault(item.attributes.get("id") or "", item)
    candidates.pop("", None)
    if not candidates:
        return Footnotes({}, frozenset(), {})
    ids_within = {item.mem_id: key for key, item in candidates.items()}
    notes: dict[str, Any] = {}
    references: dict[int, str] = {}
    skipped: set[int] = set()
    for link in root.css("a[href^='#']"):
        key = (link.attributes.get("href") or "")[1:]
        inside = _holder(link, ids_within)
        if inside:
            if _leads_back(link):
                skipped.add(link.mem_id)
            continue
        if key in candidates:
            notes[key] = candidates[key]
            references[_raised(link).mem_id] = key
    skipped.update(item.mem_id for item in notes.values())
    for holder in holders:
        items = [item for item in candidates.values() if _is_below(item, holder)]
        if items and all(item.mem_id in skipped for item in items):
            skipped.add(holder.mem_id)
    return Footnotes(notes, frozenset(skipped), references)


def _holder(node: Any, ids: dict[int, str]) -> str:
    while node is not None:
        if node.mem_id in ids:
            return ids[node.mem_id]
        node = node.parent
    return ""


def _is_below(node: Any, holder: Any) -> bool:
    while node is not None:
        if node.mem_id == holder.mem_id:
            return True
        node = node.parent
    return False


def _leads_back(link: Any) -> bool:
    """Return whether a link in a note leads to where the note is referred to: it says so, or has an arrow for words."""
    attributes = link.attributes
    words = (link.text(deep=True) or "").strip()
    marked = f"{attributes.get('class') or ''} {attributes.get('role') or ''} {attributes.get('rel') or ''}".lower()
    return "back" in marked or "footnote" in marked or not any(character.isalnum() for character in words)


def _raised(link: Any) -> Any:
    """Return the `sup` around a link if it holds nothing else but brackets, else the link."""
    holder = link.parent
    if holder is None or holder.tag != "sup":
        return link
    rest = [child for child in holder.iter(include_text=True) if child.mem_id != link.mem_id]
    bare = all(child.tag == "-text" and not (child.text_content or "").strip(" [](),\n") for child in rest)
    return holder if bare else link
