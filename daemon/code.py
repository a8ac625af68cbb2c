"""Where the code of a project is on this machine: unpacked from an egg, or a checkout."""

import configparser
import io
import os
import shutil
import tempfile
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scrapy.utils.conf import closest_scrapy_cfg

from daemon.eggstorage import find
from webapp.crawls.models import Egg

KEPT = 7 * 86_400  # seconds: an egg that is deleted may still be running


class NoCodeError(Exception):
    """There is nothing to run; the text is one sentence for people."""


@dataclass(frozen=True, slots=True)
class Code:
    """What a process puts first on its path, and the settings module it starts from."""

    folder: Path
    settings: str
    version: str = ""  # empty for a project on disk


def disk_projects(config: Any) -> dict[str, Code]:
    """Return the projects of the nearest scrapy.cfg: name → code."""
    found = closest_scrapy_cfg()
    folder = Path(found).resolve().parent if found else Path.cwd()
    named = dict(config.items("settings", default=[]))
    return {project: Code(folder, module) for project, module in named.items()}


def code_of(config: Any, project: str, version: str | None = None) -> Code:
    """Return the code of a version, or of the default one; raises NoCodeError."""
    egg = find(project, version)
    if egg is not None:
        return unpacked(config, egg)
    on_disk = disk_projects(config)
    if project in on_disk and not version:
        return on_disk[project]
    what = f"version {version!r} of project" if version else "project"
    raise NoCodeError(f"there is no {what} {project!r}: was it deleted?")


def unpacked(config: Any, egg: Egg) -> Code:
    """Unpack an egg, unless it is already. Files are real ones: templates and data are found."""
    root = Path(config.get("eggs_dir"))
    # The metadata of an egg is read from a folder only if its name ends so.
    folder = root / f"{egg.sha256[:32]}.egg"
    if not folder.exists():
        new = Path(tempfile.mkdtemp(dir=root, prefix="new-"))
        try:
            with zipfile.ZipFile(io.BytesIO(bytes(egg.content))) as archive:
                archive.extractall(new)
            os.rename(new, folder)  # noqa: PTH104 -- another may have been quicker
        except OSError:
            if not folder.exists():
                raise
        except zipfile.BadZipFile as error:
            raise NoCodeError(f"the egg of {egg} is no ZIP file: {error}") from error
        finally:
            shutil.rmtree(new, ignore_errors=True)
    return Code(folder, _settings_module(folder, egg), egg.version)


def _settings_module(folder: Path, egg: Egg) -> str:
    entries = configparser.ConfigParser(delimiters=("=",))
    entries.read(folder / "EGG-INFO" / "entry_points.txt")
    try:
        return entries["scrapy"]["settings"].strip()
    except KeyError:
        raise NoCodeError(
            f"the egg of {egg} names no settings module: its setup.py or pyproject.toml needs the "
            "entry point group `scrapy` with `settings = …`"
        ) from None


def remove_unused(config: Any) -> None:
    """Remove unpacked eggs that are a week old and in the table no more."""
    known = {f"{each[:32]}.egg" for each in Egg.objects.values_list("sha256", flat=True)}
    for folder in Path(config.get("eggs_dir")).iterdir():
        if folder.name not in known and folder.stat().st_mtime < time.time() - KEPT:
            shutil.rmtree(folder, ignore_errors=True)
