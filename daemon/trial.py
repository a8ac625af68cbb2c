"""Tries a version before it may run: loads all it names, and says what it holds.

Run by its path with `python -P`, as runner.py is. Prints one line of JSON after MARK; a traceback
and exit code 1 if the code does not load.
"""

import importlib
import inspect
import json
import os
import sys
from pathlib import Path
from typing import Any

MARK = "SCRAPYD-TRIAL "
COMPONENTS = (
    "ADDONS",
    "DOWNLOADER_MIDDLEWARES",
    "EXTENSIONS",
    "ITEM_PIPELINES",
    "SPIDER_MIDDLEWARES",
)
FIELDS = {"web_url": "url", "positive_int": "number", "natural_int": "number"}


def main() -> None:
    """Load the project's settings, components and spiders; print what there is."""
    folder = os.environ["SCRAPYD_CODE"]
    sys.path.insert(0, folder)
    from scrapy.spiderloader import get_spider_loader  # noqa: PLC0415 -- after the path is set
    from scrapy.utils.misc import load_object  # noqa: PLC0415 -- as above
    from scrapy.utils.project import get_project_settings  # noqa: PLC0415 -- as above

    settings = get_project_settings()
    _check_place(os.environ["SCRAPY_SETTINGS_MODULE"], Path(folder))
    settings.set("SPIDER_LOADER_WARN_ONLY", value=False, priority="cmdline")
    loader = get_spider_loader(settings)
    spiders = [_described(loader.load(name)) for name in sorted(loader.list())]
    migrations = _migrations(settings)
    for path in _components(settings):
        load_object(path)
    print(MARK + json.dumps({"spiders": spiders, "migrations": migrations}))  # noqa: T201 -- its answer


def _check_place(module: str, folder: Path) -> None:
    found = Path(importlib.import_module(module).__file__ or "").resolve()
    if not found.is_relative_to(folder.resolve()):
        sys.exit(f"{module} is {found}, which is not in the version that is tried ({folder})")


def _components(settings: Any) -> list[str]:
    named = [path for group in COMPONENTS for path in settings.getdict(group)]
    named += settings.getdict("DOWNLOAD_HANDLERS").values()
    named.append(settings["SCHEDULER"])
    return [path for path in named if isinstance(path, str)]


def _described(spider: Any) -> dict[str, Any]:
    declared = getattr(spider, "arguments", None)
    declares = isinstance(declared, list | tuple) and all(hasattr(a, "name") for a in declared)
    return {
        "name": spider.name,
        "summary": (inspect.getdoc(spider) or "").partition("\n")[0],
        "declares": declares,
        "arguments": [_argument(each) for each in declared or () if declares],
    }


def _argument(argument: Any) -> dict[str, Any]:
    default = getattr(argument, "default", None)
    return {
        "name": argument.name,
        "help": getattr(argument, "help", ""),
        "required": bool(getattr(argument, "required", False)),
        "default": None if default is None else str(default),
        "type": FIELDS.get(getattr(getattr(argument, "parse", None), "__name__", ""), "text"),
    }


def _migrations(settings: Any) -> dict[str, str]:
    """Return the last migration of each Django app that the project's add-ons bring."""
    if "pipelines.addon.DjangoAddon" not in settings.getdict("ADDONS"):
        return {}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webapp.settings")
    import django  # noqa: PLC0415 -- only where it is used

    django.setup()
    from django.apps import apps  # noqa: PLC0415 -- after setup()
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415 -- as above

    folder = Path(os.environ["SCRAPYD_CODE"])
    own = {each.label for each in apps.get_app_configs() if folder in Path(each.path).parents}
    leaves = MigrationLoader(None).graph.leaf_nodes()
    return {app: name for app, name in leaves if app in own}


if __name__ == "__main__":
    main()
