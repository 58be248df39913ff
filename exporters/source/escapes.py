r"""What escapes in the values of a head stand for: `\u003c` is a sign like any other, and may begin a redaction.

Generators of sites write JSON in which `<` is always escaped. So the marks that no head may hold, and the characters
that no document may, are looked for in the values too, and not in the text of the block alone.
"""

from __future__ import annotations

from exporters.errors import SourceError
from exporters.model.place import Place
from exporters.report import Report
from exporters.source.characters import FORBIDDEN
from exporters.source.entries import Block, Entries

_DEEPEST = 20


def clean_values(entries: Entries, block: Block, report: Report) -> None:
    """Leave out of all values what no XML document may hold, and report each key in which some was.

    Raises SourceError for values that nest deeper than any that are read.
    """
    for key, value in entries.values.items():
        place = entries.places.get(key, block.place(0))
        entries.values[key], count = _cleaned(value, place, 0)
        if count:
            report.warning(
                "characters-dropped",
                f"{count} control character{'s' if count > 1 else ''} or unpaired surrogate"
                f"{'s' if count > 1 else ''} left out of {key[:40]!r}",
                place,
                "Remove what cannot be printed",
            )


def _cleaned(value: object, place: Place, depth: int) -> tuple[object, int]:
    if isinstance(value, str):
        return FORBIDDEN.subn("", value) if FORBIDDEN.search(value) else (value, 0)
    if not isinstance(value, (list, dict)):
        return value, 0
    if depth > _DEEPEST:
        raise SourceError(
            f"the front matter is nested more than {_DEEPEST} deep", place, "Flatten it", code="front-matter"
        )
    if isinstance(value, list):
        items = [_cleaned(item, place, depth + 1) for item in value]
        return [item for item, _ in items], sum(count for _, count in items)
    kept = {key: _cleaned(item, place, depth + 1) for key, item in value.items()}
    return {key: item for key, (item, _) in kept.items()}, sum(count for _, count in kept.values())


def words_of(value: object) -> str:
    """Return all texts of a value that `clean_values` saw, keys of keys included, each on a line of its own."""
    if isinstance(value, list):
        return "\n".join(map(words_of, value))
    if isinstance(value, dict):
        return "\n".join(f"{key}\n{words_of(item)}" for key, item in value.items())
    return value if isinstance(value, str) else ""
