"""For each column of each table: what the audit trace says of it, and so whether `check --deep` can compare it.

Whoever changes a value in the file without the program leaves the trace as it was. A column is either retold from the
words of its record's payload, told as the row stood after an event (`audit.append` adds it), compared by another part
of the check because it follows from other columns, or not told, for the reason beside it. A test reads every table.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from petidesk.storage.schema.ground import metadata


class How(Enum):
    """How the trace holds a column."""

    #: In the words of the record's payload: a visit or a dispute as it was typed, an event as it was recorded.
    WORDS = "words"
    #: In the row that the payload tells beside the words.
    ROW = "row"
    #: It follows from other columns, and the check works it out anew.
    FOLLOWS = "follows"
    #: It says which row this is: with another value the row that the trace speaks of is missing.
    KEY = "key"
    #: Not told; the reason stands in `_NOT_TOLD`.
    NOT = "not"


_W, _R, _F, _K, _N = How

# One line a way; names of columns apart from each other by blanks.
_TABLES: dict[str, dict[How, str]] = {
    "attachment": {
        _K: "id",
        _R: "name media bytes pages added_at staff_id removed_at removed_by why",
        _F: "content restricted",
    },
    "audit_event": {_F: "id at staff_id action subject_kind subject payload_hash hash"},
    "audit_payload": {_K: "event_id", _F: "salt before after"},
    "calendar_year": {_R: "document"},
    "case_course": {
        _K: "case_id",
        _F: "category village rateable answered_on served_on again_on rating rated_on called called_on presented_on",
    },
    "case_event": {_K: "id", _W: "case_id kind on_day document recorded_at staff_id", _F: "visit_id"},
    "case_instruction": {_F: "case_id on_day leader"},
    "case_limit": {_F: "case_id kind since due_on last_on forwarded_on met_on ended_on unit"},
    "case_span": {_F: "case_id came left ending"},
    "county_heading": {_R: "field"},
    "county_template": {_K: "id", _R: "name file_name sha256 layout mapping added_at staff_id workbook"},
    "dispute": {
        _K: "id dispute_no",
        _W: "found_on village village_group source type title summary people_involved amount_fen risk_level "
        "responsible_unit responsible_person case_leader due_on measures note extra entered_at entered_by changed_at "
        "version voided void_reason",
        _R: "case_id visit_id round_id warnings foreign_no import_batch_id",
        _F: "purge_id serial_year serial names heading search_id state level resolved_on closed_out_on followed_up_on",
    },
    "dispute_event": {_K: "id", _W: "dispute_id kind on_day document recorded_at staff_id"},
    "dispute_party": {_W: "dispute_id place name side phone id_number"},
    "dispute_span": {_F: "dispute_id came reopened left how"},
    "import_batch": {_K: "id", _R: "kind source at staff_id taken undone_at"},
    "ledger_month": {_K: "month", _R: "closed_at staff_id balance rows sent reopened_at"},
    "letter": {
        _K: "id",
        _R: "form title case_id meeting_id of_letter_id state content version drafted_at changed_at staff_id "
        "document_no series serial_year serial signed_by signed_on issued_at issued_by anyway event_id form_version "
        "sha256 missing pages to_serve void_reason",
        _F: "purge_id restricted pdf search_id served_on",
    },
    "letter_print": {_K: "id", _R: "letter_id at staff_id"},
    "material": {_W: "visit_id place name copies"},
    "matter": {
        _W: "visit_id place case_id repeat purpose route category title statement requests concerned_unit village "
        "urgent why_again",
    },
    "meeting": {
        _K: "id",
        _R: "meeting_no serial_year serial kind on_day place chair attendees agenda decisions note state changed_at "
        "staff_id",
        _F: "purge_id",
    },
    "number_series": {_F: "kind year last"},
    "office_setting": {_K: "id", _R: "valid_from entered_at document"},
    "paper": {
        _K: "id",
        _R: "form visit_id size visit_version form_version sha256 missing made_at staff_id",
        _F: "pdf",
    },
    "paper_print": {_K: "id", _R: "paper_id at staff_id"},
    "person": {_K: "id", _F: "name sex birth id_type id_number phone village address restricted search_id"},
    "person_decision": {_R: "decision at staff_id"},
    "petition_case": {
        _K: "id case_no",
        _F: "purge_id serial_year serial title purpose opened_on restricted state next_due next_clock reply_on "
        "search_id route unit handler leader next_task next_task_kind waiting_service national_owed "
        "national_no query_code papers_owed",
        _R: "merged_into split_from",
    },
    "petitioner": {
        _W: "visit_id place name anonymous address_unknown sex birth id_type id_number phone village address "
        "representative person_id",
    },
    "purge": {_K: "id number", _W: "on_day at staff_id second why sums event_id", _F: "head sha256 pdf"},
    "reception_change": {_K: "id", _R: "day_id kind before after why at staff_id"},
    "reception_day": {
        _K: "id",
        _R: "on_day kind place village hours rule_date moved_because rule planned leaders unit locked cancelled "
        "version changed_at ruled_place",
    },
    "reception_guest": {
        _K: "id",
        _R: "day_id number booked people state entered_at arrived_at visit_id reception_no serial_year serial",
    },
    "reception_leave": {_K: "id", _R: "leader since until why voided entered_at staff_id"},
    "reception_notice": {_K: "month version", _R: "issued_on rows staff_id"},
    "reception_plan": {_R: "name document changed_at staff_id"},
    "reception_sitting": {_K: "day_id", _R: "company outcome closed_at changed_at staff_id"},
    "round_return": {_K: "id", _R: "round_id village answer on_day by note recorded_at staff_id"},
    "screening_round": {
        _K: "id",
        _R: "round_no serial_year serial kind title since until due_on villages note opened_at staff_id voided",
    },
    "staff": {_K: "id", _R: "name role active accusations"},
    "village": {_R: "name retired"},
    "visit": {
        _K: "id visit_no",
        _W: "at channel received_by people handling national_no query_code note entered_at entered_by changed_at "
        "version voided void_reason foreign_no import_batch_id warnings signatories enclosures caller_no",
        _F: "purge_id serial_year serial restricted names village purposes heading search_id",
    },
}

_MAY_GO, _ORDER = "这一行本来就可以去掉", "各行的先后，不是记录的内容"
_NOT_TOLD: dict[str, dict[str, str]] = {
    "attachment": {"挂在哪条记录上：留痕按那条记录的编号记": "visit_id case_id dispute_id letter_id"},
    "audit_payload": {"是否限制查阅：按记录核对": "restricted"},
    "calendar_year": {_MAY_GO: "year"},
    "case_instruction": {_ORDER: "place"},
    "case_limit": {_ORDER: "place"},
    "case_span": {_ORDER: "place"},
    "category": {"输入提示用的词，记录里写的是词本身": "id name last_used"},
    "county_heading": {_MAY_GO: "heading"},
    "dispute": {"随结案和单位设置的回访天数走": "follow_up_due"},
    "dispute_party": {"行号，改正时重写": "id"},
    "draft": {"没有登记完的表单，还没有留痕": "id kind restricted content saved_at staff_id"},
    "folder_fact": {"数据文件夹自己的标记": "key value"},
    "import_dispute": {"只用来认出同一张旧表": "fingerprint dispute_id"},
    "import_row": {"只用来认出同一张旧表": "fingerprint visit_id"},
    "material": {"行号，改正时重写": "id"},
    "matter": {"行号，改正时重写": "id"},
    "person": {"最近一次来的日子，只用来排先后": "last_on"},
    "person_decision": {_MAY_GO: "low_id high_id"},
    "person_initials": {"提示用的首字母，随姓名走": "initials birth_year person_id"},
    "person_phone": {"提示用的号码，随登记走": "digits person_id"},
    "petitioner": {"行号，改正时重写": "id"},
    "reception_day": {"由哪一次销毁带走：接待日没有自己的编号": "purge_id"},
    "reception_guest": {
        "来人说的话：可能是检举控告，不进排队的留痕": "name phone village about case_no why opinions",
        "最后动过的时刻：抹去来人的话时也会变": "changed_at staff_id",
    },
    "reception_plan": {_MAY_GO: "id"},
    "reception_sitting": {"领导接访时说的话：可能涉及检举控告": "summary"},
    "undo_step": {
        "撤销用的最近五十步，随时清掉": "id staff_id at action record_kind number name first_event_id audit_event_id "
        "inverse why restricted undone_first undone_last"
    },
    "village": {"输入提示的先后": "last_used", _MAY_GO: "id"},
}


def ways() -> Iterator[tuple[str, str, How]]:
    """Every (table, column) that stands above, with how the trace holds it."""
    for table, kinds in _TABLES.items():
        for how, names in kinds.items():
            for name in names.split():
                yield table, name, how
    for table, reasons in _NOT_TOLD.items():
        for names in reasons.values():
            for name in names.split():
                yield table, name, How.NOT


def told_columns(table: str) -> tuple[str, ...]:
    """The columns of `table` that a payload tells as the row stood, in the order above."""
    return tuple(_TABLES.get(table, {}).get(How.ROW, "").split())


def key_columns(table: str) -> tuple[str, ...]:
    """The primary key of `table`."""
    return tuple(column.name for column in metadata.tables[table].primary_key.columns)
