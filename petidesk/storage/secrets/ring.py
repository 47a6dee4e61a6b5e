"""A ring of keys: the folder's key, closed away for each person and for the recovery code.

Each entry has a key pair of its own. Its private half is wrapped under the password (argon2id, AES-GCM; salt and
parameters are bound), the folder's key is sealed to its public half. So a password is changed by writing its entry
alone, and a folder gets another key without anybody's password but that of whoever renews it. Whoever changes a
password gets another pair: what an old password opens is never sealed to anew. The ring as a whole carries a check
under the folder's key: an entry that somebody put in from outside is noticed before anything is sealed to it.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from petidesk.domain.secrets.passwords import wrong_password
from petidesk.domain.trouble import KnownTrouble
from petidesk.storage.file.key import Key, new_key
from petidesk.storage.sealing.seal import Seal
from petidesk.storage.secrets import wraps
from petidesk.storage.secrets.wraps import FULL, MOST, Cost

PERSON = "person"
RECOVERY = "recovery"
DAMAGED = "钥匙文件已损坏，不能用来打开记录。请从备份恢复，密码或恢复码照旧有效。"


@dataclass(frozen=True, slots=True)
class Entry:
    """What one secret opens: a person's password, or the recovery code. Bytes are written as hexadecimal digits."""

    entry_id: str
    kind: str
    staff_id: int
    name: str
    set_at: str
    cost: Cost
    salt: str
    public: str
    private: str
    key: str
    accusations: str

    @property
    def sees_accusations(self) -> bool:
        """Whether this secret also opens what is sealed of accusations."""
        return bool(self.accusations)


@dataclass(frozen=True, slots=True)
class Ring:
    """All entries of one key. `accusations` is the public half of the pair that accusations are sealed to."""

    office_id: str
    key_id: str
    accusations: str
    entries: tuple[Entry, ...]
    check: str = ""

    @property
    def people(self) -> tuple[Entry, ...]:
        """The entries of persons."""
        return tuple(entry for entry in self.entries if entry.kind == PERSON)

    @property
    def recovery(self) -> Entry | None:
        """The entry of the recovery code."""
        return next((entry for entry in self.entries if entry.kind == RECOVERY), None)

    def person(self, name: str) -> Entry | None:
        """The entry of a person by name."""
        return next((entry for entry in self.people if entry.name == name), None)


@dataclass(frozen=True, slots=True, repr=False)
class Unlocked:
    """What a right secret opened: the folder's key, and the private half for accusations if it opens these.

    `public`: the half that accusations are sealed to, which everybody has.
    """

    key: Key
    entry: Entry
    accusations: bytes | None
    public: bytes

    @property
    def seal(self) -> Seal:
        """What the database of this folder seals with, and opens if this secret may."""
        return Seal(self.public, self.accusations)


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """A secret to be set: whose it is, the bytes of the password or code, and whether it opens accusations."""

    spoken: bytes
    name: str = ""
    staff_id: int = 0
    accusations: bool = True

    @property
    def kind(self) -> str:
        """A secret without a person is the recovery code."""
        return PERSON if self.staff_id else RECOVERY


def new_ring(first: Sequence[Secret], at: datetime, cost: Cost = FULL) -> tuple[Ring, Unlocked]:
    """A ring with a random key and the secrets that open it; and what the first of them opens."""
    key = new_key()
    private, public = wraps.new_pair()
    ring = Ring(secrets.token_hex(16), key.ident, public.hex(), ())
    for secret in first:
        ring = with_secret(ring, Unlocked(key, _NOBODY, private, public), secret, at, cost)
    return ring, Unlocked(key, ring.entries[0], private, public)


_NOBODY = Entry("", PERSON, 0, "", "", FULL, "", "", "", "", "")


def with_secret(ring: Ring, unlocked: Unlocked, secret: Secret, at: datetime, cost: Cost = FULL) -> Ring:
    """The ring with this secret in place of what the person (or the recovery code) had before.

    Accusations are opened to it only by somebody who can open them.
    """
    private, public = wraps.new_pair()
    salt = secrets.token_bytes(wraps.SALT)
    entry = Entry(
        entry_id=secrets.token_hex(8),
        kind=secret.kind,
        staff_id=secret.staff_id,
        name=secret.name,
        set_at=at.isoformat(timespec="seconds"),
        cost=cost,
        salt=salt.hex(),
        public=public.hex(),
        private="",
        key="",
        accusations="",
    )
    wrapped = wraps.seal(wraps.derived(secret.spoken, salt, cost), private, _bound(ring, entry, "private"))
    entry = _sealed_to(ring, replace(entry, private=wrapped.hex()), unlocked, accusations=secret.accusations)
    return _checked(_without(ring, secret.kind, secret.staff_id), unlocked.key, entry)


def without(ring: Ring, unlocked: Unlocked, staff_id: int) -> Ring:
    """The ring without a person's entry."""
    return _checked(_without(ring, PERSON, staff_id), unlocked.key)


