"""月报: the balance of a month, its findings, closing, export."""
