"""Statistical tables of a county: villages and types of disputes as rows or columns, measures such as 排查数.

A cell's meaning is put together from the words on its left and above it. Tables with empty rows below 村 or 类型 are
filled row by row; tables with their rows printed are filled cell by cell, formulas left alone.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from petidesk.domain.cells import squeezed
from petidesk.domain.county.fields import heading_names
from petidesk.domain.county.layout import CountyColumn, CountyTable, Sheet, data_rows, sheet_title
from petidesk.domain.county.type_words import TypeReader, TypeWords
from petidesk.domain.fields import bare_heading, short_heading
from petidesk.domain.places import VillageFinder

FIGURE = "figure."
_MEASURES = {
    "carried_over": "上月结转 上期结转 结转 上月遗留 上月结存 期初数 月初数 上月未化解 结转数 上期遗留 上月结转数 "
    "上月末未化解 期初未化解",
    "found": "排查数 排查 本月新排查 新排查 本月排查 本月新增 新增 新增数 本月排查数 排查件数 排查起数 排查总数 "
    "新排查数 排查纠纷数 排查矛盾纠纷数 排查矛盾纠纷总数 排查纠纷总数 本月新发生 新发生 发现数 受理数 本期排查 "
    "本期新增 本月新排查数 新增排查 排查出矛盾纠纷 排查矛盾纠纷",
    "reopened": "其中重新化解 重新排查 反复",
    "resolved": "化解数 化解 本月化解 已化解 已化解数 化解件数 化解起数 办结数 已办结 本月化解数 化解总数 "
    "化解纠纷数 本期化解",
    "resolved_found": "成功数 调处成功数 调处成功 化解成功数 其中本月排查 其中当月排查 其中新排查",
    "resolved_carried": "其中化解结转 化解结转 其中结转 化解上月结转",
    "escalated": "转上级 上报 移送 上报数 移交 移送上报 上报上级 上报县级 转上级数 移送数 转办数",
    "outstanding": "月末未化解 未化解 未化解数 正在化解 正在调处 尚未化解 未办结 在办 结余 月末结转 期末数 遗留 "
    "未化解件数 未化解起数 月末未化解数 期末未化解 未化解总数",
    "people": "涉及人数 涉及人员 涉及人次",
    "amount": "涉及金额 金额 涉案金额",
    "handled": "调处数 调处 已调处 调解数 调处总数",
    "on_books": "应化解 在册 在册数 应化解数 纠纷总数 总数 起数 件数",
    "rate": "化解率 办结率",
    "rate_handled": "调处率",
    "rate_success": "成功率 调处成功率",
    "rounds": "开展集中排查 集中排查 集中排查次数 开展集中排查次数",
}
_BY_WORD = {bare_heading(word): key for key, words in _MEASURES.items() for word in words.split()}
# Words that are also headings of a ledger; they count as measures only in company.
_SHARED = frozenset(("people", "amount"))
_TOTALS = frozenset(
    ("合计", "总计", "小计", "共计", "全镇", "全乡", "全镇合计", "全乡合计", "全街道", "总数合计", "汇总")
)
_YEAR = re.compile(r"^(?:本?年度?累计|全年累计|年初至今|1月?[-至到]\w{0,3}月?累计|累计)")
_MONTH = frozenset(("小计", "本月", "当月", "本期", "本月数", "数量", "本月小计"))
_BANDS = (
    re.compile(r"^(?:1[-至])?(?:50|49)人?(?:以下|以内)$|^50人?\(?不含\)?以下$"),
    re.compile(r"^50人?\(?含?\)?[-至到~]+(?:100|99)人?(?:以下)?$"),
    re.compile(r"^100人?\(?含?\)?[-至到~]+(?:500|499)人?(?:以下)?$"),
    re.compile(r"^500人?\(?含?\)?以上$"),
)
# Words above or beside figures that say nothing of which disputes they count.
_GENERAL = re.compile(
    r"(?:矛盾|纠纷|排查|化解|调处|调解|办理|处理|情况|数量?|数据|统计|工作|指标|项目|内容|总体|基本|全部|各类|所有|序号|编号|"
    r"合计|其中|本镇|本乡|全镇|全乡|街道|本月|本期|本年|当月|当年|年度|月度|季度|累计|单位|类型|类别|名称|村|社区|居委?|组|"
    r"备注|说明|小计|月份|截至|今年|新|已|率|件|起|次|人|元|万元|进展|结果|落实|完成|及|和|与|的|表|年|月|日|\d|[甲乙丙丁一二三四五六七八九十]|[A-Za-z%=*×])*"
)
_MAJOR = re.compile(r"重大(?:矛盾)?纠纷?")
_VILLAGE_HEAD = frozenset(
    ("村", "村社区", "村居", "单位", "村名", "行政村", "村组", "所属村", "村社区名称", "排查单位", "辖区")
)
_TYPE_HEAD = frozenset(("类型", "类别", "纠纷类型", "矛盾纠纷类型", "纠纷类别", "矛盾类型"))


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a label says: any of a village, types, a measure, a period. `total`: all villages or all types. `unknown`:
    the words that name something that is not ours."""

    village: str | None = None
    label: str | None = None
    measure: str | None = None
    year: bool | None = None
    total: bool = False
    band: int | None = None
    major: bool = False
    percent: bool = False
    unit: int = 1
    unknown: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether it says nothing that is known."""
        return dataclasses.replace(self, unknown=()) == Meaning()

    @property
    def foreign(self) -> bool:
        """Whether it speaks only of what is not ours: the total of all is not its figure."""
        return bool(self.unknown) and not (self.village or self.label or self.total or self.major) and self.band is None

    def __add__(self, other: Meaning) -> Meaning:
        return Meaning(
            self.village or other.village,
            self.label or other.label,
            _measure_of(self.measure, other.measure),
            other.year if self.year is None else self.year or bool(other.year),
            self.total or other.total,
            other.band if self.band is None else self.band,
            self.major or other.major,
            self.percent or other.percent,
            max(self.unit, other.unit),
            (*self.unknown, *other.unknown),
        )


def _measure_of(one: str | None, other: str | None) -> str | None:
    """Of two measures the one that says more: 起数 below 排查 only says what is counted."""
    return other if one in (None, "on_books") and other is not None else one


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell to be filled: row from 1, column from 0, and what belongs there."""

    row: int
    column: int
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class FigureSheet:
    """A statistical table: its spots, or (`listed` village or type) the table whose rows are to be written."""

    sheet: str
    title: str
    heading_rows: tuple[int, ...]
    columns: tuple[CountyColumn, ...]
    spots: tuple[Spot, ...] = ()
    listed: str = ""
    table: CountyTable | None = None
    labels: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()


