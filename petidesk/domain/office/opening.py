"""What an office gives once before it opens: without it papers go out with blanks, or not at all."""

from __future__ import annotations

from collections.abc import Sequence

from petidesk.domain.office.fields import BACKUP_PLACE
from petidesk.domain.office.office import Office, Village
from petidesk.domain.office.unset import COUNTY, NAME

_SETTINGS = (NAME, COUNTY, "phone", "reviewing_body", "leaders")
VILLAGES = "villages"


def before_opening(office: Office, villages: Sequence[Village], backup_place: str) -> tuple[str, ...]:
    """The keys of what is still missing, in the order of asking: settings, villages, and where the seat backs up to."""
    lacking = [key for key in _SETTINGS if not getattr(office, key)]
    if not any(not village.retired for village in villages):
        lacking.append(VILLAGES)
    if not backup_place:
        lacking.append(BACKUP_PLACE)
    return tuple(lacking)
