"""What a letter is, what is typed into it, and what a case gives it."""
