"""scrapyd: never without a password, never for the whole network."""

import configparser
import contextlib
import ipaddress
import os
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
from django.conf import settings

from webapp.crawls.doctor.finding import Finding, fail, ok, warn

SHORTEST = 12  # characters of a password
REFUSED = 401


def password() -> Iterator[Finding]:
    """See whether scrapyd has a password, and asks for it."""
    kept = Path(settings.VAR_DIR) / "scrapyd" / "password"
    named = os.environ.get("SCRAPYD_PASSWORD_FILE")
    found = os.environ.get("SCRAPYD_PASSWORD") or _text(Path(named) if named else kept)
    if named and not found:
        yield fail(f"SCRAPYD_PASSWORD_FILE={named} cannot be read.", "Make it readable.")
    elif not found:
        yield warn("scrapyd has no password yet.", "One is made when it starts: make scrapyd.")
    elif len(found) < SHORTEST:
        yield fail(
            f"scrapyd's password has only {len(found)} characters; who guesses it runs code here.",
            "Set a longer SCRAPYD_PASSWORD.",
        )
    else:
        yield ok("scrapyd has a password.")
    status = _status(f"http://127.0.0.1:{_port()}/daemonstatus.json")
    if status is None:
        said = f"No scrapyd answers at port {_port()}."
        yield warn(said, "Start one: make scrapyd, or make up.")
    elif status != REFUSED:
        yield fail(
            f"What answers at port {_port()} asks for no password (status {status}).",
            "End it, and start scrapyd with this project's scrapyd.conf: make scrapyd.",
        )


def _text(path: Path) -> str:
    with contextlib.suppress(OSError):
        return path.read_text().strip()
    return ""


def _port() -> int:
    return int(os.environ.get("SCRAPYD_HTTP_PORT") or _conf("http_port", "6800"))


def _conf(name: str, otherwise: str) -> str:
    """Return what scrapyd.conf says: that of the folder, or the project's."""
    conf = configparser.ConfigParser(interpolation=None)
    with contextlib.suppress(configparser.Error):
        conf.read([settings.BASE_DIR / "scrapyd.conf", "scrapyd.conf"])
    return conf.get("scrapyd", name, fallback=otherwise)


def _status(url: str) -> int | None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=3) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code
    except (OSError, ValueError):
        return None


def ports() -> Iterator[Finding]:
    """See who may reach scrapyd and the site: this machine only, or all."""
    bound = os.environ.get("SCRAPYD_BIND_ADDRESS") or _conf("bind_address", "127.0.0.1")
    open_to_all = [f"scrapyd.conf binds {bound}"] if not _is_loopback(bound) else []
    for name, port in (("scrapyd", _port()), ("the site", int(os.environ.get("PORT") or 8000))):
        open_to_all += [f"{name} listens at {address}" for address in _listening(port)]
    if open_to_all:
        yield warn(
            f"{'; '.join(open_to_all)}: other machines can reach it, without encryption.",
            "Listen at 127.0.0.1, with a proxy in front that speaks TLS.",
        )
    else:
        yield ok("scrapyd and the site listen for this machine only.")


def _listening(port: int) -> Iterator[str]:
    """Find addresses that are not loopback where somebody listens at a port."""
    try:
        found = psutil.net_connections("inet")
    except psutil.Error:
        return
    for each in found:
        if each.status == psutil.CONN_LISTEN and each.laddr:
            address, at = each.laddr
            if at == port and not _is_loopback(address):
                yield f"{address}:{port}"


def _is_loopback(address: str) -> bool:
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(address).is_loopback
    with contextlib.suppress(OSError):
        return ipaddress.ip_address(socket.gethostbyname(address)).is_loopback
    return False
