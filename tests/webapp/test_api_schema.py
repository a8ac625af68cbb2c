"""The API against its own description: whatever is asked, the answer is one that it describes."""

import pytest
import schemathesis
from django.contrib.auth.models import User
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi.checks import ignored_auth

from tests.webapp.programs import token_for
from tests.webapp.rows import fill
from webapp.accounts.models import Scope
from webapp.catalog.kinds import kinds

EXAMPLES = 12
OPERATIONS = 7 + len(kinds())  # of any kind, and the rows of each


@pytest.fixture
def described(sqlite_database, settings):
    """The description as a program reads it, with a token that may read everything."""
    settings.API_RATE = 10**9
    fill(2)
    token = token_for(User.objects.create_superuser("root"), *Scope)
    headers = {"Authorization": f"Bearer {token}"}
    application = get_wsgi_application()
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application, headers=headers)
    return schema, headers


def test_api_does_as_it_describes_itself(described):
    schema, headers = described
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) == OPERATIONS
    for operation in operations:
        _ask(operation, headers)


def _ask(operation, headers):
    asked = []

    @settings(
        max_examples=EXAMPLES,
        phases=[Phase.explicit, Phase.generate],
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def check(case):
        asked.append(case)
        # Whether a token is needed is tested by itself: here one is always sent.
        case.call_and_validate(headers=headers, excluded_checks=[ignored_auth])

    check()
    assert asked
