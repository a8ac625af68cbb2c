"""Programs that ask the API."""

import json

import pytest
from django.test import Client

from webapp.accounts.models import Token


def token_for(user, *scopes):
    token = Token(name="test", user=user, scopes=[str(scope) for scope in scopes])
    secret = token.make_secret()
    token.save()
    return secret


def with_token(secret):
    return Client(headers={"Authorization": f"Bearer {secret}"})


def asked(client, path, status=200):
    response = client.get(f"/api/{path}")
    assert (response.status_code, response["Content-Type"]) == (
        status,
        "application/json; charset=utf-8",
    ), response.content
    return json.loads(response.content, parse_constant=pytest.fail)
