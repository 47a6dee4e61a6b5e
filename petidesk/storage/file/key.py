"""The key of an encrypted folder: 32 random bytes, from which every use takes a key of its own."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass

BYTES = 32


@dataclass(frozen=True, slots=True, repr=False)
class Key:
    """The secret of a folder. Never shown, logged or written but wrapped (storage/secrets)."""

    secret: bytes

    def of(self, use: str) -> bytes:
        """The key for one use (``database``, ``keyring``): 32 bytes that tell nothing of the secret."""
        return hmac.digest(self.secret, f"petidesk 1 {use}".encode(), "sha256")

    @property
    def ident(self) -> str:
        """A name for the key that tells nothing of it."""
        return self.of("ident").hex()[:32]


def new_key() -> Key:
    """A random key for a new folder, or for one that is renewed."""
    return Key(secrets.token_bytes(BYTES))
