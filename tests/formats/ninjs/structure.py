"""The structure of ninjs 3.1 as the IPTC's schema has it, in our words: which members there are, and what each takes.

Facts of http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json: the names of members, their types and the few values that
are fixed. Nothing else may stand in an item, nor in the objects within it.
"""

from __future__ import annotations

import json
from typing import Any

import jsonschema

TEXT = {"type": "string", "minLength": 1}
URI = {"type": "string", "pattern": '^[A-Za-z][A-Za-z0-9+.-]*:[^\\s<>"{}|\\\\^`]+$'}
WHOLE = {"type": "integer", "minimum": 0}
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$"}


def _object(required: tuple[str, ...] = (), /, **members: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": members,
        "required": list(required),
        "additionalProperties": False,
        "minProperties": 1,
    }


def _list(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "minItems": 1, "items": of}


_CONCEPT: dict[str, Any] = {"name": TEXT, "rel": TEXT, "uri": URI, "literal": TEXT}
_VALUED = _object(("value",), role=TEXT, contentType=TEXT, value=TEXT)
_MEMBERS: dict[str, Any] = {
    "uri": URI,
    "type": {
        "enum": ["text", "audio", "video", "picture", "graphic", "composite", "component", "event", "planning"],
    },
    "representationType": {"enum": ["full", "partial"]},
    "profile": TEXT,
    "version": TEXT,
    "firstCreated": MOMENT,
    "versionCreated": MOMENT,
    "contentCreated": MOMENT,
    "embargoedUntil": MOMENT,
    "pubStatus": {"enum": ["usable", "withheld", "canceled"]},
    "urgency": {"type": "integer", "minimum": 1, "maximum": 9},
    "copyrightHolder": TEXT,
    "copyrightNotice": TEXT,
    "usageTerms": TEXT,
    "edNote": TEXT,
    "language": TEXT,
    "descriptions": _list(_VALUED),
    "bodies": _list(
        _object(("value",), role=TEXT, contentType=TEXT, charCount=WHOLE, wordCount=WHOLE, value={"type": "string"})
    ),
    "headlines": _list(_VALUED),
    "people": _list(_object(**_CONCEPT)),
    "organisations": _list(_object(**_CONCEPT)),
    "places": _list(_object(**_CONCEPT)),
    "subjects": _list(_object(**_CONCEPT, creator=TEXT, relevance=WHOLE, confidence=WHOLE)),
    "events": _list(_object(**_CONCEPT, id=TEXT)),
    "objects": _list(_object(**_CONCEPT)),
    "infoSources": _list(_object(name=TEXT, role=TEXT, uri=URI, literal=TEXT)),
    "title": TEXT,
    "by": TEXT,
    "slugline": TEXT,
    "located": TEXT,
    "renditions": _list(
        _object(
            ("name",),
            name=TEXT,
            href=URI,
            contentType=TEXT,
            title=TEXT,
            width=WHOLE,
            height=WHOLE,
            sizeInBytes=WHOLE,
            format=TEXT,
        )
    ),
    "altIds": _list(_object(role=TEXT, value=TEXT)),
    "trustIndicators": _list(_object(role=URI, title=TEXT, href=URI)),
    "standard": _object(name={"const": "ninjs"}, version={"const": "3.1"}, schema=URI),
    "genres": _list(_object(name=TEXT, uri=TEXT, literal=TEXT)),
    "expires": MOMENT,
    "rightsInfo": {
        **_object(langId=URI, linkedRights=URI, encodedRights=TEXT),
        "oneOf": [{"required": ["linkedRights"]}, {"required": ["encodedRights"]}],
    },
    "digitalSourceType": _object(name=TEXT, uri=URI, literal=TEXT),
    "associations": _list({"$ref": "#/$defs/association"}),
}
NINJS: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": _MEMBERS,
    "required": ["uri"],
    "additionalProperties": False,
    "$defs": {
        "association": {
            "type": "object",
            "properties": {**_MEMBERS, "name": TEXT, "rel": TEXT},
            "required": ["name", "uri"],
            "additionalProperties": False,
        },
    },
}


def broken_ninjs_rules(document: bytes) -> list[str]:
    """Return what of the document ninjs 3.1 has no place for."""
    errors = jsonschema.Draft202012Validator(NINJS).iter_errors(json.loads(document))
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}" for error in errors]
