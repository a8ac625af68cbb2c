"""The kinds of thing we keep."""

from django.apps import apps
from django.db import models

from webapp.catalog.models import Named, Record


def kinds() -> list[type[models.Model]]:
    """Return every model that crawls fill, in the order of their labels."""
    found = [model for model in apps.get_models() if issubclass(model, Record | Named)]
    return sorted(found, key=lambda model: model._meta.label)
