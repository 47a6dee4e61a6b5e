"""What a room of the window lends to another that may not import it: made here, imported when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from petidesk.ui.translate import translate

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from petidesk.desk.desk import Desk
    from petidesk.domain.visits.visits import Visit
    from petidesk.ui.record.amending import AmendForm
    from petidesk.ui.shell.panels import WordingPanel


def amend_form(desk: Desk, visit: Visit, keeper: QObject, why: str) -> AmendForm:
    """The form of 来访登记, in which 今日来访 amends a visit; `keeper` and `why` as AmendPanel takes them."""
    kind: Callable[[Desk, Visit, QObject, str], AmendForm] = import_module("petidesk.ui.registration.amend").AmendPanel
    return kind(desk, visit, keeper, why)


def wording_panel(desk: Desk) -> WordingPanel:
    """The wording of papers, for the page of letters."""
    kind: Callable[[Desk], WordingPanel] = import_module("petidesk.ui.wording.page").TemplateEditor
    return kind(desk)


def settings_sections() -> tuple[tuple[str, str], ...]:
    """The sections of 设置: key and title."""
    sections: tuple[tuple[str, str, str], ...] = import_module("petidesk.ui.settings.page").SECTIONS
    return tuple((key, translate("SettingsPage", str(words))) for key, words, _icon in sections)
