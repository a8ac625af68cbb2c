"""Messages as files: whole or not there; what is broken harms nobody."""

from queue import Empty

import pytest

from webapp.celery import app
from webapp.filebroker import Channel


@pytest.fixture
def channel(tmp_path):
    options = dict.fromkeys(("data_folder_in", "data_folder_out", "control_folder"), str(tmp_path))
    with app.connection_for_write(transport_options=options) as connection:
        channel = connection.channel()
        assert isinstance(channel, Channel)
        yield channel


def test_what_is_put_comes_back_in_order(channel):
    for n in range(3):
        channel._put("q", {"n": n})
    channel._put("other", {})
    assert channel._size("q") == 3
    assert [channel._get("q") for _ in range(3)] == [{"n": n} for n in range(3)]
    with pytest.raises(Empty):
        channel._get("q")


def test_a_message_that_is_being_written_is_not_seen(channel, tmp_path):
    (tmp_path / "1_x.q.msg.part").write_text('{"half')
    assert channel._size("q") == 0
    with pytest.raises(Empty):
        channel._get("q")


@pytest.mark.parametrize("text", ["", '{"half', "\x00"])
def test_a_broken_message_is_left_out(channel, tmp_path, text, caplog):
    (tmp_path / "0_x.q.msg").write_text(text)
    channel._put("q", {"n": 1})
    with pytest.raises(Empty):
        channel._get("q")
    assert "cannot be read" in caplog.text
    assert channel._get("q") == {"n": 1}
