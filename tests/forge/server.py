"""A real cgit in its own process, on a port of the system's choice."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import urllib.request

import pytest

CGIT = "/usr/lib/cgit/cgit.cgi"
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))

LIGHTTPD = """
server.modules = ("mod_setenv", "mod_alias", "mod_cgi", "mod_rewrite")
server.document-root = "{folder}"
server.systemd-socket-activation = "enable"
server.bind = "127.0.0.1"
server.port = {port}
server.errorlog = "{folder}/error.log"
setenv.add-environment = ("CGIT_CONFIG" => "{folder}/cgitrc", "HOME" => "{folder}")
alias.url = ("/cgit.cgi" => "{cgit}", "/robots.txt" => "{folder}/robots.txt")
cgi.assign = ("cgit.cgi" => "")
"""
# As `virtual-root=/` wants it: every path is cgit's.
VIRTUAL = 'url.rewrite-once = ("^/robots.txt$" => "$0", "^/(.*)$" => "/cgit.cgi/$1")\n'

CGITRC = """
cache-size=0
{settings}
section-from-path=1
scan-path={repositories}
"""


def need_forge():
    """Skip in one visible line, or fail where a cgit was promised (REQUIRE_FORGE=1)."""
    missing = [name for name in ("lighttpd", "git", CGIT) if shutil.which(name) is None]
    if missing:
        reason = f"no {' and no '.join(missing)} here: `make forge` installs them"
        if os.environ.get("REQUIRE_FORGE") == "1":
            pytest.fail(reason)
        pytest.skip(reason)


class Forge:
    """A running cgit: its address, its folder of repositories, and its settings."""

    def __init__(self, folder, url):
        self.folder = folder
        self.url = url
        self.repositories = folder / "repositories"

    def configure(self, *settings):
        """Write its cgitrc; the next page is made by it."""
        said = CGITRC.format(settings="\n".join(settings), repositories=self.repositories)
        (self.folder / "cgitrc").write_text(said)

    def robots(self, text):
        (self.folder / "robots.txt").write_text(text)

    def get(self, path):
        with _OPENER.open(self.url + path, timeout=60) as response:
            return response.read().decode()


@contextlib.contextmanager
def running_forge(folder, *settings, virtual=True):
    """Run a cgit with these settings over folder/repositories; ends it on leaving."""
    need_forge()
    (folder / "repositories").mkdir(exist_ok=True)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        forge = Forge(folder, f"http://127.0.0.1:{port}")
        forge.configure(*(settings or ("virtual-root=/",)))
        forge.robots("")
        conf = LIGHTTPD.format(folder=folder, port=port, cgit=CGIT) + (VIRTUAL if virtual else "")
        (folder / "lighttpd.conf").write_text(conf)
        with _lighttpd(folder / "lighttpd.conf", listener) as process:
            try:
                yield forge
            finally:
                process.terminate()
                process.wait(10)


START = """
import os, sys
listener, conf = int(sys.argv[1]), sys.argv[2]
os.dup2(listener, 3, inheritable=True)
os.environ |= {"LISTEN_FDS": "1", "LISTEN_PID": str(os.getpid())}
os.execvp("lighttpd", ["lighttpd", "-D", "-f", conf])
"""


def _lighttpd(conf, listener):
    """Start lighttpd on a socket that listens already, as systemd would."""
    number = listener.fileno()
    command = [sys.executable, "-c", START, str(number), str(conf)]
    process = subprocess.Popen(command, pass_fds=(number,))
    listener.close()  # a dead server must not look like a slow one
    return process
