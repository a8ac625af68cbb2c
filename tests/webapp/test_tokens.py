"""Tokens: shown once, kept as digests, ended with what they hang on."""

import re
from datetime import timedelta

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from webapp.accounts.models import Token

# The last two are for monitors, which guard themselves and know this machine.
OPEN = {"/login/", "/logout/", "/admin/login/", "/healthz", "/metrics"}


def test_token_is_shown_once_and_kept_as_a_digest(root):
    owner = User.objects.create_user("owner")
    values = {"name": "nightly", "user": owner.pk, "scopes": ["items"]}
    shown = root.post(reverse("admin:accounts_token_add"), values, follow=True).content.decode()
    (secret,) = re.findall(r'<code class="secret">(spidersilk_[\w-]{43})</code>', shown)
    token = Token.objects.get()
    assert secret not in str(Token.objects.values().get())
    assert Token.of(secret) == token
    address = reverse("admin:accounts_token_change", args=[token.pk])
    assert secret not in root.get(address).content.decode()
    root.post(address, values | {"name": "other"})
    assert Token.of(secret).name == "other"
    assert "Select a valid choice" in root.post(address, values | {"scopes": "x"}).content.decode()


def test_token_ends_with_its_user_its_time_and_its_row(sqlite_database):
    owner = User.objects.create_user("owner")
    token = Token(name="t", user=owner, scopes=["items"])
    secret = token.make_secret()
    token.save()
    assert Token.of(secret) == token
    assert Token.of(secret[:-1]) is None
    assert Token.of("\ud800") is None
    Token.objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert Token.of(secret) is None
    Token.objects.update(expires=timezone.now() + timedelta(days=1))
    User.objects.update(is_active=False)
    assert Token.of(secret) is None


def test_minute_of_a_token_has_room_for_so_many(database):
    token = Token(name="t", user=User.objects.create_user("owner"))
    token.make_secret()
    token.save()
    now = timezone.now().replace(second=0, microsecond=0)
    assert [token.take(2, now) for _ in range(3)] == [True, True, False]
    assert token.take(2, now + timedelta(seconds=60))
    assert Token.objects.get().used == 1
