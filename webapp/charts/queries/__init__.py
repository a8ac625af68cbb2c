"""One file for each question; each counts in the database and answers with a bounded table."""
