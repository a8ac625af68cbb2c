"""The manual: `make docs` builds it without the network, warnings are errors."""

from importlib.metadata import version as package_version

project = "Spidersilk"
author = "The Spidersilk authors"
copyright = author
release = package_version("spidersilk")
version = ".".join(release.split(".")[:2])

extensions = ["sphinx.ext.extlinks"]
exclude_patterns = ["_build"]
language = "en"
highlight_language = "console"
nitpicky = True

extlinks = {
    "issue": ("https://github.com/spidersilk/spidersilk/issues/%s", "#%s"),
    "pr": ("https://github.com/spidersilk/spidersilk/pull/%s", "#%s"),
    # Manuals of what we stand on.
    "scrapy": ("https://docs.scrapy.org/en/latest/topics/%s", "Scrapy: %s"),
    "django": ("https://docs.djangoproject.com/en/5.2/%s", "Django: %s"),
    "rfc-section": ("https://www.rfc-editor.org/rfc/%s", "RFC: %s"),
}
extlinks_detect_hardcoded_links = True

html_theme = "alabaster"
html_title = f"{project} {release}"
html_theme_options = {
    "description": "Scrapy spiders in, a browsable Django site out.",
    "fixed_sidebar": True,
}
html_show_copyright = False
html_copy_source = False
