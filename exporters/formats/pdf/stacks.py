"""Boxes on top of each other within a cell: their height together, parting them, drawing them."""

from __future__ import annotations

from collections.abc import Sequence

from exporters.formats.pdf.boxes import Box, Landing, Reference
from exporters.formats.pdf.canvas import TaggedCanvas


def stack_height_pt(boxes: Sequence[Box]) -> float:
    """Return the height of boxes one below the other, with the spaces between them."""
    height = 0.0
    above: Box | None = None
    for box in boxes:
        if above is not None:
            height += max(above.after_pt, box.before_pt)
        height += box.height_pt
        above = box
    return height


def stack_references(boxes: Sequence[Box]) -> list[Reference]:
    """Return the references to notes in boxes one below the other, from the top of the first."""
    found: list[Reference] = []
    height = 0.0
    above: Box | None = None
    for box in boxes:
        if above is not None:
            height += max(above.after_pt, box.before_pt)
        found.extend(Reference(height + depth, mark) for depth, mark in box.references())
        height += box.height_pt
        above = box
    return found


def stack_landings(boxes: Sequence[Box]) -> list[Landing]:
    """Return the named blocks in boxes one below the other, from the top of the first."""
    inside = [box.landings() for box in boxes]  # once: asked twice at each depth, nested tables would double the work
    if not any(inside):
        return []
    found: list[Landing] = []
    height = 0.0
    above: Box | None = None
    for box, landings in zip(boxes, inside, strict=True):
        if above is not None:
            height += max(above.after_pt, box.before_pt)
        found.extend((height + depth, name) for depth, name in landings)
        height += box.height_pt
        above = box
    return found


def split_stack(boxes: Sequence[Box], room_pt: float, *, force: bool = False) -> tuple[list[Box], list[Box]]:
    """Return the boxes, or parts of boxes, that fit the room, and the rest; the first may be empty."""
    top = 0.0
    above: Box | None = None
    for position, box in enumerate(boxes):
        start = top + (max(above.after_pt, box.before_pt) if above is not None else 0.0)
        if start + box.height_pt <= room_pt + 0.01:
            top = start + box.height_pt
            above = box
            continue
        parts = box.split(room_pt - start, force=force and position == 0)
        if parts is not None:
            return [*boxes[:position], parts[0]], [parts[1], *boxes[position + 1 :]]
        return list(boxes[:position]), list(boxes[position:])
    return list(boxes), []


def draw_stack(
    canvas: TaggedCanvas, boxes: Sequence[Box], top_pt: float, *, artifact: bool = False
) -> list[tuple[Box, float]]:
    """Draw the boxes from this height down, what is behind them first; return each with its own height."""
    placed: list[tuple[Box, float]] = []
    above: Box | None = None
    for box in boxes:
        if above is not None:
            top_pt -= max(above.after_pt, box.before_pt)
        placed.append((box, top_pt))
        top_pt -= box.height_pt
        above = box
    draw_frames(canvas, placed)
    for box, top in placed:
        box.draw(canvas, top, artifact=artifact)
    return placed


def draw_frames(canvas: TaggedCanvas, placed: Sequence[tuple[Box, float]]) -> None:
    """Draw the frames of boxes that are placed on one page, outer ones first."""
    extents: dict[int, tuple[int, float, float]] = {}
    frames = {}
    for box, top in placed:
        for depth, frame in enumerate(box.frames):
            bottom = top - box.height_pt
            known = extents.get(id(frame))
            frames[id(frame)] = frame
            extents[id(frame)] = (depth, top, bottom) if known is None else (depth, known[1], min(known[2], bottom))
    for key, (_, top, bottom) in sorted(extents.items(), key=lambda item: item[1][0]):
        frames[key].draw(canvas, top, bottom)
