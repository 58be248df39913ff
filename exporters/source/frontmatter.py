"""Front matter: YAML, TOML, JSON or bare keys at the head of a story, with the line of each key and nothing trusted."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import msgspec

from exporters.errors import SourceError
from exporters.model.meta import Correction, Meta, Source
from exporters.model.place import Place
from exporters.notices import surely_told
from exporters.patterns import pattern
from exporters.report import Report
from exporters.source.characters import clean_text
from exporters.source.entries import Block, Entries, report_repeated
from exporters.source.escapes import clean_values, words_of
from exporters.source.fields import MetaReader, bare_meta
from exporters.source.keys import FIELD, is_gate, is_held, normal
from exporters.source.lost_heads import check_lost_head
from exporters.source.redaction import ANY_MARK, may_be_marked
from exporters.source.yaml_lines import read_yaml
from exporters.toml import TomlError, read_toml

_EDITOR = r"<!--[ \t\n]*editor[ \t]*:"
COMMENT_OPENING = pattern(rf"\{{>>|{_EDITOR}", re.IGNORECASE)
"""What a comment of an editor begins with."""
EDITOR_COMMENT = pattern(_EDITOR, re.IGNORECASE)
"""The same in HTML alone, which is found ten times as fast."""
LARGEST_FRONT_MATTER = 256 * 1024
_YAML_FENCE = pattern(r"(-{3,})[ \t]*\n")
_YAML_END = pattern(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
_LONG_END = pattern(r"^(-{4,}|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
_TOML_FENCE = pattern(r"\+\+\+[ \t]*\n")
_TOML_END = pattern(r"^\+\+\+[ \t]*(?:\n|\Z)", re.MULTILINE)
_BARE = pattern(r"(?:[A-Za-z][A-Za-z0-9 _-]{0,30}:(?:[ \t][^\n]*)?\n|[ \t]+\S[^\n]*\n)+(?=[ \t]*\n|\Z)")
_KEY = pattern(r"([A-Za-z][A-Za-z0-9 _-]{0,30}):(?=[ \t\n])")
_JSON = pattern(r'\{\s*(?:"|\})')
_TOML_KEY = pattern(
    r"""^[ \t]*+(?:\[++[ \t]*+)?+(?:"([^"\n]*+)"|'([^'\n]*+)'|([^"'\]=\n]*+))[ \t]*[\]=]""", re.MULTILINE
)
_JSON_KEY = pattern(r'"((?:[^"\\]|\\.)*+)"(?=\s*+:)|"(?:[^"\\]|\\.)*+"')
_COMMENT = pattern(r"(?:^|[ \t])#([^\n]*)", re.MULTILINE)
_BLANK_LINES = pattern(r"(?:[ \t]*\n)*")


class FrontMatter(msgspec.Struct, frozen=True):
    """What the head of a file says, and the text below it with the number of its first line."""

    meta: Meta
    body: str
    first_line: int
    sources: tuple[Source, ...] = ()
    corrections: tuple[Correction, ...] = ()


def split_front_matter(text: str, name: str, report: Report) -> FrontMatter:
    """Return the front matter of a file and the text below it; a file without one has all its text below.

    Raises SourceError for a block that is not YAML, TOML or JSON as it claims, at its place.
    """
    found = _split(text, name)
    if found is None:
        check_lost_head(text, 0, name, report, second=False)
        return FrontMatter(bare_meta(name), text, 1)
    block, below, parse = found
    if len(block.text) > LARGEST_FRONT_MATTER:
        raise SourceError(
            f"the front matter is over {LARGEST_FRONT_MATTER // 1024} KiB",
            block.place(0),
            "Move text below it",
            code="front-matter",
        )
    block = Block(clean_text(block.text, name, block.line, report), name, block.line)
    entries = Entries()
    if not _is_marked(block.text, block.place, report):
        entries = parse(block, report)
        if "\\" in block.text:
            clean_values(entries, block, report)
            if any(_is_marked_at(entries, key, block, report) for key in entries.values):
                entries = Entries()
    check_lost_head(text, below, name, report, second=True)
    reader = MetaReader(entries.values, entries.places, name, report)
    first_line = text.count("\n", 0, below) + 1
    meta = reader.meta()
    if surely_told(block.text.encode("utf-8", "surrogatepass")):
        from exporters.source.hidden_notices import check_head  # seldom needed

        comments = ((found[1], block.place(found.start())) for found in _COMMENT.finditer(block.text))
        check_head(entries.values, entries.places, comments, meta, report)
    return FrontMatter(meta, text[below:], first_line, reader.sources(), reader.corrections())


_Parse = Callable[[Block, Report], Entries]


def _is_marked_at(entries: Entries, key: str, block: Block, report: Report) -> bool:
    place = entries.places.get(key, block.place(0))
    return _is_marked(words_of(entries.values[key]), lambda _: place, report)


def _is_marked(text: str, place_of: Callable[[int], Place], report: Report) -> bool:
    """Return whether a head or a value of it holds a redaction or a comment of an editor, which is an error."""
    if mark := ANY_MARK.search(text) if may_be_marked(text) else None:
        report.error(
            "redaction-unbalanced",
            "front matter cannot hold a redaction: titles, slugs and summaries go out in many places",
            place_of(mark.start()),
            "Reword the field so that there is nothing to withhold",
        )
    elif mark := COMMENT_OPENING.search(text) if "{>>" in text or "<!--" in text else None:
        report.error(
            "comment-unclosed",
            "front matter cannot hold a comment of an editor: what it says goes out in many places",
            place_of(mark.start()),
            "Write it into the text, or as a comment of the front matter, after #",
        )
    return mark is not None


