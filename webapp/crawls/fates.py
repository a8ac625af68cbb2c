"""What can become of a URL, in sentences: crawlers.fates is the list, a test compares the two."""

FATES: dict[str, str] = {
    "stored": "Read: items that are new, or changed.",
    "unchanged": "Read: items, all as they were.",
    "rejected": "Read: items, all refused. The rejections say why.",
    "no_items": "Read: links perhaps, but no item.",
    "redirected": "It led to another URL, which has a fate of its own.",
    "timeout": "No whole answer in time.",
    "dns": "The host's name has no address.",
    "connection_refused": "Nothing listens there.",
    "connection_lost": "Cut before the answer began.",
    "tls": "No certificate that is trusted.",
    "truncated": "The answer ended before its end.",
    "too_large": "Larger than allowed.",
    "decode_error": "The body is not packed as its header says.",
    "private_address": "An address inside, that nobody named.",
    "robots": "robots.txt forbids it.",
    "robots_unavailable": "robots.txt could not be read, so nothing is allowed.",
    "retry_after_too_long": "The host asks us to stay away for long.",
    "redirect_loop": "Redirects without an end.",
    "offsite": "Not on the spider's sites.",
    "unsupported_scheme": "Neither http nor https.",
    "browser_crash": "The browser, or its tab, died while it rendered the page.",
    "render_timeout": "The browser did not get the page done in time.",
    "action_failed": "An action on the page failed. Picture and page are kept.",
    "navigated_away": "The page left for another by itself.",
    "no_browser": "No browser could be started.",
    "callback_error": "Fetched, but the spider raised: its traceback is below.",
    "not_storable": "The request holds what only one process knows.",
    "killed_worker": "Three processes died while they read it.",
    "cancelled": "The crawl ended first.",
    "other": "An error that has no name yet.",
}


def meaning(fate: str) -> str:
    """Return the sentence for a fate; "" for none."""
    if fate.startswith("http_"):
        return f"The server answered {fate.removeprefix('http_')}."
    return FATES.get(fate, "")
