"""A full disk stops a crawl, which says so; with space the same command completes."""

import contextlib
import os
import subprocess
import tempfile
from pathlib import Path

import pytest

from tests.crawling import crawl_many
from tests.databases import Database, migrate
from tests.own_postgres import own_postgres_in
from tests.stored import stored


@contextlib.contextmanager
def small_disk(megabytes):
    """Mount a file system of a few megabytes."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", folder]
        if (
            os.geteuid() != 0
            or subprocess.run(command, check=False, capture_output=True).returncode
        ):
            pytest.skip("no small disk: mounting a tmpfs needs root")
        Path(folder).chmod(0o755)
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "-l", folder], check=True)


def fill(path, leave):
    """Fill the disk of a file but for some bytes."""
    free = os.statvfs(path.parent).f_bavail * os.statvfs(path.parent).f_frsize
    path.write_bytes(b"\0" * max(0, free - leave))


def crawl_on_full_disk(database, filler, leave, tmp_path):
    fill(filler, leave)
    witness = tmp_path / "witness"
    ended = crawl_many(database, n=5000, witness=witness, settings={"STORAGE_PATIENCE": 2})
    assert ended.returncode == 4, ended.stderr[-3000:]
    assert "cannot be used" in ended.stderr
    assert "Traceback" not in ended.stderr
    filler.unlink()
    return set(witness.read_text().split())


def test_full_disk_stops_and_the_same_command_completes_sqlite(tmp_path, django_db_blocker):
    with small_disk(24) as disk:
        database = Database(f"sqlite:///{disk}/db.sqlite3")
        with django_db_blocker.unblock():
            migrate(database.url)
        scraped = crawl_on_full_disk(database, disk / "filler", 2_000_000, tmp_path)
        assert scraped <= stored(database)
        assert crawl_many(database, n=5000).returncode == 0
        assert len(stored(database)) == 5000


def postgres_folder(disk):
    (disk / "pg").mkdir()
    return disk / "pg"


@pytest.mark.postgres
def test_full_disk_stops_and_the_same_command_completes_postgres(tmp_path, django_db_blocker):
    with small_disk(200) as disk, own_postgres_in(postgres_folder(disk)) as server:
        database = Database(server.url)
        with django_db_blocker.unblock():
            migrate(database.url)
        scraped = crawl_on_full_disk(database, disk / "filler", 2_000_000, tmp_path)
        if not server.is_running():  # a full WAL makes the server stop itself
            server.start()
        assert scraped <= stored(database)
        assert crawl_many(database, n=5000).returncode == 0
        assert len(stored(database)) == 5000
