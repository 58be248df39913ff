"""What the attributes of an element say, read the same way for all of them."""

from __future__ import annotations

from exporters.model.nodes import CalloutKind, Direction
from exporters.model.outline import slugify
from exporters.patterns import pattern

_NAME = pattern(r"[^\W\d][\w.-]*$")

_CALLOUTS: dict[str, CalloutKind] = {
    kind: kind
    for kind in (
        "note", "tip", "important", "warning", "caution", "correction", "clarification", "update", "key-points",
    )
}  # fmt: skip


def anchor_of(attributes: dict[str, str]) -> str:
    """Return the element's id as a name that XML allows, or nothing."""
    name = attributes.get("id", "").strip()
    if not name or _NAME.match(name):
        return name
    made = slugify(name)
    return made if made[:1].isalpha() else ""


def language_of(attributes: dict[str, str]) -> str:
    """Return the language that the element sets, if it does."""
    return (attributes.get("lang") or attributes.get("xml:lang") or "").strip()


def direction_of(attributes: dict[str, str]) -> Direction:
    """Return the direction that the element sets, if it does."""
    given = attributes.get("dir", "").strip().lower()
    return "rtl" if given == "rtl" else "ltr" if given == "ltr" else ""


def classes_of(attributes: dict[str, str]) -> list[str]:
    """Return the classes of the element in lower case, in their order."""
    return attributes.get("class", "").lower().split()


def callout_kind(name: str) -> CalloutKind | None:
    """Return the kind of callout of this name, if there is one."""
    return _CALLOUTS.get(name.strip().lower().replace("_", "-").replace(" ", "-"))