class Reader:
    """Understands the labels of an office's statistical tables."""

    def __init__(self, villages: Sequence[str], office_names: Sequence[str], types: Sequence[TypeWords]) -> None:
        self._villages = frozenset(villages)
        self.finder = VillageFinder(villages, office_names)
        self.types = TypeReader(types)
        self._own = squeezed(office_names[-1]) if office_names else ""

    def meaning(self, text: str) -> Meaning:
        """What a label says; an empty Meaning where it says nothing that is known."""
        bare = re.sub(r"^\d+[.、．]?", "", short_heading(text)) or short_heading(text)
        percent, unit = "%" in squeezed(text), 10_000 if "万元" in text else 1
        squeeze = re.sub(r"\(?[起件次人]数?\)?$", "", squeezed(text)) if "人" in text else ""
        for band, pattern in enumerate(_BANDS):
            if pattern.search(squeezed(text)) or (squeeze and pattern.search(squeeze + "人")):
                return Meaning(band=band, measure=None)
        if bare in _MONTH and bare not in _TOTALS:
            return Meaning(year=False)
        if bare in _TOTALS:
            return Meaning(total=True)
        year = _YEAR.match(bare)
        rest = bare[year.end() :] if year else bare
        if year and not rest:
            return Meaning(year=True)
        major = _MAJOR.match(rest)
        if major:
            rest = rest[major.end() :]
            if not rest:
                return Meaning(major=True)
        measure = _BY_WORD.get(rest) or _BY_WORD.get(bare_heading(text))
        if measure is not None:
            said = True if year else None
            return Meaning(measure=measure, year=said, major=bool(major), percent=percent, unit=unit)
        return self._place_or_type(text, bare)

    def _place_or_type(self, text: str, bare: str) -> Meaning:
        named = self.finder.named(text)
        if named in self._villages and len(bare) <= len(named) + 6:
            return Meaning(village=named)
        if self.types.names_types(bare):
            return Meaning(label=bare)
        if self._own and squeezed(text) in (self._own, f"{self._own}人民政府"):
            return Meaning(total=True)  # a county's table of its townships: our row
        return Meaning(unknown=() if _GENERAL.fullmatch(bare) else (text,))

    def assigned(self, labels: Iterable[str], types: Iterable[str]) -> dict[str, str]:
        """The label under which each type is counted (`TypeReader.assigned`)."""
        return self.types.assigned(labels, types)


