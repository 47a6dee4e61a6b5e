"""What a transaction wrote into the audit chain so far: the step that it will be is made from these lines."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import Connection

from petidesk.domain.undo.actions import ACTIONS, Line, known

OPTION = "petidesk_lines"


@dataclass(slots=True)
class Pending:
    """The lines that may be taken back, in their order; the first and the last event of the transaction."""

    lines: list[Line] = field(default_factory=list)
    first: int = 0
    last: int = 0


def note(connection: Connection, line: Line) -> None:
    """One line more. An action that domain/undo/actions.py does not know is a bug of whoever wrote it."""
    if not known(line.action):
        raise LookupError(f"{line.action} has no place in domain/undo/actions.py")
    pending = of(connection)
    if pending is None:
        return
    pending.first = pending.first or line.event_id
    pending.last = line.event_id
    # An import writes one line a record: only what names a step or takes one back is kept.
    if line.action in ACTIONS or line.action.endswith(".undone"):
        pending.lines.append(line)


def of(connection: Connection) -> Pending | None:
    """What this transaction wrote; None where nobody asked for it."""
    found: Pending | None = connection.get_execution_options().get(OPTION)
    return found
