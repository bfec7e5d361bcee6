"""Ready tables: each a query, its columns in words, and a page."""
