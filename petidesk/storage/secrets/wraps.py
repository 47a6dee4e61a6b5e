"""The few sealings that a keyring is made of: argon2id, AES-GCM, and a box for a public key (X25519).

All of them take what they are bound to (`bound`) as associated data: a part of a keyring put into another place, or
under other parameters, does not open.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

_NONCE = 12
_POINT = 32
SALT = 16


@dataclass(frozen=True, slots=True)
class Cost:
    """What one try of a password costs: memory in KiB, passes over it, lanes."""

    memory_kib: int = 64 << 10
    passes: int = 3
    lanes: int = 4


FULL = Cost()
# Beyond these a keyring is not ours: it would only make the program stand still.
MOST = Cost(1 << 20, 32, 16)


def derived(secret: bytes, salt: bytes, cost: Cost) -> bytes:
    """The key that a password, or a recovery code, gives: argon2id, 32 bytes."""
    kdf = Argon2id(salt=salt, length=32, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory_kib)
    return kdf.derive(secret)


def seal(key: bytes, content: bytes, bound: bytes) -> bytes:
    """Nonce and AES-GCM of the content."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, content, bound)


def unseal(key: bytes, sealed: bytes, bound: bytes) -> bytes | None:
    """The content, None when the key is another or a byte was changed."""
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], bound)
    except (InvalidTag, ValueError):
        return None


def new_pair() -> tuple[bytes, bytes]:
    """A private half and its public half."""
    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def seal_to(public: bytes, content: bytes, bound: bytes) -> bytes:
    """Seal for whoever has the private half; nothing is needed to do it."""
    once, point = new_pair()
    return point + seal(_shared(once, public, point, public), content, bound)


def unseal_with(private: bytes, sealed: bytes, bound: bytes) -> bytes | None:
    """What was sealed to the public half of this private one; None when it is another or a byte was changed."""
    point, public = sealed[:_POINT], X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()
    try:
        return unseal(_shared(private, point, point, public), sealed[_POINT:], bound)
    except ValueError:
        return None


def _shared(private: bytes, public: bytes, point: bytes, receiver: bytes) -> bytes:
    agreed = X25519PrivateKey.from_private_bytes(private).exchange(X25519PublicKey.from_public_bytes(public))
    return hmac.digest(agreed, b"petidesk 1 box" + point + receiver, "sha256")
