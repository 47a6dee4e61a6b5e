"""What a county's headings ask for and what its lines are filled with."""
