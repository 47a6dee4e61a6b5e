"""The lines of a county's sheet around its table: 填报单位, 月份, 填报时间, 填报人, and the month in its title.

A line is filled where it is blank (blanks, low lines, ××, 年 月 日); what somebody has written stays, except a day or a
month, which are those of an earlier report. Signatures (签发人, 负责人) are never written: people sign by hand.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from petidesk.domain.cells import squeezed
from petidesk.domain.county.layout import Sheet


@dataclass(frozen=True, slots=True)
class LineFacts:
    """What the lines are filled with. `place` is the organ's short name; `month` is year * 12 + month - 1."""

    office: str
    place: str
    month: int
    today: date
    reporter: str
    phone: str = ""

    @property
    def month_words(self) -> str:
        """2026年10月."""
        return f"{self.month // 12}年{self.month % 12 + 1}月"

    @property
    def day_words(self) -> str:
        """2026年11月3日."""
        return f"{self.today.year}年{self.today.month}月{self.today.day}日"

    def value(self, kind: str) -> str:
        """The text of a kind of line; empty for signatures."""
        match kind:
            case "unit":
                return self.office
            case "date":
                return self.day_words
            case "month":
                return self.month_words
            case "reporter":
                return self.reporter
            case "phone":
                return self.phone
            case _:
                return ""


_LABELS = {
    "unit": "填报单位 报送单位 上报单位 填表单位 填报乡镇 报送乡镇 编报单位 制表单位 单位名称 单位",
    "date": "填报时间 填报日期 填表日期 填表时间 报送时间 报送日期 上报时间 上报日期 制表日期 制表时间 日期 时间",
    "month": "填报月份 统计月份 报送月份 所属月份 所属期 报告期 统计时段 月份",
    "reporter": "填报人 填表人 制表人 报送人 经办人 联系人",
    "phone": "联系电话 联系方式 电话",
    "sign": "签发人 签发 审核人 审批人 复核人 单位负责人 主要负责人 负责人 分管领导 主要领导 审核 领导签字",
}
_KINDS = {label: kind for kind, labels in _LABELS.items() for label in labels.split()}
_ANY = "|".join(r"\s*".join(label) for label in sorted(_KINDS, key=len, reverse=True))
_LABEL = re.compile(rf"(?<![\u4e00-\u9fff])(?P<label>{_ANY})(?P<aside>\s*[（(][^）)]*[）)])?\s*[:：]")
_ALONE = re.compile(rf"(?P<label>{_ANY})(?:\s*[（(][^）)]*[）)])?")
_BLANK = r"[\s_＿×ＸxX○〇]"
_SEAL = re.compile(r"\s*[（(]\s*(?:盖章|公章|签章|签字|签名)\s*[）)]\s*$")
_BLANK_UNIT = re.compile(rf"{_BLANK}*(?:县|区)?{_BLANK}*(?:乡镇（街道）|镇（街道）|乡（镇）|乡镇|镇|乡|街道)?\s*")
_BLANK_TEXT = re.compile(rf"{_BLANK}*")
_DAY = re.compile(rf"(?:\d{{4}}|{_BLANK}*)年?\s*[.\-/]?{_BLANK}*\d{{0,2}}\s*月?[.\-/]?{_BLANK}*\d{{0,2}}\s*日?\s*")
_MONTH = re.compile(rf"(?:\d{{4}}|{_BLANK}*)年?[.\-/]?{_BLANK}*\d{{0,2}}\s*月?份?\s*")
# a day or month without a word of its own behind the unit: 填报单位：          年  月
_DATED = re.compile(rf"(?:(?<=\s)\d{{4}})?\s*年{_BLANK}*\d{{0,2}}\s*月(?:{_BLANK}*\d{{0,2}}\s*日)?\s*$")
_BARE_DAY = re.compile(rf"{_BLANK}*年{_BLANK}*月{_BLANK}*日\s*")
_BARE_MONTH = re.compile(rf"{_BLANK}*年{_BLANK}*月(?:份)?\s*")


def filled_line(text: str, facts: LineFacts) -> str:
    """A text with every blank line in it filled; the text itself where there is nothing to fill."""
    if _BARE_DAY.fullmatch(text):
        return facts.day_words
    if _BARE_MONTH.fullmatch(text):
        return facts.month_words
    labels = list(_LABEL.finditer(text))
    if not labels:
        return text
    pieces = [text[: labels[0].start()]]
    for place, match in enumerate(labels):
        end = labels[place + 1].start() if place + 1 < len(labels) else len(text)
        pieces.append(match[0])
        pieces.append(_value(_KINDS[squeezed(match["label"])], text[match.end() : end], facts, end < len(text)))
    return "".join(pieces)


