"""What a clerk does with a case: recording, joining, following what a visit brings."""
