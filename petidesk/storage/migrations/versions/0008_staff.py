"""Roles as they are asked now, and who may open accusations; a password is the key of a folder, never a row."""

from alembic import op

revision = "0008"
down_revision = "0007"

STATEMENTS = (
    "ALTER TABLE staff DROP COLUMN password_hash",
    "ALTER TABLE staff ADD COLUMN accusations BOOLEAN DEFAULT '0' NOT NULL",
    # whoever led or administered the desk could open them until now
    "UPDATE staff SET accusations = 1 WHERE role IN ('head', 'admin')",
    "UPDATE staff SET role = 'lead' WHERE role = 'head'",
    # the only one who works here administers the office; of several the one who came first
    "UPDATE staff SET role = 'admin', accusations = 1 WHERE id = (SELECT min(id) FROM staff WHERE active = 1)",
)


def upgrade() -> None:
    """Give everybody the role that was worked by."""
    for statement in STATEMENTS:
        op.execute(statement)
