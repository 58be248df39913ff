"""What is judged: every node kind alone and as a briefing, the example, and stories in other scripts."""

from __future__ import annotations

from pathlib import Path

import pytest

from exporters.assets import assets_folder
from exporters.contract import Format
from exporters.model.meta import Meta
from exporters.pipeline import export, load_edition
from exporters.registry import choose_formats
from exporters.report import Report
from exporters.testing import briefing, specimen, write_to_memory
from tests.conformance.judges import suffix_of

ARABIC = """---
title: ما يكشفه السجل
language: ar
date: 2025-11-06T09:00:00-05:00
author: نور مثال
url: https://example.org/ar/record
---

طلبت وكالة الهجرة **1.27 مليون** سجل ضريبي، وعُدَّ 47,489 شخصًا مطابقين[^1].
الشبكة اسمها <span lang="en" dir="ltr">Kiteworks</span>.

## ما الذي طُلب

- أسماء
- عناوين

| الخطوة | السجلات |
|---|--:|
| المطلوب | 1,270,000 |
| المطابق | 47,489 |

> اقتباس قصير.

[^1]: الرقم من السجل الإداري.
"""

JAPANESE = """---
title: 記録が示すもの
language: ja
date: 2025-11-06T09:00:00+09:00
author: 例文 太郎
url: https://example.org/ja/record
---

移民当局は約127万件の納税者記録を求め、47,489人が一致すると判断された[^1]。「個人情報」は氏名、生年月日、住所を含む。

## 求められたもの

1. 氏名
2. 住所

| 段階 | 件数 |
|---|--:|
| 請求 | 1,270,000 |
| 一致 | 47,489 |

[^1]: 数字は行政記録による。
"""


@pytest.fixture(scope="session")
def documents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Path]]:
    """The files to judge, by suffix."""
    folder = tmp_path_factory.mktemp("documents")
    formats = choose_formats("all")
    for publication in (specimen(), briefing()):
        for format_ in formats:
            files, _ = write_to_memory(format_, publication)
            (folder / f"{publication.meta.slug}{format_.suffix}").write_bytes(files[None])
    for name, text in (("arabic", ARABIC), ("japanese", JAPANESE)):
        source = folder / f"{name}.md"
        source.write_text(text, encoding="utf-8")
        export_story(source, formats, folder)
    examples = assets_folder() / "examples"
    meta = Meta(title="The taxpayer records", slug="the-taxpayer-records", publisher="The Ledger Desk", language="en")
    report = Report()
    edition = load_edition([examples], report, meta=meta, as_one=True, syndicated=True)
    export(edition, formats, folder, report, settings=["pictures=https://ledger.example/pictures/"], strict=True)
    export_story(min(examples.glob("*.md")), formats, folder)
    found: dict[str, list[Path]] = {}
    for path in sorted(folder.iterdir()):
        found.setdefault(suffix_of(path), []).append(path)
    return found


def export_story(source: Path, formats: tuple[Format, ...], folder: Path) -> None:
    """Write one story in these formats."""
    report = Report()
    export(load_edition([source], report, syndicated=True), formats, folder, report)
