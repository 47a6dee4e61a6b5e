"""Sealed values: who opens them, what a changed byte gives, what stays open in a document, which columns are sealed."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petidesk.domain.secrets.sealed import MARK, TOKEN, alike, holds_sealed, is_sealed, unless_sealed
from petidesk.domain.trouble import KnownTrouble, Refused
from petidesk.domain.visits.visits import parse_new_visit
from petidesk.storage.schema import metadata
from petidesk.storage.schema.closing import CLOSED, SEALED, sealed
from petidesk.storage.schema.holding import Holds, columns_holding
from petidesk.storage.sealing.columns import Sealable, SealableBytes
from petidesk.storage.sealing.seal import OVERHEAD, Seal, readable
from petidesk.storage.secrets import wraps
from tests.clock import now

PRIVATE, PUBLIC = wraps.new_pair()
TYPED = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=MARK), max_size=60)
# Tables in which no accusation lies: the ledger, the known people, the rota, what is said of a round or a reception.
# An imported row is known by a hash alone.
ELSEWHERE = {
    *("dispute", "dispute_event", "dispute_party", "ledger_month", "round_return"),
    *("import_dispute", "import_row"),
    *("person", "person_initials", "person_phone"),
    *("reception_guest", "reception_sitting"),
}


def _opens() -> Seal:
    return Seal(PUBLIC, PRIVATE)


@given(said=TYPED)
def test_whoever_has_the_private_half_reads_a_text_and_nobody_else(said: str) -> None:
    kept = Seal(PUBLIC).text(said)
    assert _opens().opened(kept) == said
    assert Seal(PUBLIC).opened(kept) == kept
    assert is_sealed(kept) == bool(said)
    assert Seal(PUBLIC).text(kept) == kept


@given(
    said=st.recursive(
        st.none() | st.booleans() | st.integers() | TYPED,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TYPED, inner, max_size=4),
        max_leaves=12,
    )
)
def test_a_document_comes_back_as_it_was_and_is_json_all_the_while(said: object) -> None:
    for ascii_only in (True, False):
        before = json.dumps(said, ensure_ascii=False, sort_keys=ascii_only)
        kept = Seal(PUBLIC).document(before)
        assert _opens().opened(kept, document=True) == before
        assert alike(_shape(json.loads(kept)), _shape(said))


def _shape(value: object) -> object:
    if isinstance(value, dict):
        return tuple((key, _shape(inner)) for key, inner in sorted(value.items()))
    return tuple(map(_shape, value)) if isinstance(value, list) else value


def test_days_codes_and_numbers_of_records_stay_open_in_a_document_and_nothing_else() -> None:
    said = {
        "kind": "contacted",
        "on": "2026-11-20",
        "birth": "1949-12-31",
        "case_no": "清信2026-0001",
        "event_id": 7,
        "purpose": "accusation",
        "to": "镇纪委",
        "zhang": "wang",
        "nested": {"phone": "13912345678", "list": ["甲", "乙"]},
    }
    kept = json.loads(Seal(PUBLIC).document(json.dumps(said, ensure_ascii=False)))
    open_keys = {key for key, value in kept.items() if not holds_sealed(value)}
    assert open_keys == {"kind", "on", "case_no", "event_id", "purpose"}
    assert all(map(is_sealed, (kept["nested"]["phone"], *kept["nested"]["list"])))


def test_a_changed_byte_or_another_office_is_a_trouble_and_no_bug() -> None:
    kept = Seal(PUBLIC).text("张桂花")
    other_private, other_public = wraps.new_pair()
    for value in (kept[:-6] + "AAAAAA", Seal(other_public).text("别家的"), MARK + "1" + "A" * 90):
        with pytest.raises(KnownTrouble) as trouble:
            _opens().opened(value)
        assert trouble.value.code == "damaged"
    paper = Seal(PUBLIC).paper(b"%PDF")
    assert len(paper) == 4 + OVERHEAD
    assert _opens().opened_bytes(paper) == b"%PDF"
    with pytest.raises(KnownTrouble):
        _opens().opened_bytes(paper[:-1] + bytes([paper[-1] ^ 1]))
    with pytest.raises(KnownTrouble):
        Seal(other_public, other_private).opened_bytes(paper)
    with pytest.raises(Refused):
        readable(Seal(PUBLIC).opened_bytes(paper))


def test_what_a_process_sealed_it_reads_and_the_next_does_not() -> None:
    mine = Seal(PUBLIC)
    kept = mine.text("张桂花")
    assert mine.opened(kept) == "张桂花"
    assert unless_sealed(Seal(PUBLIC).opened(kept)) == ""


def test_nobody_types_what_looks_sealed() -> None:
    document = {
        "at": "2026-11-19T09:20",
        "channel": "visit",
        "petitioners": [{"name": Seal(PUBLIC).text("张桂花")}],
        "matters": [{"purpose": "accusation", "statement": "某事"}],
    }
    with pytest.raises(Refused) as refused:
        parse_new_visit(document, now=now(), most_representatives=5)
    assert refused.value.code == "bad_value"


def test_every_column_that_holds_a_person_words_or_a_paper_is_sealed_or_holds_no_accusation() -> None:
    kinds = (Holds.PERSON, Holds.WORDS, Holds.PAPER)
    holding = {name for name in metadata.tables if columns_holding(name, *kinds)}
    assert holding == {table.name for table in CLOSED if columns_holding(table.name, *kinds)} | ELSEWHERE
    left = {
        f"{table.name}.{column.name}"
        for table in CLOSED
        for column in columns_holding(table.name, *kinds)
        if column not in set(SEALED[table])
    }
    # what the list shows of other matters, the name of a form, a sentence of the program, what a whole meeting noted
    assert left == {"visit.heading", "letter.title", "undo_step.why", "meeting.note"}


def test_a_value_of_each_such_column_is_sealed_and_read_back() -> None:
    seal, opens = Seal(PUBLIC), _opens()
    for columns in SEALED.values():
        for column in columns:
            kind = column.type
            assert isinstance(kind, Sealable)
            if isinstance(kind, SealableBytes):
                value: object = b"bytes"
            else:
                value = '["植入"]' if kind.document else "植入"
            kept = sealed(seal, column, value)
            assert "植入" not in str(kept) and kept != value
            if not isinstance(kind, SealableBytes):
                assert TOKEN.search(str(kept))
                assert kind.read(kept, opens) == value if kind.impl_instance.__class__.__name__ != "Date" else True
