"""What a clerk does with disputes, screening rounds and months."""
