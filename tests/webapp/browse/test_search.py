"""Words are found wherever they stand, and follow every write."""

# ruff: noqa: RUF001 -- words of other alphabets

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


# What is written, and the searches that find it on each database alike.
WRITTEN = {
    "Café Über ấn Łódź": "café CAFÉ cafe\u0301 über ÜBER ấn łódź ŁÓDŹ Ł*",
    "cafe\u0301 A\u030arhus": "café cafe\u0301 århus Århus",
    "Cafe Uber an Lodz": "cafe UBER lodz",
    "Йод Ёлка ЩУКА": "йод ЙОД ёлка Ёлка щука и\u0306од",
    "иод елка": "иод ЕЛКА",
    "ΟΔΟΣ Άλφα ψάρι µm": "μm µm οδοσ οδος ΟΔΟΣ άλφα ΨΆΡΙ α\u0301λφα",
    "日本語の本 東京 한국어": "日本語の本 日本* 東京 한국* 한국어",
    "ｶﾀｶﾅ Ａｂｃ": "ｶﾀｶﾅ ａｂｃ ＡＢＣ",
    "ﬁne æther Øre œuvre": "ﬁne ÆTHER øre ŒUVRE",
    "fine aether ore": "fine aether ore",
    "Straße İstanbul ıssız": "straße STRAßE istanbul İstanbul ıssız",
    "हिन्दी ไทย தமிழ் עִבְרִית العَرَبية": "हिन्दी ไทย தமிழ் עִבְרִית العَرَبية",
    "x² 5½ №7 Ⅳ a\u200bb “q”—r·s €9 😀t 🤖u₿v👍🏽w": "x 5 7 ⅳ a b q r s 9 t u v w x² 5½ 🤖u",
}


def test_both_databases_have_the_same_words_in_every_alphabet(database):
    for text in WRITTEN:
        Book.objects.create(upc=text, url="u", title="x" * 3, description=text)
    wanted = {word: {text} for text, words in WRITTEN.items() for word in words.split()}
    for word in ("café", "CAFÉ", "cafe\u0301"):
        wanted[word] = {"Café Über ấn Łódź", "cafe\u0301 A\u030arhus"}
    assert {word: found(word) for word in wanted} == wanted
    assert found("हिन्दी* ไ*") == {list(WRITTEN)[-2]}
    assert found("caf*") == {list(WRITTEN)[n] for n in range(3)}
    assert found("nothing* ा") == found("cafés") == set()


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
