"""Digests are those of the standard library, whatever they are made by."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import uuid

import pytest

from exporters.digests import Sha256, blake2s, named_uuid, sha256_hex


@pytest.mark.parametrize("data", [b"", b"words", b"x" * 300_000])
@pytest.mark.parametrize("among", [0, 10_000_000])
def test_they_are_those_of_hashlib(data: bytes, among: int) -> None:
    assert sha256_hex(data, among=among) == hashlib.sha256(data).hexdigest()
    assert blake2s(data, digest_size=4).digest() == hashlib.blake2s(data, digest_size=4).digest()


@pytest.mark.parametrize("count", [0, 3, 3000])
def test_pieces_give_what_the_whole_gives(count: int) -> None:
    digest = Sha256()
    for number in range(count):
        digest.add(b"piece" * (number % 40))
    whole = b"".join(b"piece" * (number % 40) for number in range(count))
    assert digest.hex() == hashlib.sha256(whole).hexdigest()


@pytest.mark.parametrize("name", ["", "a story", "قصة"])
def test_uuids_are_those_of_uuid5(name: str) -> None:
    assert named_uuid(uuid.NAMESPACE_URL, name) == uuid.uuid5(uuid.NAMESPACE_URL, name)


def test_openssl_is_not_loaded_for_little() -> None:
    asked = "import sys; from exporters.digests import *; sha256_hex(b'x'); sys.exit('_hashlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
