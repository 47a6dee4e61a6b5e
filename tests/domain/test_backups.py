"""Which backups are kept, whatever their number and times."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from petidesk.domain.backups import Backup, BackupName, read_name, to_thin_out

NOW = datetime(2026, 11, 19, 17, 30)


def _backup(minutes_ago: int, reason: str = "timer", verified: bool = True) -> Backup:
    at = NOW - timedelta(minutes=minutes_ago)
    return Backup(f"{minutes_ago:09d}-{reason}", at, 1, reason, verified)


backups = st.lists(
    st.builds(
        _backup,
        st.integers(min_value=-60, max_value=3 * 365 * 24 * 60),
        st.sampled_from(["timer", "close", "manual", "upgrade"]),
        st.booleans(),
    ),
    max_size=80,
    unique_by=lambda backup: backup.file,
)


@given(backups)
def test_what_goes_is_never_needed(found: list[Backup]) -> None:
    gone = to_thin_out(found, NOW)
    left = [backup for backup in found if backup not in gone]
    verified = [backup for backup in found if backup.verified]
    assert all(backup.verified for backup in gone)
    assert all(NOW - backup.made_at >= timedelta(days=2) for backup in gone)
    assert all(backup.reason in ("timer", "close") or NOW - backup.made_at >= timedelta(days=30) for backup in gone)
    if verified:
        assert max(verified, key=lambda backup: backup.made_at).made_at in [item.made_at for item in left]


@given(backups)
def test_thinning_twice_removes_nothing_more(found: list[Backup]) -> None:
    left = [backup for backup in found if backup not in to_thin_out(found, NOW)]
    assert to_thin_out(left, NOW) == []


def test_two_years_of_half_hours_become_days_weeks_and_months() -> None:
    found = [_backup(30 * step) for step in range(2 * 365 * 48)]
    gone = {backup.file for backup in to_thin_out(found, NOW)}
    left = sorted((backup.made_at for backup in found if backup.file not in gone), reverse=True)
    recent = [at for at in left if NOW - at < timedelta(days=2)]
    assert len(recent) == 96
    assert len({at.date() for at in left}) >= 14
    assert len({(at.year, at.month) for at in left}) == 24
    assert len(left) < 96 + 14 + 8 + 24
    for at in left[len(recent) :]:
        assert at.time() >= NOW.time() or at.date() < NOW.date() - timedelta(days=2)


@given(
    st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2099, 1, 1)), st.sampled_from(["close", "manual"])
)
def test_names_are_read_back(at: datetime, reason: str) -> None:
    name = BackupName(at.replace(microsecond=0), reason, "0001")
    assert read_name(str(name)) == name


def test_other_names_are_not_ours() -> None:
    for name in (
        "petidesk.db",
        "petidesk-20261340-000000-close-v0001.db",
        "petidesk-20261119-173000-close-v0001.db.part",
    ):
        assert read_name(name) is None
