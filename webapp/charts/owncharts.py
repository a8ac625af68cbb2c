"""Charts that a kind has besides those that follow from its fields: its label, and its charts."""

from webapp.charts import forgecharts as forge
from webapp.charts.chart import Chart

OWN: dict[str, tuple[Chart, ...]] = {
    "catalog.Contributor": (
        forge.SHARED_LANGUAGES,
        forge.POLYGLOTS,
        forge.LANGUAGES,
        forge.CONTRIBUTOR_MONTHS,
    ),
    "catalog.Language": (forge.CONTRIBUTORS,),
    "catalog.Repository": (
        forge.REPOSITORY_MONTHS,
        forge.FIRST_COMMIT_AGAINST_FILES,
        forge.FIRST_COMMIT_AGAINST_COMMITS,
    ),
}
