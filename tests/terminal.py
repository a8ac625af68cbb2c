"""Commands run on a pseudo-terminal: what a person sees."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import termios

from tests.crawling import ROOT, environment

# Colours, and the orders that move the cursor or clear a line.
_ORDERS = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


def run_on_terminal(line, *, env=None, columns=120):
    """Run a command to its end; returns its exit code and all that it wrote, without colours."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    env = environment({"TERM": "xterm-256color"} | (env or {}))
    with subprocess.Popen(
        line, stdin=theirs, stdout=theirs, stderr=theirs, cwd=ROOT, env=env
    ) as process:
        os.close(theirs)
        written = _read_all(ours)
        code = process.wait(60)
    return code, _ORDERS.sub("", written.replace("\r\n", "\n").replace("\r", "\n"))


def _read_all(terminal):
    chunks = []
    with os.fdopen(terminal, "rb", buffering=0) as stream:
        # A terminal that nobody writes to any more ends with EIO.
        try:
            while chunk := stream.read(65_536):
                chunks.append(chunk)
        except OSError:
            pass
    return b"".join(chunks).decode("utf-8", "replace")
