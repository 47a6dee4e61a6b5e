"""The computer's clock: the one place that reads it, so that a test can set it."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, datetime

from petidesk.domain.trouble import Refused

# What the time is taken from. Only tests put another source here; an office always goes by the computer's clock.
source: Callable[[], datetime] = datetime.now  # noqa: TID251


def computer_now() -> datetime:
    """The computer's local time, to the second."""
    return source().replace(microsecond=0)


def computer_today() -> date:
    """The computer's local day."""
    return source().date()


def local_now(practice: bool) -> datetime:
    """The local time of an office, to the second: the computer's. In a practice folder PETIDESK_TODAY sets the day.

    Raises Refused ``bad_value`` when PETIDESK_TODAY is no day.
    """
    now = computer_now()
    pinned = os.environ.get("PETIDESK_TODAY") if practice else None
    if not pinned:
        return now
    try:
        return datetime.combine(date.fromisoformat(pinned), now.time())
    except ValueError:
        raise Refused(
            "bad_value", f"演练用的日期“{pinned}”不存在，请写成 2026-11-19。", hint="它写在 PETIDESK_TODAY 里。"
        ) from None
