"""Charts of a forge say what a plain count of its rows says, whole and of a view."""

import csv
import json
from collections import Counter
from datetime import date
from decimal import Decimal
from html import escape
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.webapp.conftest import logged_in
from tests.webapp.mining.forges import FORGE, Size, counted, make_forge
from webapp.catalog.browse.addresses import row_url
from webapp.catalog.mining import mine_forge
from webapp.catalog.models import (
    Contributor,
    ContributorMonth,
    ContributorWork,
    Language,
    Repository,
)
from webapp.charts.forgecharts import (
    CONTRIBUTOR_MONTHS,
    CONTRIBUTORS,
    FIRST_COMMIT_AGAINST_FILES,
    LANGUAGES,
    POLYGLOTS,
    REPOSITORY_MONTHS,
    SHARED_LANGUAGES,
)

SEED = 3
SIZE = Size(repositories=14, contributors=15, languages=44, commits=150, days=400)


def names(model):
    return {row.pk: str(row) for row in model.objects.all()}


def check_chord(answer, truth, people):
    """The pairs of the languages that are written by most, of these people."""
    language = names(Language)
    written = {key for key in truth.weights if key[0] in people}
    by = Counter(key[1] for key in written)
    top = sorted(by, key=lambda pk: (-by[pk], language[pk]))[:40]
    pairs = Counter()
    for one in top:
        for other in top:
            both = sum((who, one) in written and (who, other) in written for who in people)
            if language[one] < language[other] and both:
                pairs[language[one], language[other]] = both
    assert {row[:2]: row[2] for row in answer.rows} == pairs
    cut = f"Cut: the 40 languages with the most contributors of {len(by)}."
    assert (cut in answer.notes) == (len(by) > 40)


def check_months(answer, truth, model):
    name = {pk: str(row) for pk, row in names(model).items()}
    by, months = Counter(), Counter()
    for (pk, month), count in truth.items():
        by[pk] += count
        months[month] += count
    assert sum(row[2] for row in answer.rows) == sum(by.values())
    layers = {row[1] for row in answer.rows} - {"all others"}
    assert len(layers) == 10
    assert {name[pk] for pk, _ in by.most_common(5)} <= layers
    found = Counter()
    for month, layer, count in answer.rows:
        found[date.fromisoformat(f"{month}-01")] += count
        if layer != "all others":
            (pk,) = [pk for pk in name if name[pk] == layer]
            assert truth[pk, date.fromisoformat(f"{month}-01")] == count
    assert found == months


def check_weights(answer, truth, by, view):
    """Sums of one end of contributor and language; the other end is the view."""
    name, sums = names(Language if by else Contributor), Counter()
    for key, weight in truth.weights.items():
        if key[1 - by] in view:
            sums[name[key[by]]] += weight
    most = sorted(sums.values(), reverse=True)[:40]
    assert [row[1] for row in answer.rows] == most
    assert all(sums[row[0]] == row[1] for row in answer.rows)
    assert len(answer.links) == len(answer.rows)


def test_charts_say_what_a_plain_count_says(database):
    make_forge(SEED, SIZE)
    mine_forge()
    truth = counted()
    people = Contributor.objects.filter(name__lt="Name 5")
    for view in (Contributor.objects.all(), people):
        chosen = set(view.values_list("pk", flat=True))
        check_chord(SHARED_LANGUAGES.read(view), truth, chosen)
        check_weights(LANGUAGES.read(view), truth, 1, chosen)
        said = {key: row for key, row in truth.work.items() if key in chosen}
        unknown = sum(row[4] for row in said.values())
        notes = LANGUAGES.read(view).notes
        assert unknown
        assert any(note.startswith(f"{unknown:,} commits count for no") for note in notes)
        polyglots = sorted((row[3], row[2]) for row in said.values() if row[3] > 1)
        found = [row[1:3] for row in POLYGLOTS.read(view).rows]
        assert found == polyglots[::-1]
    one = Language.objects.filter(name="C")
    check_weights(CONTRIBUTORS.read(one), truth, 0, {one.get().pk})
    check_months(
        REPOSITORY_MONTHS.read(Repository.objects.all()), truth.repository_months, Repository
    )
    check_months(
        CONTRIBUTOR_MONTHS.read(Contributor.objects.all()), truth.contributor_months, Contributor
    )
    seen = Repository.objects.filter(first_commit__isnull=False, files__isnull=False)
    answer = FIRST_COMMIT_AGAINST_FILES.read(Repository.objects.all())
    assert sorted(answer.rows) == sorted(
        (row.name, row.first_commit.date().isoformat(), row.files, row.contributors)
        for row in seen
    )
    missing = Repository.objects.count() - seen.count()
    assert answer.notes == [
        f"{missing} repositories are not drawn: their first commit or files were not seen."
    ]


def test_questions_are_few_however_many_rows(sqlite_database):
    make_forge(SEED, SIZE)
    mine_forge()
    asked = {
        Contributor: (SHARED_LANGUAGES, POLYGLOTS, LANGUAGES, CONTRIBUTOR_MONTHS),
        Repository: (REPOSITORY_MONTHS, FIRST_COMMIT_AGAINST_FILES),
    }
    for model, charts in asked.items():
        for chart in charts:
            for view in (model.objects.all(), model.objects.filter(name__gte="N")):
                with CaptureQueriesContext(connection) as queries:
                    chart.read(view)
                assert len(queries) <= 8, chart.name


