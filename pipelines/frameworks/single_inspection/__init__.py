"""2013-18: single inspections and reviews of safeguarding boards."""
