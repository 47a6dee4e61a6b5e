"""Rows of old registers and ledgers: what each becomes, or why not."""
