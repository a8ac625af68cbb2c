"""Small drawings in a line of text: coordinates only, the style is in the style sheet."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

HEIGHT = 24
STEP = 8
GAP = 2


def bars(numbers: Sequence[int]) -> SafeString:
    """Draw a bar for each number."""
    most = max(numbers, default=0) or 1
    tall = [max(number * HEIGHT / most, 1 if number else 0) for number in numbers]
    drawn = format_html_join(
        "",
        '<rect x="{}" y="{}" width="{}" height="{}"/>',
        ((n * STEP, f"{HEIGHT - h:.1f}", STEP - GAP, f"{h:.1f}") for n, h in enumerate(tall)),
    )
    box = f"0 0 {len(tall) * STEP} {HEIGHT}"
    return format_html(
        '<svg class="spark" viewBox="{}" preserveAspectRatio="none" aria-hidden="true">{}</svg>',
        box,
        drawn,
    )


WIDE, TALL, EDGE = 300, 60, 3


def line(points: Sequence[tuple[float, float]]) -> SafeString:
    """Draw values over time: each holds until the next."""
    times, values = zip(*points, strict=True)
    start, span = min(times), (max(times) - min(times)) or 1
    low, height = min(values), (max(values) - min(values)) or 1
    corners: list[str] = []
    last = ""
    for time, value in points:
        x = f"{EDGE + (time - start) / span * (WIDE - 2 * EDGE):.1f}"
        y = f"{TALL - EDGE - (value - low) / height * (TALL - 2 * EDGE):.1f}"
        corners += [f"{x},{last}", f"{x},{y}"] if last else [f"{x},{y}"]
        last = y
    return format_html(
        '<svg class="line" viewBox="0 0 {} {}" preserveAspectRatio="none" aria-hidden="true">'
        '<polyline points="{}"/></svg>',
        WIDE,
        TALL,
        " ".join([*corners, f"{WIDE},{last}"]),
    )
