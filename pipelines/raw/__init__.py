"""Documents to raw tables: each document read and parsed once per version, in worker processes."""
