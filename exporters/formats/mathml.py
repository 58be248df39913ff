"""Formulas in TeX notation as MathML, by latex2mathml; this module alone knows that library."""

from __future__ import annotations

from functools import lru_cache

from exporters.patterns import pattern

_LONGEST = 5_000  # characters; nobody sets a longer formula, and the converter recurses


_UNKNOWN = pattern(r"<m[io]>(\\[^<]*)")


@lru_cache(maxsize=1024)
def to_mathml(source: str, *, display: bool = False) -> str | None:
    """Return a formula as a MathML element that is well-formed, or None where it cannot be said in MathML.

    https://www.w3.org/TR/mathml-core/. None also for commands that the converter does not know: it would show names.
    """
    made = _converted(source, display=display)
    return None if made is None or _UNKNOWN.search(made) else made


def unknown_commands(source: str) -> tuple[str, ...]:
    """Return the commands of a formula that the converter does not know, each once; none if it reads nothing at all."""
    return tuple(dict.fromkeys(_UNKNOWN.findall(_converted(source, display=False) or "")))


def _converted(source: str, *, display: bool) -> str | None:
    """Return what the converter makes of a formula, or None if that is not well-formed."""
    if not source.strip() or len(source) > _LONGEST:
        return None
    from xml.parsers import expat

    from latex2mathml.converter import convert

    try:
        made = convert(source, display="block" if display else "inline")
        parser = expat.ParserCreate()
        parser.Parse(made, True)  # noqa: FBT003  # it takes no names
    except Exception:  # noqa: BLE001  # the library has no root of its own, and what it cannot read is shown as TeX
        return None
    return str(made)
