"""The keyring: who opens what, what an old secret still opens, and what damage looks like beside a wrong password."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from petidesk.domain.trouble import KnownTrouble
from petidesk.storage.secrets import keyring, tries, unlocking
from petidesk.storage.secrets import ring as rings
from petidesk.storage.secrets.ring import Ring, Secret, Unlocked
from petidesk.storage.secrets.wraps import FULL, Cost

AT = datetime(2026, 11, 23, 10)
CHEAP = Cost(8, 1, 1)
LI, WANG = Secret(b"li-min-2026", "李敏", 1), Secret(b"wang-fang-26", "王芳", 2, accusations=False)
CODE = Secret(b"code-on-paper")


@pytest.fixture
def made() -> tuple[Ring, Unlocked]:
    return rings.new_ring((LI, WANG, CODE), AT, CHEAP)


def _open(ring: Ring, secret: Secret) -> Unlocked:
    entry = ring.person(secret.name) if secret.name else ring.recovery
    assert entry is not None
    return rings.unlock(ring, entry, secret.spoken)


def _code(ring: Ring, secret: Secret) -> str:
    with pytest.raises(KnownTrouble) as trouble:
        _open(ring, secret)
    return trouble.value.code


def test_everybodys_secret_opens_the_same_key_and_accusations_only_for_whom_they_are(
    made: tuple[Ring, Unlocked],
) -> None:
    ring, first = made
    assert _open(ring, LI).key == _open(ring, WANG).key == _open(ring, CODE).key == first.key
    assert _open(ring, LI).accusations == _open(ring, CODE).accusations is not None
    assert _open(ring, WANG).accusations is None
    opened_up = rings.with_accusations(ring, _open(ring, LI), 2, may=True)
    assert _open(opened_up, WANG).accusations == first.accusations
    # who cannot open them cannot hand them on
    assert _open(rings.with_accusations(ring, _open(ring, WANG), 2, may=True), WANG).accusations is None


def test_a_changed_password_rewrites_one_entry_and_the_old_one_opens_nothing(made: tuple[Ring, Unlocked]) -> None:
    ring, first = made
    new = replace(WANG, spoken=b"another-word")
    after = rings.with_secret(ring, first, new, AT, CHEAP)
    assert _open(after, new).key == first.key
    assert _code(after, WANG) == "wrong_password"
    assert [entry for entry in after.entries if entry.staff_id != 2] == [e for e in ring.entries if e.staff_id != 2]


def test_a_renewed_key_needs_nobodys_password_and_is_out_of_reach_of_an_old_one(made: tuple[Ring, Unlocked]) -> None:
    ring, first = made
    new = replace(WANG, spoken=b"another-word")
    changed = rings.with_secret(ring, first, new, AT, CHEAP)
    renewed, mine = rings.renewed(changed, first)
    assert mine.key != first.key
    assert _open(renewed, LI).key == _open(renewed, new).key == _open(renewed, CODE).key == mine.key
    assert _open(renewed, CODE).accusations == first.accusations
    # the old ring still opens with the old word, but only what lay under the old key
    assert _open(ring, WANG).key == first.key
    assert _code(renewed, WANG) == "wrong_password"


def test_an_entry_put_in_from_outside_is_never_given_the_new_key(made: tuple[Ring, Unlocked]) -> None:
    ring, first = made
    foreign, _ = rings.new_ring((Secret(b"somebody-else", "外人", 9),), AT, CHEAP)
    smuggled = replace(ring, entries=(*ring.entries, foreign.entries[0]))
    with pytest.raises(KnownTrouble, match="钥匙文件已损坏"):
        rings.renewed(smuggled, first)
    assert _code(smuggled, LI) == "damaged"


@pytest.mark.parametrize("field", ["staff_id", "entry_id", "salt", "cost"])
def test_what_a_wrap_is_bound_to_cannot_be_changed(made: tuple[Ring, Unlocked], field: str) -> None:
    ring, _ = made
    entry = ring.entries[0]
    other = {"staff_id": 2, "entry_id": "00" * 8, "salt": "00" * 16, "cost": Cost(16, 1, 1)}[field]
    with pytest.raises(KnownTrouble):
        rings.unlock(ring, replace(entry, **{field: other}), LI.spoken)


def test_either_file_is_enough_and_the_other_is_healed(tmp_path: Path, made: tuple[Ring, Unlocked]) -> None:
    ring, _ = made
    keyring.write(tmp_path, ring)
    for name in keyring.FILES:
        whole = (tmp_path / name).read_bytes()
        for damaged in (None, b"", whole[:-40], whole.replace(b'"serial": 1', b'"serial": 7'), b"\xff" * 100):
            (tmp_path / name).unlink()
            if damaged is not None:
                (tmp_path / name).write_bytes(damaged)
            found = keyring.read(tmp_path)
            assert found is not None
            assert found.ring == ring
            keyring.heal(tmp_path, found)
            assert (tmp_path / name).read_bytes() == whole


def test_two_damaged_files_are_damage_and_no_wrong_password(tmp_path: Path, made: tuple[Ring, Unlocked]) -> None:
    ring, _ = made
    assert keyring.read(tmp_path) is None
    keyring.write(tmp_path, ring)
    for name in keyring.FILES:
        said = json.loads((tmp_path / name).read_text(encoding="utf-8"))
        said["rings"][0]["entries"][0]["private"] = "00" * 60
        (tmp_path / name).write_text(json.dumps(said), encoding="utf-8")
    with pytest.raises(KnownTrouble) as trouble:
        keyring.read(tmp_path)
    assert trouble.value.code == "damaged"


def test_a_cost_that_would_stand_still_is_no_keyring_of_ours(made: tuple[Ring, Unlocked]) -> None:
    ring, _ = made
    said = rings.document(ring)
    said["entries"][0]["cost"]["memory_kib"] = 64 << 20
    with pytest.raises(ValueError, match="cost"):
        rings.ring_of(said)


def test_the_program_asks_for_64_mib_and_three_passes() -> None:
    assert FULL.memory_kib >= 64 << 10
    assert FULL.passes >= 3


def test_wrong_tries_wait_from_the_fourth_on_and_a_right_one_forgets_them(
    tmp_path: Path, made: tuple[Ring, Unlocked]
) -> None:
    ring, _ = made
    found = keyring.write(tmp_path, ring)
    waited: list[float] = []

    def attempt(said: bytes) -> None:
        # the file is asked about only where there are two rings
        unlocking.open_with(tmp_path / "x.db", found, ring.entries[0], said, tries_in=tmp_path, wait=waited.append)

    for _ in range(11):
        with pytest.raises(KnownTrouble, match="密码不对"):
            attempt(b"wrong-word")
    assert waited == [1, 2, 4, 8, 16, 32, 60, 60]
    assert tries.wait_of(tmp_path, ring.entries[1].entry_id) == 0
    attempt(LI.spoken)
    assert waited[-1] == 60
    assert tries.wait_of(tmp_path, ring.entries[0].entry_id) == 0
    attempt(LI.spoken)
    assert len(waited) == 9
