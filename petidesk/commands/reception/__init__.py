"""`schedule`: the words of the command line for reception days, but for their sittings."""
