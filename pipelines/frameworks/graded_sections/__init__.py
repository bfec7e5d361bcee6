"""2009-13: a grade in each section's heading and a record of main findings at the end."""
