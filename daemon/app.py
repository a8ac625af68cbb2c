"""scrapyd's own application, with a password, absolute folders and the Django tables."""

import os
import sys
from pathlib import Path
from typing import Any

import django

FOLDERS = ("logs_dir", "eggs_dir", "dbs_dir", "output_dir")


def application(config: Any) -> Any:
    """Return the application that scrapyd.conf names; twistd runs it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webapp.settings")
    django.setup()
    # All of these import models.
    from scrapyd import app as stock  # noqa: PLC0415 -- installs the reactor
    from scrapyd.interfaces import IEnvironment, IPoller, ISpiderScheduler  # noqa: PLC0415 -- as above

    from daemon.environment import JobEnvironment  # noqa: PLC0415 -- after django.setup()
    from daemon.node import NameTakenError  # noqa: PLC0415 -- as above
    from daemon.password import set_password  # noqa: PLC0415 -- as above
    from daemon.poller import JobScheduler  # noqa: PLC0415 -- as above
    from webapp.crawls.migrated import NotMigratedError, check_tables  # noqa: PLC0415 -- as above

    _place_folders(config)
    set_password()
    try:
        check_tables("start it again")
        made = stock.application(config)
    except (NameTakenError, NotMigratedError) as error:
        sys.exit(f"scrapyd: {error}.")
    made.setComponent(IEnvironment, JobEnvironment(config))
    made.setComponent(ISpiderScheduler, JobScheduler(config, made.getComponent(IPoller)))
    return made


def _place_folders(config: Any) -> None:
    """Put relative folders below VAR_DIR/scrapyd, wherever scrapyd was started."""
    from django.conf import settings  # noqa: PLC0415 -- after django.setup()

    root = Path(settings.VAR_DIR).resolve() / "scrapyd"
    for name in FOLDERS:
        folder = root / config.get(name, name.removesuffix("_dir"))
        folder.mkdir(parents=True, exist_ok=True)
        config.cp.set(config.SECTION, name, str(folder))
