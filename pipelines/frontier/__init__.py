"""Scrapy's side of the ledger: which request is next, and what came of each."""
