"""What the blocks of a story hold, seen in one walk: the words of each, and where nodes of a kind stand.

Most passes of the desk ask for no more, and then look only at the blocks that have what they are about.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import msgspec

from exporters.model.nodes import Block, Cite, CodeBlock, Heading, Image, Link, Note, Paragraph, Table
from exporters.model.walk import ANCHORED, AnyNode, plain_text, spoken

LOOKED_FOR: frozenset[type] = frozenset({Link, Note, Cite, Image, Table})
"""The kinds whose places are noted: those that some pass of the desk is about."""

SPACES = frozenset("\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000") | frozenset(
    map(chr, range(0x2000, 0x200B))
)
"""Every white space but the space itself."""

_PLAIN = bytes(range(0x20, 0x7F))


class Overview(msgspec.Struct, frozen=True):
    """What some blocks hold, each told by its position among them.

    `said` is the plain text of each block as UTF-8, `data` all of it without spaces between, `signs` the characters in
    it that are not plain ASCII. `where` has the positions of the blocks that are or hold a node of a kind, of the kinds
    in `LOOKED_FOR` alone; `silent` those of the blocks with a link that says nothing. `anchors` are those that the
    blocks and what is in them have already.
    """

    said: Sequence[bytes]
    data: bytes
    signs: frozenset[str]
    where: Mapping[type, Collection[int]]
    silent: Collection[int]
    anchors: frozenset[str]

    def words(self, position: int) -> str:
        """Return the plain text of the block at this position."""
        return self.said[position].decode()

    def holding(self, kinds: frozenset[type]) -> list[int]:
        """Return the positions of the blocks that are or hold a node of these kinds, which `LOOKED_FOR` must have."""
        return sorted({position for kind in kinds for position in self.where.get(kind, ())})


def look_over(blocks: Sequence[Block]) -> Overview:
    """Return what these blocks hold."""
    said: list[bytes] = []
    where: dict[type, dict[int, None]] = {}
    silent: set[int] = set()
    anchors: set[str] = set()
    met: list[AnyNode] = []
    for position, block in enumerate(blocks):
        if isinstance(block, (Paragraph, Heading)):
            said.append(spoken(block.children, met).encode("utf-8", "replace").strip())
            if block.anchor:
                anchors.add(block.anchor)
        elif isinstance(block, CodeBlock):
            said.append(b" ".join(block.text.encode("utf-8", "replace").split()))
            if block.anchor:
                anchors.add(block.anchor)
        else:
            said.append(plain_text(block, met).encode("utf-8", "replace"))
            anchors.update([getattr(node, "anchor", "") for node in met if type(node) in ANCHORED])
        if met:
            for kind in LOOKED_FOR.intersection(map(type, met)):
                where.setdefault(kind, {})[position] = None
                if kind is Link and not all(spoken(node.children, []).strip() for node in met if type(node) is Link):
                    silent.add(position)
            met.clear()
    data = b"".join(said)
    signs = frozenset(data.translate(None, _PLAIN).decode())
    if data.find(b"  ") >= 0 or not signs.isdisjoint(SPACES):  # asked of each, it would take as long as all else here
        said = [" ".join(piece.decode().split()).encode() for piece in said]
    return Overview(said, data, signs, where, silent, frozenset(anchors - {""}))
