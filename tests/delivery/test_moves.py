"""Files that move together: all of them, or everything is as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from exporters.delivery.files import OutputFolder, write_whole
from exporters.delivery.moves import move_all
from exporters.errors import DeliveryError


def parts(folder: Path, *names: str) -> list[tuple[Path, Path]]:
    (folder / "stage").mkdir()
    (folder / "out").mkdir()
    moves = []
    for number, name in enumerate(names):
        part = folder / "stage" / str(number)
        part.write_text(f"new {name}")
        moves.append((part, folder / "out" / name))
    return moves


def test_all_of_them_move(tmp_path: Path) -> None:
    moves = parts(tmp_path, "a", "b")
    (tmp_path / "out/a").write_text("old")
    (tmp_path / "undo").mkdir()
    move_all(moves, tmp_path / "undo")
    assert [(tmp_path / "out" / name).read_text() for name in "ab"] == ["new a", "new b"]


def test_when_one_cannot_move_none_has(tmp_path: Path) -> None:
    moves = parts(tmp_path, "a", "b", "c", "d")
    (tmp_path / "out/a").write_text("old a")
    (tmp_path / "out/c").mkdir()
    (tmp_path / "out/c/inside").write_text("x")
    (tmp_path / "undo").mkdir()
    with pytest.raises(OSError, match="c"):
        move_all(moves, tmp_path / "undo")
    assert (tmp_path / "out/a").read_text() == "old a"
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a", "c"]


def test_an_output_folder_keeps_all_or_none(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("old")
    (tmp_path / "b.txt").mkdir()
    (tmp_path / "b.txt" / "inside").write_text("x")
    with OutputFolder(tmp_path) as outputs:
        for name in ("a.txt", "b.txt"):
            with outputs.output(name).open() as stream:
                stream.write(b"new")
        with pytest.raises(DeliveryError):
            outputs.keep()
    assert (tmp_path / "a.txt").read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "b.txt"]


def test_a_file_is_written_whole_or_not(tmp_path: Path) -> None:
    write_whole(tmp_path / "x", b"1")
    write_whole(tmp_path / "x", b"2")
    assert (tmp_path / "x").read_bytes() == b"2"
    with pytest.raises(DeliveryError):
        write_whole(tmp_path / "no" / "x", b"3")
    assert [path.name for path in tmp_path.iterdir()] == ["x"]
