"""The practice quotes, in the shape of quotes.toscrape.com: lists, tags and authors."""

import html
import math
import random
import unicodedata
from dataclasses import dataclass

from tests.site import words
from tests.site.answers import answer

PER_PAGE = 10
AUTHORS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    name: str
    slug: str
    born: str
    place: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    text: str
    author: Author
    tags: tuple[str, ...]


def make_quotes(seed, count):
    """Make the quotes of 50 people, two each. Equal seed and count give equal quotes."""
    rng = random.Random(f"quotes {seed}")
    people = [f"{first} {last}" for first in words.PEOPLE for last in words.FAMILIES]
    authors = [_author(rng, name) for name in rng.sample(people, min(AUTHORS, count))]
    texts = {}
    while len(texts) < count:
        said = words.sentence(rng)
        # Some end in a quotation mark of their own, just before the one that ends the quote.
        nested = f"As {rng.choice(words.PEOPLE)} used to say, “{said}”"
        texts[nested if rng.random() < 0.1 else said] = None
    return [_quote(rng, text, authors[index % AUTHORS]) for index, text in enumerate(texts)]


def _author(rng, name):
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    country = rng.choice(("Germany", "Portugal", "The United Kingdom", "Japan", "Norway"))
    return Author(
        name=name,
        slug=plain.replace(" ", "-"),
        born=f"{rng.choice(words.MONTHS)} {rng.randint(1, 28):02}, {rng.randint(1770, 1985)}",
        place=f"in {rng.choice(words.PLACES)}, {country}",
        about=words.paragraph(rng, rng.randint(4, 20)),
    )


def _quote(rng, text, author):
    return Quote(text=text, author=author, tags=tuple(rng.sample(words.TAGS, rng.randint(0, 4))))


def quote_pages(quotes, root="/quotes"):
    """Render the site: its pages by their addresses, relative to `root`."""
    pages = _lists(quotes, root, "", f"{root}/page/{{}}/", "page/{}/")
    pages[""] = pages["page/1/"]
    for tag in sorted({tag for quote in quotes for tag in quote.tags}):
        tagged = [quote for quote in quotes if tag in quote.tags]
        lists = _lists(tagged, root, tag, f"{root}/tag/{tag}/page/{{}}/", f"tag/{tag}/page/{{}}/")
        pages |= lists | {f"tag/{tag}/": lists[f"tag/{tag}/page/1/"]}
    for author in {quote.author.slug: quote.author for quote in quotes}.values():
        pages[f"author/{author.slug}/"] = answer(_author_page(author, root))
    return pages


def _lists(quotes, root, tag, link, path):
    pages = {}
    last = max(1, math.ceil(len(quotes) / PER_PAGE))
    for number in range(1, last + 1):
        shown = quotes[(number - 1) * PER_PAGE : number * PER_PAGE]
        before = f'<li class="previous"><a href="{link.format(number - 1)}">Previous</a></li>'
        after = f'<li class="next"><a href="{link.format(number + 1)}">Next &rarr;</a></li>'
        pager = (before if number > 1 else "") + (after if number < last else "")
        heading = f"<h3>Viewing tag: {tag}</h3>" if tag else ""
        body = LIST.format(
            heading=heading,
            quotes="".join(_quote_markup(quote, root) for quote in shown),
            pager=pager,
            root=root,
        )
        pages[path.format(number)] = answer(_document(body, root))
    return pages


def _quote_markup(quote, root):
    tags = "".join(f'<a class="tag" href="{root}/tag/{t}/page/1/">{t}</a>\n' for t in quote.tags)
    return QUOTE.format(
        text=html.escape(quote.text),
        author=html.escape(quote.author.name),
        link=f"{root}/author/{quote.author.slug}/",
        keywords=",".join(quote.tags),
        tags=tags,
    )


def _author_page(author, root):
    return _document(
        AUTHOR.format(
            name=html.escape(author.name),
            born=author.born,
            place=author.place,
            about=html.escape(author.about),
        ),
        root,
    )


def _document(body, root):
    return DOCUMENT.format(body=body, root=root)


DOCUMENT = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="UTF-8"><title>Quotes to Scrape</title></head>
<body><div class="container">
<div class="row header-box"><div class="col-md-8">
<h1><a href="{root}/">Quotes to Scrape</a></h1></div></div>
{body}
</div></body>
</html>
"""

LIST = """{heading}<div class="row"><div class="col-md-8">
{quotes}<nav><ul class="pager">{pager}</ul></nav>
</div>
<div class="col-md-4 tags-box"><h2>Top Ten tags</h2>
<span class="tag-item"><a class="tag" href="{root}/tag/love/">love</a></span>
</div></div>"""

QUOTE = """<div class="quote" itemscope itemtype="http://schema.org/CreativeWork">
<span class="text" itemprop="text">“{text}”</span>
<span>by <small class="author" itemprop="author">{author}</small>
<a href="{link}">(about)</a>
</span>
<div class="tags">
Tags:
<meta class="keywords" itemprop="keywords" content="{keywords}" />
{tags}</div>
</div>
"""

AUTHOR = """<div class="author-details">
<h3 class="author-title">{name}
</h3>
<p><strong>Born:</strong> <span class="author-born-date">{born}</span>
<span class="author-born-location">{place}</span></p>
<p><strong>Description:</strong></p>
<div class="author-description">
    {about}
</div>
</div>"""
