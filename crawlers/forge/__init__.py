"""What the pages of a cgit say: pure functions, CSS selectors only, whatever its version."""
