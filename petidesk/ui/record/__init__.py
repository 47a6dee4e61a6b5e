"""Mechanism: one record on the screen: head, facts, timeline, steps, history."""
