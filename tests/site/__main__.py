"""Serve the practice site: `python -m tests.site --port 8080`. The first line is its address."""

import argparse
import signal
import threading

from tests.site.server import Server
from tests.site.site import Site

ENDINGS = {signal.SIGTERM, signal.SIGINT}


def arguments():
    parser = argparse.ArgumentParser(prog="python -m tests.site", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0: any that is free")
    parser.add_argument("--seed", type=int, default=0, help="another seed, another content")
    parser.add_argument("--books", type=int, default=1000)
    parser.add_argument("--quotes", type=int, default=100)
    parser.add_argument("--pages", type=int, default=120, help="HTML pages of /site/")
    parser.add_argument("--delay", type=float, default=0.0, help="seconds before each answer")
    return parser.parse_args()


def main():
    given = arguments()
    # Blocked before any thread starts, so that only sigwait below receives them.
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDINGS)
    site = Site(seed=given.seed, books=given.books, quotes=given.quotes, pages=given.pages)
    with Server(given.port, site, given.delay) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(server.url, flush=True)
        signal.sigwait(ENDINGS)
        server.shutdown()


if __name__ == "__main__":
    main()
