"""Making and changing the rota of leaders' reception days, and its papers."""
