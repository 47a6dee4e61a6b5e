"""The one search box: FTS5 over a real table answers exactly what the brute-force definition answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
import sqlcipher3
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from petidesk.domain import search
from petidesk.domain.trouble import Refused
from tests.examples import examples

CREATE = f"CREATE VIRTUAL TABLE box USING fts5(body, initials, content='', tokenize='{search.TOKENIZER}')"


@pytest.fixture(scope="module")
def connection() -> Iterator[sqlcipher3.Connection]:
    connection = sqlcipher3.connect(":memory:")
    connection.execute(CREATE)
    yield connection
    connection.close()


def answer(connection: sqlcipher3.Connection, records: Sequence[tuple[list[str], list[str]]], query: str) -> list[int]:
    """Put the records into the index, ask, and take them out again."""
    connection.execute("INSERT INTO box(box) VALUES ('delete-all')")
    connection.executemany(
        "INSERT INTO box(rowid, body, initials) VALUES (?, ?, ?)",
        [(i, search.body_fts_text(f), search.initials_fts_text(n)) for i, (f, n) in enumerate(records)],
    )
    expression = search.match_expression(search.parse_query(query))
    found = connection.execute("SELECT rowid FROM box WHERE box MATCH ? ORDER BY rowid", (expression,))
    return [row for (row,) in found]


# A small alphabet makes hits common; it holds what tokenizers stumble over.
ODD = "\U00031350éßİﬁあア한Яя٣ͅ〇々①㎡－＋·《》，。“”\"'*():^-_\u3000\t\n\x00\u200b\u200d\ufe0f\U000e0100\ue123\u0301"
PIECES = st.sampled_from([*"张桂花单曾仇查解区任盖村一地款zghsdcu0138X 𠮷𬱟䶮㛃", *ODD, "zz"])
TEXTS = st.lists(PIECES, max_size=12).map("".join)
NAMES = st.lists(st.sampled_from("张桂花单曾仇查万俟长孙𠮷解区任盖乐Aaé·"), max_size=6).map("".join)
RECORDS = st.lists(st.tuples(st.lists(TEXTS, max_size=3), st.lists(NAMES, max_size=2)), min_size=1, max_size=5)


@st.composite
def questions(draw: st.DrawFn) -> tuple[list[tuple[list[str], list[str]]], str]:
    """Records and a query; mostly a piece of one of them, so that hits are as common as misses."""
    records = draw(RECORDS)
    fields, names = draw(st.sampled_from(records))
    pool = [*fields, *names, *(r for n in names for r in search.initials(n))]
    source = draw(st.sampled_from(pool)) if pool and draw(st.integers(0, 3)) else draw(TEXTS)
    start = draw(st.integers(0, max(len(source) - 1, 0)))
    query = source[start : start + draw(st.integers(1, 5))]
    return records, query + draw(st.sampled_from(["", "", " 花", " zg", " " + query]))


@settings(max_examples=examples(400), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(questions())
def test_index_answers_what_brute_force_answers(
    connection: sqlcipher3.Connection, question: tuple[list[tuple[list[str], list[str]]], str]
) -> None:
    records, query = question
    try:
        search.parse_query(query)
    except Refused:
        assert not search.tokens(query)
        return
    expected = [i for i, (fields, names) in enumerate(records) if search.matches(query, fields, names)]
    assert answer(connection, records, query) == expected


@settings(max_examples=examples(300), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=20), st.integers(0, 19), st.integers(1, 20))
def test_any_piece_of_any_text_is_found(connection: sqlcipher3.Connection, text: str, start: int, length: int) -> None:
    piece = "".join(search.tokens(text))[start : start + length]
    # A blank can keep a letter and an accent apart; written without it they are another letter, another question.
    if not piece or search.tokens(piece) != list(piece):
        return
    assert search.matches(piece, [text], [])
    assert answer(connection, [(["清溪镇"], []), ([text], ["张桂花"])], piece) in ([1], [0, 1])


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = search.normalise(text)
    assert search.normalise(once) == once
    assert once == once.strip() and "  " not in once


def test_every_character_keeps_a_word_of_its_own() -> None:
    """All of the BMP and the ideographs of planes 2 and 3: the tokenizer gives back exactly the word we wrote."""
    words: dict[str, str] = {}
    for code in (*range(0x20, 0xD800), *range(0xE000, 0x10000), *range(0x20000, 0x323B0)):
        kept = search.normalise(chr(code))
        if len(kept) == 1:
            words.setdefault(kept, search.body_fts_text([kept]))
    assert len(set(words.values())) == len(words)
    assert {"张", "㐀", "䶿", "𠀀", "𪛟", "𬱟", "\U00031350", "〇", "あ", "한", "a", "0", "\ue000"} <= words.keys()
    connection = sqlcipher3.connect(":memory:")
    connection.execute(f"CREATE VIRTUAL TABLE f USING fts5(body, tokenize='{search.TOKENIZER}')")
    connection.execute("CREATE VIRTUAL TABLE v USING fts5vocab(f, 'row')")
    connection.executemany("INSERT INTO f(body) VALUES (?)", [(word,) for word in words.values()])
    assert {term for (term,) in connection.execute("SELECT term FROM v")} == set(words.values())
    connection.close()
    assert search.BOUNDARY not in words.values()


def test_phrases_do_not_cross_fields_or_readings(connection: sqlcipher3.Connection) -> None:
    records = [(["张桂", "花山"], ["单花", "查花"])]
    assert answer(connection, records, "桂花") == []
    assert answer(connection, records, "花山") == [0]
    assert answer(connection, records, "shz") == []
    assert answer(connection, records, "zz") == []


def test_two_words_must_both_match(connection: sqlcipher3.Connection) -> None:
    records = [(["张桂花", "东村征地"], []), (["张桂花", "西村低保"], []), (["李敏", "东村征地"], [])]
    assert answer(connection, records, "张桂花　征地") == [0]


def test_numbers_are_found_by_any_part(connection: sqlcipher3.Connection) -> None:
    records = [(["清信访2026-0123", "138 0000 1234"], [])]
    for query in ("2026-0123", "0123", "1380000", "１３８００００１２３４", "清信访"):
        assert answer(connection, records, query) == [0], query


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("张桂花", {"zgh"}),
        ("单立文", {"slw", "dlw"}),
        ("曾小花", {"zxh", "cxh"}),
        ("仇大海", {"qdh", "cdh"}),
        ("查国强", {"zgq", "cgq"}),
        ("解明", {"xm", "jm"}),
        ("区强", {"oq", "qq"}),
        ("任盈", {"ry"}),
        ("盖天", {"gt"}),
        ("朴英", {"py"}),
        ("翟平", {"zp", "dp"}),
        ("覃红", {"qh", "th"}),
        ("员芳", {"yf"}),
        ("尉迟海", {"ych", "wch"}),
        ("万俟雪", {"mqx", "wsx"}),
        ("长孙梅", {"zsm", "csm"}),
        ("单于岚", {"cyl", "syl"}),
        ("𠮷田", {"jt"}),
        ("𬱟", {"w"}),
        ("买买提·艾力", {"mmtal"}),
    ],
)
def test_initials_hold_every_reading(name: str, expected: set[str]) -> None:
    assert expected <= search.initials(name)


def test_initials_of_long_names_stay_few_and_keep_each_reading() -> None:
    name = "单" * 40
    readings = search.initials(name)
    assert len(readings) < 400
    assert all(any(reading[place] == letter for reading in readings) for place in range(40) for letter in "ds")


def test_a_name_without_letters_has_no_initials() -> None:
    assert search.initials("") == frozenset()
    assert search.initials("12-3") == frozenset()
    assert search.initials_fts_text(["", "9"]) == ""


def test_pinyin_is_plain_letters() -> None:
    assert search.pinyin_syllables("绿水村 3组") == ("lv", "shui", "cun", "3", "zu")
    assert search.pinyin_syllables("𠮷山") == ("ji", "shan")


@pytest.mark.parametrize("query", ["", "  ", "，。", "*", '"', "-- ()", "\u200b", "\ufe0f"])
def test_a_query_of_nothing_but_symbols_says_so(query: str) -> None:
    with pytest.raises(Refused) as caught:
        search.parse_query(query)
    assert caught.value.code == "bad_value"
    assert "请输入" in caught.value.message


def test_a_query_as_long_as_a_document_is_refused() -> None:
    assert len(search.parse_query("村" * search.MAX_QUERY)) == 1
    with pytest.raises(Refused, match="太长"):
        search.parse_query("村" * (search.MAX_QUERY + 1))
