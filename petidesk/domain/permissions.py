"""Who may open what is closed: an accusation is closed without permission (《信访工作条例》第三十条第三款)."""

from __future__ import annotations

MAY_UNMASK = ("head", "admin")


def may_unmask(role: str, *, alone: bool) -> bool:
    """Whether this member of staff may open an accusation: who leads or administers the desk, or works there `alone`.

    Every look leaves an audit line, whoever takes it.
    """
    return alone or role in MAY_UNMASK
