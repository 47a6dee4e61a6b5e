"""Sealing what an accusation says, for whoever has the private half alone (decision 0017)."""
