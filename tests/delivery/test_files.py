"""Outputs appear complete, all together, or not at all; their names are safe everywhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporters.delivery.files import OutputFolder, check_folder, safe_name
from exporters.errors import DeliveryError


def test_nothing_is_at_its_name_before_the_run_has_succeeded(tmp_path: Path) -> None:
    with OutputFolder(tmp_path / "out") as folder:
        with folder.output("a.pdf").open() as stream:
            stream.write(b"a")
        with folder.output("b.epub").open("extra.json") as stream:
            stream.write(b"bb")
        assert not (tmp_path / "out" / "a.pdf").exists()
        written = folder.keep()
    assert [(file.path.name, file.size) for file in written] == [("a.pdf", 1), ("extra.json", 2)]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.pdf", "extra.json"]


def test_a_failed_run_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"old")
    with pytest.raises(RuntimeError), OutputFolder(tmp_path) as folder:  # noqa: PT012
        with folder.output("a.pdf").open() as stream:
            stream.write(b"half")
        raise RuntimeError
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]
    assert (tmp_path / "a.pdf").read_bytes() == b"old"


def test_two_outputs_of_one_name_are_refused_whatever_their_case(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="two outputs"), OutputFolder(tmp_path) as folder:  # noqa: PT012
        folder.output("A.pdf").open().close()
        folder.output("a.pdf").open()


def test_a_folder_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(DeliveryError, match="cannot write into"), OutputFolder(tmp_path / "file" / "out"):
        pass


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "-..-etc-passwd"),
        ("con.pdf", "_con.pdf"),
        ("a\x00b?.pdf", "a-b-.pdf"),
        ("...", "untitled"),
    ],
)
def test_names_cannot_leave_the_folder(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_long_names_stay_apart_and_keep_their_suffixes() -> None:
    names = {safe_name(f"{'ق' * 190}-{part}{suffix}") for part in "ab" for suffix in (".ninjs.json", ".json", ".pdf")}
    assert len(names) == 6
    assert sorted(name.partition(".")[2] for name in names) == [
        "json",
        "json",
        "ninjs.json",
        "ninjs.json",
        "pdf",
        "pdf",
    ]
    assert {len(name.encode()) <= 200 for name in names} == {True}


@given(st.text(max_size=300))
def test_any_name_is_made_safe(name: str) -> None:
    safe = safe_name(f"{name}.pdf")
    assert 0 < len(safe.encode()) <= 200
    assert "/" not in safe
    assert safe not in (".", "..")
    assert safe.endswith("pdf")


def test_a_folder_that_takes_nothing_is_told_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    for folder in ("file", "file/below", "gone"):
        with pytest.raises(DeliveryError):
            check_folder(tmp_path / folder)
    for folder in ("", "new", "new/below"):
        check_folder(tmp_path / folder)
    assert not (tmp_path / "new").exists()
