"""Authors as they stand in real front matter: names, handles, lists, mappings, and roles within a name."""

from __future__ import annotations

import re
from collections.abc import Mapping

from exporters.model.meta import Contributor
from exporters.model.place import Place

ROLES = {
    "author": "aut", "writer": "aut", "reporter": "rpt", "editor": "edt", "senior editor": "edt", "photographer": "pht",
    "photo": "pht", "illustrator": "ill", "translator": "trl", "contributor": "ctb", "researcher": "res",
    "designer": "dsr", "publisher": "pbl", "data": "res", "interviewer": "ivr", "interviewee": "ive",
}  # fmt: skip
"""Words for what people do, as MARC relator codes (https://www.loc.gov/marc/relators/)."""

_CODE = re.compile(r"^[a-z]{3}$")
_EMAIL = re.compile(r"^(.*?)\s*<([^<>@\s]+@[^<>@\s]+)>\s*$")


def read_people(value: object, place: Place, role: str = "aut") -> list[Contributor]:
    """Return the people that a value of front matter names, in order; nothing for an empty value."""
    if value is None or value == "":
        return []
    if isinstance(value, str):
        if ";" in value or " and " in value:
            return [person for part in re.split(r"\s*;\s*|\s+and\s+", value) for person in _named(part, place, role)]
        return _named(value, place, role)
    if isinstance(value, Mapping):
        return _described(value, place, role)
    if isinstance(value, (list, tuple)):
        return [person for item in value for person in read_people(item, place, role)]
    return _named(str(value), place, role)


def role_code(text: str) -> str:
    """Return the MARC relator code for a role in words, or the code itself; nothing for words that name no role."""
    plain = text.strip().lower()
    if plain in ROLES:
        return ROLES[plain]
    if _CODE.match(plain):
        return plain
    return next((code for word, code in ROLES.items() if word in plain.split()), "")


def _named(text: str, place: Place, role: str) -> list[Contributor]:
    name, email = " ".join(text.split()), ""
    found = _EMAIL.match(name)
    if found:
        name, email = found[1].strip("\"' ") or found[2], found[2]
    head, comma, tail = name.partition(",")
    if comma and role_code(tail):
        return [Contributor(name=head.strip(), role=role_code(tail), email=email, place=place)]
    names = [part.strip() for part in name.split(",")]
    if comma and all(" " in part for part in names):  # "Ada Example, Ben Example": several full names
        return [Contributor(name=part, role=role, place=place) for part in names]
    return [Contributor(name=name, role=role, email=email, place=place)] if name else []


def _described(value: Mapping[object, object], place: Place, role: str) -> list[Contributor]:
    fields = {str(key).lower(): text for key, text in value.items() if isinstance(text, (str, int, float))}
    name = str(fields.get("name") or fields.get("title") or fields.get("display_name") or "").strip()
    if not name:
        return []
    given = role_code(str(fields.get("role", ""))) or role
    return [
        Contributor(
            name=name,
            role=given,
            email=str(fields.get("email", "")),
            url=str(fields.get("url") or fields.get("website") or ""),
            file_as=str(fields.get("file_as", "")),
            place=place,
        )
    ]
