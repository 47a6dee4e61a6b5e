"""Rules, rota, plans and papers of leaders' reception days."""
