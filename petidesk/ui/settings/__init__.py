"""设置: what the office and the seat set."""
