"""Taking back the last saved action of whoever acts, 50 of them, each by one more event (domain/undo).

A step is taken back in its turn only, the newest first: nothing reaches behind one that cannot be. It cannot when
somebody changed its record since, when a later action rests on it, when its words are closed by now, and when what was
done went out of the house. Whether the rules of its subject let it go is found by trying, in a transaction that is then
undone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from petidesk.domain.opened import Opened
from petidesk.domain.trouble import KnownTrouble, Refused
from petidesk.domain.undo.actions import BECAME_CLOSED
from petidesk.domain.undo.steps import MOST_STEPS, ClosedStep, Step, StepLine, Undone, line_of
from petidesk.domain.undo.ways import RowsBack, Way
from petidesk.storage import sittings as sitting_rows
from petidesk.storage.file.database import Transaction
from petidesk.storage.safety import audit as audit_rows
from petidesk.storage.undo import plain_rows
from petidesk.storage.undo import steps as rows

if TYPE_CHECKING:
    from petidesk.desk.session import Session

# Opens a step of an accusation for whoever may open that; None for anybody else (desk/unmasking.py).
MayOpen = Callable[["Session", Transaction, str, str], Opened | None]
TakeBack = Callable[[Way], None]

_NOTHING = "没有可以撤销的操作了。"
_BEHIND = "它后面的“{0}”不能撤销，撤销不越过它。"


class Undo:
    """`desk.undo`. `rooms` go the way back of their subject; `may_open` and `inside` as in desk/unmasking.py."""

    def __init__(
        self,
        session: Session,
        rooms: Mapping[str, Callable[[], TakeBack]],
        may_open: MayOpen,
        inside: Callable[[], Opened],
    ) -> None:
        self._session = session
        self._rooms = rooms
        self._may_open = may_open
        self._inside = inside

    def watch(self, call: Callable[[StepLine | None], object]) -> None:
        """`call` is told each action when it was saved, by the thread that saved it."""
        self._session.after_step = lambda: call(self.next())

    def next(self) -> StepLine | None:
        """The step that Ctrl+Z takes back, None when there is none. Whether it can be is asked when it is pressed."""
        with self._session.reading() as connection:
            known = rows.standing(connection, self._session.actor.staff_id, 1)
            return line_of(self._shown(connection, known[0]), "") if known else None

    def steps(self, trying: int = MOST_STEPS) -> list[StepLine]:
        """The last saved actions, the newest first, each with whether it can be taken back in its turn.

        The first `trying` are gone back one after the other on trial. Of what is behind, and where nothing can be
        written, it is only said what is known without.
        """
        try:
            with self._session.taking_back(trial=True) as connection:
                return self._judged(connection, trying)
        except KnownTrouble as trouble:
            if trouble.code not in ("read_only", "locked"):
                raise
        with self._session.reading() as connection:
            return self._judged(connection, 0)

    def back(self, step_id: int | None = None) -> Undone:
        """Take the last step back; `step_id` is the one that is meant, where a button named it.

        Refused: not_found without a step; forbidden with the reason when it cannot be, or is not the last any more.
        """
        with self._session.taking_back() as connection:
            known = rows.standing(connection, self._session.actor.staff_id)
            if not known:
                raise Refused("not_found", _NOTHING)
            if step_id is not None and step_id != known[0]:
                raise Refused("forbidden", "这一步以后又保存过别的，请先撤销后来的。")
            line = line_of(self._shown(connection, known[0]), "")
            try:
                self._go(connection, known[0], trial=False)
            except Refused as refusal:
                words = f"“{line.name}”不能撤销：{refusal.message}"
                raise Refused(refusal.code, words, field=refusal.field, basis=refusal.basis) from None
            return Undone(line, len(known) - 1)

    # ---- within

    def _shown(self, connection: Transaction, step_id: int) -> Step | ClosedStep:
        """The step as this member of staff may see it."""
        found = rows.load(connection, step_id)
        if isinstance(found, Step):
            return found
        opened = self._may_open(self._session, connection, found.kind, found.number)
        return found if opened is None or found.barred else rows.load(connection, step_id, opened)

    def _judged(self, connection: Transaction, trying: int) -> list[StepLine]:
        found: list[StepLine] = []
        stopped = ""
        for place, step_id in enumerate(rows.standing(connection, self._session.actor.staff_id)):
            shown = self._shown(connection, step_id)
            why = stopped and _BEHIND.format(stopped)
            if not why:
                why = self._why_not(connection, step_id, trying=place < trying)
                stopped = line_of(shown, "").name if why else ""
            found.append(line_of(shown, why))
        return found

    def _why_not(self, connection: Transaction, step_id: int, *, trying: bool) -> str:
        try:
            if trying:
                self._go(connection, step_id, trial=True)
            else:
                self._checked(connection, step_id)
        except (Refused, KnownTrouble) as trouble:
            return trouble.message
        return ""

    def _checked(self, connection: Transaction, step_id: int) -> Step:
        """The step with its ways; refused when it is barred or its record was changed since."""
        step = rows.load(connection, step_id, self._inside())
        assert isinstance(step, Step)
        if step.why:
            raise Refused("forbidden", step.why)
        for needed in filter(None, (way.needs for way in step.ways)):
            needed.refuse(self._session.role(connection))
        since = rows.changed_since(connection, self._session.actor.staff_id, step)
        if since is not None:
            subject, who, at = since
            words = f"{subject}在这以后又改过（{who}，{at:%m-%d %H:%M}），不能再撤销这一步。"
            raise Refused("forbidden", BECAME_CLOSED if step.restricted else words)
        return step

    def _go(self, connection: Transaction, step_id: int, *, trial: bool) -> None:
        step = self._checked(connection, step_id)
        before = audit_rows.last_id(connection)
        for way in step.ways:
            if isinstance(way, RowsBack):
                self._put_rows_back(connection, way)
            elif not (trial and way.untried):
                self._rooms[way.room]()(way)
        last = audit_rows.last_id(connection)
        # Where the rows were back already, by hand, nothing was written: the step is past all the same.
        rows.undone(connection, step_id, (before + 1, last) if last > before else (0, 0))

    def _put_rows_back(self, connection: Transaction, way: RowsBack) -> None:
        if plain_rows.already_back(connection, way):
            return
        act = self._session.act()
        plain_rows.put_back(connection, act, way)
        after: dict[str, Any] = {"note": "撤销"}
        if way.kind == "sitting":
            after["counted"] = sitting_rows.counted(connection, date.fromisoformat(way.subject))
        before = {"days": days} if (days := plain_rows.days_of(way)) else None
        audit_rows.append(connection, act, "rows.undone", way.kind, way.subject, before=before, after=after)
