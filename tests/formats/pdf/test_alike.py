"""Objects below each other in a stream: each is found again where the stream says it is."""

from __future__ import annotations

import re
import zlib

import pytest

from exporters.formats.pdf.alike import packed


def rows_again(data: bytes, width: int) -> bytes:
    """Undo the predictor Up as a reader does, byte by byte (ISO 32000-1, 7.4.4.4)."""
    above = bytes(width)
    plain = bytearray()
    for start in range(0, len(data), width + 1):
        assert data[start] == 2
        above = bytes((new + old) & 0xFF for new, old in zip(data[start + 1 :], above, strict=False))
        plain += above
    return bytes(plain)


def read_again(objects: list[tuple[int, bytes]], width: int) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    for members, entries, data in packed(objects, width):
        first, columns = (int(n) for n in re.findall(rb"/(?:First|Columns) (\d+)", entries))
        plain = rows_again(zlib.decompress(data), columns)
        numbers = [int(number) for number in plain[:first].split()]
        assert numbers[::2] == members
        places = [*numbers[1::2], len(plain) - first]
        for number, start, stop in zip(members, places, places[1:], strict=False):
            found[number] = plain[first + start : first + stop].rstrip()
    return found


@pytest.mark.parametrize("width", [1, 9, 12, 17, 40, 97])
def test_objects_of_any_length_come_back(width: int) -> None:
    objects = [(number, b"<</P %d 0 R%s>>" % (number * 7, b"~" * (number % 23))) for number in range(95, 310)]
    assert read_again(objects, width) == dict(objects)


def test_many_objects_take_several_streams() -> None:
    objects = [(number, b"[%s]" % (b"%d 0 R " % number * 30)) for number in range(1, 2000)]
    assert len(list(packed(objects, 12))) > 1
    assert read_again(objects, 12) == dict(objects)


def test_alike_objects_take_a_few_bytes_each() -> None:
    objects = [(number, b"<</P 7 0 R/Pg %4d 0 R/K %3d/S/P>>" % (number // 10, number % 10)) for number in range(1000)]
    assert sum(len(stream.data) for stream in packed(objects, 40)) < 4 * len(objects)