def with_accusations(ring: Ring, unlocked: Unlocked, staff_id: int, *, may: bool) -> Ring:
    """The ring with accusations opened, or closed, to a person. Only who can open them opens them to others."""
    found = next(entry for entry in ring.people if entry.staff_id == staff_id)
    changed = _sealed_to(ring, found, unlocked, accusations=may)
    entries = tuple(changed if entry is found else entry for entry in ring.entries)
    return _checked(replace(ring, entries=entries), unlocked.key)


def renewed(ring: Ring, unlocked: Unlocked) -> tuple[Ring, Unlocked]:
    """A ring of another key for the same entries, sealed to their public halves.

    The pair of accusations stays: what is sealed to it lies in the rows. KnownTrouble damaged when the ring carries an
    entry that was not put in by somebody who knew the key.
    """
    refuse_changed(ring, unlocked.key)
    key = new_key()
    now = replace(unlocked, key=key)
    anew = replace(ring, key_id=key.ident, entries=())
    entries = tuple(_carried(anew, entry, now) for entry in ring.entries)
    done = _checked(replace(anew, entries=entries), key)
    return done, replace(now, entry=next(e for e in done.entries if e.entry_id == unlocked.entry.entry_id))


def unlock(ring: Ring, entry: Entry, spoken: bytes) -> Unlocked:
    """What this secret opens. KnownTrouble wrong_password; damaged where the secret is right and the ring is not."""
    wrapping = wraps.derived(spoken, bytes.fromhex(entry.salt), entry.cost)
    private = wraps.unseal(wrapping, bytes.fromhex(entry.private), _bound(ring, entry, "private"))
    if private is None:
        raise wrong_password()
    secret = wraps.unseal_with(private, bytes.fromhex(entry.key), _bound(ring, entry, "key"))
    if secret is None:
        raise KnownTrouble("damaged", DAMAGED)
    key = Key(secret)
    refuse_changed(ring, key)
    accusations = None
    if entry.accusations:
        accusations = wraps.unseal_with(private, bytes.fromhex(entry.accusations), _bound(ring, entry, "accusations"))
    return Unlocked(key, entry, accusations, bytes.fromhex(ring.accusations))


def refuse_changed(ring: Ring, key: Key) -> None:
    """KnownTrouble damaged unless the ring is as somebody left it who knew the key."""
    if not hmac.compare_digest(ring.check, _check(ring, key)):
        raise KnownTrouble("damaged", DAMAGED)


def document(ring: Ring) -> dict[str, Any]:
    """The ring as JSON."""
    return asdict(ring)


def ring_of(said: dict[str, Any]) -> Ring:
    """The ring that JSON says. ValueError, KeyError or TypeError when it is none of ours."""
    entries = []
    for one in said["entries"]:
        entry = Entry(**{**one, "cost": Cost(**one["cost"])})
        cost = entry.cost
        if not (8 <= cost.memory_kib <= MOST.memory_kib and 1 <= cost.passes <= MOST.passes):
            raise ValueError("cost")
        if not 1 <= cost.lanes <= MOST.lanes:
            raise ValueError("lanes")
        for part in (entry.salt, entry.public, entry.private, entry.key, entry.accusations):
            bytes.fromhex(part)
        entries.append(entry)
    return Ring(said["office_id"], said["key_id"], said["accusations"], tuple(entries), said["check"])


def _without(ring: Ring, kind: str, staff_id: int) -> Ring:
    left = tuple(entry for entry in ring.entries if (entry.kind, entry.staff_id) != (kind, staff_id))
    return replace(ring, entries=left)


def _sealed_to(ring: Ring, entry: Entry, unlocked: Unlocked, *, accusations: bool) -> Entry:
    public = bytes.fromhex(entry.public)
    sealed = wraps.seal_to(public, unlocked.key.secret, _bound(ring, entry, "key")).hex()
    closed = ""
    if accusations and unlocked.accusations is not None:
        closed = wraps.seal_to(public, unlocked.accusations, _bound(ring, entry, "accusations")).hex()
    return replace(entry, key=sealed, accusations=closed)


def _carried(anew: Ring, entry: Entry, unlocked: Unlocked) -> Entry:
    """An entry for another key. What it opens of accusations it goes on opening: that box is carried as it is."""
    sealed = wraps.seal_to(bytes.fromhex(entry.public), unlocked.key.secret, _bound(anew, entry, "key"))
    return replace(entry, key=sealed.hex())


def _bound(ring: Ring, entry: Entry, part: str) -> bytes:
    """What a sealed part of an entry is bound to: place, person, parameters; the folder's key where it is that."""
    cost = asdict(entry.cost)
    said = [1, part, ring.office_id, entry.entry_id, entry.kind, entry.staff_id, cost, entry.salt, entry.public]
    if part == "key":
        said.append(ring.key_id)
    return json.dumps(said, sort_keys=True).encode()


def _checked(ring: Ring, key: Key, *more: Entry) -> Ring:
    whole = replace(ring, entries=(*ring.entries, *more))
    return replace(whole, check=_check(whole, key))


def _check(ring: Ring, key: Key) -> str:
    said = json.dumps(document(replace(ring, check="")), sort_keys=True, ensure_ascii=True).encode()
    return hmac.digest(key.of("keyring"), said, "sha256").hex()
