"""A view as a file. Every format writes piece by piece: a million rows need no more memory."""
