"""What each channel tells (letters, calls), and why somebody came again."""

from alembic import op

revision = "0005"
down_revision = "0004"

STATEMENTS = (
    "ALTER TABLE matter ADD COLUMN why_again TEXT DEFAULT '' NOT NULL",
    "UPDATE matter SET why_again = 'raises_again' WHERE repeat = 1",
    "ALTER TABLE visit ADD COLUMN signatories INTEGER DEFAULT '0' NOT NULL",
    "ALTER TABLE visit ADD COLUMN enclosures INTEGER DEFAULT '0' NOT NULL",
    "ALTER TABLE visit ADD COLUMN caller_no TEXT DEFAULT '' NOT NULL",
)


def upgrade() -> None:
    """Add the columns."""
    for statement in STATEMENTS:
        op.execute(statement)
