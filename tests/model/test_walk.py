"""Ways through the tree: everything is met once, in reading order; what does not change is shared."""

from __future__ import annotations

from typing import get_args

from exporters.model import nodes
from exporters.model.nodes import Block, Emphasis, Image, Inline, LineBreak, Node, Paragraph, Redacted, Strong, Text
from exporters.model.walk import _FIELDS, REDACTION_BAR, AnyNode, plain_text, transform, walk
from exporters.testing import specimen


def test_every_kind_is_met_in_the_specimen() -> None:
    article = specimen().articles[0]
    met = {type(node).__name__ for node in walk(article.body)}
    kinds = {kind.__name__ for kind in (*get_args(Block), *get_args(Inline))}
    assert kinds - met == {"Cite"}  # the desk has replaced citations by links


def test_reading_order() -> None:
    paragraph = Paragraph((Text("a"), Emphasis((Text("b"), Strong((Text("c"),)))), Text("d")))
    assert plain_text(paragraph) == "abcd"
    assert plain_text((Paragraph((Text("a"),)), Paragraph((Text("b"),)))) == "a b"


def test_plain_text_says_what_a_reader_would_hear() -> None:
    paragraph = Paragraph((Text("x"), LineBreak(), Image("p.png", alt="a map"), Redacted("name of a minor")))
    assert plain_text(paragraph) == f"x a map{REDACTION_BAR}"


def test_transform_shares_what_does_not_change() -> None:
    body = specimen().articles[0].body
    assert transform(body, lambda node: node) is body


def test_transform_replaces_one_node_by_several() -> None:
    def change(node: AnyNode) -> AnyNode | tuple[AnyNode, ...]:
        return (Text("1"), Text("2")) if node == Text("a") else node

    changed = transform((Paragraph((Text("a"), Strong((Text("a"),)))),), change)
    assert changed == (Paragraph((Text("1"), Text("2"), Strong((Text("1"), Text("2"))))),)


def test_depth_costs_no_recursion_in_walking() -> None:
    node: AnyNode = Text("deep")
    for _ in range(20_000):
        node = Emphasis((node,))  # type: ignore[arg-type]
    assert sum(1 for _ in walk(node)) == 20_001


def test_the_table_of_fields_knows_every_kind() -> None:
    kinds = {
        kind for kind in vars(nodes).values() if isinstance(kind, type) and issubclass(kind, Node) and kind is not Node
    }
    assert set(_FIELDS) == kinds
    for kind in kinds:
        holding = {name for name, hint in kind.__annotations__.items() if "Block" in hint or "Inline" in hint}
        assert holding <= set(_FIELDS[kind]), kind
