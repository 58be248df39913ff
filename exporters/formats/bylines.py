"""Who else had a hand in a story, with the part they had, as every format says it below those who wrote it."""

from __future__ import annotations

from collections.abc import Iterable

from exporters.model.meta import Contributor
from exporters.words import Words


def other_hands(people: Iterable[Contributor], words: Words) -> str:
    """Return those who did not write it, "Editing: A · Picture: B"; nothing where there are none.

    Roles are MARC relators (https://www.loc.gov/marc/relators/relaterm.html); a publisher stands elsewhere.
    """
    parts = {"edt": words.editing, "trl": words.translation, "pht": words.photo, "ill": words.photo}
    named = (
        f"{parts[person.role]}: {person.name}" if person.role in parts else person.name
        for person in people
        if person.role not in ("aut", "pbl") and person.name
    )
    return " \u00b7 ".join(dict.fromkeys(named))
