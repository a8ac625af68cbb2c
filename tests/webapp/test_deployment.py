"""What `check --deploy` says of the settings that a production site runs with."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def check(**env):
    command = [sys.executable, "-m", "webapp", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_production_settings_pass_the_deployment_check():
    ended = check(PRODUCTION="1", SECRET_KEY=secrets.token_hex(50), ALLOWED_HOSTS="example.org")
    assert ended.returncode == 0, ended.stderr
    assert "no issues" in ended.stdout


def test_production_without_a_secret_does_not_start():
    ended = check(PRODUCTION="1", ALLOWED_HOSTS="example.org")
    assert ended.returncode != 0
    assert "SECRET_KEY" in ended.stderr


def test_production_cookies_belong_to_this_host_over_https_and_to_no_script():
    ends = ("NAME", "SECURE", "HTTPONLY", "SAMESITE")
    names = [f"{cookie}_COOKIE_{end}" for cookie in ("SESSION", "CSRF") for end in ends]
    asked = f"print(*[getattr(s, name) for name in {names}])"
    ended = subprocess.run(
        [sys.executable, "-c", f"import webapp.settings as s; {asked}"],
        cwd=ROOT,
        env=os.environ | {"PRODUCTION": "1", "SECRET_KEY": "x", "ALLOWED_HOSTS": "example.org"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stdout.split() == [
        *("__Host-sessionid", "True", "True", "Lax"),
        *("__Host-csrftoken", "True", "True", "Lax"),
    ]
