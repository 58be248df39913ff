"""What holds for every test: no network but this machine, no date from outside."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("project", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("project")

_LOCAL = {"127.0.0.1", "::1", "localhost"}


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse connections to other machines, and forget SOURCE_DATE_EPOCH."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if self.family in (socket.AF_INET, socket.AF_INET6) and host not in _LOCAL:
            raise OSError(f"a test may not connect to {host}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run write the expected texts of `cases/` anew."""
    parser.addoption("--accept", action="store_true", help="write the expected texts of tests/cases anew")
