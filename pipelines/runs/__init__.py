"""A run's own things: its DATA folder, its build, what it is made from, Dagster's home."""
