"""What a clerk does with letters and their wording: drafting, issuing, printing, serving."""
