"""统计分析: figures over a span, each of them opening the rows that it counts."""
