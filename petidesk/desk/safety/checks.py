"""Is everything as it should be: the file, the chain, the numbers, the papers, and what follows from the records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from petidesk.desk import unmasking
from petidesk.desk.office.calendars import calendar_of
from petidesk.domain.cases.course import followed
from petidesk.domain.listing import Problem
from petidesk.domain.secrets.sealed import alike
from petidesk.domain.trouble import KnownTrouble
from petidesk.storage import attachments, closing, office
from petidesk.storage.cases import anew, owed
from petidesk.storage.file import numbers
from petidesk.storage.file.database import FILE_NAME, Transaction
from petidesk.storage.ledger import checks as ledger_checks
from petidesk.storage.letters import proof as letter_proof
from petidesk.storage.safety import (
    audit,
    checks,
    closed,
    head,
    retold,
    retold_events,
    retold_people,
    retold_visits,
)
from petidesk.storage.safety.retold import Compared
from petidesk.storage.undo import steps as undo_steps
from petidesk.storage.visits import papers

if TYPE_CHECKING:
    from petidesk.desk.session import Session


_UNREADABLE = (LookupError, AttributeError, TypeError, ValueError)
Step = Callable[[Transaction], list[Problem]]


def records(connection: Transaction, *, deep: bool, compared: Compared | None = None) -> list[Problem]:
    """What is wrong with the records of a file whose pages are whole, and with what is kept of them; `deep` as below.

    `compared`: where what came of laying them beside the trace is put, which `deep` does last.

    Nothing that lies beside the file is asked: so it holds of a copy, too.
    """
    problems: list[Problem] = []
    for step in (*_ALWAYS, *(_DEEP if deep else ())):
        try:
            problems += step(connection)
        except _UNREADABLE:
            # One record that cannot be read must not keep the rest from being looked at, nor a restore from being made.
            problems.append(Problem("有一条记录读不出来", step.__module__.rpartition(".")[2]))
    return problems + (beside_the_trace(connection, compared).problems if deep else [])


def beside_the_trace(connection: Transaction, compared: Compared | None = None) -> Compared:
    """Every record beside what the audit trace says of it: what `deep` looks at last."""
    compared = Compared() if compared is None else compared
    for step in _RETOLD:
        try:
            step(connection, compared)
        except _UNREADABLE:
            compared.finds(Problem("有一条记录或留痕读不出来", step.__module__.rpartition(".")[2]))
    return compared


def _restricted_words(connection: Transaction) -> list[Problem]:
    return checks.restricted_words(connection, unmasking.inside())


def _projections(connection: Transaction) -> list[Problem]:
    calendar = calendar_of(connection)
    ever = [setting.limits for setting in office.ever(connection)]
    limits = [known for place, known in enumerate(ever) if known not in ever[:place]]
    problems = [Problem("信访件缺哪些文书，记得不对", case_no) for case_no in owed.miscounted(connection)]
    for page in anew.pages(connection):
        for told in page:
            kept = told.kept
            found = [
                followed(told.events, calendar, known, told.spoken, restricted=kept.restricted) for known in limits
            ]
            if not any(alike(answer, kept.projection) for answer, _ in found):
                problems.append(Problem("信访件的状态或到期日与经过不符", kept.case_no))
            if not any(alike(course, told.course) for _, course in found):
                problems.append(Problem("信访件的统计数据与经过不符", kept.case_no))
    return problems


def _unsealed(connection: Transaction) -> list[Problem]:
    """In an encrypted office every word of an accusation is sealed for who may open it."""
    return [Problem("检举控告有没有密封的内容", f"{table} {key}") for table, key in closing.unsealed(connection)]


_ALWAYS: tuple[Step, ...] = (
    audit.verify,
    numbers.verify,
    papers.verify,
    letter_proof.verify,
    ledger_checks.verify,
    undo_steps.verify,
    checks.whole_records,
    closed.verify,
    _projections,
)
_DEEP: tuple[Step, ...] = (checks.list_columns, checks.search_entries, _restricted_words, _unsealed)
# What the trace says of every record, after all else.
_RETOLD: tuple[Callable[[Transaction, Compared], None], ...] = (
    retold_visits.verify,
    retold_people.verify,
    retold_events.cases,
    retold_events.served,
    retold_events.disputes,
    retold_events.recorded_of_disputes,
    retold_events.purges,
    retold.rows,
)


@dataclass(frozen=True, slots=True)
class Looked:
    """What `check` found; how many values it compared with the audit trace, and what the trace does not tell."""

    problems: list[Problem]
    compared: int
    not_told: int


class Checks:
    """`desk.checks`. It only reads, works beside an open window, and takes from a second to minutes: a worker's job."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def sealed(self) -> int:
        """How many rows of accusations whoever asks cannot open: of these `run` compares form and hashes alone."""
        if not self._session.sealed_from:
            return 0
        with self._session.reading() as connection:
            return closing.count(connection)

    def run(self, deep: bool = False, *, contents: bool = True) -> list[Problem]:
        """Every finding, an empty list when all is well; as `look`."""
        return self.look(deep, contents=contents).problems

    def look(self, deep: bool = False, *, contents: bool = True) -> Looked:
        """Every finding, and how much of the records the audit trace told.

        Always: the file's integrity and foreign keys, the audit chain with its payloads, serial numbers, the bytes of
        kept papers and of attachments, records that are whole, the steps of Ctrl+Z, whether what lies around an
        accusation is closed as it is, and what is kept of each case worked out anew. `deep` adds the indexes of the
        file, the columns of the visit list and the search index, record by record, and lays every record beside what
        the audit trace says of it.
        Without `contents` attachments are not read, only looked for: a start must not read gigabytes.
        """
        problems: list[Problem] = []
        compared = Compared()
        try:
            with self._session.reading() as connection:
                problems = checks.integrity(connection, deep=deep)
                # What a broken file says of its records is no finding about the records.
                if not problems:
                    problems += records(connection, deep=deep, compared=compared)
                    problems += head.verify(connection, self._session.folder)[0]
                    problems += attachments.verify(connection, self._session.folder, contents=contents)
        except KnownTrouble as trouble:
            if trouble.code != "damaged":
                raise
            problems.append(Problem(trouble.message, FILE_NAME))
        return Looked(problems, compared.values, compared.not_told)
