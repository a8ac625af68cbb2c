"""Forges of any size, the same for the same number; and what is true of them, in plain Python."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from random import Random

from webapp.catalog.models import (
    Commit,
    Contributor,
    ContributorLanguage,
    ContributorMonth,
    ContributorWork,
    Language,
    LanguagePair,
    Repository,
    RepositoryLanguage,
    RepositoryMonth,
)
from webapp.crawls.models import Job

FORGE = "https://git.example.org/"
NAMES = ("C", "Python", "Rust", "Shell", "Perl", "Go", "Lua", "<b>Haskell</b>", "Make", "Zig")
BEGIN = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Size:
    """How much of everything."""

    repositories: int = 4
    contributors: int = 6
    languages: int = 5
    commits: int = 60
    days: int = 900
    # Of the commits: whose own languages, author or date are known.
    diffstat: float = 0.4
    authored: float = 0.9
    dated: float = 0.95
    vanished: float = 0.1


def make_forge(seed, size=Size()):
    """Store a forge; some repositories are empty, unread, or of unknown languages."""
    chance = Random(seed)
    job = Job.objects.create(spider="cgit", state="finished", ended=BEGIN, exit_code=0)
    languages = Language.objects.bulk_create(
        Language(name=name) for name in _names(size.languages)
    )
    contributors = Contributor.objects.bulk_create(
        Contributor(key=f"{FORGE} Name {n}", forge=FORGE, name=f"Name {n}", job=job)
        for n in range(size.contributors)
    )
    repositories = Repository.objects.bulk_create(
        Repository(
            url=f"{FORGE}r{n}/",
            forge=FORGE,
            name=f"r{n}",
            files=chance.choice([None, n * 10]),
            read_back_to=chance.choice([None, BEGIN]),
            job=job,
        )
        for n in range(size.repositories + 2)
    )
    _shares(chance, repositories, languages, job)
    commits = Commit.objects.bulk_create(
        _commit(chance, size, n, repositories[:-2], contributors, job) for n in range(size.commits)
    )
    own = [commit for commit in commits if chance.random() < size.diffstat]
    through = Commit.languages.through
    through.objects.bulk_create(
        through(commit=commit, language=language)
        for commit in own
        for language in chance.sample(languages, chance.randint(1, min(3, len(languages))))
    )
    return job


def _names(number):
    return [NAMES[n] if n < len(NAMES) else f"Language {n}" for n in range(number)]


def _shares(chance, repositories, languages, job):
    rows = []
    for repository in repositories[:-1]:
        if chance.random() < 0.2:
            continue
        chosen = chance.sample(languages, chance.randint(1, min(5, len(languages))))
        files = [chance.randint(0, 50) for _ in chosen]
        total = sum(files) or 1
        for language, count in zip(chosen, files, strict=True):
            share = (Decimal(count) / total).quantize(Decimal("0.0001"))
            key = f"{repository.pk}-{language.pk}"
            named = {"repository": repository, "language": language, "job": job}
            rows.append(RepositoryLanguage(key=key, files=count, share=share, **named))
    RepositoryLanguage.objects.bulk_create(rows)


def _commit(chance, size, n, repositories, contributors, job):
    """A few write most; each repository begins at a time of its own."""
    place = int(len(repositories) * chance.random() ** 2)
    repository = repositories[place]
    begin = size.days * place * 7 // len(repositories) % size.days
    day = chance.randint(begin, size.days)
    moment = BEGIN + timedelta(days=day, seconds=chance.randint(0, 86399))
    gone = chance.random() < size.vanished
    return Commit(
        url=f"{repository.url}commit/?id={n:040x}",
        hash=f"{n:040x}",
        repository=repository,
        author=contributors[int(len(contributors) * chance.random() ** 3)]
        if chance.random() < size.authored
        else None,
        date=moment if chance.random() < size.dated else None,
        subject=f"commit {n}",
        state="vanished" if gone else "present",
        job=job,
    )


@dataclass
class Truth:
    """What every table of results holds, counted row by row."""

    weights: dict = field(default_factory=dict)
    work: dict = field(default_factory=dict)
    contributor_months: Counter = field(default_factory=Counter)
    repository_months: Counter = field(default_factory=Counter)
    pairs: Counter = field(default_factory=Counter)
    repositories: dict = field(default_factory=dict)


def counted():
    """Count everything anew from the stored rows, one after the other."""
    truth = Truth()
    rows = list(Commit.objects.prefetch_related("languages").order_by("pk"))
    present = [row for row in rows if row.state == "present"]
    shares = defaultdict(list)
    for row in RepositoryLanguage.objects.all():
        if row.share:
            shares[row.repository_id].append((row.language_id, Fraction(row.share)))
    weights, unknown = defaultdict(Fraction), Counter()
    for row in present:
        if row.author_id is None:
            continue
        own = [language.pk for language in row.languages.all()]
        counts = [(pk, Fraction(1, len(own))) for pk in own] or shares[row.repository_id]
        unknown[row.author_id] += not counts
        for language, part in counts:
            weights[row.author_id, language] += part
    truth.weights = {key: Decimal(round(w * 10_000)) / 10_000 for key, w in weights.items()}
    _count_months(truth, present)
    for author in {row.author_id for row in present} - {None}:
        mine = [row for row in present if row.author_id == author]
        written = {language for who, language in weights if who == author}
        truth.work[author] = (*_ends(mine), len(mine), len(written), unknown[author])
        truth.pairs.update(combinations(sorted(written), 2))
    _count_repositories(truth, rows)
    return truth


def _count_months(truth, present):
    for row in present:
        if row.date:
            month = date(row.date.year, row.date.month, 1)
            truth.repository_months[row.repository_id, month] += 1
            if row.author_id:
                truth.contributor_months[row.author_id, month] += 1


def _count_repositories(truth, rows):
    for repository in Repository.objects.all():
        all_of_it = [row for row in rows if row.repository_id == repository.pk]
        mine = [row for row in all_of_it if row.state == "present"]
        authors = {row.author_id for row in mine} - {None}
        seen = all_of_it or repository.read_back_to
        said = (*_ends(mine), len(mine), len(authors)) if seen else (None,) * 4
        truth.repositories[repository.pk] = said


def _ends(rows):
    dates = [row.date for row in rows if row.date]
    return min(dates, default=None), max(dates, default=None)


def mined():
    """Return what the tables of results hold."""

    def table(model, keys, *names):
        rows = model.objects.values_list(*keys, *names)
        return {tuple(row[: len(keys)]): row[len(keys) :] for row in rows}

    def only(model, keys, name):
        return {key: value for key, (value,) in table(model, keys, name).items()}

    work = ("first_commit", "last_commit", "commits", "languages", "unknown")
    return Truth(
        weights=only(ContributorLanguage, ("contributor", "language"), "weight"),
        work={key[0]: row for key, row in table(ContributorWork, ("contributor",), *work).items()},
        contributor_months=only(ContributorMonth, ("contributor", "month"), "commits"),
        repository_months=only(RepositoryMonth, ("repository", "month"), "commits"),
        pairs=only(LanguagePair, ("one", "other"), "contributors"),
        repositories={
            key[0]: row
            for key, row in table(Repository, ("pk",), *Repository.MINED_FIELDS).items()
        },
    )
