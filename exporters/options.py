"""Options of formats: from one typed definition come the checks, the command line and the tables in the docs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from exporters.contract import Format
from exporters.errors import UsageError, wrap
from exporters.patterns import pattern

if TYPE_CHECKING:
    from exporters.model.publication import Publication

T = TypeVar("T", bound=msgspec.Struct)

LONGEST_TEXT = 200_000
"""Bytes of a text that an option may name."""


_BOUND = pattern(r"`(?:int|float)` (<=|>=|<|>) ([-\d.]+)")
_BOUNDS = {"<=": "at most", ">=": "at least", "<": "less than", ">": "more than"}


class OptionFile(msgspec.Struct, frozen=True):
    """The value of an option that names a file: its name as given, and its bytes, which the pipeline reads.

    Those of a plain name are empty: it is up to the format to know what it ships under that name.
    """

    name: str = ""
    data: bytes = b""

    @property
    def text(self) -> str:
        """The file as text; raises UsageError for one that is no text, or too long for any option."""
        if len(self.data) > LONGEST_TEXT:
            raise UsageError(f"{self.name} is too long for an option", remedy="Name a theme, not a document")
        with wrap(UsageError, f"read {self.name}", UnicodeDecodeError, remedy="Name a text file in UTF-8"):
            return self.data.decode("utf-8-sig")


class OptionStory(msgspec.Struct, frozen=True):
    """The value of an option that names a source: its name as given, and the publication that it makes.

    It is read as the sources of the run are, and nothing that the desk holds back gets here.
    """

    name: str = ""
    publication: Any = None


class OptionField(msgspec.Struct, frozen=True):
    """One option as a user meets it: its name, what it takes, what it is unless set, what it does."""

    name: str
    takes: str
    default: str
    description: str


def describe_options(options: type[msgspec.Struct]) -> tuple[OptionField, ...]:
    """Return the options that this type defines, in their order."""
    hints = get_type_hints(options, include_extras=True)
    defaults = options()
    return tuple(
        OptionField(
            name=name.replace("_", "-"),
            takes=_takes(hints[name]),
            default=_shown(getattr(defaults, name)),
            description=_description(hints[name]),
        )
        for name in options.__struct_fields__
    )


def make_options(
    format_: Format,
    settings: Mapping[str, str],
    read_file: Callable[[str], bytes] | None = None,
    read_story: Callable[[str], Publication] | None = None,
) -> msgspec.Struct:
    """Return the options of a format with these settings, values as written on a command line.

    `read_file` returns the bytes of a file that an option names by its path, which has a suffix or a folder;
    `read_story` the publication that a source makes.

    Raises UsageError for a name that does not exist, with the nearest that does, and for a value that does not fit.
    """
    if not settings:
        return format_.options()
    known = format_.options.__struct_fields__
    hints = get_type_hints(format_.options)
    values: dict[str, object] = {}
    for name, text in settings.items():
        field = name.replace("-", "_")
        if field not in known:
            raise UsageError(
                f"the format {format_.name} has no option {name!r}",
                remedy=_nearest(name, [option.replace("_", "-") for option in known])
                or f"`broadsheet formats {format_.name}` lists them",
            )
        if hints[field] is OptionFile:
            is_path = "." in text or "/" in text or "\\" in text
            values[field] = OptionFile(text, (read_file(text) or b"\n") if read_file is not None and is_path else b"")
        elif hints[field] is OptionStory:
            values[field] = OptionStory(text, read_story(text) if read_story is not None and text else None)
        else:
            values[field] = _parsed(hints[field], text)
    try:
        return msgspec.convert(values, format_.options, strict=False)
    except msgspec.ValidationError as exc:
        what, _, path = str(exc).partition(" - at `$.")
        field = path.rstrip("`").split("[")[0]
        taken = {option.name: option.takes for option in describe_options(format_.options)}
        name = field.replace("_", "-")
        given = str(values.get(field, ""))
        close = _nearest(given.lower(), _choices(hints.get(field)), cutoff=0.6)
        remedy = f"It takes {taken[name]}" if name in taken else ""
        bound = _BOUND.search(what)
        why = f": it must be {_BOUNDS[bound[1]]} {bound[2]}" if bound else ""
        raise UsageError(
            f"{format_.name}.{name} cannot be {given!r}{why}",
            remedy=f"{close} {remedy}".strip(),
        ) from exc


def split_settings(assignments: Iterable[str], formats: Iterable[Format]) -> dict[str, dict[str, str]]:
    """Return the settings by format from `format.option=value` or, for each format that has it, `option=value`.

    Raises UsageError for an assignment that says neither, or names a format that is not being written.
    """
    chosen = {format_.name: format_ for format_ in formats}
    settings: dict[str, dict[str, str]] = {name: {} for name in chosen}
    for assignment in assignments:
        key, equals, value = assignment.partition("=")
        scope, dot, name = key.strip().partition(".")
        if not equals:
            raise UsageError(f"{assignment!r} sets nothing", remedy="Write -O format.option=value")
        if dot:
            if scope not in chosen:
                raise UsageError(
                    f"-O {assignment} is for {scope!r}, which is not being written",
                    remedy=_nearest(scope, chosen) or f"Being written: {', '.join(chosen)}",
                )
            settings[scope][name] = value
            continue
        having = [name for name, format_ in chosen.items() if _has(format_, scope)]
        if not having:
            every = sorted({o.replace("_", "-") for f in chosen.values() for o in f.options.__struct_fields__})
            raise UsageError(
                f"no format that is being written has an option {scope!r}",
                remedy=_nearest(scope, every) or "`broadsheet formats NAME` lists the options of a format",
            )
        for name in having:
            settings[name][scope] = value
    return settings


def _has(format_: Format, option: str) -> bool:
    return option.replace("-", "_") in format_.options.__struct_fields__


def _nearest(word: str, known: Iterable[str], cutoff: float = 0.5) -> str:
    import difflib  # only where a name is wrong

    close = difflib.get_close_matches(word, list(known), n=1, cutoff=cutoff)
    return f"Did you mean {close[0]!r}?" if close else ""


def _parsed(hint: Any, text: str) -> object:
    """Return the text, split at commas where several values are taken."""
    if get_origin(hint) is tuple:
        return [part.strip() for part in text.split(",") if part.strip()]
    for choice in _choices(hint):
        if choice.lower() == text.lower():
            return choice
    if hint is bool or bool in get_args(hint):
        return {"yes": "true", "on": "true", "no": "false", "off": "false"}.get(text.lower(), text.lower())
    return text


def _choices(hint: Any) -> list[str]:
    """Return the words between which a value of this type is chosen."""
    if get_origin(hint) is Literal:
        return [value for value in get_args(hint) if isinstance(value, str) and value]
    return [choice for part in get_args(hint) for choice in _choices(part)]


def _takes(hint: Any) -> str:
    if hasattr(hint, "__metadata__"):
        hint = get_args(hint)[0]
    origin = get_origin(hint)
    if origin is Literal:
        return ", ".join(str(value) for value in get_args(hint) if value != "")
    if origin is tuple:
        return "words with commas between"
    arguments = [argument for argument in get_args(hint) if argument is not type(None)]
    if arguments:
        return " or ".join(_takes(argument) for argument in arguments)
    return {
        OptionFile: "a name or the path of a file",
        OptionStory: "the path of a story",
        str: "text",
        int: "a whole number",
        float: "a number",
        bool: "yes or no",
    }.get(hint, str(hint))


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (OptionFile, OptionStory)):
        return value.name
    if isinstance(value, tuple):
        return ",".join(str(item) for item in value)
    return "" if value is None else str(value)


def _description(hint: Any) -> str:
    for extra in getattr(hint, "__metadata__", ()):
        if isinstance(extra, msgspec.Meta) and extra.description:
            return extra.description
    return ""
