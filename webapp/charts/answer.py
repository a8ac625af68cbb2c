"""What a chart says, as a table: drawing it is the browser's part."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Answer:
    """Rows under their columns, and sentences about what is not among them.

    `counted` says of each row what it counts: parameters of a view, or the number of a job; None
    where that cannot be said. `linked` is the column that leads there.
    """

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    notes: list[str] = field(default_factory=list)
    counted: list[Any] = field(default_factory=list)
    linked: int = -1
