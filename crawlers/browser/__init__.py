"""Pages that need JavaScript: rendered by Chromium through Selenium.

This package imports neither Selenium nor a browser until a page asks for one.
"""

from crawlers.browser.actions import (
    Click,
    Evaluate,
    Fill,
    Press,
    Screenshot,
    Scroll,
    Select,
    WaitFor,
    WaitForFunction,
)
from crawlers.browser.order import browser_page

__all__ = [
    "Click",
    "Evaluate",
    "Fill",
    "Press",
    "Screenshot",
    "Scroll",
    "Select",
    "WaitFor",
    "WaitForFunction",
    "browser_page",
]
