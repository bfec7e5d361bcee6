"""What pages show: the published rows, joined into authorities and their inspections."""
