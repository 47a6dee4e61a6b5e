"""Old registers and ledgers taken in, and out again."""
