from __future__ import annotations

import hashlib
import io
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest

from exporters.formats.zipped import Packed, content_digest, write_zip

NOON = datetime(2025, 11, 24, 12, tzinfo=UTC)
MEMBERS = [("mimetype", b"application/epub+zip"), ("a/text.xml", b"<a/>" * 500), ("a/picture.PNG", b"\x89PNG" * 99)]


def written(members: list[tuple[str, bytes]], when: datetime = NOON) -> bytes:
    stream = io.BytesIO()
    write_zip(stream, members, when)
    return stream.getvalue()


def test_members_come_back_in_order_and_whole() -> None:
    with zipfile.ZipFile(io.BytesIO(written(MEMBERS))) as archive:
        assert [(name, archive.read(name)) for name in archive.namelist()] == MEMBERS
        assert archive.testzip() is None


def test_a_member_may_be_packed_piece_by_piece() -> None:
    pieces = [bytes([number % 251]) * 997 + b"<a/>" * number for number in range(400)]
    packed = Packed()
    for piece in pieces:
        packed.add(piece)
    stream = io.BytesIO()
    digest = write_zip(stream, [*MEMBERS, ("long.xml", packed)], NOON)
    assert digest == content_digest(stream)
    with zipfile.ZipFile(stream) as archive:
        assert archive.read("long.xml") == b"".join(pieces)
        assert archive.testzip() is None


def test_first_member_can_be_known_by_its_bytes() -> None:
    assert written(MEMBERS)[30:58] == b"mimetypeapplication/epub+zip"


def test_what_is_compressed_already_is_stored() -> None:
    with zipfile.ZipFile(io.BytesIO(written(MEMBERS))) as archive:
        kinds = {info.filename: info.compress_type for info in archive.infolist()}
    assert kinds == {
        "mimetype": zipfile.ZIP_STORED,
        "a/text.xml": zipfile.ZIP_DEFLATED,
        "a/picture.PNG": zipfile.ZIP_STORED,
    }


def test_bytes_depend_on_content_and_time_alone() -> None:
    elsewhere = NOON.astimezone(timezone(timedelta(hours=9)))
    assert written(MEMBERS) == written(MEMBERS, elsewhere)
    assert written(MEMBERS) != written(MEMBERS, NOON + timedelta(hours=1))


@pytest.mark.parametrize(("year", "stored"), [(1, 1980), (2025, 2025), (9999, 2107)])
def test_times_that_no_archive_can_hold_are_brought_into_range(year: int, stored: int) -> None:
    with zipfile.ZipFile(io.BytesIO(written(MEMBERS, datetime(year, 6, 1, tzinfo=UTC)))) as archive:
        assert archive.infolist()[0].date_time[0] == stored


def test_no_name_comes_twice() -> None:
    with pytest.raises(ValueError, match=r"called a\.txt"):
        written([("a.txt", b"1"), ("a.txt", b"2")])


def test_content_digest_ignores_order_and_time_but_not_names_or_bytes() -> None:
    def digest(members: list[tuple[str, bytes]], when: datetime = NOON) -> str:
        return content_digest(io.BytesIO(written(members, when)))

    assert digest(MEMBERS) == digest(MEMBERS[::-1], NOON + timedelta(days=1))
    assert digest(MEMBERS) != digest([*MEMBERS[:-1], ("a/other.PNG", MEMBERS[-1][1])])
    assert digest(MEMBERS) != digest([*MEMBERS[:-1], ("a/picture.PNG", b"other")])
    assert len(digest(MEMBERS)) == 64


def test_what_is_written_has_the_content_digest_that_is_read_back() -> None:
    stream = io.BytesIO()
    told = write_zip(stream, MEMBERS, NOON)
    assert told == content_digest(io.BytesIO(stream.getvalue()))
    lines = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(MEMBERS))
    assert told == hashlib.sha256(lines.encode()).hexdigest()  # as `sha256sum` over the unpacked files says it


def test_what_nobody_reads_is_not_digested() -> None:
    stream = io.BytesIO()
    assert write_zip(stream, MEMBERS, NOON, digested=False) == ""
    assert stream.getvalue() == written(MEMBERS)


def test_one_member_is_held_at_a_time() -> None:
    def members() -> Iterator[tuple[str, bytes]]:
        for number in range(20):
            yield f"{number}.png", bytes(1_000_000)

    class Nowhere(io.RawIOBase):
        place = 0

        def write(self, data: object) -> int:
            size = memoryview(data).nbytes  # type: ignore[arg-type]
            self.place += size
            return size

        def writable(self) -> bool:
            return True

        def tell(self) -> int:
            return self.place

    tracemalloc.start()
    write_zip(Nowhere(), members(), NOON)  # type: ignore[arg-type]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000


def test_an_archive_is_that_of_the_standard_library_to_the_byte() -> None:
    members = [*MEMBERS, ("a/Größe.txt", b""), ("a/more.txt", bytes(range(256)) * 300)]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name, (2025, 11, 24, 12, 0, 0))
            info.create_system = 3
            info.external_attr = 0o100644 << 16
            stored = name == "mimetype" or name.endswith(".PNG")
            kind = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            archive.writestr(info, content, compress_type=kind, compresslevel=4)
    assert written(members) == stream.getvalue()


@pytest.mark.parametrize(("limit", "value"), [("_MOST", 2), ("_LARGEST", 400)])
def test_what_needs_zip64_is_refused(limit: str, value: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"exporters.formats.zipped.{limit}", value)
    with pytest.raises(ValueError, match="too large"):
        written(MEMBERS)
