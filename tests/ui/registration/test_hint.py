"""The card of earlier visits: enough to decide, nothing that acts by itself."""

from __future__ import annotations

import threading
from datetime import date

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from petidesk.domain.visits.people import EarlierCase, Likely, Person, Probe
from petidesk.ui.registration.hint import HintCard, HintSearch, family_words, person_facts
from tests.ui.desks.fit import nameless


def person(number: int, name: str) -> Person:
    """Someone the desk has met."""
    return Person(number, name, "female", date(1949, 12, 31), "111", "11010519491231002X", "13800001234", "东村", "")


CASE = EarlierCase(
    "清信2026-0001", "征地补偿款未到账", date(2026, 3, 8), ("补发补偿款",), "concluded", date(2026, 4, 11)
)


def words(card: HintCard) -> str:
    """Everything the card says."""
    return "\n".join(label.text() for label in card.findChildren(QLabel))


def test_a_case_shows_date_requests_state_and_reply(qtbot: QtBot) -> None:
    card = HintCard()
    qtbot.addWidget(card)
    card.show_likely([Likely(person(1, "张桂花"), ("id_number", "phone"), (CASE,))])
    said = words(card)
    for expected in (
        "同身份证号",
        "同电话",
        "2026-03-08",
        "征地补偿款未到账",
        "1 补发补偿款",
        "已办结",
        "答复 2026-04-11",
    ):
        assert expected in said
    assert "11010519491231002X" not in said
    assert "13800001234" not in said
    assert nameless(card) == []


def test_an_empty_card_says_what_it_is_for(qtbot: QtBot) -> None:
    card = HintCard()
    qtbot.addWidget(card)
    assert "不会自动合并" in words(card)
    assert not card.step_in()
    card.show_likely([])
    assert "没有找到" in words(card)


def test_a_family_that_shares_a_telephone_is_said_plainly() -> None:
    mother = Likely(person(1, "张桂花"), ("phone",), ())
    son = Likely(person(2, "李大山"), ("phone",), ())
    alone = Likely(person(3, "赵五"), ("name",), ())
    assert "一家人" in family_words(mother, [mother, son])
    assert "只有电话相同" in family_words(mother, [mother])
    assert family_words(alone, [mother, son, alone]) == ""


def test_facts_tell_two_of_one_name_apart() -> None:
    assert person_facts(person(1, "张桂花")) == "女 · 1949年生 · 东村 · 138****1234 · 1101**********002X"


def test_a_late_answer_to_an_old_question_is_dropped(qtbot: QtBot) -> None:
    answers: list[list[Likely]] = []
    card = HintCard()
    qtbot.addWidget(card)

    asked, go_on = threading.Event(), threading.Event()

    def similar(probe: Probe) -> list[Likely]:
        if probe.name == "张":
            asked.set()
            go_on.wait()
        return [Likely(person(len(probe.name), probe.name), ("name",), ())]

    search = HintSearch(similar, card)
    search.found.connect(answers.append)
    search.ask(Probe(name="张"))
    qtbot.waitUntil(asked.is_set)
    search.ask(Probe(name="张桂花"))
    go_on.set()
    qtbot.waitUntil(lambda: bool(answers), timeout=10_000)
    assert [found[0].person.name for found in answers] == ["张桂花"]
    search.ask(Probe())
    assert answers[-1] == []
