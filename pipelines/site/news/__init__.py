"""What differs from edition to edition, as a page and as feeds."""
