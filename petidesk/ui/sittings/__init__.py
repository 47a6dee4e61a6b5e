"""接访: one reception day from the first booking to its record."""
