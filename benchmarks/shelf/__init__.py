"""A kind for the storage benchmark: eight fields, one of them a relation."""
