"""Files come into the store whole, or not at all."""

from __future__ import annotations

from pathlib import Path

from exporters.project.objects import ObjectStore


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_pieces_are_the_same_file_as_the_whole(tmp_path: Path) -> None:
    store = ObjectStore(tmp_path)
    with store.begin() as begun:
        begun.write(b"one, ")
        begun.write(b"two")
        assert begun.keep() == store.put(b"one, two")
    assert len(files(tmp_path)) == 1


def test_nothing_remains_of_what_was_not_kept(tmp_path: Path) -> None:
    with ObjectStore(tmp_path).begin() as begun:
        begun.write(b"half of it")
        assert len(files(tmp_path)) == 1
    assert files(tmp_path) == []


def test_what_a_killed_build_left_goes_with_what_nothing_needs(tmp_path: Path) -> None:
    store = ObjectStore(tmp_path)
    digest, _ = store.put(b"kept")
    (store.folder / "parts" / "left").write_bytes(b"half of it")
    store.keep_only({digest})
    assert [path.read_bytes() for path in files(tmp_path)] == [b"kept"]
