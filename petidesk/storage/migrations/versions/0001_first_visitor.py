"""The first tables: visits, people, cases, papers, the audit chain and the search index.

A step knows only raw data: it holds its own SQL and imports nothing from the program, so that it still works when the
program's tables have moved on.
"""

from alembic import op

revision = "0001"
down_revision = None

STATEMENTS = (
    """
    CREATE TABLE calendar_year (
        year INTEGER NOT NULL,
        document TEXT DEFAULT '' NOT NULL,
        CONSTRAINT pk_calendar_year PRIMARY KEY (year)
    )
    """,
    """
    CREATE TABLE category (
        id INTEGER NOT NULL,
        name TEXT NOT NULL,
        last_used INTEGER DEFAULT '0' NOT NULL,
        CONSTRAINT pk_category PRIMARY KEY (id),
        CONSTRAINT uq_category_name UNIQUE (name)
    )
    """,
    """
    CREATE TABLE folder_fact (
        "key" TEXT NOT NULL,
        value TEXT DEFAULT '' NOT NULL,
        CONSTRAINT pk_folder_fact PRIMARY KEY ("key")
    )
    """,
    """
    CREATE TABLE number_series (
        kind VARCHAR NOT NULL,
        year INTEGER NOT NULL,
        last INTEGER NOT NULL,
        CONSTRAINT pk_number_series PRIMARY KEY (kind, year),
        CONSTRAINT ck_number_series_last CHECK (last >= 0)
    )
    """,
    """
    CREATE TABLE office_setting (
        id INTEGER NOT NULL,
        valid_from DATE NOT NULL,
        entered_at DATETIME NOT NULL,
        document TEXT DEFAULT '' NOT NULL,
        CONSTRAINT pk_office_setting PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE person (
        id INTEGER NOT NULL,
        name TEXT DEFAULT '' NOT NULL,
        sex TEXT,
        birth DATE,
        id_type TEXT DEFAULT '111' NOT NULL,
        id_number TEXT DEFAULT '' NOT NULL,
        phone TEXT DEFAULT '' NOT NULL,
        village TEXT DEFAULT '' NOT NULL,
        address TEXT DEFAULT '' NOT NULL,
        restricted BOOLEAN DEFAULT '0' NOT NULL,
        last_on DATE,
        search_id INTEGER,
        CONSTRAINT pk_person PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX ix_person_id_number ON person (id_number) WHERE id_number != ''",
    "CREATE INDEX ix_person_name_village ON person (name, village)",
    """
    CREATE TABLE petition_case (
        id INTEGER NOT NULL,
        case_no TEXT NOT NULL,
        serial_year INTEGER NOT NULL,
        serial INTEGER NOT NULL,
        title TEXT DEFAULT '' NOT NULL,
        purpose TEXT DEFAULT '' NOT NULL,
        opened_on DATE NOT NULL,
        restricted BOOLEAN DEFAULT '0' NOT NULL,
        state TEXT DEFAULT 'registered' NOT NULL,
        next_due DATE,
        next_clock TEXT DEFAULT '' NOT NULL,
        reply_on DATE,
        search_id INTEGER,
        CONSTRAINT pk_petition_case PRIMARY KEY (id),
        CONSTRAINT uq_petition_case_serial_year_serial UNIQUE (serial_year, serial),
        CONSTRAINT uq_petition_case_case_no UNIQUE (case_no)
    )
    """,
    "CREATE INDEX ix_petition_case_next_due ON petition_case (next_due) WHERE next_due IS NOT NULL",
    """
    CREATE TABLE staff (
        id INTEGER NOT NULL,
        name TEXT NOT NULL,
        role TEXT DEFAULT 'registrar' NOT NULL,
        active BOOLEAN DEFAULT '1' NOT NULL,
        password_hash TEXT,
        CONSTRAINT pk_staff PRIMARY KEY (id),
        CONSTRAINT uq_staff_name UNIQUE (name)
    )
    """,
    """
    CREATE TABLE village (
        id INTEGER NOT NULL,
        name TEXT NOT NULL,
        retired BOOLEAN DEFAULT '0' NOT NULL,
        last_used INTEGER DEFAULT '0' NOT NULL,
        CONSTRAINT pk_village PRIMARY KEY (id),
        CONSTRAINT uq_village_name UNIQUE (name)
    )
    """,
    """
    CREATE TABLE audit_event (
        id INTEGER NOT NULL,
        at DATETIME NOT NULL,
        staff_id INTEGER NOT NULL,
        action TEXT DEFAULT '' NOT NULL,
        subject_kind TEXT DEFAULT '' NOT NULL,
        subject TEXT DEFAULT '' NOT NULL,
        payload_hash TEXT DEFAULT '' NOT NULL,
        hash TEXT DEFAULT '' NOT NULL,
        CONSTRAINT pk_audit_event PRIMARY KEY (id),
        CONSTRAINT fk_audit_event_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id)
    )
    """,
    "CREATE INDEX ix_audit_event_subject ON audit_event (subject_kind, subject)",
    """
    CREATE TABLE draft (
        id INTEGER NOT NULL,
        kind TEXT DEFAULT '' NOT NULL,
        restricted BOOLEAN NOT NULL,
        content TEXT DEFAULT '' NOT NULL,
        saved_at DATETIME NOT NULL,
        staff_id INTEGER NOT NULL,
        CONSTRAINT pk_draft PRIMARY KEY (id),
        CONSTRAINT fk_draft_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id)
    )
    """,
    """
    CREATE TABLE import_batch (
        id INTEGER NOT NULL,
        kind TEXT DEFAULT 'visit' NOT NULL,
        source TEXT DEFAULT '' NOT NULL,
        at DATETIME NOT NULL,
        staff_id INTEGER NOT NULL,
        taken INTEGER NOT NULL,
        undone_at DATETIME,
        CONSTRAINT pk_import_batch PRIMARY KEY (id),
        CONSTRAINT fk_import_batch_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id)
    )
    """,
    """
    CREATE TABLE person_decision (
        low_id INTEGER NOT NULL,
        high_id INTEGER NOT NULL,
        decision TEXT DEFAULT '' NOT NULL,
        at DATETIME NOT NULL,
        staff_id INTEGER NOT NULL,
        CONSTRAINT pk_person_decision PRIMARY KEY (low_id, high_id),
        CONSTRAINT ck_person_decision_order CHECK (low_id < high_id),
        CONSTRAINT ck_person_decision_decision CHECK (decision IN ('same', 'different')),
        CONSTRAINT fk_person_decision_low_id FOREIGN KEY(low_id) REFERENCES person (id),
        CONSTRAINT fk_person_decision_high_id FOREIGN KEY(high_id) REFERENCES person (id),
        CONSTRAINT fk_person_decision_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id)
    )
     WITHOUT ROWID
    """,
    "CREATE INDEX ix_person_decision_high_id ON person_decision (high_id)",
    """
    CREATE TABLE person_initials (
        initials TEXT NOT NULL,
        birth_year INTEGER NOT NULL,
        person_id INTEGER NOT NULL,
        CONSTRAINT pk_person_initials PRIMARY KEY (initials, birth_year, person_id),
        CONSTRAINT fk_person_initials_person_id FOREIGN KEY(person_id) REFERENCES person (id)
    )
     WITHOUT ROWID
    """,
    "CREATE INDEX ix_person_initials_person_id ON person_initials (person_id)",
    """
    CREATE TABLE person_phone (
        digits TEXT NOT NULL,
        person_id INTEGER NOT NULL,
        CONSTRAINT pk_person_phone PRIMARY KEY (digits, person_id),
        CONSTRAINT fk_person_phone_person_id FOREIGN KEY(person_id) REFERENCES person (id)
    )
     WITHOUT ROWID
    """,
    "CREATE INDEX ix_person_phone_person_id ON person_phone (person_id)",
    """
    CREATE TABLE audit_payload (
        event_id INTEGER NOT NULL,
        restricted BOOLEAN NOT NULL,
        salt TEXT DEFAULT '' NOT NULL,
        "before" TEXT,
        "after" TEXT,
        CONSTRAINT pk_audit_payload PRIMARY KEY (event_id),
        CONSTRAINT fk_audit_payload_event_id FOREIGN KEY(event_id) REFERENCES audit_event (id)
    )
    """,
    """
    CREATE TABLE visit (
        id INTEGER NOT NULL,
        visit_no TEXT NOT NULL,
        serial_year INTEGER NOT NULL,
        serial INTEGER NOT NULL,
        at DATETIME NOT NULL,
        channel TEXT DEFAULT '' NOT NULL,
        received_by TEXT DEFAULT '' NOT NULL,
        people INTEGER NOT NULL,
        handling TEXT DEFAULT '' NOT NULL,
        national_no TEXT DEFAULT '' NOT NULL,
        query_code TEXT DEFAULT '' NOT NULL,
        note TEXT DEFAULT '' NOT NULL,
        entered_at DATETIME NOT NULL,
        entered_by INTEGER NOT NULL,
        changed_at DATETIME NOT NULL,
        version INTEGER DEFAULT '1' NOT NULL,
        voided BOOLEAN DEFAULT '0' NOT NULL,
        void_reason TEXT DEFAULT '' NOT NULL,
        foreign_no TEXT DEFAULT '' NOT NULL,
        import_batch_id INTEGER,
        warnings TEXT DEFAULT '[]' NOT NULL,
        restricted BOOLEAN DEFAULT '0' NOT NULL,
        names TEXT DEFAULT '' NOT NULL,
        village TEXT DEFAULT '' NOT NULL,
        purposes TEXT DEFAULT '' NOT NULL,
        heading TEXT DEFAULT '' NOT NULL,
        search_id INTEGER,
        CONSTRAINT pk_visit PRIMARY KEY (id),
        CONSTRAINT uq_visit_serial_year_serial UNIQUE (serial_year, serial),
        CONSTRAINT uq_visit_visit_no UNIQUE (visit_no),
        CONSTRAINT fk_visit_entered_by FOREIGN KEY(entered_by) REFERENCES staff (id),
        CONSTRAINT fk_visit_import_batch_id FOREIGN KEY(import_batch_id) REFERENCES import_batch (id)
    )
    """,
    "CREATE INDEX ix_visit_at ON visit (at, id)",
    "CREATE INDEX ix_visit_channel_at ON visit (channel, at)",
    "CREATE INDEX ix_visit_import_batch_id ON visit (import_batch_id) WHERE import_batch_id IS NOT NULL",
    "CREATE INDEX ix_visit_village_at ON visit (village, at)",
    """
    CREATE TABLE case_event (
        id INTEGER NOT NULL,
        case_id INTEGER NOT NULL,
        kind TEXT DEFAULT '' NOT NULL,
        on_day DATE NOT NULL,
        document TEXT DEFAULT '{}' NOT NULL,
        recorded_at DATETIME NOT NULL,
        staff_id INTEGER NOT NULL,
        visit_id INTEGER,
        CONSTRAINT pk_case_event PRIMARY KEY (id),
        CONSTRAINT fk_case_event_case_id FOREIGN KEY(case_id) REFERENCES petition_case (id),
        CONSTRAINT fk_case_event_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id),
        CONSTRAINT fk_case_event_visit_id FOREIGN KEY(visit_id) REFERENCES visit (id)
    )
    """,
    "CREATE INDEX ix_case_event_case_id ON case_event (case_id)",
    "CREATE INDEX ix_case_event_visit_id ON case_event (visit_id)",
    """
    CREATE TABLE import_row (
        fingerprint TEXT NOT NULL,
        visit_id INTEGER NOT NULL,
        CONSTRAINT pk_import_row PRIMARY KEY (fingerprint, visit_id),
        CONSTRAINT fk_import_row_visit_id FOREIGN KEY(visit_id) REFERENCES visit (id)
    )
     WITHOUT ROWID
    """,
    """
    CREATE TABLE material (
        id INTEGER NOT NULL,
        visit_id INTEGER NOT NULL,
        place INTEGER NOT NULL,
        name TEXT DEFAULT '' NOT NULL,
        copies INTEGER NOT NULL,
        CONSTRAINT pk_material PRIMARY KEY (id),
        CONSTRAINT fk_material_visit_id FOREIGN KEY(visit_id) REFERENCES visit (id)
    )
    """,
    "CREATE INDEX ix_material_visit_id ON material (visit_id)",
    """
    CREATE TABLE matter (
        id INTEGER NOT NULL,
        visit_id INTEGER NOT NULL,
        case_id INTEGER NOT NULL,
        place INTEGER NOT NULL,
        repeat BOOLEAN NOT NULL,
        purpose TEXT DEFAULT '' NOT NULL,
        route INTEGER,
        category TEXT DEFAULT '' NOT NULL,
        title TEXT DEFAULT '' NOT NULL,
        statement TEXT DEFAULT '' NOT NULL,
        requests TEXT DEFAULT '[]' NOT NULL,
        concerned_unit TEXT DEFAULT '' NOT NULL,
        village TEXT DEFAULT '' NOT NULL,
        urgent BOOLEAN NOT NULL,
        CONSTRAINT pk_matter PRIMARY KEY (id),
        CONSTRAINT fk_matter_visit_id FOREIGN KEY(visit_id) REFERENCES visit (id),
        CONSTRAINT fk_matter_case_id FOREIGN KEY(case_id) REFERENCES petition_case (id)
    )
    """,
    "CREATE INDEX ix_matter_case_id ON matter (case_id)",
    "CREATE INDEX ix_matter_visit_id ON matter (visit_id)",
    """
    CREATE TABLE paper (
        id INTEGER NOT NULL,
        form TEXT DEFAULT '' NOT NULL,
        visit_id INTEGER NOT NULL,
        size TEXT DEFAULT '' NOT NULL,
        visit_version INTEGER NOT NULL,
        form_version TEXT DEFAULT '' NOT NULL,
        sha256 TEXT DEFAULT '' NOT NULL,
        missing TEXT DEFAULT '[]' NOT NULL,
        pdf BLOB NOT NULL,
        made_at DATETIME NOT NULL,
        staff_id INTEGER NOT NULL,
        CONSTRAINT pk_paper PRIMARY KEY (id),
        CONSTRAINT uq_paper_visit_id_form_size_visit_version UNIQUE (visit_id, form, size, visit_version),
        CONSTRAINT fk_paper_visit_id FOREIGN KEY(visit_id) REFERENCES visit (id),
        CONSTRAINT fk_paper_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id)
    )
    """,
    """
    CREATE TABLE petitioner (
        id INTEGER NOT NULL,
        visit_id INTEGER NOT NULL,
        place INTEGER NOT NULL,
        person_id INTEGER,
        name TEXT DEFAULT '' NOT NULL,
        anonymous BOOLEAN NOT NULL,
        address_unknown BOOLEAN NOT NULL,
        sex TEXT,
        birth DATE,
        id_type TEXT DEFAULT '111' NOT NULL,
        id_number TEXT DEFAULT '' NOT NULL,
        phone TEXT DEFAULT '' NOT NULL,
        village TEXT DEFAULT '' NOT NULL,
        address TEXT DEFAULT '' NOT NULL,
        representative BOOLEAN NOT NULL,
        CONSTRAINT pk_petitioner PRIMARY KEY (id),
        CONSTRAINT fk_petitioner_visit_id FOREIGN KEY(visit_id) REFERENCES visit (id),
        CONSTRAINT fk_petitioner_person_id FOREIGN KEY(person_id) REFERENCES person (id)
    )
    """,
    "CREATE INDEX ix_petitioner_person_id ON petitioner (person_id)",
    "CREATE INDEX ix_petitioner_visit_id ON petitioner (visit_id)",
    """
    CREATE TABLE paper_print (
        id INTEGER NOT NULL,
        paper_id INTEGER NOT NULL,
        at DATETIME NOT NULL,
        staff_id INTEGER NOT NULL,
        CONSTRAINT pk_paper_print PRIMARY KEY (id),
        CONSTRAINT fk_paper_print_paper_id FOREIGN KEY(paper_id) REFERENCES paper (id),
        CONSTRAINT fk_paper_print_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id)
    )
    """,
    "CREATE INDEX ix_paper_print_paper_id ON paper_print (paper_id)",
    """
    CREATE VIRTUAL TABLE search_text USING fts5(
        body, initials, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 0"
    )
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
