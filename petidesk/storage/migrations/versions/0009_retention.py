"""What went when its period was over: the purges, and which record went by which."""

from alembic import op

revision = "0009"
down_revision = "0008"

STATEMENTS = (
    """CREATE TABLE purge (
        id INTEGER NOT NULL,
        number TEXT NOT NULL,
        on_day DATE NOT NULL,
        at DATETIME NOT NULL,
        staff_id INTEGER NOT NULL,
        second TEXT DEFAULT '' NOT NULL,
        why TEXT DEFAULT '' NOT NULL,
        sums TEXT DEFAULT '[]' NOT NULL,
        event_id INTEGER NOT NULL,
        head TEXT DEFAULT '' NOT NULL,
        sha256 TEXT DEFAULT '' NOT NULL,
        pdf BLOB NOT NULL,
        CONSTRAINT pk_purge PRIMARY KEY (id),
        CONSTRAINT uq_purge_number UNIQUE (number),
        CONSTRAINT fk_purge_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id)
    )""",
    *(
        f"ALTER TABLE {table} ADD COLUMN purge_id INTEGER"
        for table in ("visit", "petition_case", "dispute", "letter", "meeting", "reception_day")
    ),
)


def upgrade() -> None:
    """Nothing went yet."""
    for statement in STATEMENTS:
        op.execute(statement)
