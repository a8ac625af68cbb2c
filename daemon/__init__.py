"""scrapyd on the Job table: its replaceable parts, each named in scrapyd.conf."""
