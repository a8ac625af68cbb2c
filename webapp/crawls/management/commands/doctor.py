"""`python -m webapp doctor`: what is wrong with this installation, and what to do."""

import json
import shutil
import sys
import textwrap
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from webapp.crawls.doctor.examination import examine, is_ill
from webapp.crawls.doctor.finding import Finding, State
from webapp.crawls.text import plain

MARGIN = 20  # columns of state and name


class Command(BaseCommand):
    help = "Check this installation for every trap that is known. Exit code 1: something failed."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        findings = list(examine())
        if options["json"]:
            rows = [
                {"check": name, "state": each.state, "found": each.found, "todo": each.todo}
                for name, each in findings
            ]
            self.stdout.write(json.dumps({"ok": not is_ill(findings), "checks": rows}, indent=2))
        else:
            for name, finding in findings:
                self._say(name, finding)
        if is_ill(findings):
            sys.exit(1)

    def _say(self, name: str, finding: Finding) -> None:
        styles = {State.OK: self.style.SUCCESS, State.WARN: self.style.WARNING}
        style = styles.get(finding.state, self.style.ERROR)
        width = max(shutil.get_terminal_size().columns - MARGIN, 40)
        for text in filter(None, (finding.found, finding.todo)):
            for number, line in enumerate(textwrap.wrap(plain(text), width)):
                first = text is finding.found and number == 0
                head = f"{style(f'{finding.state:5}')} {name:12}" if first else " " * (MARGIN - 2)
                self.stdout.write(f"{head}  {line}")
