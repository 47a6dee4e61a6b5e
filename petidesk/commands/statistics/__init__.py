"""`stats`: the words of the command line for figures."""
