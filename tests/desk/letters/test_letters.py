"""Letters as a window uses them: what stands in them, who is masked, what is only said, many at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from petidesk.desk.desk import Desk
from petidesk.desk.letters import drafting as letter_drafting
from petidesk.desk.letters import printing as letter_printing
from petidesk.desk.opening import open_desk
from petidesk.domain.letters.case_values import Sheet
from petidesk.domain.letters.letters import LetterQuery
from petidesk.domain.letters.names import FIELDS
from petidesk.domain.trouble import Refused
from tests.offices import new_office

ON = date(2026, 11, 2)
OFFICE = {
    "address": "清溪镇人民路1号",
    "phone": "0571-00000000",
    "reviewing_address": "安平县人民路8号",
    "reviewing_phone": "0571-00000008",
    "comrade": True,
    "discipline_body": "安平县纪委监委",
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    folder = tmp_path / "data"
    new_office(folder, office="清溪镇", county="安平县", villages=["东村"], organ_code="清信访")
    desk = open_desk(folder, purpose="window")
    desk.office.change({**OFFICE, "valid_from": "2026-01-01"})
    yield desk
    desk.close()


def visit(**matter: Any) -> dict[str, Any]:
    return {
        "at": "2026-10-19T09:20",
        "channel": "visit",
        "people": 5,
        "petitioners": [
            {"name": "李大山", "village": "东村"},
            {
                "name": "张桂花",
                "id_number": "11010519491231002X",
                "phone": "13800001234",
                "address": "东村三组12号",
                "representative": True,
            },
        ],
        "matters": [
            {
                "purpose": "appeal",
                "route": 6,
                "title": "征地补偿款未到账",
                "statement": "征地补偿款一直没有到账。",
                "requests": ["补发补偿款"],
                **matter,
            }
        ],
    }


def open_case(desk: Desk, **matter: Any) -> str:
    return desk.visits.add(visit(**matter))[0].matters[0].case_no


def accusation(desk: Desk) -> str:
    return open_case(
        desk,
        purpose="accusation",
        route=None,
        title="村账目",
        statement="账目不公开，有人侵占。",
        requests=[],
        concerned_unit="东村村民委员会",
    )


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return "".join("".join(pages).split()).replace("\ufffe", "")


def issued_text(desk: Desk, kind: str, case_no: str, document: Any = None, **more: Any) -> str:
    draft = desk.letters.draft(kind, case_no, document)
    number = desk.letters.issue(draft.letter_id, "李建国", ON, **more).letter.document_no
    return text_of(desk.letters.print_letter(number).pdf)


def test_a_group_is_addressed_as_one(desk: Desk) -> None:
    text = issued_text(desk, "acceptance_notice", open_case(desk))
    assert "张桂花等5人同志：" in text and "你们于2026年10月19日来访" in text
    assert "2027年1月1日" in text  # sixty days after the day of signing, raw
    assert "11010519491231002X" not in text and "2026年11月2日" in text


def test_the_office_says_you_and_comrade_as_it_likes(desk: Desk) -> None:
    desk.office.change({"salutation": "您", "comrade": False, "letterhead": "plain", "valid_from": "2026-01-01"})
    text = issued_text(desk, "acceptance_notice", open_case(desk))
    assert "张桂花等5人：" in text and "您于2026年10月19日" in text and "你" not in text


def test_numbers_stand_in_full_on_the_file_copy_alone(desk: Desk) -> None:
    case_no = open_case(desk)
    issued_text(desk, "acceptance_notice", case_no)
    opinion = {
        "results": [{"request": 1, "result": "partly", "answer": "已补发第一批。"}],
        "fields": {"经查": "属实。", "法律依据": "《中华人民共和国土地管理法》第四十八条。"},
    }
    text = issued_text(desk, "handling_opinion", case_no, opinion)
    assert text.count("11010519491231002X") == 1 and "安平县人民政府" in text and "安平县人民路8号" in text
    slip = issued_text(desk, "assistance_letter", case_no, {"fields": assistance()})
    assert "11010519491231002X" not in slip and "13800001234" not in slip.replace(" ", "")


def assistance() -> dict[str, Any]:
    return {"主送单位": "安平县财政局", "了解的情况": "款项未到。", "商请事项": ["核对拨付"], "联系人": "李敏"}


def test_every_name_of_the_catalogue_is_filled(desk: Desk) -> None:
    case_no = open_case(desk)
    with desk.reading() as connection:
        case = letter_drafting.case_of(desk, connection, case_no)
    for kind in desk.letters.kinds():
        letter = letter_printing.named(desk, kind.name)
        values = letter_printing.values_of(letter, case, desk.office.current(), desk, {}, Sheet(desk.today()))
        meetings = {"会议编号", "会议日期", "会议主持", "会议议题", "会议决定"}
        assert set(FIELDS) - meetings <= set(values), kind.name
        kinds = {"text": str, "flag": bool, "list": list, "rows": list}
        typed = {ask.name for ask in kind.asks}
        for name, value in values.items():
            if name in FIELDS and name not in typed:
                assert isinstance(value, kinds[FIELDS[name]]), name


def test_every_kind_can_be_printed_as_a_draft(desk: Desk) -> None:
    cases = {6: open_case(desk), 4: open_case(desk, route=4)}
    others = {"suggestion": open_case(desk, purpose="suggestion", route=None), "accusation": accusation(desk)}
    for kind in desk.letters.kinds():
        if kind.of != "case":
            continue
        case_no = others[kind.purposes[0]] if kind.purposes and kind.purposes[0] in others else cases[6]
        case_no = cases[4] if kind.routes == (4,) else case_no
        paper = desk.letters.paper_of(kind.name, case_no)
        # What nobody signs is handed out or filled in as it is.
        assert ("送审稿" in text_of(paper.pdf)) == kind.signed and not paper.missing_characters, kind.name
    assert desk.letters.count(LetterQuery()) == 0


def test_a_character_that_no_font_has_is_said_and_printed_as_a_box(desk: Desk) -> None:
    document = visit()
    document["petitioners"] = [{"name": "王\U0003fffd", "village": "东村"}]
    document["people"] = 1
    case_no = desk.visits.add(document)[0].matters[0].case_no
    draft = desk.letters.draft("acceptance_notice", case_no)
    gaps = desk.letters.gaps(draft.letter_id)
    assert [(gap.warning, "\U0003fffd" in gap.message) for gap in gaps] == [(True, True)]
    issued = desk.letters.issue(draft.letter_id, "李建国", ON)
    assert issued.letter.missing == ("\U0003fffd",) and any("□" in said for said in issued.warnings)
    assert "王□" in text_of(desk.letters.print_letter(issued.letter.document_no).pdf)


def test_a_long_answer_flows_over_pages(desk: Desk) -> None:
    case_no = open_case(desk)
    issued_text(desk, "acceptance_notice", case_no)
    answer = "补偿款已经按户核对，逐笔公示。" * 1300
    opinion = {
        "results": [{"request": 1, "result": "supported", "answer": answer}],
        "fields": {"经查": "属实。", "法律依据": "《中华人民共和国土地管理法》第四十八条。"},
    }
    draft = desk.letters.draft("handling_opinion", case_no, opinion)
    issued = desk.letters.issue(draft.letter_id, "李建国", ON).letter
    text = re.sub(r"—\d+—", "", text_of(desk.letters.print_letter(issued.document_no).pdf))
    assert issued.pages > 60 and text.count("逐笔公示") == 2 * 1300


def test_an_empty_request_is_a_gap(desk: Desk) -> None:
    case_no = open_case(desk)
    issued_text(desk, "acceptance_notice", case_no)
    draft = desk.letters.draft("handling_opinion", case_no, {"results": [{"request": 1, "result": "supported"}]})
    gaps = {gap.field: gap for gap in desk.letters.gaps(draft.letter_id)}
    assert gaps["results[0].answer"].overridable and "还没有答复" in gaps["results[0].answer"].message
    saved = desk.letters.save(draft.letter_id, {"results": [{"request": 1, "result": "supported", "answer": "　 "}]})
    assert saved.version == 2 and "results[0].answer" in {gap.field for gap in desk.letters.gaps(draft.letter_id)}


def test_review_alone_is_offered_and_other_remedies_are_warned_of(desk: Desk) -> None:
    case_no = open_case(desk)
    issued_text(desk, "acceptance_notice", case_no)
    fields = {"经查": "属实。", "法律依据": "《中华人民共和国土地管理法》第四十八条，可以申请行政复议。"}
    results = [{"request": 1, "result": "supported", "answer": "补发。"}]
    draft = desk.letters.draft("handling_opinion", case_no, {"results": results, "fields": fields})
    gaps = desk.letters.gaps(draft.letter_id)
    assert [(gap.field, gap.warning) for gap in gaps] == [("results[0].due_on", True), ("fields.法律依据", True)]
    assert desk.letters.issue(draft.letter_id, "李建国", ON).letter.state == "issued"


def test_an_issued_letter_is_not_changed_any_more(desk: Desk) -> None:
    draft = desk.letters.draft("acceptance_notice", open_case(desk))
    desk.letters.issue(draft.letter_id, "李建国", ON)
    for again in (
        lambda: desk.letters.save(draft.letter_id, {}),
        lambda: desk.letters.discard(draft.letter_id),
        lambda: desk.letters.issue(draft.letter_id, "李建国", ON),
    ):
        with pytest.raises(Refused) as refusal:
            again()
        assert refusal.value.code == "already_closed"


def test_an_earlier_day_after_a_later_number_is_said(desk: Desk) -> None:
    desk.letters.issue(desk.letters.draft("acceptance_notice", open_case(desk)).letter_id, "李建国", ON)
    other = desk.letters.draft("acceptance_notice", open_case(desk))
    issued = desk.letters.issue(other.letter_id, "李建国", date(2026, 11, 1))
    assert any("清信访受〔2026〕1号" in said for said in issued.warnings)


def test_kinds_say_why_they_cannot_be(desk: Desk) -> None:
    why = {kind.name: reason for kind, reason in desk.letters.kinds_for(open_case(desk))}
    assert why["acceptance_notice"] == "" and "只用于建议意见" in why["suggestion_reply"]
    assert "第四种途径" in why["handling_decision"] and "没有可以延长" in why["extension_notice"]


# ---- meetings


def test_minutes_are_drafted_signed_and_kept(desk: Desk) -> None:
    case_no = open_case(desk)
    plan = {"kind": "joint", "on": "2026-11-02", "place": "三楼会议室", "chair": "王镇长", "attendees": "王镇长、李敏"}
    meeting_no = desk.meetings.plan({**plan, "agenda": [case_no]}).meeting_no
    agenda = desk.letters.paper_of("meeting_agenda", meeting_no)
    assert "三楼会议室" in text_of(agenda.pdf) and case_no in text_of(agenda.pdf)
    desk.meetings.hold(meeting_no, {"decisions": [{"case_no": case_no, "decision": "由财政所核对", "owner": "李敏"}]})
    draft = desk.letters.draft("meeting_minutes", meeting_no)
    assert draft.meeting_no == meeting_no and draft.content["fields"]["出席人员"] == "王镇长、李敏"
    assert [gap.field for gap in desk.letters.gaps(draft.letter_id)] == ["fields.会议内容"]
    fields = {**draft.content["fields"], "会议内容": "听取了情况，意见一致。"}
    desk.letters.save(draft.letter_id, {"fields": fields})
    issued = desk.letters.issue(draft.letter_id, "王镇长", ON)
    assert issued.letter.document_no == f"{meeting_no}-卷1" and issued.event is None
    text = text_of(desk.letters.print_letter(issued.letter.document_no).pdf)
    assert "由财政所核对" in text and "听取了情况" in text and "2026年11月2日" in text
    assert desk.letters.count(LetterQuery(meeting_no=meeting_no)) == 1
    with pytest.raises(Refused):
        desk.letters.draft("meeting_minutes", case_no)
    with pytest.raises(Refused):
        desk.letters.draft("acceptance_notice", meeting_no)
    assert desk.checks.run(deep=True) == []


# ---- accusations


def test_an_accusation_paper_masks_people_unless_opened_with_permission(desk: Desk) -> None:
    case_no = accusation(desk)
    content = {"fields": {"告知内容": "检举控告由纪检监察机关受理", "有权机关": "安平县纪委监委"}}
    draft = desk.letters.draft("notice_letter", case_no, content)
    closed = text_of(desk.letters.preview(draft.letter_id).pdf)
    assert "×××" in closed and "张桂花" not in closed and "账目" not in closed
    with pytest.raises(Refused, match="×××") as nobody:
        desk.letters.issue(draft.letter_id, "李建国", ON, anyway="急")
    assert (nobody.value.code, nobody.value.field) == ("missing", "unmask")
    issued = desk.letters.issue(draft.letter_id, "李建国", ON, unmask="本人要求当面签收").letter
    for look in (desk.letters.print_letter, lambda _: desk.letters.preview(issued.letter_id)):
        with pytest.raises(Refused) as refusal:
            look(issued.document_no)
        assert (refusal.value.code, refusal.value.field) == ("no_permission", "unmask")
    opened = text_of(desk.letters.print_letter(issued.document_no, "本人来取").pdf)
    assert "张桂花" in opened and "账目" not in opened
    looks = [change for change in desk.cases.history(case_no) if change.event.action == "case.unmasked"]
    assert [look.after for look in looks] == [{"why": "本人要求当面签收"}, {"why": "本人来取"}]
    preview = desk.letters.draft("referral_slip", open_case(desk))
    desk.letters.preview(preview.letter_id, unmask="多余")  # no accusation: nothing to open, nothing to trace
    assert "张桂花" not in text_of(desk.letters.paper_of("accusation_handover", case_no).pdf)
    assert desk.search.find("账目") == [] and desk.checks.run(deep=True) == []


def test_who_may_not_open_an_accusation_is_refused(desk: Desk) -> None:
    case_no = accusation(desk)
    with desk.writing() as connection:
        connection.exec_driver_sql("INSERT INTO staff (name, role, accusations, active) VALUES ('李敏', 'lead', 1, 1)")
    draft = desk.letters.draft("notice_letter", case_no, {"fields": {"告知内容": "检举控告由纪检监察机关受理"}})
    desk.staff.change("值班员", accusations=False)
    for look in (
        lambda: desk.letters.preview(draft.letter_id, unmask="看看"),
        lambda: desk.letters.issue(draft.letter_id, "李建国", ON, unmask="看看"),
    ):
        with pytest.raises(Refused) as refusal:
            look()
        assert refusal.value.code == "no_permission"
    assert desk.letters.get(draft.letter_id).state == "draft"


def test_a_numbered_letter_names_whom_it_goes_to(desk: Desk) -> None:
    """What stands for a name is no name, with a reason neither; a name that was covered at the counter is asked for."""
    draft = desk.letters.draft("assignment_slip", open_case(desk), {"to": "×××", "reply_by": "2026-11-20"})
    gap = next(gap for gap in desk.letters.gaps(draft.letter_id) if gap.field == "to")
    assert (gap.code, gap.overridable, gap.warning) == ("bad_value", False, False)
    with pytest.raises(Refused, match="写的是“×××”"):
        desk.letters.issue(draft.letter_id, "李建国", ON, anyway="急")
    desk.letters.save(draft.letter_id, {"to": "水务站", "reply_by": "2026-11-20"})
    assert not [gap for gap in desk.letters.gaps(draft.letter_id) if not gap.warning and gap.field == "to"]
    number = (
        desk.visits.add(
            {
                "at": "2026-11-02T08:00",
                "channel": "letter",
                "petitioners": [{"name": "张某某", "phone": "13800001234"}],
                "matters": [{"purpose": "appeal", "route": 6, "statement": "水渠淤了。"}],
            }
        )[0]
        .matters[0]
        .case_no
    )
    told = desk.letters.draft("acceptance_notice", number)
    with pytest.raises(Refused, match="不能写给×××"):
        desk.letters.issue(told.letter_id, "李建国", ON, anyway="急")


def test_an_accusation_never_goes_to_the_unit_accused(desk: Desk) -> None:
    case_no = accusation(desk)
    content = {
        "to": "东村村民委员会",
        "fields": {"移送级别": "乡镇（街道）纪委", "具名情况": "实名", "材料数量": "来访登记表1份"},
    }
    draft = desk.letters.draft("accusation_handover", case_no, content)
    gap = desk.letters.gaps(draft.letter_id)[0]
    assert (gap.code, gap.field, gap.basis) == ("forbidden", "to", "《信访工作条例》第三十条第三款")
    with pytest.raises(Refused, match="被检举、控告的单位"):
        desk.letters.issue(draft.letter_id, "李建国", ON)
    desk.letters.save(draft.letter_id, {**content, "to": "安平县纪委监委"})
    issued = desk.letters.issue(draft.letter_id, "李建国", ON)
    assert issued.event is not None and "to" not in issued.event  # the event of a closed case says nothing
    row = desk.letters.rows(LetterQuery(), 1)[0]
    assert (row.case_title, row.restricted) == ("", True)
    with pytest.raises(Refused, match="密封移送"):
        desk.any_paper.dossier(case_no)


# ---- many at once


def test_a_batch_stops_between_two_letters(desk: Desk) -> None:
    cases = [open_case(desk) for _ in range(5)]
    heard: list[tuple[int, int]] = []
    done = desk.letters.batch(
        "acceptance_notice",
        [*cases, cases[0]],
        signed_by="李建国",
        signed_on=ON,
        progress=lambda number, total: heard.append((number, total)),
        cancelled=lambda: len(heard) == 3,
    )
    assert done.cancelled and heard == [(1, 5), (2, 5), (3, 5)]
    assert done.issued == ("清信访受〔2026〕1号", "清信访受〔2026〕2号", "清信访受〔2026〕3号")
    frozen = [text_of(desk.letters.print_letter(number).pdf) for number in done.issued]
    assert text_of(done.pdf) == "".join(frozen)
    assert desk.letters.due_cases("acceptance_notice") == tuple(cases[3:])
    assert desk.letters.due_cases("acceptance_notice", date(2026, 10, 25)) == ()
    rest = desk.letters.batch("acceptance_notice", cases, signed_by="李建国", signed_on=ON)
    assert len(rest.issued) == 2 and [item.code for item in rest.refused] == ["forbidden"] * 3
    assert desk.letters.count(LetterQuery(state="draft")) == 0 and desk.checks.run(deep=True) == []
    assert desk.letters.by_no(rest.issued[0]).prints == 1


def test_accusations_are_in_no_batch(desk: Desk) -> None:
    accusation(desk)
    assert desk.letters.due_cases("notice_letter") == ()


def test_a_batch_of_nothing_makes_no_file(desk: Desk) -> None:
    assert desk.letters.batch("acceptance_notice", [], signed_by="李建国", signed_on=ON).pdf == b""
