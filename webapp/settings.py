"""Django settings. Everything comes from the environment; see docs/reference/environment.

`NAME_FILE=/path` is read wherever `NAME` is: for secrets that a service manager keeps in files.
"""

from datetime import timedelta
from pathlib import Path

import dj_database_url
import django_stubs_ext
from csp.constants import NONE, SELF
from environs import FileAwareEnv

from webapp.kept import kept_secret

django_stubs_ext.monkeypatch()
env = FileAwareEnv(strip_whitespace=True)

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = env.path("VAR_DIR", BASE_DIR / "var")

# PRODUCTION=1 asks for a secret and host names, and speaks HTTPS only.
PRODUCTION = env.bool("PRODUCTION", default=False)
DEBUG = env.bool("DEBUG", default=False)


SECRET_KEY = (
    env.str("SECRET_KEY")
    if PRODUCTION
    else env.str("SECRET_KEY", "") or kept_secret(VAR_DIR / "secret_key")
)
ALLOWED_HOSTS = (
    env.list("ALLOWED_HOSTS")
    if PRODUCTION
    else env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
)
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])

# 1: whoever reaches the site may read it; the admin and all that writes ask for a login still.
PUBLIC_SITE = env.bool("PUBLIC_SITE", default=False)

INSTALLED_APPS = [
    "webapp.accounts",
    "webapp.crawls",
    "webapp.catalog",
    "webapp.charts",
    "webapp.accounts.adminconfig.RoleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "webapp.accounts.middleware.DoorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "webapp.urls"
WSGI_APPLICATION = "webapp.wsgi.application"
ASGI_APPLICATION = "webapp.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "webapp.catalog.access.navigation",
            ]
        },
    }
]


def _database(url: str) -> dj_database_url.DBConfig:
    """Read DATABASE_URL; SQLite is set up so that crawls and readers do not lock each other."""
    config = dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
    if config["ENGINE"] == "django.db.backends.sqlite3":
        Path(config["NAME"]).parent.mkdir(parents=True, exist_ok=True)
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL",
        }
    return config


DATABASES = {
    "default": _database(env.str("DATABASE_URL", f"sqlite:///{VAR_DIR}/spidersilk.sqlite3"))
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "webapp.accounts.backend.RoleBackend",
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"

# Who guesses passwords waits: by name and address, so that nobody locks out somebody else.
AXES_FAILURE_LIMIT = env.int("LOGIN_FAILURES", 10)
AXES_COOLOFF_TIME = timedelta(minutes=env.int("LOGIN_WAIT_MINUTES", 15))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "registration/locked.html"
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "webapp.accounts.clientaddress.client_address"
AXES_VERBOSE = False
# A log of log-ins is a record of people that nobody asked for.
AXES_DISABLE_ACCESS_LOG = True

# Requests a minute: of a token, and of an address or a person without one.
API_RATE = env.int("API_RATE", 120)

LANGUAGE_CODE = "en-gb"
# Scrapy's log takes the process's time zone, which Django sets: UTC or the stamps move.
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# A test or a first `make site` has not collected its files yet.
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 7 * 24 * 3600
# A browser takes a cookie of such a name over HTTPS only, from this very host.
_HOST = "__Host-" if PRODUCTION else ""
SESSION_COOKIE_NAME = f"{_HOST}sessionid"
CSRF_COOKIE_NAME = f"{_HOST}csrftoken"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 31_536_000 if PRODUCTION else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
# Nothing but this site's own files: no inline script or style, no picture from elsewhere.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        **{f"{sort}-src": [SELF] for sort in ("script", "style", "img", "font", "connect")},
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    # Only a proxy that always sets this header may stand in front.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Logs are read from the nodes with these. Without a password, the one that a scrapyd on this
# machine made for itself is read, from VAR_DIR/scrapyd/password.
SCRAPYD_USERNAME = env.str("SCRAPYD_USERNAME", "spidersilk")
SCRAPYD_PASSWORD = env.str("SCRAPYD_PASSWORD", "")
# What is to be done beside the crawls: docs/howto/tasks.
# Several addresses, separated by semicolons, are brokers that stand in for each other.
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", "filesystem://localhost")
# Installations that share a broker tell their queues apart by it.
CELERY_PREFIX = env.str("CELERY_PREFIX", "")
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_CREATE_MISSING_QUEUES = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CONCURRENCY = env.int("CELERY_CONCURRENCY", 2)
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_TIMEOUT = 2.0
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its broker
CELERY_TIMEZONE = "UTC"

# What is mined anew after a job that met rows of a kind: the task, by its name.
MINED_AFTER = dict.fromkeys(
    ("catalog.Repository", "catalog.Contributor", "catalog.Commit", "catalog.RepositoryLanguage"),
    "catalog.mine_forge",
)

# How alerts are mailed. Without a server, mails wait and say so.
EMAIL_HOST = env.str("EMAIL_HOST", "")
EMAIL_PORT = env.int("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=False)
EMAIL_USE_SSL = env.bool("EMAIL_USE_SSL", default=False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "spidersilk@localhost")

# Where messages say that the admin is.
ADMIN_URL = env.str("ADMIN_URL", "http://127.0.0.1:8000/admin/")

# /healthz and /metrics are for who knows it, and for this machine itself.
METRICS_TOKEN = env.str("METRICS_TOKEN", "")
SECURE_REDIRECT_EXEMPT = ["^healthz$", "^metrics$"]

# A crawl whose heartbeat is older than this many seconds is shown as lost.
JOB_LOST_AFTER = env.int("JOB_LOST_AFTER", 60)

# `python -m webapp prune` keeps the visits of so many jobs of each spider.
VISITS_KEEP_JOBS = env.int("VISITS_KEEP_JOBS", 20)
# Once a day the worker does that by itself.
PRUNE_DAILY = env.bool("PRUNE_DAILY", default=False)

# For so many days the admin lists tasks that are done.
TASKS_KEEP_DAYS = env.int("TASKS_KEEP_DAYS", 7)
