"""Charts of a forge: who writes in which languages, when, and how much.

They read what was mined, of the rows of the view.
"""

from webapp.catalog.models import ContributorMonth, RepositoryMonth
from webapp.charts.chart import Chart, Shape
from webapp.charts.queries.bubbles import bubbles
from webapp.charts.queries.months import months
from webapp.charts.queries.polyglots import polyglots
from webapp.charts.queries.sharing import sharing
from webapp.charts.queries.weighed import weighed

COUNTED = (
    "A commit counts for its own languages, or where these are not known "
    "for its repository's by their shares."
)
LARGER = "the larger a circle, the more contributors."

POLYGLOTS = Chart(
    "polyglots",
    "Who writes in the most languages",
    f"Contributors by the number of languages that they have written in. {COUNTED}",
    Shape.BARS,
    polyglots,
)
SHARED_LANGUAGES = Chart(
    "shared-languages",
    "Languages that share contributors",
    f"The wider a band, the more contributors have written in both languages. {COUNTED}",
    Shape.CHORD,
    sharing,
    beside=POLYGLOTS,
)
LANGUAGES = Chart(
    "languages",
    "Commits by language",
    f"How many commits were written in each language. {COUNTED}",
    Shape.BARS,
    weighed("language", within="contributor"),
    of_row=True,
)
CONTRIBUTORS = Chart(
    "contributors",
    "Commits by contributor",
    f"How many commits each contributor has written in the language. {COUNTED}",
    Shape.BARS,
    weighed("contributor", within="language"),
    of_row=True,
)
CONTRIBUTOR_MONTHS = Chart(
    "months",
    "Commits a month",
    "How many commits were made in each month, by contributor. Months are UTC.",
    Shape.STACK,
    months(ContributorMonth, "contributor"),
    of_row=True,
)
REPOSITORY_MONTHS = Chart(
    "months",
    "Commits a month",
    "How many commits were made in each month, by repository. Months are UTC.",
    Shape.STACK,
    months(RepositoryMonth, "repository"),
    of_row=True,
)
FIRST_COMMIT_AGAINST_FILES = Chart(
    "first-commit-against-files",
    "First commit against files",
    f"When each repository began, and how many files it has: {LARGER}",
    Shape.BUBBLES,
    bubbles("files"),
)
FIRST_COMMIT_AGAINST_COMMITS = Chart(
    "first-commit-against-commits",
    "First commit against commits",
    f"When each repository began, and how many commits it has: {LARGER}",
    Shape.BUBBLES,
    bubbles("commits"),
)
