"""Figures of a running process."""

import contextlib
import re
import subprocess
from pathlib import Path


def peak_memory(process):
    """Return the highest resident memory of a process in MB, watched until it ends."""
    status, peak = Path(f"/proc/{process.pid}/status"), 0
    while process.poll() is None:
        try:
            found = re.search(r"VmHWM:\s+(\d+)", status.read_text())
        except OSError:
            break
        peak = int(found[1]) if found else peak
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.02)
    return peak / 1024
