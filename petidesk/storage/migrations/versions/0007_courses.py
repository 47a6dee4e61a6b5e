"""What figures ask of a case: when it was in hand, which limits bound the office, how it was answered."""

from alembic import op

revision = "0007"
down_revision = "0006"

STATEMENTS = (
    """
    CREATE TABLE case_course (
        case_id INTEGER NOT NULL,
        category TEXT DEFAULT '' NOT NULL,
        village TEXT DEFAULT '' NOT NULL,
        rateable BOOLEAN DEFAULT '0' NOT NULL,
        answered_on DATE,
        served_on DATE,
        again_on DATE,
        rating TEXT DEFAULT '' NOT NULL,
        rated_on DATE,
        called TEXT DEFAULT '' NOT NULL,
        called_on DATE,
        presented_on DATE,
        CONSTRAINT pk_case_course PRIMARY KEY (case_id),
        CONSTRAINT fk_case_course_case_id FOREIGN KEY(case_id) REFERENCES petition_case (id)
    )
    """,
    "CREATE INDEX ix_case_course_answered_on ON case_course (answered_on) WHERE answered_on IS NOT NULL",
    "CREATE INDEX ix_case_course_served_on ON case_course (served_on) WHERE served_on IS NOT NULL",
    "CREATE INDEX ix_case_course_called_on ON case_course (called_on) WHERE called_on IS NOT NULL",
    """
    CREATE TABLE case_span (
        case_id INTEGER NOT NULL,
        place INTEGER NOT NULL,
        came DATE NOT NULL,
        "left" DATE,
        ending TEXT DEFAULT '' NOT NULL,
        CONSTRAINT pk_case_span PRIMARY KEY (case_id, place),
        CONSTRAINT fk_case_span_case_id FOREIGN KEY(case_id) REFERENCES petition_case (id)
    ) WITHOUT ROWID
    """,
    'CREATE INDEX ix_case_span_came ON case_span (came, "left")',
    """
    CREATE TABLE case_limit (
        case_id INTEGER NOT NULL,
        place INTEGER NOT NULL,
        kind TEXT DEFAULT '' NOT NULL,
        since DATE NOT NULL,
        due_on DATE NOT NULL,
        last_on DATE NOT NULL,
        forwarded_on DATE,
        met_on DATE,
        ended_on DATE,
        unit TEXT DEFAULT '' NOT NULL,
        CONSTRAINT pk_case_limit PRIMARY KEY (case_id, place),
        CONSTRAINT fk_case_limit_case_id FOREIGN KEY(case_id) REFERENCES petition_case (id)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX ix_case_limit_kind_due_on ON case_limit (kind, due_on)",
    """
    CREATE TABLE case_instruction (
        case_id INTEGER NOT NULL,
        place INTEGER NOT NULL,
        on_day DATE NOT NULL,
        leader TEXT DEFAULT '' NOT NULL,
        CONSTRAINT pk_case_instruction PRIMARY KEY (case_id, place),
        CONSTRAINT fk_case_instruction_case_id FOREIGN KEY(case_id) REFERENCES petition_case (id)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX ix_case_instruction_on_day ON case_instruction (on_day)",
    "ALTER TABLE petition_case ADD COLUMN papers_owed TEXT DEFAULT '' NOT NULL",
    "CREATE INDEX ix_petition_case_papers_owed ON petition_case (papers_owed) WHERE papers_owed != ''",
    "CREATE INDEX ix_petition_case_split_from ON petition_case (split_from) WHERE split_from IS NOT NULL",
)


def upgrade() -> None:
    """Add the tables and the column. What is in them follows from the events and is worked out after the steps."""
    for statement in STATEMENTS:
        op.execute(statement)
