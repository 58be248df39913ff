"""Feed readers get back what was put in."""

from __future__ import annotations

import functools
import http.server
import shutil
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from exporters.testing import briefing
from tests.conformance.test_judges import require

pytestmark = pytest.mark.conformance


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        pass


@pytest.fixture
def served(documents: dict[str, list[Path]]) -> Iterator[str]:
    """The address of a server, on this machine only, that serves the documents."""
    folder = documents[".rss"][0].parent
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize("suffix", [".rss", ".atom"])
def test_newsboat_shows_every_story(suffix: str, served: str, tmp_path: Path) -> None:
    require("" if shutil.which("newsboat") else "not installed: newsboat")
    (tmp_path / "urls").write_text(f"{served}/a-briefing{suffix}\n{served}/nothing{suffix}\n")
    cache = tmp_path / "cache.db"
    command = ["newsboat", "-u", str(tmp_path / "urls"), "-c", str(cache), "-C", "/dev/null", "-x", "reload"]
    subprocess.run(
        command,
        check=True,
        capture_output=True,
        timeout=60,
        env={"HOME": str(tmp_path), "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"},
    )
    connection = sqlite3.connect(cache)
    rows = connection.execute("select guid, title, url, author, pubDate, content from rss_item").fetchall()
    connection.close()
    articles = {article.meta.id: article for article in briefing().articles}
    assert {row[0] for row in rows} == set(articles)
    for guid, title, url, author, moment, content in rows:
        meta = articles[guid].meta
        assert (title, url, author) == (meta.title, meta.url, "Ada Example")
        assert meta.published is not None
        assert moment == int(meta.published.timestamp())
        assert "The text of the note." in content
        assert "1 Main Street" in content
