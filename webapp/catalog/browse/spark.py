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
