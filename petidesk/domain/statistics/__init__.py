"""Figures: what is counted, over which span, against which other span, and the rows that prove each of them."""
