"""How long records are kept, and what stays of them when they go."""
