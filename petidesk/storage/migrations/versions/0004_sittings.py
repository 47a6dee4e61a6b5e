"""The sitting of a reception day: its queue, what became of it; and stored plans of the rota."""

from alembic import op

revision = "0004"
down_revision = "0003"

STATEMENTS = (
    "ALTER TABLE reception_day ADD COLUMN ruled_place TEXT DEFAULT '' NOT NULL",
    "UPDATE reception_day SET ruled_place = place",
    """
    CREATE TABLE reception_plan (
        id INTEGER NOT NULL,
        name TEXT NOT NULL,
        document TEXT DEFAULT '{}' NOT NULL,
        changed_at DATETIME NOT NULL,
        staff_id INTEGER NOT NULL,
        CONSTRAINT pk_reception_plan PRIMARY KEY (id),
        CONSTRAINT uq_reception_plan_name UNIQUE (name),
        CONSTRAINT fk_reception_plan_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id)
    )
    """,
    """
    CREATE TABLE reception_guest (
        id INTEGER NOT NULL,
        day_id INTEGER NOT NULL,
        number INTEGER NOT NULL,
        booked BOOLEAN NOT NULL,
        name TEXT DEFAULT '' NOT NULL,
        phone TEXT DEFAULT '' NOT NULL,
        people INTEGER DEFAULT '1' NOT NULL,
        village TEXT DEFAULT '' NOT NULL,
        about TEXT DEFAULT '' NOT NULL,
        case_no TEXT DEFAULT '' NOT NULL,
        state TEXT DEFAULT 'booked' NOT NULL,
        why TEXT DEFAULT '' NOT NULL,
        entered_at DATETIME NOT NULL,
        arrived_at DATETIME,
        visit_id INTEGER,
        reception_no TEXT,
        serial_year INTEGER,
        serial INTEGER,
        opinions TEXT DEFAULT '[]' NOT NULL,
        changed_at DATETIME NOT NULL,
        staff_id INTEGER NOT NULL,
        CONSTRAINT pk_reception_guest PRIMARY KEY (id),
        CONSTRAINT uq_reception_guest_day_id_number UNIQUE (day_id, number),
        CONSTRAINT uq_reception_guest_serial_year_serial UNIQUE (serial_year, serial),
        CONSTRAINT ck_reception_guest_state CHECK (state IN ('booked', 'waiting', 'received', 'absent', 'cancelled')),
        CONSTRAINT fk_reception_guest_day_id FOREIGN KEY(day_id) REFERENCES reception_day (id),
        CONSTRAINT fk_reception_guest_visit_id FOREIGN KEY(visit_id) REFERENCES visit (id),
        CONSTRAINT uq_reception_guest_reception_no UNIQUE (reception_no),
        CONSTRAINT fk_reception_guest_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id)
    )
    """,
    """
    CREATE INDEX ix_reception_guest_visit_id ON reception_guest (visit_id)
    """,
    """
    CREATE TABLE reception_sitting (
        day_id INTEGER NOT NULL,
        company TEXT DEFAULT '' NOT NULL,
        outcome TEXT DEFAULT '' NOT NULL,
        summary TEXT DEFAULT '' NOT NULL,
        closed_at DATETIME,
        changed_at DATETIME NOT NULL,
        staff_id INTEGER NOT NULL,
        CONSTRAINT pk_reception_sitting PRIMARY KEY (day_id),
        CONSTRAINT ck_reception_sitting_outcome CHECK (outcome IN ('', 'received', 'cases', 'talk', 'screening')),
        CONSTRAINT fk_reception_sitting_day_id FOREIGN KEY(day_id) REFERENCES reception_day (id),
        CONSTRAINT fk_reception_sitting_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id)
    )
    """,
)


def upgrade() -> None:
    """Add the tables and the column."""
    for statement in STATEMENTS:
        op.execute(statement)
