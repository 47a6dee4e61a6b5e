"""Which letters the list shows: the state at one click, a text, a chip for whatever else narrows it."""

from __future__ import annotations

import dataclasses

from petidesk.domain.letters.letters import LetterQuery
from petidesk.ui.forms.inputs import ChipChoice
from petidesk.ui.lists.filter_bar import WIDE, FilterBar, Room
from petidesk.ui.translate import translate

DRAFTS, ISSUED, WAITING, VOIDED, ALL = "draft", "issued", "waiting", "voided", "all"
# Narrower than this, in ems, the bar uses short forms.
NARROW = 46.0


def group_words() -> dict[str, str]:
    """The groups in their order."""
    return {
        ALL: translate("LetterFilter", "全部"),
        DRAFTS: translate("LetterFilter", "草稿"),
        ISSUED: translate("LetterFilter", "已签发"),
        WAITING: translate("LetterFilter", "待送达"),
        VOIDED: translate("LetterFilter", "已作废"),
    }


def group_of(query: LetterQuery) -> str:
    """Which group a question is."""
    return WAITING if query.waiting_service else query.state or ALL


def in_group(query: LetterQuery, group: str) -> LetterQuery:
    """The same question in another group."""
    state = group if group in (DRAFTS, ISSUED, VOIDED) else ""
    return dataclasses.replace(query, state=state, waiting_service=group == WAITING)


def chips_of(query: LetterQuery, titles: dict[str, str]) -> dict[str, str]:
    """What narrows the list beside the group: keys of the question and the words of each chip."""
    chips = {}
    if query.text:
        chips["text"] = translate("LetterFilter", "含“{0}”").format(query.text)
    if query.case_no:
        chips["case_no"] = query.case_no
    if query.meeting_no:
        chips["meeting_no"] = query.meeting_no
    if query.form:
        chips["form"] = titles.get(query.form, query.form)
    if query.since is not None:
        chips["since"] = translate("LetterFilter", "{0} 起签发").format(query.since)
    if query.until is not None:
        chips["until"] = translate("LetterFilter", "{0} 止签发").format(query.until)
    return chips


class LetterFilter(FilterBar[LetterQuery]):
    """The bar above the list of letters."""

    LINE_GAP = 0.75

    def __init__(self) -> None:
        narrow = Room(NARROW, 11, translate("LetterFilter", "找文号、姓名"))
        wide = Room(WIDE, 18, translate("LetterFilter", "文号、名称、姓名、事项"))
        super().__init__(LetterQuery(), LetterQuery(), ChipChoice(list(group_words().items()), ALL), (narrow, wide))
        self.titles: dict[str, str] = {}
        self.views.setAccessibleName(self.tr("文书的状态"))
        self.views.changed.connect(self._group_chosen)
        self.text.setAccessibleName(self.tr("在文书中找"))
        self._stand(self.views, self.text)
        self._fill()
        self._fit()

    def _group_chosen(self, group: str) -> None:
        if not self._filling:
            self.put(in_group(self.query, group))

    def _plain(self, query: LetterQuery) -> LetterQuery:
        return in_group(LetterQuery(), group_of(query))

    def _active(self, query: LetterQuery) -> dict[str, str]:
        return chips_of(query, self.titles)

    def _show(self, query: LetterQuery) -> None:
        self.views.choose(group_of(query))
