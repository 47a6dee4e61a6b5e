"""Who may open what is closed: an accusation is closed without permission (《信访工作条例》第三十条第三款)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from petidesk.domain.accused import Around

MAY_UNMASK = ("head", "admin")


def may_unmask(role: str, *, alone: bool) -> bool:
    """Whether this member of staff may open an accusation: who leads or administers the desk, or works there `alone`.

    Every look leaves an audit line, whoever takes it.
    """
    return alone or role in MAY_UNMASK


def shut_out(name: str, accused: Sequence[str], recused: Iterable[str], names: Around) -> bool:
    """Whether this member of staff may not open a record whatever the role (rules/people.md, 4): accused, or recused.

    `accused` are the texts of 被反映的单位或人, in which a name may stand beside a post (石桥村支书王建国) or the post
    alone (镇长). A name that another one begins with is taken for it: better shut out once too often.
    """
    return bool(name) and (name in recused or names.of_people(name, accused))