# ---- where the spots are


def find_figures(sheet: Sheet, reader: Reader) -> FigureSheet | None:
    """The statistical table of a sheet; None when there is none."""
    block = _heading(sheet, reader)
    if block is None:
        return None
    top, bottom, columns = block
    fillable = {column: said for column, said in columns.items() if not said.empty}
    usual = Meaning(measure=_usual(f"{sheet_title(sheet, top)}{sheet.name}"))
    left = min(fillable)
    rows = _row_meanings(sheet, reader, bottom, left)
    title = sheet_title(sheet, top)
    headings = _columns(sheet, top, bottom, columns)
    spots = tuple(
        Spot(row, column, meaning)
        for row, on_left in rows.items()
        for column, above in fillable.items()
        if (meaning := _together(on_left, above, usual)) is not None and (row, column) not in _formulas(sheet)
    )
    labels = tuple(said.label for said in (*rows.values(), *fillable.values()) if said.label is not None)
    strange = (said for said in (*rows.values(), *columns.values()) if said.foreign)
    foreign = tuple(dict.fromkeys(word for said in strange for word in said.unknown))
    if len(rows) >= 2 and spots:
        found = tuple(range(top, bottom + 1))
        return FigureSheet(sheet.name, title, found, headings, spots, labels=labels, foreign=foreign)
    return _listed(sheet, top, bottom, headings, title)


def _formulas(sheet: Sheet) -> set[tuple[int, int]]:
    return {place for place, cell in sheet.cells.items() if isinstance(cell, str) and cell.startswith("=")}


def _together(on_left: Meaning, above: Meaning, usual: Meaning) -> Meaning | None:
    """The meaning of a cell; None when its two labels speak of the same thing, or of no figure."""
    if on_left.foreign or above.foreign:
        return None
    clash = (on_left.village and above.village) or (on_left.label and above.label)
    specific = {on_left.measure, above.measure} - {None, "on_books"}
    if clash or len(specific) > 1:
        return None
    both = on_left + above
    if both.band is not None:
        both = dataclasses.replace(both, measure="band")
    if both.measure is None:
        if not (both.village or both.label or both.total):
            return None
        both = dataclasses.replace(both, measure=usual.measure)
    return both


def _usual(words: str) -> str:
    """What a table counts that has no measure in its labels: its title tells, else what was found."""
    if re.search("未化解|未办结|正在|遗留", words):
        return "outstanding"
    if "化解" in words and "排查" not in words:
        return "resolved"
    return "found"


def _heading(sheet: Sheet, reader: Reader) -> tuple[int, int, dict[int, Meaning]] | None:
    for top in range(1, min(sheet.last_row, 40) + 1):
        texts = sheet.row(top)
        said = {column: reader.meaning(text) for column, text in texts.items() if len(text) <= 24}
        telling = [one for one in said.values() if not one.empty and not one.total]
        measures = {one.measure for one in telling} - _SHARED
        places = [one for one in telling if one.village or one.label or one.measure in measures or one.year is not None]
        totals = sum(1 for one in said.values() if one.total)
        if len(places) + min(totals, 1) < 2 or not places or min(texts) == min(c for c in said if not said[c].empty):
            continue
        bottom = _heading_bottom(sheet, top, min(c for c in said if not said[c].empty))
        columns = _column_meanings(sheet, reader, top, bottom)
        if sum(not one.empty for one in columns.values()) >= 2:
            return top, bottom, columns
    return None


def _heading_bottom(sheet: Sheet, top: int, left: int) -> int:
    bottom = max([top, *(merge.bottom for merge in sheet.merges if merge.top == top and merge.bottom <= top + 2)])
    while bottom < top + 2:
        below = {column: text for column, text in sheet.row(bottom + 1).items() if column >= left}
        words = [text for text in below.values() if not re.fullmatch(r"[\d.,%—\-/=\s]*|=.*", text)]
        first_left = [text for column, text in sheet.row(bottom + 1).items() if column < left]
        if len(words) < 2 or first_left:
            break
        bottom += 1
    return bottom


