"""Authors as they stand in real front matter: names, handles, lists, mappings, and roles within a name."""

from __future__ import annotations

import re
from collections.abc import Mapping

from exporters.model.meta import Contributor
from exporters.model.place import Place
from exporters.patterns import pattern
from exporters.report import Report

ROLES = {
    "author": "aut", "writer": "aut", "words": "aut", "text": "aut", "reporter": "rpt", "correspondent": "rpt",
    "editor": "edt", "producer": "pro", "photographer": "pht", "photos": "pht", "photo": "pht", "photography": "pht",
    "illustrator": "ill", "illustrations": "ill", "illustration": "ill", "graphics": "ill", "cartoonist": "art",
    "translator": "trl", "translation": "trl", "contributor": "ctb", "researcher": "res", "research": "res",
    "data": "res", "designer": "dsr", "design": "dsr", "publisher": "pbl", "interviewer": "ivr", "interviewee": "ive",
    "narrator": "nrt",
}  # fmt: skip
"""Words for what people do, as MARC relator codes (https://www.loc.gov/marc/relators/)."""

_CODES = frozenset(
    {*ROLES.values(), "aud", "cmm", "com", "cre", "drt", "fmo", "jud", "lyr", "own", "pfr", "rev", "win"}
)
_EMAIL = pattern(r"(.*?)\s*(?:<([^<>@\s]+@[^<>@\s]+)>|\(([^()@\s]+@[^()@\s]+)\))")
_BY = pattern(r"(?:by|por|par|von|di|de autor[ae]?):?\s+(?=\S)", re.IGNORECASE)
_AND = pattern(r"\s+(?:and|&|y|et|und|e)\s+")
_HANDLE = pattern(r"[a-z0-9][a-z0-9._-]*")
_DEEPEST = 5


class People:
    """Reads who had a part in a story. `table` says who stands behind a handle."""

    def __init__(self, table: Mapping[str, object], report: Report) -> None:
        self.table = table
        self.report = report

    def read(self, value: object, place: Place, role: str = "aut", depth: int = 0) -> list[Contributor]:
        """Return the people that a value of front matter names, in order; nothing for an empty value."""
        if value is None or value == "" or depth > _DEEPEST:
            return []
        if isinstance(value, Mapping):
            return self._described(value, place, role)
        if isinstance(value, (list, tuple)):
            return [person for item in value for person in self.read(item, place, role, depth + 1)]
        text = _BY.sub("", " ".join(str(value).split()), count=1) if isinstance(value, str) else str(value)
        people: list[Contributor] = []
        for part in re.split(r"\s*;\s*", text):
            for name in _enumerated(part):
                people.extend(self._named(name, place, role, depth))
        return people

    def _named(self, text: str, place: Place, role: str, depth: int) -> list[Contributor]:
        if text in self.table and depth < _DEEPEST:
            known = self.table[text]
            if isinstance(known, (str, Mapping)) and known != text:
                return self.read(known, place, role, _DEEPEST)
        name, email = text, ""
        found = _EMAIL.fullmatch(name)
        if found:
            email = found[2] or found[3]
            name = found[1].strip("\"' ") or email
        head, comma, tail = name.partition(",")
        if comma and role_code(tail) and tail.strip().lower() not in ("jr", "jr.", "sr", "sr."):
            name, role = head.strip(), role_code(tail)
        elif not comma and (parted := re.fullmatch(r"([^()]+?)\s*\(([^()]+)\)", name)) and role_code(parted[2]):
            name, role = parted[1], role_code(parted[2])
        if not name:
            return []
        if _HANDLE.fullmatch(name) and not email:
            self.report.info(
                "author-handle",
                f"{name[:40]!r} looks like a handle; it is printed as it stands",
                place,
                "Write the name, or say who it is under `people` in the front matter",
            )
        return [Contributor(name=name, role=role, email=email, place=place)]

    def _described(self, value: Mapping[object, object], place: Place, role: str) -> list[Contributor]:
        fields = {
            str(key).lower().replace("-", "_"): str(text).strip()
            for key, text in value.items()
            if isinstance(text, (str, int, float)) and not isinstance(text, bool)
        }
        name = next((fields[key] for key in ("name", "full_name", "display_name", "title") if fields.get(key)), "")
        given, family = (
            fields.get("first_name", fields.get("given", "")),
            fields.get("last_name", fields.get("family", "")),
        )
        name = name or f"{given} {family}".strip()
        if not name and len(value) == 1:  # `- Ada Example: editor`
            ((key, text),) = value.items()
            name, fields["role"] = str(key).strip(), str(text or "")
        if not name:
            self.report.warning("author-nameless", "a contributor without a name is left out", place, "Write `name: …`")
            return []
        url = fields.get("url") or fields.get("website") or fields.get("link") or ""
        asked = fields.get("role") or fields.get("job") or ""
        if asked and not role_code(asked):
            self.report.info("role-unknown", f"the role {asked[:40]!r} has no code; {role!r} is used", place)
        return [
            Contributor(
                name=" ".join(name.split()),
                role=role_code(asked) or role,
                email=fields.get("email", ""),
                url=url if url.startswith(("http://", "https://")) else "",
                file_as=fields.get("file_as", ""),
                place=place,
            )
        ]


def role_code(text: str) -> str:
    """Return the MARC relator code for a role in words, or the code itself; nothing for words that name no role."""
    plain = text.strip().lower().rstrip(".")
    if plain in ROLES:
        return ROLES[plain]
    if plain in _CODES:
        return plain
    words = re.findall(r"[a-z]+", plain)
    return next((ROLES[word] for word in reversed(words) if word in ROLES), "") if len(words) <= 5 else ""


def _enumerated(text: str) -> list[str]:
    """Return the names that a line enumerates: "Ada Example, Ben Example and Cy Example"; else the line as one name.

    A body such as "Department of Health and Human Services" is one name: only what looks like a person's is parted.
    """
    parts = [part.strip() for piece in _AND.split(text) for part in piece.split(",")]
    people = [part for part in parts if part]
    if len(people) > 1 and all(_is_person(part) for part in people):
        return people
    pieces = [piece.strip() for piece in _AND.split(text)]
    if len(pieces) > 1 and all(_is_person(piece.partition(",")[0]) and not _is_body(piece) for piece in pieces):
        return pieces
    return [text.strip()] if text.strip() else []


def _is_person(text: str) -> bool:
    words = text.split()
    return 2 <= len(words) <= 4 and not _is_body(text) and not role_code(text) and words[0][:1].isupper()


_BODY_WORDS = frozenset({
    "of", "for", "the", "department", "office", "agency", "university", "institute", "committee", "project",
    "services", "service", "center", "centre", "bureau", "commission", "company", "inc", "inc.", "llc", "ltd",
    "news", "press",
})  # fmt: skip


def _is_body(text: str) -> bool:
    return any(word.lower() in _BODY_WORDS for word in text.split())
