"""The life of a case: events, rules, gates, clocks, and what lists show of it."""
