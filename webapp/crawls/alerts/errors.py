"""What can go wrong with a message."""


class DeliveryError(Exception):
    """It was not taken. The text is for people, and holds no secret."""
