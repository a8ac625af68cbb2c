"""Bytes a URL of what remembers the URLs seen: `python benchmarks/seen.py set 1000000`."""

import sys
from hashlib import sha1

import psutil

from pipelines.frontier.seen import Came, SeenBloom, SeenSet


def main() -> None:
    """Add so many URLs and print what each took of the process's memory."""
    name, count = sys.argv[1], int(sys.argv[2])
    process = psutil.Process()
    recent = 1000
    before = process.memory_info().rss
    seen = SeenSet() if name == "set" else SeenBloom(count, recent)
    perhaps = 0
    for number in range(count):
        came = seen.add(sha1(b"http://x.example/%d" % number, usedforsecurity=False).hexdigest())
        perhaps += came is Came.PERHAPS
    taken = process.memory_info().rss - before
    print(f"of {count} new URLs the database would be asked about {perhaps}", file=sys.stderr)
    print(taken / count)


if __name__ == "__main__":
    main()