def _column_meanings(sheet: Sheet, reader: Reader, top: int, bottom: int) -> dict[int, Meaning]:
    found: dict[int, Meaning] = {}
    for column, path in _column_paths(sheet, top, bottom).items():
        said = Meaning()
        for text in path:
            said = reader.meaning(text) + said  # the lower word says more: 排查 above, 上月结转 below
        found[column] = said
    for column, said in found.items():
        if said.total and said.measure == "found" and _beside_carried(column, found, sheet, top, bottom):
            found[column] = dataclasses.replace(said, measure="on_books")
    return found


def _beside_carried(column: int, found: dict[int, Meaning], sheet: Sheet, top: int, bottom: int) -> bool:
    """Whether a 合计 stands below the same words as 上月结转: it is then the sum of both."""
    paths = _column_paths(sheet, top, bottom)
    same = [other for other, path in paths.items() if path[0] == paths[column][0]]
    return any(found[other].measure == "carried_over" for other in same)


def _column_paths(sheet: Sheet, top: int, bottom: int) -> dict[int, tuple[str, ...]]:
    paths: dict[int, list[str]] = {}
    for row in range(top, bottom + 1):
        spread = dict(sheet.row(row))
        for merge in sheet.merges:
            if merge.top <= row <= merge.bottom:
                text = sheet.row(merge.top).get(merge.left, "")
                spread |= {column: text for column in range(merge.left, min(merge.right, 255) + 1) if text}
        for column, text in spread.items():
            texts = paths.setdefault(column, [])
            if not texts or texts[-1] != text:
                texts.append(text)
    return {column: tuple(texts) for column, texts in sorted(paths.items())}


def _row_meanings(sheet: Sheet, reader: Reader, bottom: int, left: int) -> dict[int, Meaning]:
    """What the labels on the left of each row say, vertically merged ones included."""
    spread: dict[int, dict[int, str]] = {}
    for merge in sheet.merges:
        text = sheet.row(merge.top).get(merge.left, "")
        if text and merge.left < left and merge.top > bottom and merge.bottom > merge.top:
            for row in range(merge.top, min(merge.bottom, merge.top + 200) + 1):
                spread.setdefault(row, {})[merge.left] = text
    found = {}
    for row in sorted({*(one for one in sheet.numbers if one > bottom), *spread}):
        texts = {**spread.get(row, {}), **{column: text for column, text in sheet.row(row).items() if column < left}}
        said = Meaning()
        for _, text in sorted(texts.items()):
            said = reader.meaning(text) + said
        if not said.empty:
            found[row] = said
    return found


def _columns(sheet: Sheet, top: int, bottom: int, said: dict[int, Meaning]) -> tuple[CountyColumn, ...]:
    paths = _column_paths(sheet, top, bottom)
    names = heading_names(list(paths.values()))
    return tuple(
        CountyColumn(column, name, path, _field_of(said.get(column, Meaning()), path), True, said[column].unit)
        for (column, path), name in zip(paths.items(), names, strict=True)
    )


def _field_of(said: Meaning, path: tuple[str, ...]) -> str | None:
    bare = bare_heading(path[-1])
    if said.empty:
        if bare in _VILLAGE_HEAD or bare in _TYPE_HEAD:
            return "village" if bare in _VILLAGE_HEAD else "type"
        return "serial" if bare == "序号" else None
    words = [
        f"village:{said.village}" if said.village else "",
        f"type:{said.label}" if said.label else "",
        "total" if said.total else "",
        ("year." if said.year else "") + (said.measure or ("month" if said.year is False else "")),
    ]
    return FIGURE + ",".join(word for word in words if word).rstrip(".")


def _listed(sheet: Sheet, top: int, bottom: int, columns: tuple[CountyColumn, ...], title: str) -> FigureSheet | None:
    """A table whose rows are to be written: villages or types below their heading, measures beside them."""
    subject = next((column.field for column in columns if column.field in ("village", "type")), None)
    measures = [column for column in columns if (column.field or "").startswith(FIGURE)]
    if subject is None or len(measures) < 2:
        return None
    first, last, totals, _ = data_rows(sheet, bottom, [column.place for column in columns], ())
    table = CountyTable(sheet.name, title, tuple(range(top, bottom + 1)), columns, first, last, totals)
    return FigureSheet(sheet.name, title, table.heading_rows, columns, listed=subject, table=table)
