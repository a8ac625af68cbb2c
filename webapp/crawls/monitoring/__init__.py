"""What a monitoring system asks: is it well, and how much of everything is there."""
