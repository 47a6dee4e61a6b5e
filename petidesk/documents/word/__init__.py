"""Papers as Word documents: the same forms and values as on a printed page, for whoever goes on writing."""
