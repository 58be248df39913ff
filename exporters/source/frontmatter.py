"""Front matter: YAML, TOML or JSON at the head of a story, read with the line of each key and nothing trusted."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec
import yaml

from exporters.errors import SourceError
from exporters.model.meta import Correction, Meta, Source
from exporters.model.place import Place
from exporters.report import Report
from exporters.source.characters import clean_text
from exporters.source.fields import MetaReader

LARGEST_FRONT_MATTER = 1024 * 1024
_YAML_FENCE = re.compile(r"^(-{3,})[ \t]*\n")
_TOML_FENCE = re.compile(r"^\+\+\+[ \t]*\n")
_REDACT = re.compile(r"<\s*/?\s*redact\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the head of a file says, and the text below it with the number of its first line."""

    meta: Meta
    body: str
    first_line: int
    sources: tuple[Source, ...] = ()
    corrections: tuple[Correction, ...] = ()


@dataclass(slots=True)
class Entries:
    """The keys of a front matter with their values and places."""

    values: dict[str, object] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)


def split_front_matter(text: str, name: str, report: Report) -> FrontMatter:
    """Return the front matter of a file and the text below it; a file without one has all its text below.

    Raises SourceError for a block that is not YAML, TOML or JSON as it claims, at its place.
    """
    block, body, first_line, parse = _split(text, name)
    if parse is None:
        return FrontMatter(Meta(title="", language="", place=Place(name, 1, 1)), text, 1)
    if len(block) > LARGEST_FRONT_MATTER:
        raise SourceError("the front matter is over 1 MiB", Place(name, 1), "Move text below it", code="front-matter")
    block = clean_text(block, name, 2, report)
    if _REDACT.search(block):
        line = block[: _REDACT.search(block).start()].count("\n")  # type: ignore[union-attr]  # found above
        report.error(
            "redaction-unbalanced",
            "front matter cannot hold a redaction: titles, slugs and summaries go out in many places",
            Place(name, 2 + line),
            "Reword the field so that there is nothing to withhold",
        )
    entries = parse(block, name, report)
    reader = MetaReader(entries.values, entries.places, name, report)
    return FrontMatter(reader.meta(), body, first_line, reader.sources(), reader.corrections())


_Parse = Callable[[str, str, Report], Entries]


def _split(text: str, name: str) -> tuple[str, str, int, _Parse | None]:
    """Return the block, the text below, the number of the line where that begins, and what reads the block."""
    found = _YAML_FENCE.match(text)
    if found:
        fence = re.compile(rf"^(?:{found[1]}|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
        end = fence.search(text, found.end())
        if end and (":" in text[found.end() : end.start()] or not text[found.end() : end.start()].strip()):
            return _cut(text, found.end(), end.start(), end.end(), _read_yaml)
        return "", text, 1, None
    found = _TOML_FENCE.match(text)
    if found:
        end = re.compile(r"^\+\+\+[ \t]*(?:\n|\Z)", re.MULTILINE).search(text, found.end())
        if end is None:
            raise SourceError(
                "the front matter is not closed", Place(name, 1), "End it with a line of +++", code="front-matter"
            )
        return _cut(text, found.end(), end.start(), end.end(), _read_toml)
    if text.startswith("{") and re.match(r'\{\s*(?:"|\})', text) and not text.startswith(("{{", "{%")):
        import json

        try:
            _, stop = json.JSONDecoder().raw_decode(text)
        except (ValueError, RecursionError):
            return "", text, 1, None
        return _cut(text, 0, stop, stop, _read_json, first=1)
    return "", text, 1, None


def _cut(text: str, start: int, end: int, below: int, parse: _Parse, first: int = 2) -> tuple[str, str, int, _Parse]:
    return text[start:end], text[below:], text.count("\n", 0, below) + 1, parse


class _Loader(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):  # type: ignore[misc]
    """YAML that builds plain values only."""


def _read_yaml(block: str, name: str, report: Report) -> Entries:
    entries = Entries()
    loader = _Loader(block)
    try:
        node = loader.get_single_node()
    except (yaml.YAMLError, RecursionError, ValueError) as exc:
        _yaml_error(exc, name)
    if node is None:
        return entries
    if not isinstance(node, yaml.MappingNode):
        raise SourceError(
            "the front matter is no list of keys and values", Place(name, 2), "Write `title: …`", code="front-matter"
        )
    for key_node, value_node in node.value:
        place = Place(name, key_node.start_mark.line + 2, key_node.start_mark.column + 1)
        key = str(key_node.value).strip() if isinstance(key_node, yaml.ScalarNode) else ""
        if not key:
            continue
        if key in entries.values:
            report.warning(
                "key-repeated", f"the key {key!r} stands twice; the first is kept", place, "Remove one of them"
            )
            continue
        entries.places[key] = place
        entries.values[key] = _construct(loader, value_node, key, place, report)
    return entries


def _construct(loader: Any, node: Any, key: str, place: Place, report: Report) -> object:
    """Return a value, with dates that cannot be kept as their text, so that they are judged where they are used."""
    try:
        return loader.construct_object(node, deep=True)
    except ValueError:  # an impossible date, such as 2018-02-29
        return node.value if isinstance(node, yaml.ScalarNode) else _plain(node)
    except (yaml.YAMLError, RecursionError, TypeError):
        report.warning(
            "value-unreadable",
            f"the value of {key!r} cannot be read as plain text, numbers, lists or keys",
            place,
            "Write it as plain YAML",
        )
        return None


def _plain(node: Any, depth: int = 0) -> object:
    """Return a node with all its scalars as text."""
    if depth > 20:
        return None
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, depth + 1) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        return {str(getattr(key, "value", "")): _plain(value, depth + 1) for key, value in node.value}
    return node.value