def _value(kind: str, written: str, facts: LineFacts, more: bool) -> str:
    seal = _SEAL.search(written)
    body, after = (written[: seal.start()], written[seal.start() :]) if seal else (written, "")
    value = facts.value(kind)
    if kind in ("unit", "reporter") and (tail := _DATED.search(body)) and value:
        dated = facts.day_words if "日" in tail[0] else facts.month_words
        before = _value(kind, body[: tail.start()], facts, True) if body[: tail.start()] else value + " " * 3
        return before + dated + after
    if not value or not _replaceable(kind, body):
        return written
    if not more:
        return value + after.rstrip()
    left = len(written) - _width(value + after.strip())
    return value + after.strip() + " " * max(3, left)


def _replaceable(kind: str, written: str) -> bool:
    pattern = {"unit": _BLANK_UNIT, "date": _DAY, "month": _MONTH}.get(kind, _BLANK_TEXT)
    return pattern.fullmatch(written) is not None


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


_TITLE_YEAR = re.compile(
    rf"(?P<year>\d{{4}}|{_BLANK}{{1,12}})年(?P<month>\s*(?:\d{{1,2}}|{_BLANK}{{1,8}})\s*月)?(?P<part>度|第?[一二三四1-4]?{_BLANK}*季|上|下)?"
)
_TITLE_MONTH = re.compile(r"(?<![年\d])(?:[×ＸxX_＿]{1,4}|\d{1,2})月(?![初中下底旬\d])")
_TITLE_UNIT = re.compile(
    r"[×ＸxX_＿]{2,}\s*(?:[（(]单位[）)]|乡镇（街道）|镇（街道）|乡（镇）|镇（乡）|乡镇|镇|乡|街道|单位)"
)


def filled_title(text: str, facts: LineFacts) -> str:
    """A title with the month of the report in it: ××年×月××（单位）… and 2025年9月… alike; quarters stay."""

    def year(match: re.Match[str]) -> str:
        if (match["part"] or "").strip() not in ("", "度"):
            return match[0]
        month = f"{facts.month % 12 + 1}月" if match["month"] else ""
        return f"{facts.month // 12}年{month}{match['part'] or ''}"

    told = _TITLE_YEAR.sub(year, text, count=1)
    told = _TITLE_MONTH.sub(f"{facts.month % 12 + 1}月", told, count=1)
    return _TITLE_UNIT.sub(facts.place, told, count=1)


def line_writes(sheet: Sheet, first: int, last: int, facts: LineFacts) -> Iterator[tuple[int, int, str]]:
    """The cells above row `first` and below row `last` that are filled: row, column, text."""
    titled = False
    for row in sorted({row for row, _ in sheet.cells if row < first or row > last}):
        for column, text in sheet.row(row).items():
            cell = sheet.cells[row, column]
            if not isinstance(cell, str) or cell.startswith("="):
                continue
            told = filled_line(cell, facts)
            if told == cell and row < first and not titled and not _LABEL.search(cell) and len(squeezed(text)) >= 4:
                titled = True
                told = filled_title(cell, facts)
            beside = _value_cell(sheet, row, column, cell)
            if beside is not None:
                value = facts.value(_KINDS[squeezed(_label_of(cell))])
                if value:
                    yield row, beside, value
            elif told != cell:
                yield row, column, told


def _label_of(text: str) -> str:
    match = _LABEL.fullmatch(text.strip()) or _ALONE.fullmatch(text.strip())
    return match["label"] if match else ""


def _value_cell(sheet: Sheet, row: int, column: int, text: str) -> int | None:
    """The blank cell on the right of a cell that holds nothing but a label; None where the line is in one cell.

    After a colon the text goes on in the same cell, unless the cell beside it is merged or boxed for it.
    """
    if not _label_of(text):
        return None
    own = next((merge for merge in sheet.merges if (merge.top, merge.left) == (row, column)), None)
    beside = (own.right if own else column) + 1
    taken = (row, beside) in sheet.cells and str(sheet.cells[row, beside]).strip()
    if taken and not _BARE_DAY.fullmatch(str(sheet.cells[row, beside])):
        return None
    if _LABEL.fullmatch(text.strip()):
        merged = any((merge.top, merge.left) == (row, beside) for merge in sheet.merges)
        return beside if merged or row in sheet.boxed else None
    return beside if beside <= max(column for _, column in sheet.cells) or row in sheet.boxed else None
