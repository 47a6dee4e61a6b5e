"""The sitting of a reception day: its queue, outcomes and papers."""
