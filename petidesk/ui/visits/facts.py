"""How a visit reads on screen: its facts, petitioners, matters, papers and history as plain labels in cards."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtWidgets import QFrame, QWidget

from petidesk.domain import identity
from petidesk.domain.clocks import CLOCKS
from petidesk.domain.codes import CHANNELS, PURPOSES, ROUTES, SEXES, WHY_AGAIN
from petidesk.domain.papers import PaperLine
from petidesk.domain.visits.closed import ClosedVisit
from petidesk.domain.visits.visits import Deadline, Petitioner, StoredMatter, Visit
from petidesk.ui.look.dates import day_words
from petidesk.ui.look.lights import light_tone
from petidesk.ui.record.cards import facts, in_line, light_line, link, said, section
from petidesk.ui.record.history import field_label
from petidesk.ui.translate import translate


def badges(visit: Visit | ClosedVisit) -> list[tuple[str, str]]:
    """What stands out about a visit: the words of each badge and its part in the style sheet."""
    found = []
    if visit.voided:
        found.append((translate("VisitFacts", "作废"), "badge-seal"))
    if visit.accuses:
        found.append((translate("VisitFacts", "检举控告 · 限制查阅"), "badge-amber"))
    if visit.group:
        found.append((translate("VisitFacts", "集体访"), "badge-ink"))
    if visit.version > 1 and not visit.voided:
        found.append((translate("VisitFacts", "更正 {0} 次").format(visit.version - 1), "badge-ink"))
    return found


def visit_section(visit: Visit | ClosedVisit) -> QFrame:
    """When, how, who received and who wrote it down."""
    people = translate("VisitFacts", "{0} 人").format(visit.people)
    return section(
        translate("VisitFacts", "来访情况"),
        facts(
            [
                (translate("VisitFacts", "时间"), f"{day_words(visit.at.date())} {visit.at:%H:%M}"),
                (translate("VisitFacts", "渠道"), CHANNELS.get(visit.channel, visit.channel)),
                (
                    translate("VisitFacts", "人数"),
                    translate("VisitFacts", "{0} · 集体访").format(people) if visit.group else people,
                ),
                (translate("VisitFacts", "接待人"), visit.received_by),
                (translate("VisitFacts", "登记"), f"{visit.entered_by}  {visit.entered_at:%Y-%m-%d %H:%M}"),
                (field_label("foreign_no"), visit.foreign_no),
                (field_label("national_no"), visit.national_no),
                (field_label("query_code"), "" if isinstance(visit, ClosedVisit) else visit.content.query_code),
            ]
        ),
    )


def petitioner_lines(petitioner: Petitioner, *, full: bool) -> str:
    """One petitioner in a few lines; the identity number masked unless `full`."""
    name = petitioner.name or translate("VisitFacts", "匿名")
    born = day_words(petitioner.birth, weekday=False) + translate("VisitFacts", "生") if petitioner.birth else ""
    first = [
        name,
        SEXES.get(petitioner.sex or "", ""),
        born,
        translate("VisitFacts", "代表") if petitioner.representative else "",
    ]
    number = petitioner.id_number if full else identity.mask_identity(petitioner.id_number)
    kind = identity.ID_KINDS.get(petitioner.id_type, "")
    second = [f"{kind} {number}" if number else "", identity.group_phone(petitioner.phone)]
    address = translate("VisitFacts", "地址不详") if petitioner.address_unknown else petitioner.address
    third = [petitioner.village, address]
    lines = [" · ".join(part for part in parts if part) for parts in (first, second, third)]
    return "\n".join(line for line in lines if line)


def petitioners_section(visit: Visit, *, full: bool, toggle: Callable[[], None]) -> QFrame:
    """The petitioners; a link shows or masks the identity numbers."""
    people = visit.content.petitioners
    title = (
        translate("VisitFacts", "来访人")
        if len(people) == 1
        else translate("VisitFacts", "来访人（{0}）").format(len(people))
    )
    parts: list[QWidget] = [said(petitioner_lines(person, full=full)) for person in people]
    if any(person.id_number for person in people):
        words = translate("VisitFacts", "遮住证件号码") if full else translate("VisitFacts", "显示完整证件号码")
        parts.append(in_line(link(words, toggle, icon="eye-off" if full else "eye")))
    return section(title, *parts)


def deadline_line(deadline: Deadline, today: date, explain: QWidget) -> QWidget:
    """A clock: its light, its last day, and below it the way to why it is this day."""
    label = CLOCKS[deadline.kind].label if deadline.kind in CLOCKS else deadline.kind
    words = translate("VisitFacts", "{0}不迟于 {1}").format(label, day_words(deadline.raw))
    if deadline.legal is not None and deadline.legal != deadline.raw:
        words += translate("VisitFacts", "，遇休息日顺延至 {0}").format(day_words(deadline.legal))
    if deadline.calendar_missing is not None:
        words += translate("VisitFacts", "（{0}年的放假安排还没有公布或导入，不能算顺延）").format(
            deadline.calendar_missing
        )
    return light_line(light_tone(deadline.raw, today), words, explain)


def matter_section(stored: StoredMatter, place: int, many: bool, clocks: Sequence[QWidget]) -> QFrame:
    """One matter: what was said, the numbered requests, its case and its clocks."""
    matter = stored.matter
    purpose = PURPOSES.get(matter.purpose, matter.purpose)
    title = translate("VisitFacts", "事项{0}：{1}").format(place + 1, purpose) if many else purpose
    kinds = {"first": translate("VisitFacts", "初次"), "repeat": translate("VisitFacts", "重复")}
    repeat = kinds.get(stored.first_or_repeat) or WHY_AGAIN[matter.why_again]
    requests = "\n".join(f"{number}. {text}" for number, text in enumerate(matter.requests, 1))
    route = translate("VisitFacts", "第{0}项：{1}").format(matter.route, ROUTES[matter.route]) if matter.route else ""
    return section(
        translate("VisitFacts", "{0} · 紧急").format(title) if matter.urgent else title,
        facts(
            [
                (field_label("title"), matter.title),
                (field_label("statement"), matter.statement),
                (field_label("requests"), requests),
                (field_label("category"), matter.category.replace("/", " › ")),
                (field_label("concerned_unit"), matter.concerned_unit),
                (translate("VisitFacts", "问题所在村"), matter.village),
                (field_label("route"), route),
                (translate("VisitFacts", "事项编号"), f"{stored.case_no}（{repeat}）" if stored.case_no else ""),
            ]
        ),
        *clocks,
    )


def rest_section(visit: Visit) -> QFrame | None:
    """Materials, what was answered on the spot, remarks; None when there is nothing of it."""
    content = visit.content
    materials = "\n".join(
        translate("VisitFacts", "{0}  {1} 份").format(item.name, item.copies) for item in content.materials
    )
    pairs = [
        (translate("VisitFacts", "材料"), materials),
        (field_label("handling"), content.handling),
        (field_label("note"), content.note),
    ]
    return section(translate("VisitFacts", "材料和答复"), facts(pairs)) if any(value for _, value in pairs) else None


def papers_section(papers: Sequence[PaperLine], titles: Mapping[str, str]) -> QFrame | None:
    """What was printed, on which paper, in which version, how often. `titles` names the forms."""
    if not papers:
        return None
    lines = []
    for paper in papers:
        version = translate("VisitFacts", "更正{0}").format(paper.version - 1) if paper.version > 1 else ""
        times = translate("VisitFacts", "打印 {0} 次").format(paper.prints)
        lines.append(
            " · ".join(
                part
                for part in (
                    titles.get(paper.form, paper.form),
                    paper.size,
                    version,
                    f"{paper.made_at:%Y-%m-%d %H:%M}",
                    times,
                )
                if part
            )
        )
    return section(translate("VisitFacts", "打印过的文书"), *(said(line) for line in lines))
