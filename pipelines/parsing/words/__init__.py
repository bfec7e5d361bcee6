"""Words to values: periods, days, numbers."""
