"""What a job's page says of it. Nothing here reads more than 10,000 rows of a table."""
