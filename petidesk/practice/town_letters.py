"""Lives on paper: for some of the newest cases of the sample every step is a letter or a record of the file.

Together they use every form, so that the practice office can print one of each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from petidesk.practice.town_lives import UNTOLD, Beginning, Lives, Step

# Days from the last day on which sixty days end; how many wait for their first notice about then.
_DUE = (-3, 0, 2, 5)
_UNTOLD = 2
_SERVICE = {"method": "direct", "recipient": "来访人本人"}


class PaperLives:
    """Invents lives on paper with the words of `lives`. A form that was not used yet comes first."""

    def __init__(self, lives: Lives, until: date) -> None:
        self._lives = lives
        self._until = until
        self._due = list(_DUE)
        self._untold = _UNTOLD
        self._rng = lives.rng
        self._made: Counter[str] = Counter()
        self._others = 0

    def rare(self, began: Beginning) -> bool:
        """Whether this kind of case seldom comes, and its paper is not made yet."""
        matter = began.matter
        form = {"accusation": "accusation_handover", "suggestion": "suggestion_reply"}.get(matter.purpose, "")
        if matter.purpose == "appeal" and began.channel == "handed_down":
            form = "objection_letter"
        elif matter.purpose == "appeal" and matter.route == 4:
            form = "handling_decision"
        return bool(form) and not self._made[form]

    def of(self, began: Beginning) -> Iterator[Step]:
        """The life on paper that fits the purpose and route of the matter."""
        matter = began.matter
        if matter.purpose == "accusation":
            return self._accusation(began)
        if self._untold and 9 <= (self._until - began.opened_on).days <= 18:
            self._untold -= 1
            return self._left_lying(began)
        if matter.purpose == "suggestion":
            return self._suggestion(began)
        if matter.purpose != "appeal":
            return self._small(began)
        if began.channel == "handed_down":
            return self._objection(began)
        if matter.route in (6, None):
            accepted = self._soon_due(began)
            return self._handled(began) if accepted is None else self._still_open(began, accepted)
        return self._shown_the_way(began, matter.route)

    def _paper(self, at: datetime, form: str, content: dict[str, Any] | None = None) -> Step:
        self._made[form] += 1
        return Step(at, "", content or {}, form)

    def _sometimes(self, at: datetime, *forms: str) -> Iterator[Step]:
        """Of these papers those that no case has yet, and now and then another."""
        for form in forms:
            if not self._made[form] or self._rng.random() < 0.05:
                at = self._lives.after(at, 0)
                yield self._paper(at, form)

    def _serve(self, at: datetime, form: str) -> Iterator[Step]:
        """The receipt to be signed goes along; the service is recorded when it is back."""
        if not self._made["service_receipt"] or self._rng.random() < 0.15:
            yield self._paper(at, "service_receipt", {"document_no": form})
        if self._rng.random() < 0.85:
            method = dict(_SERVICE)
            if self._rng.random() < 0.2:
                method = {"method": "left", "recipient": "来访人本人", "witness": "村民委员会委员"}
            yield Step(self._lives.after(at, self._rng.randint(0, 3)), "served", {"of": form, **method})

    def _left_lying(self, began: Beginning) -> Iterator[Step]:
        """Nobody has told them yet: the notice is due about the last day."""
        at = self._lives.after(began.entered_at, 1)
        yield Step(at, "in_charge", {"handler": self._lives.receiver()})

    def _soon_due(self, began: Beginning) -> date | None:
        """A day of acceptance that makes the sixty days end about the last day; None when there is none left."""
        for place, days in enumerate(self._due):
            accepted = self._until + timedelta(days - 60)
            if 0 <= (accepted - began.entered_at.date()).days <= 9 and self._lives.works(accepted):
                del self._due[place]
                return accepted
        return None

    def _still_open(self, began: Beginning, accepted: date) -> Iterator[Step]:
        """Accepted on that day and not answered by the last."""
        unit = began.matter.concerned_unit or "乡村建设办"
        at = self._lives.after(began.entered_at, 0)
        yield Step(at, "told", {"manner": "slip"})
        at = self._lives.after(at, (accepted - at.date()).days)
        yield self._paper(at, "acceptance_notice")
        yield from self._serve(at, "acceptance_notice")
        yield Step(self._lives.after(at, 0), "in_charge", self._lives.charge(unit))
        at = self._lives.after(at, 1)
        yield self._paper(at, "assignment_slip", {"to": unit, "reply_by": self._lives.day(at, 40)})
        yield from self._sometimes(self._lives.after(at, 4), "first_contact_record", "verification_record")

    def _handled(self, began: Beginning) -> Iterator[Step]:
        rng, after = self._rng, self._lives.after
        unit = began.matter.concerned_unit or "乡村建设办"
        at = after(began.entered_at, 0)
        yield Step(at, "told", {"manner": "slip"})
        yield from self._sometimes(
            at, "power_of_attorney", "submission_form", "representative_election", "urgent_report"
        )
        at = after(at, rng.randint(1, 6))
        if rng.random() < 0.12 or not self._made["simplified_record"]:
            yield Step(at, "accepted", {})
            yield self._paper(after(at, 1), "simplified_record")
            return
        if not self._made["no_further_acceptance_notice"]:
            yield self._paper(at, "no_further_acceptance_notice")
            yield from self._serve(at, "no_further_acceptance_notice")
            return
        yield self._paper(at, "acceptance_notice")
        yield from self._serve(at, "acceptance_notice")
        yield Step(at, "in_charge", self._lives.charge(unit))
        yield self._paper(after(at, 0), "assignment_slip", {"to": unit, "reply_by": self._lives.day(at, 15)})
        yield Step(after(at, 1), "entered", {"paper": "acceptance_notice", "state": "entered"})
        at = after(at, rng.randint(1, 5))
        yield from self._sometimes(
            at,
            "first_contact_record",
            "verification_record",
            "inquiry_record",
            "assistance_letter",
            "case_leader_sheet",
            "supervision_slip",
            "settlement_agreement",
        )
        at = after(at, rng.randint(3, 25))
        yield Step(at, "returned", {"to": unit, "result": "handled", "report": "已到现场核实。"})
        if rng.random() < 0.25 or not self._made["extension_notice"]:
            at = after(at, 2)
            extension = self._lives.extension(at, rng.choice((10, 15, 20, 30)))
            wanted = {key: extension[key] for key in ("days", "reason")}
            yield self._paper(at, "extension_approval", wanted)
            yield self._paper(after(at, 0), "extension_notice", extension)
            yield from self._serve(after(at, 1), "extension_notice")
            at = after(at, rng.randint(2, 10))
        yield from self._sometimes(at, "hearing_notice", "hearing_record", "investigation_report")
        at = after(at, rng.randint(1, 10))
        if rng.random() < 0.08 or not self._made["withdrawal_application"]:
            yield self._paper(at, "withdrawal_application")
            yield Step(after(at, 0), "concluded", {"ending": "withdrawn"})
            return
        yield self._paper(at, "handling_opinion")
        yield from self._sometimes(at, "review_guidance")
        yield from self._serve(at, "handling_opinion")
        yield from self._afterwards(after(at, rng.randint(3, 12)))

    def _afterwards(self, at: datetime) -> Iterator[Step]:
        rng, after = self._rng, self._lives.after
        yield Step(at, "entered", {"paper": "opinion", "state": "entered"})
        fate = rng.random()
        if fate < 0.15 or not self._made["review_file_transmittal"]:
            yield Step(at, "review_requested", {})
            yield from self._sometimes(at, "review_file_transmittal")
            at = after(at, rng.randint(10, 25))
            yield Step(at, "reviewed", {"result": "upheld", "document_no": "安政复查〔2026〕7号"})
            return
        yield from self._sometimes(at, "follow_up_record", "conclusion_report")
        yield Step(after(at, 1), "rated", {"rating": rng.choice(("satisfied", "satisfied", "fairly", "none"))})
        at = after(at, rng.randint(10, 30))
        yield Step(at, "closed", {})

    def _shown_the_way(self, began: Beginning, route: int) -> Iterator[Step]:
        at = self._lives.after(began.entered_at, 0)
        yield Step(at, "told", {"manner": "slip"})
        at = self._lives.after(at, self._rng.randint(2, 8))
        if route == 4:
            yield self._paper(at, "handling_decision")
            yield from self._serve(at, "handling_decision")
        elif route == 5:
            yield from self._sometimes(at, "referral_slip")
            unit = began.matter.concerned_unit or "综合行政执法队"
            yield self._paper(at, "assignment_slip", {"to": unit, "reply_by": self._lives.day(at, 12)})
        else:
            where = self._lives.where(route)
            ground = "litigation" if route == 1 else "lawful_route"
            yield self._paper(at, "non_acceptance_notice", {"ground": ground, "where_to_go": where})
            yield from self._serve(at, "non_acceptance_notice")

    def _suggestion(self, began: Beginning) -> Iterator[Step]:
        at = self._lives.after(began.entered_at, self._rng.randint(1, 6))
        yield self._paper(at, "notice_letter", {"fields": {"告知内容": "建议意见已经收到"}})
        yield from self._serve(at, "notice_letter")
        at = self._lives.after(at, self._rng.randint(5, 20))
        yield self._paper(at, "suggestion_reply")
        yield from self._serve(at, "suggestion_reply")

    def _small(self, began: Beginning) -> Iterator[Step]:
        self._others += 1
        at = self._lives.after(began.entered_at, 0)
        if self._others % 3 == 1:
            at = self._lives.after(at, 2)
            yield self._paper(at, "routing_notice", {"fields": {"交出日期": at.date().isoformat()}})
            yield from self._serve(at, "routing_notice")
        elif self._others % 3 == 2:
            yield self._paper(at, "notice_letter", {"fields": {"告知内容": "咨询求助已经收到"}})
            yield from self._sometimes(at, "referral_slip", "hardship_referral")
        else:
            yield Step(at, "told", {"manner": "slip"})
        at = self._lives.after(at, self._rng.randint(3, 12))
        yield Step(at, "concluded", {"ending": "settled"})
        yield from self._sometimes(at, "dossier_cover", "dossier_contents", "dossier_back")

    def _accusation(self, began: Beginning) -> Iterator[Step]:
        at = self._lives.after(began.entered_at, self._rng.randint(1, 4))
        yield self._paper(at, "accusation_handover", {"to": self._lives.discipline})
        if began.notice_owed:
            yield self._lives.told_of_handing_over(at)

    def _objection(self, began: Beginning) -> Iterator[Step]:
        at = self._lives.after(began.entered_at, 2)
        reasons = ["所反映事项不属于本机关职权范围。", "应当由县级主管部门办理。"]
        yield self._paper(at, "objection_letter", {"reasons": reasons})
        at = self._lives.after(at, self._rng.randint(3, 8))
        yield Step(at, "objection_answered", {"agreed": True, "text": "同意退回。", "untold_reason": UNTOLD})
