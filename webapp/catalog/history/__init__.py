"""The history of one row: when it was met, what changed, whether it is still there."""
