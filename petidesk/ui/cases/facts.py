"""What stands on the right of a case: dates with their lights, requests, who is responsible, papers, people, visits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from petidesk.domain import identity
from petidesk.domain.cases.events import ENDINGS, NATIONAL_PAPERS
from petidesk.domain.cases.files import (
    CaseClock,
    CaseFile,
    CaseLetter,
    CasePerson,
    CaseRequest,
    purpose_words,
    result_words,
)
from petidesk.domain.codes import CHANNELS, GROUP_FROM, SEXES
from petidesk.domain.letters.letters import LETTER_STATES
from petidesk.ui.cases.words import clock_label, route_words, task_label
from petidesk.ui.look.dates import short_day
from petidesk.ui.look.lights import Tone, light_tone, light_words
from petidesk.ui.look.theme import spaced
from petidesk.ui.record.cards import facts, in_line, light_line, link, said, section, together
from petidesk.ui.shell.routes import Route, ToLetter, ToVisit
from petidesk.ui.translate import translate

PEOPLE_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Links:
    """What the links of the cards do: record a kind with what is known already, open a page, explain a date."""

    record: Callable[[str, Mapping[str, object]], None]
    go: Callable[[Route], None]
    explain: Callable[[], None]
    toggle_numbers: Callable[[], None]


# ---- dates


def _clock_words(clock: CaseClock, today: date) -> tuple[Tone, str]:
    label = clock_label(clock.kind)
    if clock.met_on is not None:
        return Tone.SOFT, translate("CaseFacts", "{0}期限已于{1}了结").format(label, clock.met_on.isoformat())
    if clock.deadline is None:
        return Tone.SOON, translate("CaseFacts", "{0}期限：该年的放假安排还没有导入，算不出日期").format(label)
    raw = clock.deadline.raw
    words = translate("CaseFacts", "{0}期限：不迟于{1}，{2}").format(label, raw.isoformat(), light_words(raw, today))
    if not clock.duty:
        return Tone.CALM, translate("CaseFacts", "{0}（信访人或上级机关的期限）").format(words)
    return light_tone(raw, today), words


def dates_section(case: CaseFile, today: date, to: Links) -> QFrame:
    """The clocks of the law, then the dates that the office set itself."""
    running = [clock for clock in case.clocks if clock.met_on is None]
    met = [clock for clock in case.clocks if clock.met_on is not None]
    lines = [light_line(*_clock_words(clock, today)) for clock in (*running, *met)]
    if case.due is None and any(clock.deadline is not None for clock in running):
        lines.insert(len(running), in_line(link(translate("CaseFacts", "为什么是这一天"), to.explain)))
    for task in case.tasks:
        owner = translate("CaseFacts", "，{0}").format(task.owner) if task.owner else ""
        words = translate("CaseFacts", "{0}：{1}，{2}{3}").format(
            task_label(task.kind), short_day(task.due, today), light_words(task.due, today), owner
        )
        done = link(
            translate("CaseFacts", "记落实"),
            partial(to.record, "carried_out", task.named),
            translate("CaseFacts", "记落实：{0}").format(task_label(task.kind)),
        )
        lines.append(light_line(light_tone(task.due, today), words, done))
    return section(
        translate("CaseFacts", "期限"), *(lines or [said(translate("CaseFacts", "没有正在计算的期限。"), "soft")])
    )


# ---- requests


def _request(request: CaseRequest) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    spaced(column, 0.25)
    column.addWidget(said(f"{request.number}. {request.text}", "strong"))
    if request.moved_to:
        column.addWidget(said(translate("CaseFacts", "已分案，在{0}答复").format(request.moved_to), "soft"))
    elif request.result:
        column.addWidget(said(f"{result_words(request.result)}：{request.answer}"))
    else:
        column.addWidget(said(translate("CaseFacts", "还没有答复"), "soft"))
    return box


def requests_section(case: CaseFile) -> QFrame:
    """Every request with its answer, one by one."""
    parts: list[QWidget] = [_request(request) for request in case.requests]
    if case.ending:
        ending = ENDINGS.get(case.ending, translate("CaseFacts", "退回") if case.ending == "sent_back" else case.ending)
        parts.append(said(translate("CaseFacts", "办结方式：{0}").format(ending), "strong"))
    return section(translate("CaseFacts", "请求和答复"), *parts)


# ---- who, where, numbers


def charge_section(case: CaseFile, to: Links) -> QFrame:
    """Purpose and route, the responsible unit, handler and leader; a link to change them."""
    missing = translate("CaseFacts", "还没有定")
    pairs = [
        (translate("CaseFacts", "目的"), purpose_words(case)),
        (translate("CaseFacts", "途径"), route_words(case.route)),
        (translate("CaseFacts", "内容分类"), case.category.replace("/", " › ")),
        (translate("CaseFacts", "责任单位"), case.unit or missing),
        (translate("CaseFacts", "首办责任人"), case.handler),
        (translate("CaseFacts", "包案领导"), case.leader),
        (translate("CaseFacts", "涉及单位"), "、".join(case.concerned_units)),
        (translate("CaseFacts", "登记日期"), case.opened_on.isoformat()),
    ]
    change = link(translate("CaseFacts", "改责任分工"), partial(to.record, "in_charge", {}))
    return section(translate("CaseFacts", "事项"), facts(pairs), in_line(change))


def national_section(case: CaseFile, to: Links) -> QFrame | None:
    """The numbers given in the national system, and each paper that is not entered there yet; None for neither."""
    pairs = [
        (translate("CaseFacts", "信访件编号"), case.national_no),
        (translate("CaseFacts", "查询码"), case.query_code),
    ]
    lines: list[QWidget] = [facts(pairs)] if any(value for _, value in pairs) else []
    for paper in case.not_entered:
        words = NATIONAL_PAPERS.get(paper, paper)
        entered = link(
            translate("CaseFacts", "记已录入"),
            partial(to.record, "entered", {"paper": paper}),
            translate("CaseFacts", "记已录入：{0}").format(words),
        )
        lines.append(light_line(Tone.SOON, translate("CaseFacts", "{0}尚未录入").format(words), entered))
    return section(translate("CaseFacts", "国家信访信息系统"), *lines) if lines else None


# ---- papers


def letters_section(case: CaseFile, to: Links) -> QFrame:
    """The papers of the case: continue a draft, open an issued one, record that it was served."""
    parts: list[QWidget] = [_letter(letter, to) for letter in case.letters]
    if not parts:
        parts = [said(translate("CaseFacts", "还没有文书。下一步需要文书时，从下面的按钮开。"), "soft")]
    return section(translate("CaseFacts", "文书"), *parts)


def _letter(letter: CaseLetter, to: Links) -> QWidget:
    words = f"{letter.title} {letter.document_no}".strip()
    state = [LETTER_STATES.get(letter.state, letter.state)]
    if letter.signed_on is not None:
        state.append(translate("CaseFacts", "{0}签发").format(letter.signed_on.isoformat()))
    if letter.served_on is not None:
        state.append(translate("CaseFacts", "{0}送达").format(letter.served_on.isoformat()))
    elif letter.waits_for_service:
        state.append(translate("CaseFacts", "待送达"))
    opened = translate("CaseFacts", "接着写") if letter.state == "draft" else translate("CaseFacts", "打开、打印")
    below = [link(opened, partial(to.go, ToLetter(letter.letter_id)), f"{opened} {words}")]
    if letter.waits_for_service:
        served = partial(to.record, "served", {"document_no": letter.document_no})
        name = translate("CaseFacts", "记送达 {0}").format(letter.document_no)
        below.append(link(translate("CaseFacts", "记送达"), served, name))
    service = said(" · ".join(state), "warn" if letter.waits_for_service else "soft")
    return together(said(words, "strong"), service, in_line(*below))


# ---- people and visits


def _person_lines(person: CasePerson, *, full: bool) -> str:
    """One person in a few lines; the identity number masked unless `full`."""
    number = person.id_number if full else identity.mask_identity(person.id_number)
    kind = identity.ID_KINDS.get(person.id_type, "")
    role_words = translate("CaseFacts", "代表") if person.representative else ""
    lines = (
        (person.name or translate("CaseFacts", "匿名"), SEXES.get(person.sex, ""), role_words),
        (f"{kind} {number}" if number else "",),
        (identity.group_phone(person.phone),),
        (person.village, person.address),
    )
    return "\n".join(words for parts in lines if (words := " · ".join(part for part in parts if part)))


def people_section(case: CaseFile, to: Links, *, full: bool) -> QFrame:
    """Who came on this case; a link shows or masks the identity numbers."""
    many = len(case.people)
    title = translate("CaseFacts", "来访人（{0}）").format(many) if many > 1 else translate("CaseFacts", "来访人")
    parts: list[QWidget] = [said(_person_lines(person, full=full)) for person in case.people[:PEOPLE_SHOWN]]
    if many > PEOPLE_SHOWN:
        parts.append(said(translate("CaseFacts", "等 {0} 人，名单在来访里").format(many), "soft"))
    proxy = case.last("proxied")
    if proxy is not None and proxy.content.get("agent"):
        content = proxy.content
        agent = (content["agent"], content.get("relation", ""), identity.group_phone(content.get("phone", "")))
        parts.append(said(translate("CaseFacts", "代办人：{0}").format(" · ".join(part for part in agent if part))))
    if any(person.id_number for person in case.people):
        parts.append(
            in_line(
                link(
                    translate("CaseFacts", "遮住证件号码") if full else translate("CaseFacts", "显示完整证件号码"),
                    to.toggle_numbers,
                )
            ),
        )
    if case.people_closed:
        closed = translate("CaseFacts", "限制查阅：同一次来访还有检举控告，来访人在那次来访里写明理由才能看。")
        parts.append(said(closed, "soft"))
    return section(title, *(parts or [said(translate("CaseFacts", "匿名"))]))


def visits_section(case: CaseFile, to: Links) -> QFrame:
    """The visits that spoke of the case, each one to be opened."""
    parts: list[QWidget] = []
    for visit in case.visits:
        words = [f"{visit.at:%Y-%m-%d %H:%M}", CHANNELS.get(visit.channel, visit.channel)]
        if visit.people >= GROUP_FROM:
            words.append(translate("CaseFacts", "集体访 {0} 人").format(visit.people))
        if visit.voided:
            words.append(translate("CaseFacts", "作废"))
        opened = translate("CaseFacts", "打开 {0}").format(visit.visit_no)
        told = [said(visit.statement, "soft")] if visit.statement else []
        way = in_line(link(opened, partial(to.go, ToVisit(visit.visit_no))))
        parts.append(together(said(" · ".join(words)), *told, way))
    return section(translate("CaseFacts", "来访"), *parts)
