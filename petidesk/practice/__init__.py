"""The invented office, its people and papers, and the demonstration of one whole day."""
