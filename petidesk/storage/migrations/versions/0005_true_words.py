"""What each channel tells (letters, calls, orders), why somebody came again, and scans and photos of a record."""

from alembic import op

revision = "0005"
down_revision = "0004"

STATEMENTS = (
    "ALTER TABLE matter ADD COLUMN why_again TEXT DEFAULT '' NOT NULL",
    "UPDATE matter SET why_again = 'raises_again' WHERE repeat = 1",
    "ALTER TABLE visit ADD COLUMN signatories INTEGER DEFAULT '0' NOT NULL",
    "ALTER TABLE visit ADD COLUMN enclosures INTEGER DEFAULT '0' NOT NULL",
    "ALTER TABLE visit ADD COLUMN caller_no TEXT DEFAULT '' NOT NULL",
    # 12345 orders and instructions that nobody accepted run by the office's own clocks, the first without a notice
    """
    UPDATE case_event SET document = json_set(
        document,
        '$.order', (SELECT channel FROM visit WHERE visit.id = case_event.visit_id),
        '$.notice_owed', json((SELECT iif(channel = 'hotline', 'false', 'true') FROM visit WHERE visit.id = visit_id))
    )
    WHERE kind IN ('registered', 'visited') AND json_extract(document, '$.notice_owed') = 1
        AND visit_id IN (SELECT id FROM visit WHERE channel IN ('hotline', 'instruction'))
        AND case_id NOT IN (SELECT case_id FROM case_event WHERE kind = 'accepted')
    """,
    """
    CREATE TABLE attachment (
        id INTEGER NOT NULL,
        visit_id INTEGER,
        case_id INTEGER,
        dispute_id INTEGER,
        letter_id INTEGER,
        name TEXT DEFAULT '' NOT NULL,
        media TEXT DEFAULT '' NOT NULL,
        bytes INTEGER NOT NULL,
        pages INTEGER NOT NULL,
        content TEXT DEFAULT '' NOT NULL,
        restricted BOOLEAN NOT NULL,
        added_at DATETIME NOT NULL,
        staff_id INTEGER NOT NULL,
        removed_at DATETIME,
        removed_by INTEGER,
        why TEXT DEFAULT '' NOT NULL,
        CONSTRAINT pk_attachment PRIMARY KEY (id),
        CONSTRAINT ck_attachment_one_record CHECK ((visit_id IS NOT NULL) + (case_id IS NOT NULL)
            + (dispute_id IS NOT NULL) + (letter_id IS NOT NULL) = 1),
        CONSTRAINT fk_attachment_visit_id FOREIGN KEY(visit_id) REFERENCES visit (id),
        CONSTRAINT fk_attachment_case_id FOREIGN KEY(case_id) REFERENCES petition_case (id),
        CONSTRAINT fk_attachment_dispute_id FOREIGN KEY(dispute_id) REFERENCES dispute (id),
        CONSTRAINT fk_attachment_letter_id FOREIGN KEY(letter_id) REFERENCES letter (id),
        CONSTRAINT fk_attachment_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id),
        CONSTRAINT fk_attachment_removed_by FOREIGN KEY(removed_by) REFERENCES staff (id)
    )
    """,
    "CREATE INDEX ix_attachment_visit_id ON attachment (visit_id)",
    "CREATE INDEX ix_attachment_case_id ON attachment (case_id)",
    "CREATE INDEX ix_attachment_dispute_id ON attachment (dispute_id)",
    "CREATE INDEX ix_attachment_letter_id ON attachment (letter_id)",
    "CREATE INDEX ix_attachment_content ON attachment (content)",
)


def upgrade() -> None:
    """Add the columns."""
    for statement in STATEMENTS:
        op.execute(statement)
