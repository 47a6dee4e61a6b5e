"""The demonstration's cases: a matter accepted, assigned, extended and answered on paper, and what is left to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from petidesk.desk.desk import Desk
from petidesk.domain.cases.events import KINDS, NATIONAL_PAPERS
from petidesk.domain.clocks import CLOCKS
from petidesk.domain.codes import CHANNELS
from petidesk.domain.home import Board, DueCount
from petidesk.practice.scan import scanned_page

KeepFile = Callable[[str, bytes, str], None]


@dataclass(frozen=True, slots=True)
class CaseDay:
    """Plays cases on `desk`; `keep` takes each file with its name and what it is."""

    desk: Desk
    keep: KeepFile
    today: date

    def returning(self, case_no: str, signed_by: str) -> None:
        """The returning visitor: told by the slip, accepted with a notice that she takes along."""
        on = self.today.isoformat()
        self.desk.cases.record(case_no, "told", {"on": on, "manner": "slip"})
        self._issue("acceptance_notice", case_no, {}, signed_by, self.today, "当场受理，交给来访人")
        self._serve(case_no, self.today, "单桂花")

    def answered(self, case_no: str, script: Mapping[str, Any]) -> None:
        """The matter of August: its letters in the order of their days."""
        signer, unit = script["signed_by"], script["unit"]
        accepted = date.fromisoformat(script["accepted_on"])
        self.desk.cases.record(case_no, "told", {"on": "2026-08-17", "manner": "slip"})
        self.desk.letters.issue(self.desk.letters.draft("acceptance_notice", case_no).letter_id, signer, accepted)
        self._serve(case_no, accepted, "乐天佑")
        charge = {"unit": unit, "handler": script["handler"], "leader": script["leader"]}
        self.desk.cases.record(case_no, "in_charge", {"on": script["accepted_on"], **charge})
        asked = {"to": unit, "reply_by": script["reply_by"], "fields": {"办理要求": script["asked"]}}
        self._issue("assignment_slip", case_no, asked, signer, accepted, f"交给{unit}办理")
        returned = {"on": script["returned_on"], "to": unit, "result": "handled", "report": script["returned"]}
        self.desk.cases.record(case_no, "returned", returned)
        extension = script["extension"]
        approved = date.fromisoformat(extension["approved_on"])
        self._issue("extension_notice", case_no, dict(extension), signer, approved, "办理期限延长20日")
        self._serve(case_no, approved, "乐天佑")
        opinion = script["opinion"]
        answer = {
            "results": opinion["results"],
            "fields": {"经查": opinion["found"], "法律依据": opinion["basis"]},
        }
        number = self._issue("handling_opinion", case_no, answer, signer, self.today, "三项请求逐项答复")
        self._issue("service_receipt", case_no, {"document_no": number}, "", None, "随处理意见书送达，签名后带回")
        self._scan(case_no)
        whole = self.desk.any_paper.dossier(case_no, attachments=True)
        self.keep("letter-whole-file.pdf", whole.pdf, f"{case_no}的一案一档，附件也装在里面")

    def _scan(self, case_no: str) -> None:
        """What was drawn in the field is scanned and kept with the case."""
        lines = ("时间：2026年8月28日上午", "地点：渠道中段西侧菜地", "到场：承办人、来访人、村小组长", "草图：")
        page = scanned_page("现场查看草图", lines)
        added = self.desk.attachments.add("case", case_no, page, name="现场查看草图")
        self.keep("attachment-sketch.png", page, f"{case_no}的附件{added.attachment_id}：现场查看草图（扫描件）")

    def board(self) -> None:
        """工作台 as text."""
        self.keep("home-board.txt", board_text(self.desk.home.board()).encode(), "下班前的工作台")

    def _issue(
        self, form: str, case_no: str, content: dict[str, Any], signed_by: str, signed_on: date | None, what: str
    ) -> str:
        draft = self.desk.letters.draft(form, case_no, content)
        issued = self.desk.letters.issue(draft.letter_id, signed_by, signed_on).letter
        paper = self.desk.letters.print_letter(issued.document_no)
        self.keep(f"letter-{form.replace('_', '-')}.pdf", paper.pdf, f"{issued.title} {issued.document_no}，{what}")
        return issued.document_no

    def _serve(self, case_no: str, on: date, recipient: str) -> None:
        waiting = [letter for letter in self.desk.cases.get(case_no).letters if letter.waits_for_service]
        for letter in waiting:
            content = {"document_no": letter.document_no, "method": "direct", "recipient": recipient}
            self.desk.cases.record(case_no, "served", {"on": on.isoformat(), **content})


def board_text(board: Board) -> str:
    """工作台 in lines: what is due, what waits, what is to be entered."""
    lines = [f"工作台　{board.today.isoformat()}", _due("法定期限", board.due), _due("自定期限", board.tasks)]
    if board.waiting.count:
        lines.append(f"等待送达　{board.waiting.count}份，最早{board.waiting_days}天前签发")
    lines.append(f"没写完　来访{board.unfinished_visits}件，文书{board.draft_letters}份")
    entered = [f"{NATIONAL_PAPERS[paper]}{count}" for paper, count in board.not_entered.items()]
    if entered:
        lines.append(f"尚未录入　{'、'.join(entered)}")
    lines += [f"今日接访　{CHANNELS[item.channel]}{item.batches}批{item.people}人次" for item in board.reception]
    lines += [f"报县　{item.on.isoformat()}　{item.what}" for item in board.county]
    lines.append("最急的：")
    for item in board.pressing:
        label = CLOCKS[item.kind].label if item.by_law else KINDS[item.kind].label
        lines.append(
            f"  {item.on.isoformat()}　{label}　{item.case_no}　{item.title or '（限制查阅）'}　{item.unit}".rstrip()
        )
    return "\n".join(lines) + "\n"


def _due(name: str, count: DueCount) -> str:
    return f"{name}　超期{count.overdue}件，今天{count.today}件，一周内{count.soon}件"
