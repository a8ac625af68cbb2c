"""Words are found wherever they stand, and follow every write."""

import io

import pytest
from django.core.management import call_command
from django.db import connection, models
from django.db.migrations import AlterField, Migration

from webapp.catalog.browse.search import find
from webapp.catalog.browse.searchindex import ensure
from webapp.catalog.management.commands.migrate import Command
from webapp.catalog.models import Author, Book, Page


def found(text, model=Book):
    return set(find(model.objects.all(), text).values_list("upc", flat=True))


@pytest.fixture
def books(database):
    Book.objects.create(upc="one", url="u", title="The Light in the Attic", description="O'Neill")
    Book.objects.create(upc="two", url="u", title="Attics", description="price: 12.50, e-mail@x")
    Book.objects.create(upc="three", url="u", title="Über die Straße", description="<b>bold</b>")


FOUND = {
    "attic": {"one"},
    "ATTIC light": {"one"},
    "attic*": {"one", "two"},
    "light attics": set(),
    "neill": {"one"},
    "12.50": {"two"},
    "mail": {"two"},
    "straße": {"three"},
    "bold": {"three"},
    "two": {"two"},
    "' OR 1=1 --": set(),
    '"attic" AND *': set(),
    "nothing": set(),
}


def test_words_are_found(books):
    assert {text: found(text) for text in FOUND} == FOUND


def test_index_follows_every_write(books):
    Book.objects.filter(upc="one").update(title="Cellar")
    assert (found("attic"), found("cellar")) == (set(), {"one"})
    Book.objects.bulk_create(
        [Book(upc="two", url="u", title="Roof"), Book(upc="four", url="u", title="Roof")],
        update_conflicts=True,
        unique_fields=["upc"],
        update_fields=["title"],
    )
    assert (found("roof"), found("attics")) == ({"two", "four"}, set())
    Book.objects.filter(upc="four").delete()
    assert found("roof") == {"two"}


def test_a_text_of_any_length_is_stored(database):
    words = " ".join(f"word{n}" for n in range(300_000))
    Page.objects.create(url="https://x.example/", status=200, depth=0, text=words + "x" * 10**6)
    assert find(Page.objects.all(), "word1").count() == 1


def test_index_survives_a_migration_that_alters_its_column(books):
    field = Book._meta.get_field("title")
    longer = models.CharField(max_length=600)
    longer.set_attributes_from_name("title")
    longer.model = Book
    command = Command(stdout=io.StringIO())
    command.verbosity, command.using = 0, "default"
    migration = Migration("0099_longer", "catalog")
    migration.operations = [AlterField("book", "title", longer)]
    command.migration_progress_callback("apply_start", migration)
    with connection.schema_editor() as editor:
        editor.alter_field(Book, field, longer)
    assert ensure(Book)
    Book.objects.create(upc="four", url="u", title="Attic")
    assert found("attic") == {"one", "four"}
    assert not ensure(Book)


def test_migrate_makes_what_is_missing(books, capsys, monkeypatch):
    monkeypatch.setattr(Author, "SEARCHED", ("name",), raising=False)
    call_command("migrate")
    assert "Indexed the words of authors" in capsys.readouterr().out
    call_command("migrate")
    assert "Indexed" not in capsys.readouterr().out
