"""What may go when its period is over, and how it goes; the words of every column go by `schema/holding.py`."""
