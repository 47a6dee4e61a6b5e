"""排查轮次: what each village returned."""
