"""The settings that a letter needs: those that rule on its day, and which of them nobody has given yet.

All functions join the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from petidesk.desk.letters import printing
from petidesk.desk.letters.printing import LetterForm, LetterGround, Subject
from petidesk.documents.forms.mentions import by_default, printed
from petidesk.domain.letters.case_values import Sheet
from petidesk.domain.letters.letters import Gap
from petidesk.domain.letters.unset import NEEDED, SETTING_NAMES, filled_from, setting_gaps, unset_names
from petidesk.domain.office.office import Office
from petidesk.storage import office as office_rows
from petidesk.storage.file.database import Transaction

if TYPE_CHECKING:
    from petidesk.desk.session import Session


def office_on(session: Session, connection: Transaction, day: date) -> Office:
    """The settings that rule on a day; what nobody had typed by then is as it stands today."""
    today = session.today()
    office = office_rows.current(connection, day)
    return office if day == today else filled_from(office, office_rows.current(connection, today))


def unset_gaps(
    ground: LetterGround,
    connection: Transaction,
    letter: LetterForm,
    content: Mapping[str, Any],
    subject: Subject,
    signed_on: date,
    *,
    said: bool,
) -> list[Gap]:
    """The settings of the office that are empty and for which this letter has a place.

    Without `said` those alone that keep it from being issued: the others are looked for once, not for 500 letters.
    """
    office = office_on(ground.session, connection, signed_on)
    names = unset_names(office) if said else unset_names(office) & NEEDED
    if not names:
        return []
    sheet = Sheet(ground.session.today(), signed_on=signed_on, on=signed_on, draft=True)
    values = printing.values_of(letter, subject, office, ground, content, sheet)
    found = set(printed(letter.form, values, names))
    asked = {
        ask.name: content.get(ask.key) if ask.key else content.get("fields", {}).get(ask.name)
        for ask in letter.kind.asks
    }
    for part, mentioned in by_default(letter.form, names).items():
        if not asked[part]:
            found |= mentioned
    return setting_gaps(found)


def parts_from_settings(
    ground: LetterGround, connection: Transaction, letter: LetterForm, content: Mapping[str, Any], subject: Subject
) -> dict[str, str]:
    """The parts of a letter whose default is a setting, by their path, as the settings would fill them today."""
    today = ground.session.today()
    office = office_rows.current(connection, today)
    values = printing.values_of(letter, subject, office, ground, content, Sheet(today, draft=True))
    values |= {name: "" for name in unset_names(office)}
    parts = by_default(letter.form, SETTING_NAMES)
    paths = {ask.name: ask.path for ask in letter.kind.asks}
    filled = {paths[ask.name]: ask.prefilled(values).strip() for ask in letter.form.asks if ask.name in parts}
    return {path: text for path, text in filled.items() if text}
