"""The file itself: objects in object streams, the cross-reference stream, the catalog (ISO 32000-1, 7.5 and
7.7).

reportlab's own writer ends streams in a way that PDF/A forbids (ISO 19005-2, 6.1.7.1: an end of line before
`endstream`), and knows no object streams, without which tags would nearly double a file.
"""

from __future__ import annotations

import hashlib
import math
import zlib
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from exporters.formats.pdf.alike import Alike, packed
from exporters.formats.pdf.canvas import Destination, TaggedCanvas
from exporters.formats.pdf.metadata import Description, information, xmp_packet
from exporters.formats.pdf.predictor import predicted_up
from exporters.formats.pdf.srgb import srgb_profile
from exporters.formats.pdf.standards import Claims
from exporters.formats.pdf.syntax import byte_string, text_string
from exporters.formats.pdf.tree_objects import tree_objects

if TYPE_CHECKING:
    from exporters.formats.pdf.attachments import Attachment
    from exporters.formats.pdf.inks import GreyInk

_OBJECTS_IN_A_STREAM = 400
_DEFLATION = 7
"""How hard zlib tries at object streams: a step more takes twice as long for half a hundredth."""
_NAMES_IN_A_LEAF = 64


class Bookmark(msgspec.Struct):
    """A line of the outline that viewers show beside the pages."""

    title: str
    destination: str
    children: list[Bookmark] = msgspec.field(default_factory=list)


class PageLabels(msgspec.Struct, frozen=True):
    """From which page on (counted from 0) labels have which style: D for 1, 2, 3, r for i, ii, iii; "" for the prefix
    alone (ISO 32000-1, 12.4.2).
    """

    first_page: int
    style: str = "D"
    first_number: int = 1
    prefix: str = ""

    @property
    def spelled(self) -> str:
        """The dictionary of this run of labels."""
        style = f" /S /{self.style} /St {self.first_number}" if self.style else ""
        prefix = f" /P {text_string(self.prefix)}" if self.prefix else ""
        return f"<<{style}{prefix}>>"


def write_file(
    canvas: TaggedCanvas,
    stream: BinaryIO,
    description: Description,
    claims: Claims,
    *,
    outline: Sequence[Bookmark] = (),
    labels: Sequence[PageLabels] = (),
    right_to_left: bool = False,
    attachments: Sequence[Attachment] = (),
) -> None:
    """Write the document that was drawn on the canvas; the canvas cannot be used after."""
    inks = canvas.press.inks
    objects = ObjectWriter(stream, claims.version)
    check: Callable[[bytes], None] | None = None
    if inks is not None:
        from exporters.formats.pdf.inks import refuse_rgb

        check = refuse_rgb
    tree_number = canvas.reserve() if canvas.tagged else 0
    pages_number = canvas.pages_number
    for object_number, body in canvas.objects():
        if check is not None:
            check(body)
        objects.add(object_number, body)
    following = canvas.next_number
    if canvas.tagged:
        canvas.tree.prune()
        for group in tree_objects(canvas.tree, tree_number, following, second_edition=claims.second_edition):
            following = max(following, objects.add_alike(group) + 1)
    objects.next_number = following

    metadata = xmp_packet(description, claims)
    catalog = [
        f"/Type /Catalog /Pages {pages_number} 0 R /Lang {text_string(description.language)}",
        # Metadata stays readable without a decoder (ISO 19005-1, 6.7.2, kept by many tools).
        f"/Metadata {objects.new_stream(metadata, '/Type /Metadata /Subtype /XML')} 0 R",
        f"/ViewerPreferences <</DisplayDocTitle true{' /Direction /R2L' if right_to_left else ''}>>",
    ]
    if canvas.tagged:
        catalog.append(f"/StructTreeRoot {tree_number} 0 R /MarkInfo <</Marked true>>")
    intents = [_output_intent(objects, kind, inks) for kind in claims.intents]
    if intents:
        catalog.append(f"/OutputIntents [{' '.join(intents)}]")
    names = []
    if canvas.destinations:
        names.append(f"/Dests {_name_tree(objects, canvas, second_edition=claims.second_edition)} 0 R")
    if attachments:
        numbers = [objects.new(a.specification(objects.new_stream(*a.stream()))) for a in attachments]
        listed = sorted(zip((a.file_name for a in attachments), numbers, strict=True))
        pairs = " ".join(f"{text_string(key)} {target} 0 R" for key, target in listed)
        names.append(f"/EmbeddedFiles <</Names [{pairs}]>>")
        catalog.append(f"/AF [{' '.join(f'{target} 0 R' for target in numbers)}]")
    if names:
        catalog.append(f"/Names <<{' '.join(names)}>>")
    if outline:
        catalog.append(f"/Outlines {_outline(objects, outline)} 0 R /PageMode /UseOutlines")
    if labels:
        spelled = " ".join(f"{run.first_page} {run.spelled}" for run in labels)
        catalog.append(f"/PageLabels <</Nums [{spelled}]>>")
    root = objects.new(f"<<{' '.join(catalog)}>>".encode("ascii"))
    info = objects.new(information(description, claims))
    lasting = hashlib.blake2b(f"{description.identifier} {description.title}".encode(), digest_size=16).hexdigest()
    objects.finish(root, info, lasting)


