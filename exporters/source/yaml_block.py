"""Front matter in YAML, as its writer wrote it: nothing is turned into dates or numbers, nothing is built."""

from __future__ import annotations

from typing import Any

import yaml

from exporters.errors import SourceError
from exporters.model.place import Place
from exporters.patterns import pattern
from exporters.report import Report
from exporters.source.entries import Block, Entries, report_repeated
from exporters.source.keys import is_gate, is_held

_MOST_VALUES = 50_000
_LONG_VALUE = 50
"""Characters that weigh as much as a value of their own: aliases may repeat a long one thousands of times."""
_DEEPEST = 20
# libyaml goes down in C, and ends the process where its stack does.
_DEEPEST_TEXT = 500
_COMPACT = pattern(rf"(?:[-?:][ \t]+(?:[&!]\S{{0,99}}[ \t]+){{0,2}}){{{_DEEPEST_TEXT}}}")


class _Loader(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):  # type: ignore[misc]
    """YAML that builds plain values only."""


def read_yaml(block: Block, report: Report) -> Entries:
    """Return the keys and values of a block of YAML. Raises SourceError for what is none, at its place."""
    entries = Entries()
    _refuse_depth(block)
    loader = _Loader(block.text)
    try:
        node = loader.get_single_node()
    except (yaml.YAMLError, RecursionError, ValueError) as exc:
        raise _yaml_error(exc, block) from exc
    if node is None:
        return entries
    if not isinstance(node, yaml.MappingNode):
        raise SourceError(
            "the front matter is no list of keys and values", block.place(0), "Write `title: …`", code="front-matter"
        )
    _weigh(node, block, {}, 0)
    for key_node, value_node in node.value:
        place = _place(key_node, block)
        key = str(key_node.value).strip() if isinstance(key_node, yaml.ScalarNode) else ""
        if not key:
            report.warning("key-unreadable", "a key that is no word is left out", place, "Write `word: value`")
            continue
        if key in entries.values:
            report_repeated(key, place, report)
            continue
        entries.places[key] = place
        _note_places(value_node, key, block, entries.places)
        try:
            entries.values[key] = _value(value_node)
        except ValueError:
            # Of a key that may hold the story back a value that nobody can read is an error.
            code = "embargo-unclear" if is_held(key) else "status-unknown" if is_gate(key) else "value-unreadable"
            (report.warning if code == "value-unreadable" else report.error)(
                code,
                f"the value of {key[:40]!r} cannot be read as plain text, lists or keys",
                place,
                "Write it as plain YAML, in quotes where it begins with { [ & * ! or %",
            )
    return entries


def _place(node: Any, block: Block) -> Place:
    return Place(block.name, node.start_mark.line + block.line, node.start_mark.column + 1)


def _refuse_depth(block: Block) -> None:
    """Raise SourceError for a text that nests so deeply that it must not be made a tree."""
    found = _COMPACT.search(block.text)
    if found:
        raise _too_deep(block.place(found.start()))
    if block.text.count("[") + block.text.count("{") <= _DEEPEST_TEXT:
        return
    loader = _Loader(block.text)  # only the parser tells brackets from those in quotes, and its events do not go down
    depth = 0
    try:
        while loader.check_event():
            event = loader.get_event()
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > _DEEPEST_TEXT:
                raise _too_deep(_place(event, block))
    except (yaml.YAMLError, ValueError) as exc:
        if "nesting depth" in str(exc):  # by which PyYAML refuses, from 6.0.4 on, what would have ended the process
            raise _too_deep(_yaml_error(exc, block).place) from exc
        return  # as will be said when the tree is made
    finally:
        loader.dispose()


def _too_deep(place: Place) -> SourceError:
    return SourceError(
        f"the front matter is nested more than {_DEEPEST} deep, or contains itself",
        place,
        "Flatten it",
        code="front-matter",
    )


def _weigh(node: Any, block: Block, known: dict[int, int], depth: int) -> int:
    """Return how many values there are once aliases are resolved. Raises SourceError for a bomb of aliases."""
    if id(node) in known:
        return known[id(node)]
    if depth > _DEEPEST:
        raise _too_deep(_place(node, block))
    weight = 1
    if isinstance(node, yaml.ScalarNode):
        weight += len(node.value) // _LONG_VALUE
    elif isinstance(node, yaml.SequenceNode):
        weight += sum(_weigh(item, block, known, depth + 1) for item in node.value)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            weight += _weigh(key, block, known, depth + 1) + _weigh(value, block, known, depth + 1)
    if weight > _MOST_VALUES:
        raise SourceError(
            f"the front matter has more than {_MOST_VALUES:,} values, or text for as many",
            _place(node, block),
            "Keep it to what the story says of itself",
            code="front-matter",
        )
    known[id(node)] = weight
    return weight


def _note_places(node: Any, path: str, block: Block, places: dict[str, Place]) -> None:
    """Note where the items and keys within a value stand, as far as lists of keys go."""
    if path.count("/") > 2:
        return
    if isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            places[f"{path}/{number}"] = _place(item, block)
            _note_places(item, f"{path}/{number}", block, places)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                name = f"{path}/{str(key.value).strip().lower()}"
                places[name] = _place(key, block)
                _note_places(value, name, block, places)


_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_PLAIN_TAG = "tag:yaml.org,2002:"
_BUILT = frozenset(f"{_PLAIN_TAG}{name}" for name in ("str", "int", "float", "bool", "null", "timestamp", "value"))


def _value(node: Any) -> object:
    """Return a node with its scalars as they are written: YAML would read NO as false, 010 as 8 and 1:30 as 90.

    Raises ValueError for tags that ask for more than text, lists and keys.
    """
    if isinstance(node, yaml.ScalarNode):
        if node.tag not in _BUILT:
            raise ValueError(node.tag)
        return None if not node.style and node.value in _NULLS else str(node.value)
    if isinstance(node, yaml.SequenceNode) and node.tag == f"{_PLAIN_TAG}seq":
        return [_value(item) for item in node.value]
    if isinstance(node, yaml.MappingNode) and node.tag == f"{_PLAIN_TAG}map":
        made: dict[str, object] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise ValueError(key.tag)  # noqa: TRY004 - as for all values that are not plain
            if key.value == "<<":
                merged = _value(value)
                for part in merged if isinstance(merged, list) else [merged]:
                    made = {**part, **made} if isinstance(part, dict) else made
            else:
                made[str(key.value)] = _value(value)
        return made
    raise ValueError(node.tag)


def _yaml_error(exc: Exception, block: Block) -> SourceError:
    mark = getattr(exc, "problem_mark", None)
    place = Place(block.name, mark.line + block.line, mark.column + 1) if mark is not None else block.place(0)
    problem = getattr(exc, "problem", "") or "it is nested too deeply"
    line = block.text.split("\n")[mark.line] if mark is not None and mark.line <= block.text.count("\n") else ""
    tab = " A tab cannot indent YAML: write spaces." if "\t" in line or "\\t" in problem or "tab" in problem else ""
    return SourceError(
        f"the front matter is not YAML: {problem}",
        place,
        f"Put values with colons, quotes or # into double quotes.{tab}",
        code="front-matter",
    )
