"""What was fetched and read, by content."""
