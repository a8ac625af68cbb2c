"""What can be asked, one file for each sort of thing."""
