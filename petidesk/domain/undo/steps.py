"""A saved action as the stack keeps it, the step that a transaction makes, and what is shown of one.

The step of an accusation is closed to whoever may not open that: then it has no name (《信访工作条例》第三十条第三款).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from petidesk.domain.json_output import iso
from petidesk.domain.undo import actions
from petidesk.domain.undo.actions import ACTIONS, Barred, Line
from petidesk.domain.undo.ways import Way

MOST_STEPS = 50
CLOSED_NAME = "检举控告里的一步"
WHY_UNDONE = "撤销"
"""The reason that a record keeps when Ctrl+Z voids it."""


@dataclass(frozen=True, slots=True)
class NewStep:
    """What a transaction leaves to be taken back. `ways` in the order in which they are gone; `why`: why never."""

    action: str
    kind: str
    number: str
    name: str
    ways: tuple[Way, ...]
    why: str
    restricted: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the stack. `events` and `undone`: the first and last audit event that made it, that took it back."""

    step_id: int
    at: datetime
    action: str
    kind: str
    number: str
    name: str
    events: tuple[int, int]
    why: str
    restricted: bool
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class ClosedStep:
    """The step of an accusation as anybody may know of it: that it is there, when, and on which record."""

    step_id: int
    at: datetime
    kind: str
    number: str
    events: tuple[int, int]
    barred: bool


@dataclass(frozen=True, slots=True)
class StepLine:
    """One line of the list: a step with whether it can be taken back in its turn, and why not."""

    step_id: int
    action: str
    kind: str
    number: str
    name: str
    at: datetime
    possible: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back, and how many steps are left."""

    line: StepLine
    left: int


def step_of(lines: Sequence[Line], changed: Sequence[Way] = ()) -> NewStep | None:
    """The step that these audit lines of one transaction are, None when they are none.

    `changed`: the plain rows that it changed. A line that bars the way bars the whole step.
    """
    leading: Line | None = None
    leads, many, why = 0, 0, ""
    back: list[Way] = []
    for line in lines:
        if line.action in actions.WHOLLY_BACK:
            return None
        known = ACTIONS.get(line.action)
        if known is None:
            continue
        answer = known.way(line)
        if isinstance(answer, Barred):
            why = why or answer.why
        elif answer is not None:
            back.append(answer)
        elif actions.moot(line) is not None:
            continue
        if known.leads > leads:
            leading, leads, many = line, known.leads, 0
        many += leading is not None and line.action == leading.action
    ways = () if why else (*reversed(back), *changed)
    if leading is None or not (why or ways):
        return None
    return NewStep(
        action=actions.code(leading),
        kind=leading.kind,
        number=leading.subject,
        name=_named(leading, many),
        ways=ways,
        why=why,
        restricted=any(line.restricted for line in lines),
    )


def _named(leading: Line, many: int) -> str:
    name = actions.named(leading)
    return name if many == 1 or leading.action == "case.recorded" else f"{name}等{many}件"


def line_of(step: Step | ClosedStep, why: str) -> StepLine:
    """The step in the list; possible when nothing is said against it."""
    if isinstance(step, ClosedStep):
        return StepLine(step.step_id, "closed", step.kind, step.number, CLOSED_NAME, step.at, not why, why)
    return StepLine(step.step_id, step.action, step.kind, step.number, step.name, step.at, not why, why)


def undone_document(done: Undone) -> dict[str, Any]:
    """`undo --json`."""
    line = done.line
    return {
        "undone": {"action": line.action, "no": line.number, "name": line.name, "at": iso(line.at)},
        "left": done.left,
    }


def line_document(line: StepLine) -> Mapping[str, Any]:
    """A row of `undo --list`."""
    return {
        "action": line.action,
        "no": line.number,
        "name": line.name,
        "at": iso(line.at),
        "possible": line.possible,
        "why": line.why,
    }
