"""The ledger: every URL of a crawl is a row, and a page is done when all it gave is durable."""