def test_months_are_cut_and_clocks_that_are_wrong_are_left_out(sqlite_database):
    who = Contributor.objects.create(key="a", name="all others")
    other = Contributor.objects.create(key="b", name="same")
    Contributor.objects.create(key="c", name="same")
    for month, count in ((date(1, 1, 1), 3), (date(2005, 1, 1), 2), (date(9999, 12, 1), 4)):
        ContributorMonth.objects.create(contributor=who, month=month, commits=count)
    ContributorMonth.objects.create(contributor=other, month=date(2024, 12, 1), commits=1)
    answer = CONTRIBUTOR_MONTHS.read(Contributor.objects.all())
    assert answer.rows == [("2005-01", "all others (a)", 2), ("2024-12", "same", 1)]
    assert answer.notes == [
        "Cut: the last 240 months; 3 commits were made before.",
        "4 commits are left out: their dates are still to come.",
    ]
    ContributorMonth.objects.filter(month__range=("0001-01-01", "2100-01-01")).delete()
    answer = CONTRIBUTOR_MONTHS.read(Contributor.objects.all())
    assert answer.rows == []
    assert len(answer.notes) == 1


@pytest.fixture
def forge(sqlite_database):
    make_forge(11, Size(vanished=0))
    who = Contributor.objects.filter(commits__date__isnull=False).first()
    Contributor.objects.filter(pk=who.pk).update(name="=1+1<script>alert(1)</script>")
    mine_forge()
    return Contributor.objects.get(pk=who.pk)


def reader():
    user = User.objects.create_user("reader")
    user.groups.add(Group.objects.get(name="reader"))
    return logged_in(user)


def test_json_of_a_chord_has_its_matrix_and_csv_its_table(forge):
    client = reader()
    said = json.loads(client.get("/charts/contributors/shared-languages.json").content)
    place = {name: n for n, name in enumerate(said["names"])}
    assert all(said["matrix"][place[a]][place[b]] == n for a, b, n in said["rows"])
    assert said["matrix"] == [list(column) for column in zip(*said["matrix"], strict=True)]
    text = client.get("/charts/contributors/polyglots.csv").content.decode()
    lines = list(csv.reader(text.splitlines()))
    assert lines[0] == ["contributor", "languages", "commits", "first commit"]
    assert next(line for line in lines if "script" in line[0])[0].startswith("'=1+1")


def test_polyglots_stand_beside_the_chord_of_the_same_view(forge):
    client = reader()
    page = client.get(f"/charts/contributors/shared-languages/?key={forge.key}").content.decode()
    aside = page.partition("<aside")[2].partition("</aside>")[0]
    assert aside.count("<li>") == 1
    assert escape(forge.name) in aside
    assert f'href="{row_url(forge)}"' in aside
    assert f'href="/charts/contributors/polyglots/?{urlencode({"key": forge.key})}"' in aside
    assert "<script>alert" not in page


def test_page_of_a_contributor_has_languages_and_activity(forge):
    client = reader()
    page = client.get(row_url(forge)).content.decode()
    assert "<script>alert" not in page
    for title, name in (("Commits by language", "languages"), ("Commits a month", "months")):
        assert title in page
        source = page.partition(f'id="chart-{name}"')[2].partition('data-source="')[2]
        said = json.loads(client.get(source.partition('"')[0].replace("&amp;", "&")).content)
        assert said["rows"]
        assert page.count("<tr>") >= len(said["rows"])
    rows = LANGUAGES.read(Contributor.objects.filter(pk=forge.pk)).rows
    assert sum(Decimal(row[1]) for row in rows) > 0
    work = ContributorWork.objects.get(contributor=forge)
    assert f'<dt>First commit</dt><dd><time datetime="{work.first_commit:%Y-%m-%dT%H:%M}' in page
    assert f'<a href="/jobs/{work.job_id}/">cgit #{work.job_id}</a>' in page
    assert "style=" not in page
    assert page.count("d3.min.js") == 1


def test_rows_without_figures_have_no_panel_and_charts_say_that_nothing_is_mined(sqlite_database):
    idle = Contributor.objects.create(key=f"{FORGE} idle", forge=FORGE, name="idle")
    repository = Repository.objects.create(url=FORGE, forge=FORGE, name="r")
    client = reader()
    assert "data-source" not in client.get(row_url(repository)).content.decode()
    for path in (row_url(idle), "/charts/contributors/languages/"):
        assert "Nothing is mined of these contributors" in client.get(path).content.decode()


def test_charts_are_not_for_who_may_not_see_the_kind(forge):
    nobody = logged_in(User.objects.create_user("nobody"))
    assert nobody.get(row_url(forge)).status_code == 403
    for path in ("shared-languages/", "polyglots.csv", "months.json"):
        assert nobody.get(f"/charts/contributors/{path}").status_code == 403
    assert "polyglots" not in nobody.get("/charts/").content.decode()
