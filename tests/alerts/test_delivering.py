"""Messages to a real mail server and a real web server: what they get, and what goes wrong."""

import logging
from email import message_from_string, policy

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from tests.alerts.conftest import Hook, serving
from tests.webapp.conftest import logged_in, staff
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


def page(row):
    return reverse(f"admin:crawls_{row._meta.model_name}_change", args=[row.pk])


def test_the_admin_never_shows_the_address_again(hook, django_user_model):
    root = logged_in(django_user_model.objects.create_superuser("root"))
    add = reverse("admin:crawls_channel_add")
    form = {"name": "chat", "sort": "webhook", "mail_to": "", "webhook": hook.url, "enabled": "on"}
    assert root.post(add, form).status_code == 302
    channel = Channel.objects.get()
    listing = reverse("admin:crawls_channel_changelist")
    watcher = logged_in(staff("watcher", "view"))
    history = page(channel).replace("change", "history")
    for client in (root, watcher):
        for address in (listing, page(channel), history):
            text = client.get(address).content.decode()
            assert "secret-path" not in text
    assert "http://127.0.0.1/…" in watcher.get(page(channel)).content.decode()
    # An empty field keeps it.
    assert root.post(page(channel), form | {"webhook": "", "name": "talk"}).status_code == 302
    channel.refresh_from_db()
    assert (channel.name, channel.webhook) == ("talk", hook.url)
    assert "secret-path" not in root.get(history).content.decode()


def test_a_test_message_says_what_is_wrong(hook, django_user_model):
    root = logged_in(django_user_model.objects.create_superuser("root"))
    channel = by_hook(hook.url)
    listing = reverse("admin:crawls_channel_changelist")
    form = {"action": "test", "_selected_action": [channel.pk]}
    assert (
        "Chat: a test message is sent." in root.post(listing, form, follow=True).content.decode()
    )
    assert hook.texts == [
        "*[test] Spidersilk*\nMessages of the channel 'chat' come here. Nothing is wrong."
    ]
    hook.status = 404
    answer = root.post(listing, form, follow=True).content.decode()
    assert "Chat: the webhook answers 404." in answer
    watcher = logged_in(staff("watcher", "view"))
    watcher.post(listing, form, follow=True)
    assert len(hook.posts) == 2


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"sort": "mail", "mail_to": ""}, "Give at least one mail address."),
        ({"sort": "mail", "mail_to": "a@example.org, no"}, "no mail address"),
        ({"sort": "webhook", "webhook": ""}, "Give the whole address"),
        ({"sort": "webhook", "webhook": "file:///etc/passwd"}, "Give the whole address"),
        ({"sort": "webhook", "webhook": "https://h:port/"}, "Give the whole address"),
        ({"sort": "webhook", "webhook": "https://[h/"}, "Give the whole address"),
    ],
)
def test_a_channel_that_leads_nowhere_is_refused(django_user_model, form, said):
    root = logged_in(django_user_model.objects.create_superuser("root"))
    answer = root.post(reverse("admin:crawls_channel_add"), {"name": "c", **form})
    assert said in answer.content.decode()
    assert not Channel.objects.exists()


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"check_for": "few_items"}, "This check needs a number."),
        ({"check_for": "queue", "limit": "5"}, "Choose the queue."),
        ({"check_for": "few_items", "limit": "-1"}, "greater than or equal to 0"),
        ({"check_for": "few_items", "limit": "nan"}, "Enter a number"),
    ],
)
def test_a_rule_that_says_nothing_is_refused(django_user_model, form, said):
    root = logged_in(django_user_model.objects.create_superuser("root"))
    whole = {"name": "r", "enabled": "on", "jobs": "10", **form}
    assert said in root.post(reverse("admin:crawls_rule_add"), whole).content.decode()
    assert not Rule.objects.exists()


def test_muting_from_the_list(django_user_model):
    root = logged_in(django_user_model.objects.create_superuser("root"))
    rule = Rule.objects.create(name="r")
    listing = reverse("admin:crawls_rule_changelist")
    form = {"_selected_action": [rule.pk]}
    root.post(listing, {"action": "mute_for_an_hour", **form})
    rule.refresh_from_db()
    assert rule.is_muted(timezone.now())
    history = root.get(page(rule).replace("change", "history")).content.decode()
    assert "Muted for an hour." in history
    root.post(listing, {"action": "unmute", **form})
    rule.refresh_from_db()
    assert not rule.is_muted(timezone.now())
