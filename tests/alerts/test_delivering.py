"""Messages to a real mail server and a real web server: what they get, and what goes wrong."""

import logging
from email import message_from_string, policy

import pytest
from django.core.management import call_command
from django.utils import timezone

from tests.alerts.conftest import Hook, serving
from webapp.crawls.alerts import webhook
from webapp.crawls.alerts.delivering import DeliveryError, deliver
from webapp.crawls.alerts.judging import judge_job
from webapp.crawls.models import Channel, Delivery, Job, Rule, Task

HOSTILE = "<!channel> & <http://evil.example|click>\r\nBcc: all@example.org\u202e"


@pytest.fixture(autouse=True)
def _database(sqlite_database, settings):
    settings.ADMIN_URL = "https://data.example.org/admin/"
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]


def told(channel, spider="books", **values):
    """Return the delivery of a job that failed."""
    rule = Rule.objects.create(name="failed jobs")
    rule.channels.add(channel)
    job = Job.objects.create(spider=spider, state="failed", ended=timezone.now(), **values)
    judge_job(job)
    return Delivery.objects.get()


def by_mail(**values):
    return Channel.objects.create(name="ops", mail_to="a@example.org, b@example.org", **values)


def by_hook(url):
    return Channel.objects.create(name="chat", sort="webhook", webhook=url)


def test_mail(mailbox):
    delivery = told(by_mail(), finish_reason="shutdown")
    deliver(delivery.pk)
    deliver(delivery.pk)  # it was delivered: not again
    (text,) = mailbox.mails
    mail = message_from_string(text, policy=policy.default)
    assert mail["Subject"] == "[ALERT] books: failed jobs"
    assert mail["To"] == "a@example.org, b@example.org"
    assert mail["Message-ID"] == f"<spidersilk-delivery-{delivery.pk}@localhost>"
    lines = mail.get_content().splitlines()
    assert lines[0] == "The job failed: shutdown."
    job = Job.objects.get()
    assert lines[-1] == f"https://data.example.org/admin/crawls/job/{job.pk}/change/"
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.error) == ("delivered", 1, "")


def test_nothing_scraped_becomes_a_header(mailbox):
    deliver(told(by_mail(), spider=HOSTILE, finish_reason=HOSTILE).pk)
    mail = message_from_string(mailbox.mails[0], policy=policy.default)
    assert mail["Bcc"] is None
    assert mail["Subject"].startswith("[ALERT] <!channel> & <http://evil.example|click> Bcc:")
    assert "\u202e" not in mailbox.mails[0] + mail["Subject"]


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"EMAIL_HOST": ""}, "no mail server is named: set EMAIL_HOST"),
        (
            {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": 1},
            "the mail server 127.0.0.1:1 did not take it: ConnectionRefusedError",
        ),
    ],
)
def test_a_mail_server_that_is_not_there(settings, how, said):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    for name, value in how.items():
        setattr(settings, name, value)
    delivery = told(by_mail())
    with pytest.raises(DeliveryError) as raised:
        deliver(delivery.pk)
    delivery.refresh_from_db()
    assert str(raised.value) == delivery.error == said
    assert (delivery.state, delivery.attempts) == ("waiting", 1)


def test_a_mail_server_that_refuses(mailbox):
    mailbox.refuse = b"550 no such user\r\n"
    delivery = told(by_mail())
    with pytest.raises(DeliveryError, match="it refuses the recipients"):
        deliver(delivery.pk)
    mailbox.refuse = b""
    deliver(delivery.pk)
    assert len(mailbox.mails) == 1


def test_webhook(hook):
    delivery = told(by_hook(hook.url), spider=HOSTILE, finish_reason=HOSTILE)
    deliver(delivery.pk)
    ((headers, _),) = hook.posts
    assert headers["Content-Type"] == "application/json"
    assert headers["Idempotency-Key"] == f"spidersilk-delivery-{delivery.pk}"
    (text,) = hook.texts
    first, second, *_ = text.splitlines()
    shown = "&lt;!channel&gt; &amp; &lt;http://evil.example|click&gt; Bcc: all@example.org\\u202e"
    assert first == f"*[ALERT] {shown}: failed jobs*"
    assert second == f"The job failed: {shown}."


def test_what_a_webhook_is_told_when_it_is_over(hook):
    told(by_hook(hook.url))
    judge_job(Job.objects.create(spider="books", state="finished", ended=timezone.now()))
    for delivery in Delivery.objects.order_by("pk"):
        deliver(delivery.pk)
    assert hook.texts[1].splitlines()[0] == "*[resolved] books: failed jobs*"
    assert hook.texts[1].splitlines()[1].startswith("It is over since ")


def failure(channel):
    delivery = told(channel)
    with pytest.raises(DeliveryError):
        deliver(delivery.pk)
    delivery.refresh_from_db()
    return delivery.error


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(hook, status):
    with serving(Hook()) as elsewhere:
        hook.status, hook.location = status, elsewhere.url
        assert failure(by_hook(hook.url)) == (
            f"the webhook answers {status}, a redirect, which is not followed: name its address"
        )
        assert (len(hook.posts), elsewhere.posts) == (1, [])


@pytest.mark.parametrize("status", [400, 404, 500])
def test_a_webhook_that_refuses(hook, status):
    hook.status = status
    assert failure(by_hook(hook.url)) == f"the webhook answers {status}"


def test_a_webhook_that_does_not_answer_is_given_up(hook, monkeypatch):
    monkeypatch.setattr(webhook, "TIMEOUT", 0.3)
    hook.go.clear()
    assert failure(by_hook(hook.url)) == "the webhook could not be reached: TimeoutError"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/services/secret-path",
        "http://secret-path.invalid/",
        "file:///etc/passwd?secret-path",
        "ftp://127.0.0.1/secret-path",
        "http://[secret-path",
        "http://127.0.0.1:99999/secret-path",
        "http://127.0.0.1/secret-path with spaces\r\n",
        "",
    ],
)
def test_no_error_tells_the_address(url, caplog):
    with caplog.at_level(logging.DEBUG):
        error = failure(by_hook(url))
    assert error.startswith("the webhook could not be reached: ")
    assert "secret-path" not in error + caplog.text


def test_a_delivery_that_failed_is_tried_again_later(hook, capsys):
    hook.status = 503
    told(by_hook(hook.url))
    call_command("aftercare", "--here")
    task = Task.objects.get(name="crawls.deliver")
    assert (task.state, task.error) == ("waiting", "the webhook answers 503")
    assert 5 < (task.due - timezone.now()).total_seconds() < 11
    hook.status = 200
    Task.objects.update(due=timezone.now())
    call_command("aftercare", "--here")
    assert Delivery.objects.get().state == "delivered"
    assert len(hook.posts) == 2
    assert hook.posts[0][0]["Idempotency-Key"] == hook.posts[1][0]["Idempotency-Key"]
