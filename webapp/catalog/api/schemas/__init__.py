"""What answers look like."""

from webapp.catalog.api.schemas.change import ChangeOut, Changes
from webapp.catalog.api.schemas.item import ItemOut, Items
from webapp.catalog.api.schemas.job import JobOut, Jobs
from webapp.catalog.api.schemas.kind import FieldOut, KindOut
from webapp.catalog.api.schemas.problem import PROBLEMS, Problem

__all__ = [
    "PROBLEMS",
    "ChangeOut",
    "Changes",
    "FieldOut",
    "ItemOut",
    "Items",
    "JobOut",
    "Jobs",
    "KindOut",
    "Problem",
]
