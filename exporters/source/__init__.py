"""Bytes in: stories from Markdown, HTML, plain text, exact JSON, and folders of them."""

from __future__ import annotations

from exporters.source.stories import read_stories

__all__ = ["read_stories"]
