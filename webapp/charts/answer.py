"""What a chart says, as a table: drawing it is the browser's part."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Answer:
    """Rows under their columns, and sentences about what is not among them.

    `counted` says of each row what it counts: parameters of a view, or the number of a job; None
    where that cannot be said. `linked` is the column that leads there.

    `links`: of each row, the address of what its first cell names; none where it names no row.
    """

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    notes: list[str] = field(default_factory=list)
    counted: list[Any] = field(default_factory=list)
    linked: int = -1
    links: list[str] = field(default_factory=list)

    @property
    def lines(self) -> list[tuple[str, tuple[Any, ...]]]:
        """The rows, each with the address of what its first cell names."""
        return list(zip(self.links or [""] * len(self.rows), self.rows, strict=True))

    @property
    def matrix(self) -> dict[str, Any]:
        """Return rows of two names and a count as a square of counts under its names."""
        names = list(dict.fromkeys(name for row in self.rows for name in row[:2]))
        place = {name: n for n, name in enumerate(names)}
        square = [[0] * len(names) for _ in names]
        is_directed = self.columns[0] == "from"
        for one, other, count in self.rows:
            square[place[one]][place[other]] += count
            if not is_directed:
                square[place[other]][place[one]] += count
        return {"names": names, "matrix": square}
