"""What comparing two versions puts into the model: blocks, words, items and rows with their change; and comments."""

from __future__ import annotations

from typing import Literal

from exporters.model.nodes import Block, Inline, ListItem, Node, Row

Change = Literal["", "ins", "del"]


class RevisedBlock(Node, frozen=True, tag="docx-revised-block"):
    """A block that one version has and the other has not."""

    change: Change
    block: Block


class RevisedInlines(Node, frozen=True, tag="docx-revised-inlines"):
    """Words that one version has and the other has not."""

    change: Change
    children: tuple[Inline, ...]


class Remarked(Node, frozen=True, tag="docx-remarked"):
    """Words that an editor says something of."""

    children: tuple[Inline, ...]
    author: str
    words: str


class RevisedItem(ListItem, frozen=True, tag="docx-revised-item"):
    """An item of a list that one version has and the other has not."""

    change: Change = ""


class RevisedRow(Row, frozen=True, tag="docx-revised-row"):
    """A row of a table that one version has and the other has not."""

    change: Change = ""
