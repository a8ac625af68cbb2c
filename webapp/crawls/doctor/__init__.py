"""The doctor: looks for every trap by name, and says what to do."""
