"""What can be run: the spiders of each project's default version, and of its others by name."""

from django.db.models import Q, QuerySet

from webapp.crawls.models import Egg, Spider


def default_versions() -> dict[str, str]:
    """Return the version that is the default of each project that has been deployed."""
    # The default is the last of each project.
    return dict(Egg.objects.ready().values_list("project", "version"))


def versions(project: str) -> list[str]:
    """Return the versions of a project that may run, the default last; none if it is on disk."""
    return list(Egg.objects.ready().filter(project=project).values_list("version", flat=True))


def runnable(search: str = "") -> QuerySet[Spider]:
    """Return the spiders of default versions, and of projects on disk that have no other."""
    defaults = default_versions()
    wanted = Q(version="") & ~Q(project__in=defaults)
    for project, version in defaults.items():
        wanted |= Q(project=project, version=version)
    found = Spider.objects.filter(wanted).defer("arguments")
    if search:
        found = found.filter(
            Q(name__icontains=search) | Q(project__icontains=search) | Q(summary__icontains=search)
        )
    return found.order_by("project", "name")


def spider_of(project: str, name: str, version: str = "") -> Spider | None:
    """Return a spider of a version, or of the default one; None if there is none."""
    wanted = version or default_versions().get(project, "")
    return Spider.objects.filter(project=project, version=wanted, name=name).first()