def _split(text: str, name: str) -> tuple[Block, int, _Parse] | None:
    """Return the block, where the text below it begins, and what reads the block; None where there is none."""
    blank = _BLANK_LINES.match(text)
    start = blank.end() if blank else 0
    line = text.count("\n", 0, start) + 1
    found = _YAML_FENCE.match(text, start)
    if found:
        end = _yaml_end(text, found.end(), found[1])
        inner = text[found.end() : end.start()] if end else ""
        if end and (":" in inner or not inner.strip()):
            return Block(inner, name, line + 1), end.end(), read_yaml
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
        return Block(text[found.end() : end.start()], name, line + 1), end.end(), _read_toml
    if _JSON.match(text, start):
        import json

        try:
            _, stop = json.JSONDecoder().raw_decode(text, start)
        except (ValueError, RecursionError):
            return None
        return Block(text[start:stop], name, line), stop, _read_json
    found = _BARE.match(text, start)
    if found and _is_bare(found[0]):
        return Block(found[0], name, line), found.end(), _read_bare
    return None


def _yaml_end(text: str, start: int, fence: str) -> re.Match[str] | None:
    """Return the line that ends a block of YAML: the fence again, as long as the first, or three points."""
    if len(fence) == 3:
        return _YAML_END.search(text, start)
    return next((end for end in _LONG_END.finditer(text, start) if end[1] in (fence, "...")), None)


def _not_closed(name: str, line: int, fence: str) -> SourceError:
    return SourceError(
        "the front matter is not closed", Place(name, line), f"End it with a line of {fence}", code="front-matter"
    )


def _is_bare(block: str) -> bool:
    """Return whether lines of `Key: value` are a head, as Pelican and MultiMarkdown have it, and no prose."""
    keys = [line.partition(":")[0].strip().lower() for line in block.splitlines() if line[:1].strip()]
    known = sum(normal(key) in FIELD for key in keys)
    return "title" in keys and known > 1 and known * 2 >= len(keys)


# ------------------------------------------------------------------------------------------ TOML, JSON, bare keys


def _read_toml(block: Block, _report: Report) -> Entries:
    try:
        values = read_toml(block.text)
    except TomlError as exc:
        place = Place(block.name, exc.line + block.line - 1, exc.column)
        raise SourceError(f"the front matter is not TOML: {exc}", place, code="front-matter") from exc
    return _flattened(values, block, _TOML_KEY)


def _read_json(block: Block, report: Report) -> Entries:
    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        made: dict[str, object] = {}
        for key, value in pairs:
            if key in made:
                report_repeated(key, block.place(0), report)
            made.setdefault(key, value)
        return made

    import json

    try:
        values = json.loads(block.text, object_pairs_hook=once)
    except (ValueError, RecursionError) as exc:
        raise SourceError(f"the front matter is not JSON: {exc}", block.place(0), code="front-matter") from exc
    return _flattened(values, block, _JSON_KEY) if isinstance(values, dict) else Entries()


def _flattened(values: Mapping[str, object], block: Block, key_pattern: re.Pattern[str]) -> Entries:
    """Return the entries, with those that Zola and Hugo keep in tables of their own beside the others."""
    flat: dict[str, object] = {key: value for key, value in values.items() if key not in _TABLES}
    for table in _TABLES:
        inner = values.get(table)
        if isinstance(inner, Mapping):
            for key, value in inner.items():
                name = str(key)
                deciding = is_held(name) or is_gate(name) or FIELD.get(normal(name)) == "published"
                if deciding and name in flat and flat[name] != value:
                    name = f"{table}.{name}"  # which the fields refuse: of two such keys neither can be left out
                flat.setdefault(name, value)
    places = dict.fromkeys(flat, block.place(0))
    for key, place in _places_of_keys(block, key_pattern).items():
        if key in places:
            places[key] = place
    return Entries(flat, places)


def _places_of_keys(block: Block, key_pattern: re.Pattern[str]) -> dict[str, Place]:
    """Return where each key stands first: one walk through the block, for a search for each would be quadratic."""
    places: dict[str, Place] = {}
    line, start, seen = block.line, 0, 0
    for found in key_pattern.finditer(block.text):
        at = found.start()
        ended = block.text.count("\n", seen, at)
        if ended:
            line += ended
            start = block.text.rfind("\n", seen, at) + 1
        seen = at
        key = found[found.lastindex].strip() if found.lastindex else ""  # a string of JSON that is no key
        if key and key not in places:
            places[key] = Place(block.name, line, at - start + 1)
    return places


_TABLES = ("extra", "taxonomies", "params")


def _read_bare(block: Block, report: Report) -> Entries:
    entries = Entries()
    parts: dict[str, list[str]] = {}
    last, number = "", block.line
    for line in block.text.splitlines(keepends=True):
        key, _, value = line.partition(":")
        if line[:1] in " \t":  # goes on with the value above
            if last:
                parts[last].append(line.strip())
        elif key.strip() in parts:
            report_repeated(key.strip(), Place(block.name, number, 1), report)
            last = ""
        else:
            last = key.strip()
            parts[last] = [value.strip()]
            entries.places[last] = Place(block.name, number, 1)
        number += line.endswith("\n")
    entries.values = {key: " ".join(filter(None, lines)) for key, lines in parts.items()}
    return entries
