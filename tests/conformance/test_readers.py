"""Feed readers that nobody here wrote get back what was put in: every story once, whole, with its dates and files.

A site of 23 stories in all three formats, with archives and the PDF and EPUB of each story, stands on a server on this
machine. feedparser (Python), newsboat (C++) and feedsmith (JavaScript) read it from there.
"""

from __future__ import annotations

import functools
import http.server
import json
import shutil
import sqlite3
import subprocess
import threading
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest

from exporters.contract import MadeFile
from exporters.formats.catalogue import atom_catalogue
from exporters.formats.feed import ATOM, JSONFEED, RSS
from exporters.formats.feed.opml import ListedFeed, opml_document
from exporters.model.nodes import Paragraph, Text
from exporters.model.publication import Article
from exporters.testing import briefing
from tests.conformance.judges import HERE, JUDGES, JUDGES_BY_NAME
from tests.conformance.test_judges import require
from tests.formats.catalogue.test_catalogue import BOTH
from tests.formats.feed.making import START, feed, story, write

pytestmark = pytest.mark.conformance

STORIES = 23
CORRECTED = 4
WITHDRAWN = 7
LIVING = [number for number in reversed(range(STORIES)) if number != WITHDRAWN]


class _Quiet(http.server.SimpleHTTPRequestHandler):
    extensions_map = {**http.server.SimpleHTTPRequestHandler.extensions_map, ".rss": "application/rss+xml"}  # noqa: RUF012

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        pass


@dataclass(frozen=True)
class Site:
    """Where the feeds are served, and from which folder."""

    address: str
    folder: Path


