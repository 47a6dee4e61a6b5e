"""Sealing what an accusation says: anybody may seal, only the private half opens (decision 0017).

    text    MARK 1 base64url(point | nonce | AES-GCM)          also inside of JSON, string by string
    bytes   petiseal1 | point | nonce | AES-GCM

A fresh X25519 pair for each run of values, HKDF-SHA256 over what it agrees on with the public half, AES-GCM. A value
is bound to its version and to what it is (a text, a paper), not to its place: the desk carries sealed words from one
column to another without opening them, and whoever holds the folder's key could seal words of his own for any place.
What keeps rows in their places is the audit chain, which hashes payloads as they are stored.

`Seal` hangs on the database (`Database.seal`); columns of the types here give words back open where the private half
is there, and as they lie where it is not. What this very process has sealed it can read until another member of staff
takes over: whoever typed it in prints the slip of it.
"""

from __future__ import annotations

import base64
import json
import re
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Connection, Dialect

from petidesk.domain.secrets.sealed import MARK, TOKEN, UNREADABLE, is_sealed
from petidesk.domain.trouble import KnownTrouble, Refused
from petidesk.storage.sealing.open_words import stays_open

MAGIC = b"petiseal1"
_POINT, _NONCE, _TAG = 32, 12, 16
# How much longer sealed bytes are than what they hold.
OVERHEAD = len(MAGIC) + _POINT + _NONCE + _TAG
_TEXT, _BYTES = b"petidesk 1 text", b"petidesk 1 bytes"
_ON_DIALECT = "petidesk_seal"
# After so many values the next ones get a pair of their own; so many values of its own a process can read.
_MOST_OF_ONE_PAIR, _MOST_REMEMBERED = 4096, 20_000
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"(\s*:)?')


class Seal:
    """The public half that accusations are sealed to, and the private one where somebody who may open has logged in."""

    def __init__(self, public: bytes, private: bytes | None = None) -> None:
        self.public = public
        self._private = X25519PrivateKey.from_private_bytes(private) if private is not None else None
        self._own: dict[bytes, bytes] = {}
        self._keys: dict[bytes, AESGCM] = {}
        self._pair: tuple[bytes, AESGCM] | None = None
        self._used = 0

    @property
    def opens(self) -> bool:
        """Whether all that is sealed can be opened."""
        return self._private is not None

    # ---- texts

    def text(self, said: str) -> str:
        """The text sealed; nothing of nothing, and what is sealed already as it is."""
        if not said or is_sealed(said):
            return said
        return f"{MARK}1{base64.urlsafe_b64encode(self._sealed(said.encode(), _TEXT)).rstrip(b'=').decode()}"

    def document(self, said: str) -> str:
        """JSON with every string in it sealed that names somebody or says something (`open_words.py`).

        Days, numbers of records, codes, keys and figures stay as they are, so that rules, figures and SQL read it.
        """
        key = ""

        def sealed(found: re.Match[str]) -> str:
            nonlocal key
            inner, is_key = found[1], found[2]
            if is_key is not None:
                key = inner
                return found[0]
            if MARK in inner or not inner or stays_open(key, inner):
                return found[0]
            return f'"{self.text(json.loads(found[0]))}"'

        return _STRING.sub(sealed, said)

    def opened(self, said: str, *, document: bool = False) -> str:
        """A text, or a JSON `document`, with all that can be opened in it open. KnownTrouble damaged where a byte of it
        was changed.
        """

        def open_one(found: re.Match[str]) -> str:
            raw = base64.urlsafe_b64decode(found[0][len(MARK) + 1 :] + "==")
            content = self._opened(raw, _TEXT)
            if content is None:
                return found[0]
            plain = content.decode()
            return json.dumps(plain, ensure_ascii=False)[1:-1] if document else plain

        return TOKEN.sub(open_one, said)

    # ---- bytes

    def paper(self, content: bytes) -> bytes:
        """Bytes sealed; what is sealed already as it is."""
        return content if content.startswith(MAGIC) else MAGIC + self._sealed(content, _BYTES)

    def opened_bytes(self, content: bytes) -> bytes:
        """The bytes, as they lie where they cannot be opened. KnownTrouble damaged where one was changed."""
        if not content.startswith(MAGIC):
            return content
        found = self._opened(content[len(MAGIC) :], _BYTES)
        return content if found is None else found

    def _sealed(self, content: bytes, bound: bytes) -> bytes:
        if self._pair is None or self._used >= _MOST_OF_ONE_PAIR:
            once = X25519PrivateKey.generate()
            point = once.public_key().public_bytes_raw()
            agreed = once.exchange(X25519PublicKey.from_public_bytes(self.public))
            self._pair, self._used = (point, _key(agreed, point, self.public)), 0
        self._used += 1
        point, key = self._pair
        nonce = secrets.token_bytes(_NONCE)
        sealed = point + nonce + key.encrypt(nonce, content, bound)
        if self._private is None and len(self._own) < _MOST_REMEMBERED:
            self._own[sealed] = content
        return sealed

    def _opened(self, sealed: bytes, bound: bytes) -> bytes | None:
        if self._private is None:
            return self._own.get(sealed)
        point, nonce = sealed[:_POINT], sealed[_POINT : _POINT + _NONCE]
        try:
            key = self._keys.get(point)
            if key is None:
                agreed = self._private.exchange(X25519PublicKey.from_public_bytes(point))
                key = self._keys[point] = _key(agreed, point, self.public)
            return key.decrypt(nonce, sealed[_POINT + _NONCE :], bound)
        except (InvalidTag, ValueError):
            raise KnownTrouble(
                "damaged", "检举控告有一处密封的内容打不开：它被改过，或者不是封给本单位的。请恢复一份好的备份。"
            ) from None


def _key(agreed: bytes, point: bytes, public: bytes) -> AESGCM:
    info = b"petidesk 1 accusation" + point + public
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(agreed))


def of(connection: Connection) -> Seal | None:
    """What this database seals accusations with; None in a plain folder, where nothing is sealed."""
    return of_dialect(connection.dialect)


def of_dialect(dialect: Dialect) -> Seal | None:
    """The same for the columns, which are asked by the dialect of their database."""
    return getattr(dialect, _ON_DIALECT, None)


def hang(dialect: Dialect, seal: Seal | None) -> None:
    """Let the columns of this database be read with `seal`."""
    setattr(dialect, _ON_DIALECT, seal)


def readable(content: bytes) -> bytes:
    """Bytes that are to be shown. Refused no_permission where they are still sealed."""
    if content.startswith(MAGIC):
        raise Refused("no_permission", UNREADABLE)
    return content
