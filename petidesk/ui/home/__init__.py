"""工作台: what is due, and the figures that open their lists."""
