"""The search: a record of each section and recommendation, the index that a browser reads, and their page."""
