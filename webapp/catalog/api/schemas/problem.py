"""What is said instead of an answer."""

from http import HTTPStatus

from ninja import Schema
from ninja.responses import codes_4xx


class Problem(Schema):
    """What is wrong, in a sentence."""

    detail: str


# Ninja does not count 422 among them.
PROBLEMS = {frozenset({*codes_4xx, HTTPStatus.UNPROCESSABLE_ENTITY}): Problem}
