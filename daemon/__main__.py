"""`python -m daemon`: scrapyd with the scrapyd.conf of this project; options are twistd's."""

import os
import sys
from pathlib import Path

from scrapyd.__main__ import main

ROOT = Path(__file__).resolve().parent.parent

if __name__ == "__main__":
    if not Path("scrapyd.conf").exists():
        os.chdir(ROOT)
    sys.argv[0] = "scrapyd"
    # The node's row says who runs; a file in the tree would only be in the way.
    sys.argv.insert(1, "--pidfile=")
    main()
