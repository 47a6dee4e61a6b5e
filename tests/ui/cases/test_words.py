"""The words of a case: every event says what happened, every light its word; the next step and the menu follow."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petidesk.domain.cases.events import KINDS
from petidesk.domain.cases.files import CaseFile, CaseRequest, Offer, TimelineEvent
from petidesk.domain.fields import Field
from petidesk.ui.cases.steps import grouped, may_be_undone, next_step
from petidesk.ui.cases.words import event_sentence, plain_sentence
from petidesk.ui.look.lights import SHAPES, Tone, light_tone, light_words

TODAY = date(2026, 11, 22)
SAMPLES: dict[str, Any] = {
    "text": "某处",
    "long_text": "一段话",
    "day": "2026-12-01",
    "count": 6,
    "flag": True,
    "event": 1,
    "lines": ["其一", "其二"],
    "requests": [1, 2],
    "results": [{"request": 1, "result": "supported", "answer": "同意"}],
}


def event(kind: str, content: dict[str, Any], event_id: int = 1, **more: Any) -> TimelineEvent:
    known = {"by": "李敏", "note": "", "staff": "李敏", "visit_no": "", "document_no": "", "undone": False} | more
    return TimelineEvent(
        event_id=event_id, kind=kind, on=TODAY, content=content, recorded_at=datetime(2026, 11, 22, 9), **known
    )


def case(**more: Any) -> CaseFile:
    """A case with an empty file but for what is given."""
    empty: dict[str, Any] = dict.fromkeys(CaseFile.__slots__, ())
    empty |= dict.fromkeys(
        ("title", "category", "due_kind", "unit", "handler", "leader", "national_no", "query_code", "ending"), ""
    )
    empty |= dict.fromkeys(("merged_into", "split_from", "accepted_on", "concluded_on", "due", "route", "spoken_route"))
    empty |= {"case_id": 1, "case_no": "清信2026-0001", "purpose": "appeal", "state": "registered", "channel": "visit"}
    empty |= {"opened_on": TODAY, "restricted": False, "extended_days": 0}
    return CaseFile(**(empty | more))


def sample(ask: Field) -> Any:
    return next(iter(ask.choices)) if ask.kind == "choice" else SAMPLES[ask.kind]


@pytest.mark.parametrize("kind", [kind for kind, known in KINDS.items() if known.asks])
def test_every_event_with_content_says_what_happened(kind: str) -> None:
    content = {ask.key: sample(ask) for ask in KINDS[kind].asks}
    said = event_sentence(event(kind, content), case(events=(event("registered", {}),)))
    assert said
    for code in (value for ask in KINDS[kind].asks for value in ask.choices):
        assert code not in said, "a code is no word"


def test_a_kind_without_a_sentence_of_its_own_says_its_answers_behind_their_labels() -> None:
    told = plain_sentence("served", {"document_no": "清信访答〔2026〕1号", "method": "post", "recipient": "张桂花"})
    assert told == "送达文书文号：清信访答〔2026〕1号，送达方式：邮寄送达，受送达人：张桂花"
    assert plain_sentence("undone", {"event_id": 3}) == "" == plain_sentence("accepted", {})


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_or_closed_content_breaks_no_sentence(kind: str) -> None:
    event_sentence(event(kind, {}), case())
    assert event_sentence(event(kind, {"to": "某处"}, closed=True), case()) == ""


@given(st.integers(-4000, 4000))
def test_every_light_has_its_word(days: int) -> None:
    due = TODAY + timedelta(days=days)
    tone, words = light_tone(due, TODAY), light_words(due, TODAY)
    assert tone in SHAPES
    assert (tone is Tone.LATE) == (days < 0) == words.startswith("超期")
    assert (words == "今天到期") == (days == 0)
    assert days == 0 or str(abs(days)) in words


def test_no_date_has_no_light() -> None:
    assert light_tone(None, TODAY) not in SHAPES
    assert light_words(None, TODAY) == "—"


def offers(*kinds: str) -> tuple[Offer, ...]:
    return tuple(Offer(kind, KINDS[kind].label, True) for kind in kinds)


@pytest.mark.parametrize(
    ("known", "step"),
    [
        ({"state": "registered", "route": 6}, "accepted"),
        ({"state": "registered", "purpose": "accusation", "restricted": True}, "transferred"),
        ({"state": "told", "purpose": "suggestion"}, "concluded"),
        ({"state": "accepted", "accepted_on": TODAY}, "concluded"),
        ({"state": "objected"}, "objection_answered"),
        ({"state": "served"}, "closed"),
        ({"state": "under_review", "events": (event("review_requested", {}),)}, "reviewed"),
    ],
)
def test_the_next_step_follows_the_state(known: dict[str, Any], step: str) -> None:
    everything = offers(*(kind for kind in KINDS if KINDS[kind].by_hand))
    found = next_step(case(offers=everything, **known))
    assert found is not None and found.kind == step


def test_an_answer_that_reached_nobody_is_not_put_away() -> None:
    everything = offers(*(kind for kind in KINDS if KINDS[kind].by_hand))
    answered = (CaseRequest(1, "补发补偿款", "清访2026-0001", "supported", "同意"),)
    assert next_step(case(state="concluded", requests=answered, offers=everything)) is None
    withdrawn = next_step(case(state="concluded", ending="withdrawn", offers=everything))
    assert withdrawn is not None and withdrawn.kind == "closed"


def test_what_is_not_allowed_is_no_next_step() -> None:
    refused = Offer("accepted", "受理", False, "还不行", "")
    assert next_step(case(state="registered", route=6, offers=(refused,))) is None


def test_the_menu_finds_by_words_and_initials_and_forgets_nobody() -> None:
    everything = offers(*(kind for kind, known in KINDS.items() if known.by_hand))
    shown = [offer.kind for _, found in grouped(everything, "") for offer in found]
    assert sorted(shown) == sorted(kind for kind, known in KINDS.items() if known.by_hand and kind != "undone")
    for typed in ("ld", "批示"):
        assert "instructed" in [offer.kind for _, found in grouped(everything, typed) for offer in found]
    refused = (Offer("accepted", "受理", False, "还不行", "某条"),)
    assert [heading for heading, _ in grouped(refused, "")] == ["现在还不能记的"]


def test_only_what_was_recorded_by_hand_is_taken_back_by_a_link() -> None:
    assert may_be_undone(event("accepted", {}))
    assert not may_be_undone(event("registered", {}))
    assert not may_be_undone(event("accepted", {}, document_no="清信访受〔2026〕1号"))
    assert not may_be_undone(event("accepted", {}, undone=True))
    assert not may_be_undone(event("undone", {"event_id": 1}))
