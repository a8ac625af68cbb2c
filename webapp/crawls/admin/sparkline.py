"""A row of shares as a small line, drawn by the server: no script, no inline style."""

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString

WIDTH, HEIGHT, EDGE = 240, 36, 3


def sparkline(shares: Sequence[float], title: str) -> SafeString:
    """Draw shares of a hundred from left to right; the last one gets a dot."""
    step = (WIDTH - 2 * EDGE) / max(len(shares) - 1, 1)
    points = [(EDGE + step * n, _height(share)) for n, share in enumerate(shares)]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    x, y = points[-1]
    return format_html(
        '<svg class="sparkline" viewBox="0 0 {} {}" width="{}" height="{}" role="img"'
        ' aria-label="{}"><title>{}</title><polyline points="{}"/>'
        '<circle cx="{}" cy="{}" r="2.5"/></svg>',
        *(WIDTH, HEIGHT, WIDTH, HEIGHT, title, title, line, f"{x:.1f}", f"{y:.1f}"),
    )


def _height(share: float) -> float:
    return HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * min(max(share, 0.0), 100.0) / 100
