"""Browsing a kind: what a view of it is, found from the model's own fields."""
