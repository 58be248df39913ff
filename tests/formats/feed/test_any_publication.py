"""Whatever a publication holds, its feeds keep the rules, and the same feed gives the same bytes."""

from __future__ import annotations

import feedparser
from hypothesis import Phase, given, settings

from exporters.formats.feed import ATOM, JSONFEED, RSS
from exporters.model.publication import Publication
from tests.formats.feed.making import write
from tests.formats.feed.rules import broken_json_rules, broken_rss_rules
from tests.strategies import numbered_publications

SETTINGS = {"pictures": "https://example.org/media", "url": "https://example.org/", "entries": "2", "page": "1"}


# A feed of everything shrinks too slowly to wait for.
@settings(max_examples=10, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(numbered_publications())
def test_every_document_keeps_the_rules(publication: Publication) -> None:
    for format_ in (RSS, ATOM, JSONFEED):
        documents = write(format_, publication, **SETTINGS)
        assert documents == write(format_, publication, **SETTINGS)
        for document in documents.values():
            if format_ is JSONFEED:
                assert broken_json_rules(document) == []
            elif format_ is RSS:
                assert broken_rss_rules(document) == []
            if format_ is not JSONFEED:
                assert not feedparser.parse(document).bozo
