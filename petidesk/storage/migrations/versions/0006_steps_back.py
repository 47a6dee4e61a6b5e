"""The steps that Ctrl+Z takes back, and a closed month that was opened again."""

from alembic import op

revision = "0006"
down_revision = "0005"

STATEMENTS = (
    """
    CREATE TABLE undo_step (
        id INTEGER NOT NULL,
        staff_id INTEGER NOT NULL,
        at DATETIME NOT NULL,
        action TEXT DEFAULT '' NOT NULL,
        record_kind TEXT DEFAULT '' NOT NULL,
        number TEXT DEFAULT '' NOT NULL,
        name TEXT DEFAULT '' NOT NULL,
        first_event_id INTEGER NOT NULL,
        audit_event_id INTEGER NOT NULL,
        inverse TEXT DEFAULT '[]' NOT NULL,
        why TEXT DEFAULT '' NOT NULL,
        restricted BOOLEAN NOT NULL,
        undone_first INTEGER,
        undone_last INTEGER,
        CONSTRAINT pk_undo_step PRIMARY KEY (id),
        CONSTRAINT ck_undo_step_undone CHECK ((undone_first IS NULL) = (undone_last IS NULL)),
        CONSTRAINT fk_undo_step_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id)
    )
    """,
    "ALTER TABLE ledger_month ADD COLUMN reopened_at DATETIME",
)


def upgrade() -> None:
    """Add the table and the column."""
    for statement in STATEMENTS:
        op.execute(statement)
