"""What a crawl left behind, in a form that can be compared with another crawl's."""

from collections import Counter

from crawlers.urls import canonical
from webapp.catalog.models import Change, Page
from webapp.crawls.models import Job, Visit


def rows():
    """Return every page as stored, without what depends on when it was."""
    left = ("id", "job", "first_seen", "changed", "depth")
    names = [each.name for each in Page._meta.concrete_fields if each.name not in left]
    return sorted(map(str, Page.objects.values_list(*names)))


def visits():
    """Return the canonical URL, the state and the fate of every visit."""
    found = Visit.objects.values_list("url", "state", "fate")
    return sorted((canonical(url), state, fate) for url, state, fate in found)


def fates():
    """Count visits by state and fate."""
    return Counter(Visit.objects.values_list("state", "fate"))


def changes():
    return Change.objects.count()


def the_job():
    return Job.objects.get()
