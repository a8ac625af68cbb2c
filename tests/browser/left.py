"""What a crawl left of its browser: processes, folders, files."""

import psutil


def processes(folder):
    """Return the names of processes whose command names the folder, zombies apart."""
    found = []
    for process in psutil.process_iter(["cmdline", "name", "status"]):
        words = process.info["cmdline"] or ()
        if process.info["status"] != psutil.STATUS_ZOMBIE and any(str(folder) in w for w in words):
            found.append(process.info["name"])
    return found


def files(folder):
    """Return what is below the folder of running browsers."""
    return sorted(str(path.relative_to(folder)) for path in (folder / "browser/run").rglob("*"))
