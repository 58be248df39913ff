"""The desk's part of the table: a project of thousands of posts to feeds, built whole and built again, beside Hugo.

The texts are those of posts-18f of the corpora, repeated, without the templates and pictures of their site. Hugo reads
the same posts and writes one RSS feed by its own template, which holds summaries; nothing else of the site is made.
"""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.speed.bench import Bench, Row
from tests.speed.measure import Cost

_START = datetime(2000, 1, 1, 9, tzinfo=UTC)
_HEAD = re.compile(r"---\n(.*?)\n---\n", re.DOTALL)
_TITLE = re.compile(r"^title:\s*(.*)$", re.MULTILINE)
_NOT_TEXT = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|!\[[^\]]*\]\([^)]*\)|<img[^>]*>", re.DOTALL)

_PROJECT = """\
[publication]
title = "The Desk"
id = "tag:desk.example,2000:desk"
url = "https://desk.example/"

[stories]
url = "https://desk.example/{slug}/"

[[feeds]]
name = "all"
formats = ["rss", "atom", "jsonfeed"]
entries = 50
page = 50
"""
_HUGO = """\
baseURL = "https://desk.example/"
title = "The Desk"
disableKinds = ["taxonomy", "term", "sitemap", "robotsTXT", "404", "section"]
[outputs]
home = ["RSS"]
[[cascade]]
[cascade.build]
render = "never"
list = "always"
[cascade.target]
kind = "page"
"""


def measure_desk(bench: Bench) -> None:
    """Measure a project of 20,000 posts (2,000 in a quick run), and one of a tenth of that for its memory."""
    posts = 2_000 if bench.rounds == 1 else 20_000
    texts = _texts(bench.inputs.corpora)
    if not texts:
        return
    for count in (posts // 10, posts):
        _make_project(bench.inputs.folder / f"desk-{count}", texts, count)
    few = _build(bench, posts // 10, "from nothing", "rm -rf {0}/.broadsheet {0}/dist && ")
    whole = _build(bench, posts, "from nothing", "rm -rf {0}/.broadsheet {0}/dist && ")
    changed = _build(bench, posts, "one changed", "printf '\\nMore of it.\\n' >> {0}/stories/post-00010.md && ")
    same = _build(bench, posts, "nothing changed", "")
    hugo = Path(sys.executable).with_name("hugo")
    there = bench.cost(f"hugo {posts:,} posts", [str(hugo), "--quiet", "-s", f"desk-{posts}-hugo"])
    named = f"{posts:,} posts to RSS, Atom and JSON Feed with archives"
    bench.part_at_most(f"{named}, against Hugo's one RSS feed", whole, there, 0.5)
    bench.part_at_most("its peak memory, against a tenth of the posts", whole, few, 1.1, memory=True)
    reached = f"{whole.memory_mb:.0f} MB" if not whole.failed else f"not measured: {whole.failed}"
    bench.rows.append(Row("its peak memory", reached, "at most 300 MB", whole.memory_mb <= 300 and not whole.failed))
    bench.part_at_most("the same again, one story changed", changed, whole, 0.05)
    bench.part_at_most("the same again, nothing changed", same, whole, 0.02)


def _build(bench: Bench, posts: int, name: str, before: str) -> Cost:
    """Return what a build costs, each round after the command `before`."""
    folder = f"desk-{posts}"
    command = f"{before.format(folder)}exec '{sys.executable}' -m exporters build {folder} -q"
    rounds, bench.rounds = bench.rounds, 1  # minutes each
    cost = bench.cost(f"broadsheet build, {posts:,} posts, {name}", ["sh", "-c", command])
    bench.rounds = rounds
    return cost


def _texts(corpora: Path) -> list[tuple[str, str]]:
    """Return title and text of each post."""
    found: list[tuple[str, str]] = []
    for path in sorted((corpora / "posts-18f").rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        head = _HEAD.match(text)
        if head is not None:
            titled = _TITLE.search(head[1])
            title = (titled[1] if titled else path.stem).strip(" \"'").replace('"', "'").replace("\\", "")
            found.append((title, _NOT_TEXT.sub("", text[head.end() :])))
    return found


def _make_project(folder: Path, texts: list[tuple[str, str]], count: int) -> None:
    """Write the project, and beside it the same posts as a site of Hugo's."""
    site = folder.with_name(f"{folder.name}-hugo")
    stories, posts = folder / "stories", site / "content" / "post"
    stories.mkdir(parents=True)
    posts.mkdir(parents=True)
    (folder / "broadsheet.toml").write_text(_PROJECT, encoding="utf-8")
    (site / "hugo.toml").write_text(_HUGO, encoding="utf-8")
    for at in range(count):
        title, body = texts[at % len(texts)]
        day = (_START + timedelta(hours=9 * at)).isoformat()
        lines = [f'title: "{title} ({at})"', f"date: {day}", f"slug: post-{at:05d}", "author: Noor Example"]
        lines += [f"id: tag:desk.example,2000:post-{at:05d}", "tags: [records, courts]"]
        text = "---\n" + "\n".join(lines) + f"\n---\n\n{body}"
        for target in (stories, posts):
            (target / f"post-{at:05d}.md").write_text(text, encoding="utf-8")
