"""Letters: visits and joint inspections."""