def _yaml_error(exc: Exception, name: str) -> None:
    mark = getattr(exc, "problem_mark", None)
    place = Place(name, mark.line + 2, mark.column + 1) if mark is not None else Place(name, 1)
    problem = getattr(exc, "problem", "") or "it is nested too deeply"
    tab = " A tab cannot indent YAML." if "\\t" in problem or "tab" in problem else ""
    raise SourceError(
        f"the front matter is not YAML: {problem}",
        place,
        f"Put values with colons, quotes or # into double quotes.{tab}",
        code="front-matter",
    ) from exc


def _read_toml(block: str, name: str, report: Report) -> Entries:
    try:
        values = tomllib.loads(block)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as exc:
        found = re.search(r"line (\d+), column (\d+)", str(exc))
        place = Place(name, int(found[1]) + 1, int(found[2])) if found else Place(name, 2)
        raise SourceError(
            f"the front matter is not TOML: {str(exc).partition(' (at')[0]}", place, code="front-matter"
        ) from exc
    flattened: dict[str, object] = {}
    for key, value in values.items():  # Zola keeps its own keys under [extra] and [taxonomies]
        if key in ("extra", "taxonomies", "params") and isinstance(value, Mapping):
            for inner, inner_value in value.items():
                flattened.setdefault(inner, inner_value)
        else:
            flattened[key] = value
    return Entries(flattened, _line_places(block, flattened, name, 2, r'^\s*"?{key}"?\s*='))


def _read_json(block: str, name: str, report: Report) -> Entries:
    try:
        values = msgspec.json.decode(block.encode())
    except (msgspec.DecodeError, RecursionError) as exc:
        raise SourceError(f"the front matter is not JSON: {exc}", Place(name, 1), code="front-matter") from exc
    if not isinstance(values, dict):
        return Entries()
    return Entries(values, _line_places(block, values, name, 1, r'"{key}"\s*:'))


def _line_places(block: str, keys: Mapping[str, object], name: str, first: int, pattern: str) -> dict[str, Place]:
    places: dict[str, Place] = {}
    for key in keys:
        found = re.search(pattern.format(key=re.escape(key)), block, re.MULTILINE)
        places[key] = Place(name, first + block.count("\n", 0, found.start()), 1) if found else Place(name, first)
    return places
