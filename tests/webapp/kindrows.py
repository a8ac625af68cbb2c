"""A row of any kind, made by its fields: a new kind is filled without being named."""

from django.db import models
from django.utils import timezone


def row_of(model, job, text, url, made):
    """Make one row of a kind by its fields, and first those that it points at."""
    if model in made:
        return made[model]
    values = {}
    for field in model._meta.concrete_fields:
        if field.name == "job":
            values["job"] = job
        elif field.is_relation:
            values[field.name] = row_of(field.related_model, job, text, url, made)
        elif field.name not in {"id", "first_seen", "changed", "content_hash"}:
            values[field.name] = _value(field, text, url)
    row = made[model] = model.objects.create(**values)
    for field in model._meta.many_to_many:
        getattr(row, field.name).add(row_of(field.related_model, job, text, url, made))
    return row


def _value(field, text, url):
    if field.choices:
        return field.choices[0][0]
    now = timezone.now()
    is_url = "URL" in str(field.verbose_name)
    values = {
        models.CharField: (url if is_url else text)[: field.max_length],
        models.TextField: text,
        models.JSONField: [url, text],
        models.DateTimeField: now,
        models.DateField: now.date(),
        models.BooleanField: False,
    }
    return values.get(type(field), 1)
