"""文书: the list of letters, one letter, writing, issuing and many at once."""
