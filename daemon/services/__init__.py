"""scrapyd's HTTP API where it has to know the tables; scrapyd.conf: `[services]`."""
