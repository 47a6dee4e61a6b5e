"""Papers that are no letters: slips, registers, the bound file, and `print` by number."""