def _output_intent(objects: ObjectWriter, kind: str, inks: GreyInk | None) -> str:
    """Return what the colours of the file mean (14.11.5): those of the press, or sRGB."""
    if inks is not None and inks.profile:
        profile = objects.new_stream(zlib.compress(inks.profile, 9), "/N 4 /Filter /FlateDecode")
        condition, about = text_string(inks.condition), text_string(inks.condition)
    else:
        profile = objects.new_stream(srgb_profile(), "/N 3 /Filter /FlateDecode")
        condition, about = "(sRGB)", "(sRGB IEC61966-2.1)"
    return (
        f"<</Type /OutputIntent /S /{kind} /OutputConditionIdentifier {condition} /Info {about}"
        f" /DestOutputProfile {profile} 0 R>>"
    )


class ObjectWriter:
    """Writes numbered objects to a stream: streams as they come, all others packed into object streams.

    `next_number` is the number that `new` and `new_stream` give out next. Each object is written once.
    """

    def __init__(self, stream: BinaryIO, version: str = "1.7") -> None:
        self._stream = stream
        self._position = 0
        self._digest = hashlib.blake2b(digest_size=16)
        self._offsets: dict[int, int] = {}
        self._packed: dict[int, tuple[int, int]] = {}
        self._waiting: list[tuple[int, bytes]] = []
        self._groups: list[list[int]] = []
        self._group_bodies: list[bytes] = []
        self.next_number = 1
        self._write(b"%PDF-" + version.encode("ascii") + b"\n%\xe2\xe3\xcf\xd3\n")

    def add(self, object_number: int, body: bytes) -> None:
        """Write an object spelled as PDF; a stream ends in `endstream`."""
        if body.endswith(b"endstream\n"):
            self._offsets[object_number] = self._position
            self._write(b"%d 0 obj\n%s" % (object_number, _with_end_of_line(body[:-10])))
            self._write(b"endstream\nendobj\n")
            return
        self._waiting.append((object_number, body.strip()))
        if len(self._waiting) == _OBJECTS_IN_A_STREAM:
            self._pack()

    def add_alike(self, group: Alike) -> int:
        """Write objects that are alike and return the highest of their numbers, 0 if there are none."""
        objects = list(group.objects)
        if group.width and len(objects) >= group.least:
            for members, entries, data in packed(objects, group.width):
                self._keep(members, entries, data)
        else:
            for object_number, body in objects:
                self.add(object_number, body)
        return max((object_number for object_number, _ in objects), default=0)

    def new(self, body: bytes) -> int:
        """Write an object under a new number and return the number."""
        object_number = self.next_number
        self.next_number += 1
        self.add(object_number, body)
        return object_number

    def new_stream(self, data: bytes, entries: str) -> int:
        """Write a stream, encoded as its entries say, under a new number and return the number."""
        return self.new(b"<<%s /Length %d>>\nstream\n%sendstream\n" % (entries.encode("ascii"), len(data), data))

    def finish(self, root: int, info: int, lasting_identifier: str) -> None:
        """Write what is left and the cross-reference stream; the identifier follows from the content."""
        self._pack()
        for members, body in zip(self._groups, self._group_bodies, strict=True):
            container = self.next_number
            self.next_number += 1
            self._offsets[container] = self._position
            for index, member in enumerate(members):
                self._packed[member] = (container, index)
            self._write(b"%d 0 obj\n" % container)
            self._write(_with_end_of_line(body))
            self._write(b"endstream\nendobj\n")
        table = self.next_number
        start = self._position
        self._offsets[table] = start
        data = zlib.compress(predicted_up(b"".join(self._table(table)), 7), 9)
        identifier = f"[<{lasting_identifier.upper()}><{self._digest.hexdigest().upper()}>]"
        head = (
            f"{table} 0 obj\n<</Type /XRef /Size {table + 1} /W [1 4 2] /Root {root} 0 R /Info {info} 0 R"
            f" /ID {identifier} /Filter /FlateDecode /DecodeParms <</Predictor 12 /Columns 7>> /Length {len(data)}>>"
            "\nstream\n"
        )
        self._write(head.encode("ascii"))
        self._write(_with_end_of_line(data))
        self._write(b"endstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % start)

    def _table(self, last: int) -> Iterator[bytes]:
        """Yield the rows of the cross-reference table (7.5.8)."""
        for object_number in range(last + 1):
            if object_number in self._packed:
                container, index = self._packed[object_number]
                yield b"\2" + container.to_bytes(4, "big") + index.to_bytes(2, "big")
            elif object_number in self._offsets:
                yield b"\1" + self._offsets[object_number].to_bytes(4, "big") + b"\0\0"
            else:
                yield b"\0\0\0\0\0\xff\xff"

    def _pack(self) -> None:
        """Compress the waiting objects into the body of an object stream (7.5.7), numbered at the end."""
        if not self._waiting:
            return
        heads: list[str] = []
        bodies: list[bytes] = []
        position = 0
        for object_number, body in self._waiting:
            heads.append(f"{object_number} {position}")
            bodies.append(body + b"\n")
            position += len(body) + 1
        head = " ".join(heads).encode() + b"\n"
        members = [object_number for object_number, _ in self._waiting]
        entries = b"/Type /ObjStm /N %d /First %d /Filter /FlateDecode" % (len(bodies), len(head))
        self._keep(members, entries, zlib.compress(head + b"".join(bodies), _DEFLATION))
        self._waiting = []

    def _keep(self, members: list[int], entries: bytes, data: bytes) -> None:
        """Keep an object stream with these members, to be numbered at the end."""
        self._groups.append(members)
        self._group_bodies.append(b"<<%s /Length %d>>\nstream\n%s" % (entries, len(data), data))

    def _write(self, data: bytes) -> None:
        self._stream.write(data)
        self._digest.update(data)
        self._position += len(data)


def _with_end_of_line(data: bytes) -> bytes:
    """Return stream data with the end of line that belongs before `endstream`.

    After data that ends in a carriage return, a line feed alone would be read as one end of line with it, and
    the stream as one byte too short; so the end of line is then both.
    """
    return data + (b"\r\n" if data.endswith(b"\r") else b"\n")


def _name_tree(objects: ObjectWriter, canvas: TaggedCanvas, *, second_edition: bool) -> int:
    """Write the names that links lead to as a tree of two levels (7.9.6); return the number of its root."""
    pairs = sorted((key.encode(), place) for key, place in canvas.destinations.items())
    leaves: list[str] = []
    for start in range(0, len(pairs), _NAMES_IN_A_LEAF):
        chunk = pairs[start : start + _NAMES_IN_A_LEAF]
        spelled = " ".join(
            f"{byte_string(key)} {_destination(canvas, place, by_element=second_edition)}" for key, place in chunk
        )
        limits = f"[{byte_string(chunk[0][0])} {byte_string(chunk[-1][0])}]"
        leaves.append(f"{objects.new(f'<</Limits {limits} /Names [{spelled}]>>'.encode('ascii'))} 0 R")
    return objects.new(f"<</Kids [{' '.join(leaves)}]>>".encode("ascii"))


def _destination(canvas: TaggedCanvas, place: Destination, *, by_element: bool) -> str:
    """Return where a link leads: a place on a page, and in PDF 2.0 an element too (ISO 32000-2, 12.3.2.3)."""
    where = f"/XYZ {round(place.left_pt)} {math.ceil(place.top_pt)} null]"
    on_page = f"[{place.page.object_number} 0 R {where}"
    owners = canvas.tree.owners(place.page) if by_element else []
    if not owners:
        return on_page
    owner = owners[min(place.content, len(owners) - 1)]
    return f"<</D {on_page} /SD [{owner.object_number} 0 R {where}>>"


def _outline(objects: ObjectWriter, bookmarks: Sequence[Bookmark]) -> int:
    """Write the outline (12.3.3), its first level open; return the number of its root."""
    root = objects.next_number
    objects.next_number += 1
    first, last = _outline_level(objects, bookmarks, root, 1)
    objects.add(root, f"<</Type /Outlines /First {first} 0 R /Last {last} 0 R /Count {len(bookmarks)}>>".encode())
    return root


def _outline_level(objects: ObjectWriter, bookmarks: Sequence[Bookmark], parent: int, level: int) -> tuple[int, int]:
    first = objects.next_number
    objects.next_number += len(bookmarks)
    for index, bookmark in enumerate(bookmarks):
        own = first + index
        entries = [
            f"/Title {text_string(bookmark.title)} /Parent {parent} 0 R",
            f"/Dest {byte_string(bookmark.destination.encode())}",
        ]
        if index:
            entries.append(f"/Prev {own - 1} 0 R")
        if index + 1 < len(bookmarks):
            entries.append(f"/Next {own + 1} 0 R")
        if bookmark.children:
            below, end = _outline_level(objects, bookmark.children, own, level + 1)
            # A negative count: the entry is closed when the file opens.
            entries.append(f"/First {below} 0 R /Last {end} 0 R /Count -{len(bookmark.children)}")
        objects.add(own, f"<<{' '.join(entries)}>>".encode("ascii"))
    return first, first + len(bookmarks) - 1