def _article(number: int, address: str) -> Article:
    fields: dict[str, Any] = {"contributors": [{"name": "Ada"}, {"name": "Ben & Co."}], "keywords": ["courts"]}
    if number == CORRECTED:
        fields["modified"] = START + timedelta(days=STORIES + 1)
    if number == WITHDRAWN:
        fields |= {"status": "withdrawn", "modified": START + timedelta(days=STORIES + 2)}
    words = Paragraph((Text(f"The whole text of {number}: <a> & “b”."),))
    return story(number, words, Paragraph((Text("The end."),)), url=f"{address}/story-{number}", **fields)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of feeds, served on this machine only."""
    folder = tmp_path_factory.mktemp("site")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}"
    made: dict[str, list[MadeFile]] = {}
    for number in range(STORIES):
        for suffix, kind in ((".pdf", "application/pdf"), (".epub", "application/epub+zip")):
            data = b"x" * (1000 + number)
            (folder / f"story-{number}{suffix}").write_bytes(data)
            made.setdefault(f"story-{number}", []).append(MadeFile(f"story-{number}{suffix}", kind, len(data)))
    publication = feed(*(_article(number, address) for number in range(STORIES)))
    for format_ in (RSS, ATOM, JSONFEED):
        settings = {"self-url": f"{address}/news{format_.suffix}", "entries": "6", "page": "5", "files": address}
        settings |= {"hub": "https://hub.example.org/", "url": f"{address}/"}
        for name, data in write(format_, publication, made, **settings).items():
            (folder / name).write_bytes(data)
    yield Site(address, folder)
    server.shutdown()
    server.server_close()
    thread.join()


def fetched(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=10) as answer:
        return bytes(answer.read())


def test_every_document_of_the_site_keeps_its_rules(site: Site) -> None:
    for name, suffix in (("RFC 4287 grammar", ".atom"), ("RSS 2.0 rules", ".rss"), ("JSON Feed 1.1 rules", ".json")):
        judge = JUDGES_BY_NAME[name]
        require(judge.missing())
        files = sorted(site.folder.glob(f"*{suffix}"))
        assert len(files) == 4
        assert {file.name: found for file, found in judge.judge(files).items() if found} == {}


def test_the_catalogue_of_briefings_is_an_atom_feed(tmp_path: Path) -> None:
    judge = JUDGES_BY_NAME["RFC 4287 grammar"]
    require(judge.missing())
    good, bad = tmp_path / "catalogue.opds.xml", tmp_path / "bad.xml"
    good.write_bytes(atom_catalogue(BOTH))
    bad.write_bytes(good.read_bytes().replace(b"<updated>", b"<changed>").replace(b"</updated>", b"</changed>"))
    found = judge.judge([good, bad])
    assert found[good] == []
    assert "changed" in " ".join(found[bad])


# ---------------------------------------------------------------------------------------------------- feedparser


def _followed(address: str) -> list[Any]:
    entries: list[Any] = []
    while address:
        seen = feedparser.parse(fetched(address))
        assert not seen.bozo
        entries += seen.entries
        address = next((link.href for link in seen.feed.links if link.rel == "prev-archive"), "")
    return entries


@pytest.mark.parametrize("suffix", [".rss", ".atom"])
def test_feedparser_follows_the_archives_to_every_story(suffix: str, site: Site) -> None:
    entries = _followed(f"{site.address}/news{suffix}")
    ids = [entry.id for entry in entries]
    twice = {f"tag:example.org,2025:{CORRECTED}"}  # shown anew, as it was corrected
    assert {entry for entry in ids if ids.count(entry) > 1} == twice
    assert list(dict.fromkeys(sorted(ids))) == sorted(f"tag:example.org,2025:{number}" for number in LIVING)
    for entry in entries:
        number = int(entry.id.rpartition(":")[2])
        assert entry.title == f"Story {number}"
        assert entry.link == f"{site.address}/story-{number}"
        assert [author.name for author in entry.authors] == ["Ada", "Ben & Co."]
        assert entry.published_parsed[:3] == (START + timedelta(days=number)).timetuple()[:3]
        changed = STORIES + 1 if number == CORRECTED else number
        assert entry.updated_parsed[:3] == (START + timedelta(days=changed)).timetuple()[:3]
        assert f"The whole text of {number}: &lt;a&gt; &amp; “b”." in entry.content[0].value
        assert "The end." in entry.content[0].value
        for file in entry.enclosures:
            assert len(fetched(file.href)) == int(file.length)
        assert [file.type for file in entry.enclosures] == ["application/pdf", "application/epub+zip"]


def test_a_reader_that_does_not_follow_misses_stories(site: Site) -> None:
    document = (site.folder / "news.atom").read_bytes().replace(b'rel="prev-archive"', b'rel="previous"')
    seen = feedparser.parse(document)
    assert len(seen.entries) < len(LIVING)
    assert "prev-archive" not in {link.rel for link in seen.feed.links}


# ----------------------------------------------------------------------------------------------------- feedsmith


def feedsmith(*files: Path) -> list[dict[str, Any]]:
    """Return what feedsmith reads in these files."""
    done = subprocess.run(
        ["node", HERE / "read_feed.mjs", JUDGES, *files], capture_output=True, text=True, check=True, timeout=60
    )
    return list(json.loads(done.stdout))


def _needs_feedsmith() -> None:
    found = shutil.which("node") and (JUDGES / "node/node_modules/feedsmith").exists()
    require("" if found else "not installed: node, feedsmith (make conformance installs it)")


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text) if text[:4].isdecimal() else parsedate_to_datetime(text)


@pytest.mark.parametrize("suffix", [".rss", ".atom", ".json"])
def test_feedsmith_follows_the_archives_to_every_story(suffix: str, site: Site) -> None:
    _needs_feedsmith()
    entries: list[dict[str, Any]] = []
    name = f"news{suffix}"
    while name:
        (seen,) = feedsmith(site.folder / name)
        assert (seen["title"], seen["hub"]) == ("News", "https://hub.example.org/")
        entries += seen["entries"]
        name = seen["previous"].rpartition("/")[2]
    assert sorted({entry["id"] for entry in entries}) == sorted(f"tag:example.org,2025:{number}" for number in LIVING)
    assert len(entries) == len(LIVING) + 1
    for entry in entries:
        number = int(entry["id"].rpartition(":")[2])
        assert (entry["title"], entry["url"]) == (f"Story {number}", f"{site.address}/story-{number}")
        assert entry["authors"] == ["Ada", "Ben & Co."]
        assert _moment(entry["published"]) == START + timedelta(days=number)
        assert _moment(entry["updated"]) == START + timedelta(days=STORIES + 1 if number == CORRECTED else number)
        assert entry["html"] == f"<p>The whole text of {number}: &lt;a&gt; &amp; “b”.</p>\n<p>The end.</p>"
        assert entry["files"] == [
            [f"{site.address}/story-{number}.pdf", "application/pdf", 1000 + number],
            [f"{site.address}/story-{number}.epub", "application/epub+zip", 1000 + number],
        ]


def test_feedsmith_tells_a_feed_that_lost_something(site: Site, tmp_path: Path) -> None:
    _needs_feedsmith()
    bad = tmp_path / "news.rss"
    bad.write_bytes((site.folder / "news.rss").read_bytes().replace(b"content:encoded>", b"content:lost>"))
    assert all("html" not in entry for entry in feedsmith(bad)[0]["entries"])
    bad.write_bytes(b"<html><p>No feed.</p></html>")
    with pytest.raises(subprocess.CalledProcessError):
        feedsmith(bad)


def test_feedsmith_reads_the_list_of_feeds(tmp_path: Path) -> None:
    _needs_feedsmith()
    listed = tmp_path / "feeds.opml"
    listed.write_bytes(opml_document("Feeds", [ListedFeed(title="A & B", addresses={"rss": "https://example.org/a"})]))
    script = "const m = await import(process.argv[1]); const fs = await import('node:fs');"
    script += "console.log(JSON.stringify(m.parseOpml(fs.readFileSync(process.argv[2], 'utf8'))))"
    module = JUDGES / "node/node_modules/feedsmith/dist/index.mjs"
    done = subprocess.run(
        ["node", "--input-type=module", "-e", script, module.as_uri(), listed],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    (outline,) = json.loads(done.stdout)["body"]["outlines"]
    assert (outline["text"], outline["xmlUrl"], outline["type"]) == ("A & B", "https://example.org/a", "rss")


# ------------------------------------------------------------------------------------------------------ newsboat


def newsboat(addresses: list[str], folder: Path) -> list[tuple[Any, ...]]:
    """Return what newsboat keeps of these feeds: id, title, page, author, time and text of each story."""
    (folder / "urls").write_text("".join(f"{address}\n" for address in addresses))
    cache = folder / "cache.db"
    command = ["newsboat", "-u", str(folder / "urls"), "-c", str(cache), "-C", "/dev/null", "-x", "reload"]
    subprocess.run(
        command,
        check=True,
        capture_output=True,
        timeout=60,
        env={"HOME": str(folder), "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"},
    )
    connection = sqlite3.connect(cache)
    rows = connection.execute("select guid, title, url, author, pubDate, content from rss_item").fetchall()
    connection.close()
    return rows


@pytest.mark.parametrize("suffix", [".rss", ".atom"])
def test_newsboat_shows_every_story_of_all_documents(suffix: str, site: Site, tmp_path: Path) -> None:
    require("" if shutil.which("newsboat") else "not installed: newsboat")
    names = sorted(file.name for file in site.folder.glob(f"*{suffix}"))
    rows = newsboat([f"{site.address}/{name}" for name in (*names, f"nothing{suffix}")], tmp_path)
    assert {row[0] for row in rows} == {f"tag:example.org,2025:{number}" for number in LIVING}
    for guid, title, url, author, moment, content in rows:
        number = int(guid.rpartition(":")[2])
        assert (title, url) == (f"Story {number}", f"{site.address}/story-{number}")
        assert author in ("Ada, Ben & Co.", "Ada", "Ben & Co.")
        assert moment == int((START + timedelta(days=number)).timestamp())
        assert f"The whole text of {number}: &lt;a&gt; &amp; “b”." in content


@pytest.mark.parametrize("suffix", [".rss", ".atom"])
def test_newsboat_shows_what_every_kind_of_node_became(
    suffix: str, documents: dict[str, list[Path]], tmp_path: Path
) -> None:
    require("" if shutil.which("newsboat") else "not installed: newsboat")
    file = next(file for file in documents[suffix] if file.stem == "a-briefing")
    rows = newsboat([file.as_uri()], tmp_path)
    articles = {article.meta.id: article for article in briefing().articles}
    assert {row[0] for row in rows} == set(articles)
    for guid, title, url, author, moment, content in rows:
        meta = articles[guid].meta
        assert (title, url, author) == (meta.title, meta.url, "Ada Example")
        assert moment == int((meta.published or START).timestamp())
        assert "The text of the note." in content
        assert "1 Main Street" in content


def test_newsboat_shows_nothing_of_a_feed_without_entries(site: Site, tmp_path: Path) -> None:
    require("" if shutil.which("newsboat") else "not installed: newsboat")
    bad = site.folder / "bad.atom.txt"
    bad.write_bytes(
        (site.folder / "news.atom").read_bytes().replace(b"<entry ", b"<item ").replace(b"</entry>", b"</item>")
    )
    assert newsboat([f"{site.address}/{bad.name}"], tmp_path) == []
    bad.unlink()
