"""What people fill in to have something run."""
