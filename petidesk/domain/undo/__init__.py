"""Taking back the last saved action: what an action is, and its way back as plain data."""
