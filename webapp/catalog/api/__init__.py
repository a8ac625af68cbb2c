"""The API under /api/: read-only, described by itself."""
