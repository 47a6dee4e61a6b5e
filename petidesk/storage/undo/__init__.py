"""The steps that can be taken back, in rows; and plain rows as they were before a step."""
