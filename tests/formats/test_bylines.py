"""Who else had a hand in a story is said with the part they had."""

from __future__ import annotations

from exporters.formats.bylines import other_hands
from exporters.model.meta import Contributor
from exporters.words import words_for


def test_each_part_is_named_and_writers_and_publishers_are_not() -> None:
    people = [
        Contributor(name=name, role=role) for name, role in (("A", "aut"), ("B", "edt"), ("C", "pht"), ("D", "pbl"))
    ]
    assert other_hands(people, words_for("en")) == "Editing: B · Picture: C"
    assert other_hands(people, words_for("es")) == "Edición: B · Imagen: C"
    assert other_hands(people[:1], words_for("en")) == ""
