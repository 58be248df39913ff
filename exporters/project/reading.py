"""From broadsheet.toml to its tables: each mistake at its line, with the key that was probably meant."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints
from urllib.parse import urlsplit

import msgspec

from exporters.errors import UsageError, wrap
from exporters.model.place import Place
from exporters.project.filenames import FILE
from exporters.project.tables import BriefingTable, FeedTable, Project
from exporters.registry import load_format
from exporters.toml import TomlError, read_toml

LARGEST = 1024 * 1024
_LARGEST_NUMBER = 2**53
"""What every program that reads JSON can tell from its neighbours."""
_AT = re.compile(r" - at `(?:key in )?\$([^`]*)`")
_FIELD = re.compile(r"unknown field `([^`]*)`")
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]|(\[\.\.\.\])")
_TABLE = re.compile(r"[ \t]*(\[\[?)[ \t]*([^\[\]#\n]+?)[ \t]*\]\]?[ \t]*(?:#.*)?$")
_KEY = re.compile(r"[ \t]*(?:\"([^\"]+)\"|'([^']+)'|([\w-]+(?:[ \t]*\.[ \t]*[\w-]+)*))[ \t]*=")


def find_project(given: Path) -> Path:
    """Return the folder of the project: the one named, which must hold a broadsheet.toml. Raises UsageError."""
    folder = given.parent if given.name == FILE else given
    if not (folder / FILE).is_file():
        raise UsageError(
            f"there is no {FILE} in {str(folder)!r}",
            remedy="Name the folder of a project, or begin one with `broadsheet init DIR`",
        )
    return folder


def read_project(folder: Path) -> tuple[Project, bytes]:
    """Return what the project file of this folder says, and its bytes.

    Raises UsageError, at its line, for what is no TOML, a key that does not exist, a value that does not fit, a name
    given twice, a format that is not installed and an option that it does not have.
    """
    with wrap(UsageError, f"read {FILE}", OSError):
        data = (folder / FILE).read_bytes()
    return decode_project(data), data


def decode_project(data: bytes, name: str = FILE) -> Project:
    """Return the project that these bytes describe; raises UsageError as `read_project` does."""
    if len(data) > LARGEST:
        raise UsageError(f"{name} has more than {LARGEST:,} bytes", Place(name), "Move stories out of it")
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as exc:
        line = data.count(b"\n", 0, exc.start) + 1
        raise UsageError(f"{name} is not UTF-8", Place(name, line), "Save it as UTF-8") from exc
    try:
        values = read_toml(text)
    except TomlError as exc:
        raise UsageError(f"this is not TOML: {exc}", Place(name, exc.line, exc.column)) from exc
    places = {path: Place(name, line) for path, line in _lines(text)}
    try:
        project = msgspec.convert(values, Project)
    except msgspec.ValidationError as exc:
        raise _misfit(str(exc), places, name) from exc
    _check(project, places, name)
    return project


def _lines(text: str) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield the path of each table and key with its line. Arrays of tables are counted: ("feeds", "0", "name")."""
    table: tuple[str, ...] = ()
    counts: dict[tuple[str, ...], int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if found := _TABLE.match(line):
            path = tuple(part.strip().strip("\"'") for part in found[2].split("."))
            if found[1] == "[[":
                counts[path] = counts.get(path, -1) + 1
                path = (*path, str(counts[path]))
            table = path
            yield path, number
        elif found := _KEY.match(line):
            key = found[1] or found[2] or found[3]
            yield (*table, *(part.strip() for part in key.split("."))), number


def _misfit(words: str, places: dict[tuple[str, ...], Place], name: str) -> UsageError:
    """Return the error that a validation says, at its line, with the nearest key."""
    found = _AT.search(words)
    told = _AT.sub("", words)
    path = _path(found[1] if found else "")
    unknown = _FIELD.search(words)
    if unknown:
        known = _known(path)
        place = _nearest_place((*path, unknown[1]), places, name)
        close = difflib.get_close_matches(unknown[1], known, n=1, cutoff=0.5)
        where = _shown(path)
        remedy = f"Did you mean {close[0]!r}?" if close else f"It may hold {', '.join(known)}"
        return UsageError(f"{where} has no key {unknown[1]!r}", place, remedy, code="project")
    missing = re.search(r"missing required field `([^`]*)`", words)
    if missing:
        place = _nearest_place(path, places, name)
        return UsageError(
            f"{_shown(path)} lacks {missing[1]!r}", place, f"Add a line `{missing[1]} = …`", code="project"
        )
    return UsageError(
        f"{'.'.join(path)} does not fit: {told[:1].lower()}{told[1:]}",
        _nearest_place(path, places, name),
        _limit(told) or _taken(path),
        code="project",
    )


def _path(text: str) -> tuple[str, ...]:
    """Return the steps of a path such as `.feeds[1].name`; `[...]`, any key of a table, is the one that is wrong."""
    return tuple(found[1] or found[2] or "…" for found in _STEP.finditer(text))


def _known(path: tuple[str, ...]) -> list[str]:
    kind = _type_at(path)
    return list(kind.__struct_encode_fields__) if isinstance(kind, type) and issubclass(kind, msgspec.Struct) else []


def _type_at(path: tuple[str, ...]) -> Any:
    """Return the type that stands at this path of the project file."""
    kind: Any = Project
    for step in path:
        while get_origin(kind) is not None and get_origin(kind) not in (dict, tuple):
            kind = get_args(kind)[0]
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            kind = get_type_hints(kind).get(step)
        elif get_origin(kind) is dict:
            kind = get_args(kind)[1]
        elif get_origin(kind) is tuple:
            kind = get_args(kind)[0]
        else:
            return None
    return kind


_LIMIT = re.compile(r"`int` ([<>]=) (-?\d+)")


def _limit(told: str) -> str:
    """Return the nearest value to one that is too large or too small."""
    found = _LIMIT.search(told)
    return f"The nearest that it takes is {found[2]}" if found else ""


def _taken(path: tuple[str, ...]) -> str:
    kind = _type_at(path)
    allowed = [str(value) for value in get_args(kind) if isinstance(value, str) and value]
    return f"It takes {', '.join(allowed)}" if allowed else ""


def _nearest_place(path: tuple[str, ...], places: dict[tuple[str, ...], Place], name: str) -> Place:
    """Return the place of the path, or of the innermost table around it that has one."""
    for end in range(len(path), 0, -1):
        if path[:end] in places:
            return places[path[:end]]
        if "…" in path[:end]:
            wild = [
                place
                for known, place in places.items()
                if len(known) == end and all(a in (b, "…") for a, b in zip(path[:end], known, strict=True))
            ]
            if wild:
                return wild[0]
    return Place(name, 1)


def _shown(path: tuple[str, ...]) -> str:
    words = ".".join(step for step in path if not step.isdigit())
    many = len(path) > 1 and path[-1].isdigit()
    return f"[[{words}]]" if many else f"[{words}]" if words else "the project file"


def _check(project: Project, places: dict[tuple[str, ...], Place], name: str) -> None:
    """Raise UsageError for what the types cannot say."""

    def fail(path: tuple[str, ...], message: str, remedy: str = "") -> UsageError:
        return UsageError(message, _nearest_place(path, places, name), remedy, code="project")

    described: dict[str, tuple[BriefingTable | FeedTable, ...]]
    described = {"briefings": project.briefings, "feeds": project.feeds}
    for kind, tables in described.items():
        seen: set[str] = set()
        for at, table in enumerate(tables):
            path = (kind, str(at))
            if table.name in seen:
                raise fail((*path, "name"), f"two of [[{kind}]] are called {table.name!r}", "Give each its own name")
            seen.add(table.name)
            for field, problem, remedy in _problems(table.since, table.until):
                raise fail((*path, field), problem, remedy)
            _check_formats(table.formats, (*path, "formats"), fail, collects=isinstance(table, FeedTable))
    _check_formats(project.stories.formats, ("stories", "formats"), fail, collects=False)
    for pattern in (*project.stories.include, *project.stories.exclude):
        if pattern.startswith("/") or ".." in pattern.split("/"):
            raise fail(("stories", "include"), f"{pattern!r} leads out of the project", "Name files below its folder")
    for field in re.findall(r"\{([^}]*)\}", project.stories.url):
        known = ["slug", "section", "language", "year", "month", "day"]
        if field not in known:
            close = difflib.get_close_matches(field, known, n=1)
            remedy = f"Did you mean {{{close[0]}}}?" if close else f"It knows {', '.join(known)}"
            raise fail(("stories", "url"), f"an address has no part {{{field}}}", remedy)
    for path, url in (
        (("publication", "url"), project.publication.url),
        (("publication", "files"), project.publication.files),
        (("stories", "url"), re.sub(r"\{[^}]*\}", "x", project.stories.url)),
    ):
        try:
            urlsplit(url)
        except ValueError as exc:  # such as `https://[::1`
            raise fail(path, f"{url[:80]!r} is no address", "Begin with https:// and the host") from exc
    if project.publication.zone:
        _check_zone(project.publication.zone, fail)
    for format_name, options in project.formats.items():
        try:
            format_ = load_format(format_name)
        except UsageError as exc:
            raise fail(("formats", format_name), exc.message, exc.remedy) from exc
        for option, value in options.items():
            from exporters.options import make_options

            if isinstance(value, int) and abs(value) > _LARGEST_NUMBER:
                nearest = _LARGEST_NUMBER if value > 0 else -_LARGEST_NUMBER
                raise fail(("formats", format_name, option), f"{option} is too large", f"Write {nearest} at most")
            try:
                make_options(format_, {option: option_text(value)}, lambda _: b"")
            except UsageError as exc:
                raise fail(("formats", format_name, option), exc.message, exc.remedy) from exc


def _check_zone(zone: str, fail: Any) -> None:
    import zoneinfo  # most projects name none

    try:
        zoneinfo.ZoneInfo(zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as exc:
        close = difflib.get_close_matches(zone, zoneinfo.available_timezones(), n=1)
        remedy = f"Did you mean {close[0]!r}?" if close else "Write one of the tz database, such as Europe/Berlin"
        raise fail(("publication", "zone"), f"no zone is called {zone[:80]!r}", remedy) from exc


def _check_formats(names: Iterable[str], path: tuple[str, ...], fail: Any, *, collects: bool) -> None:
    for format_name in names:
        try:
            format_ = load_format(format_name)
        except UsageError as exc:
            raise fail(path, exc.message, exc.remedy) from exc
        if format_.collects and not collects:
            raise fail(path, f"{format_name} is a feed", "Describe it under [[feeds]]")
        if collects and not format_.collects:
            raise fail(path, f"{format_name} is no format of feeds", "Feeds are written as rss, atom and jsonfeed")


def _problems(since: str, until: str) -> Iterator[tuple[str, str, str]]:
    """Yield key, fault and remedy of each bound that is none."""
    from exporters.project.queries import read_bound

    for field, text in (("since", since), ("until", until)):
        try:
            read_bound(text)
        except OverflowError as exc:
            yield field, f"{text!r} lies beyond all dates", f'The nearest that it takes is "{exc}"'
        except ValueError:
            remedy = 'Write a date such as 2025-11-01, or a span such as "7 days"'
            yield field, f"{text!r} is neither a date nor a span of time", remedy


def option_text(value: object) -> str:
    """Return the value of an option as it would stand on a command line."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return ",".join(str(item) for item in value)
    return str(value)
