"""Front matter: YAML, TOML, JSON or bare keys at the head of a story, with the line of each key and nothing trusted."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from exporters.errors import SourceError
from exporters.model.meta import Correction, Meta, Source
from exporters.model.place import Place
from exporters.report import Report
from exporters.source.characters import clean_text
from exporters.source.fields import MetaReader
from exporters.source.keys import FIELD, is_gate, is_held, normal
from exporters.source.redaction import ANY_MARK

LARGEST_FRONT_MATTER = 256 * 1024
_MOST_VALUES = 50_000
_DEEPEST = 20
_YAML_FENCE = re.compile(r"(-{3,})[ \t]*\n")
_TOML_FENCE = re.compile(r"\+\+\+[ \t]*\n")
_TOML_END = re.compile(r"^\+\+\+[ \t]*(?:\n|\Z)", re.MULTILINE)
_BARE = re.compile(r"(?:[A-Za-z][A-Za-z0-9 _-]{0,30}:(?:[ \t][^\n]*)?\n|[ \t]+\S[^\n]*\n)+(?=[ \t]*\n|\Z)")
_DOTTED = re.compile(r"(?:[\w\"'-]{1,99}\s{0,9}\.\s{0,9}){40}")
_KEY = re.compile(r"([A-Za-z][A-Za-z0-9 _-]{0,30}):(?=[ \t\n])")
_JSON = re.compile(r'\{\s*(?:"|\})')
_BLANK_LINES = re.compile(r"(?:[ \t]*\n)*")


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
    """The keys of a front matter with their values and places; what lies within a key is placed as `key/2/name`."""

    values: dict[str, object] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Block:
    """The block of a front matter: its text, the file, and the number of its first line."""

    text: str
    name: str
    line: int

    def place(self, offset: int) -> Place:
        """Return the place of a character of the block."""
        start = self.text.rfind("\n", 0, offset) + 1
        return Place(self.name, self.line + self.text.count("\n", 0, offset), offset - start + 1)


def split_front_matter(text: str, name: str, report: Report) -> FrontMatter:
    """Return the front matter of a file and the text below it; a file without one has all its text below.

    Raises SourceError for a block that is not YAML, TOML or JSON as it claims, at its place.
    """
    found = _split(text, name)
    if found is None:
        return FrontMatter(MetaReader({}, {}, name, report).meta(), text, 1)
    block, below, parse = found
    if len(block.text) > LARGEST_FRONT_MATTER:
        raise SourceError(
            f"the front matter is over {LARGEST_FRONT_MATTER // 1024} KiB",
            block.place(0),
            "Move text below it",
            code="front-matter",
        )
    block = _Block(clean_text(block.text, name, block.line, report), name, block.line)
    mark = ANY_MARK.search(block.text)
    if mark:
        report.error(
            "redaction-unbalanced",
            "front matter cannot hold a redaction: titles, slugs and summaries go out in many places",
            block.place(mark.start()),
            "Reword the field so that there is nothing to withhold",
        )
        entries = Entries()
    else:
        entries = parse(block, report)
    reader = MetaReader(entries.values, entries.places, name, report)
    first_line = text.count("\n", 0, below) + 1
    return FrontMatter(reader.meta(), text[below:], first_line, reader.sources(), reader.corrections())


_Parse = Callable[[_Block, Report], Entries]


def _split(text: str, name: str) -> tuple[_Block, int, _Parse] | None:
    """Return the block, where the text below it begins, and what reads the block; None where there is none."""
    blank = _BLANK_LINES.match(text)
    start = blank.end() if blank else 0
    line = text.count("\n", 0, start) + 1
    found = _YAML_FENCE.match(text, start)
    if found:
        fence = re.compile(rf"^(?:{found[1]}|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
        end = fence.search(text, found.end())
        inner = text[found.end() : end.start()] if end else ""
        if end and (":" in inner or not inner.strip()):
            return _Block(inner, name, line + 1), end.end(), _read_yaml
        head = text[found.end() :].partition("\n\n")[0]
        keys = (_KEY.match(entry) for entry in head.splitlines(keepends=True))
        known = any(key and (normal(key[1]) in FIELD or is_held(key[1])) for key in keys)
        if known and not end:  # it would be set as text, and an embargo in it passed over
            raise _not_closed(name, line, found[1])
        return None
    found = _TOML_FENCE.match(text, start)
    if found:
        end = _TOML_END.search(text, found.end())
        if end is None:
            raise _not_closed(name, line, "+++")
        return _Block(text[found.end() : end.start()], name, line + 1), end.end(), _read_toml
    if _JSON.match(text, start):
        try:
            _, stop = json.JSONDecoder().raw_decode(text, start)
        except (ValueError, RecursionError):
            return None
        return _Block(text[start:stop], name, line), stop, _read_json
    found = _BARE.match(text, start)
    if found and _is_bare(found[0]):
        return _Block(found[0], name, line), found.end(), _read_bare
    return None


def _not_closed(name: str, line: int, fence: str) -> SourceError:
    return SourceError(
        "the front matter is not closed", Place(name, line), f"End it with a line of {fence}", code="front-matter"
    )


def _is_bare(block: str) -> bool:
    """Return whether lines of `Key: value` are a head, as Pelican and MultiMarkdown have it, and no prose."""
    keys = [line.partition(":")[0].strip().lower() for line in block.splitlines() if line[:1].strip()]
    known = sum(normal(key) in FIELD for key in keys)
    return "title" in keys and known > 1 and known * 2 >= len(keys)


# --------------------------------------------------------------------------------------------------------- YAML


class _Loader(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):  # type: ignore[misc]
    """YAML that builds plain values only."""


def _read_yaml(block: _Block, report: Report) -> Entries:
    entries = Entries()
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
            _report_repeated(key, place, report)
            continue
        entries.places[key] = place
        _note_places(value_node, key, block, entries.places)
        try:
            entries.values[key] = _value(value_node)
        except ValueError:
            report.warning(
                "value-unreadable",
                f"the value of {key[:40]!r} cannot be read as plain text, lists or keys",
                place,
                "Write it as plain YAML, in quotes where it begins with { [ & * ! or %",
            )
    return entries


def _report_repeated(key: str, place: Place, report: Report) -> None:
    """Report a key that stands twice: an error where it decides whether the story may go out, else a warning."""
    say = report.error if is_gate(key) else report.warning
    say("key-repeated", f"the key {key[:40]!r} stands twice; the first is kept", place, "Remove one of them")


def _place(node: Any, block: _Block) -> Place:
    return Place(block.name, node.start_mark.line + block.line, node.start_mark.column + 1)


def _weigh(node: Any, block: _Block, known: dict[int, int], depth: int) -> int:
    """Return how many values there are once aliases are resolved. Raises SourceError for a bomb of aliases."""
    if id(node) in known:
        return known[id(node)]
    if depth > _DEEPEST:
        raise SourceError(
            f"the front matter is nested more than {_DEEPEST} deep, or contains itself",
            _place(node, block),
            "Flatten it",
            code="front-matter",
        )
    weight = 1
    if isinstance(node, yaml.SequenceNode):
        weight += sum(_weigh(item, block, known, depth + 1) for item in node.value)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            weight += _weigh(key, block, known, depth + 1) + _weigh(value, block, known, depth + 1)
    if weight > _MOST_VALUES:
        raise SourceError(
            f"the front matter has more than {_MOST_VALUES:,} values",
            _place(node, block),
            "Keep it to what the story says of itself",
            code="front-matter",
        )
    known[id(node)] = weight
    return weight


def _note_places(node: Any, path: str, block: _Block, places: dict[str, Place]) -> None:
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


def _yaml_error(exc: Exception, block: _Block) -> SourceError:
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


# ------------------------------------------------------------------------------------------ TOML, JSON, bare keys


def _read_toml(block: _Block, _report: Report) -> Entries:
    deep = _DOTTED.search(block.text)
    if deep:  # tomllib takes quadratic time for it
        raise SourceError("a key has too many parts", block.place(deep.start()), "Shorten it", code="front-matter")
    try:
        values = tomllib.loads(block.text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as exc:
        found = re.search(r"line (\d+), column (\d+)", str(exc))
        place = Place(block.name, int(found[1]) + block.line - 1, int(found[2])) if found else block.place(0)
        problem = str(exc).partition(" (at")[0]
        raise SourceError(f"the front matter is not TOML: {problem}", place, code="front-matter") from exc
    return _flattened(values, block, r'^[ \t]*(?:\[+[ \t]*)?"?{key}"?[ \t]*[\]=]')


def _read_json(block: _Block, report: Report) -> Entries:
    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        made: dict[str, object] = {}
        for key, value in pairs:
            if key in made:
                _report_repeated(key, block.place(0), report)
            made.setdefault(key, value)
        return made

    try:
        values = json.loads(block.text, object_pairs_hook=once)
    except (ValueError, RecursionError) as exc:
        raise SourceError(f"the front matter is not JSON: {exc}", block.place(0), code="front-matter") from exc
    return _flattened(values, block, r'"{key}"\s*:') if isinstance(values, dict) else Entries()


def _flattened(values: Mapping[str, object], block: _Block, pattern: str) -> Entries:
    """Return the entries, with those that Zola and Hugo keep in tables of their own beside the others."""
    flat: dict[str, object] = {key: value for key, value in values.items() if key not in _TABLES}
    for table in _TABLES:
        inner = values.get(table)
        if isinstance(inner, Mapping):
            for key, value in inner.items():
                name = str(key)
                if name in flat and is_held(name) and flat[name] != value:
                    name = f"{table}.{name}"  # which the fields refuse: of two embargoes neither can be left out
                flat.setdefault(name, value)
    places: dict[str, Place] = {}
    for key in flat:
        found = re.search(pattern.format(key=re.escape(key)), block.text, re.MULTILINE)
        places[key] = block.place(found.start()) if found else block.place(0)
    return Entries(flat, places)


_TABLES = ("extra", "taxonomies", "params")


def _read_bare(block: _Block, report: Report) -> Entries:
    entries = Entries()
    last = ""
    offset = 0
    for line in block.text.splitlines(keepends=True):
        key, _, value = line.partition(":")
        if line[:1] in " \t":  # goes on with the value above
            if last:
                entries.values[last] = f"{entries.values[last]} {line.strip()}".strip()
        elif key.strip() in entries.values:
            _report_repeated(key.strip(), block.place(offset), report)
            last = ""
        else:
            last = key.strip()
            entries.values[last] = value.strip()
            entries.places[last] = block.place(offset)
        offset += len(line)
    return entries
