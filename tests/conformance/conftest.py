"""The documents that all judges share."""

from __future__ import annotations

from tests.conformance.documents import documents

__all__ = ["documents"]
