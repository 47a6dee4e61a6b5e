"""What a clerk does with visits and the people who come."""
