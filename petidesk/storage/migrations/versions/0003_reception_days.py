"""Reception days of leaders: the rota with its changes, leave, and the notices that were put up."""

from alembic import op

revision = "0003"
down_revision = "0002"

STATEMENTS = (
    """
    CREATE TABLE reception_day (
        id INTEGER NOT NULL,
        on_day DATE NOT NULL,
        kind TEXT DEFAULT 'reception' NOT NULL,
        place TEXT DEFAULT '' NOT NULL,
        village TEXT DEFAULT '' NOT NULL,
        hours TEXT DEFAULT '' NOT NULL,
        rule_date DATE NOT NULL,
        moved_because TEXT,
        rule TEXT DEFAULT '' NOT NULL,
        planned TEXT DEFAULT '[]' NOT NULL,
        leaders TEXT DEFAULT '[]' NOT NULL,
        unit TEXT DEFAULT '' NOT NULL,
        locked BOOLEAN DEFAULT '0' NOT NULL,
        cancelled BOOLEAN DEFAULT '0' NOT NULL,
        version INTEGER DEFAULT '1' NOT NULL,
        changed_at DATETIME NOT NULL,
        CONSTRAINT pk_reception_day PRIMARY KEY (id),
        CONSTRAINT uq_reception_day_on_day_kind_place_village UNIQUE (on_day, kind, place, village),
        CONSTRAINT ck_reception_day_kind CHECK (kind IN ('reception', 'outreach', 'invited', 'village'))
    )
    """,
    """
    CREATE TABLE reception_change (
        id INTEGER NOT NULL,
        day_id INTEGER NOT NULL,
        kind TEXT DEFAULT '' NOT NULL,
        "before" TEXT DEFAULT '[]' NOT NULL,
        "after" TEXT DEFAULT '[]' NOT NULL,
        why TEXT DEFAULT '' NOT NULL,
        at DATETIME NOT NULL,
        staff_id INTEGER NOT NULL,
        CONSTRAINT pk_reception_change PRIMARY KEY (id),
        CONSTRAINT fk_reception_change_day_id FOREIGN KEY(day_id) REFERENCES reception_day (id),
        CONSTRAINT fk_reception_change_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id)
    )
    """,
    """
    CREATE INDEX ix_reception_change_day_id ON reception_change (day_id)
    """,
    """
    CREATE TABLE reception_leave (
        id INTEGER NOT NULL,
        leader TEXT DEFAULT '' NOT NULL,
        since DATE NOT NULL,
        until DATE NOT NULL,
        why TEXT DEFAULT '' NOT NULL,
        voided BOOLEAN DEFAULT '0' NOT NULL,
        entered_at DATETIME NOT NULL,
        staff_id INTEGER NOT NULL,
        CONSTRAINT pk_reception_leave PRIMARY KEY (id),
        CONSTRAINT fk_reception_leave_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id)
    )
    """,
    """
    CREATE INDEX ix_reception_leave_until ON reception_leave (until)
    """,
    """
    CREATE TABLE reception_notice (
        month INTEGER NOT NULL,
        version INTEGER NOT NULL,
        issued_on DATE NOT NULL,
        rows TEXT DEFAULT '[]' NOT NULL,
        staff_id INTEGER NOT NULL,
        CONSTRAINT pk_reception_notice PRIMARY KEY (month, version),
        CONSTRAINT fk_reception_notice_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id)
    )
     WITHOUT ROWID
    """,
)


def upgrade() -> None:
    """Add the tables."""
    for statement in STATEMENTS:
        op.execute(statement)
