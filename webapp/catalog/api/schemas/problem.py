"""What is said instead of an answer."""

from ninja import Schema
from ninja.responses import codes_4xx


class Problem(Schema):
    """What is wrong, in a sentence."""

    detail: str


PROBLEMS = {codes_4xx: Problem}
