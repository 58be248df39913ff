"""What was found is compared with what is known."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from exporters.errors import SourceError
from exporters.project.index import Index
from exporters.project.inventory import Inventory, warned_of
from exporters.project.scan import Found
from tests.project.cards import card, put


def test_files_are_taken_once_and_told_in_order(tmp_path: Path) -> None:
    with Index(tmp_path) as index:
        inventory = Inventory(index)
        inventory.take([Found("b.md", 1, 2, 3), Found("a.md", 4, 5, 6), Found("b.md", 1, 2, 3)])
        inventory.compare(tmp_path, same_rules=True)
        assert dict(inventory.reasons().pairs()) == {"a.md": "new", "b.md": "new"}
        assert list(inventory.reasons()) == ["a.md", "b.md"]
        assert inventory.has("a.md")
        with pytest.raises(KeyError):
            inventory.reasons()["c.md"]


def test_what_is_read_is_kept_with_its_file_as_it_was_found(tmp_path: Path) -> None:
    files = [Found(card(1).path, 7, 8, 9), Found(card(2).path, 1, 1, 2)]
    with Index(tmp_path) as index:
        inventory = Inventory(index)
        inventory.take(files)
        inventory.keep([(2, None, msgspec.msgpack.encode(card(1)), card(1).path)])
        assert dict(inventory.read().pairs()) == {card(1).path: card(1)}
        assert warned_of(index) == 2
        index.commit()
    with Index(tmp_path) as index:
        inventory = Inventory(index)
        inventory.take(files)
        inventory.compare(tmp_path, same_rules=True)
        assert list(inventory.reasons()) == [card(2).path]


def test_what_is_new_changed_or_gone(tmp_path: Path) -> None:
    with Index(tmp_path) as index:
        put(index, [card(1), card(2), card(3)])
    with Index(tmp_path) as index:
        inventory = Inventory(index)
        inventory.take([Found(card(1).path, 1, 1, 0), Found(card(2).path, 9, 1, 1), Found("stories/x.md", 1, 1, 1)])
        inventory.compare(tmp_path, same_rules=True)
        assert dict(inventory.reasons().pairs()) == {card(2).path: "changed", "stories/x.md": "new"}
        assert dict(inventory.before().pairs()) == {card(2).path: card(2)}
        assert dict(inventory.lost().pairs()) == {card(3).path: card(3)}
        inventory.begin_reading()
        assert dict(inventory.read().pairs()) == {card(1).path: card(1)}
        assert len(inventory.read()) == 1


def test_other_rules_have_all_read_again(tmp_path: Path) -> None:
    with Index(tmp_path) as index:
        put(index, [card(1), card(2)])
    with Index(tmp_path) as index:
        inventory = Inventory(index)
        inventory.take([Found(card(1).path, 1, 1, 0), Found(card(2).path, 9, 1, 1)])
        inventory.compare(tmp_path, same_rules=False)
        assert dict(inventory.reasons().pairs()) == {card(1).path: "rules", card(2).path: "changed"}


def test_the_fingerprint_tells_any_change(tmp_path: Path) -> None:
    def of(*files: Found) -> bytes:
        with Index(tmp_path) as index:
            inventory = Inventory(index)
            inventory.take(files)
            return inventory.fingerprint()

    one, two = Found("a.md", 1, 2, 3), Found("b.md", 1, 2, 3)
    assert of(one, two) == of(two, one)
    assert len({of(one, two), of(one), of(), of(one, Found("b.md", 1, 2, 4)), of(one, Found("b.md", 1, 3, 3))}) == 5


def test_a_name_that_is_no_text_is_refused(tmp_path: Path) -> None:
    with Index(tmp_path) as index, pytest.raises(SourceError, match="UTF-8"):
        Inventory(index).take([Found("stories/\udcff.md", 1, 2, 3)])
