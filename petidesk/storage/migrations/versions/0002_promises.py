"""Letters with their frozen bytes, meetings, what lists of cases show and sort by; the ledger of disputes."""

from alembic import op

revision = "0002"
down_revision = "0001"

STATEMENTS = (
    """
    CREATE TABLE meeting (
        id INTEGER NOT NULL,
        meeting_no TEXT NOT NULL,
        serial_year INTEGER NOT NULL,
        serial INTEGER NOT NULL,
        kind TEXT DEFAULT '' NOT NULL,
        on_day DATE NOT NULL,
        place TEXT DEFAULT '' NOT NULL,
        chair TEXT DEFAULT '' NOT NULL,
        attendees TEXT DEFAULT '' NOT NULL,
        agenda TEXT DEFAULT '[]' NOT NULL,
        decisions TEXT DEFAULT '[]' NOT NULL,
        note TEXT DEFAULT '' NOT NULL,
        state TEXT DEFAULT 'planned' NOT NULL,
        changed_at DATETIME NOT NULL,
        staff_id INTEGER NOT NULL,
        CONSTRAINT pk_meeting PRIMARY KEY (id),
        CONSTRAINT uq_meeting_serial_year_serial UNIQUE (serial_year, serial),
        CONSTRAINT ck_meeting_state CHECK (state IN ('planned', 'held', 'voided')),
        CONSTRAINT uq_meeting_meeting_no UNIQUE (meeting_no),
        CONSTRAINT fk_meeting_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id)
    )
    """,
    """
    CREATE INDEX ix_meeting_on_day ON meeting (on_day)
    """,
    """
    CREATE TABLE letter (
        id INTEGER NOT NULL,
        form TEXT DEFAULT '' NOT NULL,
        title TEXT DEFAULT '' NOT NULL,
        case_id INTEGER,
        meeting_id INTEGER,
        of_letter_id INTEGER,
        state TEXT DEFAULT 'draft' NOT NULL,
        content TEXT DEFAULT '{}' NOT NULL,
        restricted BOOLEAN DEFAULT '0' NOT NULL,
        version INTEGER DEFAULT '1' NOT NULL,
        drafted_at DATETIME NOT NULL,
        changed_at DATETIME NOT NULL,
        staff_id INTEGER NOT NULL,
        document_no TEXT,
        series TEXT DEFAULT '' NOT NULL,
        serial_year INTEGER,
        serial INTEGER,
        signed_by TEXT DEFAULT '' NOT NULL,
        signed_on DATE,
        issued_at DATETIME,
        issued_by INTEGER,
        anyway TEXT DEFAULT '' NOT NULL,
        event_id INTEGER,
        form_version TEXT DEFAULT '' NOT NULL,
        sha256 TEXT DEFAULT '' NOT NULL,
        missing TEXT DEFAULT '[]' NOT NULL,
        pages INTEGER DEFAULT '0' NOT NULL,
        pdf BLOB,
        to_serve BOOLEAN DEFAULT '0' NOT NULL,
        served_on DATE,
        void_reason TEXT DEFAULT '' NOT NULL,
        search_id INTEGER,
        CONSTRAINT pk_letter PRIMARY KEY (id),
        CONSTRAINT uq_letter_series_serial_year_serial UNIQUE (series, serial_year, serial),
        CONSTRAINT ck_letter_state CHECK (state IN ('draft', 'issued', 'voided')),
        CONSTRAINT ck_letter_number CHECK ((state = 'draft') = (document_no IS NULL)),
        CONSTRAINT ck_letter_frozen CHECK ((document_no IS NULL) = (pdf IS NULL)),
        CONSTRAINT fk_letter_case_id FOREIGN KEY(case_id) REFERENCES petition_case (id),
        CONSTRAINT fk_letter_meeting_id FOREIGN KEY(meeting_id) REFERENCES meeting (id),
        CONSTRAINT fk_letter_of_letter_id FOREIGN KEY(of_letter_id) REFERENCES letter (id),
        CONSTRAINT fk_letter_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id),
        CONSTRAINT uq_letter_document_no UNIQUE (document_no),
        CONSTRAINT fk_letter_issued_by FOREIGN KEY(issued_by) REFERENCES staff (id),
        CONSTRAINT fk_letter_event_id FOREIGN KEY(event_id) REFERENCES case_event (id)
    )
    """,
    """
    CREATE INDEX ix_letter_case_id ON letter (case_id)
    """,
    """
    CREATE INDEX ix_letter_state_changed_at ON letter (state, changed_at)
    """,
    """
    CREATE INDEX ix_letter_to_serve ON letter (signed_on) WHERE to_serve AND served_on IS NULL AND state = 'issued'
    """,
    """
    CREATE TABLE letter_print (
        id INTEGER NOT NULL,
        letter_id INTEGER NOT NULL,
        at DATETIME NOT NULL,
        staff_id INTEGER NOT NULL,
        CONSTRAINT pk_letter_print PRIMARY KEY (id),
        CONSTRAINT fk_letter_print_letter_id FOREIGN KEY(letter_id) REFERENCES letter (id),
        CONSTRAINT fk_letter_print_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id)
    )
    """,
    """
    CREATE INDEX ix_letter_print_letter_id ON letter_print (letter_id)
    """,
    """
    ALTER TABLE petition_case ADD COLUMN route INTEGER
    """,
    """
    ALTER TABLE petition_case ADD COLUMN unit TEXT DEFAULT '' NOT NULL
    """,
    """
    ALTER TABLE petition_case ADD COLUMN handler TEXT DEFAULT '' NOT NULL
    """,
    """
    ALTER TABLE petition_case ADD COLUMN leader TEXT DEFAULT '' NOT NULL
    """,
    """
    ALTER TABLE petition_case ADD COLUMN next_task DATE
    """,
    """
    ALTER TABLE petition_case ADD COLUMN next_task_kind TEXT DEFAULT '' NOT NULL
    """,
    """
    ALTER TABLE petition_case ADD COLUMN waiting_service INTEGER DEFAULT '0' NOT NULL
    """,
    """
    ALTER TABLE petition_case ADD COLUMN national_owed TEXT DEFAULT '' NOT NULL
    """,
    """
    ALTER TABLE petition_case ADD COLUMN national_no TEXT DEFAULT '' NOT NULL
    """,
    """
    ALTER TABLE petition_case ADD COLUMN query_code TEXT DEFAULT '' NOT NULL
    """,
    """
    ALTER TABLE petition_case ADD COLUMN merged_into INTEGER
    """,
    """
    ALTER TABLE petition_case ADD COLUMN split_from INTEGER
    """,
    """
    CREATE INDEX ix_petition_case_merged_into ON petition_case (merged_into) WHERE merged_into IS NOT NULL
    """,
    """
    CREATE INDEX ix_petition_case_national_owed ON petition_case (national_owed) WHERE national_owed != ''
    """,
    """
    CREATE INDEX ix_petition_case_next_task ON petition_case (next_task) WHERE next_task IS NOT NULL
    """,
    """
    CREATE INDEX ix_petition_case_state ON petition_case (state)
    """,
    """
    CREATE INDEX ix_petition_case_waiting_service ON petition_case (waiting_service) WHERE waiting_service > 0
    """,
    # The ledger of disputes.
    """
    CREATE TABLE screening_round (
        id INTEGER NOT NULL,
        round_no TEXT NOT NULL,
        serial_year INTEGER NOT NULL,
        serial INTEGER NOT NULL,
        kind TEXT DEFAULT 'regular' NOT NULL,
        title TEXT DEFAULT '' NOT NULL,
        since DATE NOT NULL,
        until DATE NOT NULL,
        due_on DATE NOT NULL,
        villages TEXT DEFAULT '[]' NOT NULL,
        note TEXT DEFAULT '' NOT NULL,
        opened_at DATETIME NOT NULL,
        staff_id INTEGER NOT NULL,
        voided BOOLEAN DEFAULT '0' NOT NULL,
        CONSTRAINT pk_screening_round PRIMARY KEY (id),
        CONSTRAINT uq_screening_round_serial_year_serial UNIQUE (serial_year, serial),
        CONSTRAINT uq_screening_round_round_no UNIQUE (round_no),
        CONSTRAINT fk_screening_round_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id)
    )
    """,
    """
    CREATE INDEX ix_screening_round_due_on ON screening_round (due_on)
    """,
    """
    CREATE TABLE round_return (
        id INTEGER NOT NULL,
        round_id INTEGER NOT NULL,
        village TEXT DEFAULT '' NOT NULL,
        answer TEXT DEFAULT '' NOT NULL,
        on_day DATE NOT NULL,
        "by" TEXT DEFAULT '' NOT NULL,
        note TEXT DEFAULT '' NOT NULL,
        recorded_at DATETIME NOT NULL,
        staff_id INTEGER NOT NULL,
        CONSTRAINT pk_round_return PRIMARY KEY (id),
        CONSTRAINT ck_round_return_answer CHECK (answer IN ('reported', 'zero', 'missing')),
        CONSTRAINT fk_round_return_round_id FOREIGN KEY(round_id) REFERENCES screening_round (id),
        CONSTRAINT fk_round_return_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id)
    )
    """,
    """
    CREATE INDEX ix_round_return_round_id ON round_return (round_id, village)
    """,
    """
    CREATE TABLE dispute (
        id INTEGER NOT NULL,
        dispute_no TEXT NOT NULL,
        serial_year INTEGER NOT NULL,
        serial INTEGER NOT NULL,
        found_on DATE NOT NULL,
        village TEXT DEFAULT '' NOT NULL,
        village_group TEXT DEFAULT '' NOT NULL,
        source TEXT DEFAULT '' NOT NULL,
        type TEXT DEFAULT '' NOT NULL,
        title TEXT DEFAULT '' NOT NULL,
        summary TEXT DEFAULT '' NOT NULL,
        people_involved INTEGER DEFAULT '0' NOT NULL,
        amount_fen INTEGER,
        risk_level TEXT DEFAULT 'ordinary' NOT NULL,
        responsible_unit TEXT DEFAULT '' NOT NULL,
        responsible_person TEXT DEFAULT '' NOT NULL,
        case_leader TEXT DEFAULT '' NOT NULL,
        due_on DATE,
        measures TEXT DEFAULT '' NOT NULL,
        case_id INTEGER,
        visit_id INTEGER,
        round_id INTEGER,
        note TEXT DEFAULT '' NOT NULL,
        extra TEXT DEFAULT '{}' NOT NULL,
        warnings TEXT DEFAULT '[]' NOT NULL,
        foreign_no TEXT DEFAULT '' NOT NULL,
        import_batch_id INTEGER,
        entered_at DATETIME NOT NULL,
        entered_by INTEGER NOT NULL,
        changed_at DATETIME NOT NULL,
        version INTEGER DEFAULT '1' NOT NULL,
        voided BOOLEAN DEFAULT '0' NOT NULL,
        void_reason TEXT DEFAULT '' NOT NULL,
        names TEXT DEFAULT '' NOT NULL,
        heading TEXT DEFAULT '' NOT NULL,
        search_id INTEGER,
        state TEXT DEFAULT 'open' NOT NULL,
        level TEXT DEFAULT 'village' NOT NULL,
        resolved_on DATE,
        closed_out_on DATE,
        follow_up_due DATE,
        followed_up_on DATE,
        CONSTRAINT pk_dispute PRIMARY KEY (id),
        CONSTRAINT uq_dispute_serial_year_serial UNIQUE (serial_year, serial),
        CONSTRAINT ck_dispute_risk_level CHECK (risk_level IN ('ordinary', 'raised', 'major')),
        CONSTRAINT uq_dispute_dispute_no UNIQUE (dispute_no),
        CONSTRAINT fk_dispute_case_id FOREIGN KEY(case_id) REFERENCES petition_case (id),
        CONSTRAINT fk_dispute_visit_id FOREIGN KEY(visit_id) REFERENCES visit (id),
        CONSTRAINT fk_dispute_round_id FOREIGN KEY(round_id) REFERENCES screening_round (id),
        CONSTRAINT fk_dispute_import_batch_id FOREIGN KEY(import_batch_id) REFERENCES import_batch (id),
        CONSTRAINT fk_dispute_entered_by FOREIGN KEY(entered_by) REFERENCES staff (id)
    )
    """,
    """
    CREATE INDEX ix_dispute_case_id ON dispute (case_id)
    """,
    """
    CREATE INDEX ix_dispute_due_on ON dispute (due_on) WHERE state IN ('open', 'in_progress') AND NOT voided
    """,
    """
    CREATE INDEX ix_dispute_follow_up_due ON dispute (follow_up_due) WHERE follow_up_due IS NOT NULL
    """,
    """
    CREATE INDEX ix_dispute_found_on ON dispute (found_on, id)
    """,
    """
    CREATE INDEX ix_dispute_import_batch_id ON dispute (import_batch_id) WHERE import_batch_id IS NOT NULL
    """,
    """
    CREATE INDEX ix_dispute_state ON dispute (state)
    """,
    """
    CREATE INDEX ix_dispute_village_found_on ON dispute (village, found_on)
    """,
    """
    CREATE TABLE dispute_party (
        id INTEGER NOT NULL,
        dispute_id INTEGER NOT NULL,
        place INTEGER NOT NULL,
        name TEXT DEFAULT '' NOT NULL,
        side TEXT DEFAULT 'other' NOT NULL,
        phone TEXT DEFAULT '' NOT NULL,
        id_number TEXT DEFAULT '' NOT NULL,
        CONSTRAINT pk_dispute_party PRIMARY KEY (id),
        CONSTRAINT fk_dispute_party_dispute_id FOREIGN KEY(dispute_id) REFERENCES dispute (id)
    )
    """,
    """
    CREATE INDEX ix_dispute_party_dispute_id ON dispute_party (dispute_id)
    """,
    """
    CREATE TABLE dispute_event (
        id INTEGER NOT NULL,
        dispute_id INTEGER NOT NULL,
        kind TEXT DEFAULT '' NOT NULL,
        on_day DATE NOT NULL,
        document TEXT DEFAULT '{}' NOT NULL,
        recorded_at DATETIME NOT NULL,
        staff_id INTEGER NOT NULL,
        CONSTRAINT pk_dispute_event PRIMARY KEY (id),
        CONSTRAINT fk_dispute_event_dispute_id FOREIGN KEY(dispute_id) REFERENCES dispute (id),
        CONSTRAINT fk_dispute_event_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id)
    )
    """,
    """
    CREATE INDEX ix_dispute_event_dispute_id ON dispute_event (dispute_id)
    """,
    """
    CREATE TABLE dispute_span (
        dispute_id INTEGER NOT NULL,
        came INTEGER NOT NULL,
        reopened BOOLEAN NOT NULL,
        "left" INTEGER,
        how TEXT DEFAULT '' NOT NULL,
        CONSTRAINT pk_dispute_span PRIMARY KEY (dispute_id, came),
        CONSTRAINT fk_dispute_span_dispute_id FOREIGN KEY(dispute_id) REFERENCES dispute (id)
    )
     WITHOUT ROWID
    """,
    """
    CREATE INDEX ix_dispute_span_came ON dispute_span (came, "left", how)
    """,
    """
    CREATE INDEX ix_dispute_span_left ON dispute_span ("left", how)
    """,
    """
    CREATE TABLE ledger_month (
        month INTEGER NOT NULL,
        closed_at DATETIME NOT NULL,
        staff_id INTEGER NOT NULL,
        balance TEXT DEFAULT '{}' NOT NULL,
        rows TEXT DEFAULT '[]' NOT NULL,
        sent TEXT DEFAULT '[]' NOT NULL,
        CONSTRAINT pk_ledger_month PRIMARY KEY (month),
        CONSTRAINT fk_ledger_month_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id)
    )
    """,
    """
    CREATE TABLE county_template (
        id INTEGER NOT NULL,
        name TEXT NOT NULL,
        file_name TEXT DEFAULT '' NOT NULL,
        workbook BLOB NOT NULL,
        sha256 TEXT DEFAULT '' NOT NULL,
        layout TEXT DEFAULT '{}' NOT NULL,
        mapping TEXT DEFAULT '{}' NOT NULL,
        added_at DATETIME NOT NULL,
        staff_id INTEGER NOT NULL,
        CONSTRAINT pk_county_template PRIMARY KEY (id),
        CONSTRAINT uq_county_template_name UNIQUE (name),
        CONSTRAINT fk_county_template_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id)
    )
    """,
    """
    CREATE TABLE county_heading (
        heading TEXT NOT NULL,
        field TEXT DEFAULT '' NOT NULL,
        CONSTRAINT pk_county_heading PRIMARY KEY (heading)
    )
    """,
    """
    CREATE TABLE import_dispute (
        fingerprint TEXT NOT NULL,
        dispute_id INTEGER NOT NULL,
        CONSTRAINT pk_import_dispute PRIMARY KEY (fingerprint, dispute_id),
        CONSTRAINT fk_import_dispute_dispute_id FOREIGN KEY(dispute_id) REFERENCES dispute (id)
    )
     WITHOUT ROWID
    """,
    # The route that the latest visit names rules until somebody records another.
    """
    UPDATE petition_case SET route = (
        SELECT m.route FROM matter AS m JOIN visit AS v ON v.id = m.visit_id
        WHERE m.case_id = petition_case.id AND m.route IS NOT NULL AND NOT v.voided
        ORDER BY v.at DESC, m.id DESC LIMIT 1
    )
    """,
)


def upgrade() -> None:
    """Add the tables and columns."""
    for statement in STATEMENTS:
        op.execute(statement)
