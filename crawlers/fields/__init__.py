"""Text → typed value: pure functions with one rule, never a wrong number.

What cannot be read for certain is returned as the text itself, so that the filter stage can make
it null and record a rejection that shows the text. None and blank are None: the page said nothing.

Own code, because price-parser (Zyte) promises something else: it takes the first number it finds
("10 - 20" → 10) and guesses what a separator means ("1,234" → 1234).
"""

from crawlers.fields.counts import count
from crawlers.fields.currencies import currency
from crawlers.fields.dates import date
from crawlers.fields.languages import language
from crawlers.fields.moments import moment, zone
from crawlers.fields.prices import price
from crawlers.fields.texts import text

__all__ = ["count", "currency", "date", "language", "moment", "price", "text", "zone"]
