"""Reports' bytes to pages of positioned lines."""
