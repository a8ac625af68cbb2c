"""Alerts: rules are judged, what they find is kept, and who wants to know is told."""
