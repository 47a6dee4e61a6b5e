"""How figures are counted in rows: each measure and dimension once, for figures and their rows alike."""
