"""`dispute` and `ledger`: the words of the command line for the ledger and its months."""
