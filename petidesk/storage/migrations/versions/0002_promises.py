"""Letters with their frozen bytes, meetings, and what lists of cases show and sort by."""

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
