"""Filters that cost nothing on a big table: none asks for the distinct values of a column."""
